"""The decisions of a pack: criteria, gates, alerts, triggers and planning. Only there does a number decide.

Wherever a sentence is shown to the company, `solo` may hold the wording for an owner who works alone.
"""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from iag_diag.content.conditions import Condition
from iag_diag.content.model import Content, Points, Rule, Slug, Text, Weight, one_of_keys


class NamedCondition(Rule):
    """A condition that several rules share, under a name."""

    reason: Text
    when: Condition


class ConditionsFile(Content):
    """`rules/conditions.yaml`."""

    conditions: Annotated[tuple[NamedCondition, ...], Field(max_length=500)] = ()


class Case(Content):
    """A rung of a criterion: the points that it is worth when the condition holds."""

    when: Condition
    points: Points


class Criterion(Rule):
    """Points (0–100) by the first case that holds, else `otherwise`; left out where `applies` is false."""

    label: Text
    weight: Weight
    reason: Text
    applies: Condition | None = None
    cases: Annotated[tuple[Case, ...], Field(min_length=1)]
    otherwise: Points
    strength: Text | None = None
    solo: Text | None = None


class Dimension(Rule):
    """An axis: the weighted mean of its criteria that apply and are known."""

    label: Text
    meaning: Text
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]


class DimensionsFile(Content):
    """`rules/dimensions.yaml`; under `coverage_floor` percent of known weight an axis shows no score."""

    coverage_floor: Points
    coverage_reason: Text
    strength_from: Points
    strength_reason: Text
    dimensions: Annotated[tuple[Dimension, ...], Field(min_length=1)]


class Gate(Rule):
    """A named condition of passage: `label` says it held, `missing` says what to do while it does not."""

    label: Text
    missing: Text
    solo: Text | None = None
    reason: Text
    when: Condition


class Phase(Rule):
    """A phase of maturity; a company is in the highest one whose gates, and all gates below, hold."""

    label: Text
    meaning: Text
    outlook: Text
    source: Text
    gates: tuple[Gate, ...] = ()


