"""`rules/selections.yaml`: which entries of the library are worth showing to a company, how many, in which order.

An entry has facets (words it carries: a subject, a level, a mode…) and measures (whole numbers: hours). A wish that
holds argues for the entries that carry its words, with a force of `rules/sheets.yaml`; a bar that holds keeps some out.
"""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from iag_diag.content.conditions import Condition
from iag_diag.content.model import Content, Rule, Slug, Text, one_of_keys

Words = dict[Slug, Annotated[tuple[Slug, ...], Field(min_length=1)]]


class Wish(Rule):
    """An argument for some entries, said to the company: when `when` holds, those that carry all the words of `for`.

    With `ticked`, the id of an entry must also be among the options ticked in that question. A wish that is not
    `alone` adds to what others argue for, and argues for nothing by itself.
    """

    model_config = ConfigDict(json_schema_extra=one_of_keys("for", "ticked"))

    when: Condition | None = None
    ticked: Slug | None = None
    entries: Words = Field(alias="for", default_factory=dict)
    force: Slug
    alone: bool = True
    reason: Text
    solo: Text | None = None

    @model_validator(mode="after")
    def _about_something(self) -> Self:
        if self.ticked is None and not self.entries:
            raise ValueError("Il manque « for » (ce que l’on propose) ou « ticked » (la question qui le dit).")
        return self


class Bar(Rule):
    """Entries that carry all the words of `for` are not shown when `when` holds (always, where it is not given).

    What `unless` asks lifts the bar only where it is known to hold. With `above`, only those whose measure is greater:
    what has no such measure is not kept out.
    """

    model_config = ConfigDict(json_schema_extra=one_of_keys("for", "above"))

    when: Condition | None = None
    unless: Condition | None = None
    entries: Words = Field(alias="for", default_factory=dict)
    above: dict[Slug, Annotated[int, Field(ge=0)]] = Field(default_factory=dict)
    reason: Text

    @model_validator(mode="after")
    def _about_something(self) -> Self:
        if not self.entries and not self.above:
            raise ValueError("Il manque « for » ou « above » : ce que l’on écarte.")
        return self


class Preference(Content):
    """One key of an order: by the first of `values` that an entry carries, or by its `measure`, the smallest first.

    Entries that carry none of the values, or have no such measure, come last.
    """

    facet: Slug | None = None
    values: tuple[Slug, ...] = ()
    measure: Slug | None = None
    reason: Text

    @model_validator(mode="after")
    def _one_key(self) -> Self:
        if (self.facet is None) == (self.measure is None) or bool(self.values) != (self.facet is not None):
            raise ValueError("Donnez soit « facet » avec « values », soit « measure ».")
        return self


class Notice(Rule):
    """A sentence said beside the selection when the condition holds."""

    when: Condition
    text: Text


class Display(StrEnum):
    """In which order the kept entries are shown."""

    NEED = "need"
    PREFERENCES = "preferences"


class Selection(Content):
    """At most `keep` entries, the most argued for first; `preferences` settle ties.

    `otherwise` are wishes heard only where no other one argues for anything; `most_per_wish` is how many entries may
    owe their place to the same wish: each owes it to its strongest one that is not used up.
    """

    keep: Annotated[int, Field(ge=1)]
    keep_reason: Text
    most_per_wish: Annotated[int, Field(ge=1)] | None = None
    most_reason: Text | None = None
    display: Annotated[Display, Field(strict=False)]
    preferences: tuple[Preference, ...] = ()
    bars: tuple[Bar, ...] = ()
    wishes: tuple[Wish, ...]
    otherwise: tuple[Wish, ...] = ()
    notices: tuple[Notice, ...] = ()


class Saying(Content):
    """What a company that gave this answer is told beside the figure; it ends the figure's sentence."""

    when: Condition
    text: Text


class Comparison(Rule):
    """A published figure set beside the company's own answer: the share that gave `options` to `question`."""

    question: Slug
    options: Annotated[tuple[Slug, ...], Field(min_length=1)]
    row: Slug | None = None
    says: Annotated[tuple[Saying, ...], Field(min_length=1)]


class Benchmarks(Content):
    """« Vous et le secteur »: the first `keep` comparisons that can be made."""

    keep: Annotated[int, Field(ge=1)]
    keep_reason: Text
    comparisons: tuple[Comparison, ...]


class SelectionsFile(Content):
    """`rules/selections.yaml`."""

    benchmarks: Benchmarks
    occupations: Selection
    trainings: Selection
    resources: Selection
