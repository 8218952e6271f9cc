"""What must always hold (design, part 8), on companies drawn at random and on those of `content/cases`."""

import random
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice, permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from builders import CASES, changed, read
from iag_diag.content.conditions import questions_read
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, Answers, State
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.levers import levers
from iag_diag.diagnosis.results import Change, Diagnosis, Practice, Verdict
from iag_diag.dossiers.model import Dossier, PackReference
from strategies import COMPANIES, UNSAID, in_order

MOMENT = "2026-11-23T09:00:00Z"
MOST_COMPLETIONS = 3_000
OPEN = (State.NSP, State.UNANSWERED)


# Improving an answer never lowers a dimension or the phase.


@given(answers=COMPANIES, draw=st.randoms(use_true_random=False))
def test_a_better_answer_never_lowers_an_axis_or_the_phase(answers: Answers, draw: random.Random, engine: Engine):
    better = list(_improved(engine.pack, answers))
    assume(better)
    before, after = engine.diagnose(answers), engine.diagnose(draw.choice(better))
    _assert_not_lower(engine.pack, before, after)


@pytest.mark.parametrize("file", sorted(CASES.glob("*.yaml")), ids=lambda file: file.stem)
def test_no_better_answer_lowers_a_known_company(file: Path, engine: Engine):
    answers = read(file)["answers"]
    before = engine.diagnose(answers)
    for better in _improved(engine.pack, answers):
        _assert_not_lower(engine.pack, before, engine.diagnose(better))


def _assert_not_lower(pack: Pack, before: Diagnosis, after: Diagnosis) -> None:
    assert pack.phase_ranks[after.phase.id] >= pack.phase_ranks[before.phase.id]
    for old, new in zip(before.dimensions, after.dimensions, strict=True):
        if old.exact is not None and new.exact is not None:
            assert new.exact >= old.exact, old.id


def _improved(pack: Pack, answers: Answers) -> Iterator[dict[str, Any]]:
    """Every company that differs by one notch of a scale, or by one more option ticked."""
    for question in pack.questions.values():
        now = answers.get(question.id)
        if question.profile or now in UNSAID or question.kind in (Kind.TEXT, Kind.MATRIX):
            continue
        if question.kind is Kind.SINGLE:
            rungs = [option.id for option in question.options if question.rank(option.id) == question.rank(now) + 1]
            yield from ({**answers, question.id: rung} for rung in rungs if question.scale is not None)
        else:
            yield from ({**answers, question.id: ticked} for ticked in _one_more(question, now))


