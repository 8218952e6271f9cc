"""What a user meets when something is wrong: French on stderr, nothing on stdout, the exit code that scripts expect."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from iag_diag import __version__
from iag_diag.cli import app, inputs

ANSWERS = "answers: {taille: 1-9, strategie: non}\n"
NAMES = [
    "../../x <script>alert(1)</script>",
    "=cmd()|' /C calc'!A0",
    "\x1b[31mRouge\x1b[0m\x07\x9b31m",
    "متجر الزهور",
    "\u202egnp.exe",
    "Fleurs 🌸👩‍🌾",
    "é" * 300,
    "`rm -rf` $(id) [lien](http://exemple.fr) | # *gras* _x_",
    "Ligne 1\nLigne 2\tet tab",
]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["bogus"], 2, "La commande « bogus » n’existe pas."),
        (["scor", "x"], 2, "Vouliez-vous score ou cohort ?"),
        (["score"], 2, "Il manque FICHIER."),
        (["score", "x", "--bogus"], 2, "L’option « --bogus » n’existe pas."),
        (["score", "x", "--dat", "2026-11-23"], 2, "Vouliez-vous --date ?"),
        (["score", "x", "--date"], 2, "L’option « --date » attend une valeur."),
        (["score", "x", "--json=3"], 2, "L’option « --json » n’attend pas de valeur."),
        (["score", "x", "y"], 2, "« y » est en trop."),
        (["score", "x", "--date", "hier"], 2, "« hier » n’est pas une date.\nÉcrivez-la ainsi : 2026-11-23."),
        (["score", "x", "--date", "2026-02-30"], 2, "« 2026-02-30 » n’est pas une date."),
        (["score", "absent.yaml"], 1, "Le fichier « absent.yaml » n’existe pas.\nVérifiez le nom et l’endroit."),
        (["score", "."], 1, "Le fichier « . » ne peut pas être lu (c’est un dossier)."),
        (["score", "x" * 300], 1, "ne peut pas être lu (le nom est trop long)."),
        (["score", "absent.iag.json"], 1, "Le dossier « absent.iag.json » n’existe pas."),
        (["score", "bon.yaml", "--roadmap", "."], 1, "« . » ne peut pas être remplacé (c’est un dossier)."),
        (["score", "bon.yaml", "--roadmap", "nulle/x.md"], 1, "« nulle/x.md » ne peut pas être écrit (introuvable)."),
        (["score", "mauvais.yaml"], 1, "mauvais.yaml:1 · answers.taille · « 1-8 » n’est pas une réponse possible."),
        (["score", "bon.yaml", "--content", "."], 1, ". n’est pas un référentiel : il y manque « questionnaires »"),
        (["show", "fiches", "--content", "nulle"], 1, "nulle n’est pas un référentiel : il y manque"),
        (["show"], 2, "Il manque QUOI."),
        (["show", "machin"], 2, "« machin » ne se montre pas.\nPossibles : fiches, metiers, competences, formations"),
        (["show", "fiche", "99"], 1, "Il n’y a pas de fiche 99.\nElles vont de 1 à 16"),
        (["show", "fiche", "chartes-ethiques"], 1, "La fiche « chartes-ethiques » n’existe pas.\nVouliez-vous"),
        (["show", "fiche", "1", "--size", "3"], 2, "La taille « 3 » n’existe pas.\nPossibles : 0, 1-9"),
        (["show", "metiers", "--size", "1-9"], 2, "--size ne va qu’avec les fiches.\nRetirez-le."),
        (
            ["show", "metier", "sav", "--filter", "risque=publie"],
            2,
            "--filter ne va qu’avec une liste.\nRetirez-le, ou",
        ),
        (["show", "fiche", "017"], 1, "Il n’y a pas de fiche 017.\nElles vont de 1 à 16"),
        (["start"], 2, "il n’y a pas de terminal pour y répondre.\nSans terminal : iag-diag score REPONSES.yaml."),
        (["start", "--plain", "neuve"], 2, "il n’y a pas de terminal pour y répondre."),
        (["start", "--no-input", "absent"], 2, "Le dossier « absent.iag.json » n’existe pas, et --no-input interdit"),
        (["start", "--plain", "."], 2, "« . » n’est pas un nom de dossier.\nDonnez-en un : iag-diag start boutique"),
        (["start", "--plain", ""], 2, "«  » n’est pas un nom de dossier."),
        (["start", "--plain", "x" * 300], 1, "On ne peut pas écrire dans « . » (le nom est trop long)."),
        (["start", "--plain", "abime"], 1, "Le dossier « abime.iag.json » est abîmé : ce n’est pas du JSON, ligne 1."),
        (["start", "--plain", "recent"], 1, "vient d’une version plus récente d’iag-diag (format 9, ici 2)."),
        (["start", "--date", "demain"], 2, "« demain » n’est pas une date."),
    ],
)
def test_error(run, tmp_path: Path, arguments: list[str], code: int, said: str):
    files = {
        "bon.yaml": ANSWERS,
        "mauvais.yaml": "answers: {taille: 1-8}\n",
        "abime.iag.json": '{"company": ',
        "recent.iag.json": '{"schema": 9}',
    }
    for name, content in files.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    done = run(*arguments)
    assert (done.returncode, done.stdout) == (code, "")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert {name: (tmp_path / name).read_text(encoding="utf-8") for name in files} == files
    assert {path.name for path in tmp_path.iterdir() if not path.name.endswith(".lock")} == set(files)


def test_version_and_help_are_done(run):
    assert (run("--version").returncode, run("--version").stdout) == (0, f"iag-diag {__version__}\n")
    assert run("--help").returncode == run("score", "-h").returncode == 0


def test_no_command_shows_the_help_on_stderr(run):
    done = run()
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Utilisation : iag-diag [OPTIONS] COMMANDE")


def test_unknown_questionnaire(run, tmp_path: Path):
    done = run("start", "--plain", "-q", "expres", given="Boutique\n")
    assert (done.returncode, done.stdout) == (2, "")
    assert "Le questionnaire « expres » n’existe pas.\nVouliez-vous « express » ?" in done.stderr
    assert list(tmp_path.glob("*.iag.json")) == []


def test_answers_that_stop_short_are_kept(run, tmp_path: Path):
    done = run("start", "--plain", "-q", "express", "boutique", given="Boutique\n")
    assert (done.returncode, done.stdout) == (130, "")
    assert (
        "Interrompu. Vos réponses sont gardées dans boutique.iag.json.\nPour reprendre : iag-diag start boutique"
        in done.stderr
    )
    assert json.loads((tmp_path / "boutique.iag.json").read_text(encoding="utf-8"))["company"] == "Boutique"


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c(tmp_path: Path):
    line = [sys.executable, "-X", "utf8", "-m", "iag_diag", "start", "--plain"]
    pipe = subprocess.PIPE
    with subprocess.Popen(line, stdin=pipe, stdout=pipe, stderr=pipe, encoding="utf-8", cwd=tmp_path) as process:
        assert process.stderr is not None
        while "Nom de votre entreprise" not in process.stderr.readline():
            pass
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate()
    assert (process.returncode, stdout) == (130, "")
    assert "Interrompu avant la première question : rien à garder." in stderr
    assert "Traceback" not in stderr


def test_bug_leaves_a_log_and_no_traceback(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    def fail(_: str | None) -> None:
        raise RuntimeError("cela ne devait pas arriver")

    monkeypatch.setattr(inputs, "pack", fail)
    monkeypatch.setattr(sys, "argv", ["iag-diag", "show", "fiches"])
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(SystemExit) as stopped:
        app.main()
    shown = capsys.readouterr()
    (log,) = tmp_path.glob("iag-diag-panne-*.log")
    assert (stopped.value.code, shown.out) == (3, "")
    assert "Une panne de l’outil, pas de vous (RuntimeError)." in shown.err
    assert str(log) in shown.err
    assert "Traceback" not in shown.err
    assert "cela ne devait pas arriver" in log.read_text(encoding="utf-8")


@pytest.mark.skipif(os.name == "nt", reason="needs a POSIX shell")
@pytest.mark.parametrize("command", ["show questions", "show fiches --json", "score bon.yaml", "score bon.yaml --json"])
@pytest.mark.parametrize("reader", ["head -n 1", "true"])
def test_closed_pipe_is_silent(tmp_path: Path, command: str, reader: str):
    (tmp_path / "bon.yaml").write_text(ANSWERS, encoding="utf-8")
    line = f"'{sys.executable}' -X utf8 -m iag_diag {command} | {reader}"
    done = subprocess.run(line, shell=True, capture_output=True, cwd=tmp_path, check=False)  # noqa: S602
    assert done.stderr == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [["show", "fiches"], ["score", "bon.yaml"], ["score", "bon.yaml", "--json"]])
def test_full_disk_on_stdout(tmp_path: Path, arguments: list[str]):
    (tmp_path / "bon.yaml").write_text(ANSWERS, encoding="utf-8")
    line = [sys.executable, "-X", "utf8", "-m", "iag_diag", *arguments]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, encoding="utf-8", cwd=tmp_path, check=False)
    assert done.returncode == 1
    assert done.stderr == "Le disque est plein : le résultat n’a pas pu être écrit en entier.\nLibérez de la place.\n"


@pytest.mark.parametrize("name", NAMES)
def test_a_company_name_is_only_a_name(run, tmp_path: Path, name: str):
    answers = {"company": name, "answers": {"taille": "1-9", "strategie": "non"}}
    (tmp_path / "r.json").write_text(json.dumps(answers), encoding="utf-8")
    around = sorted(tmp_path.parent.iterdir())
    done = run("score", "r.json", "--roadmap", "feuille.md")
    assert done.returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["feuille.md", "r.json"]
    assert sorted(tmp_path.parent.iterdir()) == around
    roadmap = (tmp_path / "feuille.md").read_text(encoding="utf-8")
    for shown in (done.stdout, done.stderr, roadmap):
        assert not {character for character in shown if not character.isprintable()} - set("\n\u00a0\u202f")
    unescaped = re.sub(r"\\[^\w\s]", "", roadmap)
    assert not re.search(r"<script|\]\(http|`rm|\*gras|http://exemple", unescaped)
    assert json.loads(run("score", "r.json", "--json").stdout)["company"] == " ".join(
        "".join(c for c in " ".join(name.split()) if c.isprintable()).split()
    )


@pytest.mark.parametrize("name", NAMES[:3])
def test_a_company_name_typed_in_the_interview_names_no_file(run, tmp_path: Path, name: str):
    around = sorted(tmp_path.parent.iterdir())
    done = run("start", "--plain", "-q", "express", given=name + "\n")
    assert done.returncode == 130
    assert "\x1b" not in done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.suffix != ".lock"] == ["diagnostic.iag.json"]
    assert sorted(tmp_path.parent.iterdir()) == around
