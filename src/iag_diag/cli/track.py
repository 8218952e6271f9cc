"""`iag-diag track`: where the actions of a roadmap are."""

import typer

from iag_diag.cli import inputs


def track(
    dossier: str = typer.Argument(..., metavar="NOM", help="Nom du dossier de l’entreprise."),
    json: bool = inputs.JSON,
    date: str | None = inputs.DAY,
    plain: bool = inputs.PLAIN,
    content: str | None = inputs.CONTENT,
) -> None:
    """Suivre ses actions : à faire, en cours, faites ; qui s’en occupe, pour quand, et le prochain rendez-vous."""
    from iag_diag.dossiers import naming, store
    from iag_diag.dossiers.tracking import followed

    day = inputs.day(date)
    path = naming.named(dossier)
    pack = inputs.pack(content)
    if json:
        from iag_diag.reports.catalogue.printing import print_json
        from iag_diag.reports.tracking import as_data

        opened = store.load(path)
        print_json(as_data(opened, followed(opened, pack), day))
        return

    from iag_diag.interview.tracking import track_dossier

    typer.echo(track_dossier(path, pack, day, plain=plain), err=True)
