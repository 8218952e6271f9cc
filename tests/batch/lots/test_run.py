"""A run from its first row to its last file: nothing vanishes or is half-written, every refusal has its reason."""

import csv
import shutil
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from batch.runs import HEADINGS, Lot, row, write
from iag_diag.batch.lots import run as running
from iag_diag.batch.lots import workshop as keeping
from iag_diag.batch.lots.refusals import UnknownLabels
from iag_diag.batch.lots.workshop import NAME
from iag_diag.batch.mapping.model import Column
from iag_diag.batch.scoring.scorer import Scorer
from iag_diag.diagnosis.engine import Engine
from iag_diag.errors import IagDiagError


@pytest.fixture
def lot(scorer: Scorer, tmp_path: Path) -> Lot:
    return Lot(scorer, tmp_path / "sortie")


def test_a_row_gives_what_the_interview_gives(lot: Lot, engine: Engine, tmp_path: Path):
    outcome = lot.run(write(tmp_path / "e.csv", [row()]))
    answers = {"taille": "1-9", "strategie": "non", "appropriation": "aucune-reflexion", "acces-public": "oui"}
    diagnosis = engine.diagnose({**answers, "assistants": "non", "freins": ("couts",)})
    result = lot.results.to_dicts()[0]
    assert outcome.clean
    assert (outcome.rows, outcome.scored) == (1, 1)
    assert result["identifiant"] == "A1"
    assert (result["phase"], result["phase_max"]) == (diagnosis.phase.id, diagnosis.phase.highest)
    assert [result[f"fiche_{rank}"] for rank in range(1, 7) if result[f"fiche_{rank}"]] == [
        kept.sheet for kept in diagnosis.roadmap
    ]
    assert (result["reponse_taille"], result["reponse_freins"], result["reponses"]) == ("1-9", "couts", "6")


def test_a_refused_cell_has_its_place_its_reason_and_the_nearest_value(lot: Lot, tmp_path: Path):
    outcome = lot.run(write(tmp_path / "e.csv", [row(), row(identifiant="A2", strategie="ouii")]))
    assert lot.refusals == [
        {
            "ligne": "3",
            "colonne": "3",
            "intitule": "strategie",
            "question": "strategie",
            "valeur": "ouii",
            "motif": "Réponse inconnue pour cette question.",
            "valeur_proche": "oui",
            "effet": "cellule ignorée",
        }
    ]
    assert not outcome.clean
    assert (outcome.cells, outcome.partial, outcome.scored) == (1, 1, 2)
    assert lot.results["cellules_refusees"].to_list() == ["0", "1"]


@pytest.mark.parametrize("text", ["OUI", " oui ", "Oui", "oui\u00a0"])
def test_capitals_and_spaces_are_no_difference(lot: Lot, tmp_path: Path, text: str):
    assert lot.run(write(tmp_path / "e.csv", [row(strategie=text)])).clean


def test_rows_that_say_too_little_are_set_aside(lot: Lot, tmp_path: Path):
    empty = ("A2", "", "", "", "", "", "")
    unread = ("A3", "1-9", "?", "?", "", "", "")
    outcome = lot.run(write(tmp_path / "e.csv", [row(), empty, unread, row(identifiant="A4")]))
    assert lot.results["identifiant"].to_list() == ["A1", "A4"]
    aside = {refusal["ligne"]: refusal["motif"] for refusal in lot.refusals if refusal["effet"] == "ligne écartée"}
    assert aside == {"3": running.NO_ANSWER, "4": running.TOO_LITTLE.format(floor=50)}
    assert (outcome.rows, outcome.scored, outcome.aside) == (4, 2, 2)


def test_an_identifier_said_again_is_set_aside_and_an_empty_one_is_told(lot: Lot, tmp_path: Path):
    rows = [row(), row(identifiant="B"), row(), row(identifiant=""), row(identifiant="")]
    outcome = lot.run(write(tmp_path / "e.csv", rows))
    assert lot.results["ligne"].to_list() == ["2", "3", "5", "6"]
    assert [(refusal["ligne"], refusal["motif"], refusal["effet"]) for refusal in lot.refusals] == [
        ("4", "identifiant déjà lu ligne 2", "ligne écartée"),
        ("5", "identifiant vide", "ligne notée quand même"),
        ("6", "identifiant vide", "ligne notée quand même"),
    ]
    assert (outcome.scored, outcome.aside) == (4, 1)


def test_without_a_key_nothing_is_said_twice(lot: Lot, tmp_path: Path):
    assert lot.run(write(tmp_path / "e.csv", [row(), row()]), key=None).scored == 2


