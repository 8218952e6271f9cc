"""`iag-diag show`: browse the catalogue."""

import typer

from iag_diag.cli import inputs


def show(
    kind: str = typer.Argument(..., metavar="QUOI", help="fiches (la liste), fiche (une seule) ou questions."),
    entry: str | None = typer.Argument(
        None,
        metavar="[NUMÉRO|NOM]",
        help="Numéro ou identifiant de la fiche : 5 ou ateliers-prompt.",
        show_default=False,
    ),
    size: str | None = typer.Option(
        None,
        "--size",
        metavar="TAILLE",
        help="Version pour une taille : 0, 1-9, 10-49, 50-199, 200-499 ou 500+.",
        show_default=False,
    ),
    json: bool = inputs.JSON,
    content: str | None = inputs.CONTENT,
) -> None:
    """Parcourir le catalogue : les fiches action, les questions."""
    from iag_diag.reports.catalogue import Catalogue

    Catalogue(inputs.pack(content), as_json=json).show(kind, entry, size)
