"""Close calls: the answers that, one rung higher or lower, would put the company in another phase."""

from collections.abc import Iterator
from dataclasses import dataclass

from iag_diag.content.kinds import Kind
from iag_diag.diagnosis.answers import Answers, State
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.results import Diagnosis


@dataclass(frozen=True, slots=True)
class CloseCall:
    """One answer, its neighbour on the question's scale, and the phase that it would give."""

    question: str
    before: str
    after: str
    phase: str


def close_calls(engine: Engine, answers: Answers, diagnosis: Diagnosis) -> tuple[CloseCall, ...]:
    """Find them among what the phase depends on, in the order of the pack; facts of profile never move."""
    return tuple(
        CloseCall(question, before, after, phase)
        for question, before, after in _neighbours(engine, answers)
        if (phase := _phase(engine, {**answers, question: after})) != diagnosis.phase.id
    )


def _phase(engine: Engine, answers: Answers) -> str:
    return engine.phases.place(engine.flow.facts(answers), solo=False).id


def _neighbours(engine: Engine, answers: Answers) -> Iterator[tuple[str, str, str]]:
    """Give each answer on a scale with the options just under and just over it."""
    states = engine.flow.facts(answers).states
    for question in engine.pack.questions.values():
        value = answers.get(question.id)
        moves = (
            question.id in engine.phases.read
            and not question.profile
            and question.kind is Kind.SINGLE
            and question.scale
        )
        if moves and states[question.id] is State.GIVEN and isinstance(value, str):
            ranked = sorted(question.options, key=lambda option: question.rank(option.id))
            here = question.rank(value)
            for place in (here - 1, here + 1):
                if 0 <= place < len(ranked):
                    yield question.id, value, ranked[place].id
