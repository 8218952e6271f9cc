"""The results as an Excel workbook: the companies, what was refused, and what each column means."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from iag_diag.batch.extras import require
from iag_diag.batch.lots.outputs import in_place
from iag_diag.errors import IagDiagError

MOST_ROWS = 1_048_575  # of an Excel sheet, its headings left out
_CHUNK = 20_000
_WIDE, _NARROW = 60, 18


def write_workbook(
    path: Path, results: pl.LazyFrame, refusals: pl.DataFrame, explained: Iterable[tuple[str, str]]
) -> None:
    """Write three sheets; every text stays a text, whatever it starts with."""
    xlsxwriter = require("xlsxwriter", "Écrire un classeur Excel")
    count = results.select(pl.len()).collect().item()
    if max(count, refusals.height) > MOST_ROWS:
        raise IagDiagError(
            f"Un classeur Excel a au plus {MOST_ROWS} lignes : il en faudrait {max(count, refusals.height)}.",
            "Choisissez un autre format : --format csv ou --format parquet.",
        )
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "in_memory": False}
    with in_place(path) as passing, xlsxwriter.Workbook(str(passing), options) as book:
        bold = book.add_format({"bold": True})
        _sheet(book, "Résultats", bold, results.collect_schema().names(), results.collect_batches(chunk_size=_CHUNK))
        _sheet(book, "Refus", bold, refusals.columns, refusals.iter_slices(_CHUNK))
        _explanations(book, bold, explained)


def _sheet(book: Any, name: str, bold: Any, headings: Sequence[str], frames: Iterable[pl.DataFrame]) -> None:
    sheet = book.add_worksheet(name)
    sheet.freeze_panes(1, 0)
    sheet.set_column(0, len(headings) - 1, _NARROW)
    sheet.write_row(0, 0, headings, bold)
    place = 1
    for frame in frames:
        for row in frame.iter_rows():
            for column, value in enumerate(row):
                if isinstance(value, str):
                    sheet.write_string(place, column, value)
                elif value is not None:
                    sheet.write_number(place, column, value)
            place += 1


def _explanations(book: Any, bold: Any, explained: Iterable[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("Explications")
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, _NARROW * 2)
    sheet.set_column(1, 1, _WIDE * 2, wrapped)
    sheet.write_row(0, 0, ("Colonne", "Ce qu’elle contient"), bold)
    for place, (heading, text) in enumerate(explained, 1):
        sheet.write_string(place, 0, heading)
        sheet.write_string(place, 1, text)
