"""The skills of the study (Partie IV): behavioural, technical, by group of jobs, and the synthesis."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from iag_diag.content.model import Content, Lines, Slug, Text


class Intensity(StrEnum):
    """How much a behavioural skill grows, as the study prints it; UNGRADED: it grows, without a sign."""

    STRONG = "++"
    SOME = "+"
    UNGRADED = "sans"


class Behaviour(Content):
    """A behavioural skill: all of them grow."""

    id: Slug
    label: Text
    intensity: Annotated[Intensity, Field(strict=False)]
    text: Text
    lines: Lines


class BehavioursFile(Content):
    """`catalogue/competences/comportementales.yaml`."""

    skills: Annotated[tuple[Behaviour, ...], Field(min_length=1)]


class Nature(StrEnum):
    """What becomes of a technical skill."""

    NEW = "nouveau"
    STRONGER = "renforce"
    WEAKER = "diminue"


class Technical(Content):
    """A technical skill. `note` says a doubt of ours."""

    id: Slug
    label: Text
    nature: Annotated[Nature, Field(strict=False)]
    text: Text
    note: Text | None = None
    lines: Lines


class TechnicalsFile(Content):
    """`catalogue/competences/techniques.yaml`."""

    skills: Annotated[tuple[Technical, ...], Field(min_length=1)]


class Trend(StrEnum):
    """What becomes of a sub-skill."""

    NEW = "nouveaute"
    WEAKER = "diminue"
    STRONGER = "renforcee"


class SubSkill(Content):
    """A line of a macro-skill's table."""

    id: Slug
    label: Text
    trend: Annotated[Trend, Field(strict=False)]
    note: Text | None = None
    lines: Lines


class MacroSkill(Content):
    """A macro-skill, under the study's focus on a group of jobs; `families` are ours: the study names none here."""

    id: Slug
    label: Text
    focus: Text
    focus_number: Annotated[int, Field(ge=1)]
    families: Annotated[tuple[Slug, ...], Field(min_length=1)]
    text: Text
    skills: Annotated[tuple[SubSkill, ...], Field(min_length=1)]
    lines: Lines


class MacroSkillsFile(Content):
    """`catalogue/competences/macro-competences.yaml`."""

    macros: Annotated[tuple[MacroSkill, ...], Field(min_length=1)]


class Evolution(StrEnum):
    """What becomes of a skill of the synthesis."""

    STRONGER = "renforcement"
    EMERGING = "emergence"
    WEAKER = "diminution"


class Synthesis(Content):
    """A row of the study's synthesis: for every family (`everyone`), for those named, or both (a focus)."""

    id: Slug
    label: Text
    evolution: Annotated[Evolution, Field(strict=False)]
    everyone: bool = False
    families: tuple[Slug, ...] = ()
    text: Text
    lines: Lines

    @model_validator(mode="after")
    def _for_someone(self) -> Self:
        if not self.everyone and not self.families:
            raise ValueError("Il manque « families », ou « everyone: true ».")
        return self


class SynthesisFile(Content):
    """`catalogue/competences/synthese.yaml`."""

    skills: Annotated[tuple[Synthesis, ...], Field(min_length=1)]
