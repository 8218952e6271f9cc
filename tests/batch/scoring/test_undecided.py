"""Gates and span over all completions: on columns as one company at a time, and what the exactness changes."""

from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from coding import coded, concluded, drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import packs

from builders import TESTS, pack_of, read
from iag_diag.batch.scoring.completions import Undecided
from iag_diag.batch.scoring.facts import facts
from iag_diag.batch.scoring.rules import Rules
from iag_diag.batch.scoring.scorer import Scorer, staged
from iag_diag.batch.scoring.slots import FIRST, slots
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.phases import Phases

MANY = 400
SPAN = ["phase:lowest", "phase:highest"]


def by_kleene(pack: Pack, companies: Sequence[Answers], undecided: Undecided) -> pl.DataFrame:
    """Gates and span, each gate on its own, and what it takes to settle them.

    The lines of a matrix that is not given hold an answer too, which must not be read.
    """
    known = slots(pack)
    frame = coded(pack, known, companies).with_columns(
        pl.when(pl.col(slot.question) == FIRST).then(pl.col(name)).otherwise(slot.literal(slot.codes[slot.options[0]]))
        for name, slot in known.items()
        if slot.row is not None
    )
    nodes = [*facts(pack, known), *Rules(pack, known).gates()]
    for stage in staged(nodes, known, [*conclusions(pack), *undecided.reads]):
        frame = frame.select(stage)
    return frame


def conclusions(pack: Pack) -> list[str]:
    return [*(f"gate:{gate.id}" for phase in pack.phases for gate in phase.gates), *SPAN]


def one_by_one(engine: Engine, companies: Sequence[Answers]) -> list[dict[str, Any]]:
    ranks = engine.pack.phase_ranks
    found = [engine.phases.place(engine.flow.facts(answers), solo=False) for answers in companies]
    return [
        {f"gate:{gate.trace.rule}": gate.holds for gate in phase.gates}
        | dict(zip(SPAN, (ranks[phase.lowest], ranks[phase.highest]), strict=True))
        for phase in found
    ]


def undecided_of(pack: Pack) -> Undecided:
    completions = Phases(pack).completions
    assert completions is not None
    return Undecided(pack, slots(pack), completions)


@given(data=packs(), seed=st.integers(0, 2**32 - 1))
@settings(max_examples=settings.default.max_examples // 4)
def test_every_gate_of_any_pack(data: dict[str, Any], seed: int, pack: Pack):
    small = pack_of(data, pack)
    undecided, companies = undecided_of(small), drawn(small, seed, 30)
    settled = undecided.settle(by_kleene(small, companies, undecided))
    for answers, found, expected in zip(
        companies, settled.iter_rows(named=True), one_by_one(Engine(small), companies), strict=True
    ):
        assert {name: found[name] for name in expected} == expected, answers


@pytest.mark.parametrize("together", [1, 100, MANY])
def test_every_gate_of_the_shipped_pack(together: int, engine: Engine, monkeypatch: pytest.MonkeyPatch):
    undecided, companies = undecided_of(engine.pack), drawn(engine.pack, 11, MANY)
    monkeypatch.setattr(undecided, "_together", together)
    kleene = by_kleene(engine.pack, companies, undecided)
    settled = undecided.settle(kleene).select(conclusions(engine.pack))
    assert settled.rows(named=True) == one_by_one(engine, companies)
    narrower = (width(kleene) > width(settled)).sum()
    assert narrower > MANY // 50, "Kleene's logic alone would have been enough"


def width(frame: pl.DataFrame) -> pl.Series:
    lowest, highest = SPAN
    return frame[highest] - frame[lowest]


def too_many() -> dict[str, Any]:
    """Write the toy pack with a gate that Kleene's logic alone leaves unknown, then two that cross too many answers."""
    toy = read(TESTS / "diagnosis" / "toy.yaml")
    long = {"id": "long", "kind": "multiple", "options": tuple(f"o{place}" for place in range(12))}
    ticked = {"any": tuple({"answer": "long", "includes": option} for option in long["options"])}
    coloured = {"any": tuple({"answer": "colour", "is": option} for option in ("red", "blue"))}
    gates = [(), ({"id": "coloured", "when": coloured},), ({"id": "large", "when": ticked},)]
    gates.append(({"id": "larger", "when": {"not": {"answer": "long", "chosen_at_least": 12}}},))
    phases = [{"id": phase["id"], "gates": entries} for phase, entries in zip(toy["phases"], gates, strict=True)]
    return toy | {"questions": [*toy["questions"], long], "phases": phases}


def test_too_many_cases_leave_each_gate_on_its_own(pack: Pack):
    large = pack_of(too_many(), pack)
    engine, scorer = Engine(large), Scorer(large)
    assert engine.phases.completions is None
    companies: list[Answers] = [{}, {"colour": "blue"}, *drawn(large, 5, MANY)]
    expected = concluded(engine, companies)
    assert scorer.score(coded(large, scorer.slots, companies)).rows(named=True) == expected
    assert {row["phase"] for row in expected} == {row["phase_max"] for row in expected} == set(large.phase_ranks)
    # any colour at all opens the second phase: only the diagrams would see it
    assert [row["phase"] for row in expected[:2]] == ["first", "second"]
