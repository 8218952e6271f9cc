"""`iag-diag init`: a small pack to start from."""

import typer


def init(
    folder: str = typer.Argument(..., metavar="RÉPERTOIRE", help="Où l’écrire : un répertoire nouveau, ou vide."),
) -> None:
    """Écrire un petit référentiel, complet et commenté, à transformer."""
    import shlex
    from pathlib import Path

    from iag_diag.content.starter import write_starter

    write_starter(Path(folder))
    name = shlex.quote(folder)
    typer.echo(f"Un référentiel de départ est écrit dans {folder} : lisez d’abord LISEZ-MOI.md.", err=True)
    typer.echo(f"Pour le contrôler : iag-diag check {name}", err=True)
    typer.echo(f"Pour l’essayer : iag-diag start --content {name}", err=True)
