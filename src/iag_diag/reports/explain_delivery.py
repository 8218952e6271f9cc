"""Handing over an explanation: on the screen, as an annex in Markdown, or the trace itself as JSON."""

from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from iag_diag.diagnosis.close_calls import CloseCall, close_calls
from iag_diag.diagnosis.guidance import Guidance
from iag_diag.diagnosis.levers import levers
from iag_diag.diagnosis.results import Diagnosis
from iag_diag.dossiers import store
from iag_diag.dossiers.reading import Company
from iag_diag.reports.catalogue.pages import Page
from iag_diag.reports.catalogue.printing import paged, print_json, print_page
from iag_diag.reports.contract import Conclusions, contract
from iag_diag.reports.explaining import Explanation, explained, markdown_of
from iag_diag.reports.reporter import Reporter
from iag_diag.reports.terminal import paragraph


@dataclass(frozen=True)
class ExplainDelivery:
    """What is to be explained of one company: everything, or `what` and perhaps one `entry` of it."""

    reporter: Reporter
    company: Company
    what: str | None
    entry: str | None

    @cached_property
    def _diagnosis(self) -> Diagnosis:
        return self.reporter.engine.diagnose(self.company.answers)

    @cached_property
    def _guidance(self) -> Guidance:
        return self.reporter.guidance(self.company.answers, self._diagnosis)

    @cached_property
    def _close(self) -> tuple[CloseCall, ...]:
        return close_calls(self.reporter.engine, self.company.answers, self._diagnosis)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The explanation, page by page."""
        engine, answers = self.reporter.engine, self.company.answers
        states = engine.flow.facts(answers).states
        explanation = Explanation(engine.pack, answers, states, self._diagnosis, self._guidance, self._close)
        return explained(explanation, self.what, self.entry)

    def print_screen(self, *, plain: bool) -> None:
        """Print the pages."""
        pages = self.pages
        with paged(plain=plain) as output:
            for place, page in enumerate(pages):
                if place:
                    paragraph(output, "")
                print_page(output, page, str, plain=plain)

    def write(self, path: Path) -> None:
        """Write the pages as an annex."""
        store.write_whole(path, markdown_of(self.pages, self.company.name).encode("utf-8"))

    def print_json(self) -> None:
        """Print the part of the contract that is asked for, with its traces."""
        self.pages  # noqa: B018 - what does not exist is refused as it is on the screen
        engine, answers = self.reporter.engine, self.company.answers
        found = levers(engine, answers, self._diagnosis)
        conclusions = Conclusions(self._diagnosis, found, self._guidance)
        whole = contract(engine.pack, conclusions, self.company.name, self.reporter.day)
        whole["close_calls"] = [asdict(call) for call in self._close]
        print_json(_asked(whole, self.what, self._id))

    @property
    def _id(self) -> str | None:
        sheets = self.reporter.engine.pack.sheets.values()
        return next((sheet.id for sheet in sheets if str(sheet.number) == self.entry), self.entry)


def _asked(whole: dict[str, Any], what: str | None, entry: str | None) -> Any:
    match what:
        case "phase":
            return {**whole["phase"], "levers": whole["levers"], "close_calls": whole["close_calls"]}
        case "vigilance":
            return whole["alerts"]
        case "axe":
            return _only(whole["dimensions"], "id", entry)
        case "fiche":
            return _only([*whole["roadmap"], *whole["not_kept"]], "sheet", entry)
        case "question":
            return list(_reading(whole, entry or ""))
        case _:
            return whole


def _only(entries: list[dict[str, Any]], key: str, entry: str | None) -> Any:
    return entries if entry is None else next(one for one in entries if one[key] == entry)


def _reading(data: Any, question: str) -> list[dict[str, Any]]:
    """Every conclusion whose trace read the question, in the order of the contract."""
    if isinstance(data, dict):
        inside = [found for value in data.values() for found in _reading(value, question)]
        return [data, *inside] if question in data.get("questions", ()) else inside
    return [found for value in data for found in _reading(value, question)] if isinstance(data, list) else []
