"""An Excel workbook: one sheet of it, its cells as the text that a person sees."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from iag_diag.batch.export import RowFault
from iag_diag.batch.reading.csv_file import refuse_too_wide
from iag_diag.batch.reading.table import Row, Table
from iag_diag.batch.reading.vendors import recognised
from iag_diag.batch.reading.workbook_guard import weigh
from iag_diag.errors import IagDiagError, did_you_mean

_TITLES_WITHIN = 50  # rows: a title, a date, some empty ones may stand above the headings
_SAMPLE = 40
_FILLED = 2  # cells, at least, in a row of headings


def open_workbook(path: Path, sheet: str | None, plain: frozenset[str]) -> Table:
    """Open a sheet, by name or the first one that holds something; `plain` are the ids that our own headings use."""
    weigh(path)
    chosen = _sheet(path, sheet)
    above, titles = _titles(chosen, path)
    refuse_too_wide(path, len(titles))
    rows = [[_text(cell) or "" for cell in row] for row in islice(chosen.iter_rows(), above, above + _SAMPLE)]
    habits, headings = recognised(rows, plain)
    return Table(
        path=path,
        kind="xlsx",
        encoding="",
        delimiter="",
        headings=headings,
        habits=habits,
        titles=titles,
        rows=partial(_rows, chosen, above + habits.heading_rows),
        text=_text,
    )


def _sheet(path: Path, name: str | None) -> CalamineSheet:
    try:
        with CalamineWorkbook.from_path(path) as workbook:
            sheets = [found.name for found in workbook.sheets_metadata if found.typ == SheetTypeEnum.WorkSheet]
            if name is not None and name not in sheets:
                raise IagDiagError(f"« {path.name} » n’a pas de feuille « {name} ».", did_you_mean(name, sheets))
            for candidate in sheets if name is None else [name]:
                found = workbook.get_sheet_by_name(candidate)
                if found.height > 0:
                    return found
    except CalamineError as error:
        raise IagDiagError(
            f"« {path.name} » n’est pas un classeur Excel lisible : il est abîmé, ou protégé par un mot de passe.",
            "Ouvrez-le dans votre tableur, puis enregistrez-le de nouveau en .xlsx.",
        ) from error
    raise IagDiagError(
        f"« {path.name} » n’a rien dans {'ses feuilles' if name is None else f'la feuille « {name} »'}.",
        "Choisissez la feuille des réponses avec --sheet.",
    )


def _titles(sheet: CalamineSheet, path: Path) -> tuple[int, tuple[str, ...]]:
    """Find the first row with several cells, and how many rows stand above it."""
    for above, row in enumerate(islice(sheet.iter_rows(), _TITLES_WITHIN)):
        titles = tuple(_text(cell) or "" for cell in row)
        if sum(map(bool, titles)) >= _FILLED:
            return above, titles
    raise IagDiagError(
        f"La feuille « {sheet.name} » de « {path.name} » n’a pas de ligne de titres.",
        "La première ligne remplie doit porter les titres des colonnes ; choisissez la feuille avec --sheet.",
    )


def _rows(sheet: CalamineSheet, above: int) -> Iterator[Row | RowFault]:
    yield from enumerate(islice(sheet.iter_rows(), above, None), above + 1)


def _text(cell: Any) -> str | None:
    return _TEXTS[type(cell)](cell)


def _number(value: float) -> str:
    """Write a number as it was typed: a workbook holds 3 as 3.0."""
    return str(int(value)) if value.is_integer() else repr(value)


_TEXTS: dict[type, Callable[[Any], str | None]] = {
    str: lambda text: text or None,
    float: _number,
    int: str,
    bool: lambda value: "VRAI" if value else "FAUX",
    date: date.isoformat,
    datetime: lambda moment: datetime.isoformat(moment, sep=" ", timespec="seconds"),
    time: lambda moment: time.isoformat(moment, timespec="seconds"),
    timedelta: str,
}
