"""The study's published figures (« repères »): what each is about, how far to trust it, which one fits a company.

They are read on need, never with the pack: a diagnosis does without them.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, WithJsonSchema, model_validator

from iag_diag.content.library.reading import read_shelf
from iag_diag.content.model import Content, Line, Slug, Source, Text
from iag_diag.content.pack import Pack

NAME = "catalogue/reperes.yaml"
_PERCENT = re.compile(r"(?P<whole>[0-9]{1,3})(,(?P<tenth>[0-9]))?")
_WRITTEN = {
    "anyOf": [
        {"type": "integer", "minimum": 0, "maximum": 100},
        {"type": "string", "pattern": "^[0-9]{1,3}(,[0-9])?$"},
    ]
}


def _tenths(percent: Any) -> int:
    """Turn 8 or « 49,6 » into tenths of a percent; a float never comes near."""
    text = str(percent) if type(percent) is int else percent
    found = _PERCENT.fullmatch(text) if isinstance(text, str) else None
    tenths = int(found["whole"]) * 10 + int(found["tenth"] or 0) if found else -1
    if not 0 <= tenths <= 100 * 10:
        raise ValueError('Un pourcentage va de 0 à 100 : entier (8), ou avec une décimale entre guillemets ("49,6").')
    return tenths


class Grade(StrEnum):
    """How safe a comparison is.

    A: the whole sample, weighted, as its caption says; B: no such caption, but plausible, or a filter that is stated;
    C: no caption, and the arithmetic points to a filtered or an unweighted base; CONTEXT: to be read, never compared;
    NEVER: not to be shown.
    """

    A = "A"
    B = "B"
    C = "C"
    CONTEXT = "context"
    NEVER = "never"

    @property
    def comparable(self) -> bool:
        """Whether a company or a cohort may be set beside the figure."""
        return self in (Grade.A, Grade.B, Grade.C)


class SegmentKind(StrEnum):
    """What part of the companies a figure speaks of."""

    ALL = "all"
    SIZE = "size"
    BRANCH = "branch"
    STAFF = "staff"
    PROFILE = "profile"


class Segment(Content):
    """The companies a figure speaks of; `id` is the option of the size or of the branch question.

    `branch` without an id is several branches that the study does not name; `staff` is every company about one
    category of its staff (the figure's `row`); `profile` describes the sample.
    """

    kind: Annotated[SegmentKind, Field(strict=False)] = SegmentKind.ALL
    id: Slug | None = None

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.id is None and self.kind is SegmentKind.SIZE:
            raise ValueError("Il manque « id », qui nomme la taille.")
        if self.id is not None and self.overall:
            raise ValueError("« id » nomme une taille ou une branche, et ne s’écrit qu’avec elles.")
        return self

    @property
    def overall(self) -> bool:
        """Whether the figure must be said to be that of all sizes and all branches."""
        return self.kind not in (SegmentKind.SIZE, SegmentKind.BRANCH)


class Base(Content):
    """Who is counted, in words."""

    id: Slug
    label: Text
    source: Source


class Caveat(Content):
    """A warning that several figures share."""

    id: Slug
    text: Text
    source: Source


class Figure(Content):
    """A published percentage, in tenths; `label` ends the sentence that it begins (« 8 % ont une stratégie »).

    `options` are the answers that it counts together (none where no answer fits: it compares with nothing), `row` the
    line of a matrix. `line` and `also` are where the study prints it. `base` and `grade` default to the item's.
    """

    id: Slug
    segment: Segment = Segment()
    label: Text
    options: tuple[Slug, ...]
    row: Slug | None = None
    tenths: Annotated[int, BeforeValidator(_tenths), WithJsonSchema(_WRITTEN), Field(alias="percent")]
    line: Line
    also: tuple[Line, ...] = ()
    base: Slug | None = None
    grade: Annotated[Grade, Field(strict=False)] | None = None
    caveats: tuple[Slug, ...] = ()


class Item(Content):
    """An item of the survey with its figures. `question` mirrors it; `filter` says who alone was asked."""

    question: Slug | None = None
    label: Text
    grade: Annotated[Grade, Field(strict=False)]
    base: Slug
    filter: Text | None = None
    caveat: Text
    source: Source
    figures: Annotated[tuple[Figure, ...], Field(min_length=1)]


class ReperesFile(Content):
    """`catalogue/reperes.yaml`."""

    bases: tuple[Base, ...]
    caveats: tuple[Caveat, ...] = ()
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure with all that must be said beside it: `warnings` are its own, `caveat` holds them and its item's."""

    figure: Figure
    item: Item
    base: Base
    grade: Grade
    caveat: str
    warnings: tuple[str, ...] = ()

    @property
    def segment(self) -> Segment:
        """The companies that it speaks of, which may be more than those asked for."""
        return self.figure.segment

    @property
    def comparable(self) -> bool:
        """Whether it may stand beside a company's or a cohort's own share."""
        return self.grade.comparable and bool(self.figure.options)


@dataclass(frozen=True, slots=True)
class Reperes:
    """The figures of a pack, in the study's order. `questions` have one that compares, in the questionnaire's order."""

    items: tuple[Item, ...] = ()
    questions: tuple[str, ...] = ()
    shown: Mapping[str | None, tuple[Shown, ...]] = field(default_factory=dict, repr=False)

    def figures(self, question: str | None) -> tuple[Shown, ...]:
        """Every figure of a question that may be shown; None for those that mirror no question."""
        return self.shown.get(question, ())

    def best(
        self,
        question: str,
        options: Collection[str],
        *,
        row: str | None = None,
        size: str | None = None,
        branch: str | None = None,
    ) -> Shown | None:
        """Pick the figure about exactly these answers for this company.

        That of its size where one is published, else that of its branch, else the overall one, which `segment` then
        says. A missing size is never interpolated, and no figure crosses size and branch.
        """
        about = [
            shown
            for shown in self.figures(question)
            if shown.figure.options and set(shown.figure.options) == set(options) and shown.figure.row == row
        ]
        named = {(shown.segment.kind, shown.segment.id or ""): shown for shown in about}
        overall = next((shown for shown in about if shown.segment.overall), None)
        of_size = named.get((SegmentKind.SIZE, size)) if size else None
        of_branch = named.get((SegmentKind.BRANCH, branch)) if branch else None
        return of_size or of_branch or overall


def load_reperes(pack: Pack) -> Reperes:
    """Read the figures of a pack, none where it has no such file; all faults are raised at once."""
    from iag_diag.content.library.repere_checks import check_reperes

    file = read_shelf(pack, NAME, ReperesFile, lambda document, found: check_reperes(pack, document, found))
    return _indexed(pack, file) if file else Reperes()


def _indexed(pack: Pack, file: ReperesFile) -> Reperes:
    bases = {base.id: base for base in file.bases}
    caveats = {caveat.id: caveat.text for caveat in file.caveats}
    shown: dict[str | None, tuple[Shown, ...]] = {}
    for item in file.items:
        own = (
            Shown(
                figure=figure,
                item=item,
                base=bases[figure.base or item.base],
                grade=figure.grade or item.grade,
                caveat=" ".join([item.caveat, *(caveats[caveat] for caveat in figure.caveats)]),
                warnings=tuple(caveats[caveat] for caveat in figure.caveats),
            )
            for figure in item.figures
            if (figure.grade or item.grade) is not Grade.NEVER
        )
        shown[item.question] = (*shown.get(item.question, ()), *own)
    questions = (question for question in pack.questions if any(one.comparable for one in shown.get(question, ())))
    return Reperes(file.items, tuple(questions), shown)
