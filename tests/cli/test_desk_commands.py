"""`dossiers`, `track` and `purge`, as a shell runs them."""

import csv
import json
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., "CompletedProcess[str]"]
HOSTILE = "=cmd|' /C calc'!A0 \x1b[31m| </script> {{ 7*7 }} 🍎 " + "é" * 300


@pytest.fixture
def folder(run: Run, tmp_path: Path) -> Path:
    """Two companies diagnosed, the second with a hostile name and late actions, and a damaged dossier."""
    answers = {"taille": "1-9", "strategie": "non", "appropriation": "acculturation", "acces-public": "oui"}
    stored = {question: {"value": value, "at": "2026-11-01T08:00:00Z"} for question, value in answers.items()}
    hash_ = json.loads(run("score", "--json", _answers(tmp_path, answers)).stdout)["pack"]
    reference = {"id": hash_["id"], "version": hash_["version"], "hash": hash_["hash"]}
    record = {
        "date": "2026-11-01", "questionnaire": "express", "pack": reference, "phase": "reflexion",
        "lowest": "reflexion", "highest": "deploiement", "dimensions": {"usages": 12, "competences": None},
        "roadmap": ["charte-ethique", "ateliers-prompt"], "blocking": ["reflexion-engagee"],
    }  # fmt: skip
    for name, company in (("val", "Fromagerie Le Val"), ("bis", HOSTILE)):
        whole = {
            "schema": 2, "company": company, "questionnaire": "express", "pack": reference,
            "created": "2026-11-01T08:00:00Z", "updated": "2026-11-01T08:00:00Z", "answers": stored,
            "diagnoses": [record], "next_meeting": "2026-11-20" if name == "bis" else "2026-12-20",
        }  # fmt: skip
        (tmp_path / f"{name}.iag.json").write_text(json.dumps(whole), encoding="utf-8")
    (tmp_path / "abime.iag.json").write_text('{"schema": 2, ')
    return tmp_path


def _answers(folder: Path, answers: dict[str, str]) -> str:
    path = folder / "reponses.yaml"
    path.write_text("answers: " + json.dumps(answers), encoding="utf-8")
    return str(path)


def test_the_table(run: Run, folder: Path):
    shown = run("dossiers", "--date", "2026-11-26")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "Fromagerie Le Val" in shown.stdout
    assert "\x1b" not in shown.stdout
    assert "abime.iag.json" in shown.stdout
    text = " ".join(shown.stdout.split())
    assert "rendez-vous du 20 novembre 2026" in text
    assert "rendez-vous du 20 décembre 2026" not in text
    assert "Actions" in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80
    assert "Le Val" in run("dossiers", str(folder), "--plain").stdout


def test_filters_hide_and_say_so(run: Run, folder: Path):
    due = run("dossiers", "--due", "--date", "2026-11-26").stdout
    assert "Fromagerie Le Val" not in due
    assert "1 de plus" in due
    assert "0\xa0dossier" in run("dossiers", "--phase", "optimisation").stdout
    wrong = run("dossiers", "--phase", "reflection")
    assert wrong.returncode == 2
    assert "reflexion" in wrong.stderr


def test_as_csv_and_as_json(run: Run, folder: Path):
    rows = list(csv.DictReader(run("dossiers", "--csv").stdout.splitlines(), delimiter=";"))
    assert [row["fichier"] for row in rows] == ["bis.iag.json", "val.iag.json"]
    assert rows[0]["entreprise"].startswith("'=cmd")
    assert (rows[1]["phase"], rows[1]["axe_faible"], rows[1]["actions"]) == ("reflexion", "usages", "2")
    data = json.loads(run("dossiers", "--json", "--date", "2026-11-26").stdout)
    assert data["picture"] == {
        "phases": {"reflexion": 2, "deploiement": 0, "experimentation": 0, "optimisation": 0},
        "scores": {"reflexion": {"usages": 12}},
        "blocking": [{"gate": "reflexion-engagee", "companies": 2}],
    }
    assert (data["due"], [one["path"] for one in data["damaged"]]) == (["bis.iag.json"], ["abime.iag.json"])
    both = run("dossiers", "--csv", "--json")
    assert both.returncode == 2


