"""CSV files of every dialect, and everything that can be wrong with one: nothing vanishes, nothing is made up."""

import csv
import os
from pathlib import Path

import pytest

from exports import HEADINGS, read, read_file, table, write
from iag_diag.batch.reading import open_export
from iag_diag.errors import IagDiagError

ROWS = [list(HEADINGS), ["E1", "1-9", "oui", "été"], ["E2", "0", "non", "cœur"], ["E3", "10-49", "oui", ""]]
CELLS = [tuple(cell or None for cell in row) for row in ROWS[1:]]


def lines(*rows: str) -> str:
    return "\n".join(["identifiant;taille;strategie;texte", *rows, ""])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_dialect_and_encoding(tmp_path, encoding, delimiter, end):
    text = table(ROWS, delimiter=delimiter, lineterminator=end)
    content = text.encode(encoding)
    if encoding == "utf-16-le":
        content = b"\xff\xfe" + content
    reading = read_file(write(tmp_path / "e.csv", content))
    assert reading.cells == CELLS
    assert (reading.export.delimiter, reading.ways, list(reading.rows)) == (delimiter, ("Quick",), [2, 3, 4])


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_chunks_of_any_size_hold_the_same_rows(tmp_path, size):
    export = open_export(write(tmp_path / "e.csv", table(ROWS)))
    assert read(export, size).cells == read(export.careful(), size).cells == CELLS


def test_an_export_is_read_as_often_as_needed(tmp_path):
    export = open_export(write(tmp_path / "e.csv", table(ROWS)))
    assert read(export).cells == read(export).cells


def test_empty_is_not_written_as_empty(tmp_path):
    export = open_export(write(tmp_path / "e.csv", lines('E1;"";;"a"', ';x;"";', 'E2;"";"";""')))
    expected = [("E1", "", None, "a"), (None, "x", "", None), ("E2", "", "", "")]
    assert read(export).cells == read(export.careful()).cells == expected


def test_a_line_that_announces_the_delimiter_is_obeyed_and_not_counted(tmp_path):
    reading = read_file(write(tmp_path / "e.csv", "sep=|\n" + table(ROWS, delimiter="|")))
    assert (reading.cells, min(reading.rows), reading.export.delimiter) == (CELLS, 2, "|")


def test_empty_lines_above_the_headings_are_counted(tmp_path):
    assert min(read_file(write(tmp_path / "e.csv", "\n\n" + table(ROWS))).rows) == 4


@pytest.mark.parametrize("title", ["Enquête 2024", "Enquête 2024;;;", "Enquête 2024\n\n;;au 3 mai;"])
def test_a_title_above_the_headings_is_passed_over(tmp_path, title):
    reading = read_file(write(tmp_path / "e.csv", title + "\n" + table(ROWS)))
    assert reading.cells == CELLS
    assert min(reading.rows) == title.count("\n") + 3


def test_a_lone_heading_of_few_columns_is_no_title(tmp_path):
    assert read_file(write(tmp_path / "e.csv", "identifiant;\nE1;x\n")).cells == [("E1", "x")]


def test_a_file_that_disappears_is_said(tmp_path):
    export = open_export(write(tmp_path / "e.csv", table(ROWS)))
    export.path.unlink()
    with pytest.raises(IagDiagError, match="introuvable"):
        read(export)


def test_the_rows_below_a_heading_on_two_lines_count_as_a_spreadsheet_does(tmp_path):
    reading = read_file(write(tmp_path / "e.csv", 'identifiant;"Quelle\ntaille ?";c\nE1;"deux\nlignes";x\nE2;y;z\n'))
    assert reading.rows == {2: ("E1", "deux\nlignes", "x"), 3: ("E2", "y", "z")}
    assert reading.export.headings[1].text == "Quelle taille ?"


def test_a_multi_line_cell_is_one_cell_on_both_ways(tmp_path):
    export = open_export(write(tmp_path / "e.csv", lines('E1;"un\ndeux ; ""trois""";oui;', "E2;a;b;c")))
    assert (
        read(export).rows
        == read(export.careful()).rows
        == {2: ("E1", 'un\ndeux ; "trois"', "oui", None), 3: ("E2", "a", "b", "c")}
    )


