"""Each tool's export, as its own code writes it (see ../fixtures/make.py), is recognised and read whole."""

import csv
import importlib.util
from pathlib import Path

import pytest

from exports import Reading, read_file, table, write
from iag_diag.batch.reading.tools import TOOLS

FIXTURES = Path(__file__).parent.parent / "fixtures"
_spec = importlib.util.spec_from_file_location("make_fixtures", FIXTURES / "make.py")
assert _spec is not None
assert _spec.loader is not None
make = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(make)

EXPECTED = {
    # file: vendor, key, columns of metadata, heading rows, encoding, delimiter, separator
    "limesurvey-code.csv": ("limesurvey", 0, 4, 1, "utf-8", ";", None),
    "limesurvey-code-souligne.csv": ("limesurvey", 0, 4, 1, "utf-8", ";", None),
    "limesurvey-complet.csv": ("limesurvey", 0, 4, 1, "utf-8", ";", None),
    "limesurvey-complet-cp1252.csv": ("limesurvey", 0, 4, 1, "cp1252", ";", None),
    "limesurvey-code-texte.csv": ("limesurvey", 0, 4, 1, "utf-8", ";", None),
    "limesurvey-abrege.csv": ("limesurvey", 0, 4, 1, "utf-8", ";", None),
    "google-forms.csv": ("google-forms", None, 1, 1, "utf-8", ",", ", "),
    "google-forms-cp1252.csv": ("google-forms", None, 1, 1, "cp1252", ",", ", "),
    "microsoft-forms.xlsx": ("microsoft-forms", 0, 5, 1, "", "", ";"),
    "microsoft-forms-excel-cp1252.csv": ("microsoft-forms", 0, 5, 1, "cp1252", ";", ";"),
    "surveymonkey.csv": ("surveymonkey", 0, 6, 2, "utf-8", ",", None),
    "surveymonkey-cp1252.csv": ("surveymonkey", 0, 6, 2, "cp1252", ",", None),
    "qualtrics.csv": ("qualtrics", 5, 7, 3, "utf-8", ",", ","),
    "qualtrics-utf-16.tsv": ("qualtrics", 5, 7, 3, "utf-16", "\t", ","),
    "framaforms.csv": ("framaforms", 1, 8, 3, "utf-8", ",", ","),
    "framaforms.tsv": ("framaforms", 1, 8, 3, "utf-16", "\t", ","),
    "typeform.csv": ("typeform", 0, 4, 1, "utf-8", ",", None),
    "typeform-cp1252.csv": ("typeform", 0, 4, 1, "cp1252", ",", None),
    "iag-diag.csv": ("iag-diag", 0, 1, 1, "utf-8", ";", "|"),
    "iag-diag-cp1252.csv": ("iag-diag", 0, 1, 1, "cp1252", ";", "|"),
    "iag-diag.jsonl": ("iag-diag", 0, 1, 0, "utf-8", "", "|"),
    "excel-cp1252.csv": ("", 0, 1, 1, "cp1252", ";", None),
    "excel-utf-16.txt": ("", 0, 1, 1, "utf-16", "\t", None),
}


def column(reading: Reading, text: str, sub: str = "") -> list[str | None]:
    places = [
        heading.place for heading in reading.export.headings if heading.text.startswith(text) and heading.sub == sub
    ]
    assert len(places) == 1, (text, sub, reading.export.headings)
    return [cells[places[0]] for cells in reading.cells]


def test_the_files_are_what_their_maker_writes():
    assert {name: (FIXTURES / name).read_bytes() for name in EXPECTED} == dict(make.exports())


@pytest.mark.parametrize("name", EXPECTED)
def test_each_export_is_recognised_and_read_whole(name):
    reading = read_file(FIXTURES / name)
    export, habits = reading.export, reading.export.habits
    found = (
        habits.vendor,
        habits.key,
        len(habits.metadata),
        habits.heading_rows,
        export.encoding,
        export.delimiter,
        habits.separator,
    )
    assert found == EXPECTED[name]
    assert reading.faults == {}
    assert sorted(reading.rows) == list(range(habits.heading_rows + 1, habits.heading_rows + 1 + len(make.SHOPS)))
    assert reading.ways[-1] == ("Table" if name.endswith((".xlsx", ".jsonl")) else "Quick")


@pytest.mark.parametrize("name", [name for name in EXPECTED if "google" not in name])
def test_free_text_comes_out_as_it_was_typed(name):
    reading = read_file(FIXTURES / name)
    texts = [
        cell or ""
        for cell in column(
            reading,
            "autres-impacts"
            if "iag" in name
            else ("texte" if "code" in name and "texte" not in name else "Quels autres ef"),
        )
    ]
    typed = [shop[-1] for shop in make.SHOPS]
    masked = [f"'{text}" if text.startswith("=") else text for text in typed]  # LimeSurvey's guard
    assert texts == (masked if "limesurvey" in name else typed)