def test_most_labels_unknown_stops_the_run_and_writes_nothing(lot: Lot, tmp_path: Path):
    rows = [("A1", "petite", "peut-être", "bof", "oui", "hum", "oui")] * 3
    with pytest.raises(UnknownLabels, match="12 cellules refusées pour 6 comprises") as raised:
        lot.run(write(tmp_path / "e.csv", rows))
    assert "colonne 2, « taille » : 3 refus (petite…)" in raised.value.message
    assert not list(lot.folder.glob("*.csv"))


def test_an_option_that_stands_alone_is_refused_beside_another(lot: Lot, tmp_path: Path):
    headings = (*HEADINGS, "freins[aucun-frein]", "prise-en-charge")
    rows = [(*row(), "oui", "formation|aucune-formation"), (*row(identifiant="B"), "oui", "formation")]
    rows[1] = tuple(
        "non" if heading == "freins[couts]" else cell for heading, cell in zip(headings, rows[1], strict=True)
    )
    lot.run(write(tmp_path / "e.csv", rows, headings))
    assert [(refusal["ligne"], refusal["colonne"], refusal["question"]) for refusal in lot.refusals] == [
        ("2", "8", "freins"),
        ("2", "9", "prise-en-charge"),
    ]
    assert lot.results["reponse_freins"].to_list() == [None, "aucun-frein"]


def test_not_shown_is_not_empty_is_not_no(lot: Lot, tmp_path: Path):
    headings = ("identifiant", "taille", "strategie", "freins[couts]", "freins[manque-interet]")
    rows = [("A", "1-9", "non", "", ""), ("B", "1-9", "non", "non", "non"), ("C", "1-9", "non", "non", "oui")]
    lot.run(write(tmp_path / "e.csv", rows, headings))
    assert lot.results["reponse_freins"].to_list() == [None, None, "manque-interet"]
    assert lot.results["reponses"].to_list() == ["2", "2", "3"]


