"""`iag-diag compare`: what moved between two diagnoses of a company."""

import typer

from iag_diag.cli import inputs
from iag_diag.errors import IagDiagError


def compare(
    old: str = typer.Argument(..., metavar="ANCIEN", help="Le dossier ; seul, ses deux derniers diagnostics."),
    new: str | None = typer.Argument(
        None, metavar="[NOUVEAU]", help="Un autre dossier de la même entreprise, plus récent.", show_default=False
    ),
    json: bool = inputs.JSON,
    plain: bool = inputs.PLAIN,
    content: str | None = inputs.CONTENT,
) -> None:
    """Mettre côte à côte deux diagnostics d’une entreprise : phase, notes, réponses, points de vigilance, actions."""
    from iag_diag.dossiers import naming, store
    from iag_diag.dossiers.tracking import followed
    from iag_diag.reports.catalogue.printing import paged, print_json, print_page
    from iag_diag.reports.progress import Progress

    paths = [naming.named(name) for name in (old, new) if name is not None]
    opened = [store.load(path) for path in paths]
    if len(opened) == 1 and len(opened[0].diagnoses) < 2:  # noqa: PLR2004 - two diagnoses are what is compared
        raise IagDiagError(
            f"Le dossier « {paths[0]} » ne contient pas deux diagnostics à comparer.",
            "Refaites le diagnostic un autre jour, ou donnez un deuxième dossier.",
        )
    for path, dossier in zip(paths, opened, strict=True):
        if not dossier.diagnoses:
            raise IagDiagError(f"Le dossier « {path} » n’a pas encore de diagnostic.", "Terminez-le : iag-diag start")
    records = opened[0].diagnoses[-2:] if len(opened) == 1 else [dossier.diagnoses[-1] for dossier in opened]
    first, last = sorted(records, key=lambda record: record.date)
    engine = inputs.engine(content)
    progress = Progress(engine, first, last, followed(opened[-1], engine.pack))
    if json:
        print_json(progress.data())
    else:
        with paged(plain=plain) as output:
            print_page(output, progress.page(), str, plain=plain)
