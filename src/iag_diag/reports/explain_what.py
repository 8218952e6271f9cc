"""What can be asked of an explanation: everything, or one conclusion by its short name."""

from collections.abc import Collection, Iterator

from iag_diag.errors import IagDiagError, UsageError, did_you_mean
from iag_diag.reports.catalogue.pages import Page
from iag_diag.reports.explaining import Explanation

WHAT = ("phase", "solidite", "axe", "vigilance", "fiche", "question")


def explained(explanation: Explanation, what: str | None, entry: str | None) -> tuple[Page, ...]:
    """Pages that answer « pourquoi ? »: everything, or the phase, an axis, the points to watch, a sheet, an answer."""
    return tuple(_pages(explanation, what, named(explanation, what, entry)))


def _pages(explanation: Explanation, what: str | None, chosen: str | None) -> Iterator[Page]:
    diagnosis = explanation.diagnosis
    match what:
        case None:
            yield from explanation.whole()
        case "phase":
            yield explanation.phase()
        case "solidite":
            yield explanation.solidity()
        case "vigilance":
            yield explanation.alerts()
        case "axe":
            yield from (explanation.axis(axis) for axis in diagnosis.dimensions if chosen in (None, axis.id))
        case "fiche":
            sheets = (*diagnosis.roadmap, *diagnosis.not_kept)
            yield from (explanation.sheet(result) for result in sheets if chosen in (None, result.sheet))
        case _:
            yield explanation.question(chosen or "")


def named(explanation: Explanation, what: str | None, entry: str | None) -> str | None:
    """Find an entry by its short name, a sheet by its number too; None where none was asked for."""
    pack = explanation.pack
    match what:
        case None:
            return None
        case "phase" | "solidite" | "vigilance":
            if entry is not None:
                raise UsageError(f"« {what} » s’explique sans nom : « {entry} » est en trop.", "Retirez-le.")
            return None
        case "axe":
            return _known("L’axe", entry, [axis.id for axis in explanation.diagnosis.dimensions])
        case "fiche":
            numbers = {str(sheet.number): sheet.id for sheet in pack.sheets.values()}
            return _known("La fiche", numbers.get(entry or "", entry), pack.sheets)
        case "question":
            if entry is None:
                raise UsageError("Quelle question ? Il manque son nom court.", "La liste : iag-diag show questions")
            return _question(explanation, entry)
        case _:
            raise UsageError(f"« {what} » ne s’explique pas ainsi.", did_you_mean(what, WHAT))


def _question(explanation: Explanation, entry: str) -> str:
    answered = explanation.former.answer(entry) if explanation.former else None
    if answered is not None:
        raise IagDiagError(
            f"La question « {entry} » n’existe plus dans ce référentiel : sa réponse ne peut plus être expliquée.",
            f"Le dossier garde la réponse d’alors : « {answered} ».",
        )
    return _known("La question", entry, explanation.pack.questions) or ""


def _known(noun: str, entry: str | None, known: Collection[str]) -> str | None:
    if entry is not None and entry not in known:
        raise IagDiagError(f"{noun} « {entry} » n’existe pas.", did_you_mean(entry, known))
    return entry
