"""`iag-diag cohort`, called as the command line calls it."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from batch.cohort.synthetic import companies, population_csv, results_csv
from iag_diag.batch.extras import require
from iag_diag.cli.cohort import cohort
from iag_diag.diagnosis.engine import Engine
from iag_diag.errors import IagDiagError, UsageError

DEFAULTS: dict[str, Any] = {
    "population": None,
    "floor": None,
    "format_": "terminal",
    "output": None,
    "force": False,
    "json": False,
    "date": "2026-11-23",
    "content": None,
    "plain": False,
}
Run = Callable[..., None]


@pytest.fixture(scope="module")
def folder(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("cohorte")
    (made / "resultats.csv").write_text(results_csv(engine, companies()[::4]), encoding="utf-8-sig", newline="")
    (made / "population.csv").write_text(population_csv(), encoding="utf-8")
    return made


@pytest.fixture
def called(folder: Path) -> Run:
    def call(**options: Any) -> None:
        cohort(str(folder), **(DEFAULTS | options))

    return call


def test_screen(called: Run, folder: Path, capsys: pytest.CaptureFixture[str]):
    called(population=str(folder / "population.csv"), plain=True)
    out, err = capsys.readouterr()
    assert out.startswith("L’IA générative dans les entreprises de la cohorte\n")
    assert "redressés par taille et par branche" in " ".join(out.split())
    assert err == ""


def test_json_alone_on_standard_output(called: Run, capsys: pytest.CaptureFixture[str]):
    called(json=True)
    said = json.loads(capsys.readouterr().out)
    assert (said["schema"], said["companies"], said["date"], said["floor"]) == (1, 263, "2026-11-23", 5)


@pytest.mark.parametrize(("name", "start"), [("md", "# L’IA"), ("html", "<!DOCTYPE html>"), ("csv", "tableau;")])
def test_formats_on_standard_output(called: Run, name: str, start: str, capsys: pytest.CaptureFixture[str]):
    called(format_=name)
    assert capsys.readouterr().out.startswith(start)


def test_the_floor_is_passed_on(called: Run, capsys: pytest.CaptureFixture[str]):
    called(json=True, floor=20)
    assert json.loads(capsys.readouterr().out)["floor"] == 20


def test_the_file_is_named_on_stderr(called: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    path = tmp_path / "cohorte.html"
    called(output=str(path))
    out, err = capsys.readouterr()
    assert (out, str(path) in err) == ("", True)
    assert path.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_an_unknown_format_stops_before_anything_is_read(called: Run):
    with pytest.raises(UsageError, match="pdf"):
        called(format_="pdf")


def test_a_missing_polars_names_the_command(called: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(IagDiagError, match="polars") as error:
        called()
    assert "pip install 'iag-diag[batch]'" in error.value.hint


def test_a_library_that_is_there_but_broken_is_not_called_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    (tmp_path / "halfway.py").write_text("import nowhere_at_all", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ModuleNotFoundError, match="nowhere_at_all"):
        require("halfway", "Ceci")
