"""`iag-diag start`: the interview, new or resumed, then the result screen and the roadmap."""

import typer

from iag_diag.cli import inputs
from iag_diag.errors import UsageError


def start(
    dossier: str | None = typer.Argument(
        None,
        metavar="[NOM]",
        help="Nom du dossier, nouveau ou à reprendre (sans nom : le dernier de ce répertoire).",
        show_default=False,
    ),
    questionnaire: str | None = typer.Option(
        None,
        "--questionnaire",
        "-q",
        metavar="NOM",
        help="express (5 minutes) ou complet (15 minutes).",
        show_default=False,
    ),
    plain: bool = inputs.PLAIN,
    again: bool = typer.Option(
        False, "--again", help="Refaire le diagnostic : confirmer les réponses de la dernière fois, ou les changer."
    ),
    adviser: bool = typer.Option(
        False, "--adviser", help="Pour un conseiller : une note peut être privée, partagée, une preuve ou un avis."
    ),
    respondent: str | None = typer.Option(
        None,
        "--respondent",
        metavar="QUI",
        help="Faire répondre une autre personne de l’entreprise, à part : « la responsable de boutique ».",
        show_default=False,
    ),
    no_input: bool = typer.Option(
        False, "--no-input", help="Ne rien demander : montrer le résultat d’un dossier terminé."
    ),
    json: bool = inputs.JSON,
    date: str | None = inputs.DAY,
    content: str | None = inputs.CONTENT,
) -> None:
    """Faire le diagnostic : répondre, puis lire son résultat et sa feuille de route."""
    from iag_diag.interview.launch import Launch, Paused, Wishes

    if no_input and (again or respondent is not None):
        raise UsageError("--no-input interdit les questions que vous demandez de poser.", "Gardez l’un des deux.")
    if again and respondent is not None:
        raise UsageError("--again et --respondent ne vont pas ensemble.", "Faites l’un, puis l’autre.")
    if respondent is not None and not respondent.strip():
        raise UsageError("--respondent demande qui répond.", 'Par exemple : --respondent "la vendeuse"')
    day = inputs.day(date)
    wishes = Wishes(
        dossier,
        questionnaire,
        plain=plain,
        no_input=no_input,
        content=content,
        again=again,
        adviser=adviser,
        respondent=respondent,
    )
    try:
        finished = Launch(wishes, day, lambda: inputs.engine(content)).run()
    except Paused as pause:
        typer.echo(pause.message, err=True)
        return

    from iag_diag.dossiers.reading import company_of
    from iag_diag.reports.delivery import Delivery, roadmap_path
    from iag_diag.reports.reporter import Reporter

    company = company_of(finished.dossier, finished.engine.pack, finished.path)
    delivery = Delivery(Reporter(finished.engine, day), company)
    if json:
        delivery.print_json()
    else:
        delivery.print_screen(plain=finished.plain)
    roadmap = roadmap_path(finished.path)
    former = delivery.write_roadmap(roadmap)
    typer.echo(f"\nVotre feuille de route : {roadmap}", err=True)
    if former:
        typer.echo(f"La précédente est gardée : {former}", err=True)
    typer.echo(f"Votre dossier : {finished.path}. Pour y revenir : {finished.resume}", err=True)
