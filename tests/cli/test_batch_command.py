"""`iag-diag batch` as a consultant runs it: exports in, files out, exit codes, and nothing replaced by surprise."""

import csv
import json
import re
from pathlib import Path

import openpyxl
import pytest

from batch.runs import HEADINGS, row, write
from builders import CASES, read
from iag_diag.batch.lots.workshop import NAME
from iag_diag.content.pack import Pack
from iag_diag.dossiers import store
from iag_diag.dossiers.model import Dossier, PackReference

DAY = "2026-11-25"
MOMENT = f"{DAY}T09:00:00Z"
CAUTION = re.compile("\\nCette phase tient .+\\n| Nous hésitons sur .+".encode())


def test_six_companies_give_four_kinds_of_files(run, tmp_path: Path):
    write(tmp_path / "enquete.csv", [row(identifiant=f"E{number}") for number in range(6)])
    done = run("batch", "enquete.csv", "-f", "csv", "-f", "parquet", "-f", "xlsx", "--roadmaps", "--date", DAY)
    assert (done.returncode, done.stderr) == (0, "")
    folder = tmp_path / "resultats-enquete"
    assert {path.name for path in folder.iterdir()} == {
        "resultats.csv",
        "resultats.parquet",
        "resultats.xlsx",
        "refus.csv",
        "feuilles-de-route",
        "cohorte.md",
        "cohorte.html",
    }
    assert "6\u00a0lignes lues, 6\u00a0entreprises notées." in done.stdout
    assert "Aucun refus" in done.stdout


def test_roadmaps_are_those_of_score_without_the_cautions_and_named_by_their_line(run, tmp_path: Path):
    write(tmp_path / "enquete.csv", [row(identifiant="../../x <script>"), row(identifiant="B")])
    assert run("batch", "enquete.csv", "--roadmaps", "--date", DAY).returncode == 0
    folder = tmp_path / "resultats-enquete"
    assert sorted(path.name for path in (folder / "feuilles-de-route").iterdir()) == ["0000002.md", "0000003.md"]
    answers = {"taille": "1-9", "strategie": "non", "appropriation": "aucune-reflexion", "acces-public": "oui"}
    given = {"company": "../../x <script>", "answers": {**answers, "assistants": "non", "freins": ["couts"]}}
    (tmp_path / "une.json").write_text(json.dumps(given), encoding="utf-8")
    assert run("score", "une.json", "--roadmap", "une.md", "--date", DAY).returncode == 0
    alone, found = (tmp_path / "une.md").read_bytes(), (folder / "feuilles-de-route" / "0000002.md").read_bytes()
    assert CAUTION.search(alone)
    assert found == CAUTION.sub(b"", alone)
    with (folder / "resultats.csv").open(encoding="utf-8-sig", newline="") as file:
        paths = [line["feuille_de_route"] for line in csv.DictReader(file, delimiter=";")]
    assert [(folder / path).is_file() for path in paths] == [True, True]


def test_refusals_end_with_four_and_are_counted(run, tmp_path: Path):
    write(tmp_path / "enquete.csv", [row(), row(identifiant="B", strategie="ouais"), row()])
    done = run("batch", "enquete.csv", "--json")
    told = json.loads(done.stdout)
    assert done.returncode == 4
    assert (told["rows"], told["scored"], told["rows_set_aside"], told["cells_refused"]) == (3, 2, 1, 1)
    assert told["columns"] == [{"column": 3, "heading": "strategie", "refused": 1}]
    said = run("batch", "enquete.csv", "--force").stdout
    assert "1\u00a0ligne écartée" in said
    assert "1\u00a0cellule refusée" in said
    assert "colonne 3" in said


def test_nothing_is_replaced_without_being_asked(run, tmp_path: Path):
    write(tmp_path / "enquete.csv", [row()])
    assert run("batch", "enquete.csv").returncode == 0
    before = (tmp_path / "resultats-enquete" / "resultats.csv").read_bytes()
    write(tmp_path / "enquete.csv", [row(), row(identifiant="B")])
    again = run("batch", "enquete.csv")
    assert again.returncode == 1
    assert "--force" in again.stderr
    assert (tmp_path / "resultats-enquete" / "resultats.csv").read_bytes() == before
    assert run("batch", "enquete.csv", "--force").returncode == 0
    assert (tmp_path / "resultats-enquete" / "resultats.csv").read_bytes() != before


