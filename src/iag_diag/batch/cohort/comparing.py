"""The study's published figures beside the cohort's own shares."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from iag_diag.batch.cohort.counting import UNKNOWN, Counts, unknown_value
from iag_diag.batch.cohort.tables import Base, Part, Segment, Tabulator
from iag_diag.batch.cohort.weights import Cell
from iag_diag.batch.export import SEPARATOR
from iag_diag.batch.lots.outputs import answer_heading
from iag_diag.batch.mapping.plain import heading_of
from iag_diag.content.library.reperes import Reperes, SegmentKind, Shown
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure of the study, and the share of the cohort that answered the same.

    `place` is the segment of the cohort; `base` the companies of it whose answer counts (None where hidden);
    `unknown_counts` says whether « ne sait pas » is among them, as in the study.
    """

    shown: Shown
    place: int
    ours: Part
    base: int | None
    unknown_counts: bool

    @property
    def published(self) -> float:
        """The study's share, 0 to 1."""
        return self.shown.figure.tenths / 1000


class Comparer:
    """Sets the figures of one pack beside one cohort."""

    def __init__(self, pack: Pack, reperes: Reperes, tabulator: Tabulator, answers: Mapping[str, Counts]) -> None:
        self._pack = pack
        self._reperes = reperes
        self._tabulator = tabulator
        self._answers = answers

    def compare(self) -> tuple[Comparison, ...]:
        """List the comparisons, question after question, the whole cohort first."""
        return tuple(found for question in self._reperes.questions for found in self._question(question))

    def _question(self, question: str) -> Iterator[Comparison]:
        counted_unknown = any(NSP in shown.figure.options for shown in self._reperes.figures(question))
        figures = [shown for shown in self._reperes.figures(question) if shown.comparable]
        for row in dict.fromkeys(shown.figure.row for shown in figures):
            slot = heading_of(question, row or "")
            if slot in self._answers:
                about = [shown for shown in figures if shown.figure.row == row]
                yield from self._slot(self._pack.questions[question], slot, about, counted_unknown=counted_unknown)

    def _slot(
        self, question: Question, slot: str, figures: list[Shown], *, counted_unknown: bool
    ) -> Iterator[Comparison]:
        given = _given(question, slot, self._answers[slot], counted_unknown=counted_unknown)
        base = self._tabulator.base(_sum(given.values()))
        groups = list(dict.fromkeys(tuple(sorted(shown.figure.options)) for shown in figures))
        parts = self._parts(question, given, groups, base)
        for index, options in enumerate(groups):
            about = [shown for shown in figures if tuple(sorted(shown.figure.options)) == options]
            kinds = {shown.segment.kind for shown in about}
            for place, segment in enumerate(self._tabulator.segments):
                shown = self._beside(question.id, about[0], segment, kinds)
                if shown is not None:
                    yield Comparison(shown, place, parts[place][index], base.published[place], counted_unknown)

    def _beside(self, question: str, about: Shown, segment: Segment, kinds: Collection[SegmentKind]) -> Shown | None:
        """Pick the figure for a segment: its own, else the overall one where the study tells such segments apart."""
        by_size = segment.by == self._pack.manifest.size_question
        if segment.by and (segment.id == UNKNOWN or (SegmentKind.SIZE if by_size else SegmentKind.BRANCH) not in kinds):
            return None
        return self._reperes.best(
            question,
            about.figure.options,
            row=about.figure.row,
            size=segment.id if segment.by and by_size else None,
            branch=segment.id if segment.by and not by_size else None,
        )

    def _parts(self, question: Question, given: Counts, groups: list[tuple[str, ...]], base: Base) -> list[list[Part]]:
        """Parts by segment, then by group of options."""
        if question.multiple:
            held = [
                _sum(counts for value, counts in given.items() if set(value.split(SEPARATOR)) & set(group))
                for group in groups
            ]
            return self._tabulator.each(held, base)
        options = sorted(given)
        members = [[options.index(option) for option in group if option in given] for group in groups]
        return self._tabulator.shares([given[option] for option in options], base, members)


def _given(question: Question, slot: str, counts: Counts, *, counted_unknown: bool) -> Counts:
    """Keep the answers that count; a value that the question does not know stops everything."""
    known = {option.id for option in question.options} | {NSP, SANS_OBJET, ""}
    for value in counts:
        if not known.issuperset(value.split(SEPARATOR) if question.multiple else [value]):
            raise unknown_value(answer_heading(slot), value, sorted(known - {""}))
    left = {"", SANS_OBJET} if counted_unknown else {"", SANS_OBJET, NSP}
    return {value: counts[value] for value in counts if value not in left}


def _sum(counted: Iterable[Mapping[Cell, int]]) -> dict[Cell, int]:
    """Add counts cell by cell."""
    total: dict[Cell, int] = {}
    for counts in counted:
        for cell, count in counts.items():
            total[cell] = total.get(cell, 0) + count
    return total
