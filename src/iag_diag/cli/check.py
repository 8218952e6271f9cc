"""`iag-diag check`: whether a pack is sound, and what it makes of companies drawn at random."""

import typer

from iag_diag.cli import inputs
from iag_diag.errors import DATA, DONE, UsageError

_MOST_COMPANIES = 1_000_000


def check(
    pack: str | None = typer.Argument(
        None, metavar="[RÉFÉRENTIEL]", help="Son dossier (sans ce mot : celui de l’outil).", show_default=False
    ),
    companies: int | None = typer.Option(
        None,
        "--companies",
        metavar="N",
        help="Combien d’entreprises tirer au hasard (par défaut 100 000, ou 1 000 sans Polars ; aucune s’il y a "
        "des erreurs).",
        show_default=False,
    ),
    strict: bool = typer.Option(False, "--strict", help="Sortir avec 1 pour un avertissement aussi."),
    json: bool = inputs.JSON,
    plain: bool = inputs.PLAIN,
) -> int:
    """Contrôler un référentiel : fautes, règles sans effet, textes, et ce qu’il donne sur cent mille cas."""
    from pathlib import Path

    if companies is not None and not 0 <= companies <= _MOST_COMPANIES:
        raise UsageError(f"« {companies} » n’est pas possible pour --companies.", "De 0 à 1 000 000.")

    from iag_diag.batch.coverage import coverage
    from iag_diag.checking.checked import checked
    from iag_diag.content.pack import shipped_root
    from iag_diag.reports.check_delivery import CheckDelivery, waiting

    with waiting(plain=plain) as tell:
        tell("Lecture et contrôle du référentiel…")
        found = checked(Path(pack) if pack is not None else shipped_root())
        wanted = 0 if companies is None and found.errors else companies
        drawn = None
        if found.pack is not None and wanted != 0:
            tell("Diagnostic d’entreprises tirées au hasard…")
            drawn = coverage(found.pack, wanted, lambda done: tell(f"{done} entreprises diagnostiquées…"))
    delivery = CheckDelivery(found, drawn)
    if json:
        delivery.print_json()
    else:
        delivery.print_screen(plain=plain)
    return DATA if found.errors or (strict and found.warnings) else DONE
