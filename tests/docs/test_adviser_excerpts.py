"""The adviser's guide shows what `explain` really prints, but for the lines of the rules."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builders import CASES, TESTS, read
from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers.reading import Company
from iag_diag.reports.explain_delivery import ExplainDelivery
from iag_diag.reports.explaining import Explanation

GUIDE = Path(TESTS.parent, "docs", "conseiller.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```console\n\$ iag-diag explain fromagerie-le-val\.iag\.json (.*)\n([\s\S]*?)```", GUIDE)


def masked(text: str) -> str:
    """Forget what any edit of the rules moves: their lines, and where a text is folded."""
    return re.sub(r"[\s│├└─]+", " ", re.sub(r"\.yaml:\d+", ".yaml:#", text)).strip()


@pytest.mark.parametrize(("asked", "shown"), SHOWN, ids=[asked for asked, _ in SHOWN])
def test_excerpts_of_explain(asked: str, shown: str, engine: Engine, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    case: dict[str, Any] = read(CASES / "optique-du-marche.yaml")
    explanation = Explanation(engine, Company("", case["answers"]), date(2026, 11, 23))
    what, _, entry = asked.partition(" ")
    ExplainDelivery(explanation, what, entry or None).print_screen(plain=False)
    printed = masked(capsys.readouterr().out)
    place = 0
    for excerpt in filter(None, map(masked, shown.split("[…]\n"))):
        place = printed.find(excerpt, place)
        assert place >= 0, excerpt


def test_there_are_excerpts():
    assert len(SHOWN) == 3
