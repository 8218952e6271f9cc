"""A Parquet file: its columns as text, whatever their types."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from iag_diag.batch.export import ROW, SEPARATOR, TICKED, UNTICKED, Chunk, Habits, Heading
from iag_diag.batch.reading.csv_file import refuse_too_wide
from iag_diag.batch.reading.sieve import Sieve
from iag_diag.batch.reading.table import size_of
from iag_diag.batch.reading.vendors import recognised_names
from iag_diag.errors import IagDiagError

_UNWRITABLE = (pl.Binary, pl.Object, pl.Null)


@dataclass(frozen=True, slots=True)
class Parquet:
    """A Parquet export (see `Export`); its rows count from 1."""

    path: Path
    headings: tuple[Heading, ...]
    habits: Habits
    titles: tuple[str, ...]
    columns: tuple[pl.Expr, ...]
    kind: str = "parquet"
    encoding: str = ""
    delimiter: str = ""

    @property
    def size(self) -> int:
        """Bytes on disk."""
        return size_of(self.path)

    def chunks(self, size: int, closed: frozenset[str] = frozenset()) -> Iterator[Chunk]:  # noqa: ARG002 - texts it is
        """Read it from the start."""
        sieve = Sieve(self.titles)
        row = 1
        try:
            for frame in _scan(self.path).select(self.columns).collect_batches(chunk_size=size):
                numbers = pl.int_range(row, row + frame.height, dtype=pl.UInt32, eager=True).alias(ROW)
                row += frame.height
                yield sieve.sift(frame.insert_column(0, numbers))
        except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
            raise _damaged(self.path) from error


def open_parquet(path: Path, plain: frozenset[str]) -> Parquet:
    """Open a Parquet file; `plain` are the ids that our own headings use."""
    try:
        schema = _scan(path).collect_schema()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError) as error:
        raise _damaged(path) from error
    titles = tuple(schema.names())
    if not titles:
        raise _damaged(path)
    refuse_too_wide(path, len(titles))
    habits, headings = recognised_names(titles, plain)
    columns = tuple(
        _text(path, heading.place, title, kind).alias(heading.column)
        for (title, kind), heading in zip(schema.items(), headings, strict=True)
    )
    return Parquet(path, headings, habits, titles, columns)


def _scan(path: Path) -> pl.LazyFrame:
    return pl.scan_parquet(path, glob=False, hive_partitioning=False)


def _text(path: Path, place: int, title: str, kind: pl.DataType) -> pl.Expr:
    """Write a column as text: lists joined, booleans in French, 3.0 as 3."""
    column = pl.nth(place)  # a name may look like a pattern
    match kind:
        case pl.Boolean():
            return pl.when(column).then(pl.lit(TICKED)).when(~column).then(pl.lit(UNTICKED))
        case pl.Float32() | pl.Float64():
            return column.cast(pl.String).str.strip_suffix(".0")
        case pl.List(inner=inner) if not inner.is_nested() and inner not in _UNWRITABLE:
            return column.cast(pl.List(pl.String)).list.join(SEPARATOR)
        case _ if kind.is_nested() or kind in _UNWRITABLE:
            raise IagDiagError(
                f"La colonne « {title} » de « {path.name} » ne contient pas de texte (type {kind}).",
                "Retirez-la, ou mettez-la à plat : une colonne par réponse.",
            )
        case _:
            return column.cast(pl.String)


def _damaged(path: Path) -> IagDiagError:
    return IagDiagError(
        f"« {path.name} » n’est pas un fichier Parquet lisible : il est abîmé, ou incomplet.", "Exportez-le de nouveau."
    )
