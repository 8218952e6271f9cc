"""A row of results per company: what identifies it, what was concluded, how much was read and refused."""

from functools import reduce
from operator import add

import polars as pl

from iag_diag.batch.lots.refusals import CELL
from iag_diag.batch.scoring.scorer import Scorer

LINE, KEY = "ligne", "identifiant"
ANSWERED, REFUSED = "reponses", "cellules_refusees"


def tabled(scorer: Scorer, rows: pl.DataFrame, answers: pl.DataFrame, refusals: pl.DataFrame) -> pl.DataFrame:
    """Put the results of coded answers behind the columns of `rows`, which hold the line of each."""
    questions = [question for question in scorer.pack.questions if question in answers.columns]
    given = [pl.col(question).is_not_null().cast(pl.UInt16) for question in questions]
    counted = answers.select(reduce(add, given, pl.lit(0, dtype=pl.UInt16)).alias(ANSWERED))
    return pl.concat([rows, scorer.score(answers), counted, _refused(rows, refusals)], how="horizontal")


def _refused(rows: pl.DataFrame, refusals: pl.DataFrame) -> pl.DataFrame:
    """Count the cells refused, row by row."""
    cells = refusals.filter(pl.col("effet") == CELL)
    if cells.is_empty():
        return rows.select(pl.repeat(0, pl.len(), dtype=pl.UInt16).alias(REFUSED))
    counts = cells.group_by(LINE).agg(pl.len().cast(pl.UInt16).alias(REFUSED))
    return rows.join(counts, on=LINE, how="left", maintain_order="left").select(pl.col(REFUSED).fill_null(0))


def code_column(slot: str) -> str:
    """Name of the column of a part that keeps the codes of a slot."""
    return f"code:{slot}"
