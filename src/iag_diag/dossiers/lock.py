"""One writer at a time: a lock beside the dossier, released by the system itself if the process dies."""

from collections.abc import Iterator
from contextlib import contextmanager
from glob import escape
from pathlib import Path

from filelock import FileLock, Timeout

from iag_diag.dossiers.naming import real
from iag_diag.errors import IagDiagError, reason


@contextmanager
def sole_writer(path: Path) -> Iterator[None]:
    """Hold the dossier for this process; another one that tries meets a clear refusal."""
    path = real(path)
    if not path.parent.is_dir():
        raise IagDiagError(
            f"Le répertoire « {path.parent} » n’existe pas.", "Créez-le d’abord, ou choisissez-en un autre."
        )
    beside = path.with_name(f".{path.name}.lock")
    lock = FileLock(beside, timeout=0, mode=0o600)
    try:
        lock.acquire()
    except Timeout as error:
        raise IagDiagError(
            f"Le dossier « {path} » est déjà ouvert dans une autre fenêtre.", "Fermez-la, puis recommencez."
        ) from error
    except OSError as error:
        raise IagDiagError(
            f"On ne peut pas écrire dans « {path.parent} » ({reason(error)}).",
            "Placez-vous dans un dossier à vous, par exemple Documents, puis recommencez.",
        ) from error
    for left in path.parent.glob(f".{escape(path.name)}.*.tmp"):  # a writer was killed between write and rename
        left.unlink(missing_ok=True)
    try:
        yield
    finally:
        lock.release()
        if not path.exists():
            beside.unlink(missing_ok=True)