def _one_more(question: Question, ticked: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    plain = [option.id for option in question.options if not option.exclusive]
    yield from (in_order(question, [*set(ticked).intersection(plain), more]) for more in plain if more not in ticked)


# Same answers, same diagnosis, whatever their order.


@given(answers=COMPANIES, draw=st.randoms(use_true_random=False))
def test_order_of_answers_changes_nothing(answers: Answers, draw: random.Random, engine: Engine):
    shuffled = draw.sample(list(answers.items()), len(answers))
    assert engine.diagnose(dict(shuffled)) == engine.diagnose(answers)


@given(answers=COMPANIES, former=COMPANIES, draw=st.randoms(use_true_random=False))
def test_answers_given_in_any_order_and_corrected_leave_no_trace(
    answers: Answers, former: Answers, draw: random.Random, engine: Engine
):
    pack = engine.pack
    dossier = Dossier(questionnaire="complet", pack=PackReference.of(pack), created=MOMENT, updated=MOMENT)
    corrected = [(question, former[question]) for question in former if question in answers]
    for question, value in (*corrected, *draw.sample(list(answers.items()), len(answers))):
        dossier = dossier.with_answer(question, value, MOMENT)
    assert engine.diagnose(dossier.values()) == engine.diagnose(answers)
    assert levers(engine, dossier.values(), engine.diagnose(answers)) == levers(
        engine, answers, engine.diagnose(answers)
    )


@given(answers=COMPANIES)
def test_hidden_answers_count_for_nothing(answers: Answers, engine: Engine):
    states = engine.flow.facts(answers).states
    shown = {question: value for question, value in answers.items() if states[question] is not State.HIDDEN}
    assert engine.diagnose(shown) == engine.diagnose(answers)


# The phase lies within its span, and so does every way of settling the unknowns.


@given(answers=COMPANIES)
def test_phase_is_within_its_span(answers: Answers, engine: Engine):
    rank, phase = engine.pack.phase_ranks, engine.diagnose(answers).phase
    assert rank[phase.lowest] <= rank[phase.id] <= rank[phase.highest]
    assert bool(phase.deciding) == (phase.lowest != phase.highest)


@given(answers=COMPANIES, settled=COMPANIES)
def test_settling_unknowns_stays_within_the_span(answers: Answers, settled: Answers, engine: Engine):
    phase = engine.diagnose(answers).phase
    unknown = {question for question, value in settled.items() if answers.get(question) in UNSAID[::2]}
    after = engine.diagnose({**answers, **{question: settled[question] for question in unknown}}).phase
    rank = engine.pack.phase_ranks
    assert rank[phase.lowest] <= rank[after.lowest] <= rank[after.highest] <= rank[phase.highest]


@pytest.mark.parametrize("unknowns", [1, 2, 3, 4])
def test_no_completion_leaves_the_span(unknowns: int, engine: Engine):
    """Known companies that forget some answers which decide the phase, completed in every possible way."""
    rank, tried = engine.pack.phase_ranks, 0
    for number, file in enumerate(sorted(CASES.glob("*.yaml"))):
        forgotten = random.Random(number).sample(_deciding(engine), unknowns)
        answers = read(file)["answers"] | dict.fromkeys(forgotten, NSP)
        completions = list(islice(_completions(engine, answers), MOST_COMPLETIONS))
        if len(completions) == MOST_COMPLETIONS:
            continue
        phase = engine.diagnose(answers).phase
        found = {rank[engine.phases.place(engine.flow.facts(whole), solo=False).id] for whole in completions}
        assert rank[phase.lowest] <= min(found) <= max(found) <= rank[phase.highest], file.stem
        tried += 1
    assert tried >= 15


def _completions(engine: Engine, answers: Answers) -> Iterator[Answers]:
    """Answer in every way the questions left open that decide the phase, those that an answer opens included."""
    states = engine.flow.facts(answers).states
    open_one = next((question for question in _deciding(engine) if states[question] in OPEN), None)
    if open_one is None:
        yield answers
        return
    question = engine.pack.questions[open_one]
    for option in question.options:
        value = (option.id,) if question.kind is Kind.MULTIPLE else option.id
        yield from _completions(engine, {**answers, open_one: value})


@cache
def _deciding(engine: Engine) -> list[str]:
    """Questions that the gates read, and those that open them, in the order of the pack."""
    pack = engine.pack
    found = {
        question
        for phase in pack.phases
        for gate in phase.gates
        for question in questions_read(gate.when, pack.conditions)
    }
    for question in reversed(pack.questions.values()):
        if question.id in found and question.when is not None:
            found.update(questions_read(question.when, pack.conditions))
    return [question for question in pack.questions if question in found]


# A roadmap that can be followed.


@given(answers=COMPANIES)
def test_kept_sheets_are_open_to_the_company(answers: Answers, engine: Engine):
    pack, diagnosis = engine.pack, engine.diagnose(answers)
    planning = pack.planning
    size = next(entry for entry in planning.sizes if entry.id == (diagnosis.size or planning.default_size))
    for kept in diagnosis.roadmap:
        assert kept.verdict is Verdict.KEPT
        assert kept.practice not in (Practice.DONE, Practice.NOT_APPLICABLE)
        assert size.id in pack.sheet_rules[kept.sheet].sizes
        assert kept.reasons
    assert len(diagnosis.roadmap) <= size.keep
    assert Counter(result.sheet for result in (*diagnosis.roadmap, *diagnosis.not_kept)) == Counter(list(pack.sheets))
    assert all(result.verdict is not Verdict.KEPT for result in diagnosis.not_kept)


@given(answers=COMPANIES)
def test_kept_sheets_follow_their_prerequisites(answers: Answers, engine: Engine):
    pack, diagnosis = engine.pack, engine.diagnose(answers)
    horizons = [horizon.id for horizon in pack.planning.horizons]
    results = {result.sheet: result for result in (*diagnosis.roadmap, *diagnosis.not_kept)}
    order = [(horizons.index(kept.horizon), kept.rank) for kept in diagnosis.roadmap]
    assert order == sorted(order)
    assert [kept.rank for kept in diagnosis.roadmap] == list(range(1, len(order) + 1))
    for kept in diagnosis.roadmap:
        for prerequisite in pack.sheet_rules[kept.sheet].prerequisites:
            earlier = results[prerequisite.sheet]
            if earlier.verdict is Verdict.KEPT:
                assert earlier.sheet in kept.after
                assert (horizons.index(earlier.horizon), earlier.rank) < (horizons.index(kept.horizon), kept.rank)
            else:
                assert earlier.verdict in (Verdict.DONE, Verdict.NOT_APPLICABLE, Verdict.WRONG_SIZE)


@given(answers=COMPANIES)
def test_hours_are_enough_but_for_the_first_sheet_and_what_it_calls_for(answers: Answers, engine: Engine):
    diagnosis = engine.diagnose(answers)
    months = sum(horizon.months for horizon in engine.pack.planning.horizons)
    if sum(kept.hours for kept in diagnosis.roadmap) > months * diagnosis.hours_per_month:
        called_for = {sheet for kept in diagnosis.roadmap for sheet in kept.after}
        assert {kept.sheet for kept in diagnosis.roadmap[:-1]} <= called_for


# Levers are what they say.


@given(answers=COMPANIES)
def test_levers_open_the_next_phase_and_hold_nothing_more(answers: Answers, engine: Engine):
    diagnosis = engine.diagnose(answers)
    found = levers(engine, answers, diagnosis)
    sets = [frozenset(lever.changes) for lever in found]
    assert not any(one <= other for one, other in permutations(sets, 2))
    for lever in found:
        assert lever.phase == diagnosis.phase.next_phase
        assert _rank_after(engine, answers, lever.changes) > engine.pack.phase_ranks[diagnosis.phase.id]
        for left_out in lever.changes:
            rest = [change for change in lever.changes if change is not left_out]
            assert _rank_after(engine, answers, rest) == engine.pack.phase_ranks[diagnosis.phase.id]


@given(answers=COMPANIES)
def test_a_company_of_known_size_has_a_lever_in_every_phase_but_the_last(answers: Answers, engine: Engine):
    diagnosis = engine.diagnose(answers)
    assume(diagnosis.size is not None)
    assert bool(levers(engine, answers, diagnosis)) == (diagnosis.phase.next_phase is not None)


def _rank_after(engine: Engine, answers: Answers, changes: Iterable[Change]) -> int:
    return engine.pack.phase_ranks[engine.diagnose(changed(engine.pack, answers, changes)).phase.id]


# Nothing in the pack is out of reach.


@pytest.fixture(scope="module")
def seen(engine: Engine) -> set[str]:
    """Everything met by companies drawn from a fixed seed, each climbing from lever to lever up to the last phase."""
    draw = random.Random(2026)
    return {thing for _ in range(400) for answers in _climb(engine, draw) for thing in _met(engine, answers)}


def _climb(engine: Engine, draw: random.Random) -> Iterator[Answers]:
    answers = _drawn(engine.pack, draw)
    while answers is not None:
        yield answers
        found = levers(engine, answers, engine.diagnose(answers))
        answers = changed(engine.pack, answers, draw.choice(found).changes) if found else None


def _drawn(pack: Pack, draw: random.Random) -> Answers:
    answers: dict[str, Any] = {}
    for question in pack.questions.values():
        options = [option.id for option in question.options]
        match question.kind:
            case Kind.SINGLE:
                answers[question.id] = draw.choice([*options, NSP])
            case Kind.MULTIPLE:
                answers[question.id] = in_order(question, draw.sample(options, draw.randint(1, 3)))
            case Kind.MATRIX if question.cell is Kind.SINGLE:
                answers[question.id] = {row.id: draw.choice(options) for row in question.rows}
    return answers


def _met(engine: Engine, answers: Answers) -> Iterator[str]:
    diagnosis = engine.diagnose(answers)
    yield f"phase {diagnosis.phase.id}"
    yield from (f"alert {alert.trace.rule}" for alert in diagnosis.alerts)
    yield from (f"sheet {kept.sheet}" for kept in diagnosis.roadmap)
    fit = [result for result in (*diagnosis.roadmap, *diagnosis.not_kept) if result.verdict is not Verdict.WRONG_SIZE]
    yield from (f"trigger {reason.trace.rule}" for result in fit for reason in result.reasons)
    yield from (f"gate {gate.trace.rule}" for gate in diagnosis.phase.gates if gate.holds)
    for questionnaire in engine.pack.questionnaires.values():
        yield from (f"{questionnaire.id} {question}" for question in engine.flow.asked(questionnaire, answers))
    for axis in diagnosis.dimensions:
        yield from (f"points {criterion.trace.rule} {criterion.points}" for criterion in axis.criteria)


def test_every_phase_and_gate_is_reachable(seen: set[str], pack: Pack):
    phases = {f"phase {phase.id}" for phase in pack.phases}
    gates = {f"gate {gate.id}" for phase in pack.phases for gate in phase.gates}
    assert phases | gates <= seen


def test_every_alert_can_be_raised(seen: set[str], pack: Pack):
    assert {f"alert {alert.id}" for alert in pack.alerts} <= seen


def test_every_sheet_can_be_advised_and_every_trigger_argues(seen: set[str], pack: Pack):
    sheets = {f"sheet {sheet}" for sheet in pack.sheets}
    triggers = {f"trigger {trigger.id}" for rule in pack.sheet_rules.values() for trigger in rule.triggers}
    assert sheets | triggers <= seen


def test_every_question_can_be_asked(seen: set[str], pack: Pack):
    questionnaires = pack.questionnaires.values()
    assert {f"{asked.id} {question}" for asked in questionnaires for question in asked.questions} <= seen


def test_every_rung_of_every_criterion_can_be_earned(seen: set[str], pack: Pack):
    criteria = [rule for axis in pack.dimensions.dimensions for rule in axis.criteria]
    rungs = {
        f"points {rule.id} {points}"
        for rule in criteria
        for points in (*(c.points for c in rule.cases), rule.otherwise)
    }
    assert rungs <= seen
