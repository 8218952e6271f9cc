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
    assert {key: value for key, value in told.items() if key not in ("words", "former")} == scored
    phase = json.loads(run("explain", file, "phase", "--json").stdout)
    assert {key: value for key, value in phase.items() if key != "words"} == {
        key: scored[key] for key in ("schema", "pack", "company", "date", "phase", "levers", "robustness")
    }
    done = run("explain", file, "fiche", "5", "-o", "annexe.md")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "Explications\u00a0: annexe.md\n")
    annex = (tmp_path / "annexe.md").read_text(encoding="utf-8")
    assert annex.count("\n## ") == 1
    assert "rules/sheets.yaml" in annex


def test_a_report_goes_to_the_standard_output_or_to_a_private_file(run, file: Path, tmp_path: Path):
    done = run("report", file, "--annex")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("# Feuille de route")
    assert "\n## Annexe\u00a0: pourquoi ces conclusions\n" in done.stdout
    (tmp_path / "notes.md").write_text("À moi.", encoding="utf-8")
    done = run("report", file, "--annex", "-o", "notes.md")
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr.endswith("notes.md (la précédente\u00a0: notes.precedente-1.md)\n")
    assert (tmp_path / "notes.precedente-1.md").read_text(encoding="utf-8") == "À moi."


def test_a_dossier_of_other_rules_says_what_is_gone(run, tmp_path: Path):
    moment = "2026-05-23T09:00:00Z"
    given = {"taille": "1-9", "vieille": "<b>\x1b[31m", "strategie": "bof"}
    dossier = {
        "schema": 2,
        "company": "Essai",
        "questionnaire": "complet",
        "pack": {"id": "autre", "version": "0.1", "hash": "0" * 64},
        "created": moment,
        "updated": moment,
        "answers": {question: {"value": value, "at": moment} for question, value in given.items()},
    }
    path = tmp_path / "essai.iag.json"
    path.write_text(json.dumps(dossier), encoding="utf-8")
    before = path.read_bytes()
    done = run("explain", path.name, "--plain")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "Ce qui ne peut plus être expliqué")
    assert "«\u00a0vieille\u00a0»\u00a0: «\u00a0<b>[31m\u00a0»" in done.stdout
    assert "Ce dossier a servi avec un autre référentiel" in run("explain", path.name, "phase").stderr
    gone = run("explain", path.name, "question", "vieille")
    assert (gone.returncode, gone.stdout) == (1, "")
    assert "n’existe plus dans ce référentiel" in gone.stderr
    assert path.read_bytes() == before


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
        (("explain", "reponses.json", "phase", "usages"), 2, "« usages » est en trop."),
        (("explain", "reponses.json", "phase", "-o", "."), 1, "« . » ne peut pas être remplacé (c’est un dossier)."),
        (("report", "rien.yaml"), 1, "rien.yaml"),
        (
            ("report", "reponses.json", "--format", "odt"),
            2,
            "« odt » n’est pas possible pour --format.\nPossibles : md",
        ),
        (("report", "reponses.json", "-o", "reponses.json"), 2, "« reponses.json » contient vos réponses"),
        (("explain", "reponses.json", "-o", "reponses.json"), 2, "« reponses.json » contient vos réponses"),
        (("report", "reponses.json", "-o", "nulle/x.md"), 1, "« nulle/x.md » ne peut pas être écrit (introuvable)."),
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
