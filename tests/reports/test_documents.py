"""The documents of a company: the same roadmap and the same trace as elsewhere, put where nothing is lost."""

import os
import stat
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builders import CASES, read
from iag_diag.cli import report
from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers.reading import Company
from iag_diag.errors import IagDiagError, UsageError
from iag_diag.reports import documents
from iag_diag.reports.delivery import Delivery
from iag_diag.reports.documents import Documents
from iag_diag.reports.explain_delivery import ExplainDelivery
from iag_diag.reports.explaining import Explanation
from iag_diag.reports.putting import put
from iag_diag.reports.reporter import Reporter

DAY = date(2026, 11, 23)


@pytest.fixture(scope="module")
def company() -> Company:
    case: dict[str, Any] = read(CASES / "cave-des-halles.yaml")
    return Company("<b>Essai</b>", case["answers"], "complet")


def test_the_roadmap_and_the_reasons_are_those_of_the_other_commands(
    company: Company, engine: Engine, reporter: Reporter, tmp_path: Path
):
    roadmap = Documents(engine, company, DAY, annex=False).content("md").decode()
    assert roadmap == reporter.roadmap(Delivery(reporter, company).view)
    whole = Documents(engine, company, DAY, annex=True).content("md").decode()
    assert whole.startswith(f"{roadmap}\n\n## Annexe\u00a0: pourquoi ces conclusions\n\n### La phase")
    path = tmp_path / "annexe.md"
    ExplainDelivery(Explanation(engine, company, DAY), None, None).write(path, read_from=tmp_path)
    document = path.read_text(encoding="utf-8").partition("\n\n")[2]
    assert whole.partition("conclusions\n\n")[2] == f"\n{document}".replace("\n## ", "\n### ")[1:]


def test_the_json_is_that_of_the_other_commands(company: Company, engine: Engine, reporter: Reporter, capsys):
    Delivery(reporter, company).print_json()
    assert Documents(engine, company, DAY, annex=False).content("json").decode() == capsys.readouterr().out
    ExplainDelivery(Explanation(engine, company, DAY), None, None).print_json()
    assert Documents(engine, company, DAY, annex=True).content("json").decode() == capsys.readouterr().out


def test_the_command_offers_the_formats_that_exist():
    assert tuple(documents.FORMATS) == report.FORMATS


def test_what_is_already_there_is_set_aside_and_the_new_file_is_private(tmp_path: Path):
    path = tmp_path / "x.md"
    path.write_bytes(b"mine")
    assert put(path, b"new") == tmp_path / "x.precedente-1.md"
    assert put(path, b"new") is None
    assert (tmp_path / "x.precedente-1.md").read_bytes() == b"mine"
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_answers_are_never_replaced_whatever_they_are_called(tmp_path: Path):
    (tmp_path / "a").mkdir()
    path = tmp_path / "x.json"
    path.write_bytes(b"mine")
    for other in (path, tmp_path / "a" / ".." / "x.json"):
        with pytest.raises(UsageError, match="contient vos réponses"):
            put(other, b"new", read_from=path)
    assert put(tmp_path / "y.json", b"new", read_from=path) is None
    assert path.read_bytes() == b"mine"


@pytest.mark.skipif(os.name == "nt", reason="links and pipes of another kind")
def test_what_is_not_an_ordinary_file_is_left_alone(tmp_path: Path):
    (tmp_path / "link.md").symlink_to(tmp_path / "elsewhere.md")
    os.mkfifo(tmp_path / "pipe.md")
    for name in ("link.md", "pipe.md"):
        with pytest.raises(IagDiagError, match="n’est pas un fichier ordinaire"):
            put(tmp_path / name, b"new")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.md", "pipe.md"]
