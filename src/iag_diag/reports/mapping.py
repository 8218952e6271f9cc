"""The table of a drafted mapping: which columns were understood, and how surely."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from iag_diag.batch.mapping.draft import ColumnDraft, Draft
from iag_diag.batch.mapping.model import ASIDE, UNDECIDED
from iag_diag.batch.mapping.picture import short
from iag_diag.reports.french import NBSP, counted
from iag_diag.reports.terminal import paragraph

_ROOM = 72  # columns of text under which a table is no longer readable
_STATES = {UNDECIDED: "à décider", ASIDE: "laissée de côté"}
_STYLES = {UNDECIDED: "yellow", ASIDE: "bright_black"}


@dataclass(frozen=True, slots=True)
class Line:
    """Columns that answer one question together."""

    columns: str
    heading: str
    question: str
    state: str
    score: str
    labels: str


def show_mapping(output: Console, draft: Draft, *, plain: bool) -> None:
    """Print the table, then what remains to be done in one sentence; line by line when plain or narrow."""
    lines = tuple(mapping_lines(draft))
    if plain or output.width < _ROOM:
        for line in lines:
            said = ", ".join(part for part in (line.question, line.score, line.labels) if part)
            paragraph(output, f"{line.heading}{NBSP}: {said}", bullet=f"{line.columns}. ")
    else:
        output.print(_table(lines, ascii_only=not output.encoding.lower().startswith("utf")))
    paragraph(output, summary(draft))


def mapping_lines(draft: Draft) -> Iterator[Line]:
    """List the columns in order, neighbours that answer one question on one line."""
    for _, group in groupby(
        draft.columns, key=lambda column: (column.unit, column.question, column.unit < 0 and column)
    ):
        columns = list(group)
        first = columns[0]
        labels = sum(len(column.guesses) for column in columns)
        yield Line(
            columns=str(first.column) if len(columns) == 1 else f"{first.column}–{columns[-1].column}",
            heading=short(first.title if len(columns) == 1 else first.heading),
            question=_state(first, draft.key) or _answered(first, alone=len(columns) == 1),
            state=first.question,
            score=f"{first.score}{NBSP}%" if first.answers else "",
            labels=f"{sum(column.certain_labels for column in columns)}/{labels}" if first.answers and labels else "",
        )


def summary(draft: Draft) -> str:
    """« 24 colonnes reconnues, 3 à décider, 5 laissées de côté… »."""
    states = [column.question for column in draft.columns]
    undecided, aside = states.count(UNDECIDED), states.count(ASIDE)
    known, cells = draft.cells
    labels = len(draft.doubtful_labels)
    return (
        f"{counted(len(states) - undecided - aside, 'colonne reconnue', 'colonnes reconnues')}, "
        f"{undecided} à décider, {aside} de côté. "
        f"Réponses reconnues{NBSP}: {known} sur {cells}"
        + (f", {counted(labels, 'valeur', 'valeurs')} à décider." if labels else ".")
    )


def _state(column: ColumnDraft, key: int | None) -> str:
    return "identifie l’entreprise" if column.column == key else _STATES.get(column.question, "")


def _answered(column: ColumnDraft, *, alone: bool) -> str:
    part = column.row or column.option if alone else None
    return f"{column.question} [{part}]" if part else column.question


def _table(lines: tuple[Line, ...], *, ascii_only: bool) -> Table:
    table = Table(box=box.ASCII if ascii_only else box.SIMPLE_HEAD, pad_edge=False)
    for title, justify in (("Col.", "right"), ("En-tête", "left"), ("Question", "left")):
        table.add_column(title, justify=justify)  # type: ignore[arg-type]
    table.add_column("Confiance", justify="right", no_wrap=True)
    table.add_column("Valeurs", justify="right", no_wrap=True)
    for line in lines:
        cells = (line.columns, line.heading, line.question, line.score, line.labels)
        table.add_row(*(Text(cell) for cell in cells), style=_STYLES.get(line.state, ""))
    return table
