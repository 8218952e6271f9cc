"""Erasing companies: their dossiers, and what was written beside them."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from glob import escape
from pathlib import Path

from iag_diag.dossiers import naming, store
from iag_diag.dossiers.lock import sole_writer
from iag_diag.errors import IagDiagError, reason


def dossiers_of(names: Iterable[str]) -> list[Path]:
    """Find the dossiers that are meant, all of its own for a directory. Raises `IagDiagError` for a missing one."""
    found: dict[Path, None] = {}
    for name in names:
        here = Path(name)
        if here.is_dir():
            found |= dict.fromkeys(sorted(path for path in here.iterdir() if path.name.endswith(naming.SUFFIX)))
        elif (path := naming.named(name)).is_file() or path.is_symlink():
            found[path] = None
        else:
            raise IagDiagError(f"Le dossier « {path} » n’existe pas.", "Vérifiez le nom et l’endroit.")
    return list(found)


def untouched_since(path: Path, day: datetime) -> bool:
    """Whether a dossier was last written before that moment; a damaged one goes by the date of its file."""
    try:
        written = datetime.fromisoformat(store.load(path).updated)
    except IagDiagError:
        written = datetime.fromtimestamp(path.lstat().st_mtime, UTC)
    return written < day


def belongings(dossiers: Iterable[Path]) -> list[Path]:
    """Files of these dossiers: each with its lock, what a crash left, and its roadmaps, former ones too.

    A roadmap that does not say whose it is (`feuille-de-route.md`) goes with the last dossier of its folder.
    """
    going = list(dossiers)
    found: dict[Path, None] = {}
    for path in going:
        found |= dict.fromkeys(_own(path))
    for folder in dict.fromkeys(path.parent for path in going):
        if all(path in going for path in folder.glob(f"*{naming.SUFFIX}")):
            found |= dict.fromkeys(_roadmaps(folder, naming.roadmap()))
    return list(found)


def _own(path: Path) -> Iterator[Path]:
    yield path
    name = escape(path.name)
    yield from sorted(path.parent.glob(f".{name}.lock"))
    yield from sorted(path.parent.glob(f".{name}.*.tmp"))
    yield from _roadmaps(path.parent, naming.roadmap(naming.stem(path)))


def _roadmaps(folder: Path, stem: str) -> Iterator[Path]:
    yield from (path for path in (folder / f"{stem}.md",) if path.exists())
    yield from sorted(folder.glob(f"{escape(stem)}.precedente-*.md"))


def erase(dossiers: Iterable[Path]) -> int:
    """Erase these dossiers and what is theirs; one that is open elsewhere stops it, what comes before it is gone."""
    going = list(dossiers)
    files = belongings(going)
    for path in going:
        with sole_writer(path):
            _unlink(path)
    for path in files:
        _unlink(path)
    return len(files)


def _unlink(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise IagDiagError(
            f"« {path} » ne peut pas être effacé ({reason(error)}).", "Vérifiez les droits, puis recommencez."
        ) from error
