"""`iag-diag batch`: a survey export in, every company scored, what could not be read named."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from iag_diag.cli import inputs
from iag_diag.errors import REFUSED, IagDiagError, UsageError

if TYPE_CHECKING:
    from iag_diag.batch.export import Export
    from iag_diag.batch.mapping.model import Mapping
    from iag_diag.content.pack import Pack
    from iag_diag.reports.lot_delivery import Order


_FEW = 5


def batch(
    export: str | None = typer.Argument(
        None,
        metavar="[EXPORT]",
        help="Fichier CSV, TSV, XLSX, Parquet ou JSON par lignes, ou répertoire de dossiers.",
        show_default=False,
    ),
    mapping: str | None = typer.Option(
        None, "--mapping", "-m", metavar="FICHIER", help="La correspondance écrite par map.", show_default=False
    ),
    output: str | None = typer.Option(
        None,
        "--output",
        "-o",
        metavar="RÉPERTOIRE",
        help="Où écrire les résultats (sans cette option : resultats-EXPORT, ici).",
        show_default=False,
    ),
    formats: list[str] = typer.Option(
        ["csv", "parquet"],
        "--format",
        "-f",
        metavar="FORMAT",
        help="csv, parquet ou xlsx ; à répéter. Parquet garde tout, et sert à cohort.",
    ),
    csv: str = typer.Option(
        "excel",
        "--csv",
        metavar="STYLE",
        help="excel (en français, point-virgule) ou standard (virgule).",
    ),
    answers: bool = typer.Option(
        False, "--answers", help="Joindre aux résultats CSV et XLSX les réponses que l’étude permet de comparer."
    ),
    roadmaps: bool = typer.Option(False, "--roadmaps", help="Écrire aussi une feuille de route par entreprise."),
    cohort: bool = typer.Option(True, "--cohort/--no-cohort", help="Décrire aussi l’ensemble (cohorte.md et .html)."),
    form: str | None = typer.Option(
        None,
        "--form",
        metavar="FORMAT",
        help="Écrire un formulaire vide à remplir, csv ou xlsx, et rien d’autre.",
        show_default=False,
    ),
    questionnaire: str | None = typer.Option(
        None, "--questionnaire", "-q", metavar="NOM", help="Questionnaire du formulaire vide.", show_default=False
    ),
    sheet: str | None = typer.Option(
        None, "--sheet", metavar="FEUILLE", help="Feuille du classeur à lire (la première remplie).", show_default=False
    ),
    resume: bool = typer.Option(False, "--resume", help="Reprendre un traitement interrompu."),
    force: bool = typer.Option(False, "--force", help="Remplacer des résultats déjà écrits."),
    json: bool = inputs.JSON,
    date: str | None = inputs.DAY,
    plain: bool = inputs.PLAIN,
    content: str | None = inputs.CONTENT,
) -> int:
    """Noter toutes les entreprises d’un export d’enquête."""
    from iag_diag.batch.extras import require_polars

    day = inputs.day(date)
    for name in formats:
        inputs.one_of("--format", name, ("csv", "parquet", "xlsx"))
    inputs.one_of("--csv", csv, ("excel", "standard"))
    require_polars()
    pack = inputs.pack(content)
    if form is not None:
        inputs.one_of("--form", form, ("csv", "xlsx"))
        _write_form(form, output, pack, questionnaire)
        return 0
    if export is None:
        raise UsageError("Il manque EXPORT.", "L’aide : iag-diag batch --help")
    from iag_diag.reports.lot_delivery import Order

    source = Path(export)
    order = Order(
        folder=Path(output) if output else Path(f"resultats-{source.stem}"),
        formats=tuple(dict.fromkeys(formats)),
        style=csv,
        day=day,
        answers=answers,
        roadmaps=roadmaps,
        cohort=cohort,
        resume=resume,
        force=force,
        quiet=plain,
    )
    return _score(source, sheet, mapping, pack, order, as_json=json)


def _write_form(kind: str, output: str | None, pack: "Pack", questionnaire: str | None) -> None:
    from iag_diag.batch.mapping.forms import write_form
    from iag_diag.errors import did_you_mean

    chosen = questionnaire or pack.manifest.questionnaire
    if chosen not in pack.questionnaires:
        raise UsageError(f"Le questionnaire « {chosen} » n’existe pas.", did_you_mean(chosen, pack.questionnaires))
    path = Path(output) if output else Path(f"formulaire-{chosen}.{kind}")
    if path.exists():
        raise IagDiagError(f"« {path} » existe déjà, et n’a pas été touché.", "Donnez un autre nom avec --output.")
    write_form(path, pack, chosen, kind)
    typer.echo(f"Formulaire vide : {path}", err=True)
    typer.echo(f"Une fois rempli : iag-diag batch {path}", err=True)


def _score(source: Path, sheet: str | None, mapping: str | None, pack: "Pack", order: "Order", *, as_json: bool) -> int:
    from iag_diag.batch.reading import open_export
    from iag_diag.reports import lot, lot_delivery

    opened = open_export(source, sheet=sheet, plain=frozenset(pack.questions))
    outcome = lot_delivery.LotDelivery(opened, _mapping(opened, mapping, pack), pack, order).complete()
    typer.echo(lot.as_json(outcome, pack) if as_json else lot.summary(outcome, pack))
    return 0 if outcome.clean else REFUSED


def _mapping(opened: "Export", mapping: str | None, pack: "Pack") -> "Mapping":
    """Read the mapping given, or do without: our own format, or an export whose every label is certain."""
    from iag_diag.batch.mapping.model import read_mapping
    from iag_diag.batch.mapping.plain import plain_mapping

    if mapping is not None:
        found = read_mapping(Path(mapping), pack)
        if found.undecided:
            more = "…" if len(found.undecided) > _FEW else "."
            typer.echo(f"À décider dans {mapping} : {', '.join(found.undecided[:_FEW])}{more}", err=True)
        return found
    return plain_mapping(opened.headings, pack) or _drafted(opened, pack)


def _drafted(opened: "Export", pack: "Pack") -> "Mapping":
    from iag_diag.batch.mapping.drafting import drafter_of
    from iag_diag.batch.mapping.picture import picture, refuse_foreign

    draft = drafter_of(opened, pack).draft()
    refuse_foreign(draft)
    if draft.mapping.undecided:
        raise IagDiagError(
            f"Cet export demande une correspondance : il reste des doutes.\n{picture(draft)}",
            f"Écrivez-la et relisez-la : iag-diag map {opened.path}",
        )
    return draft.mapping
