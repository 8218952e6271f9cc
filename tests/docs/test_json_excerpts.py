"""The JSON shown to consultants is what the tool writes of a company of the tests."""

import re
from pathlib import Path

import pytest

from builders import CASES, read
from iag_diag.dossiers.reading import Company
from iag_diag.reports.delivery import Delivery
from iag_diag.reports.reporter import Reporter

PAGE = Path(__file__).parents[2] / "docs" / "consultant.md"
LEFT_OUT = re.compile(r"\[…\],?")


def flat(text: str) -> str:
    """Drop the margins, and the line numbers, which any edit of the rules moves."""
    return re.sub(r"(\.yaml):\d+", r"\1", "\n".join(line.strip() for line in text.splitlines()))


def test_the_json_of_the_page_is_written_by_the_tool(reporter: Reporter, capsys: pytest.CaptureFixture[str]):
    excerpts = re.findall(r"```json\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(excerpts) > 3
    written = []
    for path in sorted(CASES.glob("*.yaml")):
        case = read(path)
        Delivery(reporter, Company(case["company"], case["answers"], "complet")).print_json()
        written.append(flat(capsys.readouterr().out))
    for excerpt in excerpts:
        pattern = ".*?".join(map(re.escape, LEFT_OUT.split(flat(excerpt))))
        assert any(re.search(pattern, text, re.DOTALL) for text in written), excerpt
