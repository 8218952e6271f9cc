"""How a CSV file is laid out: its delimiter, its heading rows, where its data begin."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import islice, takewhile

DELIMITERS = ";,\t|"
_TRIAL = 40
_REGULAR, _IRREGULAR = 0.8, 0.4  # shares of the rows that are as wide as most, for a delimiter to be trusted
_ANNOUNCED = re.compile(r'"?sep=(?P<delimiter>.)"?\r?\n?', re.IGNORECASE)
_TITLED = 4  # columns, from which on a row with one filled cell is a title and not the headings
_EXCEL_HIDES = 1  # the line « sep=; », which a spreadsheet does not show


@dataclass(frozen=True, slots=True)
class Layout:
    """The first rows of a CSV file.

    `rows` are the first filled ones (headings, then some data) and `lines` the number of physical lines before the
    end of each; `shown` is the number that a spreadsheet shows for each.
    """

    delimiter: str
    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]
    shown: tuple[int, ...]

    @property
    def width(self) -> int:
        """Number of cells in most rows."""
        return Counter(map(len, self.rows)).most_common(1)[0][0] if self.rows else 0

    def untitled(self) -> "Layout":
        """Pass over the titles above the headings: rows with one filled cell, in a file of many columns."""
        if self.width < _TITLED:
            return self
        titles = len(list(takewhile(lambda row: sum(map(bool, row)) == 1, self.rows)))
        return replace(self, rows=self.rows[titles:], lines=self.lines[titles:], shown=self.shown[titles:])


@dataclass(frozen=True, slots=True)
class DataArea:
    """Where the rows of a CSV file are: below its first `lines` lines, `width` cells each.

    `first_row` is the number that a spreadsheet shows for the first of them.
    """

    delimiter: str
    width: int
    lines: int
    first_row: int

    @property
    def special(self) -> str:
        """Pattern of what has to be quoted."""
        return f'["\\r\\n{re.escape(self.delimiter)}]'


def layout(head: str) -> Layout:
    """Lay out the beginning of a file; without a readable row, `rows` is empty."""
    announced = _ANNOUNCED.match(head)
    if announced:
        return _laid_out(head[announced.end() :], announced["delimiter"], _EXCEL_HIDES)
    trials = [_laid_out(head, delimiter, 0) for delimiter in DELIMITERS]
    return max(trials, key=_trust)


def _laid_out(head: str, delimiter: str, hidden: int) -> Layout:
    lines = io.StringIO(head, newline="\n")
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    found: list[tuple[tuple[str, ...], int, int]] = []
    try:
        for shown, row in enumerate(islice(reader, _TRIAL), 1):
            if any(cell.strip() for cell in row):
                found.append((tuple(row), reader.line_num + hidden, shown))
    except csv.Error:
        pass  # the rows before it are enough to tell, and the reader of rows will say what is wrong
    rows, ends, numbers = zip(*found, strict=True) if found else ((), (), ())
    return Layout(delimiter, rows, ends, numbers)


def _trust(trial: Layout) -> tuple[bool, bool, int, float]:
    """Prefer the delimiter that gives several columns, the same number in most rows."""
    share = sum(len(row) == trial.width for row in trial.rows) / max(1, len(trial.rows))
    several = trial.width > 1
    return several and share >= _REGULAR, several and share >= _IRREGULAR, trial.width, share
