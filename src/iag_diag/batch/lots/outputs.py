"""The files of a run: results and refusals, put in place whole or not at all, and harmless in a spreadsheet."""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from iag_diag.batch.lots.tabling import KEY, LINE, code_column
from iag_diag.batch.scoring.slots import Slot
from iag_diag.batch.scoring.spelling import spelled
from iag_diag.errors import IagDiagError, reason

ROADMAPS = "feuilles-de-route"
PATH = "feuille_de_route"
_DIGITS = 7
ANY_ROADMAP = "[0-9]" * _DIGITS + "*.md"
_STARTS_A_FORMULA = r"^[=+\-@\t\r]"


@dataclass(frozen=True, slots=True)
class Style:
    """How a CSV file is written."""

    separator: str
    bom: bool


STYLES = {"excel": Style(";", bom=True), "standard": Style(",", bom=False)}


def answer_heading(slot: str) -> str:
    """Heading of an answer beside the results."""
    return f"reponse_{slot}"


def roadmap_name(line: int) -> str:
    """Name of the file of a company: its line, never what it calls itself."""
    return f"{line:0{_DIGITS}}.md"


def shown_results(parts: Sequence[Path], slots: Sequence[Slot], without: pl.Series, *, roadmaps: bool) -> pl.LazyFrame:
    """Results as the files show them: answers as ids; the rows `without` are left out."""
    lazy = pl.scan_ipc(list(parts))
    if len(without):
        lazy = lazy.filter(~pl.col(LINE).is_in(without.implode()))
    codes = {slot: code_column(slot.name) for slot in slots}
    answers = [spelled(slot, pl.col(code)).alias(answer_heading(slot.name)) for slot, code in codes.items()]
    named = pl.concat_str(pl.lit(f"{ROADMAPS}/"), pl.col(LINE).cast(pl.String).str.zfill(_DIGITS), pl.lit(".md"))
    paths = [named.alias(PATH)] if roadmaps else []
    return lazy.select(pl.all().exclude("^code:.*$"), *paths, *answers)


def repeated(parts: Sequence[Path]) -> pl.DataFrame:
    """Rows whose identifier an earlier row already bears: `ligne`, and the `premiere` one."""
    keys = pl.scan_ipc(list(parts)).select(LINE, KEY).drop_nulls()
    hashes = keys.select(pl.col(KEY).hash()).collect().to_series()
    if hashes.n_unique() == len(hashes):
        return pl.DataFrame(schema={LINE: pl.UInt32, "premiere": pl.UInt32})
    suspects = hashes.filter(hashes.is_duplicated()).unique()
    alike = keys.filter(pl.col(KEY).hash().is_in(suspects.implode())).collect()
    first = alike.with_columns(pl.col(LINE).min().over(KEY).alias("premiere"))
    return first.filter(pl.col(LINE) != pl.col("premiere")).select(LINE, "premiere").sort(LINE)


def harmless(column: str) -> pl.Expr:
    """Text that a spreadsheet shows and never runs: OWASP's apostrophe before what starts a formula."""
    text = pl.col(column)
    return pl.when(text.str.contains(_STARTS_A_FORMULA)).then(pl.concat_str(pl.lit("'"), text)).otherwise(text)


def write_csv(lazy: pl.LazyFrame, path: Path, style: Style, texts: Sequence[str]) -> None:
    """Write a table as CSV; `texts` are the columns that hold what people typed."""
    with in_place(path) as passing:
        lazy.with_columns(harmless(column).alias(column) for column in texts).sink_csv(
            passing, separator=style.separator, include_bom=style.bom, check_extension=False
        )


def write_parquet(lazy: pl.LazyFrame, path: Path) -> None:
    """Write a table as Parquet."""
    with in_place(path) as passing:
        lazy.sink_parquet(passing, compression="zstd", compression_level=1)


@contextmanager
def in_place(path: Path) -> Iterator[Path]:
    """Lend a private file of another name, and put it in place once it is whole and on disk."""
    passing = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        os.close(os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        yield passing
        with passing.open("r+b") as written:
            os.fsync(written.fileno())
        passing.replace(path)
    except OSError as error:
        raise IagDiagError(
            f"« {path} » ne peut pas être écrit ({reason(error)}).",
            "Libérez de la place, ou fermez ce fichier s’il est ouvert ailleurs, puis reprenez avec --resume.",
        ) from error
    finally:
        with suppress(OSError):
            passing.unlink()
