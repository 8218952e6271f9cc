"""`iag-diag export`: a copy of a dossier that says nothing of whom it is about."""

import typer

from iag_diag.cli import inputs
from iag_diag.errors import IagDiagError, UsageError


def export(
    dossier: str = typer.Argument(..., metavar="NOM", help="Nom du dossier de l’entreprise."),
    anonymous: bool = typer.Option(
        False,
        "--anonymous",
        help="Sans nom, notes, preuves, textes libres ni jours (obligatoire : rien d’autre ne s’exporte).",
    ),
    coarsen: bool = typer.Option(
        False, "--coarsen", help="Ne dire que le groupe de la taille, et pas la branche : le résultat peut changer."
    ),
    no_profile: bool = typer.Option(
        False, "--no-profile", help="Ne dire ni la taille ni la branche : le résultat peut changer."
    ),
    output: str | None = typer.Option(
        None,
        "-o",
        "--output",
        metavar="FICHIER",
        help="Où écrire (sans cette option : NOM-anonyme.iag.json, ici).",
        show_default=False,
    ),
    force: bool = typer.Option(False, "--force", help="Remplacer le fichier s’il existe déjà."),
    content: str | None = inputs.CONTENT,
) -> None:
    """Copier un dossier sans rien qui dise de quelle entreprise il parle."""
    from pathlib import Path

    from iag_diag.dossiers import naming, store
    from iag_diag.dossiers.anonymous import Profile
    from iag_diag.dossiers.anonymous import anonymous as without_names

    if not anonymous:
        raise UsageError(
            "Seul un dossier anonyme s’exporte : un dossier entier se copie comme n’importe quel fichier.",
            "Ajoutez --anonymous.",
        )
    profile = Profile.REMOVED if no_profile else Profile.COARSE if coarsen else Profile.KEPT
    path = naming.named(dossier)
    whole = store.load(path)
    target = Path(output) if output else Path(f"{naming.stem(path)}-anonyme{naming.SUFFIX}")
    if target.exists() and not force:
        raise IagDiagError(
            f"« {target} » existe déjà, et n’a pas été touché.",
            "Donnez un autre nom avec -o, ou remplacez-le avec --force.",
        )
    store.save(target, without_names(whole, inputs.pack(content), profile))
    typer.echo(f"Dossier anonyme : {target}. Relisez-le avant de l’envoyer.", err=True)