def test_what_an_earlier_run_wrote_of_other_companies_goes(run, tmp_path: Path):
    write(tmp_path / "enquete.csv", [row(identifiant=f"E{number}") for number in range(6)])
    assert run("batch", "enquete.csv", "-f", "csv", "-f", "xlsx", "--roadmaps").returncode == 0
    mine = tmp_path / "resultats-enquete" / "mes-notes.txt"
    mine.touch()
    write(tmp_path / "enquete.csv", [row(), row(identifiant="B")])
    assert run("batch", "enquete.csv", "-f", "csv", "--roadmaps", "--force").returncode == 0
    folder = tmp_path / "resultats-enquete"
    assert {path.name for path in folder.iterdir()} == {
        "resultats.csv",
        "refus.csv",
        "feuilles-de-route",
        "mes-notes.txt",
    }
    assert len(list((folder / "feuilles-de-route").iterdir())) == 2
    assert run("batch", "enquete.csv", "-f", "csv", "--force").returncode == 0
    assert not (folder / "feuilles-de-route").exists()


def test_an_interrupted_run_is_said_and_is_not_lost(run, tmp_path: Path):
    write(tmp_path / "enquete.csv", [row()])
    left = tmp_path / "resultats-enquete" / NAME / "0"
    left.mkdir(parents=True)
    (left / "00000.json").write_text("{}", encoding="utf-8")
    unfinished = tmp_path / "resultats-enquete" / ".resultats.csv.123.tmp"
    unfinished.touch()
    done = run("batch", "enquete.csv")
    assert done.returncode == 1
    assert "--resume" in done.stderr
    assert (left / "00000.json").exists()
    assert not unfinished.exists()


def test_most_labels_unknown_writes_nothing(run, tmp_path: Path):
    write(tmp_path / "enquete.csv", [("A1", "1", "2", "4", "1", "2", "1")] * 20)
    done = run("batch", "enquete.csv")
    assert done.returncode == 1
    assert "Aucune entreprise n’est notée" in done.stderr
    assert not (tmp_path / "resultats-enquete").exists()


def test_a_foreign_export_is_shown_and_refused(run, tmp_path: Path):
    write(tmp_path / "meteo.csv", [("Lyon", "12,5"), ("Lille", "9,1")] * 5, ("Ville", "Température"))
    done = run("batch", "meteo.csv")
    assert done.returncode == 1
    assert "Température" in done.stderr
    assert not (tmp_path / "resultats-meteo").exists()


def test_a_mapping_written_by_map_is_used_again(run, tmp_path: Path):
    titles = (
        "N°",
        "Nombre de salariés",
        "Avez-vous une stratégie en matière d’IA générative ?",
        "Où en est votre entreprise avec l’IA ?",
    )
    rows = [
        ("1", "1 à 9", "Oui", "Stratégie mise par écrit"),
        ("2", "10 à 49", "Non", "Aucune réflexion pour l’instant"),
    ]
    write(tmp_path / "e.csv", rows, titles)
    assert run("map", "e.csv", "--no-input", "-o", "m.yaml").returncode == 0
    done = run("batch", "e.csv", "-m", "m.yaml", "--csv", "standard", "--answers")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "resultats-e" / "resultats.csv").open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    assert [(line["identifiant"], line["reponse_taille"], line["reponse_strategie"]) for line in lines] == [
        ("1", "1-9", "oui"),
        ("2", "10-49", "non"),
    ]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_empty_form_once_filled_goes_through(run, tmp_path: Path, kind: str):
    assert run("batch", "--form", kind, "-o", f"f.{kind}").returncode == 0
    assert run("batch", "--form", kind, "-o", f"f.{kind}").returncode == 1
    filled = {
        "identifiant": "A",
        "taille": "1-9",
        "strategie": "non",
        "appropriation": "acculturation",
        "freins[couts]": "oui",
    }
    if kind == "csv":
        headings = (tmp_path / "f.csv").read_text(encoding="utf-8-sig").splitlines()[0].split(";")
        write(tmp_path / "f.csv", [[filled.get(heading, "") for heading in headings]], headings)
    else:
        book = openpyxl.load_workbook(tmp_path / "f.xlsx")
        for cell in book.worksheets[0][1]:
            if cell.value in filled:
                book.worksheets[0].cell(row=2, column=cell.column, value=filled[cell.value])
        book.save(tmp_path / "f.xlsx")
        book.close()
    done = run("batch", f"f.{kind}", "--json")
    assert done.returncode == 0, done.stderr + done.stdout
    assert json.loads(done.stdout)["scored"] == 1