@pytest.mark.parametrize("tail", ["", "\n", "\r\n\r\n", "\n\n\n\n", ";;;\n;;;\n", "\n;;;\n \n"])
def test_empty_rows_at_the_end_are_nothing(tmp_path, tail):
    export = open_export(write(tmp_path / "e.csv", lines("E1;a;b;c") + tail))
    for reading in (read(export), read(export.careful())):
        assert (reading.rows, reading.faults) == ({2: ("E1", "a", "b", "c")}, {})


@pytest.mark.parametrize("size", [1, 2, 100])
def test_empty_rows_in_the_middle_are_named(tmp_path, size):
    export = open_export(
        write(tmp_path / "e.csv", lines("E1;a;b;c", ";;;", "E2;a;b;c", ";;;", '"";;;', ";;;", "E3;a;b;c"))
    )
    for reading in (read(export, size), read(export.careful(), size)):
        assert sorted(reading.rows) == [2, 4, 8]
        assert reading.faults == {3: "ligne vide", 5: "3 lignes vides à la suite, jusqu’à la ligne 7"}


def test_a_totals_row_is_named_and_a_company_of_that_name_is_kept(tmp_path):
    export = open_export(
        write(tmp_path / "e.csv", lines("E1;1-9;oui;x", ";Moyenne;3,5;12 %", "Total;12;7;", "TOTAL;1-9;oui;x"))
    )
    for reading in (read(export), read(export.careful())):
        assert sorted(reading.rows) == [2, 5]
        assert set(reading.faults.values()) == {"c’est une ligne de total ou de moyenne, pas une entreprise"}


def test_headings_written_again_are_named(tmp_path):
    reading = read_file(write(tmp_path / "e.csv", table([*ROWS, *ROWS])))
    assert reading.faults == {5: "les titres des colonnes sont répétés ici"}
    assert len(reading.rows) == 6


def test_two_columns_with_one_heading_and_one_without_are_kept(tmp_path):
    reading = read_file(write(tmp_path / "e.csv", "id;taille ;taille;\nE1;a;b;c\n"))
    assert [(heading.place, heading.text) for heading in reading.export.headings] == [
        (0, "id"),
        (1, "taille"),
        (2, "taille"),
        (3, "colonne 4"),
    ]
    assert reading.cells == [("E1", "a", "b", "c")]


# What is wrong with rows: each is a fault, and the others are read.


@pytest.mark.parametrize("ends", [False, True], ids=["last cells filled", "last cells empty"])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_short_row_is_refused_and_not_padded(tmp_path, place, ends):
    rows = ["E1;a;b;", "E2;a;b;c", "E3;a;b;"] if ends else ["E1;a;b;c", "E2;a;b;c", "E3;a;b;c"]
    rows.insert(place, "X;x")
    reading = read_file(write(tmp_path / "e.csv", lines(*rows)))
    assert reading.faults == {place + 2: "2 colonnes au lieu de 4"}
    assert len(reading.rows) == 3


def test_short_and_long_rows_do_not_make_up_for_each_other(tmp_path):
    reading = read_file(write(tmp_path / "e.csv", lines("E1;a;b;c", "E2;a", "E3;a;b;c;d;e", "E4;a;b;")))
    assert reading.faults == {3: "2 colonnes au lieu de 4", 4: "6 colonnes au lieu de 4"}


def test_a_row_longer_by_empty_cells_only_is_read(tmp_path):
    reading = read_file(write(tmp_path / "e.csv", lines("E1;a;b;c;;", "E2;a;b;c")))
    assert (reading.cells, reading.faults) == ([("E1", "a", "b", "c"), ("E2", "a", "b", "c")], {})


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_unclosed_quote_near_the_top_swallows_nothing(tmp_path, end):
    rows = [f"E{number};1-9;oui;x" for number in range(2, 1000)]
    content = lines('E1;"1-9;oui;x', *rows).replace("\n", end)
    reading = read_file(write(tmp_path / "e.csv", content))
    assert reading.faults == {2: "un guillemet ouvert dans cette ligne n’est jamais fermé"}
    assert list(reading.rows) == list(range(3, 1001))


