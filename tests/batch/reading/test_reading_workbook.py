"""Workbooks: the cells as a person sees them, and those that would fill the memory."""

import io
import zipfile
import zlib

import pytest
import xlsxwriter

from exports import read_file, write
from iag_diag.batch.reading import open_export, workbook_guard
from iag_diag.errors import IagDiagError

SHEET = "xl/worksheets/sheet1.xml"


def workbook(path, *sheets, start=(0, 0)):
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        for number, rows in enumerate(sheets, 1):
            sheet = book.add_worksheet(f"Feuille {number}")
            for row, cells in enumerate(rows, start[0]):
                for column, cell in enumerate(cells, start[1]):
                    sheet.write(row, column, cell)
    return path


def refused(path, **options) -> str:
    with pytest.raises(IagDiagError) as error:
        read_file(path, **options)
    assert error.value.hint
    return error.value.message.replace("\u00a0", " ")


def test_cells_are_what_a_person_sees(tmp_path):
    path = tmp_path / "e.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "entier", "réel", "vrai", "jour", "moment", "heure", "texte", "formule"])
        sheet.write_row(1, 0, ["E1", 3, 2.5, True])
        for column, (moment, shown) in enumerate(
            [(45415, "dd/mm/yyyy"), (45415.5, "dd/mm/yyyy hh:mm"), (0.5, "hh:mm")], 4
        ):
            sheet.write_number(1, column, moment, book.add_format({"num_format": shown}))
        sheet.write_row(1, 7, [" texte "])
        sheet.write_formula(1, 8, "=1+1", None, "=deux")
    assert read_file(path).cells == [
        ("E1", "3", "2.5", "VRAI", "2024-05-03", "2024-05-03 12:00:00", "12:00:00", " texte ", "=deux")
    ]


def test_rows_are_numbered_as_in_the_sheet(tmp_path):
    rows = [["Enquête 2024"], [], ["id", "taille"], ["E1", "1-9"], [], ["E2", "0"], ["Total", 2]]
    reading = read_file(workbook(tmp_path / "e.xlsx", rows))
    assert reading.rows == {4: ("E1", "1-9"), 6: ("E2", "0")}
    assert reading.faults == {5: "ligne vide", 7: "c’est une ligne de total ou de moyenne, pas une entreprise"}


def test_a_sheet_that_does_not_begin_in_its_corner(tmp_path):
    reading = read_file(workbook(tmp_path / "e.xlsx", [["id", "taille"], ["E1", "1-9"]], start=(3, 2)))
    assert reading.rows == {5: ("E1", "1-9")}


def test_the_first_filled_sheet_or_the_one_that_is_named(tmp_path):
    path = workbook(tmp_path / "e.xlsx", [], [["id", "a"], ["E1", "x"]], [["id", "a"], ["E2", "y"]])
    assert read_file(path).cells == [("E1", "x")]
    assert read_file(path, sheet="Feuille 3").cells == [("E2", "y")]
    assert "n’a pas de feuille « Feuille 4 »" in refused(path, sheet="Feuille 4")
    assert "n’a rien dans la feuille" in refused(path, sheet="Feuille 1")


@pytest.mark.parametrize("rows", [[], [["Enquête"], ["seul"]]])
def test_a_workbook_without_headings(tmp_path, rows):
    assert "n’a" in refused(workbook(tmp_path / "e.xlsx", rows))


def test_too_many_columns(tmp_path):
    rows = [[f"q{place}" for place in range(5000)], ["a"] * 5000]
    assert "5000 colonnes" in refused(workbook(tmp_path / "e.xlsx", rows))


@pytest.mark.parametrize(("row", "column"), [(1_048_575, 16_383), (900_000, 40), (1, 16_383)])
def test_a_cell_very_far_from_the_others_is_not_laid_out(tmp_path, row, column):
    path = tmp_path / "e.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "taille"])
        sheet.write_row(1, 0, ["E1", "1-9"])
        sheet.write(row, column, "loin")
    assert "très loin des autres" in refused(path)


def test_a_narrow_sheet_may_be_long(tmp_path):
    path = tmp_path / "e.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["id", "taille"])
        sheet.write_row(100_000, 0, ["E1", "1-9"])
    reading = read_file(path, size=50_000)
    assert reading.rows == {100_001: ("E1", "1-9")}
    assert reading.faults == {2: "99999 lignes vides à la suite, jusqu’à la ligne 100000"}


@pytest.mark.parametrize(("column", "expected"), [(b"A", 1), (b"z", 26), (b"AA", 27), (b"AZ", 52), (b"XFD", 16_384)])
def test_columns_are_counted_from_their_letters(column, expected):
    assert workbook_guard._number(column) == expected


@pytest.mark.parametrize("width", [1, 26, 27, 46, 52, 53, 702, 703, 2000])
def test_a_column_beyond_the_known_ones_is_seen(width):
    beyond = workbook_guard._columns_beyond(width)
    for column in range(1, 3000):
        name = xlsxwriter.utility.xl_col_to_name(column - 1).encode()
        known = (column - 1) // 26 <= (width - 1) // 26 and len(name) < 3
        assert bool(beyond.search(b"<c r='" + name + b"12'>")) is not known


def repacked(path, name: str, content: bytes, *, declared: int | None = None) -> bytes:
    """Replace a part of a workbook, and lie about its size in both headers."""
    source, target = zipfile.ZipFile(path), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in source.namelist():
            archive.writestr(part, content if part == name else source.read(part))
    packed = target.getvalue()
    if declared is not None:
        true = len(content).to_bytes(4, "little")
        assert packed.count(true) >= 2
        packed = packed.replace(true, declared.to_bytes(4, "little"))
    return packed


@pytest.mark.parametrize("declared", [None, 1000], ids=["honest", "lying headers"])
def test_a_bomb_is_not_unpacked(tmp_path, declared):
    path = workbook(tmp_path / "e.xlsx", [["id", "taille"], ["E1", "1-9"]])
    bomb = b"<worksheet>" + b" " * 150_000_007
    content = repacked(path, SHEET, bomb, declared=declared)
    assert len(content) < 1_000_000
    assert "se déplie" in refused(write(tmp_path / "bombe.xlsx", content))


def test_a_damaged_workbook(tmp_path):
    path = workbook(tmp_path / "e.xlsx", [["id", "taille"], ["E1", "1-9"]])
    whole = path.read_bytes()
    for content in (whole[:-30], whole[:200], whole.replace(b"\x00\x00\x08\x00", b"\x00\x00\x0c\x00")):
        assert "n’est pas un classeur Excel lisible" in refused(write(tmp_path / "abime.xlsx", content))
    for content in (b"<worksheet><sheetData><row", b"nothing", zlib.compress(b"a")):
        bad = write(tmp_path / "abime.xlsx", repacked(path, SHEET, content))
        assert "abime.xlsx" in refused(bad)


def test_other_archives_are_no_workbooks(tmp_path):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("content.xml", "<office/>")
    assert "n’est pas un classeur Excel lisible" in refused(write(tmp_path / "e.xlsx", content.getvalue()))


def test_a_workbook_is_read_as_often_as_needed(tmp_path):
    export = open_export(workbook(tmp_path / "e.xlsx", [["id", "taille"], ["E1", "1-9"]]))
    assert [chunk.frame.rows() for chunk in export.chunks(10)] == [chunk.frame.rows() for chunk in export.chunks(10)]
