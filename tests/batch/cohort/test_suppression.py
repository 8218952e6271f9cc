"""No hidden count follows from what is published: every table that could be behind it is written out."""

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iag_diag.batch.cohort.suppression import ALL, Place, hidden_places, small_segments

FLOOR = 3
Tables = list[list[list[int]]]


@st.composite
def tables(draw: st.DrawFn) -> Tables:
    """Draw companies, each with an entry and a segment of one or two ways of cutting, and count them."""
    entries, widths = draw(st.integers(2, 3)), draw(st.lists(st.integers(2, 3), min_size=1, max_size=2))
    company = st.tuples(st.integers(0, entries - 1), *(st.integers(0, width - 1) for width in widths))
    spreads = [[[0] * width for _ in range(entries)] for width in widths]
    for entry, *segments in draw(st.lists(company, min_size=FLOOR, max_size=10)):
        for spread, segment in zip(spreads, segments, strict=True):
            spread[entry][segment] += 1
    return spreads


def sizes(table: Sequence[Sequence[int]]) -> list[int]:
    return [sum(column) for column in zip(*table, strict=True)]


@given(tables())
@settings(max_examples=60)
def test_a_hidden_count_always_has_several_possible_values(spreads: Tables):
    closed = [small_segments(sizes(table), FLOOR) for table in spreads]
    hidden = hidden_places(spreads, closed, FLOOR)
    possible = possible_values(spreads, closed, hidden)
    for place in hidden:
        assert count_at(spreads, place) in possible[place]
        assert len(possible[place]) > 1 or count_at(spreads, place) == 0


@given(tables())
def test_no_count_under_the_floor_is_published(spreads: Tables):
    closed = [small_segments(sizes(table), FLOOR) for table in spreads]
    hidden = hidden_places(spreads, closed, FLOOR)
    for spread, table in enumerate(spreads):
        for segment, size in enumerate(sizes(table)):
            assert size == 0 or size >= FLOOR or segment in closed[spread]
            for entry, row in enumerate(table):
                assert row[segment] == 0 or row[segment] >= FLOOR or Place(spread, entry, segment) in hidden
    for entry, row in enumerate(spreads[0]):
        assert sum(row) == 0 or sum(row) >= FLOOR or Place(0, entry, ALL) in hidden


def count_at(spreads: Tables, place: Place) -> int:
    table = spreads[place.spread]
    if place.segment == ALL:
        return sum(table[place.entry])
    return sizes(table)[place.segment] if place.entry == ALL else table[place.entry][place.segment]


def possible_values(
    spreads: Tables, closed: Sequence[frozenset[int]], hidden: frozenset[Place]
) -> dict[Place, set[int]]:
    """Write out every table of whole numbers that agrees with all that is published."""
    values: dict[Place, set[int]] = {place: set() for place in hidden}
    known = [sum(row) for row in spreads[0]]
    for totals in shared_out(sum(known), len(known)):
        if any(totals[entry] != known[entry] for entry in range(len(known)) if Place(0, entry, ALL) not in hidden):
            continue
        found = [list(solutions(spread, table, totals, closed[spread], hidden)) for spread, table in enumerate(spreads)]
        if all(found):
            for entry, total in enumerate(totals):
                values.get(Place(0, entry, ALL), set()).add(total)
            for spread, tables_found in enumerate(found):
                for columns in tables_found:
                    for segment, column in enumerate(columns):
                        values.get(Place(spread, ALL, segment), set()).add(sum(column))
                        for entry, count in enumerate(column):
                            values.get(Place(spread, entry, segment), set()).add(count)
    return values


def solutions(
    spread: int, table: list[list[int]], totals: Sequence[int], closed: frozenset[int], hidden: frozenset[Place]
) -> Iterator[list[tuple[int, ...]]]:
    """Write out the tables of one way of cutting, as columns, whose entries have these totals."""

    def from_segment(segment: int, left: tuple[int, ...]) -> Iterator[list[tuple[int, ...]]]:
        if segment == len(table[0]):
            if not any(left):
                yield []
            return
        size = sum(row[segment] for row in table)
        for number in range(sum(left) + 1) if segment in closed else (size,):
            for column in shared_out(number, len(table)):
                agrees = all(
                    Place(spread, entry, segment) in hidden or column[entry] == table[entry][segment]
                    for entry in range(len(table))
                )
                rest = tuple(before - count for before, count in zip(left, column, strict=True))
                if agrees and min(rest) >= 0:
                    yield from ([column, *others] for others in from_segment(segment + 1, rest))

    return from_segment(0, tuple(totals))


def shared_out(number: int, parts: int) -> Iterator[tuple[int, ...]]:
    if parts == 1:
        yield (number,)
        return
    for first in range(number + 1):
        yield from ((first, *others) for others in shared_out(number - first, parts - 1))


@pytest.mark.parametrize(
    ("counts", "closed", "expected"),
    [
        ([10, 20, 30], (), set()),
        ([2, 20, 30], (), {0, 1}),
        ([2, 1, 30], (), {0, 1}),
        ([0, 2, 0, 9, 7], (), {1, 4}),
        ([9, 8, 7], {0}, {0, 2}),
        ([2], (), {0}),
    ],
)
def test_a_small_segment_never_stays_alone(counts: list[int], closed: set[int], expected: set[int]):
    assert small_segments(counts, 5, frozenset(closed)) == expected


def test_zeros_and_large_counts_are_published():
    assert hidden_places([[[10, 0], [5, 9]]], [frozenset()], 5) == frozenset()


def test_the_cheapest_circuit_is_hidden():
    table = [[2, 50, 6], [60, 70, 8]]
    hidden = hidden_places([table], [frozenset()], 5)
    assert hidden == {Place(0, 0, 0), Place(0, 1, 0), Place(0, 0, 2), Place(0, 1, 2)}
