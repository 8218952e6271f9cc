"""Empty forms: what a spreadsheet shows, and a filled one that comes back without a mapping."""

import csv
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from iag_diag.batch.mapping.forms import KINDS, ROWS, write_form
from iag_diag.batch.mapping.plain import plain_mapping
from iag_diag.batch.mapping.samples import sample_values
from iag_diag.batch.reading import open_export
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.errors import IagDiagError, UsageError


@pytest.fixture(params=["express", "complet"])
def form(request, tmp_path: Path, pack: Pack) -> tuple[Path, str]:
    path = tmp_path / "formulaire.xlsx"
    write_form(path, pack, request.param, "xlsx")
    return path, request.param


def expected(pack: Pack, questionnaire: str) -> list[str]:
    headings = ["identifiant"]
    for question in (pack.questions[question] for question in pack.questionnaires[questionnaire].questions):
        parts = {Kind.MATRIX: question.rows, Kind.MULTIPLE: question.options}.get(question.kind)
        headings += [f"{question.id}[{part.id}]" for part in parts] if parts else [question.id]
    return headings


@pytest.mark.parametrize("questionnaire", ["express", "complet"])
def test_the_csv_form_opens_in_a_french_spreadsheet_and_needs_no_mapping(tmp_path, pack: Pack, questionnaire):
    path = tmp_path / "formulaire.csv"
    write_form(path, pack, questionnaire, "csv")
    content = path.read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.endswith(b"\r\n")
    assert next(csv.reader([content.decode("utf-8-sig")], delimiter=";")) == expected(pack, questionnaire)
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_bytes(content + b"Zo\xc3\xa9" + b";" * (len(expected(pack, questionnaire)) - 1) + b"\r\n")
    opened = open_export(path, plain=frozenset(pack.questions))
    assert opened.habits.vendor == "iag-diag"
    mapping = plain_mapping(opened.headings, pack)
    assert mapping is not None
    assert mapping.key == 1


def test_two_other_readers_see_the_same_headings(form, pack: Pack):
    path, questionnaire = form
    calamine = CalamineWorkbook.from_path(path)
    book = openpyxl.load_workbook(path)
    assert calamine.sheet_names == book.sheetnames == ["Réponses", "Questions", "Listes"]
    assert calamine.get_sheet_by_index(0).to_python() == [expected(pack, questionnaire)]
    assert [cell.value for cell in book["Réponses"][1]] == expected(pack, questionnaire)
    assert book["Réponses"].freeze_panes == "B2"


def test_every_cell_is_text_so_that_a_band_never_becomes_a_date(form, pack: Pack):
    path, questionnaire = form
    sheet = openpyxl.load_workbook(path)["Réponses"]
    ranges = [(dimension.min, dimension.max, dimension.number_format) for dimension in sheet.column_dimensions.values()]
    covered = {column for first, last, style in ranges if style == "@" for column in range(first, last + 1)}
    assert covered == set(range(1, len(expected(pack, questionnaire)) + 1))
    assert {cell.number_format for cell in sheet[1]} == {"@"}


def test_lists_offer_the_ids_for_a_thousand_companies(form, pack: Pack):
    path, questionnaire = form
    book = openpyxl.load_workbook(path)
    rules = {str(rule.sqref): rule for rule in book["Réponses"].data_validations.dataValidation}
    headings = expected(pack, questionnaire)
    assert len(rules) == len(headings)
    for column, heading in enumerate(headings[1:], 2):
        letter = openpyxl.utils.get_column_letter(column)
        rule = rules[f"{letter}2:{letter}{ROWS + 1}"]
        question = pack.questions[heading.partition("[")[0]]
        assert rule.promptTitle == question.id
        assert rule.prompt.startswith(question.label)
        assert rule.prompt.endswith(("Un identifiant de la liste.", "séparés par |.", "Texte libre."))
        assert len(rule.prompt) <= 255
        several = question.kind is Kind.MATRIX and question.cell is Kind.MULTIPLE
        if question.kind is Kind.TEXT or several:
            assert rule.type is None
            continue
        sheet, _, cells = rule.formula1.partition("!")
        offered = [row[0].value for row in book[sheet][cells.replace("$", "")]]
        ids = ["oui", "non"] if question.kind is Kind.MULTIPLE else [option.id for option in question.options]
        assert offered == [*ids, "nsp", "sans-objet"]


def test_the_second_sheet_says_each_question_and_each_id(form, pack: Pack):
    path, questionnaire = form
    rows = CalamineWorkbook.from_path(path).get_sheet_by_name("Questions").to_python()
    assert [row[0] for row in rows[1:]] == expected(pack, questionnaire)[1:]
    size = next(row for row in rows if row[0] == "taille")
    question = pack.questions["taille"]
    assert size[1:3] == [question.label, question.help]
    assert [line.split("\u00a0: ")[0] for line in size[3].split("\n")[1:]] == [
        *(option.id for option in question.options), "nsp", "sans-objet"
    ]  # fmt: skip


def test_a_form_filled_by_hand_comes_back_as_it_was_typed(form, pack: Pack):
    path, _ = form
    book = openpyxl.load_workbook(path)
    sheet = book["Réponses"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    typed = {"identifiant": "Zoé", "taille": "1-9", "strategie": "non"}
    for heading, text in typed.items():
        sheet.cell(2, columns[heading], text)
    book.save(path)
    opened = open_export(path, plain=frozenset(pack.questions))
    assert plain_mapping(opened.headings, pack) is not None
    values = dict(zip([heading.text for heading in opened.headings], sample_values(opened), strict=True))
    assert {heading: dict(values[heading].counts) for heading in typed} == {
        heading: {text: 1} for heading, text in typed.items()
    }


def test_another_format_is_refused(tmp_path, pack: Pack):
    with pytest.raises(UsageError, match="ods"):
        write_form(tmp_path / "f.ods", pack, "express", "ods")
    assert list(tmp_path.iterdir()) == []
    assert KINDS == ("csv", "xlsx")


def test_a_folder_that_does_not_exist_is_said(tmp_path, pack: Pack):
    with pytest.raises(IagDiagError, match="ne peut pas être écrit"):
        write_form(tmp_path / "absent" / "f.xlsx", pack, "express", "xlsx")
