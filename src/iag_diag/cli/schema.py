"""`iag-diag schema`: the JSON Schemas of the content files, for an editor."""

import typer


def schema(
    folder: str = typer.Argument(..., metavar="RÉPERTOIRE", help="Où les écrire : schemas, à côté de rules."),
) -> None:
    """Écrire les schémas qui guident un éditeur : clés, sens, fautes."""
    from pathlib import Path

    from iag_diag.content.schemas import SCHEMAS, write_schemas

    write_schemas(Path(folder))
    typer.echo(f"{len(SCHEMAS)} schémas écrits dans {folder}.", err=True)
    typer.echo("Un éditeur qui comprend YAML en lit le nom à la première ligne du fichier, par exemple :", err=True)
    typer.echo(f"# yaml-language-server: $schema=../{Path(folder).resolve().name}/phases.json", err=True)
