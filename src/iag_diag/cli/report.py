"""`iag-diag report`: the roadmap of a company from what it already answered, with the reasons as an annex."""

from typing import TYPE_CHECKING

import typer

from iag_diag.cli import inputs
from iag_diag.errors import IagDiagError, UsageError, reason

if TYPE_CHECKING:
    from pathlib import Path

FORMATS = ("md", "html", "pdf", "docx", "json")
_BINARY = ("pdf", "docx")


def report(
    file: str = typer.Argument(
        ..., metavar="FICHIER", help="Un dossier .iag.json, ou des réponses en YAML ou en JSON."
    ),
    output: str | None = typer.Option(
        None,
        "-o",
        "--output",
        metavar="FICHIER",
        help="Écrire dans ce fichier (sans cette option : sur la sortie standard).",
        show_default=False,
    ),
    form: str = typer.Option(
        "md", "--format", metavar="FORMAT", help="md (Markdown), html, pdf, docx ou json.", show_default=False
    ),
    annex: bool = typer.Option(False, "--annex", help="Ajouter en annexe pourquoi ces conclusions, règle par règle."),
    adviser: bool = typer.Option(
        False, "--adviser", help="Pour le conseiller : ajouter notes privées, preuves et avis. À ne pas remettre."
    ),
    brand: str | None = typer.Option(
        None, "--brand", metavar="FICHIER", help="Votre nom, couleur et logo : un petit brand.yaml.", show_default=False
    ),
    template: str | None = typer.Option(
        None, "--template", metavar="FICHIER", help="Un autre modèle de feuille de route (Jinja).", show_default=False
    ),
    date: str | None = inputs.DAY,
    content: str | None = inputs.CONTENT,
) -> None:
    """Écrire la feuille de route d’un dossier, sans poser de question."""
    import sys
    from pathlib import Path

    from iag_diag.dossiers.reading import read_company
    from iag_diag.reports.brand import PLAIN, read_brand
    from iag_diag.reports.documents import Documents
    from iag_diag.reports.putting import put

    inputs.one_of("--format", form, FORMATS)
    if form in _BINARY and output is None:
        raise UsageError(f"Le format {form} s’écrit dans un fichier.", f"Ajoutez : -o feuille-de-route.{form}")
    day = inputs.day(date)
    branded = read_brand(Path(brand)) if brand else PLAIN
    source = _template(Path(template)) if template else None
    engine = inputs.engine(content)
    company = read_company(inputs.file(file), engine.pack)
    for warning in company.warnings:
        typer.echo(warning, err=True)
    documents = Documents(engine, company, day, annex, adviser, branded, source)
    written = documents.content(form)
    if output is None:
        sys.stdout.write(written.decode("utf-8"))
        return
    former = put(Path(output), written, read_from=inputs.file(file))
    typer.echo(f"Feuille de route : {output}" + (f" (la précédente : {former})" if former else ""), err=True)


def _template(path: "Path") -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise IagDiagError(
            f"Le modèle « {path} » ne peut pas être lu ({reason(error)}).", "Vérifiez son nom."
        ) from error
    except UnicodeDecodeError as error:
        raise IagDiagError(f"Le modèle « {path} » n’est pas en UTF-8.", "Enregistrez-le en UTF-8.") from error
