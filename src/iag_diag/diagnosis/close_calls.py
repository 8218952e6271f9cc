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
    """Find them among the questions that the gates read, in the order of the pack; facts of profile never move."""
    return tuple(
        CloseCall(question, before, after, phase)
        for question, before, after in _neighbours(engine, answers, diagnosis)
        if (phase := engine.diagnose({**answers, question: after}).phase.id) != diagnosis.phase.id
    )


def _neighbours(engine: Engine, answers: Answers, diagnosis: Diagnosis) -> Iterator[tuple[str, str, str]]:
    """Give each answer on a scale with the options just under and just over it."""
    read = {question for gate in diagnosis.phase.gates for question in gate.trace.questions}
    states = engine.flow.facts(answers).states
    for question in engine.pack.questions.values():
        value = answers.get(question.id)
        moves = question.id in read and not question.profile and question.kind is Kind.SINGLE and question.scale
        if moves and states[question.id] is State.GIVEN and isinstance(value, str):
            ranked = sorted(question.options, key=lambda option: question.rank(option.id))
            here = question.rank(value)
            for place in (here - 1, here + 1):
                if 0 <= place < len(ranked):
                    yield question.id, value, ranked[place].id
