"""A cohort described: phases, axes, alerts, conditions and sheets, by size and branch, beside the study's figures."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from iag_diag.batch.cohort.comparing import Comparer, Comparison
from iag_diag.batch.cohort.counting import CONFIRM, NO, YES, Census, Counts, census, open_results, unknown_value
from iag_diag.batch.cohort.population import Population, read_population
from iag_diag.batch.cohort.tables import Base, Entry, Mean, Part, Segment, Table, Tabulator
from iag_diag.batch.cohort.wanted import slots_wanted
from iag_diag.batch.cohort.weights import Cell, Weighting, rake, unweighted
from iag_diag.batch.export import SEPARATOR
from iag_diag.batch.scoring import results
from iag_diag.content.library.reperes import load_reperes
from iag_diag.content.pack import Pack
from iag_diag.errors import IagDiagError, UsageError

FLOOR = 5
"""Companies under which a cell is hidden: fewer, and somebody of the trade could tell which ones."""

_WHOLE = 100


@dataclass(frozen=True, slots=True)
class Axis:
    """Mean of an axis by segment, in the order of the segments."""

    entry: Entry
    means: tuple[Mean, ...]


@dataclass(frozen=True, slots=True)
class Cohort:
    """What is published of a cohort. Tables go by segment: the whole, then each size, then each branch.

    `aside` counts rows of the results without a diagnosis. In `phases` and `first_sheets` a company is in one entry
    at most; of `alerts`, `gates` and `sheets` it may hold several. `confirm` is the one entry of phases that are not
    certain yet.
    """

    floor: int
    aside: int
    weighting: Weighting
    segments: tuple[Segment, ...]
    phases: Table
    confirm: Table
    axes: tuple[Axis, ...]
    alerts: Table
    gates: Table
    sheets: Table
    first_sheets: Table
    comparisons: tuple[Comparison, ...]

    @property
    def companies(self) -> int:
        """Companies with a diagnosis."""
        return self.segments[0].companies or 0

    @property
    def design_effect(self) -> float:
        """How many times more companies the weights would need to be as precise without them."""
        return self.companies / self.weighting.effective

    @property
    def tables(self) -> tuple[Table, ...]:
        """Every table of parts."""
        return (self.phases, self.confirm, self.alerts, self.gates, self.sheets, self.first_sheets)


def describe(
    results_of_batch: pl.LazyFrame | Path, pack: Pack, population: Population | Path | None = None, floor: int = FLOOR
) -> Cohort:
    """Describe the companies of a batch, weighted back to a population where one is given.

    Raises `IagDiagError` where the file, the population or their meeting does not allow it.
    """
    if floor < 1:
        raise UsageError("Le seuil est d’au moins 1 entreprise.", "Donnez par exemple : --floor 5")
    frame = open_results(results_of_batch) if isinstance(results_of_batch, Path) else results_of_batch
    known = read_population(population, pack) if isinstance(population, Path) else population
    reperes = load_reperes(pack)
    counted = census(frame, pack, slots_wanted(reperes))
    total = sum(counted.companies.values())
    if total < floor:
        raise IagDiagError(
            f"Trop peu d’entreprises ({total}) : sous le seuil de {floor}, rien ne peut être montré.",
            "Réunissez davantage d’entreprises, ou abaissez le seuil avec --floor.",
        )
    weighting = _weighting(known, pack, counted.companies)
    tabulator = Tabulator(pack, counted.companies, weighting.weights, floor)
    tables = _Tables(pack, counted, tabulator)
    gates = [Entry(gate.id, gate.label) for phase in pack.phases for gate in phase.gates]
    sheets = [Entry(sheet.id, sheet.name) for sheet in pack.sheets.values()]
    return Cohort(
        floor=floor,
        aside=counted.aside,
        weighting=weighting,
        segments=tabulator.segments,
        phases=tables.alone("phases", results.PHASE, [Entry(phase.id, phase.label) for phase in pack.phases]),
        confirm=tables.alone("a-confirmer", CONFIRM, [Entry(YES, "Phase à confirmer")], {NO}),
        axes=tables.axes(),
        alerts=tables.several("vigilance", [results.ALERTS], [Entry(alert.id, alert.label) for alert in pack.alerts]),
        gates=tables.several("conditions", [results.MISSING], gates),
        sheets=tables.several("fiches", counted.sheets, sheets),
        first_sheets=tables.alone("premiere-fiche", counted.sheets[0], sheets, {""}),
        comparisons=Comparer(pack, reperes, tabulator, counted.answers).compare(),
    )


def _weighting(population: Population | None, pack: Pack, companies: Mapping[Cell, int]) -> Weighting:
    if population is None:
        return unweighted(companies)
    weighting = rake(companies, population.margins(pack, list(companies)))
    return replace(weighting, joint=population.joint)


class _Tables:
    """Each table of a cohort, from its counts."""

    def __init__(self, pack: Pack, counted: Census, tabulator: Tabulator) -> None:
        self._pack = pack
        self._companies = counted.companies
        self._columns = counted.columns
        self._tabulator = tabulator

    def alone(self, name: str, column: str, entries: Sequence[Entry], others: Collection[str] = ()) -> Table:
        """Make a table of a column that holds one value; `others` are values that are no entry."""
        return self._table(
            name,
            column,
            entries,
            {value: counts for value, counts in self._columns[column].items() if value not in others},
            self._tabulator.shares,
        )

    def several(self, name: str, columns: Sequence[str], entries: Sequence[Entry]) -> Table:
        """Make a table of columns that hold ids, joined where there are several; none comes twice in a row."""
        counts: dict[str, dict[Cell, int]] = {}
        for column in columns:
            for text, by_cell in self._columns[column].items():
                for value in set(text.split(SEPARATOR)) if text else ():
                    held = counts.setdefault(value, {})
                    for cell, number in by_cell.items():
                        held[cell] = held.get(cell, 0) + number
        return self._table(name, columns[0], entries, counts, self._tabulator.each)

    def _table(
        self,
        name: str,
        column: str,
        entries: Sequence[Entry],
        counts: Counts,
        make: Callable[[Sequence[Mapping[Cell, int]], Base], list[list[Part]]],
    ) -> Table:
        known = [entry.id for entry in entries]
        if foreign := [value for value in counts if value not in known]:
            raise unknown_value(column, foreign[0], known)
        base = self._tabulator.everyone
        if any(count > self._companies[cell] for by_cell in counts.values() for cell, count in by_cell.items()):
            raise IagDiagError(
                f"La colonne « {column} » et ses suivantes comptent deux fois la même fiche pour une entreprise.",
                "Ce fichier a été modifié depuis : relancez iag-diag batch EXPORT.",
            )
        parts = make([counts.get(entry, {}) for entry in known], base)
        return Table(name, tuple(entries), base.published, tuple(map(tuple, parts)))

    def axes(self) -> tuple[Axis, ...]:
        """Make the means of the axes."""
        return tuple(
            Axis(
                Entry(dimension.id, dimension.label),
                tuple(self._tabulator.means(_scores(results.axis(dimension.id), self._columns))),
            )
            for dimension in self._pack.dimensions.dimensions
        )


def _scores(column: str, columns: Mapping[str, Counts]) -> dict[int, Mapping[Cell, int]]:
    """Read the scores of an axis; an empty cell has none."""
    known = {str(score): score for score in range(_WHOLE + 1)}
    if foreign := [text for text in columns[column] if text and text not in known]:
        raise unknown_value(column, foreign[0], ())
    return {known[text]: counts for text, counts in columns[column].items() if text}
