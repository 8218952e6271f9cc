"""The families of jobs of the study (Partie III): what changes in each, what to watch, one thing to try this week."""

from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from iag_diag.content.model import Content, Line, Lines, Slug, Sourced, Text


class Impact(Content):
    """A labelled impact of the study, in plain words; `generative` is ours: false where the example needs no IAG."""

    id: Slug
    label: Text
    text: Text
    lines: Lines
    generative: bool


class Risk(Content):
    """A risk of the study's table."""

    text: Text
    lines: Lines


class Technology(Content):
    """A product or a technique that the study names; `generative` is ours (I-59), as is `note`."""

    name: Text
    what: Text
    lines: Lines
    generative: bool
    note: Text | None = None


class Caution(Content):
    """A use that the law watches closely (I-60). Ours: `lines` is where the study shows the use without a warning."""

    id: Slug
    text: Text
    lines: Lines


class Trial(Content):
    """One use that a firm of four could try this week: ours. `prompt` is the text to copy into the tool."""

    title: Annotated[str, StringConstraints(min_length=5, max_length=70)]
    minutes: Annotated[int, Field(ge=5, le=60)]
    text: Text
    prompt: Text
    check: Text
    keep_out: Text


class Occupation(Sourced):
    """One of the 31 families. Its id is the option of the questions about jobs; `number` that of its section.

    `table_line` is its row in the table of risks, None for the one family that has none (I-51), and `no_risks` says so.
    `change` and `watch` are a sentence or two, for the roadmap.
    """

    id: Slug
    number: Annotated[int, Field(ge=1)]
    name: Text
    table_line: Line | None
    change: Text
    watch: Text
    impacts: Annotated[tuple[Impact, ...], Field(min_length=1)]
    risks: tuple[Risk, ...]
    no_risks: Text | None = None
    technologies: tuple[Technology, ...]
    cautions: tuple[Caution, ...] = ()
    trial: Trial

    @model_validator(mode="after")
    def _risks_or_why_none(self) -> Self:
        if bool(self.risks) == (self.no_risks is not None):
            raise ValueError("Donnez « risks », ou dites dans « no_risks » pourquoi il n’y en a pas.")
        return self
