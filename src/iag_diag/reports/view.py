"""The view model that every report reads: sentences and numbers ready to be laid out, nothing left to compute."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Person:
    """A question still open, and whom to ask."""

    question: str
    ask: str


@dataclass(frozen=True, slots=True)
class AxisView:
    """An axis: `score` is None where none is shown, and `remark` then says why."""

    label: str
    meaning: str
    score: int | None
    remark: str


@dataclass(frozen=True, slots=True)
class AlertView:
    """A point to watch."""

    label: str
    text: str
    advice: str


@dataclass(frozen=True, slots=True)
class ActionView:
    """A sheet of the roadmap, written for this size of firm."""

    rank: int
    name: str
    title: str
    number: int
    summary: str
    why: tuple[str, ...]
    remark: str
    who: str
    first_step: str
    first_step_minutes: int
    steps: tuple[str, ...]
    hours: str
    cost: str
    indicator: str
    avoid: str
    prepares: str
    due: str


@dataclass(frozen=True, slots=True)
class HorizonView:
    """A span of the roadmap."""

    label: str
    until: str
    actions: tuple[ActionView, ...]


@dataclass(frozen=True, slots=True)
class AsideView:
    """Sheets not kept, for one reason."""

    reason: str
    sheets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GateView:
    """A condition of passage of the phase reached, or of the next one."""

    label: str
    missing: str
    unknown: bool


@dataclass(frozen=True, slots=True)
class WayView:
    """A way to the next phase: its time, then its actions (none where the title says the only one)."""

    title: str
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NextPhaseView:
    """What would open the next phase: `always` the actions that no way does without, then the ways to choose among.

    `others` introduces the `command` that lists the ways that are not shown.
    """

    lead: str
    always: tuple[str, ...] = ()
    choice: str = ""
    ways: tuple[WayView, ...] = ()
    others: str = ""
    command: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class BenchmarkView:
    """A published share beside the company's own answer; `note` is the number of its footnote."""

    percent: str
    bar: str
    share: int
    sentence: str
    note: int


@dataclass(frozen=True, slots=True)
class OccupationView:
    """A family of jobs: what changes, what to watch, one thing to try this week."""

    id: str
    name: str
    change: str
    watch: str
    cautions: tuple[str, ...]
    trial: str
    minutes: int
    how: str
    prompt: str
    check: str
    keep_out: str


@dataclass(frozen=True, slots=True)
class TrainingView:
    """Something to learn with: `facts` are its length, its mode, its funding…, and `remarks` what to check."""

    id: str
    kind: str
    name: str
    by: str
    what: str
    facts: tuple[str, ...]
    why: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ResourceView:
    """Something to read, to watch or to listen to."""

    name: str
    facts: tuple[str, ...]
    what: str
    why: str
    url: str
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GuidanceView:
    """What the rest of the study has to say to this company.

    `more_occupations` are the families that it has and that are not shown; `usual_occupations`: it did not say which
    it has, and those shown are what most companies have.
    """

    benchmarks: tuple[BenchmarkView, ...] = ()
    notes: tuple[str, ...] = ()
    occupations: tuple[OccupationView, ...] = ()
    more_occupations: tuple[str, ...] = ()
    usual_occupations: bool = False
    trainings: tuple[TrainingView, ...] = ()
    training_notices: tuple[str, ...] = ()
    resources: tuple[ResourceView, ...] = ()
    resource_notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportView:
    """Everything a report says of one company."""

    company: str
    day: str
    profile: str
    questionnaire: str
    complete: bool
    pack_label: str
    pack_version: str
    study: str
    phase: str
    phase_rank: str
    phase_count: str
    meaning: str
    outlook: str
    span: str
    phase_caution: str
    open_questions: tuple[Person, ...]
    held: tuple[str, ...]
    next_phase: str
    blocking: tuple[GateView, ...]
    opening: NextPhaseView | None
    axes: tuple[AxisView, ...]
    weakest: str
    alerts: tuple[AlertView, ...]
    strengths: tuple[str, ...]
    actions_caution: str
    horizons: tuple[HorizonView, ...]
    aside: tuple[AsideView, ...]
    extent: str
    follow_up: str
    coverage_floor: int
    guidance: GuidanceView

    @property
    def actions(self) -> tuple[ActionView, ...]:
        """All the actions, in the order of the roadmap."""
        return tuple(action for horizon in self.horizons for action in horizon.actions)