def test_an_unclosed_quote_among_quoted_cells_swallows_nothing(tmp_path):
    rows = [f'"E{number}";"1-9";"oui";""' for number in range(2, 500)]
    reading = read_file(write(tmp_path / "e.csv", lines('"E1";"1-9;"oui";""', *rows)))
    assert reading.faults == {2: "un guillemet est mal placé dans cette ligne"}
    assert len(reading.rows) == 498


def test_two_stray_quotes_swallow_no_row_between_them(tmp_path):
    heading = ";".join(["identifiant", *(f"q{place}" for place in range(9))])
    rows = [f"E{number};" + ";".join("abcdefghi") for number in range(40)]
    rows[3] = rows[3].replace(";b;", ';"b;')
    rows[20] = rows[20].replace(";b;", ';b";')
    reading = read_file(write(tmp_path / "e.csv", "\n".join([heading, *rows, ""])))
    assert reading.ways == ("Quick", "Table")
    assert reading.faults == {5: "un guillemet mal fermé fait passer plusieurs lignes pour une seule cellule"}
    assert len(reading.rows) == 39


def test_a_quote_inside_a_bare_cell_is_a_quote(tmp_path):
    reading = read_file(write(tmp_path / "e.csv", lines('E1;écran 15";oui;x', "E2;a;b;c")))
    assert (reading.cells, reading.faults) == ([("E1", 'écran 15"', "oui", "x"), ("E2", "a", "b", "c")], {})


def test_quotes_in_a_bare_cell_do_not_hide_the_end_of_its_row(tmp_path):
    reading = read_file(write(tmp_path / "e.csv", lines('E1;a;b;c"', 'E2;a;b;c"', "E3;a;b;")))
    assert reading.cells == [("E1", "a", "b", 'c"'), ("E2", "a", "b", 'c"'), ("E3", "a", "b", None)]


def test_an_empty_line_in_the_middle_is_named(tmp_path):
    reading = read_file(write(tmp_path / "e.csv", lines("E1;a;b;c", "", "E2;a;b;c")))
    assert (sorted(reading.rows), reading.faults) == ([2, 4], {3: "ligne vide"})


def test_line_ends_of_two_kinds_in_one_file(tmp_path):
    reading = read_file(write(tmp_path / "e.csv", "id;a;b\r\nE1;x;\nE2;y;\r\nE3;z;\n"))
    assert (reading.cells, reading.faults) == ([("E1", "x", None), ("E2", "y", None), ("E3", "z", None)], {})


def test_a_single_column_is_read(tmp_path):
    reading = read_file(write(tmp_path / "e.csv", 'identifiant\nE1\n\n"E2"\n'))
    assert (reading.rows, reading.faults) == ({2: ("E1",), 4: ("E2",)}, {3: "ligne vide"})


def test_an_accent_far_below_the_beginning_changes_the_encoding(tmp_path, monkeypatch):
    monkeypatch.setattr("iag_diag.batch.reading.csv_file.SAMPLE", 100)
    monkeypatch.setattr("iag_diag.batch.reading.encodings.SAMPLE", 100)
    rows = [f"E{number};1-9;oui;x" for number in range(2000)]
    reading = read_file(write(tmp_path / "e.csv", lines(*rows, "E2000;1-9;oui;été"), "cp1252"))
    assert reading.ways == ("Quick", "Quick")
    assert (reading.export.encoding, reading.cells[-1]) == ("cp1252", ("E2000", "1-9", "oui", "été"))


# What is wrong with files: a message that names the place, and a hint.


def refused(path, **options) -> str:
    with pytest.raises(IagDiagError) as error:
        read_file(path, **options)
    assert error.value.hint
    return error.value.message.replace("\u00a0", " ")


