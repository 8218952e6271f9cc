"""`iag-diag map`: draft the mapping of an export, ask what is in doubt, write it to be reviewed and used again."""

import sys
from typing import TYPE_CHECKING

import typer

from iag_diag.cli import inputs
from iag_diag.errors import IagDiagError, InterruptedByUser

if TYPE_CHECKING:
    from pathlib import Path

    from iag_diag.batch.mapping.draft import Draft
    from iag_diag.content.pack import Pack


def map_export(
    export: str = typer.Argument(..., metavar="EXPORT", help="Le fichier exporté de votre outil d’enquête."),
    output: str | None = typer.Option(
        None,
        "--output",
        "-o",
        metavar="FICHIER",
        help="Où écrire la correspondance (sans cette option : ici, au nom de l’export).",
        show_default=False,
    ),
    sheet: str | None = typer.Option(
        None, "--sheet", metavar="FEUILLE", help="Feuille du classeur à lire (la première remplie).", show_default=False
    ),
    force: bool = typer.Option(False, "--force", help="Remplacer une correspondance déjà écrite."),
    no_input: bool = typer.Option(False, "--no-input", help="Ne rien demander : les doutes restent à décider (« ? »)."),
    plain: bool = inputs.PLAIN,
    content: str | None = inputs.CONTENT,
) -> None:
    """Reconnaître les colonnes et les réponses d’un export, avant de le traiter."""
    from pathlib import Path

    from iag_diag.batch.extras import require, require_polars

    require_polars()
    require("rapidfuzz", "La reconnaissance des réponses")
    target = Path(output) if output else Path(f"{Path(export).stem}.correspondance.yaml")
    if target.exists() and not force:
        raise IagDiagError(
            f"« {target} » existe déjà, et n’a pas été touché.",
            "Donnez un autre nom avec --output, ou remplacez-le avec --force.",
        )
    asking = not no_input and (plain or sys.stdin.isatty())
    _map(Path(export), target, sheet, inputs.pack(content), plain=plain, asking=asking)


def _map(export: "Path", target: "Path", sheet: str | None, pack: "Pack", *, plain: bool, asking: bool) -> None:
    """Draft, show, ask where somebody answers (at a terminal, or line by line through a pipe), write."""
    import shlex

    from iag_diag.batch.mapping.drafting import drafter_of
    from iag_diag.batch.mapping.picture import refuse_foreign
    from iag_diag.batch.mapping.plain import plain_mapping
    from iag_diag.batch.reading import open_export

    opened = open_export(export, sheet=sheet, plain=frozenset(pack.questions))
    batch = f"iag-diag batch {shlex.quote(str(export))}"
    if plain_mapping(opened.headings, pack) is not None:
        typer.echo("Cet export est au format d’iag-diag : il n’a pas besoin de correspondance.", err=True)
        typer.echo(f"Pour le traiter : {batch}", err=True)
        return
    drafter = drafter_of(opened, pack)
    draft = drafter.draft()
    _show(draft, plain=plain)
    left = False
    if asking and not draft.foreign:
        from iag_diag.interview.mapping import settle

        draft, left = settle(drafter, draft, pack, plain=plain)
    _write(draft, target, pack)
    if left:
        raise InterruptedByUser(f"Interrompu. Ce que vous avez décidé est gardé dans {target}.", _rest(draft))
    refuse_foreign(
        draft, f"Exportez les réponses en toutes lettres plutôt qu’en codes, ou complétez la correspondance : {target}"
    )
    typer.echo(
        "\n".join([*filter(None, [_rest(draft)]), f"Ensuite : {batch} --mapping {shlex.quote(str(target))}"]), err=True
    )


def _show(draft: "Draft", *, plain: bool) -> None:
    from iag_diag.reports.mapping import show_mapping
    from iag_diag.reports.terminal import console

    show_mapping(console(plain=plain), draft, plain=plain)


def _write(draft: "Draft", target: "Path", pack: "Pack") -> None:
    from iag_diag.batch.mapping.writing import mapping_text
    from iag_diag.dossiers.store import write_whole

    write_whole(target, mapping_text(draft, pack).encode("utf-8"))
    typer.echo(f"Correspondance écrite : {target}", err=True)


def _rest(draft: "Draft") -> str:
    count = len(draft.mapping.undecided)
    if not count:
        return ""
    return f"Il y reste {count} « ? » à remplacer : ouvrez ce fichier, tout y est expliqué."
