"""The rules of a pack on columns: criteria and axes, gates and phase, alerts, the need for each sheet.

Twin of `iag_diag.diagnosis.scoring`, `phases` and `advice`. Integers only, in the smallest type that holds them.
"""

from collections.abc import Mapping
from functools import reduce
from operator import and_

import polars as pl

from iag_diag.batch.scoring import columns
from iag_diag.batch.scoring.conditions import compiled
from iag_diag.batch.scoring.facts import Nodes, set_aside
from iag_diag.batch.scoring.slots import Slot, unsigned
from iag_diag.content.conditions import Condition, questions_read
from iag_diag.content.pack import Pack
from iag_diag.content.rules import Criterion, Dimension

_FULL = 100


class Rules:
    """The rules of a pack, compiled."""

    def __init__(self, pack: Pack, slots: Mapping[str, Slot]) -> None:
        self._pack = pack
        self._slots = slots

    def gates(self) -> Nodes:
        """Gates and span of the phase by Kleene's logic, each gate on its own (see `completions`)."""
        proven, open_ = pl.lit(value=True), pl.lit(value=True)
        lowest, highest = [], []
        for phase in self._pack.phases:
            for gate in phase.gates:
                yield self._compiled(gate.when).alias(f"gate:{gate.id}")
            if phase.gates:
                held = [columns.gate(gate.id) for gate in phase.gates]
                proven &= reduce(and_, (gate.fill_null(value=False) for gate in held))
                open_ &= reduce(and_, (gate.fill_null(value=True) for gate in held))
                yield proven.alias(f"proven:{phase.id}")
                yield open_.alias(f"open:{phase.id}")
                proven, open_ = pl.col(f"proven:{phase.id}"), pl.col(f"open:{phase.id}")
                lowest.append(proven.cast(pl.UInt8))
                highest.append(open_.cast(pl.UInt8))
        yield summed(lowest).alias("phase:lowest")
        yield summed(highest).alias("phase:highest")

    def nodes(self) -> Nodes:
        """Every working column from the criteria to the needs; the phase is known."""
        for dimension in self._pack.dimensions.dimensions:
            yield from self._axis(dimension)
        yield from self._weakest()
        for alert in self._pack.alerts:
            yield self._holds(alert.when).alias(f"alert:{alert.id}")
        for sheet in self._pack.sheet_rules.values():
            forces = {trigger.id: self._pack.forces[trigger.force].weight for trigger in sheet.triggers}
            needs = unsigned(sum(forces.values()))
            argued = [worth(self._compiled(trigger.when), forces[trigger.id], needs) for trigger in sheet.triggers]
            yield summed(argued).alias(f"need:{sheet.id}")

    def _compiled(self, condition: Condition) -> pl.Expr:
        return compiled(condition, self._slots, self._pack.phase_ranks)

    def _holds(self, condition: Condition) -> pl.Expr:
        return self._compiled(condition).fill_null(value=False)

    def _axis(self, dimension: Dimension) -> Nodes:
        full = sum(criterion.weight for criterion in dimension.criteria)
        exact = unsigned((2 * _FULL + 1) * full)
        for criterion in dimension.criteria:
            applies = self._applies(criterion)
            yield applies.alias(f"applies:{criterion.id}")
            yield (
                pl.when(pl.col(f"applies:{criterion.id}"))
                .then(self._points(criterion))
                .alias(f"criterion:{criterion.id}")
            )
        weights = [(criterion, pl.lit(criterion.weight, dtype=exact)) for criterion in dimension.criteria]
        points = [pl.col(f"criterion:{rule.id}").cast(exact).fill_null(0) * weight for rule, weight in weights]
        known = [worth(pl.col(f"criterion:{rule.id}").is_not_null(), rule.weight, exact) for rule in dimension.criteria]
        total = [worth(pl.col(f"applies:{rule.id}"), rule.weight, exact) for rule in dimension.criteria]
        yield summed(points).alias(f"points:{dimension.id}")
        yield summed(known).alias(f"weight:{dimension.id}")
        yield summed(total).alias(f"total:{dimension.id}")
        weight, whole = columns.axis_weight(dimension.id), columns.axis_total(dimension.id)
        floor = pl.lit(self._pack.dimensions.coverage_floor, dtype=exact)
        enough = pl.lit(_FULL, dtype=exact) * weight >= floor * whole
        yield ((weight > 0) & enough).alias(f"shown:{dimension.id}")

    def _applies(self, criterion: Criterion) -> pl.Expr:
        """Certain to count: an unknown `applies` counts in the total, and its points are unknown."""
        read = dict.fromkeys(
            question for case in criterion.cases for question in questions_read(case.when, self._pack.conditions)
        )
        aside = set_aside([self._pack.questions[question] for question in read])
        if criterion.applies is None:
            return ~aside
        return self._compiled(criterion.applies).fill_null(value=True) & ~aside

    def _points(self, criterion: Criterion) -> pl.Expr:
        """Points of the first case that holds; unknown as soon as a case before it is unknown."""
        points: pl.Expr = pl.lit(criterion.otherwise, dtype=pl.UInt8)
        for case in reversed(criterion.cases):
            test = self._compiled(case.when)
            points = pl.when(test).then(pl.lit(case.points, dtype=pl.UInt8)).when(~test).then(points)
        if criterion.applies is None:
            return points
        return pl.when(self._compiled(criterion.applies)).then(points)

    def _weakest(self) -> Nodes:
        """Lowest exact score, the first of the pack on a tie: fractions are compared crosswise, axis after axis."""
        dimensions = self._pack.dimensions.dimensions
        most = max(sum(criterion.weight for criterion in dimension.criteria) for dimension in dimensions)
        exact = unsigned(_FULL * most * most)
        place, points, weight = (pl.lit(None, dtype=dtype) for dtype in (pl.UInt8(), exact, exact))
        for index, dimension in enumerate(dimensions):
            own, whole = (part(dimension.id).cast(exact) for part in (columns.axis_points, columns.axis_weight))
            lower = columns.axis_shown(dimension.id) & (place.is_null() | (own * weight < points * whole))
            made = index + 1
            yield lower.alias(f"lower:{made}")
            lower = pl.col(f"lower:{made}")
            yield pl.when(lower).then(pl.lit(index, dtype=pl.UInt8)).otherwise(place).alias(f"weakest:{made}")
            yield pl.when(lower).then(own).otherwise(points).alias(f"weakest-points:{made}")
            yield pl.when(lower).then(whole).otherwise(weight).alias(f"weakest-weight:{made}")
            place, points, weight = (
                pl.col(f"{name}:{made}") for name in ("weakest", "weakest-points", "weakest-weight")
            )


def worth(condition: pl.Expr, number: int, dtype: pl.DataType) -> pl.Expr:
    """Give a number where a condition holds, else 0: a choice is cheaper than a product."""
    return pl.when(condition).then(pl.lit(number, dtype=dtype)).otherwise(pl.lit(0, dtype=dtype))


def summed(terms: list[pl.Expr]) -> pl.Expr:
    """Add numbers up."""
    return reduce(lambda total, term: total + term, terms)