def test_two_encodings_in_one_file_are_refused_with_the_line(tmp_path):
    content = lines("E1;a;b;été").encode() + "E2;a;b;été\n".encode("cp1252")
    message = refused(write(tmp_path / "e.csv", content))
    assert "mélange deux encodages" in message
    assert "ligne 3" in message


def test_a_nul_byte_is_refused_with_the_line(tmp_path):
    assert "octet nul, ligne 3" in refused(write(tmp_path / "e.csv", lines("E1;a;b;c", "E2;\0;b;c")))


def test_a_nul_byte_far_below_is_refused(tmp_path):
    rows = [f"E{number};1-9;oui;x" for number in range(300_000)]
    assert "octet nul, ligne 300002" in refused(write(tmp_path / "e.csv", lines(*rows, "E;\0;b;c")))


@pytest.mark.parametrize("line", [2, 300_002])
def test_an_endless_line_is_refused_with_its_number(tmp_path, line):
    rows = [f"E{number};1-9;oui;x" for number in range(line - 2)]
    content = lines(*rows, "E;" + "a" * 1_500_000 + ";b;c", "E;a;b;c")
    assert f"La ligne {line} de « e.csv » dépasse" in refused(write(tmp_path / "e.csv", content))


def test_a_file_that_is_one_endless_line_is_refused(tmp_path):
    assert "La ligne 1 de" in refused(write(tmp_path / "e.csv", "a" * 5_000_000))


def test_five_thousand_columns_are_refused(tmp_path):
    content = ";".join(f"q{place}" for place in range(5000)) + "\n" + ";" * 4999 + "\n"
    assert "a 5000 colonnes" in refused(write(tmp_path / "e.csv", content))


@pytest.mark.parametrize("content", [b"\n\n\n", b"   \n", b'"identifiant;taille\nE1;a\n', b"\xef\xbb\xbf"])
def test_no_headings_are_refused(tmp_path, content):
    assert "ligne de titres" in refused(write(tmp_path / "e.csv", content))


@pytest.mark.parametrize("content", ["identifiant;taille", "identifiant;taille\n", "identifiant;taille\r\n\r\n;\r\n"])
def test_headings_alone_are_no_rows(tmp_path, content):
    reading = read_file(write(tmp_path / "e.csv", content))
    assert (reading.rows, reading.faults) == ({}, {})


def test_nothing_is_left_of_the_copy_in_utf_8(tmp_path, monkeypatch):
    folder = tmp_path / "copies"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    export = open_export(write(tmp_path / "e.csv", table(ROWS), "cp1252"))
    chunks = export.chunks(1)
    next(chunks)
    (copy,) = folder.iterdir()
    if os.name == "posix":
        assert copy.stat().st_mode & 0o777 == 0o600
    chunks.close()
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16"])
def test_a_byte_that_is_no_character_is_refused(tmp_path, encoding):
    content = table(ROWS).encode(encoding) + {"cp1252": b"E4;\x81;;\n", "utf-16": b"\x00\xd8a\x00"}[encoding]
    assert "illisibles" in refused(write(tmp_path / "e.csv", content))


def test_names_that_look_like_patterns_are_plain_names(tmp_path):
    write(tmp_path / "a1.csv", lines("E9;z;z;z"))
    assert read_file(write(tmp_path / "a[1].csv", table(ROWS))).cells == CELLS


def test_quoting_everything_changes_nothing(tmp_path):
    reading = read_file(write(tmp_path / "e.csv", table(ROWS, quoting=csv.QUOTE_ALL)))
    assert (reading.cells, reading.ways) == ([tuple(row) for row in ROWS[1:]], ("Quick",))


def test_last_cells_that_are_empty_only_further_down_are_no_reason_to_read_again(tmp_path: Path):
    rows = [[f"E{number}", "1-9", "oui", "" if number > 5 else "dit"] for number in range(12)]
    read_so_far = read_file(write(tmp_path / "e.csv", table([HEADINGS, *rows])), size=3)
    assert read_so_far.ways == ("Quick",)
    assert len(read_so_far.rows) == 12
