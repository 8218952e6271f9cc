"""An export that is read row by row: a workbook, JSON lines, dossiers, a CSV file that takes care."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from iag_diag.batch.export import ROW, Chunk, Habits, Heading, RowFault
from iag_diag.batch.reading.encodings import UTF_8
from iag_diag.batch.reading.sieve import Sieve
from iag_diag.batch.reading.vendors import recognised_names
from iag_diag.errors import IagDiagError, reason

Row = tuple[int, Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Table:
    """An export (see `Export`).

    `titles` are its first heading row as written; `rows` reads it from the start and gives numbered rows of as many
    cells as there are headings, or faults. `text` writes a cell that is no text yet; None where all are.
    """

    path: Path
    kind: str
    encoding: str
    delimiter: str
    headings: tuple[Heading, ...]
    habits: Habits
    titles: tuple[str, ...]
    rows: Callable[[], Iterator[Row | RowFault]]
    text: Callable[[Any], str | None] | None = None

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return size_of(self.path)

    def chunks(self, size: int, closed: frozenset[str] = frozenset()) -> Iterator[Chunk]:  # noqa: ARG002 - texts it is
        """Read it from the start."""
        sieve = Sieve(self.titles)
        rows: list[Row] = []
        faults: list[RowFault] = []
        for read in self.rows():
            if isinstance(read, RowFault):
                faults.append(read)
            else:
                rows.append(read)
            if len(rows) + len(faults) >= size:
                yield sieve.sift(self._frame(rows), faults)
                rows, faults = [], []
        if rows or faults:
            yield sieve.sift(self._frame(rows), faults)

    def _frame(self, rows: Sequence[Row]) -> pl.DataFrame:
        numbers = pl.Series(ROW, [number for number, _ in rows], dtype=pl.UInt32)
        columns = list(zip(*(cells for _, cells in rows), strict=True)) or [()] * len(self.headings)
        names = [heading.column for heading in self.headings]
        return pl.DataFrame([numbers, *map(self._texts, names, columns)])

    def _texts(self, name: str, cells: Sequence[Any]) -> pl.Series:
        """Write the cells of a column as texts: at once where they are, one by one where some are not."""
        if self.text is None:
            return pl.Series(name, cells, dtype=pl.String)
        try:
            return pl.Series(name, cells, dtype=pl.String).replace("", None)
        except TypeError:
            return pl.Series(name, map(self.text, cells), dtype=pl.String)


def named_table(
    path: Path,
    kind: str,
    titles: tuple[str, ...],
    plain: frozenset[str],
    companies: Callable[[], Iterator[tuple[int, Mapping[str, str | None]] | RowFault]],
) -> Table:
    """Make a table of companies that name their cells; what one of them does not name is empty."""
    habits, headings = recognised_names(titles, plain)

    def rows() -> Iterator[Row | RowFault]:
        for read in companies():
            yield read if isinstance(read, RowFault) else (read[0], [read[1].get(title) for title in titles])

    return Table(path, kind, UTF_8, "", headings, habits, titles, rows)


def size_of(path: Path) -> int:
    """Bytes of a file, or of the files of a folder."""
    try:
        files = [path] if path.is_file() else [file for file in path.iterdir() if file.is_file()]
        return sum(file.stat().st_size for file in files)
    except OSError as error:
        raise IagDiagError(
            f"L’export « {path} » ne peut pas être lu ({reason(error)}).", "Vérifiez ses droits."
        ) from error
