"""Better answers that are worth less: looked for one rung at a time, all the other answers being equal."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from iag_diag.checking.cases import Cases, Way
from iag_diag.diagnosis.answers import Value
from iag_diag.diagnosis.diagrams import Node


@dataclass(frozen=True, slots=True)
class Loss:
    """A question (or a line of it) where a company loses by answering `after` rather than `before`, one rung lower.

    `company` answers `before`, and already what it will be asked after the change; `lower` and `higher` settle every
    variable, without the change and with it.
    """

    question: str
    row: str | None
    before: str
    after: str
    company: dict[str, Value]
    lower: Way
    higher: Way

    @property
    def subject(self) -> str:
        """Question, and line where it is a matrix."""
        return self.question if self.row is None else f"{self.question}/{self.row}"


def losses(cases: Cases, node: Node, loses: Callable[[int, int], bool]) -> Iterator[Loss]:
    """Give one loss per question; `loses` tells whether a value is worse after the change than it was before."""
    for place, question, ranked in cases.scaled():
        variable = cases.all[place]
        for low, high in pairwise(ranked):
            lower, higher = (cases.diagrams.fix(node, {place: value}) for value in (low, high))
            way = cases.some(cases.diagrams.apply(lambda one, other: int(loses(one, other)), lower, higher), bool)
            if way is None:
                continue
            settled = {**cases.settled(way), place: low}
            risen = {**settled, place: high}
            company, later = cases.company(settled), cases.company(risen)
            if company is not None and later is not None:
                before, after = str(variable.values[low]), str(variable.values[high])
                yield Loss(question.id, variable.row, before, after, {**later, **company}, settled, risen)
                break
