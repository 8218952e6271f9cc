"""What a diagnosis says: frozen; each conclusion has its rule, its place in the pack and the answers read."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Trace:
    """Where a conclusion comes from: the rule, « file:line », and the questions that it read."""

    rule: str
    place: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CriterionResult:
    """`points` is None while the answer is unknown; `applies` is false where the criterion leaves the axis.

    `case` is where the case that gives the points stands.
    """

    trace: Trace
    label: str
    weight: int
    points: int | None
    case: str | None
    applies: bool


@dataclass(frozen=True, slots=True)
class DimensionResult:
    """`score` (0–100, rounded half up) is None under the coverage floor; `points / weight` is its exact value."""

    id: str
    label: str
    meaning: str
    score: int | None
    coverage: int
    points: int
    weight: int
    total_weight: int
    criteria: tuple[CriterionResult, ...]

    @property
    def exact(self) -> Fraction | None:
        """The score as a fraction, None where none is shown."""
        return Fraction(self.points, self.weight) if self.score is not None else None


@dataclass(frozen=True, slots=True)
class GateResult:
    """`holds` is None while an answer that decides it is unknown."""

    trace: Trace
    phase: str
    label: str
    missing: str
    holds: bool | None


@dataclass(frozen=True, slots=True)
class PhaseResult:
    """The phase that the answers prove, and the span it could turn out to be once the unknowns are settled.

    `lowest` is the phase if every unknown were settled for the worst (which is the phase itself: a gate that is not
    known to hold does not hold), `highest` if all were settled for the best. `deciding` names the unknown questions
    that the gates in between wait for.
    """

    id: str
    label: str
    meaning: str
    outlook: str
    lowest: str
    highest: str
    gates: tuple[GateResult, ...]
    deciding: tuple[str, ...]
    next_phase: str | None

    @property
    def certain(self) -> bool:
        """Whether no unknown answer could change the phase."""
        return self.lowest == self.highest

    @property
    def blocking(self) -> tuple[GateResult, ...]:
        """Gates that keep the company out of the next phase."""
        return tuple(gate for gate in self.gates if gate.phase == self.next_phase and gate.holds is not True)


@dataclass(frozen=True, slots=True)
class AlertResult:
    """A point to watch."""

    trace: Trace
    label: str
    text: str
    advice: str
    sheets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strength:
    """Something in place, worth saying."""

    trace: Trace
    text: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a sheet is advised."""

    trace: Trace
    text: str
    weight: int


class Verdict(StrEnum):
    """What became of a sheet."""

    KEPT = "kept"
    DONE = "done"
    NOT_APPLICABLE = "not-applicable"
    WRONG_SIZE = "wrong-size"
    LATER = "later"
    NOT_NEEDED = "not-needed"
    NO_ROOM = "no-room"
    NO_TIME = "no-time"


class Practice(StrEnum):
    """How far a sheet's practice already is."""

    ABSENT = "absent"
    STARTED = "started"
    DONE = "done"
    NOT_APPLICABLE = "not-applicable"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SheetResult:
    """One sheet: its need, its place. `rank`, `horizon` and `hours` are set on kept sheets only."""

    sheet: str
    place: str
    verdict: Verdict
    practice: Practice
    need: int
    reasons: tuple[Reason, ...]
    after: tuple[str, ...] = ()
    rank: int | None = None
    horizon: str | None = None
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """One answer that would become another."""

    question: str
    before: str | None
    after: str


@dataclass(frozen=True, slots=True)
class Action:
    """What a company would do for one change: in words, with the sheets that bring it about and the hours it takes."""

    trace: Trace
    text: str
    sheets: tuple[str, ...]
    hours: int


@dataclass(frozen=True, slots=True)
class Lever:
    """A smallest set of changes that would open the next phase, an action each.

    `hours` counts a sheet once, even where two of the actions lean on it.
    """

    phase: str
    gates: tuple[str, ...]
    changes: tuple[Change, ...]
    actions: tuple[Action, ...]
    hours: int


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Everything concluded from one company's answers, by one pack."""

    pack_id: str
    pack_version: str
    pack_hash: str
    size: str | None
    solo: bool
    hours_per_month: int
    phase: PhaseResult
    dimensions: tuple[DimensionResult, ...]
    alerts: tuple[AlertResult, ...]
    strengths: tuple[Strength, ...]
    weakest: str | None
    roadmap: tuple[SheetResult, ...]
    not_kept: tuple[SheetResult, ...]