class PhasesFile(Content):
    """`rules/phases.yaml`, from the first phase (no gate) to the last."""

    phases: Annotated[tuple[Phase, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _first_is_open(self) -> Self:
        if self.phases[0].gates or not all(phase.gates for phase in self.phases[1:]):
            raise ValueError("gates")
        return self


class Alert(Rule):
    """A point to watch, whatever the phase."""

    label: Text
    text: Text
    solo: Text | None = None
    advice: Text
    sheets: tuple[Slug, ...] = ()
    reason: Text
    when: Condition


class AlertsFile(Content):
    """`rules/alerts.yaml`, most serious first."""

    alerts: tuple[Alert, ...]


class Force(Rule):
    """How strongly a trigger argues, by name."""

    weight: Weight
    reason: Text


class Trigger(Rule):
    """A condition that argues for a sheet; `reason` is said to the company."""

    force: Slug
    when: Condition
    reason: Text
    solo: Text | None = None


class Prerequisite(Content):
    """A sheet to have in place, or to place first."""

    sheet: Slug
    reason: Text


class SheetRule(Rule):
    """When a sheet is advised, to which sizes, after which others. Its id is the sheet's."""

    sizes: Annotated[tuple[Slug, ...], Field(min_length=1)]
    sizes_reason: Text
    basis: Text | None = None
    prerequisites: tuple[Prerequisite, ...] = ()
    triggers: Annotated[tuple[Trigger, ...], Field(min_length=1)]


class Size(Rule):
    """What a firm of this size can carry: how many sheets at once, and how many hours a month unless it says."""

    keep: Annotated[int, Field(ge=1)]
    hours_per_month: Annotated[int, Field(ge=1)]
    reason: Text


class Hours(Content):
    """What an answer to the time question stands for; `or_more`: at least that, and at least the size's habit."""

    option: Slug
    per_month: Annotated[int, Field(ge=1)]
    or_more: bool = False


class Horizon(Rule):
    """A span of the roadmap: everything in it is to be done `days` days after the diagnosis."""

    label: Text
    days: Annotated[int, Field(ge=1)]
    months: Annotated[int, Field(ge=1)]


class Planning(Content):
    """What the roadmap may hold."""

    done_from: Slug
    started_from: Slug
    done_reason: Text
    need_floor: Weight
    need_reason: Text
    time_question: Slug
    time_reason: Text
    hours: tuple[Hours, ...]
    sizes: Annotated[tuple[Size, ...], Field(min_length=1)]
    default_size: Slug
    default_size_reason: Text
    horizons: Annotated[tuple[Horizon, ...], Field(min_length=1)]
    follow_up_days: Annotated[int, Field(ge=1)]
    follow_up_reason: Text


class SheetsFile(Content):
    """`rules/sheets.yaml`."""

    planning: Planning
    forces: Annotated[tuple[Force, ...], Field(min_length=1)]
    sheets: Annotated[tuple[SheetRule, ...], Field(min_length=1, max_length=200)]


class LeverAction(Rule):
    """What to do so that a question can be answered by one of these options; said to the company.

    `sheets` bring it about, and their effort is its own; `hours` (any size) and `effort` (hours per size) are ours,
    and say what it takes besides.
    """

    model_config = ConfigDict(json_schema_extra=one_of_keys("sheets", "hours", "effort"))

    question: Slug
    options: Annotated[tuple[Slug, ...], Field(min_length=1)]
    text: Text
    solo: Text | None = None
    sheets: tuple[Slug, ...] = ()
    hours: Annotated[int, Field(ge=1, le=500)] | None = None
    effort: dict[Slug, Annotated[int, Field(ge=1, le=500)]] | None = None

    @model_validator(mode="after")
    def _has_an_effort(self) -> Self:
        if not self.sheets and self.hours is None and not self.effort:
            raise ValueError("effort")
        return self

    def own_hours(self, size: str) -> int:
        """Hours that it takes a firm of this size besides the sheets."""
        return (self.hours or 0) + (self.effort or {}).get(size, 0)


class LeverExclusion(Rule):
    """Answers that nobody is advised to change: all those of a question, or only these options."""

    question: Slug
    options: tuple[Slug, ...] = ()
    reason: Text


class LeversFile(Content):
    """`rules/levers.yaml`: which changes of answers can be advised, and in which words."""

    most_changes: Annotated[int, Field(ge=1, le=5)]
    most_reason: Text
    shown: Annotated[int, Field(ge=1, le=10)]
    shown_reason: Text
    excluded: tuple[LeverExclusion, ...] = ()
    actions: tuple[LeverAction, ...] = ()


class RobustnessFile(Content):
    """`rules/robustness.yaml`: from where a result is said to be fragile.

    Each weight is drawn within `percent` of its own, `draws` times; a sheet that stays in the roadmap in fewer than
    `stays_from` percent of the draws depends on the weights more than on the answers.
    """

    percent: Annotated[int, Field(ge=1, le=90)]
    percent_reason: Text
    draws: Annotated[int, Field(ge=10, le=1000)]
    draws_reason: Text
    stays_from: Points
    stays_reason: Text


class Accepted(Rule):
    """A finding of `check` that the author has seen and wants to keep, by its kind and its subject, and why."""

    kind: Slug
    subject: Text
    reason: Text


class AcceptedFile(Content):
    """`rules/accepted.yaml`, which a pack may do without."""

    accepted: tuple[Accepted, ...] = ()


class Manifest(Content):
    """`rules/pack.yaml`: who the pack is, the study that it follows, the questions that the engine finds by role."""

    id: Slug
    version: Text
    label: Text
    study: Text | None = None
    questionnaire: Slug
    size_question: Slug
    solo_size: Slug
    coarse_sizes: dict[Slug, Slug] = Field(default_factory=dict)
    branch_question: Slug | None = None
