"""One meaning, two speeds: the columnar engine concludes what the interpreter concludes, column for column."""

import random
from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest
from coding import UNSAID, coded, concluded, drawn
from hypothesis import given, settings
from hypothesis import strategies as st
from packs import packs

from builders import CASES, pack_of, read
from iag_diag.batch.scoring.scorer import Scorer
from iag_diag.batch.scoring.slots import Slot, slots
from iag_diag.batch.scoring.spelling import Speller, spelled
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Answers
from iag_diag.diagnosis.engine import Engine
from strategies import COMPANIES

SEEDS = st.integers(0, 2**32 - 1)
COUNTS = st.integers(20, 60)
MANY = 2_000


@pytest.fixture(scope="session")
def scorer(pack: Pack) -> Scorer:
    return Scorer(pack)


@pytest.fixture(scope="session")
def companies(pack: Pack) -> list[Answers]:
    return drawn(pack, seed=2025, count=MANY)


@pytest.fixture(scope="session")
def scored(scorer: Scorer, companies: list[Answers]) -> pl.DataFrame:
    return scorer.score(coded(scorer.pack, scorer.slots, companies))


def assert_equal(scored: pl.DataFrame, expected: list[dict[str, Any]], companies: Sequence[Answers]) -> None:
    """Compare company by company, so that a failure shows the answers that make it."""
    assert scored.columns == list(expected[0])
    for answers, found, row in zip(companies, scored.iter_rows(named=True), expected, strict=True):
        assert found == row, answers


@given(data=packs(), seed=SEEDS, count=COUNTS)
def test_any_pack_any_company(data: dict[str, Any], seed: int, count: int, engine: Engine):
    pack = pack_of(data, engine.pack)
    scorer, companies = Scorer(pack), drawn(pack, seed, count)
    scored = scorer.score(coded(pack, scorer.slots, companies))
    assert_equal(scored, concluded(Engine(pack), companies), companies)


def test_two_thousand_companies_byte_for_byte(scored: pl.DataFrame, companies: list[Answers], engine: Engine):
    expected = concluded(engine, companies)
    assert {row["phase"] for row in expected} == set(engine.pack.phase_ranks)
    one_by_one = pl.DataFrame(expected, infer_schema_length=None)
    assert scored.write_csv(separator=";") == one_by_one.write_csv(separator=";")


@given(answers=COMPANIES)
@settings(max_examples=settings.default.max_examples // 4)
def test_a_company_of_the_shipped_pack(answers: Answers, scorer: Scorer, engine: Engine):
    assert_equal(scorer.score(coded(scorer.pack, scorer.slots, [answers])), concluded(engine, [answers]), [answers])


def test_companies_judged_by_an_adviser(scorer: Scorer, engine: Engine):
    companies = [read(file)["answers"] for file in sorted(CASES.glob("*.yaml"))]
    scored = scorer.score(coded(scorer.pack, scorer.slots, companies))
    assert_equal(scored, concluded(engine, companies), companies)


@given(data=packs(), seed=SEEDS)
@settings(max_examples=settings.default.max_examples // 4)
def test_codes_are_read_back(data: dict[str, Any], seed: int, engine: Engine):
    pack = pack_of(data, engine.pack)
    known, companies = slots(pack), drawn(pack, seed, 20)
    frame = coded(pack, known, companies)
    assert list(Speller(pack, known).answers(frame)) == [_without_texts(pack, answers) for answers in companies]
    closed = {name: slot for name, slot in known.items() if slot.options}
    written = frame.select(spelled(slot, pl.col(name)).cast(pl.String).alias(name) for name, slot in closed.items())
    expected = [{name: _written(slot, answers) for name, slot in closed.items()} for answers in companies]
    assert written.rows(named=True) == expected


def _without_texts(pack: Pack, answers: Answers) -> Answers:
    texts = {question.id for question in pack.questions.values() if question.kind is Kind.TEXT}
    return {question: value for question, value in answers.items() if question not in texts or value in UNSAID}


def _written(slot: Slot, answers: Answers) -> str | None:
    value = answers.get(slot.question)
    if slot.row is not None:
        value = value.get(slot.row) if isinstance(value, dict) else None
    return "|".join(value) if isinstance(value, tuple) else value


def test_the_state_of_a_matrix_is_spelled_too(scorer: Scorer):
    whole = next(slot for slot in scorer.slots.values() if not slot.options)
    frame = pl.DataFrame({whole.name: pl.Series([None, 1, 2], dtype=whole.dtype)})
    assert frame.select(spelled(whole, pl.col(whole.name))).to_series().to_list() == [None, SANS_OBJET, NSP]


def test_order_of_companies_changes_nothing(scored: pl.DataFrame, scorer: Scorer, companies: list[Answers]):
    places = random.Random(7).sample(range(MANY), 500)
    shuffled = scorer.score(coded(scorer.pack, scorer.slots, [companies[place] for place in places]))
    assert shuffled.equals(scored[places])


@pytest.mark.parametrize("length", [1, 7, 1_999])
def test_slices_give_what_the_whole_gives(length: int, scored: pl.DataFrame, scorer: Scorer, companies: list[Answers]):
    frame = coded(scorer.pack, scorer.slots, companies)
    starts = range(0, min(MANY, 10 * length), length)
    slices = pl.concat([scorer.score(frame.slice(start, length)) for start in starts])
    assert slices.equals(scored.head(len(slices)))


def test_an_empty_frame_has_the_same_columns(scored: pl.DataFrame, scorer: Scorer):
    empty = scorer.score(coded(scorer.pack, scorer.slots, []))
    assert empty.is_empty()
    assert empty.schema == scored.schema


def test_missing_columns_are_unanswered(scorer: Scorer, engine: Engine, companies: list[Answers]):
    asked = engine.pack.questionnaires["express"].questions
    short = [{name: answers[name] for name in asked if name in answers} for answers in companies[:300]]
    frame = coded(scorer.pack, scorer.slots, short).select(
        name for name, slot in scorer.slots.items() if slot.question in asked
    )
    assert_equal(scorer.score(frame), concluded(engine, short), short)
