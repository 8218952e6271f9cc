"""`iag-diag score`: a diagnosis from answers in a file, without a question."""

import typer

from iag_diag.cli import inputs


def score(
    file: str = typer.Argument(..., metavar="FICHIER", help="Réponses en YAML ou en JSON, ou un dossier .iag.json."),
    json: bool = inputs.JSON,
    roadmap: str | None = typer.Option(
        None, "--roadmap", metavar="FICHIER", help="Écrire aussi la feuille de route à cet endroit.", show_default=False
    ),
    date: str | None = inputs.DAY,
    content: str | None = inputs.CONTENT,
    plain: bool = inputs.PLAIN,
) -> None:
    """Diagnostiquer à partir d’un fichier de réponses, sans poser de question."""
    from pathlib import Path

    from iag_diag.dossiers.reading import read_company
    from iag_diag.reports.delivery import Delivery
    from iag_diag.reports.reporter import Reporter

    day = inputs.day(date)
    engine = inputs.engine(content)
    company = read_company(inputs.file(file), engine.pack)
    for warning in company.warnings:
        typer.echo(warning, err=True)
    delivery = Delivery(Reporter(engine, day), company)
    if roadmap:
        former = delivery.write_roadmap(Path(roadmap))
        typer.echo(f"Feuille de route : {roadmap}" + (f" (la précédente : {former})" if former else ""), err=True)
    if json:
        delivery.print_json()
    else:
        delivery.print_screen(plain=plain)
