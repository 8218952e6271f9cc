"""The dossiers of a folder, one line each; a damaged one is told, and hides none of the others."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import median_low

from iag_diag.content.pack import Pack
from iag_diag.dossiers import naming, store
from iag_diag.dossiers.answers import clean
from iag_diag.dossiers.model import ActionState, Dossier, StoredDiagnosis
from iag_diag.dossiers.tracking import followed
from iag_diag.errors import IagDiagError, reason


@dataclass(frozen=True, slots=True)
class Entry:
    """A company as its dossier last left it; `latest` is None until its first diagnosis.

    Of the actions that it did not drop (those of the last roadmap, and those followed since), `done` out of `actions`.
    """

    path: Path
    company: str
    size: str
    branch: str
    latest: StoredDiagnosis | None
    weakest: str
    next_meeting: date | None
    done: int
    actions: int

    @property
    def phase(self) -> str:
        """Id of the phase, empty before the first diagnosis."""
        return self.latest.phase if self.latest else ""

    def due(self, day: date) -> bool:
        """Whether it was to be met by that day."""
        return self.next_meeting is not None and self.next_meeting <= day


@dataclass(frozen=True, slots=True)
class Damaged:
    """A dossier that cannot be read, and why."""

    path: Path
    message: str


@dataclass(frozen=True, slots=True)
class Portfolio:
    """What a folder holds."""

    entries: tuple[Entry, ...]
    damaged: tuple[Damaged, ...]


def read_portfolio(folder: Path, pack: Pack) -> Portfolio:
    """Read every dossier of a folder, not of those inside it. Raises `IagDiagError` where it cannot be listed."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.name.endswith(naming.SUFFIX))
    except OSError as error:
        raise IagDiagError(
            f"Le répertoire « {folder} » ne peut pas être lu ({reason(error)}).", "Vérifiez le nom et l’endroit."
        ) from error
    entries: list[Entry] = []
    damaged: list[Damaged] = []
    for path in paths:
        try:
            entries.append(entry(path, store.load(path), pack))
        except IagDiagError as error:
            damaged.append(Damaged(path, error.message))
    return Portfolio(tuple(entries), tuple(damaged))


def entry(path: Path, dossier: Dossier, pack: Pack) -> Entry:
    """Sum a dossier up."""
    latest = dossier.diagnoses[-1] if dossier.diagnoses else None
    states = Counter(one.action.state for one in followed(dossier, pack))
    return Entry(
        path=path,
        company=clean(dossier.company),
        size=_answer(dossier, pack.manifest.size_question),
        branch=_answer(dossier, pack.manifest.branch_question),
        latest=latest,
        weakest=_weakest(latest) if latest else "",
        next_meeting=date.fromisoformat(dossier.next_meeting) if dossier.next_meeting else None,
        done=states[ActionState.DONE],
        actions=states.total() - states[ActionState.DROPPED],
    )


def _answer(dossier: Dossier, question: str | None) -> str:
    answer = dossier.answers.get(question or "")
    return answer.value if answer and isinstance(answer.value, str) else ""


def _weakest(latest: StoredDiagnosis) -> str:
    """Id of the lowest axis; older dossiers kept its score only."""
    known = {axis: score for axis, score in latest.dimensions.items() if score is not None}
    return latest.weakest or min(known, key=known.__getitem__, default="")


@dataclass(frozen=True, slots=True)
class Picture:
    """Some companies together.

    `phases` counts them by phase, `scores` gives the middle score of each axis by phase (of those who have one),
    `blocking` counts the gates that keep them from the next phase, the most frequent first.
    """

    phases: Mapping[str, int]
    scores: Mapping[str, Mapping[str, int]]
    blocking: Sequence[tuple[str, int]]


def picture(entries: Iterable[Entry], pack: Pack) -> Picture:
    """Describe companies as one."""
    latest = [one.latest for one in entries if one.latest]
    axes = [axis.id for axis in pack.dimensions.dimensions]
    phases = Counter(one.phase for one in latest)
    return Picture(
        phases={phase: phases[phase] for phase in pack.phase_ranks},
        scores={
            phase: _middle([one for one in latest if one.phase == phase], axes)
            for phase in pack.phase_ranks
            if phases[phase]
        },
        blocking=Counter(gate for one in latest for gate in one.blocking).most_common(),
    )


def _middle(latest: Sequence[StoredDiagnosis], axes: Iterable[str]) -> dict[str, int]:
    scores = {axis: [score for one in latest if (score := one.dimensions.get(axis)) is not None] for axis in axes}
    return {axis: median_low(known) for axis, known in scores.items() if known}


Order = Callable[[Entry], tuple[object, ...]]


def orders(pack: Pack) -> dict[str, Order]:
    """Ways to sort, by the word that asks for them; what is not known comes last."""
    ranks = pack.phase_ranks
    sizes = {size.id: rank for rank, size in enumerate(pack.planning.sizes)}

    def by(key: Callable[[Entry], object | None]) -> Order:
        return lambda one: ((known := key(one)) is None, known if known is not None else 0, *_name(one))

    return {
        "nom": _name,
        "phase": by(lambda one: ranks.get(one.phase)),
        "taille": by(lambda one: sizes.get(one.size)),
        "axe": by(lambda one: one.weakest or None),
        "date": by(lambda one: one.latest.date if one.latest else None),
        "rendez-vous": by(lambda one: one.next_meeting),
    }


def _name(one: Entry) -> tuple[object, ...]:
    return one.company.casefold() or "\uffff", one.path.name
