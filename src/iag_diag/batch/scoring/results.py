"""What the batch says of each company: the columns of the results, named in French as the files show them."""

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

import polars as pl

from iag_diag.batch.scoring import columns
from iag_diag.batch.scoring.rules import worth
from iag_diag.batch.scoring.selection import Selection
from iag_diag.batch.scoring.slots import unsigned
from iag_diag.batch.scoring.spelling import joined
from iag_diag.content.pack import Pack

PHASE, PHASE_LOWEST, PHASE_HIGHEST = "phase", "phase_min", "phase_max"
WEAKEST, ALERTS, MISSING = "axe_plus_faible", "alertes", "conditions_manquantes"
_FULL = 100


def axis(dimension: str) -> str:
    """Heading of an axis' score."""
    return f"axe_{dimension}"


def coverage(dimension: str) -> str:
    """Heading of an axis' coverage."""
    return f"axe_{dimension}_couverture"


def sheet(rank: int) -> str:
    """Heading of the sheet kept at a rank, from 1."""
    return f"fiche_{rank}"


class Results:
    """The last columns, from the working ones."""

    def __init__(self, pack: Pack, selection: Selection) -> None:
        self._pack = pack
        self._selection = selection

    def nodes(self) -> list[pl.Expr]:
        """Every column of the results, in the order of the files."""
        return [*self._phase(), *self._axes(), *self._findings(), *self._sheets()]

    def _phase(self) -> Iterator[pl.Expr]:
        phases = pl.Enum(list(self._pack.phase_ranks))
        yield columns.phase().cat.to(phases).alias(PHASE)
        yield columns.phase().cat.to(phases).alias(PHASE_LOWEST)
        yield columns.highest_phase().cat.to(phases).alias(PHASE_HIGHEST)

    def _axes(self) -> Iterator[pl.Expr]:
        dimensions = self._pack.dimensions.dimensions
        for dimension in dimensions:
            points, weight = columns.axis_points(dimension.id), columns.axis_weight(dimension.id)
            half_up = (2 * points + weight) // (2 * weight)
            yield pl.when(columns.axis_shown(dimension.id)).then(half_up).cast(pl.UInt8).alias(axis(dimension.id))
            known = _FULL * weight // columns.axis_total(dimension.id)
            yield known.fill_null(0).cast(pl.UInt8).alias(coverage(dimension.id))
        yield (
            columns.weakest(len(dimensions)).cat.to(pl.Enum([dimension.id for dimension in dimensions])).alias(WEAKEST)
        )

    def _findings(self) -> Iterator[pl.Expr]:
        alerts = {alert.id: pl.col(f"alert:{alert.id}") for alert in self._pack.alerts}
        yield joined(list(alerts), _held(list(alerts.values()))).alias(ALERTS)
        missing = {
            gate.id: (columns.phase() + 1 == rank) & ~columns.gate(gate.id).fill_null(value=False)
            for rank, phase in enumerate(self._pack.phases)
            for gate in phase.gates
        }
        yield joined(list(missing), _held(list(missing.values()))).alias(MISSING)

    def _sheets(self) -> Iterator[pl.Expr]:
        sheets = pl.Enum(self._pack.sheet_order)
        for rank in range(self._selection.most_kept):
            yield self._selection.kept(rank).cat.to(sheets).alias(sheet(rank + 1))


def _held(conditions: Sequence[pl.Expr]) -> pl.Expr:
    """One bit per condition that holds, the first being the lowest."""
    dtype = unsigned((1 << len(conditions)) - 1)
    bits = [worth(condition, 1 << place, dtype) for place, condition in enumerate(conditions)]
    return reduce(or_, bits, pl.lit(0, dtype=dtype))
