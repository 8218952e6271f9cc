"""Putting a document where a person wants it: whole, private, never in place of what they may have written there."""

from collections.abc import Iterator
from pathlib import Path

from iag_diag.dossiers import store
from iag_diag.errors import IagDiagError, UsageError, reason


def put(path: Path, content: bytes, *, read_from: Path | None = None) -> Path | None:
    """Write a document; a different one already there is set aside, and its new path returned.

    The file that the answers were `read_from` is refused.
    """
    if read_from is not None and _same(path, read_from):
        raise UsageError(f"« {path} » contient vos réponses : il ne sera pas remplacé.", "Donnez un autre nom.")
    former = _set_aside(path, content)
    store.write_whole(path, content)
    return former


def _same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return False


def _set_aside(path: Path, content: bytes) -> Path | None:
    """Rename a former document that the user may have filled in; an identical one is left."""
    try:
        if path.is_symlink() or (path.exists() and not (path.is_file() or path.is_dir())):
            raise IagDiagError(f"« {path} » n’est pas un fichier ordinaire.", "Donnez un autre nom.")
        if not path.exists() or path.read_bytes() == content:
            return None
        former = next(name for name in _free_names(path) if not name.exists())
        path.rename(former)
    except OSError as error:
        raise IagDiagError(
            f"« {path} » ne peut pas être remplacé ({reason(error)}).", "Donnez un autre nom au document."
        ) from error
    return former


def _free_names(path: Path) -> Iterator[Path]:
    number = 1
    while True:
        yield path.with_name(f"{path.stem}.precedente-{number}{path.suffix}")
        number += 1
