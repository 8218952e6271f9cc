"""`iag-diag dossiers`: the companies of a folder, in one table."""

import typer

from iag_diag.cli import inputs
from iag_diag.errors import UsageError


def dossiers(
    folder: str = typer.Argument(
        ".", metavar="[RÉPERTOIRE]", help="Où sont les dossiers .iag.json (ici même par défaut).", show_default=False
    ),
    sort: str = typer.Option(
        "nom", "--sort", metavar="ORDRE", help="nom, phase, taille, axe, date ou rendez-vous.", show_default=False
    ),
    phase: str | None = typer.Option(
        None, "--phase", metavar="PHASE", help="Seulement les entreprises de cette phase.", show_default=False
    ),
    size: str | None = typer.Option(
        None, "--size", metavar="TAILLE", help="Seulement celles de cette taille.", show_default=False
    ),
    due: bool = typer.Option(False, "--due", help="Seulement celles dont le rendez-vous est arrivé ou passé."),
    csv: bool = typer.Option(False, "--csv", help="Écrire le tableau en CSV sur la sortie standard."),
    json: bool = inputs.JSON,
    date: str | None = inputs.DAY,
    content: str | None = inputs.CONTENT,
    plain: bool = inputs.PLAIN,
) -> None:
    """Voir tous ses dossiers : phase, axe le plus faible, prochain rendez-vous, actions menées."""
    import sys
    from pathlib import Path

    from iag_diag.dossiers.portfolio import orders, read_portfolio
    from iag_diag.reports.portfolio import Desk

    day = inputs.day(date)
    pack = inputs.pack(content)
    ways = orders(pack)
    inputs.one_of("--sort", sort, tuple(ways))
    if phase is not None:
        inputs.one_of("--phase", phase, tuple(pack.phase_ranks))
    if size is not None:
        inputs.one_of("--size", size, tuple(one.id for one in pack.planning.sizes))
    if csv and json:
        raise UsageError("--csv et --json ne vont pas ensemble.", "Gardez l’un des deux.")
    found = read_portfolio(Path(folder), pack)
    shown = [
        one
        for one in sorted(found.entries, key=ways[sort])
        if phase in (None, one.phase) and size in (None, one.size) and (one.due(day) or not due)
    ]
    desk = Desk(pack, shown, len(found.entries) - len(shown), found.damaged, day)
    if json:
        from iag_diag.reports.catalogue.printing import print_json

        print_json(desk.data())
    elif csv:
        sys.stdout.write(desk.as_csv())
    else:
        from iag_diag.reports.portfolio_screen import show_desk
        from iag_diag.reports.terminal import console

        show_desk(console(plain=plain), desk, plain=plain)
