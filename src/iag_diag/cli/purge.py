"""`iag-diag purge`: erase companies, after a list of what will go."""

import typer

from iag_diag.cli import inputs
from iag_diag.errors import UsageError

_MOST_MONTHS = 600
_DAYS = 30.44


def purge(
    names: list[str] = typer.Argument(
        ..., metavar="NOM...", help="Des dossiers, ou un répertoire : tous ceux qu’il contient."
    ),
    older: int | None = typer.Option(
        None,
        "--older-than",
        metavar="MOIS",
        help="Seulement ceux qui n’ont pas changé depuis tant de mois.",
        show_default=False,
    ),
    yes: bool = typer.Option(False, "--yes", help="Effacer sans demander ; la liste est quand même écrite."),
    plain: bool = inputs.PLAIN,
) -> None:
    """Effacer des dossiers et leurs feuilles de route, après en avoir montré la liste."""
    from datetime import UTC, datetime, timedelta

    from iag_diag.dossiers.purging import belongings, dossiers_of, erase, untouched_since

    if older is not None and not 0 <= older <= _MOST_MONTHS:
        raise UsageError(f"« {older} » n’est pas possible pour --older-than.", "Un nombre de mois, de 0 à 600.")
    going = dossiers_of(names)
    if older is not None:
        limit = datetime.now(UTC) - timedelta(days=older * _DAYS)
        going = [path for path in going if untouched_since(path, limit)]
    files = belongings(going)
    if not files:
        typer.echo("Rien à effacer.", err=True)
        return
    for path in files:
        typer.echo(str(path))
    if not yes and not _agreed(len(files), plain=plain):
        typer.echo("Rien n’a été effacé.", err=True)
        return
    typer.echo(
        f"Effacé : {erase(going)} fichiers. Une sauvegarde, si vous en faites, peut encore les contenir.", err=True
    )


def _agreed(count: int, *, plain: bool) -> bool:
    from iag_diag.interview.launch import face, plain_face

    missing = UsageError(
        "iag-diag purge demande une confirmation, et il n’y a pas de terminal pour répondre.",
        "Pour effacer sans répondre, ajoutez --yes.",
    )
    with face(plain=plain_face(asked=plain, missing=missing)) as asker:
        return (
            asker.choose(
                "Effacer ces fichiers, pour de bon ?",
                [("non", "Non, ne rien effacer"), ("oui", f"Oui, effacer ces {count} fichiers")],
            )
            == "oui"
        )
