"""What a report may never do: show another number than the JSON, or run what a person typed."""

import json
import re
import unicodedata
from datetime import date
from io import StringIO
from typing import Any

import pytest
from builders import case_answers
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console
from strategies import COMPANIES

from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers.model import Dossier, PackReference
from iag_diag.dossiers.reading import company_of
from iag_diag.reports import markdown
from iag_diag.reports.composition import report_view
from iag_diag.reports.contract import as_json
from iag_diag.reports.delivery import Delivery
from iag_diag.reports.terminal import ResultScreen
from iag_diag.reports.view import ReportView

DAY = date(2026, 11, 23)
MOMENT = "2026-11-23T09:00:00Z"
REMARK = r"ne vous concerne pas|à compléter|connu à (\d+) %"
HOSTILE = (
    "<script>alert(1)</script>", "<img src=x onerror=y>", "[clic](javascript:x)", "![i](http://x.fr/i.png)", "`code`", "```", "~~~",
    "**gras**", "_a_", "*", "~~b~~", "# ", "#", "|", "| a | b |", "\n\n# Titre\n", "\n---\n", "\n- liste\n", "\n> cité\n", "\\", "&lt;", "&#60;b>",
    "<http://x.fr>", "http://x.fr", "a@b.fr", "[^1]", "[x]: http://x.fr", "$x$", "{{ 7 * 7 }}", "{% raw %}", "<!--", "]]>", "\x1b[31m", "\x1b]0;t\x07",
    "\x9b31m", "\u202e", "\u2028", "\x00", "[bold]", ":smile:", "=cmd()", "É", "مرحبا", "🧀", " ",
)  # fmt: skip
NAMES = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=4), min_size=1, max_size=5).map("".join)


def view_of(engine: Engine, answers: Answers) -> ReportView:
    return report_view(engine.pack, engine.diagnose(answers), answers, company="Essai", questionnaire=None, day=DAY)


def shown(view: ReportView, *, columns: int, plain: bool) -> str:
    file = StringIO()
    ResultScreen(Console(file=file, width=columns, markup=False, emoji=False, highlight=False), plain=plain).show(view)
    return file.getvalue()


# A number shown is the number of the JSON.


@given(answers=COMPANIES)
def test_axes_of_the_roadmap_and_of_the_screens_are_those_of_the_json(answers: Answers, engine: Engine):
    view = view_of(engine, answers)
    axes = json.loads(as_json(engine.pack, engine.diagnose(answers), (), company="", day=DAY))["dimensions"]
    expected = [(axis["label"], axis["score"], axis["coverage"]) for axis in axes]
    found = [
        axes_of_table(markdown.roadmap(view, engine.pack), expected),
        axes_of_screen(shown(view, columns=80, plain=False), expected),
        axes_of_screen(shown(view, columns=80, plain=True), expected),
        axes_of_screen(shown(view, columns=40, plain=True), expected),
    ]
    assert found == [[(label, score) for label, score, _ in expected]] * len(found)


def axes_of_table(text: str, expected: list[Any]) -> list[tuple[str, int | None]]:
    table = text.partition("|---|---|---|\n")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()]
    ...
