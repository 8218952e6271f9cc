"""The proof that a quick reading lost nothing: the bytes of the file are the bytes of the cells, and what parts them.

Polars pads a short row with empty cells and says nothing. Between two offsets that hold `rows` rows of `width` cells,

    bytes = bytes of the cells + rows × (width − 1) delimiters + (rows − 1) line feeds
            + carriage returns outside cells + quotes outside cells − delimiters that short rows lack

and every term but the last is counted, so that what short rows lack is known, and cannot be made up for by anything.
A row that does not end with an empty cell is not short: where nothing is quoted and the last column always filled,
there is nothing to count.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import polars as pl

from iag_diag.batch.reading.dialect import DataArea
from iag_diag.batch.reading.look import Look, count

TELLING_WIDTH = 8  # from here on, a cell that holds as many delimiters as whole rows do has swallowed these rows

_BEYOND_DELIMITERS = '["\\r\\n]'  # in a cell; a quoted delimiter alone leaves the simple count as it is
_FIRST = 5_000  # rows that tell how much to count; the others may still make the whole be counted
_AGAIN = 50_000  # rows at a time of a second reading


class _Counting(Enum):
    """How much is counted while reading, as the first frame gives cause to."""

    NOTHING = 0
    BYTES = 1
    ALL = 2


@dataclass(slots=True)
class _Counts:
    """What the cells hold.

    `special` are the cells that have to be quoted; `tangled` those in which a quote could be a stray one that hides a
    delimiter or a line end; `swallowing` those that hold as many delimiters as whole rows do.
    """

    bytes: int = 0
    special: int = 0
    quotes: int = 0
    returns: int = 0
    tangled: int = 0
    swallowing: int = 0

    def add(self, counted: Mapping[str, int | None]) -> None:
        """Add those of some cells."""
        for name, number in counted.items():
            setattr(self, name, getattr(self, name) + (number or 0))


@dataclass(slots=True)
class Balance:
    """The account of one reading: `add` each frame, then ask whether it `holds`.

    `lazy` reads the same cells again, where only a second reading can tell.
    """

    file: Path
    lazy: pl.LazyFrame
    area: DataArea
    look: Look
    _counting: _Counting | None = None
    _counts: _Counts = field(default_factory=_Counts)
    _rows: int = 0
    _filled: int = 0  # cells
    _open_ends: int = 0  # rows that end with an empty cell, short ones among them

    def add(self, frame: pl.DataFrame) -> None:
        """Enter a frame that holds the cells only."""
        open_ends = frame.get_column(frame.columns[-1]).null_count()
        self._rows += frame.height
        self._filled += frame.height * frame.width - sum(frame.null_count().row(0))
        self._open_ends += open_ends
        if self._counting is None:
            self._counting = self._cause(frame, open_ends)
        if self._counting is _Counting.BYTES:
            self._counts.bytes += _bytes(frame)
        elif self._counting is _Counting.ALL:
            self._count(frame)

    def holds(self) -> bool:
        """Whether each row of the file came out whole."""
        rows = self._rows - self.look.blank_lines
        if rows <= 0:
            return rows == 0 and self.look.start == self.look.end
        if self._open_ends == self.look.blank_lines and not self.look.quotes:
            return True
        quotes = self.look.quotes
        if self._counting is _Counting.BYTES and self._simple(rows, quotes):
            return True
        if self._counting is not _Counting.ALL:
            self._counts = _Counts()
            for frame in self.lazy.collect_batches(chunk_size=_AGAIN):
                self._count(frame)
        return self._exact(rows, quotes)

    def _count(self, frame: pl.DataFrame) -> None:
        for counted in _counted(frame, self.area):
            self._counts.add(counted)

    def _cause(self, frame: pl.DataFrame, open_ends: int) -> _Counting:
        if self.look.quotes and _special_columns(frame.head(_FIRST), _BEYOND_DELIMITERS):
            return _Counting.ALL
        return _Counting.BYTES if self.look.quotes or open_ends else _Counting.NOTHING

    def _simple(self, rows: int, quotes: int) -> bool:
        """Compare counts that can only agree when no row is short and no cell holds a quote or a line end."""
        feeds = self._in_file(b"\n") if quotes and self.look.feeds is None else self.look.feeds
        if quotes and (quotes > 2 * self._filled or feeds != rows - 1):
            return False
        return self._parted(rows) == quotes + (rows - 1 if self.look.returns else 0)

    def _exact(self, rows: int, quotes: int) -> bool:
        """Compare what the file holds with what the cells hold."""
        cells = self._counts
        outside = quotes - cells.quotes
        fewest, most = 2 * cells.special + cells.quotes, 2 * self._filled + cells.quotes
        returns = self._in_file(b"\r") - cells.returns if self.look.returns else 0
        return (
            self._parted(rows) == outside + returns
            and returns in (0, rows - 1)  # else some lines end otherwise, or a cell lost the one it ended with
            and fewest <= outside <= most
            and (not cells.tangled or outside in (fewest, most))
            and (not cells.swallowing or self.area.width < TELLING_WIDTH)
        )

    def _parted(self, rows: int) -> int:
        """Bytes that are neither cells nor delimiters nor line feeds."""
        return self.look.end - self.look.start - self._counts.bytes - rows * (self.area.width - 1) - (rows - 1)

    def _in_file(self, what: bytes) -> int:
        return count(self.file, what, self.look.start, self.look.end)


_QUOTED_EMPTY = pl.sum_horizontal((pl.all() == "").sum()).alias("special")


def _bytes(frame: pl.DataFrame) -> int:
    """Bytes of the texts of a frame."""
    lengths = (
        (pl.col(name).cat if isinstance(dtype, pl.Categorical) else pl.col(name).str).len_bytes().sum()
        for name, dtype in frame.schema.items()
    )
    return sum(frame.select(lengths).row(0))


def _special_columns(frame: pl.DataFrame, special: str) -> list[str]:
    """Columns with what this pattern finds in a cell: few, found by searching each column at once."""
    found = frame.select(pl.all().str.join("").str.contains(special)).row(0, named=True)
    return [name for name, special in found.items() if special]


def _counted(frame: pl.DataFrame, area: DataArea) -> Iterator[dict[str, int | None]]:
    """Count what the cells of a frame hold."""
    yield {"bytes": _bytes(frame), **frame.select(_QUOTED_EMPTY).row(0, named=True)}
    for name in _special_columns(frame, area.special):
        cells = frame.select(pl.col(name).alias("cell")).filter(pl.col("cell").str.contains(area.special))
        cell = pl.col("cell").str
        quotes, feeds, returns, delimiters = (
            cell.count_matches(mark, literal=True) for mark in ('"', "\n", "\r", area.delimiter)
        )
        yield cells.select(
            pl.len().alias("special"),
            quotes.sum().alias("quotes"),
            returns.sum().alias("returns"),
            ((quotes > 0) & (feeds + delimiters > 0)).sum().alias("tangled"),
            ((feeds > 0) & (delimiters == feeds * (area.width - 1))).sum().alias("swallowing"),
        ).row(0, named=True)
