"""Axes: integers only (points × weights), so that every engine gives the same digit; the one rounding is half up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from iag_diag.content.conditions import questions_read
from iag_diag.content.pack import Pack
from iag_diag.content.rules import Criterion, Dimension
from iag_diag.diagnosis.answers import State
from iag_diag.diagnosis.conditions import Facts, Test, interpreted
from iag_diag.diagnosis.results import CriterionResult, DimensionResult, Strength, Trace

UNMOVED: Mapping[str, int] = MappingProxyType({})


def half_up(numerator: int, denominator: int) -> int:
    """Round a ratio of non-negative integers to the nearest integer, halves up."""
    return (2 * numerator + denominator) // (2 * denominator)


@dataclass(frozen=True, slots=True)
class _Scored:
    """A criterion ready to run."""

    rule: Criterion
    trace: Trace
    applies: Test | None
    cases: tuple[tuple[Test, int, str], ...]
    otherwise: str

    def result(self, facts: Facts) -> CriterionResult:
        applies = True if self.applies is None else self.applies(facts)
        if applies is False or self._set_aside(facts):
            return CriterionResult(self.trace, self.rule.label, self.rule.weight, None, None, applies=False)
        points, case = self._points(facts) if applies else (None, None)
        return CriterionResult(self.trace, self.rule.label, self.rule.weight, points, case, applies=True)

    def _set_aside(self, facts: Facts) -> bool:
        """Whether the company said « sans objet » to all that the criterion could read of it."""
        states = {facts.states[question] for question in self.trace.questions} - {State.HIDDEN}
        return states == {State.NOT_APPLICABLE}

    def _points(self, facts: Facts) -> tuple[int, str] | tuple[None, None]:
        """Points, and where the case that gives them stands."""
        for test, points, place in self.cases:
            holds = test(facts)
            if holds is None:
                return None, None
            if holds:
                return points, place
        return self.rule.otherwise, self.otherwise


class Scoring:
    """The axes of a pack, ready to score a company."""

    def __init__(self, pack: Pack) -> None:
        self._floor = pack.dimensions.coverage_floor
        self._strength_from = pack.dimensions.strength_from
        self._dimensions = [
            (dimension, tuple(_ready(rule, pack, (d, c)) for c, rule in enumerate(dimension.criteria)))
            for d, dimension in enumerate(pack.dimensions.dimensions)
        ]
        self._rules = {rule.id: rule for dimension in pack.dimensions.dimensions for rule in dimension.criteria}

    def score(self, facts: Facts) -> tuple[DimensionResult, ...]:
        """Score every axis, and leave the exact scores in the facts."""
        results = tuple(
            self._dimension(dimension, [criterion.result(facts) for criterion in criteria])
            for dimension, criteria in self._dimensions
        )
        facts.scores.update((result.id, result.exact) for result in results)
        return results

    def moved(self, dimensions: Sequence[DimensionResult], factors: Mapping[str, int]) -> dict[str, Fraction | None]:
        """Give the exact scores again, each criterion's weight multiplied by a factor of its own."""
        again = (
            self._dimension(dimension, result.criteria, factors)
            for (dimension, _), result in zip(self._dimensions, dimensions, strict=True)
        )
        return {result.id: result.exact for result in again}

    def _dimension(
        self, dimension: Dimension, criteria: Sequence[CriterionResult], factors: Mapping[str, int] = UNMOVED
    ) -> DimensionResult:
        points = weight = total = 0
        for criterion in criteria:
            if criterion.applies:
                counts = criterion.weight * factors.get(criterion.trace.rule, 1)
                total += counts
                if criterion.points is not None:
                    weight += counts
                    points += counts * criterion.points
        shown = weight > 0 and 100 * weight >= self._floor * total
        return DimensionResult(
            id=dimension.id,
            label=dimension.label,
            meaning=dimension.meaning,
            score=half_up(points, weight) if shown else None,
            coverage=100 * weight // total if total else 0,
            points=points,
            weight=weight,
            total_weight=total,
            criteria=tuple(criteria),
        )

    def strengths(self, dimensions: tuple[DimensionResult, ...], *, solo: bool) -> tuple[Strength, ...]:
        """List what is in place, the weightiest first; ties by the order of the pack."""
        found = [
            (criterion.weight, Strength(criterion.trace, (rule.solo if solo and rule.solo else None) or rule.strength))
            for dimension in dimensions
            for criterion in dimension.criteria
            if (rule := self._rules[criterion.trace.rule]).strength and (criterion.points or 0) >= self._strength_from
        ]
        return tuple(strength for _, strength in sorted(found, key=lambda pair: -pair[0]))


def _ready(rule: Criterion, pack: Pack, at: tuple[int, int]) -> _Scored:
    questions = dict.fromkeys(
        question for case in rule.cases for question in questions_read(case.when, pack.conditions)
    )
    return _Scored(
        rule=rule,
        trace=Trace(rule.id, rule.place, tuple(questions)),
        applies=interpreted(rule.applies, pack) if rule.applies is not None else None,
        cases=tuple(
            (interpreted(case.when, pack), case.points, _place(rule, pack, at, "cases", number))
            for number, case in enumerate(rule.cases)
        ),
        otherwise=_place(rule, pack, at, "otherwise"),
    )


def _place(rule: Criterion, pack: Pack, at: tuple[int, int], *step: str | int) -> str:
    """Where a part of a criterion stands; the criterion itself in a pack that was not read from files."""
    document = pack.documents.get(rule.place.partition(":")[0])
    if document is None:
        return rule.place
    dimension, criterion = at
    return f"{document.name}:{document.line(('dimensions', dimension, 'criteria', criterion, *step))}"


def weakest(dimensions: tuple[DimensionResult, ...]) -> str | None:
    """Id of the axis with the lowest exact score, the first in the pack's order on a tie."""
    scored = [(result.exact, place, result.id) for place, result in enumerate(dimensions) if result.exact is not None]
    return min(scored)[2] if scored else None
