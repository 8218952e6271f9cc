"""A criterion as one diagram: which of its cases a company meets first, and the points that it is worth."""

from collections.abc import Callable, Iterator
from functools import cached_property

from iag_diag.checking.cases import Cases, Way, holds
from iag_diag.checking.ground import Ground
from iag_diag.checking.places import Place
from iag_diag.content.pack import Pack
from iag_diag.content.rules import Criterion
from iag_diag.content.strict_yaml import Path
from iag_diag.diagnosis.diagrams import Node
from iag_diag.diagnosis.variables import NO, YES

FILE = "rules/dimensions.yaml"


def criteria(pack: Pack) -> Iterator[tuple[Path, Criterion]]:
    """List the criteria of a pack, each with where it is written."""
    for d, dimension in enumerate(pack.dimensions.dimensions):
        for c, rule in enumerate(dimension.criteria):
            yield ("dimensions", d, "criteria", c), rule


class Ladder:
    """The cases of a criterion, numbered from 0; then `otherwise`, then « nobody knows », then « does not apply »."""

    def __init__(self, ground: Ground, rule: Criterion, path: Path) -> None:
        self.rule = rule
        self._ground, self._path = ground, path
        self.otherwise = len(rule.cases)
        self._unknown, self._out = self.otherwise + 1, self.otherwise + 2
        applies = () if rule.applies is None else (rule.applies,)
        self.cases = Cases(ground, [*(case.when for case in rule.cases), *applies])
        self.holds = [self.cases.node(case.when) for case in rule.cases]
        self.applies = self.cases.node(rule.applies) if rule.applies is not None else self.cases.diagrams.leaf(YES)

    @cached_property
    def first(self) -> Node:
        """Number of the first case that holds."""
        return self._first(None)

    @property
    def points(self) -> tuple[int, ...]:
        """Points of each case, then of `otherwise`."""
        return (*(case.points for case in self.rule.cases), self.rule.otherwise)

    def worth(self, without: int | None = None) -> Node:
        """Points of the criterion, as if one case were not written; more than 100 where it gives none."""
        first = self.first if without is None else self._first(without)
        worth = (*self.points, 101, 102)
        return self.cases.diagrams.apply(lambda case: worth[case], first)

    def reached(self, case: int) -> Way | None:
        """Find a company that meets this case first."""
        return self.cases.some(self.first, lambda first: first == case)

    def overtaken(self, case: int, wanted: Callable[[int], bool]) -> Way | None:
        """Find a company for which this case holds, but which meets a wanted one first."""
        both = self.cases.diagrams.apply(
            lambda held, first: int(holds(held) and first < case and wanted(first)), self.holds[case], self.first
        )
        return self.cases.some(both, bool)

    def place(self, case: int) -> Place:
        """Where a case (or `otherwise`) is written."""
        path: Path = ("otherwise",) if case == self.otherwise else ("cases", case)
        return self._ground.places.at(FILE, *self._path, *path)

    def _first(self, without: int | None) -> Node:
        diagrams = self.cases.diagrams
        first = diagrams.leaf(self.otherwise)
        for number in reversed(range(self.otherwise)):
            if number != without:
                first = diagrams.apply(self._met(number), self.holds[number], first)
        return diagrams.apply(self._where_it_applies, self.applies, first)

    def _met(self, number: int) -> Callable[[int, int], int]:
        return lambda held, later: number if holds(held) else later if held == NO else self._unknown

    def _where_it_applies(self, applies: int, first: int) -> int:
        if holds(applies):
            return first
        return self._out if applies == NO else self._unknown
