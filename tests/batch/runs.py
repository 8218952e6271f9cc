"""A run in a few lines, for the tests: an export in the plain format, read, scored and written."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from iag_diag.batch.lots.delivery import Handover, Layout, Outcome
from iag_diag.batch.lots.run import Run
from iag_diag.batch.lots.workshop import Workshop, identity
from iag_diag.batch.mapping.plain import plain_mapping
from iag_diag.batch.reading import open_export
from iag_diag.batch.scoring.scorer import Scorer

HEADINGS = ("identifiant", "taille", "strategie", "appropriation", "acces-public", "assistants", "freins[couts]")
ROW = ("A1", "1-9", "non", "aucune-reflexion", "oui", "non", "oui")


def row(**cells: str) -> tuple[str, ...]:
    """Write a company that answers as `ROW`, but for these cells (« acces_public » for « acces-public »)."""
    changed = {name.replace("_", "-"): text for name, text in cells.items()}
    return tuple(changed.get(heading, usual) for heading, usual in zip(HEADINGS, ROW, strict=True))


def write(path: Path, rows: Sequence[Sequence[str]], headings: Sequence[str] = HEADINGS) -> Path:
    """Write an export as a spreadsheet in French would, without a quote."""
    path.write_text("\n".join(";".join(cells) for cells in (headings, *rows)) + "\n", encoding="utf-8")
    return path


@dataclass(frozen=True)
class Lot:
    """One run, and where it wrote."""

    scorer: Scorer
    folder: Path
    formats: tuple[str, ...] = ("csv",)
    style: str = "standard"

    def run(self, export: Path, *, resume: bool = False, **mapping: Any) -> Outcome:
        """Read, score and write everything."""
        pack = self.scorer.pack
        opened = open_export(export, plain=frozenset(pack.questions))
        found = plain_mapping(opened.headings, pack)
        assert found is not None
        used = found.model_copy(update=mapping)
        workshop = Workshop(self.folder, identity(opened))
        workshop.open(resume=resume)
        shown = [self.scorer.slots["taille"], self.scorer.slots["freins"]]
        tally = Run(opened, used, self.scorer, workshop, [slot.name for slot in shown]).complete(lambda _rows: None)
        handover = Handover(
            workshop, tally, Layout(pack, tuple(shown), tuple(shown), keyed=used.key is not None, roadmaps=False)
        )
        outcome = handover.outcome(handover.write(self.folder, self.formats, self.style))
        workshop.close()
        return outcome

    @property
    def results(self) -> pl.DataFrame:
        """The results, as a script would read them."""
        return pl.read_csv(self.folder / "resultats.csv", infer_schema=False)

    @property
    def refusals(self) -> list[dict[str, str | None]]:
        """The refusals, row by row."""
        return pl.read_csv(self.folder / "refus.csv", infer_schema=False).to_dicts()
