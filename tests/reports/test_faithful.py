"""What a report may never do: show another number than the JSON, or run what a person typed."""

import json
import re
import unicodedata
from collections.abc import Callable
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from rich.console import Console

from builders import CASES, read
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers.model import Dossier, PackReference
from iag_diag.dossiers.reading import company_of
from iag_diag.reports.contract import Conclusions, as_json
from iag_diag.reports.delivery import Delivery
from iag_diag.reports.reporter import Reporter
from iag_diag.reports.terminal import ResultScreen
from iag_diag.reports.view import ReportView
from strategies import COMPANIES

DAY = date(2026, 11, 23)
MOMENT = "2026-11-23T09:00:00Z"
REMARK = r"ne vous concerne pas|à compléter|connu à (?P<coverage>\d+) %"
HOSTILE = (
    *("<script>alert(1)</script>", "<img src=x onerror=y>", "<!--", "]]>", "&lt;", "&#60;b>"),
    *("[clic](javascript:x)", "![i](http://x.fr/i.png)", "<http://x.fr>", "http://x.fr", "a@b.fr", "[^1]", "[x]: y"),
    *("`code`", "```", "~~~", "**gras**", "_a_", "*", "~~b~~", "# ", "#", "|", "| a | b |", "\\", "$x$"),
    *("\n\n# Titre\n", "\n---\n", "\n- liste\n", "\n> cité\n", "\u2028", " "),
    *("{{ 7 * 7 }}", "{% raw %}", "[bold]", ":smile:", "=cmd()", "É", "مرحبا", "🧀"),
    *("\x1b[31m", "\x1b]0;t\x07", "\x9b31m", "\u202e", "\x00"),
)
NAMES = st.lists(st.sampled_from(HOSTILE) | st.text(max_size=4), min_size=1, max_size=5).map("".join)


def view_of(reporter: Reporter, answers: Answers) -> ReportView:
    return reporter.view(answers, reporter.engine.diagnose(answers), company="Essai")


def json_of(reporter: Reporter, answers: Answers) -> dict[str, Any]:
    diagnosis = reporter.engine.diagnose(answers)
    conclusions = Conclusions(diagnosis, guidance=reporter.guidance(answers, diagnosis))
    return json.loads(as_json(reporter.engine.pack, conclusions, company="", day=DAY))


def shown(view: ReportView, *, columns: int, plain: bool) -> str:
    file = StringIO()
    ResultScreen(Console(file=file, width=columns, markup=False, emoji=False, highlight=False), plain=plain).show(view)
    return file.getvalue()


# A number shown is the number of the JSON.


@given(answers=COMPANIES)
def test_axes_of_the_roadmap_and_of_the_screens_are_those_of_the_json(answers: Answers, reporter: Reporter):
    view = view_of(reporter, answers)
    axes = json_of(reporter, answers)["dimensions"]
    expected = [(axis["label"], axis["score"], coverage_to_show(axis)) for axis in axes]
    table = reporter.roadmap(view).partition("|---|---|---|\n")[2].partition("\n\n")[0]
    assert [axis_of(*line.split(" | ")[:2]) for line in table.replace("| ", "", 1).split("\n| ")] == expected
    for columns, plain in ((80, False), (80, True), (40, True)):
        screen = shown(view, columns=columns, plain=plain).partition("Vos axes, sur 100")[2]
        assert axes_of_screen(" ".join(screen.split()), [axis["label"] for axis in axes]) == expected


def coverage_to_show(axis: dict[str, Any]) -> int | None:
    known = all(criterion["points"] is not None for criterion in axis["criteria"] if criterion["applies"])
    return None if known or axis["score"] is None else axis["coverage"]


def axis_of(label: str, words: str) -> tuple[str, int | None, int | None]:
    """Read « 67 (connu à 54 %) », « 67 », « à compléter » or « - à compléter »."""
    found = re.fullmatch(rf"(?:(?P<score>\d+)|-)?\s*\(?(?:{REMARK})?\)?", " ".join(words.split()))
    assert found, words
    return label, *(None if number is None else int(number) for number in found.group("score", "coverage"))


