"""An explanation in Markdown: a document of its own, or the annex of a roadmap."""

import re
from collections.abc import Iterable

from iag_diag.reports.catalogue.pages import Page
from iag_diag.reports.markdown import plain_text

ANNEX = "Pourquoi ces conclusions"
_HARMLESS = re.compile(r"\\:(?=[\s\u00a0]|$)|(?<=\.yaml)\\:(?=\d)")


def markdown_of(pages: Iterable[Page], company: str) -> str:
    """Write pages as a document; what a person typed comes out as text."""
    return _written(pages, f"# Pourquoi ce résultat : {_text(company or 'votre entreprise')}", "##")


def annex_of(pages: Iterable[Page]) -> str:
    """Write pages as the last chapter of a document."""
    return _written(pages, f"## Annexe : {ANNEX.lower()}", "###")


def chapter(title: str, pages: Iterable[Page]) -> str:
    """Write pages as a chapter of a document."""
    return _written(pages, f"## {_text(title)}", "###")


def _written(pages: Iterable[Page], title: str, heading: str) -> str:
    lines = [title, ""]
    for page in pages:
        lines += [f"{heading} {_text(page.title)}", ""]
        lines += [line for text in page.subtitles for line in (_text(text), "")]
        for entry in (entry for entry in page.parts if entry.lines):
            if entry.title:
                lines += [f"**{_text(entry.title)}**", ""]
            lines += [*(f"- {_text(line)}" for line in entry.lines), ""]
    return "\n".join(lines).strip() + "\n"


def _text(text: str) -> str:
    """Escape a text, but for its no-break spaces and the colons of a sentence or a place, which mislead no viewer."""
    return _HARMLESS.sub(":", "\u00a0".join(map(plain_text, text.split("\u00a0"))))
