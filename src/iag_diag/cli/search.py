"""`iag-diag search`: look for words in the whole catalogue."""

import typer

from iag_diag.cli import inputs


def search(
    words: list[str] = typer.Argument(..., metavar="MOT...", help="Un mot ou plusieurs, avec ou sans accents."),
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
    """Chercher un mot dans tout le catalogue : fiches, métiers, formations, ressources, repères, mots."""
    from iag_diag.reports.catalogue.browsing import Catalogue

    day = inputs.day(date)
    Catalogue(inputs.pack(content), day, as_json=json, plain=plain).search(" ".join(words))
