"""`iag-diag show`: browse the catalogue."""

import typer

from iag_diag.cli import inputs


def show(
    kind: str = typer.Argument(
        ...,
        metavar="QUOI",
        help="fiches, metiers, competences, formations, services, dispositifs, ressources, reperes, termes "
        "ou questions.",
    ),
    entry: str | None = typer.Argument(
        None,
        metavar="[NOM]",
        help="Nom court ou numéro d’une entrée, pour la lire en entier : ateliers-prompt, 5, vente-magasin…",
        show_default=False,
    ),
    filters: list[str] = typer.Option(
        [],
        "--filter",
        metavar="CRITÈRE=MOT",
        help="Ne garder que certaines entrées : mode=en-ligne, niveau=debutant… (plusieurs fois au besoin).",
        show_default=False,
    ),
    size: str | None = typer.Option(
        None,
        "--size",
        metavar="TAILLE",
        help="Fiches : la version pour une taille : 0, 1-9, 10-49, 50-199, 200-499 ou 500+.",
        show_default=False,
    ),
    json: bool = inputs.JSON,
    date: str | None = typer.Option(
        None,
        "--date",
        metavar="AAAA-MM-JJ",
        help="Date à laquelle juger ce qui expire (aujourd’hui si elle n’est pas donnée).",
        show_default=False,
    ),
    plain: bool = inputs.PLAIN,
    content: str | None = inputs.CONTENT,
) -> None:
    """Parcourir le catalogue : fiches, métiers, compétences, formations, ressources, repères, termes."""
    from iag_diag.reports.catalogue.browsing import Catalogue

    day = inputs.day(date)
    Catalogue(inputs.pack(content), day, as_json=json, plain=plain).show(kind, entry, size, filters)
