"""Opening an export: what it is by its first bytes, whatever its name says, then the way to read it."""

from pathlib import Path

from iag_diag.batch.export import Export
from iag_diag.batch.reading.csv_file import open_csv
from iag_diag.batch.reading.folder import open_folder
from iag_diag.batch.reading.objects import open_objects
from iag_diag.batch.reading.parquet import open_parquet
from iag_diag.batch.reading.signatures import Kind, kind_of
from iag_diag.errors import IagDiagError, reason

_FIRST = 4096


def open_export(path: Path, *, sheet: str | None = None, plain: frozenset[str] = frozenset()) -> Export:
    """Open an export: a file, or a folder of dossiers.

    `sheet` names the sheet of a workbook (its first filled one when None). `plain` are the ids of the questions: an
    export whose headings are nothing else is in our own format. While its chunks are read, `Irregular` may say that it
    has to be read again in another way.
    """
    try:
        if path.is_dir():
            return open_folder(path, plain)
        if not path.is_file():
            why = "ce n’est ni un fichier, ni un répertoire" if path.exists() else "il n’existe pas"
            raise IagDiagError(f"L’export « {path} » ne peut pas être lu : {why}.", "Vérifiez le nom et l’endroit.")
        with path.open("rb") as file:
            kind = kind_of(path, file.read(_FIRST))
        return _opened(path, kind, sheet, plain)
    except OSError as error:
        raise IagDiagError(
            f"L’export « {path} » ne peut pas être lu ({reason(error)}).", "Vérifiez le nom, l’endroit et ses droits."
        ) from error


def _opened(path: Path, kind: Kind, sheet: str | None, plain: frozenset[str]) -> Export:
    match kind:
        case Kind.CSV:
            return open_csv(path, plain)
        case Kind.PARQUET:
            return open_parquet(path, plain)
        case Kind.OBJECTS:
            return open_objects(path, plain)
        case Kind.XLSX:
            from iag_diag.batch.reading.workbook import open_workbook

            return open_workbook(path, sheet, plain)
