"""What a batch needs beyond the core install, asked for in words when it is missing."""

from importlib import import_module
from types import ModuleType

from iag_diag.errors import IagDiagError


def require(module: str, purpose: str, extra: str = "batch") -> ModuleType:
    """Import an optional library; when it is missing, say what for and the command that installs it."""
    try:
        return import_module(module)
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] != module.partition(".")[0]:
            raise
        raise IagDiagError(
            f"{purpose} demande un complément qui n’est pas installé ici ({module}).",
            f"Installez-le avec : pip install 'iag-diag[{extra}]'",
        ) from error


def require_polars() -> None:
    """Make sure that the dataframe library is there, before any module that imports it at its top."""
    require("polars", "Le traitement d’un grand nombre d’entreprises")
