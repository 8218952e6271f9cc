"""The table of a mapping: the same facts at any width, in colour or plain."""

import io
from collections import Counter

import pytest
from rich.console import Console

from iag_diag.batch.export import Habits, Heading
from iag_diag.batch.mapping.drafting import draft
from iag_diag.batch.mapping.samples import Sample
from iag_diag.content.pack import Pack
from iag_diag.reports.mapping import mapping_lines, show_mapping, summary

COLUMNS = {
    "SIRET": {"1": 1},
    "taille": {"1-9": 8, "09-janv": 1},
    "Freins [Le coût]": {"X": 3},
    "Freins [Aucun frein]": {"X": 2, "Lyon": 1},
    "Les managers sont-ils sensibilisés ?": {"Oui": 2},
    "Ville \x1b[31m": {"Lyon": 2},
}


@pytest.fixture
def made(pack: Pack):
    headings = [Heading(place, text) for place, text in enumerate(COLUMNS)]
    return draft(headings, Habits("", ""), [Sample(Counter(values)) for values in COLUMNS.values()], pack)


def shown(made, *, width: int, plain: bool, encoding: str = "utf-8") -> str:
    buffer = io.TextIOWrapper(io.BytesIO(), encoding=encoding, errors="replace")
    show_mapping(Console(file=buffer, width=width, no_color=plain), made, plain=plain)
    buffer.flush()
    return buffer.buffer.getvalue().decode(encoding)


def test_lines(made):
    assert [(line.columns, line.question, line.score, line.labels) for line in mapping_lines(made)] == [
        ("1", "identifie l’entreprise", "", ""),
        ("2", "taille", "100\u00a0%", "1/2"),
        ("3–4", "freins", "100\u00a0%", "2/3"),
        ("5", "à décider", "", ""),
        ("6", "laissée de côté", "", ""),
    ]


def test_summary(made):
    assert summary(made) == (
        "3\u00a0colonnes reconnues, 1 à décider, 2 de côté. "
        "Réponses reconnues\u00a0: 13 sur 15, 2\u00a0valeurs à décider."
    )


@pytest.mark.parametrize(("width", "plain"), [(100, False), (40, False), (80, True), (40, True)])
def test_every_width_says_the_same(made, width, plain):
    text = shown(made, width=width, plain=plain)
    squeezed = "".join(text.split())
    for line in mapping_lines(made):
        for part in (line.columns, line.heading, line.question, line.score, line.labels):
            assert "".join(part.split()) in squeezed
    assert "\x1b[31m" not in text
    assert max(map(len, text.splitlines())) <= width


def test_a_terminal_without_accents_gets_a_table_of_its_own(made):
    text = shown(made, width=100, plain=False, encoding="ascii")
    assert "|" in text
    assert "─" not in text
