"""`iag-diag cohort`: the companies of a batch, described together."""

import typer

from iag_diag.cli import inputs


def cohort(
    results: str = typer.Argument(
        ..., metavar="RÉSULTATS", help="Résultats écrits par iag-diag batch (CSV ou Parquet), ou leur dossier."
    ),
    population: str | None = typer.Option(
        None,
        "--population",
        metavar="FICHIER",
        help="Population de référence, pour redresser : un CSV variable;modalite;effectif.",
        show_default=False,
    ),
    floor: int | None = typer.Option(
        None,
        "--floor",
        metavar="N",
        help="Masquer les cases de moins de N entreprises (par défaut : 5).",
        show_default=False,
    ),
    format_: str = typer.Option(
        "terminal", "--format", metavar="FORMAT", help="terminal, md, html ou csv.", show_default=False
    ),
    output: str | None = typer.Option(
        None, "-o", "--output", metavar="FICHIER", help="Écrire dans ce fichier.", show_default=False
    ),
    force: bool = typer.Option(False, "--force", help="Remplacer le fichier s’il existe déjà."),
    json: bool = inputs.JSON,
    date: str | None = inputs.DAY,
    content: str | None = inputs.CONTENT,
    plain: bool = inputs.PLAIN,
) -> None:
    """Décrire une cohorte : phases, axes, risques, fiches, par taille et par branche, à côté de l’étude."""
    from pathlib import Path

    from iag_diag.batch.extras import require_polars

    require_polars()

    from iag_diag.batch.cohort.describing import FLOOR, describe
    from iag_diag.reports.cohort_delivery import CohortDelivery, wish

    day = inputs.day(date)
    asked = wish(format_, output, as_json=json)
    pack = inputs.pack(content)
    described = describe(
        Path(results), pack, Path(population) if population else None, FLOOR if floor is None else floor
    )
    CohortDelivery(described, pack, day).hand_over(asked, force=force, plain=plain)
    if asked.path:
        typer.echo(f"Cohorte : {asked.path}", err=True)
