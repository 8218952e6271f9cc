"""Which sheets are kept, where chance seldom goes: orders by a network, big packs, what the batch must refuse."""

from dataclasses import replace
from itertools import product
from typing import Any

import polars as pl
import pytest
from coding import coded, concluded, drawn

from builders import TESTS, pack_of, read, toy_pack
from iag_diag.batch.scoring.scorer import Scorer, staged
from iag_diag.batch.scoring.selection import _network
from iag_diag.batch.scoring.slots import Slot, slots, unsigned
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.engine import Engine
from iag_diag.errors import IagDiagError


def _toy(**changes: Any) -> dict[str, Any]:
    return read(TESTS / "diagnosis" / "toy.yaml") | changes


def _many(count: int, *, keep: int, force: int) -> dict[str, Any]:
    """Write the toy pack with as many sheets as asked, in a chain of threes, most of them argued for by one answer."""
    data = _toy(forces=({"id": "strong", "weight": force}, {"id": "light", "weight": 1}))
    sheets = [
        {
            "id": f"z{place}",
            "number": count - place,
            "phase": "second" if place % 5 else "first",
            "effort": 1 + place % 4,
            "sizes": ("0", "1-9", "10+"),
            "prerequisites": ({"sheet": f"z{place - 1}", "reason": "Before."},) if place % 3 else (),
            "triggers": ({"id": f"z{place}-t", "force": "strong", "when": {"answer": "colour", "is": "red"}},),
        }
        for place in range(count)
    ]
    sizes = tuple({**size, "keep": keep} for size in data["planning"]["sizes"])
    planning = {**data["planning"], "sizes": sizes, "need_floor": 1}
    questions = tuple({key: entry[key] for key in entry if key != "sheet"} for entry in data["questions"])
    return data | {"alerts": (), "sheets": tuple(sheets), "planning": planning, "questions": questions}


@pytest.mark.parametrize("count", range(1, 12))
def test_network_orders_any_values(count: int):
    # What orders every row of zeros and ones orders anything (Knuth's 0–1 principle).
    layers = list(_network(count))
    for row in product((0, 1), repeat=count):
        values = list(row)
        for low, high in (pair for pairs in layers for pair in pairs):
            values[low], values[high] = sorted((values[low], values[high]))
        assert values == sorted(row)


@pytest.mark.parametrize("count", [2, 9, 16, 54])
def test_exchanges_of_a_layer_can_be_made_at_once(count: int):
    for pairs in _network(count):
        places = [place for pair in pairs for place in pair]
        assert len(set(places)) == len(places)


@pytest.mark.parametrize(
    ("count", "keep", "force"),
    [
        pytest.param(16, 16, 5, id="sixty-four bits of order"),
        pytest.param(53, 10, 6, id="sixty-four bits of candidate"),
        pytest.param(3, 300, 5, id="more room than sheets"),
    ],
)
def test_the_largest_packs_agree(count: int, keep: int, force: int, pack: Pack):
    large = pack_of(_many(count, keep=keep, force=force), pack)
    scorer, companies = Scorer(large), drawn(large, seed=3, count=200)
    scored = scorer.score(coded(large, scorer.slots, companies))
    expected = concluded(Engine(large), companies)
    assert scored.rows(named=True) == expected
    assert any(row[f"fiche_{min(count, keep)}"] for row in expected)


def test_a_pack_with_too_many_sheets_is_refused(pack: Pack):
    with pytest.raises(IagDiagError, match=r"trop de fiches .* \(54\)"):
        Scorer(pack_of(_many(54, keep=10, force=6), pack))


def test_the_longest_tick_list_has_sixty_two_options():
    longest = Slot("q", None, multiple=True, options=tuple(f"o{place}" for place in range(62)))
    assert longest.dtype == pl.UInt64
    with pytest.raises(IagDiagError, match="trop grand"):
        _ = replace(longest, options=(*longest.options, "one-more")).dtype


@pytest.mark.parametrize(
    ("most", "dtype"),
    [(0, pl.UInt8), (255, pl.UInt8), (256, pl.UInt16), (65_535, pl.UInt16), (65_536, pl.UInt32), (2**32, pl.UInt64)],
)
def test_numbers_take_the_smallest_type(most: int, dtype: pl.DataType):
    assert unsigned(most) == dtype


def test_codes_of_words(pack: Pack):
    toy = slots(toy_pack(pack))
    words = ("oui", "nsp", "sans-objet", "peut-être")
    assert [toy["tool"].code(word) for word in words] == [4, 2, 1, None]  # the scale goes down: « non » is 3
    assert [toy["training"].code(word) for word in ("course", "nothing", *words[1:])] == [1, 8, 32, 16, None]


def test_columns_that_wait_for_one_another_are_a_bug():
    nodes = [pl.col("b").alias("a"), pl.col("a").alias("b"), pl.col("known").alias("c")]
    with pytest.raises(RuntimeError, match="a, b"):
        staged(nodes, ["known"], ["a"])
