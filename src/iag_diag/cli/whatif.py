"""`iag-diag whatif`: what other answers would change; nothing is saved."""

import typer

from iag_diag.cli import inputs


def whatif(
    file: str = typer.Argument(..., metavar="FICHIER", help="Un dossier .iag.json, ou un fichier de réponses."),
    changes: list[str] = typer.Argument(
        ...,
        metavar="QUESTION=RÉPONSE...",
        help="Par exemple : acces-public=non besoins-formation=prompting,cybersecurite",
    ),
    json: bool = inputs.JSON,
    plain: bool = inputs.PLAIN,
    content: str | None = inputs.CONTENT,
) -> None:
    """Essayer d’autres réponses : la phase, les notes et les actions, avant et après. Rien n’est enregistré."""
    from iag_diag.dossiers.reading import read_company
    from iag_diag.reports.catalogue.printing import paged, print_json, print_page
    from iag_diag.reports.whatif import Comparison, changed

    engine = inputs.engine(content)
    company = read_company(inputs.file(file), engine.pack)
    for warning in company.warnings:
        typer.echo(warning, err=True)
    comparison = Comparison(engine, company.answers, changed(engine.pack, company.answers, changes))
    if json:
        print_json(comparison.data())
    else:
        with paged(plain=plain) as output:
            print_page(output, comparison.page(), str, plain=plain)
