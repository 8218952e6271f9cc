"""The results of a batch, counted: how many companies of each size and branch hold each value of each column.

Everything that a cohort says follows from these counts, so the rows are read once, a slice at a time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import TypeAlias

import polars as pl
from polars.exceptions import PanicException, PolarsError

from iag_diag.batch.cohort.weights import Cell
from iag_diag.batch.lots.outputs import answer_heading
from iag_diag.batch.scoring import results
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import NSP, SANS_OBJET
from iag_diag.errors import IagDiagError, did_you_mean, reason

UNKNOWN = "?"
"""Size or branch of a company that did not give it."""

CONFIRM = "a_confirmer"
"""A column of ours: whether the answers that are missing could change the phase."""

YES, NO = "oui", "non"

Counts: TypeAlias = Mapping[str, Mapping[Cell, int]]
"""Companies by value, then by cell; the value of an empty cell of the file is the empty text."""

_RESULTS = "resultats"
_SLICE = 50_000
_HEAD = 65_536
_WORD = 1 << 32
_MARK = "\x1f"
_FEW = 6
_HINT = "Donnez le fichier de résultats, CSV ou Parquet, écrit par : iag-diag batch EXPORT"


@dataclass(frozen=True, slots=True)
class Census:
    """What was counted: `companies` with a phase, rows without one (`aside`), then counts by column, by answer."""

    companies: Mapping[Cell, int]
    aside: int
    columns: Mapping[str, Counts]
    answers: Mapping[str, Counts]

    @property
    def sheets(self) -> tuple[str, ...]:
        """Columns of the sheets kept, from the first."""
        return tuple(_ranked(list(self.columns)))


def open_results(path: Path) -> pl.LazyFrame:
    """Open what `iag-diag batch` wrote: a file, or the folder that holds it."""
    if path.is_dir():
        candidates = [path / f"{_RESULTS}{suffix}" for suffix in (".parquet", ".csv")]
        path = next((candidate for candidate in candidates if candidate.is_file()), candidates[-1])
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise IagDiagError(f"« {path} » ne peut pas être lu ({reason(error)}).", _HINT) from error
    if head.startswith(b"PAR1"):
        return pl.scan_parquet(path)
    if not head.strip() or b"\0" in head:
        raise _foreign(f"« {path} » n’est ni un CSV, ni un Parquet." if head.strip() else f"« {path} » est vide.")
    line = head.partition(b"\n")[0]
    return pl.scan_csv(path, separator=";" if line.count(b";") > line.count(b",") else ",", infer_schema=False)


def census(frame: pl.LazyFrame, pack: Pack, wanted: Sequence[str]) -> Census:
    """Count the rows of a batch by size and branch. `wanted` are the answers to count, where the file has them."""
    with _readable():
        names = frame.collect_schema().names()
    axes = [results.axis(dimension.id) for dimension in pack.dimensions.dimensions]
    bounds = [results.PHASE_LOWEST, results.PHASE_HIGHEST]
    columns = [results.PHASE, results.ALERTS, results.MISSING, *axes]
    place = [
        answer_heading(question)
        for question in (pack.manifest.size_question, pack.manifest.branch_question)
        if question
    ]
    if missing := [name for name in [*columns, *bounds, results.sheet(1), *place] if name not in names]:
        listed = ", ".join(f"« {name} »" for name in missing[:_FEW])
        raise _foreign(f"Ce fichier ne vient pas d’iag-diag batch : il y manque {listed}.")
    columns += _ranked(names)
    answers = [answer for answer in wanted if answer_heading(answer) in names]
    used = list(dict.fromkeys([*columns, *map(answer_heading, answers)]))
    with _readable():
        aside, counted = _counted(frame.select(list(dict.fromkeys([*used, *bounds, *place]))), used, place)
    counts = {name: _by_cell(by_value, pack) for name, by_value in counted.items()}
    companies: dict[Cell, int] = {}
    for by_cell in counts[results.PHASE].values():
        for cell, number in by_cell.items():
            companies[cell] = companies.get(cell, 0) + number
    if not companies:
        raise IagDiagError("Aucune ligne de ces résultats ne porte de diagnostic : il n’y a rien à décrire.", _HINT)
    found = {name: counts[name] for name in [CONFIRM, *columns]}
    return Census(companies, aside, found, {answer: counts[answer_heading(answer)] for answer in answers})


def _ranked(names: Sequence[str]) -> list[str]:
    """Columns of the sheets kept, in order."""
    found: list[str] = []
    while (name := results.sheet(len(found) + 1)) in names:
        found.append(name)
    return found


@dataclass(frozen=True, slots=True)
class _Numbered:
    """A column as whole numbers (an expression), and the texts of such numbers; an empty cell is the empty text."""

    numbers: pl.Expr
    texts: Callable[[pl.Expr], pl.Expr]


def _numbered(cells: pl.Expr, dtype: pl.DataType, coded: pl.Categorical) -> _Numbered:
    """Turn what a column holds into numbers: by its own list where it has one, else by looking its texts up."""
    if isinstance(dtype, pl.Enum):
        words = pl.lit(pl.Series(["", *dtype.categories]))
        return _Numbered((cells.to_physical().cast(pl.UInt64) + 1).fill_null(0), words.gather)
    if dtype.is_integer():
        return _Numbered(
            (cells.cast(pl.UInt64) + 1).fill_null(0),
            lambda number: pl.when(number == 0).then(pl.lit("")).otherwise((number - 1).cast(pl.String)),
        )
    return _Numbered(
        cells.cast(pl.String).fill_null("").cast(coded).to_physical().cast(pl.UInt64),
        lambda number: number.cast(pl.UInt32).cat.to(coded).cast(pl.String),
    )


def _placed(place: Sequence[str], schema: Mapping[str, pl.DataType], coded: pl.Categorical) -> _Numbered:
    """Turn size and branch into one number."""
    lists = [["", *dtype.categories] for name in place if isinstance(dtype := schema[name], pl.Enum)]
    if len(lists) < len(place):
        texts = [pl.col(name).cast(pl.String).fill_null("") for name in place]
        return _numbered(pl.concat_str(texts, separator=_MARK), pl.String(), coded)
    number = pl.lit(0, dtype=pl.UInt64)
    for name, words in zip(place, lists, strict=True):
        number = number * len(words) + _numbered(pl.col(name), schema[name], coded).numbers
    return _Numbered(number, pl.lit(pl.Series(map(_MARK.join, product(*lists)))).gather)


def _counted(
    frame: pl.LazyFrame, used: Sequence[str], place: Sequence[str]
) -> tuple[int, dict[str, list[tuple[str, str, int]]]]:
    """Count each column as (value, size and branch, companies), and the rows without a phase.

    A value and a cell are made one integer, for counting integers is ten times faster than grouping texts.
    """
    schema = frame.collect_schema()
    coded = pl.Categorical(pl.Categories.random())
    cell = _placed(place, schema, coded)
    confirm = pl.when(pl.col(results.PHASE_LOWEST) != pl.col(results.PHASE_HIGHEST)).then(pl.lit(YES))
    columns = {CONFIRM: _numbered(confirm.otherwise(pl.lit(NO)), pl.String(), coded)}
    columns |= {name: _numbered(pl.col(name), schema[name], coded) for name in used}
    aside = 0
    parts: dict[str, list[pl.DataFrame]] = {name: [] for name in columns}
    for rows in frame.collect_batches(chunk_size=_SLICE):
        kept = rows.filter(pl.col(results.PHASE).cast(pl.String).fill_null("") != "")
        aside += rows.height - kept.height
        keys = kept.select(
            (cell.numbers * _WORD).alias(_MARK), *(it.numbers.alias(name) for name, it in columns.items())
        )
        tallies = keys.select((pl.col(_MARK) + pl.col(name)).value_counts().implode().alias(name) for name in columns)
        for name in columns:
            parts[name].append(tallies[name].explode().struct.unnest())
    return aside, {name: _texts(pl.concat(found), columns[name], cell) for name, found in parts.items()}


def _texts(keys: pl.DataFrame, value: _Numbered, cell: _Numbered) -> list[tuple[str, str, int]]:
    key = pl.col(keys.columns[0])
    whole = keys.lazy().group_by(key).agg(pl.col("count").sum())
    named = whole.select(value.texts(key % _WORD).alias("value"), cell.texts(key // _WORD).alias("cell"), "count")
    return named.sort("value", "cell").collect().rows()


def _by_cell(counted: Sequence[tuple[str, str, int]], pack: Pack) -> Counts:
    """Turn texts into cells; a size or a branch that was not given is unknown."""
    counts: dict[str, dict[Cell, int]] = {}
    for value, text, number in counted:
        size, _, branch = text.partition(_MARK)
        cell = (
            _known(size, pack.manifest.size_question, pack),
            _known(branch, pack.manifest.branch_question, pack),
        )
        by_cell = counts.setdefault(value, {})
        by_cell[cell] = by_cell.get(cell, 0) + number
    return counts


def _known(option: str, question: str | None, pack: Pack) -> str:
    if question is None or option in ("", NSP, SANS_OBJET):
        return UNKNOWN
    if pack.questions[question].option(option) is None:
        raise unknown_value(answer_heading(question), option, [known.id for known in pack.questions[question].options])
    return option


def unknown_value(column: str, value: str, known: Sequence[str]) -> IagDiagError:
    """Say that a column holds what this pack does not know."""
    shown = value if len(value) <= len(column) + 40 else f"{value[:40]}…"
    return IagDiagError(
        f"La colonne « {column} » contient « {shown} », que ce référentiel ne connaît pas.",
        " ".join(
            part
            for part in (
                did_you_mean(value[:40], known),
                "Ces résultats viennent-ils d’un autre référentiel (--content) ?",
            )
            if part
        ),
    )


@contextmanager
def _readable() -> Iterator[None]:
    """Turn what polars says of a damaged file into a message."""
    try:
        yield
    except (PolarsError, PanicException, OSError) as error:
        detail = " ".join(str(error).split())[:160]
        raise _foreign(f"Ces résultats ne peuvent pas être lus jusqu’au bout ({detail}).") from error


def _foreign(message: str) -> IagDiagError:
    return IagDiagError(message, _HINT)