def axes_of_screen(text: str, labels: list[str]) -> list[tuple[str, int | None, int | None]]:
    found = []
    for label in labels:
        line = re.match(rf" ?{re.escape(label)}(?: :)? (?:[█░]{{20}} )?((?:\d+|-)(?: (?:{REMARK}))?)", text)
        assert line, text
        found.append(axis_of(label, line[1]))
        text = text[line.end() :]
    return found


@given(answers=COMPANIES)
def test_actions_and_their_hours_are_those_of_the_json(answers: Answers, reporter: Reporter):
    text = reporter.roadmap(view_of(reporter, answers))
    kept = json_of(reporter, answers)["roadmap"]
    titles = [f"{action['rank']}. {reporter.engine.pack.sheets[action['sheet']].name}" for action in kept]
    assert re.findall(r"^#### (.*)$", text, re.MULTILINE) == titles
    assert [int(hours) for hours in re.findall(r"environ (\d+)\u00a0heures? de travail", text)] == [
        action["hours"] for action in kept
    ]


# What a person typed stays what they typed.


@pytest.fixture(scope="module")
def delivered(engine: Engine, reporter: Reporter) -> Callable[[str], Delivery]:
    """Make a dossier with the same text as its name, as a free answer and as a note."""
    answers = read(CASES / "bureau-concept.yaml")["answers"]
    dossier = Dossier(questionnaire="complet", pack=PackReference.of(engine.pack), created=MOMENT, updated=MOMENT)
    for question, value in answers.items():
        dossier = dossier.with_answer(question, value, MOMENT)

    def deliver(typed: str) -> Delivery:
        told = dossier.model_copy(update={"company": typed}).with_note("taille", typed, MOMENT)
        told = told.with_answer("autres-impacts-texte", typed, MOMENT)
        stored = Dossier.model_validate(json.loads(json.dumps(told.model_dump(mode="json"))))
        assert stored == told
        return Delivery(reporter, company_of(stored, engine.pack, Path("essai.iag.json")))

    return deliver


def rendered(delivery: Delivery) -> tuple[list[str], str]:
    """Say what Markdown makes of a roadmap, HTML allowed: the kind of each piece, and the words of the title."""
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    tokens = reader.parse(delivery.reporter.roadmap(delivery.view))
    kinds = [piece.type for token in tokens for piece in (token, *(token.children or ()))]
    return kinds, "".join(piece.content for piece in tokens[1].children or ())


@pytest.fixture(scope="module")
def harmless(delivered: Callable[[str], Delivery]) -> tuple[list[str], str]:
    return rendered(delivered("Essai"))


@given(typed=NAMES)
def test_typed_text_gives_birth_to_nothing_in_markdown(
    typed: str, delivered: Callable[[str], Delivery], harmless: tuple[list[str], str]
):
    delivery = delivered(typed)
    kinds, title = rendered(delivery)
    assert kinds == harmless[0]
    assert title == harmless[1].replace("Essai", delivery.company.name or "Votre entreprise")


@given(typed=NAMES)
@pytest.mark.parametrize("plain", [True, False])
def test_typed_text_controls_no_terminal(typed: str, plain: bool, delivered: Callable[[str], Delivery]):
    view = delivered(typed).view
    screen = shown(view, columns=80, plain=plain)
    assert [sign for sign in screen if unicodedata.category(sign).startswith("C") and sign != "\n"] == []
    assert "".join(view.company.split()) in "".join(screen.split())


@given(typed=NAMES)
def test_typed_text_comes_back_from_the_json(typed: str, delivered: Callable[[str], Delivery], engine: Engine):
    company = delivered(typed).company
    text = as_json(engine.pack, Conclusions(engine.diagnose(company.answers)), company=company.name, day=DAY)
    assert json.loads(text)["company"] == company.name
    assert not set(company.name) & set("\n\r\t\x1b\x00\u202e")
