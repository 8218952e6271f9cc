"""An empty form in our own format, to be filled in a spreadsheet and given back to `iag-diag batch`."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from iag_diag.batch.export import KEY, SEPARATOR, TICKED, UNTICKED
from iag_diag.batch.extras import require
from iag_diag.batch.mapping.plain import heading_of
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack, Questionnaire
from iag_diag.content.questions import Option, Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET
from iag_diag.dossiers.store import write_whole
from iag_diag.errors import UsageError

_PURPOSE = "Le formulaire XLSX"
KINDS = ("csv", "xlsx")
ROWS = 1_000
_FORM, _QUESTIONS, _LISTS = "Réponses", "Questions", "Listes"
_UNSAID = ((NSP, "Ne sait pas"), (SANS_OBJET, "Sans objet"))
_YES_NO = ((TICKED, "Coché"), (UNTICKED, "Pas coché"))
_TITLE, _MESSAGE = 32, 255  # what a spreadsheet allows in the message of a cell
_NARROW, _WIDE = 16, 60


class Field:
    """A column of the form: its heading, what it asks, and what may be written in it (nothing: any text)."""

    def __init__(self, question: Question, heading: str, asked: str, allowed: Sequence[tuple[str, str]]) -> None:
        self.question = question
        self.heading = heading
        self.asked = asked
        self.allowed = tuple(allowed)
        self.several = question.kind is Kind.MATRIX and question.cell is Kind.MULTIPLE

    @property
    def choices(self) -> tuple[str, ...]:
        """What a drop-down list offers; nothing where a cell may hold several ids."""
        return () if self.several else tuple(option for option, _ in self.allowed)

    @property
    def how(self) -> str:
        """How to fill a cell."""
        if not self.allowed:
            return "Texte libre."
        if self.several:
            return f"Un ou plusieurs identifiants, séparés par {SEPARATOR}."
        return "Un identifiant de la liste."


def write_form(path: Path, pack: Pack, questionnaire: str, kind: str) -> None:
    """Write an empty form (`csv` for a spreadsheet in French, or `xlsx` with lists), private and whole."""
    fields = tuple(_fields(pack, pack.questionnaires[questionnaire]))
    if kind == "csv":
        write_whole(path, _csv(fields))
    elif kind == "xlsx":
        write_whole(path, _xlsx(pack.questionnaires[questionnaire], pack, fields))
    else:
        raise UsageError(f"« {kind} » n’est pas un format de formulaire.", f"Possibles : {', '.join(KINDS)}.")


def _fields(pack: Pack, questionnaire: Questionnaire) -> Iterator[Field]:
    for question_id in questionnaire.questions:
        question = pack.questions[question_id]
        allowed = [(option.id, _described(option)) for option in question.options]
        match question.kind:
            case Kind.MATRIX:
                for row in question.rows:
                    heading = heading_of(question.id, row.id)
                    yield Field(question, heading, f"{question.label} {row.label}", [*allowed, *_UNSAID])
            case Kind.MULTIPLE:
                for option in question.options:
                    heading = heading_of(question.id, option.id)
                    yield Field(question, heading, f"{question.label} {_described(option)}", [*_YES_NO, *_UNSAID])
            case Kind.SINGLE:
                yield Field(question, question.id, question.label, [*allowed, *_UNSAID])
            case Kind.TEXT:
                yield Field(question, question.id, question.label, ())


def _described(option: Option) -> str:
    return f"{option.label} ({option.note.rstrip('.')})" if option.note else option.label


def _csv(fields: Sequence[Field]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow([KEY, *(field.heading for field in fields)])
    return text.getvalue().encode("utf-8-sig")


def _xlsx(questionnaire: Questionnaire, pack: Pack, fields: Sequence[Field]) -> bytes:
    workbook = require("xlsxwriter", _PURPOSE).Workbook(
        content := io.BytesIO(), {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    workbook.set_properties(
        {"title": questionnaire.label, "comments": f"{pack.manifest.label} {pack.manifest.version}"}
    )
    styles = {
        "text": workbook.add_format({"num_format": "@"}),
        "head": workbook.add_format({"num_format": "@", "bold": True, "bg_color": "#DCE6F1", "text_wrap": True}),
        "wrap": workbook.add_format({"num_format": "@", "text_wrap": True, "valign": "top"}),
    }
    form, questions, lists = (workbook.add_worksheet(name) for name in (_FORM, _QUESTIONS, _LISTS))
    ranges = _fill_lists(lists, fields, styles)
    _fill_form(form, fields, ranges, styles)
    _fill_questions(questions, fields, styles)
    workbook.close()
    return content.getvalue()


def _fill_lists(sheet: Any, fields: Sequence[Field], styles: dict[str, Any]) -> dict[tuple[str, ...], str]:
    """Write each list of choices once, one per column, and return where it stands."""
    xl_range_abs = require("xlsxwriter.utility", _PURPOSE).xl_range_abs
    ranges: dict[tuple[str, ...], str] = {}
    for field in fields:
        if field.choices and field.choices not in ranges:
            column = len(ranges)
            sheet.set_column(column, column, _NARROW, styles["text"])
            sheet.write_column(0, column, field.choices, styles["text"])
            ranges[field.choices] = f"={_LISTS}!{xl_range_abs(0, column, len(field.choices) - 1, column)}"
    return ranges


def _fill_form(sheet: Any, fields: Sequence[Field], ranges: dict[tuple[str, ...], str], styles: dict[str, Any]) -> None:
    """Write the headings; below them text cells, each with its list and a message that says the question."""
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, 0, _NARROW, styles["text"])
    sheet.write_string(0, 0, KEY, styles["head"])
    sheet.data_validation(1, 0, ROWS, 0, _message(KEY, "Un nom ou un numéro par entreprise, une ligne chacune.", ""))
    for column, field in enumerate(fields, 1):
        sheet.set_column(column, column, max(_NARROW, len(field.heading) // 2), styles["text"])
        sheet.write_string(0, column, field.heading, styles["head"])
        rule = _message(field.question.id, field.asked, field.how)
        if field.choices:
            rule |= {
                "validate": "list",
                "source": ranges[field.choices],
                "error_title": "Réponse inconnue",
                "error_message": "Choisissez un identifiant de la liste, ou laissez la cellule vide.",
            }
        sheet.data_validation(1, column, ROWS, column, rule)


def _fill_questions(sheet: Any, fields: Sequence[Field], styles: dict[str, Any]) -> None:
    """Write, for each column of the form, what it asks, how to fill it and what each id means."""
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, 0, _WIDE // 2)
    sheet.set_column(1, 3, _WIDE)
    sheet.write_row(0, 0, ["Colonne", "Question", "Aide", "Réponses possibles"], styles["head"])
    for row, field in enumerate(fields, 1):
        meanings = "\n".join([field.how, *(f"{option} : {label}" for option, label in field.allowed)])
        cells = [field.heading, field.asked, field.question.help, meanings]
        for column, text in enumerate(cells):
            sheet.write_string(row, column, text, styles["wrap"])


def _message(title: str, asked: str, how: str) -> dict[str, Any]:
    """Say a question in the message of a cell; a long one is cut, never how to answer it."""
    room = _MESSAGE - len(how) - 1
    kept = asked if len(asked) <= room else f"{asked[: room - 1].rstrip()}…"
    return {"validate": "any", "input_title": title[:_TITLE], "input_message": f"{kept} {how}".rstrip()}
