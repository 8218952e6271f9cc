"""What several commands read from the command line."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from iag_diag.errors import UsageError, did_you_mean

if TYPE_CHECKING:
    from iag_diag.content.pack import Pack
    from iag_diag.diagnosis.engine import Engine

CONTENT = typer.Option(
    None,
    "--content",
    metavar="DOSSIER",
    help="Utiliser un autre référentiel (questionnaires, règles, fiches).",
    show_default=False,
)
DAY = typer.Option(
    None,
    "--date",
    metavar="AAAA-MM-JJ",
    help="Date du diagnostic (aujourd’hui si elle n’est pas donnée).",
    show_default=False,
)
JSON = typer.Option(False, "--json", help="Écrire le résultat en JSON sur la sortie standard.")
PLAIN = typer.Option(False, "--plain", help="Texte simple, ligne par ligne : lecteurs d’écran, terminaux limités.")


def day(text: str | None) -> date:
    """Read a date, today when none is given."""
    if text is None:
        return date.today()  # noqa: DTZ011 - the user's own calendar day
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UsageError(f"« {text} » n’est pas une date.", "Écrivez-la ainsi : 2026-11-23.") from error


def file(name: str) -> Path:
    """Find the file of a company: that one, or the dossier of that name (`boutique` is `boutique.iag.json`)."""
    from iag_diag.dossiers import naming

    path = Path(name)
    if path.name.endswith(".json") or _is_there(path):
        return path
    dossier = naming.named(name)
    return dossier if _is_there(dossier) else path


def _is_there(path: Path) -> bool:
    """Whether a file of that name exists; a name that no file can have names none."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def pack(content: str | None) -> "Pack":
    """Load the pack."""
    from iag_diag.content.pack import load_pack

    return load_pack(Path(content) if content else None)


def engine(content: str | None) -> "Engine":
    """Load the pack and make it ready to run."""
    from iag_diag.diagnosis.engine import Engine

    return Engine(pack(content))


def one_of(option: str, value: str, known: tuple[str, ...]) -> None:
    """Refuse a word that an option does not know."""
    if value not in known:
        raise UsageError(f"« {value} » n’est pas possible pour {option}.", did_you_mean(value, known))