def test_following_actions_line_by_line(run: Run, folder: Path):
    done = run("track", "val", "--plain", "--date", "2026-11-26", given="2\n2\nNadia\n31/03/2027\n\n4\n")
    assert (done.returncode, done.stdout) == (0, "")
    assert "Rien n’a changé" not in done.stderr
    data = json.loads(run("track", "val", "--json", "--date", "2027-04-01").stdout)
    assert data["actions"][1]["owner"] == "Nadia"
    assert [one["late"] for one in data["actions"]] == [False, True]
    cut = run("track", "val", "--plain", given="1\n3\n")
    assert cut.returncode == 130
    assert "gardé dans val.iag.json" in cut.stderr
    assert run("track", "val").returncode == 2
    assert run("track", "absent", "--plain").returncode == 1


def test_erasing_shows_first_and_asks(run: Run, folder: Path):
    refused = run("purge", "val")
    assert refused.returncode == 2
    assert "--yes" in refused.stderr
    kept = run("purge", "val", "--plain", given="1\n")
    assert (kept.stdout.splitlines(), kept.returncode) == (["val.iag.json"], 0)
    assert (folder / "val.iag.json").exists()
    assert "Rien à effacer" in run("purge", ".", "--older-than", "600", "--yes").stderr
    gone = run("purge", ".", "--yes")
    assert gone.returncode == 0
    assert len(gone.stdout.splitlines()) == 3
    assert list(folder.glob("*.iag.json")) == []
    assert run("purge", "val", "--yes").returncode == 1


def test_comparing_two_diagnoses(run: Run, folder: Path):
    one = run("compare", "val")
    assert (one.returncode, one.stdout) == (1, "")
    assert "deux diagnostics" in one.stderr
    whole = json.loads((folder / "val.iag.json").read_text(encoding="utf-8"))
    later = whole["diagnoses"][0] | {"date": "2027-05-02", "phase": "deploiement"}
    (folder / "plus-tard.iag.json").write_text(json.dumps(whole | {"diagnoses": [later]}), encoding="utf-8")
    shown = run("compare", "plus-tard", "val")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert "Du 1er\xa0novembre 2026 au 2\xa0mai 2027" in shown.stdout
    assert "n’ont pas été gardées" in " ".join(shown.stdout.split())
    assert json.loads(run("compare", "val", "plus-tard", "--json").stdout)["after"]["phase"] == "deploiement"
    (folder / "neuf.iag.json").write_text(json.dumps(whole | {"diagnoses": []}), encoding="utf-8")
    assert run("compare", "val", "neuf").returncode == 1


def test_an_anonymous_copy(run: Run, folder: Path):
    assert run("export", "val").returncode == 2
    done = run("export", "val", "--anonymous")
    assert (done.returncode, done.stdout) == (0, "")
    copy = folder / "val-anonyme.iag.json"
    assert copy.stat().st_mode & 0o777 == 0o600
    assert "Fromagerie" not in copy.read_text(encoding="utf-8")
    assert json.loads(run("score", str(copy), "--json").stdout)["phase"]["id"] == "reflexion"
    again = run("export", "val", "--anonymous")
    assert again.returncode == 1
    assert "--force" in again.stderr
    assert run("export", "val", "--anonymous", "--no-profile", "--force").returncode == 0
    assert "1-9" not in copy.read_text(encoding="utf-8")


def test_a_dossier_is_called_by_its_name_everywhere(run: Run, folder: Path):
    for command in (["score"], ["explain"], ["report"], ["track", "--json"], ["export", "--anonymous"]):
        assert run(command[0], "val", *command[1:]).returncode == 0, command
    before = (folder / "val.iag.json").read_bytes()
    refused = run("report", "val", "-o", "val.iag.json")
    assert refused.returncode == 2
    assert "contient vos réponses" in refused.stderr
    assert (folder / "val.iag.json").read_bytes() == before
    assert "absent" in run("score", "absent").stderr


def test_six_months_later(run: Run, folder: Path):
    parts = 9
    done = run("start", "val", "--again", "--plain", "--date", "2027-05-02", given="1\n" * parts + "nsp\n" * 60 + "\n")
    assert done.returncode in (0, 130), done.stderr
    assert "Est-ce toujours vrai" in done.stderr
    stored = json.loads((folder / "val.iag.json").read_text(encoding="utf-8"))
    assert stored["answers"]["strategie"]["at"] > "2026-11-01T08:00:00Z"
    paused = run("start", "val", "--respondent", "la vendeuse", "--adviser", "--plain", given="p\n")
    assert paused.returncode == 0
    assert "iag-diag start val --adviser --respondent 'la vendeuse'" in paused.stderr
    assert run("start", "absent", "--again", "--plain").returncode == 2
    assert run("start", "absent", "--respondent", "x", "--plain").returncode == 2