def test_a_text_is_never_a_formula(scorer: Scorer, tmp_path: Path):
    lot = Lot(scorer, tmp_path / "sortie", formats=("csv", "xlsx"), style="excel")
    export = write(tmp_path / "e.csv", [row(identifiant="=cmd()"), row(identifiant="-2+3", strategie="@SUM(A1)")])
    lot.run(export)
    with (lot.folder / "resultats.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [line["identifiant"] for line in csv.DictReader(file, delimiter=";")] == ["'=cmd()", "'-2+3"]
    with (lot.folder / "refus.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [line["valeur"] for line in csv.DictReader(file, delimiter=";")] == ["'@SUM(A1)"]
    book = openpyxl.load_workbook(lot.folder / "resultats.xlsx")
    assert book.sheetnames == ["Résultats", "Refus", "Explications"]
    assert [cell.data_type for cell in book["Résultats"]["B"][1:]] == ["s", "s"]
    assert book["Résultats"]["B2"].value == "=cmd()"
    explained = {line[0].value for line in book["Explications"].iter_rows(min_row=2)}
    assert explained == {cell.value for cell in book["Résultats"][1]}
    book.close()


def test_the_three_formats_say_the_same(scorer: Scorer, tmp_path: Path):
    lot = Lot(scorer, tmp_path / "sortie", formats=("csv", "parquet", "xlsx"))
    lot.run(
        write(
            tmp_path / "e.csv",
            [row(identifiant=f"C{number}", taille=size) for number, size in enumerate(["0", "1-9", "500+"])],
        )
    )
    as_text = pl.read_parquet(lot.folder / "resultats.parquet").cast(pl.String)
    assert as_text.equals(lot.results)
    book = openpyxl.load_workbook(lot.folder / "resultats.xlsx", read_only=True)
    first, *others = book["Résultats"].iter_rows(values_only=True)
    assert list(first) == lot.results.columns
    assert [[None if cell is None else str(cell) for cell in line] for line in others] == [
        list(line) for line in lot.results.rows()
    ]
    book.close()


def test_files_are_private(lot: Lot, tmp_path: Path):
    lot.run(write(tmp_path / "e.csv", [row()]))
    assert {path.name: oct(path.stat().st_mode & 0o777) for path in lot.folder.iterdir()} == {
        "resultats.csv": "0o600",
        "refus.csv": "0o600",
    }


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(running, "_CHUNK", 3)
    monkeypatch.setattr(running, "_CHUNKS_A_PART", 2)


def _many(path: Path, count: int) -> Path:
    sizes = ["0", "1-9", "10-49", "50-199"]
    return write(
        path,
        [row(identifiant=f"E{n}", taille=sizes[n % 4], strategie="oui" if n % 3 else "non?") for n in range(count)],
    )


@pytest.mark.usefixtures("small_parts")
@pytest.mark.parametrize("parts", [0, 1, 2, 4])
def test_a_killed_run_goes_on_and_ends_the_same(
    scorer: Scorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parts: int
):
    export = _many(tmp_path / "e.csv", 29)
    whole = Lot(scorer, tmp_path / "d-une-traite")
    whole.run(export)
    broken = Lot(scorer, tmp_path / "en-deux-fois")
    written = 0
    real = keeping.write_whole

    def dies(path: Path, content: bytes) -> None:
        nonlocal written
        if path.suffix == ".json" and path.name != "lot.json":
            written += 1
            if written > parts:
                raise KeyboardInterrupt
        real(path, content)

    monkeypatch.setattr(keeping, "write_whole", dies)
    with pytest.raises(KeyboardInterrupt):
        broken.run(export)
    assert not list(broken.folder.glob("*.csv"))
    monkeypatch.setattr(keeping, "write_whole", real)
    broken.run(export, resume=True)
    for name in ("resultats.csv", "refus.csv"):
        assert (broken.folder / name).read_bytes() == (whole.folder / name).read_bytes()
    assert not (broken.folder / NAME).exists()


@pytest.mark.usefixtures("small_parts")
def test_another_export_is_not_taken_for_the_one_that_was_interrupted(lot: Lot, tmp_path: Path):
    lot.run(_many(tmp_path / "e.csv", 9))
    shutil.copytree(lot.folder, tmp_path / "garde")
    other = Lot(lot.scorer, tmp_path / "autre")
    (other.folder / NAME / "0").mkdir(parents=True)
    (other.folder / NAME / "0" / "00000.json").write_text("{}", encoding="utf-8")
    with pytest.raises(IagDiagError, match="ne portait pas sur le même export"):
        other.run(_many(tmp_path / "f.csv", 9), resume=True)


@pytest.mark.usefixtures("small_parts")
def test_parts_make_no_difference(scorer: Scorer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    export = _many(tmp_path / "e.csv", 29)
    in_parts = Lot(scorer, tmp_path / "parts")
    in_parts.run(export)
    monkeypatch.setattr(running, "_CHUNK", 1000)
    at_once = Lot(scorer, tmp_path / "bloc")
    at_once.run(export)
    for name in ("resultats.csv", "refus.csv"):
        assert (in_parts.folder / name).read_bytes() == (at_once.folder / name).read_bytes()


def test_a_short_row_is_told_and_the_others_are_scored(lot: Lot, tmp_path: Path):
    export = write(tmp_path / "e.csv", [row(), ("A2", "1-9"), row(identifiant="A3")])
    outcome = lot.run(export)
    assert lot.results["identifiant"].to_list() == ["A1", "A3"]
    assert [(refusal["ligne"], refusal["effet"]) for refusal in lot.refusals] == [("3", "ligne écartée")]
    assert (outcome.rows, outcome.scored, outcome.aside) == (3, 2, 1)


def test_headings_may_have_moved(lot: Lot, tmp_path: Path):
    from iag_diag.batch.lots.decoding import Decoder
    from iag_diag.batch.mapping.plain import plain_mapping
    from iag_diag.batch.reading import open_export

    pack = lot.scorer.pack
    first = open_export(write(tmp_path / "e.csv", [row()]), plain=frozenset(pack.questions))
    mapping = plain_mapping(first.headings, pack)
    assert mapping is not None
    moved = open_export(write(tmp_path / "f.csv", [row()[::-1]], HEADINGS[::-1]), plain=frozenset(pack.questions))
    decoder = Decoder(mapping, moved.headings, pack, lot.scorer.slots)
    (chunk,) = moved.chunks(10)
    assert decoder.decode(chunk.frame).coded["taille"].to_list() == [lot.scorer.slots["taille"].code("1-9")]
    gone = open_export(write(tmp_path / "g.csv", [row()[:-1]], HEADINGS[:-1]), plain=frozenset(pack.questions))
    with pytest.raises(IagDiagError, match="colonne\u00a07"):
        Decoder(mapping, gone.headings, pack, lot.scorer.slots)


def test_a_key_column_that_is_gone_stops_the_run(lot: Lot, tmp_path: Path):
    strategie = Column(column=3, heading="strategie", question="strategie", labels={"oui": "oui", "non": "non"})
    key = Column(column=9, heading="Dossier", question="-")
    with pytest.raises(IagDiagError, match="colonne\u00a09, «\u00a0Dossier\u00a0»"):
        lot.run(write(tmp_path / "e.csv", [row()]), key=9, columns=(strategie, key))
