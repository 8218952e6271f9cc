"""Counts put in tables: weighted shares of the whole, of each size and of each branch, the small ones hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum

from iag_diag.batch.cohort.counting import UNKNOWN
from iag_diag.batch.cohort.intervals import effective_size, wilson
from iag_diag.batch.cohort.suppression import ALL, hidden_places, small_segments
from iag_diag.batch.cohort.weights import Cell, Weights
from iag_diag.content.pack import Pack


@dataclass(frozen=True, slots=True)
class Segment:
    """Some of the companies: `by` is the question that tells them apart (empty for the whole), `id` its option.

    `companies` and `effective` (Kish's size) are None where they are hidden.
    """

    by: str
    id: str
    label: str
    companies: int | None
    effective: float | None


@dataclass(frozen=True, slots=True)
class Part:
    """One cell of a table: companies, weighted share of the base and its 95 % interval (0 to 1).

    Everything is None where the cell is hidden; `share` alone where nobody is in the base.
    """

    count: int | None = None
    share: float | None = None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Mean:
    """Weighted mean of the companies of a segment that have a score, and how many they are; None where hidden."""

    count: int | None = None
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a table."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Table:
    """Parts by segment, then by entry; `bases` are the companies that the shares of each segment refer to."""

    id: str
    entries: tuple[Entry, ...]
    bases: tuple[int | None, ...]
    parts: tuple[tuple[Part, ...], ...]


@dataclass(frozen=True, slots=True)
class Base:
    """Companies that a table is about, by segment: counts, weighted counts, effective sizes; `closed` are hidden."""

    counts: tuple[int, ...]
    masses: tuple[float, ...]
    sizes: tuple[float, ...]
    closed: frozenset[int]

    @property
    def published(self) -> tuple[int | None, ...]:
        """Counts, None where hidden."""
        return tuple(None if place in self.closed else count for place, count in enumerate(self.counts))


class Tabulator:
    """The segments of a cohort, ready to make tables: all companies, then each size, then each branch."""

    def __init__(self, pack: Pack, companies: Mapping[Cell, int], weights: Weights, floor: int) -> None:
        self._weights = weights
        self._floor = floor
        questions = [question for question in (pack.manifest.size_question, pack.manifest.branch_question) if question]
        named = [("", "", "Ensemble")]
        self._spreads: list[range] = []
        for axis, question in enumerate(questions):
            present = {cell[axis] for cell in companies}
            options = [(option.id, option.label) for option in pack.questions[question].options]
            found = [(question, *option) for option in (*options, (UNKNOWN, "Non précisée")) if option[0] in present]
            self._spreads.append(range(len(named), len(named) + len(found)))
            named += found
        places = {(by, option): place for place, (by, option, _) in enumerate(named)}
        self._places = {
            cell: (0, *(places[question, cell[axis]] for axis, question in enumerate(questions))) for cell in companies
        }
        self._closed: frozenset[int] = frozenset()
        self.everyone = self.base(companies)
        self._closed = self.everyone.closed
        self.segments = tuple(
            Segment(*name, None, None)
            if place in self._closed
            else Segment(*name, self.everyone.counts[place], self.everyone.sizes[place])
            for place, name in enumerate(named)
        )

    def base(self, counts: Mapping[Cell, int]) -> Base:
        """Say how many companies a table is about, and which segments it must hide."""
        found, masses = self._counted(counts), self._weighed(counts)
        pairs: list[list[tuple[int, float]]] = [[] for _ in found]
        for cell, count in counts.items():
            for place in self._places[cell]:
                pairs[place].append((count, self._weights[cell]))
        closed = set(range(len(found))) if 0 < found[0] < self._floor else set()
        for spread in self._spreads:
            already = frozenset(place - spread.start for place in self._closed if place in spread)
            small = small_segments([found[place] for place in spread], self._floor, already)
            closed |= {spread.start + segment for segment in small}
        return Base(found, masses, tuple(map(effective_size, pairs)), frozenset(closed))

    def shares(
        self, entries: Sequence[Mapping[Cell, int]], base: Base, groups: Sequence[Sequence[int]] | None = None
    ) -> list[list[Part]]:
        """Make parts, by segment, of entries that share the base out: no company is in two of them.

        With `groups`, one part per group of entries; it is hidden as soon as one of its entries is.
        """
        counts = [self._counted(entry) for entry in entries]
        rest = [size - sum(column) for size, *column in zip(base.counts, *counts, strict=True)]
        masses = [self._weighed(entry) for entry in entries]
        hidden = self._hidden([*counts, rest], base)
        return [
            [
                Part()
                if place in base.closed or any((entry, place) in hidden for entry in group)
                else _part(
                    sum(counts[entry][place] for entry in group),
                    fsum(masses[entry][place] for entry in group),
                    base,
                    place,
                )
                for group in groups or [[entry] for entry in range(len(entries))]
            ]
            for place in range(len(base.counts))
        ]

    def each(self, entries: Sequence[Mapping[Cell, int]], base: Base) -> list[list[Part]]:
        """Make parts, by segment, of entries that a company may hold several of."""
        alone = [self.shares([entry], base) for entry in entries]
        return [[parts[place][0] for parts in alone] for place in range(len(base.counts))]

    def means(self, scores: Mapping[int, Mapping[Cell, int]]) -> list[Mean]:
        """Make means, by segment, of the companies counted by score."""
        known: dict[Cell, int] = {}
        total: dict[Cell, int] = {}
        for score, counts in scores.items():
            for cell, count in counts.items():
                known[cell] = known.get(cell, 0) + count
                total[cell] = total.get(cell, 0) + count * score
        base, sums = self.base(known), self._weighed(total)
        return [
            Mean() if place in base.closed else Mean(count, sums[place] / base.masses[place] if count else None)
            for place, count in enumerate(base.counts)
        ]

    def _counted(self, counts: Mapping[Cell, int]) -> tuple[int, ...]:
        found = [0] * (self._spreads[-1].stop)
        for cell, count in counts.items():
            for place in self._places[cell]:
                found[place] += count
        return tuple(found)

    def _weighed(self, counts: Mapping[Cell, int]) -> tuple[float, ...]:
        found: list[list[float]] = [[] for _ in range(self._spreads[-1].stop)]
        for cell, count in counts.items():
            for place in self._places[cell]:
                found[place].append(count * self._weights[cell])
        return tuple(map(fsum, found))

    def _hidden(self, counts: Sequence[Sequence[int]], base: Base) -> set[tuple[int, int]]:
        """Say which counts to hide, as (entry, place); none where the whole base is."""
        if 0 in base.closed:
            return set()
        spreads = [[[row[place] for place in spread] for row in counts] for spread in self._spreads]
        closed = [
            frozenset(place - spread.start for place in base.closed if place in spread) for spread in self._spreads
        ]
        return {
            (found.entry, 0 if found.segment == ALL else self._spreads[found.spread].start + found.segment)
            for found in hidden_places(spreads, closed, self._floor)
            if found.entry != ALL
        }


def _part(count: int, mass: float, base: Base, place: int) -> Part:
    if not base.counts[place]:
        return Part(0)
    share = min(1.0, mass / base.masses[place])
    return Part(count, share, *wilson(share, base.sizes[place]))
