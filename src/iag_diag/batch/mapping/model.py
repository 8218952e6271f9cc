"""The mapping of an export: which column answers which question, which label is which option. Reviewed by a person."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from iag_diag.batch.export import TICKED, UNTICKED
from iag_diag.content import strict_yaml
from iag_diag.content.kinds import Kind
from iag_diag.content.model import Content
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.content.strict_yaml import Document
from iag_diag.content.validation import validated
from iag_diag.diagnosis.answers import NSP, SANS_OBJET
from iag_diag.errors import ContentError, IagDiagError, did_you_mean, reason

UNDECIDED = "?"
ASIDE = "-"


class Column(Content):
    """One column of the export, counted from 1.

    `question` is an id, « - » (left aside) or « ? » (to be decided). `row` is the line of a matrix; `option` the
    option that the column alone stands for (its labels are then `oui` and `non`); `separator` stands between several
    choices in one cell. `labels` turns what the cells hold into an option id, `nsp`, `sans-objet`, « - » (no answer)
    or « ? » (to be decided).
    """

    column: Annotated[int, Field(ge=1)]
    heading: str
    question: str
    row: str | None = None
    option: str | None = None
    separator: Annotated[str, Field(min_length=1)] | None = None
    labels: dict[str, str] = Field(default_factory=dict)

    @property
    def answers(self) -> bool:
        """Whether the column answers a question."""
        return self.question not in (UNDECIDED, ASIDE)


class Mapping(Content):
    """The whole file. `key` is the column, from 1, that identifies a company."""

    mapping: Literal[1]
    pack: str
    vendor: str = ""
    key: Annotated[int, Field(ge=1)] | None = None
    columns: Annotated[tuple[Column, ...], Field(min_length=1)]

    @property
    def undecided(self) -> tuple[str, ...]:
        """What a person still has to decide, in words."""
        columns = [f"colonne {column.column}" for column in self.columns if column.question == UNDECIDED]
        labels = [
            f"« {label} » (colonne {column.column})"
            for column in self.columns
            for label, option in column.labels.items()
            if option == UNDECIDED
        ]
        return (*columns, *labels)


def read_mapping(path: Path, pack: Pack) -> Mapping:
    """Read a mapping and check it against the pack; all faults are raised at once."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise IagDiagError(
            f"La correspondance « {path} » ne peut pas être lue ({reason(error)}).",
            "Écrivez-la avec : iag-diag map EXPORT",
        ) from error
    document = strict_yaml.parse(content, str(path))
    mapping = validated(document, Mapping)
    if mapping is not None:
        _check(mapping, pack, document)
    if document.problems or mapping is None:
        raise ContentError(f"La correspondance {path} ne peut pas être utilisée.", document.problems)
    return mapping


def _check(mapping: Mapping, pack: Pack, document: Document) -> None:
    if mapping.pack != pack.manifest.id:
        document.problem(
            ("pack",),
            f"Cette correspondance est faite pour « {mapping.pack} », le référentiel est « {pack.manifest.id} ».",
            "Refaites-la : iag-diag map EXPORT",
        )
    for index, column in enumerate(mapping.columns):
        if column.answers:
            _check_column(column, pack, document, ("columns", index))


def _check_column(column: Column, pack: Pack, document: Document, path: strict_yaml.Path) -> None:
    question = pack.questions.get(column.question)
    if question is None:
        what = f"La question « {column.question} » n’existe pas."
        document.problem((*path, "question"), what, did_you_mean(column.question, pack.questions))
        return
    rows = [row.id for row in question.rows]
    if column.row is not None and column.row not in rows:
        hint = did_you_mean(column.row, rows)
        document.problem((*path, "row"), f"La ligne « {column.row} » n’existe pas.", hint)
    if question.kind is Kind.MATRIX and column.row is None:
        document.problem(path, "Cette question est un tableau : il manque « row ».", did_you_mean("", rows))
    options = [option.id for option in question.options]
    if column.option is not None and column.option not in options:
        hint = did_you_mean(column.option, options)
        document.problem((*path, "option"), f"La réponse « {column.option} » n’existe pas.", hint)
    if (column.option or column.separator) and not question.multiple:
        document.problem(path, "Cette question n’attend qu’une réponse.", "Retirez « option » ou « separator ».")
    allowed = _allowed(column, question)
    for label, option in column.labels.items():
        if option not in allowed and question.kind is not Kind.TEXT:
            what = f"« {option} » n’est pas une réponse possible."
            document.problem((*path, "labels", label), what, did_you_mean(option, allowed))


def _allowed(column: Column, question: Question) -> list[str]:
    known = [TICKED, UNTICKED] if column.option else [option.id for option in question.options]
    return [*known, NSP, SANS_OBJET, ASIDE, UNDECIDED]
