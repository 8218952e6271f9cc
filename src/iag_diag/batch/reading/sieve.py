"""Rows that are no company: empty ones, totals that a spreadsheet added, headings written again in the middle."""

import re
from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from iag_diag.batch.export import ROW, Chunk, RowFault
from iag_diag.content.folding import folded

EXCERPT = 60
_TOTALS = ("total", "totaux", "total général", "sous-total", "moyenne", "moyennes", "somme", "effectif total")
_FOLDED_TOTALS = frozenset(map(folded, _TOTALS))
_SPELT = tuple(dict.fromkeys(way for word in _TOTALS for way in (word, word.capitalize(), word.upper(), word.title())))
_FIGURE = re.compile(r"[+-]?[\d\s.,]*\d\s*[%€]?")
_FIRST_CELLS = 3  # where a spreadsheet writes « Total »


class Sieve:
    """Takes such rows out of the chunks, in the order of the file, and says why.

    A run of empty rows is one fault; one that ends the file is none. `headings` are the first heading row as written.
    """

    def __init__(self, headings: Sequence[str]) -> None:
        self._headings = tuple(headings)
        self._begins = [*_SPELT, *headings[:1]]
        self._columns = [f"c{place}" for place in range(len(headings))]
        self._suspicious = pl.col("c0").is_in(self._begins) | (pl.col("c0").fill_null("").str.len_bytes() == 0)
        self._run: tuple[int, int] | None = None  # first and last of the empty rows met last

    def sift(self, frame: pl.DataFrame, faults: Sequence[RowFault] = ()) -> Chunk:
        """Keep the companies of a frame; `faults` are the rows that its reader refused, between or after its own."""
        found = list(faults)
        suspects = frame.filter(self._suspicious).cast(dict.fromkeys(self._columns, pl.String))
        apart: list[int] = []
        if suspects.height:
            empty = pl.all_horizontal(pl.col(self._columns).fill_null("").str.strip_chars() == "")
            blank = suspects.filter(empty).get_column(ROW).to_list()
            junk = list(self._junk(suspects.filter(~empty)))
            found += [*self._runs(blank), *junk]
            apart = [*blank, *(fault.row for fault in junk)]
        last = max([*frame.get_column(ROW).tail(1), *(fault.row for fault in faults[-1:])], default=0)
        if self._run and self._run[1] < last:
            found.append(_empty(*self._run))
            self._run = None
        kept = frame.filter(~pl.col(ROW).is_in(apart)) if apart else frame
        return Chunk(kept, tuple(sorted(found, key=lambda fault: fault.row)))

    def _runs(self, rows: Iterable[int]) -> Iterator[RowFault]:
        for row in rows:
            if self._run and row == self._run[1] + 1:
                self._run = self._run[0], row
                continue
            if self._run:
                yield _empty(*self._run)
            self._run = row, row

    def _junk(self, suspects: pl.DataFrame) -> Iterator[RowFault]:
        cells = [pl.col(name).replace("", None) for name in self._columns[:_FIRST_CELLS]]
        for row, *texts in suspects.filter(pl.coalesce(cells).is_in(self._begins)).iter_rows():
            cells_of_row = [text or "" for text in texts]
            excerpt = " ".join(filter(None, cells_of_row))[:EXCERPT]
            if len(texts) > 1 and tuple(cells_of_row) == self._headings:
                yield RowFault(row, "les titres des colonnes sont répétés ici", excerpt)
            elif _totals(cells_of_row):
                yield RowFault(row, "c’est une ligne de total ou de moyenne, pas une entreprise", excerpt)


def _totals(cells: Sequence[str]) -> bool:
    """Whether a row says « Total » first, and then nothing but figures."""
    title, *others = [cell.strip() for cell in cells if cell.strip()]
    return folded(title) in _FOLDED_TOTALS and bool(others) and all(_FIGURE.fullmatch(cell) for cell in others)


def _empty(first: int, last: int) -> RowFault:
    count = last - first + 1
    return RowFault(first, "ligne vide" if count == 1 else f"{count} lignes vides à la suite, jusqu’à la ligne {last}")
