"""A CSV file, of whatever dialect and encoding: its headings read, then the quick way or the careful one."""

from pathlib import Path

from iag_diag.batch.export import Export
from iag_diag.batch.reading.dialect import DataArea, layout
from iag_diag.batch.reading.encodings import SAMPLE, decode, promised
from iag_diag.batch.reading.look import refuse_unreadable
from iag_diag.batch.reading.quick import Quick
from iag_diag.batch.reading.vendors import recognised
from iag_diag.errors import IagDiagError

MOST_COLUMNS = 2_000


def open_csv(path: Path, plain: frozenset[str]) -> Export:
    """Open a CSV file; `plain` are the ids that our own headings use."""
    with path.open("rb") as file:
        head = file.read(SAMPLE)
    encoding = promised(head)
    text = decode(head, encoding)
    refuse_unreadable(text.encode(), path.name)
    laid_out = layout(text)
    if not (laid_out.rows and recognised(laid_out.rows, plain)[0].vendor):
        laid_out = laid_out.untitled()
    if not laid_out.rows:
        raise IagDiagError(
            f"« {path.name} » n’a pas de ligne de titres lisible.",
            "La première ligne doit porter les titres des colonnes ; vérifiez-y les guillemets.",
        )
    titles = laid_out.rows[0]
    refuse_too_wide(path, len(titles))
    habits, headings = recognised(laid_out.rows, plain)
    last = min(habits.heading_rows, len(laid_out.rows)) - 1
    quick = Quick(
        path=path,
        encoding=encoding,
        headings=headings[: len(titles)],
        habits=habits,
        titles=titles,
        area=DataArea(laid_out.delimiter, len(titles), laid_out.lines[last], laid_out.shown[last] + 1),
    )
    return quick if len(titles) > 1 else quick.careful()


def refuse_too_wide(path: Path, width: int) -> None:
    """Refuse what no survey has."""
    if width > MOST_COLUMNS:
        raise IagDiagError(
            f"« {path.name} » a {width} colonnes : un export de questionnaire en a quelques dizaines.",
            f"Gardez les colonnes utiles ({MOST_COLUMNS} au plus), ou vérifiez le séparateur.",
        )
