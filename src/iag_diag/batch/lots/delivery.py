"""From the parts of a run to its files, and what was counted on the way."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import polars as pl

from iag_diag.batch.lots import outputs
from iag_diag.batch.lots.refusals import CELL, ROW_ASIDE, ROW_KEPT, notices
from iag_diag.batch.lots.tabling import KEY, LINE, REFUSED
from iag_diag.batch.lots.workshop import Tally, Workshop
from iag_diag.batch.scoring import results
from iag_diag.batch.scoring.slots import Slot
from iag_diag.content.pack import Pack

RESULTS, REFUSALS = "resultats", "refus.csv"
SAME_KEY = "identifiant déjà lu ligne {line}"
NO_KEY = "identifiant vide"
_TYPED = ("intitule", "valeur", "motif", "valeur_proche")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the export that lost cells: its number, its heading, how many."""

    number: int
    heading: str
    refused: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an export: rows read, companies scored, rows set aside (with the reasons), cells refused."""

    rows: int
    scored: int
    aside: int
    cells: int
    partial: int
    phases: dict[str, int]
    uncertain: int
    reasons: dict[str, int]
    columns: tuple[Column, ...]
    files: tuple[Path, ...]

    @property
    def clean(self) -> bool:
        """Whether every row was scored and every cell understood."""
        return not (self.aside or self.cells)


@dataclass(frozen=True, slots=True)
class Layout:
    """What the files show beside the results.

    The slots of `answers` go to Parquet, which `iag-diag cohort` reads, those of `shown` to what a person opens, and
    the path of each roadmap where there is one. `keyed` says whether a column of the export identifies companies.
    """

    pack: Pack
    answers: tuple[Slot, ...]
    shown: tuple[Slot, ...]
    keyed: bool
    roadmaps: bool


class Handover:
    """Writes the files of a finished run."""

    def __init__(self, workshop: Workshop, tally: Tally, layout: Layout) -> None:
        self._tally = tally
        self._layout = layout
        keyed = layout.keyed
        parts = workshop.results()
        twice = outputs.repeated(parts) if keyed else pl.DataFrame(schema={LINE: pl.UInt32, "premiere": pl.UInt32})
        self.twice = twice[LINE]
        self.results = outputs.shown_results(parts, layout.answers, self.twice, roadmaps=layout.roadmaps)
        self._opened = outputs.shown_results(parts, layout.shown, self.twice, roadmaps=layout.roadmaps)
        unnamed = pl.col(KEY).is_null() if keyed else pl.lit(value=False)
        nameless = self.results.filter(unnamed).select(LINE).collect().to_series()
        same = [SAME_KEY.format(line=first) for first in twice["premiere"]]
        told = [notices(twice[LINE], same, ROW_ASIDE), notices(nameless, [NO_KEY] * len(nameless), ROW_KEPT)]
        read = pl.scan_ipc(workshop.refusals()).collect()
        self.refusals = pl.concat([read, *told]).sort(LINE, "colonne", nulls_last=True, maintain_order=True)

    @cached_property
    def count(self) -> int:
        """Companies scored."""
        return int(self.results.select(pl.len()).collect().item())

    def write(self, folder: Path, formats: Sequence[str], style: str) -> list[Path]:
        """Write the results in each format, and the refusals; return the paths."""
        written = []
        csv = outputs.STYLES[style]
        for kind in formats:
            path = folder / f"{RESULTS}.{kind}"
            if kind == "csv":
                outputs.write_csv(self._opened, path, csv, [KEY])
            elif kind == "parquet":
                outputs.write_parquet(self.results, path)
            else:
                from iag_diag.batch.lots.explained import explained
                from iag_diag.batch.lots.workbook import write_workbook

                write_workbook(path, self._opened, self.refusals, explained(self._layout))
            written.append(path)
        path = folder / REFUSALS
        outputs.write_csv(self.refusals.lazy(), path, csv, _TYPED)
        return [*written, path]

    def outcome(self, files: Sequence[Path]) -> Outcome:
        """Count what there is to say."""
        phases = (
            self.results.group_by(results.PHASE)
            .agg(pl.len(), (pl.col(results.PHASE) != pl.col(results.PHASE_HIGHEST)).sum().alias("open"))
            .sort(results.PHASE)
            .collect()
        )
        aside = self.refusals.filter(pl.col("effet") == ROW_ASIDE)
        reasons = aside.with_columns(pl.col("motif").str.replace(r"ligne \d+$", "plus haut")).group_by("motif").len()
        cells = self.refusals.filter(pl.col("effet") == CELL)
        columns = cells.group_by("colonne", "intitule").len().sort("len", "colonne", descending=[True, False])
        return Outcome(
            rows=self._tally.rows,
            scored=self.count,
            aside=aside[LINE].n_unique(),
            cells=cells.height,
            partial=self.results.filter(pl.col(REFUSED) > 0).select(pl.len()).collect().item(),
            phases=dict(phases.select(results.PHASE, "len").iter_rows()),
            uncertain=sum(phases["open"]),
            reasons=dict(reasons.sort("len", "motif", descending=[True, False]).iter_rows()),
            columns=tuple(Column(number, heading, count) for number, heading, count in columns.iter_rows()),
            files=tuple(files),
        )
