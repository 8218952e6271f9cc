"""`explain` and `whatif` from the shell: what they print, what they refuse, and that nothing is written."""

import json
from pathlib import Path

import pytest

from builders import CASES, read

ANSWERS = read(CASES / "cave-des-halles.yaml")["answers"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "reponses.json"
    path.write_text(json.dumps({"company": "Essai", "answers": ANSWERS}), encoding="utf-8")
    return path


def test_the_same_trace_as_score(run, file: Path, tmp_path: Path):
    scored = json.loads(run("score", file, "--json").stdout)
    told = json.loads(run("explain", file, "--json").stdout)
    assert {key: value for key, value in told.items() if key != "close_calls"} == scored
    assert json.loads(run("explain", file, "phase", "--json").stdout) == {
        **scored["phase"],
        "levers": scored["levers"],
        "close_calls": told["close_calls"],
    }
    done = run("explain", file, "fiche", "5", "-o", "annexe.md")
    assert (done.returncode, done.stdout) == (0, "")
    annex = (tmp_path / "annexe.md").read_text(encoding="utf-8")
    assert annex.count("\n## ") == 1
    assert "rules/sheets.yaml" in annex


def test_what_if_writes_nothing(run, file: Path, tmp_path: Path):
    before = file.read_bytes()
    done = run("whatif", file, "assistants=oui")
    assert (done.returncode, done.stderr) == (0, "")
    assert "Et si… avant → après (rien n’est enregistré)" in done.stdout
    assert (file.read_bytes(), [path.name for path in tmp_path.iterdir()]) == (before, [file.name])


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("explain", "rien.yaml"), 1, "rien.yaml"),
        (("explain", "reponses.json", "phases"), 2, "« phases » ne s’explique pas ainsi.\nVouliez-vous « phase » ?"),
        (("explain", "reponses.json", "fiche", "99"), 1, "La fiche « 99 » n’existe pas."),
        (("whatif", "reponses.json"), 2, "Il manque QUESTION=RÉPONSE"),
        (("whatif", "reponses.json", "taille=4"), 1, "« 4 » n’est pas une réponse possible."),
        (
            ("whatif", "reponses.json", "tailles=0"),
            2,
            "La question « tailles » n’existe pas.\nVouliez-vous « taille » ?",
        ),
    ],
)
def test_refusals(run, file: Path, arguments: tuple[str, ...], code: int, said: str):
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr.replace("\u00a0", " ")
