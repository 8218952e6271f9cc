"""Handing over a diagnosis: the screen or the JSON on stdout, the roadmap in a file of its own."""

import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from iag_diag.diagnosis.levers import levers
from iag_diag.diagnosis.results import Diagnosis
from iag_diag.diagnosis.robustness import robustness
from iag_diag.dossiers import naming
from iag_diag.dossiers.reading import Company
from iag_diag.reports.putting import put
from iag_diag.reports.reporter import Reporter
from iag_diag.reports.view import ReportView


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
            robustness(engine, answers, self.diagnosis),
        )
        text = as_json(engine.pack, conclusions, company=self.company.name, day=self.reporter.day)
        sys.stdout.write(text + "\n")

    def print_screen(self, *, plain: bool) -> None:
        """Print the result screen."""
        from iag_diag.reports.terminal import ResultScreen, console

        ResultScreen(console(plain=plain), self.reporter.glossary.reader(), plain=plain).show(self.view)

    def write_roadmap(self, path: Path) -> Path | None:
        """Write the roadmap; a different one already there is set aside, and its new path returned."""
        return put(path, self.reporter.roadmap(self.view).encode("utf-8"))

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
    return dossier.with_name(f"{naming.roadmap(naming.stem(dossier) if neighbours else '')}.md")