@pytest.mark.parametrize("mode", ["code", "code-souligne", "complet", "code-texte", "abrege"])
def test_limesurvey_tells_not_shown_from_not_ticked(mode):
    reading = read_file(FIXTURES / f"limesurvey-{mode}.csv")
    coded = mode.startswith("code") and mode != "code-texte"
    text = {"code": "freins[SQ001]", "code-souligne": "freins_SQ001"}.get(mode, "Quels freins re")
    barrier = column(reading, text, "SQ001" if coded else "Le coût, l’équipement")
    ticked, not_ticked = ("Y", "") if coded else ("Oui", "Non")
    assert barrier == [ticked, ticked, not_ticked, None, not_ticked, not_ticked, ticked, not_ticked]
    assert {ticked} <= reading.export.habits.ticked
    assert {not_ticked} <= reading.export.habits.unticked


def test_limesurvey_headings_keep_codes_beside_texts():
    reading = read_file(FIXTURES / "limesurvey-code-texte.csv")
    found = {heading.code: (heading.text, heading.sub) for heading in reading.export.headings}
    assert found["freins[SQ002]"] == (make.FREINS, "Le manque d’expertise")
    assert found["taille"] == (make.TAILLE, "")


@pytest.mark.parametrize("name", ["surveymonkey.csv", "framaforms.csv", "framaforms.tsv"])
def test_options_find_their_question_in_the_row_above(name):
    reading = read_file(FIXTURES / name)
    subs = [heading.sub for heading in reading.export.headings if heading.text == make.FREINS]
    assert subs == list(make.FREINS_CITES.values())
    rows = [heading.sub for heading in reading.export.headings if heading.text == make.APPREHENSION]
    assert rows == list(make.CATEGORIES.values())
    assert [heading.text for heading in reading.export.headings][-1] == make.TEXTE


def test_qualtrics_headings_have_code_text_and_row():
    reading = read_file(FIXTURES / "qualtrics.csv")
    heading = next(heading for heading in reading.export.headings if heading.code == "Q4_2")
    assert (heading.text, heading.sub) == (make.APPREHENSION, "Cadres")


@pytest.mark.parametrize(
    ("name", "kept"), [("qualtrics.csv", (0,)), ("qualtrics.csv", (0, 1)), ("surveymonkey.csv", (0,))]
)
def test_a_company_is_not_taken_for_a_heading_that_was_deleted(tmp_path, name, kept):
    rows = list(csv.reader((FIXTURES / name).read_text("utf-8-sig").splitlines(keepends=True)))
    first = EXPECTED[name][3]
    path = write(tmp_path / "e.csv", table([*(rows[place] for place in kept), *rows[first:]], delimiter=","))
    reading = read_file(path)
    companies = len(reading.rows) + len(reading.faults)
    assert companies == len(make.SHOPS) + len(kept) - 1
    assert reading.export.habits.heading_rows == 1


@pytest.mark.parametrize("name", [name for name in EXPECTED if name.endswith(("sv", "txt")) and "frama" not in name])
def test_headings_alone_are_read(tmp_path, name):
    head = (FIXTURES / name).read_bytes().decode(EXPECTED[name][4]).removeprefix("\ufeff").split("\n")[0]
    assert read_file(write(tmp_path / "e.csv", head)).rows == {}


def test_google_forms_splits_the_rows_of_a_table():
    reading = read_file(FIXTURES / "google-forms.csv")
    assert [heading.sub for heading in reading.export.headings][-2:] == ["Employés et ouvriers", "Cadres"]
    assert column(reading, make.FREINS)[1] == "Le coût, l’équipement, Le manque d’expertise"


def test_microsoft_forms_headings_lose_the_spaces_at_their_end():
    headings = read_file(FIXTURES / "microsoft-forms.xlsx").export.headings
    assert [heading.text for heading in headings][5:7] == [make.TAILLE, make.STRATEGIE]


def test_the_workbook_holds_what_its_csv_holds():
    assert read_file(FIXTURES / "microsoft-forms.xlsx").cells == [
        tuple(cell or None for cell in cells)
        for cells in read_file(FIXTURES / "microsoft-forms-excel-cp1252.csv").cells
    ]


def test_our_own_format_needs_the_ids():
    assert read_file(FIXTURES / "iag-diag.csv", plain=frozenset()).export.habits.vendor == ""


def test_a_foreign_heading_makes_it_no_plain_format(tmp_path):
    rows = [["identifiant", "taille", "chiffre d’affaires"], ["E1", "1-9", "12"]]
    assert read_file(write(tmp_path / "e.csv", table(rows))).export.habits.vendor == ""


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.id)
def test_an_answer_is_never_taken_for_metadata(tool):
    assert not tool.metadata & {"taille", "strategie", "appropriation", "freins"}
