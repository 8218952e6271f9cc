"""What each other answer to one question would change, found by diagnosing the company again."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from iag_diag.content.kinds import Kind
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import Answers, Value
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.results import Diagnosis
from iag_diag.reports.whatif import Comparison, Difference

MOST_TRIED = 80


@dataclass(frozen=True, slots=True)
class Otherwise:
    """Other answers that would all change the same things, each in words, with its ids for a machine."""

    answers: tuple[str, ...]
    values: tuple[Value, ...]
    differences: tuple[Difference, ...]


def otherwise(engine: Engine, answers: Answers, diagnosis: Diagnosis, question: str) -> tuple[Otherwise, ...]:
    """Try every other option, in the order of the question: alone, or ticked or not, or on its line of a matrix."""
    found: dict[tuple[Difference, ...], list[tuple[str, Value]]] = {}
    asked = engine.pack.questions[question].offered(solo=diagnosis.solo)
    for said, value in islice(_others(asked, answers.get(question)), MOST_TRIED):
        comparison = Comparison(engine, answers, {**answers, question: value}, diagnosis)
        found.setdefault(tuple(comparison.differences()), []).append((said, value))
    return tuple(
        Otherwise(tuple(said for said, _ in same), tuple(value for _, value in same), differences)
        for differences, same in found.items()
    )


def _others(question: Question, now: Value | None) -> Iterator[tuple[str, Value]]:
    match question.kind:
        case Kind.SINGLE:
            yield from ((f"« {option.label} »", option.id) for option in question.options if option.id != now)
        case Kind.MULTIPLE:
            yield from _ticks(question, now if isinstance(now, tuple) else ())
        case Kind.MATRIX if question.cell is Kind.SINGLE:
            cells = now if not isinstance(now, str | tuple) and now else {}
            for row in question.rows:
                for option in question.options:
                    if cells.get(row.id) != option.id:
                        yield f"« {row.label} : {option.label} »", {**cells, row.id: option.id}
        case _:
            return


def _ticks(question: Question, now: tuple[str, ...]) -> Iterator[tuple[str, Value]]:
    """Give each option ticked besides the others (an exclusive one alone), or no longer ticked."""
    exclusive = {option.id for option in question.options if option.exclusive}
    for option in question.options:
        if option.id not in now:
            kept = {option.id} if option.id in exclusive else {option.id, *now} - exclusive
            yield f"« {option.label} » en plus", tuple(one.id for one in question.options if one.id in kept)
        elif len(now) > 1:
            yield f"« {option.label} » en moins", tuple(one for one in now if one != option.id)
