"""`iag-diag explain`: why each conclusion, with the answers in words and the rule's place."""

import typer

from iag_diag.cli import inputs

_FORMER = (
    "Ce dossier a servi avec un autre référentiel : ce qui ne s’explique plus est dit par « explain FICHIER », "
    "sans autre mot."
)


def explain(
    file: str = typer.Argument(
        ..., metavar="FICHIER", help="Un dossier .iag.json, ou des réponses en YAML ou en JSON."
    ),
    what: str | None = typer.Argument(
        None,
        metavar="[QUOI]",
        help="phase, solidite, axe, vigilance, fiche ou question (sans ce mot : tout).",
        show_default=False,
    ),
    entry: str | None = typer.Argument(
        None, metavar="[NOM]", help="Nom court de l’axe, de la fiche ou de la question.", show_default=False
    ),
    output: str | None = typer.Option(
        None, "-o", "--output", metavar="FICHIER", help="Écrire en Markdown dans ce fichier.", show_default=False
    ),
    json: bool = inputs.JSON,
    date: str | None = inputs.DAY,
    plain: bool = inputs.PLAIN,
    content: str | None = inputs.CONTENT,
) -> None:
    """Expliquer un résultat : pourquoi cette phase, cette note, cette fiche, et ce que change une réponse."""
    from pathlib import Path

    from iag_diag.dossiers.reading import read_company
    from iag_diag.reports.explain_delivery import ExplainDelivery
    from iag_diag.reports.explaining import Explanation

    day = inputs.day(date)
    engine = inputs.engine(content)
    company = read_company(inputs.file(file), engine.pack)
    for warning in company.warnings:
        typer.echo(warning, err=True)
    explanation = Explanation(engine, company, day)
    if explanation.former and what:
        typer.echo(_FORMER, err=True)
    delivery = ExplainDelivery(explanation, what, entry)
    if output:
        former = delivery.write(Path(output), read_from=inputs.file(file))
        typer.echo(f"Explications : {output}" + (f" (les précédentes : {former})" if former else ""), err=True)
    elif json:
        delivery.print_json()
    else:
        delivery.print_screen(plain=plain)
