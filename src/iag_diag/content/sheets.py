"""The action sheets of the catalogue: the study's facts with their lines, and our versions for the smallest firms."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from iag_diag.content.model import Content, Lines, Slug, Sourced, Text


class Fact(Content):
    """A statement of the study, rewritten, with its lines; without them, a statement of ours."""

    text: Text
    lines: Lines | None = None


class Origin(StrEnum):
    """Whether a tool is named by the detailed sheet or only by the summary table."""

    SHEET = "fiche"
    TABLE = "tableau"


class Tool(Fact):
    """A kind of tool that helps."""

    origin: Annotated[Origin, Field(strict=False)] = Origin.SHEET


class Role(Content):
    """Who takes part and what they do."""

    who: Text
    does: Text
    lines: Lines | None = None


class Step(Content):
    """One stage of the work, with its concrete gestures."""

    title: Text
    details: Annotated[tuple[Text, ...], Field(min_length=1)]
    lines: Lines | None = None


class Figure(Content):
    """A duration, a group size or a rhythm that the study gives."""

    label: Text
    value: Text
    lines: Lines | None = None


class Link(Content):
    """Another sheet that this one leans on or feeds; `lines` is empty where the link is inferred."""

    sheet: Slug
    text: Text
    lines: Lines | None = None


class FirstStep(Content):
    """What to do tonight: under an hour, costs nothing. Ours."""

    text: Text
    minutes: Annotated[int, Field(ge=5, le=60)]


class Variant(Content):
    """The sheet as firms of these sizes would live it (an adaptation of the tool, beyond the study)."""

    sizes: Annotated[tuple[Slug, ...], Field(min_length=1)]
    who: Text
    first_step: FirstStep
    steps: Annotated[tuple[Text, ...], Field(min_length=2, max_length=6)]
    indicator: Text
    avoid: Text


class CostLevel(StrEnum):
    """What has to be bought, without a price."""

    NONE = "aucun-achat"
    OPTIONAL = "achat-facultatif"
    LIKELY = "achat-probable"


class Cost(Content):
    """What the sheet may cost besides time."""

    level: Annotated[CostLevel, Field(strict=False)]
    text: Text


class ActionSheet(Sourced):
    """An action. From the study, `number` is that of the detailed sheet (I-35) and `title` its own.

    `title`, `study_sizes` and what is called `table_` go with `source`, as do the `lines` of every part: a sheet that
    is ours has none of them (`iag_diag.content.sheet_checks` holds it).
    """

    id: Slug
    number: Annotated[int, Field(ge=1)]
    table_number: Annotated[int, Field(ge=1)] | None = None
    phase: Slug
    title: Text | None = None
    table_title: Text | None = None
    name: Annotated[str, StringConstraints(min_length=5, max_length=60)]
    study_sizes: Text | None = None
    summary: Text
    objective: Text
    public: Fact
    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    steps: Annotated[tuple[Step, ...], Field(min_length=1)]
    conditions: Annotated[tuple[Fact, ...], Field(min_length=1)]
    results: Annotated[tuple[Fact, ...], Field(min_length=1)]
    indicators: Annotated[tuple[Fact, ...], Field(min_length=1)]
    table_indicators: tuple[Fact, ...] = ()
    tools: Annotated[tuple[Tool, ...], Field(min_length=1)]
    figures: tuple[Figure, ...] = ()
    links: tuple[Link, ...] = ()
    variants: Annotated[tuple[Variant, ...], Field(min_length=1)]
    effort: dict[Slug, Annotated[int, Field(ge=1, le=500)]]
    cost: Cost
    prepares: Text

    def variant(self, size: str) -> Variant:
        """Pick the version written for a firm of this size; the last one where none names it."""
        return next((variant for variant in self.variants if size in variant.sizes), self.variants[-1])