def test_a_folder_of_dossiers_gives_what_score_gives(run, pack: Pack, tmp_path: Path):
    (tmp_path / "dossiers").mkdir()
    expected = {}
    for case in sorted(CASES.glob("*.yaml"))[:12]:
        dossier = Dossier(questionnaire="complet", pack=PackReference.of(pack), created=MOMENT, updated=MOMENT)
        for question, value in read(case)["answers"].items():
            dossier = dossier.with_answer(question, value, MOMENT)
        store.save(tmp_path / "dossiers" / f"{case.stem}.iag.json", dossier)
        expected[case.stem] = read(case)["expect"]["phase"]
    done = run("batch", "dossiers", "--csv", "standard")
    assert done.returncode == 0, done.stderr + done.stdout
    with (tmp_path / "resultats-dossiers" / "resultats.csv").open(encoding="utf-8", newline="") as file:
        found = {line["identifiant"].removesuffix(".iag.json"): line["phase"] for line in csv.DictReader(file)}
    assert found == expected


def test_what_is_missing_is_named(run, tmp_path: Path):
    assert run("batch").returncode == 2
    gone = run("batch", "absent.csv")
    assert (gone.returncode, "absent.csv" in gone.stderr) == (1, True)
    write(tmp_path / "e.csv", [row()])
    without = run("batch", "e.csv", "-m", "absente.yaml")
    assert (without.returncode, "iag-diag map" in without.stderr) == (1, True)
    for option, word, known in (("--format", "xls", "xlsx"), ("--csv", "exel", "excel"), ("--form", "pdf", "csv")):
        refused = run("batch", "e.csv", option, word)
        assert (refused.returncode, known in refused.stderr, option in refused.stderr) == (2, True, True)
    wrong = run("batch", "--form", "csv", "-q", "expres")
    assert (wrong.returncode, "Vouliez-vous" in wrong.stderr) == (2, True)


def test_without_the_complement_the_command_to_install_it_is_said(run, tmp_path: Path):
    write(tmp_path / "e.csv", [row()])
    (tmp_path / "polars.py").write_text("raise ModuleNotFoundError(name='polars')\n", encoding="utf-8")
    done = run("batch", "e.csv", PYTHONPATH=str(tmp_path))
    assert done.returncode == 1
    assert "pip install 'iag-diag[batch]'" in done.stderr


def test_a_foreign_heading_beside_ours_is_left_aside(run, tmp_path: Path):
    rows = [(*row(identifiant=f"E{number}"), str(number)) for number in range(3)]
    write(tmp_path / "e.csv", rows, (*HEADINGS, "Surface de vente"))
    done = run("batch", "e.csv", "--json")
    assert (done.returncode, json.loads(done.stdout)["scored"]) == (0, 3)


def test_headings_alone_are_said_and_leave_nothing_behind(run, tmp_path: Path):
    write(tmp_path / "e.csv", [])
    done = run("batch", "e.csv")
    assert done.returncode == 1
    assert "aucune ligne de réponses" in done.stderr
    assert not (tmp_path / "resultats-e").exists()


def test_an_export_of_which_every_row_is_set_aside_is_told(run, tmp_path: Path):
    write(tmp_path / "e.csv", [("A", "", "", "", "", "", ""), ("B", "", "", "", "", "", "")])
    done = run("batch", "e.csv")
    assert done.returncode == 4
    assert "0\u00a0entreprise notée" in done.stdout
