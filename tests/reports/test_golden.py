"""Whole outputs of six companies, kept in `golden/`. To write them anew, then read the diff: `pytest --regenerate`."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from builders import CASES, read
from iag_diag.dossiers.reading import Company
from iag_diag.reports.delivery import Delivery
from iag_diag.reports.html import HtmlPage
from iag_diag.reports.reporter import Reporter

GOLDEN = Path(__file__).parent / "golden"
COMPANIES = (
    "fleuriste-rien-commence",
    "photographe-seul-comptes-gratuits",
    "electro-sud-salariee",
    "optique-du-marche",
    "galeries-lafaye",
    "bureau-concept",
)
Same = Callable[[str, str], None]


@pytest.fixture(params=COMPANIES)
def delivery(request: pytest.FixtureRequest, reporter: Reporter) -> Delivery:
    case = read(CASES / f"{request.param}.yaml")
    return Delivery(reporter, Company(case["company"], case["answers"], "complet"))


@pytest.fixture
def same(request: pytest.FixtureRequest, delivery: Delivery) -> Same:
    """Compare with the golden file of this company, but for what any edit of the pack moves: its hash, its lines."""
    name = request.node.callspec.params["delivery"]

    def compare(found: str, suffix: str) -> None:
        golden = GOLDEN / f"{name}{suffix}"
        found = re.sub(r"(\.yaml):\d+", r"\1:LINE", found.replace(delivery.reporter.engine.pack.hash, "HASH"))
        if request.config.getoption("--regenerate"):
            golden.write_text(found, encoding="utf-8", newline="\n")
        assert found == golden.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def screen(
    delivery: Delivery, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Callable[[int, bool], str]:
    """Print the result on a terminal of so many columns."""
    for name in ("FORCE_COLOR", "TTY_COMPATIBLE", "NO_COLOR", "LINES"):
        monkeypatch.delenv(name, raising=False)

    def printed(columns: int, plain: bool) -> str:
        monkeypatch.setenv("COLUMNS", str(columns))
        delivery.print_screen(plain=plain)
        text = capsys.readouterr().out
        assert max(len(line) for line in text.splitlines() if "://" not in line) <= columns
        return text

    return printed


def test_roadmap(delivery: Delivery, same: Same, tmp_path: Path):
    path = tmp_path / "feuille-de-route.md"
    assert delivery.write_roadmap(path) is None
    same(path.read_bytes().decode("utf-8"), ".md")


def test_page(delivery: Delivery, same: Same):
    reporter = delivery.reporter
    same(HtmlPage(reporter.engine.pack).render(reporter.roadmap(delivery.view), delivery.view), ".html")


def test_json(delivery: Delivery, same: Same, capsys: pytest.CaptureFixture[str]):
    delivery.print_json()
    same(capsys.readouterr().out, ".json")


def test_screen(screen: Callable[[int, bool], str], same: Same):
    same(screen(80, False), ".80.txt")


def test_plain_screen(screen: Callable[[int, bool], str], same: Same):
    same(screen(40, True), ".40.plain.txt")
