"""Handing over an explanation: on the screen, as a document in Markdown, or the trace itself as JSON."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from iag_diag.reports.catalogue.pages import Page
from iag_diag.reports.explain_what import explained, named
from iag_diag.reports.explaining import Explanation


@dataclass(frozen=True)
class ExplainDelivery:
    """What is to be explained of one company: everything, or `what` and perhaps one `entry` of it."""

    explanation: Explanation
    what: str | None
    entry: str | None

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The explanation, page by page."""
        return explained(self.explanation, self.what, self.entry)

    def print_screen(self, *, plain: bool) -> None:
        """Print the pages: as trees, or line by line."""
        from iag_diag.reports.catalogue.printing import paged, print_page
        from iag_diag.reports.explain_screen import print_tree
        from iag_diag.reports.terminal import paragraph

        pages = self.pages
        with paged(plain=plain) as output:
            for place, page in enumerate(pages):
                if place:
                    paragraph(output, "")
                if plain:
                    print_page(output, page, str, plain=plain)
                else:
                    print_tree(output, page)

    def write(self, path: Path, *, read_from: Path) -> Path | None:
        """Write the pages as a document; a different one already there is set aside, and its new path returned."""
        from iag_diag.reports.annex import markdown_of
        from iag_diag.reports.putting import put

        text = markdown_of(self.pages, self.explanation.company.name)
        return put(path, text.encode("utf-8"), read_from=read_from)

    def print_json(self) -> None:
        """Print the trace of what is asked for."""
        from iag_diag.reports.catalogue.printing import print_json
        from iag_diag.reports.explain_trace import trace_of

        print_json(trace_of(self.explanation, self.what, named(self.explanation, self.what, self.entry)))
