"""Beyond one machine: Spark hands its Arrow batches to the very same function, where the data is."""

import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from iag_diag import __version__
from iag_diag.batch.export import Heading
from iag_diag.batch.extras import require
from iag_diag.batch.frame import FrameScorer
from iag_diag.batch.mapping.plain import plain_column
from iag_diag.content.pack import load_pack
from iag_diag.errors import IagDiagError

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame
    from pyspark.sql.types import StructField

# Spark has no unsigned integers, and no closed lists of texts.
_HELD: Mapping[type[pl.DataType], pl.DataType] = {
    pl.Enum: pl.String(),
    pl.String: pl.String(),
    pl.UInt8: pl.Int16(),
    pl.UInt16: pl.Int32(),
}

_ROWS, _BYTES = 50_000, 64 << 20


@dataclass(frozen=True, slots=True)
class _Task:
    """What an executor needs: places of the questions and of the other columns in a batch, names of all that it gives.

    `packed` holds the pack and the columns of the questions: an executor reads no content folder, so none of them can
    hold other rules than the driver's.
    """

    version: str
    packed: bytes
    asked: tuple[int, ...]
    handed: tuple[int, ...]
    names: tuple[str, ...]


def score_spark(frame: "DataFrame", content: Path | None = None) -> "DataFrame":
    """Diagnose every row of a Spark frame in the plain format, as `score_frame` does, where the rows are.

    Cells are texts, whole numbers, booleans or arrays of texts. Columns that are no question are handed on untouched,
    before the results, which are strings, smallints (scores, 0 to 100) and ints (counts). `content` is the folder of a
    pack, on the driver only. Nothing is computed before Spark is asked for rows. Raises `IagDiagError` when a library
    is missing, when no column is a question, when a column cannot hold answers, or has a name that is already taken.
    """
    for module in ("pyspark", "pyarrow", "pandas"):  # Spark's Arrow functions do not start without pandas
        require(module, "Le calcul sur Spark", extra="spark")
    pack, fields = load_pack(content), frame.schema.fields
    asked = [place for place, field in enumerate(fields) if plain_column(Heading(place, field.name), field.name, pack)]
    handed = [place for place in range(len(fields)) if place not in asked]
    questions = _schema([fields[place] for place in asked])
    results = _returned(FrameScorer(questions, pack).schema)
    _check_free([fields[place].name for place in handed], [field.name for field in results])
    returned = [*(fields[place] for place in handed), *results]
    task = _Task(
        version=__version__,
        # Where the rules stand in their files is most of a pack's weight, and no score depends on it.
        packed=pickle.dumps((replace(pack, documents={}), questions)),
        asked=tuple(asked),
        handed=tuple(handed),
        names=tuple(field.name for field in returned),
    )
    # Spark reads the heading « question[part] » as a part of a column: it only sees neutral names on the way in.
    neutral = frame.toDF(*(f"c{place}" for place in range(len(fields))))
    return neutral.mapInArrow(partial(_scored, task), type(frame.schema)(returned))


def _schema(fields: Sequence["StructField"]) -> pl.Schema:
    """Give the columns of the questions the types that `FrameScorer` reads."""
    from pyspark.sql import types

    columns: dict[str, pl.DataType] = {}
    for field in fields:
        if field.name in columns:
            raise IagDiagError(
                f"Deux colonnes portent le même nom\u00a0: «\u00a0{field.name}\u00a0».", "Renommez-en une."
            )
        match field.dataType:
            case types.StringType() | types.CharType() | types.VarcharType() | types.NullType():
                columns[field.name] = pl.String()
            case types.IntegralType():
                columns[field.name] = pl.Int64()
            case types.BooleanType():
                columns[field.name] = pl.Boolean()
            case types.ArrayType(elementType=types.StringType()):
                columns[field.name] = pl.List(pl.String())
            case other:
                raise IagDiagError(
                    f"La colonne «\u00a0{field.name}\u00a0» est d’un type qui ne peut pas contenir de réponse\u00a0: "
                    f"{other.simpleString()}.",
                    "Une réponse est un texte, un nombre entier, un booléen ou une liste de textes (array<string>).",
                )
    return pl.Schema(columns)


def _returned(results: pl.Schema) -> list["StructField"]:
    """Name the results as Spark holds them."""
    from pyspark.sql import types

    held = {pl.String(): types.StringType(), pl.Int16(): types.ShortType(), pl.Int32(): types.IntegerType()}
    return [types.StructField(name, held[_HELD[dtype.base_type()]]) for name, dtype in results.items()]


def _check_free(handed: Sequence[str], results: Sequence[str]) -> None:
    """Refuse a column that Spark, for which capitals count for nothing, could not tell from a result."""
    taken = {name.casefold() for name in results}
    if clashes := [name for name in handed if name.casefold() in taken]:
        raise IagDiagError(
            f"Ces colonnes portent le nom d’une colonne de résultat\u00a0: {', '.join(clashes)}.",
            "Renommez-les avant le calcul (withColumnRenamed).",
        )


def _scored(task: _Task, batches: Iterator["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
    """Score one partition, on an executor; the columns handed on never leave Arrow."""
    import pyarrow as pa

    if task.version != __version__:
        raise IagDiagError(
            f"Cet exécuteur a la version {__version__} d’iag-diag, et le programme qui l’appelle la version "
            f"{task.version}\u00a0: leurs résultats pourraient différer.",
            "Installez la même version partout.",
        )
    scorer, questions = _unpacked(task.packed)
    asked = list(zip(questions, task.asked, strict=True))
    for batch in _gathered(batches):
        answers = pl.DataFrame([pl.Series(name, batch.column(place)) for name, place in asked])
        results = [_held(column) for column in scorer.score(answers)]
        yield pa.RecordBatch.from_arrays([*map(batch.column, task.handed), *results], list(task.names))


def _gathered(batches: Iterator["pa.RecordBatch"]) -> Iterator["pa.RecordBatch"]:
    """Join small batches: each one scored costs a fixed time, as much as some 20 000 rows."""
    import pyarrow as pa

    held: list[pa.RecordBatch] = []
    rows = size = 0
    for batch in batches:
        held.append(batch)
        rows, size = rows + batch.num_rows, size + batch.nbytes
        if rows >= _ROWS or size >= _BYTES:
            yield pa.concat_batches(held)
            held, rows, size = [], 0, 0
    if held:
        yield pa.concat_batches(held)


@lru_cache(maxsize=2)
def _unpacked(packed: bytes) -> tuple[FrameScorer, list[str]]:
    """Make the pack ready once per Python worker, which serves many partitions."""
    pack, questions = pickle.loads(packed)  # noqa: S301 - written by the driver, as the function itself is
    return FrameScorer(questions, pack), questions.names()


def _held(column: pl.Series) -> "pa.Array":
    """Turn a result into what Spark holds."""
    import pyarrow as pa

    held = column.cast(_HELD[column.dtype.base_type()]).to_arrow(compat_level=pl.CompatLevel.oldest())
    return held.cast(pa.string()) if pa.types.is_large_string(held.type) else held
