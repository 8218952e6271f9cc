"""The documents of one company, whatever their format; each is bytes ready to be written."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers.reading import Company
from iag_diag.reports.brand import PLAIN, Brand
from iag_diag.reports.delivery import Delivery
from iag_diag.reports.reporter import Reporter

if TYPE_CHECKING:
    from iag_diag.reports.view import ReportView


@dataclass(frozen=True)
class Documents:
    """What one company is handed on one day, with the reasons (`annex`) or without.

    What was noted to be shared, and where its people differ, is in it; what is for the `adviser` alone, on demand.
    `template` is the text of a roadmap's template, in place of the pack's.
    """

    engine: Engine
    company: Company
    day: date
    annex: bool = False
    adviser: bool = False
    brand: Brand = PLAIN
    template: str | None = None

    def content(self, form: str) -> bytes:
        """Write the document in a format of `FORMATS`."""
        return FORMATS[form](self)

    def markdown(self) -> str:
        """Write the roadmap, what was noted, the explanation where it is wanted, what is for the adviser alone."""
        from iag_diag.reports.annex import annex_of, chapter
        from iag_diag.reports.desk_notes import adviser_pages, shared_pages
        from iag_diag.reports.explaining import Explanation

        pack = self.engine.pack
        parts = [self._reporter.roadmap(self._view)]
        if noted := list(shared_pages(pack, self.company)):
            parts.append(chapter("Ce qui a été noté avec vous", noted))
        if self.annex:
            parts.append(annex_of(Explanation(self.engine, self.company, self.day).whole()))
        if self.adviser and (kept := list(adviser_pages(pack, self.company))):
            parts.append(chapter("À ne pas remettre", kept))
        return "\n\n".join(parts)

    def html(self) -> str:
        """Write the same words as a page."""
        from iag_diag.reports.html import HtmlPage

        return HtmlPage(self.engine.pack).render(self.markdown(), self._view, self.brand)

    def pdf(self) -> bytes:
        """Set the same words for print."""
        from iag_diag.reports.typesetting import pdf

        return pdf(self.markdown(), self._view, self.day, self.brand)

    def docx(self) -> bytes:
        """Write the same words to be edited."""
        from iag_diag.reports.word import docx

        return docx(self.markdown(), self.day, self.brand)

    def json(self) -> str:
        """Write the contract of `score --json`, or of `explain --json` with the reasons."""
        from iag_diag.reports.explain_trace import contract_of, trace_of
        from iag_diag.reports.explaining import Explanation

        explanation = Explanation(self.engine, self.company, self.day)
        found = trace_of(explanation, None, None) if self.annex else contract_of(explanation)
        return json.dumps(found, ensure_ascii=False, indent=2) + "\n"

    @cached_property
    def _reporter(self) -> Reporter:
        return Reporter(self.engine, self.day, self.template)

    @cached_property
    def _view(self) -> "ReportView":
        return Delivery(self._reporter, self.company).view


FORMATS: Mapping[str, Callable[[Documents], bytes]] = {
    "md": lambda documents: documents.markdown().encode("utf-8"),
    "html": lambda documents: documents.html().encode("utf-8"),
    "pdf": Documents.pdf,
    "docx": Documents.docx,
    "json": lambda documents: documents.json().encode("utf-8"),
}
