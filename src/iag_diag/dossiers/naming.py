"""What a dossier's file is called. Names come from the command line only, never from the company's."""

from pathlib import Path

from iag_diag.errors import UsageError

SUFFIX = ".iag.json"
FIRST = "diagnostic"
ROADMAP = "feuille-de-route"


def named(name: str) -> Path:
    """Path of the dossier that the user names: `boutique` is `boutique.iag.json`."""
    path = Path(name)
    if not path.name:
        raise UsageError(f"« {name} » n’est pas un nom de dossier.", "Donnez-en un : iag-diag start boutique")
    return path if path.name.endswith(".json") else path.with_name(path.name + SUFFIX)


def real(path: Path) -> Path:
    """Where a dossier really is, if its name is a link: it is written there, and locked there."""
    try:
        return path.resolve(strict=True) if path.is_symlink() else path
    except (OSError, RuntimeError):  # it leads nowhere, or round in a circle
        return path


def stem(path: Path) -> str:
    """Name of a dossier's file, without its folder and what follows its dot: « boutique »."""
    return path.name.removesuffix(SUFFIX).removesuffix(".json")


def roadmap(name: str = "") -> str:
    """Name, without its suffix, of the roadmap of the dossier of this name, or of the only one of a folder."""
    return f"{ROADMAP}-{name}" if name else ROADMAP


def short(path: Path) -> str:
    """Name by which the user can call it again, folder included."""
    return str(path).removesuffix(SUFFIX)


def latest() -> Path:
    """Last dossier written in this folder, or the first one to be."""
    here = sorted(Path().glob(f"*{SUFFIX}"), key=lambda path: (path.stat().st_mtime, path.name))
    return here[-1] if here else Path(FIRST + SUFFIX)


def fresh(folder: Path) -> Path:
    """Path of one more dossier in this folder."""
    number = 2
    while (path := folder / f"{FIRST}-{number}{SUFFIX}").exists():
        number += 1
    return path
