"""What could not be read: one table for cells and rows, each entry with its place, its reason and what became of it."""

from collections.abc import Iterator, Sequence

import polars as pl

from iag_diag.batch.export import Heading
from iag_diag.batch.lots.dictionary import Reading
from iag_diag.batch.lots.workshop import Tally
from iag_diag.dossiers.answers import clean
from iag_diag.errors import IagDiagError

CELL = "cellule ignorée"
ROW_ASIDE = "ligne écartée"
ROW_KEPT = "ligne notée quand même"
_COLUMNS: dict[str, pl.DataType] = {
    "ligne": pl.UInt32(),
    "colonne": pl.UInt32(),
    "intitule": pl.String(),
    "question": pl.String(),
    "valeur": pl.String(),
    "motif": pl.String(),
    "valeur_proche": pl.String(),
    "effet": pl.Enum([CELL, ROW_ASIDE, ROW_KEPT]),
}
REFUSALS = pl.Schema(_COLUMNS)
_LONGEST = 200
_WORST, _VALUES = 8, 4


class NothingToScore(IagDiagError):  # noqa: N818 - says what is wrong
    """The export as it is gives nothing: no part of it is worth keeping."""


class UnknownLabels(NothingToScore):
    """Most cells hold labels that the questionnaire does not know: nothing is scored."""

    def __init__(self, tally: Tally, refusals: pl.DataFrame) -> None:
        """`refusals` are some of the cells refused, to show what was found."""
        super().__init__(
            f"La plupart des réponses de cet export ne correspondent à rien : {tally.refused} cellules refusées "
            f"pour {tally.understood} comprises. Aucune entreprise n’est notée.\n" + "\n".join(_picture(refusals)),
            "Refaites la correspondance : iag-diag map EXPORT",
        )


def _picture(refusals: pl.DataFrame) -> Iterator[str]:
    """Show the columns that lost most, with the values met in them."""
    cells = refusals.filter(pl.col("effet") == CELL)
    values = pl.col("valeur").unique(maintain_order=True).head(_VALUES).str.join(", ")
    columns = cells.group_by("colonne", "intitule", maintain_order=True).agg(pl.len(), values)
    yield "Ce qui a été trouvé :"
    worst = columns.sort("len", "colonne", descending=[True, False]).head(_WORST)
    for number, heading, count, shown in worst.iter_rows():
        yield f"  colonne {number}, « {heading} » : {count} refus ({clean(shown)}…)"


def cells_refused(
    rows: pl.Series, values: pl.Series, heading: Heading, question: str, why: Sequence[Reading]
) -> pl.DataFrame:
    """Make an entry per cell of one column."""
    return _entries(
        rows,
        colonne=heading.place + 1,
        intitule=heading.text,
        question=question,
        valeur=values.str.slice(0, _LONGEST),
        motif=[reading.reason for reading in why],
        valeur_proche=[reading.nearest or None for reading in why],
        effet=CELL,
    )


def notices(
    rows: Sequence[int] | pl.Series,
    reasons: Sequence[str] | pl.Series,
    effect: str,
    values: Sequence[str] | None = None,
) -> pl.DataFrame:
    """Make an entry per row, with the beginning of it where there is something to show."""
    return _entries(rows, motif=reasons, valeur=values, effet=effect)


def _entries(rows: Sequence[int] | pl.Series, **columns: object) -> pl.DataFrame:
    """Fill the table: a single value stands for every row, a column that is not given is empty."""
    count = len(rows)
    filled = {
        name: value if isinstance(value, (pl.Series, list, tuple)) else [value] * count
        for name, value in {**dict.fromkeys(REFUSALS), **columns, "ligne": rows}.items()
    }
    return pl.DataFrame(filled, schema=REFUSALS)
