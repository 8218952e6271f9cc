"""Handing over a diagnosis: the screen or the JSON on stdout, the roadmap in a file of its own."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from iag_diag.diagnosis.levers import levers
from iag_diag.diagnosis.results import Diagnosis
from iag_diag.dossiers import naming, store
from iag_diag.dossiers.reading import Company
from iag_diag.errors import IagDiagError, reason
from iag_diag.reports.reporter import Reporter
from iag_diag.reports.view import ReportView

ROADMAP_STEM = "feuille-de-route"


@dataclass(frozen=True)
class Delivery:
    """One company's results, on the day of the reporter."""

    reporter: Reporter
    company: Company

    @cached_property
    def diagnosis(self) -> Diagnosis:
        """Diagnose once, whatever is handed over."""
        return self.reporter.engine.diagnose(self.company.answers)

    def print_json(self) -> None:
        """Print the contract for scripts."""
        from iag_diag.reports.contract import Conclusions, as_json

        engine, answers = self.reporter.engine, self.company.answers
        conclusions = Conclusions(
            self.diagnosis,
            levers(engine, answers, self.diagnosis),
            self.reporter.guidance(answers, self.diagnosis),
        )
        text = as_json(engine.pack, conclusions, company=self.company.name, day=self.reporter.day)
        sys.stdout.write(text + "\n")

    def print_screen(self, *, plain: bool) -> None:
        """Print the result screen."""
        from iag_diag.reports.terminal import ResultScreen, console

        ResultScreen(console(plain=plain), self.reporter.glossary.reader(), plain=plain).show(self.view)

    def write_roadmap(self, path: Path) -> Path | None:
        """Write the roadmap; a different one already there is set aside, and its new path returned."""
        content = self.reporter.roadmap(self.view).encode("utf-8")
        former = _set_aside(path, content)
        store.write_whole(path, content)
        return former

    @cached_property
    def view(self) -> ReportView:
        """Put the diagnosis into words."""
        return self.reporter.view(
            self.company.answers,
            self.diagnosis,
            company=self.company.name,
            questionnaire=self.company.questionnaire,
        )


def roadmap_path(dossier: Path) -> Path:
    """Beside the dossier: `feuille-de-route.md`, with the dossier's name where several share the folder."""
    neighbours = [path for path in dossier.parent.glob(f"*{naming.SUFFIX}") if path != dossier]
    name = dossier.name.removesuffix(naming.SUFFIX).removesuffix(".json")
    return dossier.with_name(f"{ROADMAP_STEM}-{name}.md" if neighbours else f"{ROADMAP_STEM}.md")


def _set_aside(path: Path, content: bytes) -> Path | None:
    """Rename a former roadmap that the user may have filled in; an identical one is left."""
    try:
        if not path.exists() or path.read_bytes() == content:
            return None
        former = next(name for name in _free_names(path) if not name.exists())
        path.rename(former)
    except OSError as error:
        raise IagDiagError(
            f"« {path} » ne peut pas être remplacé ({reason(error)}).", "Donnez un autre nom à la feuille de route."
        ) from error
    return former


def _free_names(path: Path) -> Iterator[Path]:
    number = 1
    while True:
        yield path.with_name(f"{path.stem}.precedente-{number}{path.suffix}")
        number += 1
