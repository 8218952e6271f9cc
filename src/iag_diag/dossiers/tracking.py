"""The actions of a dossier: those of its last roadmap, then those followed since a former one."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from iag_diag.content.pack import Pack
from iag_diag.content.questions import Option, Question
from iag_diag.dossiers.model import ActionState, Dossier, StoredAction

STATES = {
    ActionState.TODO: "à faire",
    ActionState.DOING: "en cours",
    ActionState.DONE: "fait",
    ActionState.DROPPED: "abandonné",
}
ONGOING = (ActionState.TODO, ActionState.DOING)
_DATE = re.compile(r"(\d{1,2})[/. -](\d{1,2})[/. -](\d{2}|\d{4})")
_CENTURY = 100
_NOT_BEGUN = StoredAction(state=ActionState.TODO, at="0001-01-01T00:00:00Z")


@dataclass(frozen=True, slots=True)
class Followed:
    """An action and where it is; `name` is the id of a sheet that the pack does not have."""

    sheet: str
    name: str
    number: int | None
    action: StoredAction

    def late(self, day: date) -> bool:
        """Whether it should have been done by that day."""
        return self.action.state in ONGOING and self.action.due is not None and self.action.due < day.isoformat()


def followed(dossier: Dossier, pack: Pack) -> tuple[Followed, ...]:
    """List the actions of a dossier, in the order of the roadmap."""
    return tuple(_followed(dossier, pack))


def _followed(dossier: Dossier, pack: Pack) -> Iterator[Followed]:
    planned = dossier.diagnoses[-1].roadmap if dossier.diagnoses else ()
    for sheet in dict.fromkeys((*planned, *dossier.actions)):
        known = pack.sheets.get(sheet)
        yield Followed(
            sheet,
            known.name if known else sheet,
            known.number if known else None,
            dossier.actions.get(sheet, _NOT_BEGUN),
        )


@dataclass(frozen=True, slots=True)
class Practice:
    """What a sheet that is done makes true: the question that it stands for, and the answers that say so."""

    question: Question
    options: tuple[Option, ...]


def practice(dossier: Dossier, pack: Pack, sheet: str) -> Practice | None:
    """Find what to ask once a sheet is done; None where nothing stands for it, or where the answer says it already."""
    question = next((one for one in pack.questions.values() if one.sheet == sheet), None)
    if question is None:
        return None
    ids = [option.id for option in question.options]
    done = question.options[ids.index(pack.planning.done_from) :]
    given = dossier.answers.get(question.id)
    return None if given and given.value in {option.id for option in done} else Practice(question, done)


def read_date(text: str) -> date | None:
    """Read « 31/03/2027 », « 31.3.27 » or « 2027-03-31 »; None for anything else."""
    text = text.strip()
    found = _DATE.fullmatch(text)
    try:
        if found is None:
            return date.fromisoformat(text)
        day, month, year = map(int, found.groups())
        return date(year + 2000 if year < _CENTURY else year, month, day)
    except ValueError:
        return None


def numeric_date(day: str) -> str:
    """« 31/03/2027 » for « 2027-03-31 »."""
    return date.fromisoformat(day).strftime("%d/%m/%Y")
