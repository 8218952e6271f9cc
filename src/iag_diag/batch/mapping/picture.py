"""What was found in an export, for a person to see at once why it cannot be scored."""

from collections.abc import Iterator

from iag_diag.batch.mapping.draft import ColumnDraft, Draft
from iag_diag.batch.mapping.model import UNDECIDED
from iag_diag.dossiers.answers import clean
from iag_diag.errors import IagDiagError

_COLUMNS = 12
_VALUES = 3
WIDEST = 48
_HINT = (
    "Exportez les réponses en toutes lettres plutôt qu’en codes, ou écrivez la correspondance vous-même : "
    "iag-diag map EXPORT"
)


def refuse_foreign(draft: Draft, hint: str = _HINT) -> None:
    """Raise, with a picture, when no question is found or when most labels match nothing."""
    if not draft.foreign:
        return
    known, cells = draft.cells
    if not cells:
        why = "Aucune colonne de cet export n’a été reconnue comme une question du questionnaire."
    else:
        why = (
            "La plupart des réponses de cet export ne sont pas reconnues "
            f"({known} sur {cells}) : rien n’est calculé, plutôt que de tout compter comme « non »."
        )
    raise IagDiagError(f"{why}\n{picture(draft)}", hint)


def picture(draft: Draft) -> str:
    """Draw the first columns that may be answers: heading, values seen, best guess and score."""
    columns = [column for column in draft.columns if column.unit >= 0] or list(draft.columns)
    lines = ["Ce qui a été trouvé :", *(line for column in columns[:_COLUMNS] for line in _lines(column))]
    more = len(columns) - _COLUMNS
    return "\n".join([*lines, f"  … et {more} autres colonnes."] if more > 0 else lines)


def _lines(column: ColumnDraft) -> Iterator[str]:
    values = ", ".join(short(value) for value, _ in column.seen[:_VALUES]) or "aucune valeur"
    more = ", …" if column.distinct > _VALUES else ""
    yield f"  colonne {column.column}, « {short(column.title)} » : {values}{more}"
    yield f"    {_taken(column)}"


def _taken(column: ColumnDraft) -> str:
    if column.answers:
        said = f"question {column.question} ({column.score} %)"
        return f"{said}, {column.certain_labels} valeurs reconnues sur {len(column.guesses)}"
    if column.candidates:
        best = column.candidates[0]
        doubt = "à décider" if column.question == UNDECIDED else "laissée de côté"
        return f"{doubt}, le plus proche : {best.question} ({best.score} %)"
    return "ne ressemble à aucune question"


def short(text: str, widest: int = WIDEST) -> str:
    """Show a text of an export on one line: control characters gone, shortened, never empty."""
    kept = clean(text) or "(vide)"
    return kept if len(kept) <= widest else f"{kept[:widest].rstrip()}…"
