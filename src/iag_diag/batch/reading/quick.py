"""The quick way through a CSV file: Polars reads it, and its bytes are counted to prove that nothing vanished."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import polars as pl

from iag_diag.batch.export import ROW, Chunk, Export, Habits, Heading
from iag_diag.batch.reading.balance import Balance
from iag_diag.batch.reading.careful import careful_rows
from iag_diag.batch.reading.dialect import DataArea
from iag_diag.batch.reading.encodings import decided, in_utf_8
from iag_diag.batch.reading.irregular import Irregular
from iag_diag.batch.reading.look import begins_quoted, look
from iag_diag.batch.reading.sieve import Sieve
from iag_diag.batch.reading.table import Table, size_of

# How much of a file Polars' streaming reader takes at once (no option says it): a third of the memory, as quick.
_SMALL_PIECES = ("POLARS_CSV_CHUNK_SIZE", "1000000")


@dataclass(frozen=True, slots=True)
class Quick:
    """A CSV export (see `Export`).

    `titles` are its first heading row as written, `area` is where its rows are.
    """

    path: Path
    encoding: str
    headings: tuple[Heading, ...]
    habits: Habits
    titles: tuple[str, ...]
    area: DataArea
    kind: str = "csv"

    @property
    def delimiter(self) -> str:
        """What stands between two cells."""
        return self.area.delimiter

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return size_of(self.path)

    def chunks(self, size: int, closed: frozenset[str] = frozenset()) -> Iterator[Chunk]:
        """Read it from the start; Irregular where the quick way cannot vouch for every row."""
        with in_utf_8(self.path, self.encoding) as file:
            # Polars lets a malformed quoted cell pass when it reads categories: they are for files without a quote.
            lazy = self._scan(file, frozenset() if begins_quoted(file, self.area.lines) else closed)
            sieve = Sieve(self.titles)
            row = self.area.first_row
            try:
                batches = lazy.collect_batches(chunk_size=size)  # they are read meanwhile
                seen = look(file, self.area.lines, self.path.name)
                if seen.quotes and pl.Categorical in lazy.collect_schema().dtypes():
                    lazy = self._scan(file, frozenset())
                    batches = lazy.collect_batches(chunk_size=size)
                balance = Balance(file, lazy, self.area, seen)
                for frame in batches:
                    balance.add(frame)
                    numbers = pl.int_range(row, row + frame.height, dtype=pl.UInt32, eager=True).alias(ROW)
                    row += frame.height
                    yield sieve.sift(frame.insert_column(0, numbers))
                if balance.holds():
                    return
            except (pl.exceptions.PolarsError, pl.exceptions.PanicException):
                pass
        raise Irregular(self._again())

    def _scan(self, file: Path, closed: frozenset[str]) -> pl.LazyFrame:
        """Read texts; the first column stays String, for that is where totals and empty rows show."""
        os.environ.setdefault(*_SMALL_PIECES)
        columns = [heading.column for heading in self.headings]
        kinds = {column: pl.Categorical(pl.Categories.random()) for column in columns[1:] if column in closed}
        return pl.scan_csv(
            file,
            separator=self.delimiter,
            has_header=False,
            skip_lines=self.area.lines,
            schema={column: kinds.get(column, pl.String()) for column in columns},
            infer_schema=False,
            glob=False,
        )

    def _again(self) -> Export:
        """Give the export read in the encoding that the whole file has, else read with care."""
        encoding = decided(self.path)
        return replace(self, encoding=encoding) if encoding != self.encoding else self.careful()

    def careful(self) -> Table:
        """Give the same export, read row by row."""
        rows = partial(careful_rows, self.path, self.encoding, self.area)
        return Table(self.path, self.kind, self.encoding, self.delimiter, self.headings, self.habits, self.titles, rows)
