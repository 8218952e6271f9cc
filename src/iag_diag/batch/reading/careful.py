"""The careful way through a CSV file: row by row, each one as it should be or refused by name, none lost.

A row that cannot be read costs its first line only: reading starts again at the next line, so that a quote that is
never closed swallows nothing.
"""

import csv
import re
from collections import deque
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from iag_diag.batch.export import RowFault
from iag_diag.batch.reading.balance import TELLING_WIDTH
from iag_diag.batch.reading.dialect import DataArea
from iag_diag.batch.reading.encodings import in_utf_8
from iag_diag.batch.reading.look import look
from iag_diag.batch.reading.sieve import EXCERPT
from iag_diag.batch.reading.table import Row

_MOST_LINES = 200  # of one row: a long comment has some ten
_MOST_CHARACTERS = 100_000
_UNCLOSED = "un guillemet ouvert dans cette ligne n’est jamais fermé"
_MISPLACED = "un guillemet est mal placé dans cette ligne"
_REASONS = {
    "end of data": _UNCLOSED,
    "new-line": "un retour à la ligne est mal placé dans cette ligne",
    "field larger": "une cellule de cette ligne est démesurée",
}
_ONE_ROW_EACH = "un guillemet mal fermé fait passer plusieurs lignes pour une seule cellule"


class _EndlessError(Exception):
    """A row that goes on too long to be one."""


@dataclass(slots=True)
class _Lines:
    """Lines of a file, which can be read again. `taken` are those of the row under way."""

    source: Iterator[str]
    again: deque[str] = field(default_factory=deque)
    taken: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) >= _MOST_LINES or (self.taken and sum(map(len, self.taken)) > _MOST_CHARACTERS):
            raise _EndlessError
        line = self.again.popleft() if self.again else next(self.source)
        self.taken.append(line)
        return line

    def step_back(self) -> str:
        """Give back all lines of this row but the first, which is returned."""
        first, *others = self.taken
        self.again.extendleft(reversed(others))
        self.taken.clear()
        return first


def careful_rows(path: Path, encoding: str, area: DataArea) -> Iterator[Row | RowFault]:
    """Read the rows of a file, in the order of their numbers."""
    with in_utf_8(path, encoding) as file:
        look(file, area.lines, path.name)
        with file.open(encoding="utf-8-sig", newline="\n") as opened:
            for _ in range(area.lines):
                next(opened, "")
            yield from _numbered(_Lines(opened), area)


def _numbered(lines: _Lines, area: DataArea) -> Iterator[Row | RowFault]:
    reader = csv.reader(lines, delimiter=area.delimiter, strict=True)
    cells_of = _Cells(area)
    for row in count(area.first_row):
        read, why = _next(reader)
        if read is None:
            return
        cells: list[str | None] = []
        if not why:
            cells, why = cells_of.checked(read, lines.taken)
        if why:
            yield RowFault(row, why, lines.step_back().strip()[:EXCERPT])
            reader = csv.reader(lines, delimiter=area.delimiter, strict=True)
        else:
            yield row, cells
            lines.taken.clear()


def _next(reader: Iterator[list[str]]) -> tuple[list[str] | None, str]:
    """Read a row, or say why it cannot be; None at the end of the file."""
    try:
        return next(reader, None), ""
    except _EndlessError:
        return [], _UNCLOSED
    except csv.Error as error:
        return [], next((why for sign, why in _REASONS.items() if sign in str(error)), _MISPLACED)


class _Cells:
    """Checks the cells of a row: as many as there are headings, null where nothing was written."""

    def __init__(self, area: DataArea) -> None:
        self._delimiter, self._width = area.delimiter, area.width
        apart = re.escape(area.delimiter)
        self._written = re.compile(rf'(?:^|{apart})(?:(?P<quoted>"(?:[^"]|"")*+")|[^{apart}\r\n]*)')

    def checked(self, cells: list[str], lines: Sequence[str]) -> tuple[list[str | None], str]:
        """Give the cells of a row written on these lines, or say what is wrong with them."""
        if len(cells) < self._width and not any(map(str.strip, cells)):
            return [None] * self._width, ""  # an empty line
        width = len(cells)
        if width > self._width and not any(cells[self._width :]):
            width = self._width
        if width != self._width:
            return [], f"{width} colonne{'s' if width > 1 else ''} au lieu de {self._width}"
        if len(lines) > 1 and self._width >= TELLING_WIDTH and any(map(self._swallows, cells)):
            return [], _ONE_ROW_EACH
        quoted = self._quoted("".join(lines), len(cells)) if "" in cells else ()
        return [cell if cell or place in quoted else None for place, cell in enumerate(cells[:width])], ""

    def _swallows(self, cell: str) -> bool:
        feeds = cell.count("\n")
        return feeds > 0 and cell.count(self._delimiter) == feeds * (self._width - 1)

    def _quoted(self, written: str, width: int) -> Container[int]:
        """Places of the cells between quotes, which the csv module does not tell from the others."""
        if '""' not in written:
            return ()
        found = [match["quoted"] is not None for match in self._written.finditer(written.rstrip("\r\n"))]
        return {place for place, quoted in enumerate(found) if quoted} if len(found) == width else ()
