"""What a run did, in a few sentences for the terminal, and as JSON for scripts."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn

from iag_diag.batch.lots.delivery import Outcome
from iag_diag.content.pack import Pack
from iag_diag.reports import french

SCHEMA = 1
_FEW = 5


def summary(outcome: Outcome, pack: Pack) -> str:
    """Say what was read, what was scored, what was not and why, and where it all is."""
    lines = [
        ", ".join(
            (
                french.many(outcome.rows, "ligne lue", "lignes lues"),
                french.many(outcome.scored, "entreprise notée.", "entreprises notées."),
            )
        ),
        *_phases(outcome, pack),
        *_refusals(outcome),
        "Fichiers :",
        *(f"  {path}" for path in outcome.files),
    ]
    return "\n".join(lines)


def _phases(outcome: Outcome, pack: Pack) -> Iterator[str]:
    for phase in pack.phases:
        count = outcome.phases.get(phase.id, 0)
        share = french.percent(count, outcome.scored) if outcome.scored else "–"
        yield f"  {phase.label:<18} {french.number(count):>10}  {share:>6}"
    if outcome.uncertain:
        yield (
            f"  {french.many(outcome.uncertain, 'phase est', 'phases sont')} à confirmer : "
            "des réponses manquantes pourraient la changer."
        )


def _refusals(outcome: Outcome) -> Iterator[str]:
    if outcome.clean:
        yield "Aucun refus : chaque ligne est notée, chaque cellule est comprise."
        return
    if outcome.aside:
        yield f"{french.many(outcome.aside, 'ligne écartée', 'lignes écartées')} :"
        yield from (f"  {french.number(count):>8}  {why}" for why, count in list(outcome.reasons.items())[:_FEW])
    if outcome.cells:
        cells = french.many(outcome.cells, "cellule refusée", "cellules refusées")
        rows = french.many(outcome.partial, "entreprise notée", "entreprises notées")
        yield f"{cells} ({rows} sur le reste de leurs réponses) :"
        for column in outcome.columns[:_FEW]:
            yield f"  {french.number(column.refused):>8}  colonne {column.number}, « {column.heading} »"
        if len(outcome.columns) > _FEW:
            yield f"  … et {len(outcome.columns) - _FEW} autres colonnes."
    yield "Chaque refus est dans refus.csv : ligne, colonne, valeur, motif, valeur la plus proche."


def as_json(outcome: Outcome, pack: Pack) -> str:
    """Write the same for machines; keys are English."""
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "pack": {"id": pack.manifest.id, "version": pack.manifest.version, "hash": pack.hash},
        "rows": outcome.rows,
        "scored": outcome.scored,
        "rows_set_aside": outcome.aside,
        "cells_refused": outcome.cells,
        "scored_in_part": outcome.partial,
        "phases": {phase.id: outcome.phases.get(phase.id, 0) for phase in pack.phases},
        "uncertain": outcome.uncertain,
        "reasons": outcome.reasons,
        "columns": [
            {"column": column.number, "heading": column.heading, "refused": column.refused}
            for column in outcome.columns
        ],
        "files": [str(path) for path in outcome.files],
    }
    return json.dumps(data, ensure_ascii=False, indent=2)


@contextmanager
def progress(what: str, total: int | None, *, quiet: bool) -> Iterator[Callable[[int], None]]:
    """Show on stderr how far it is, how fast and how long is left; nothing where nobody watches."""
    output = Console(stderr=True)
    if quiet or not output.is_terminal:
        yield lambda _done: None
        return
    bar = Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=output,
        transient=True,
    )
    with bar:
        task = bar.add_task(what, total=total, rate="")

        def tell(done: int) -> None:
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            rate = f"{french.number(done)} lignes" + (f", {french.number(round(speed))} par seconde" if speed else "")
            bar.update(task, completed=done, total=max(total, done) if total else None, rate=rate)

        yield tell
