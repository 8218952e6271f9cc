"""Decision diagrams agree with plain tables of values, on random functions of a few variables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial, reduce
from itertools import product
from operator import xor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iag_diag.diagnosis.diagrams import MOST_VARIABLES, Diagrams, Node, TooManyCasesError

Point = tuple[int, ...]
Table = dict[Point, int]


@dataclass(frozen=True)
class Drawn:
    """A few variables, and functions of them as tables and as nodes of the same diagrams."""

    sizes: tuple[int, ...]
    tables: tuple[Table, ...]
    diagrams: Diagrams

    @property
    def nodes(self) -> list[Node]:
        return [self.node(table) for table in self.tables]

    def node(self, table: Table) -> Node:
        every = [self.diagrams.test(place, range(size)) for place, size in enumerate(self.sizes)]
        return self.diagrams.apply(lambda *point: table[point], *every)

    @property
    def points(self) -> Iterator[Point]:
        return product(*map(range, self.sizes))


@st.composite
def drawn_functions(draw: st.DrawFn, count: int = 1) -> Drawn:
    sizes = tuple(draw(st.lists(st.integers(1, 3), min_size=1, max_size=4)))
    points = list(product(*map(range, sizes)))
    values = st.lists(st.integers(0, 2), min_size=len(points), max_size=len(points))
    tables = tuple(dict(zip(points, draw(values), strict=True)) for _ in range(count))
    return Drawn(sizes, tables, Diagrams(sizes))


Case = tuple[Drawn, tuple[int | None, ...], dict[int, list[int]], list[Point]]


@st.composite
def with_a_partial_point(draw: st.DrawFn) -> Case:
    """Draw a function, a point that leaves variables free, the values these may take, and all its completions."""
    drawn = draw(drawn_functions())
    point = tuple(draw(st.none() | st.integers(0, size - 1)) for size in drawn.sizes)
    free = {place: draw(some_of(size)) for place, size in enumerate(drawn.sizes)}
    ways = [free[place] if value is None else [value] for place, value in enumerate(point)]
    return drawn, point, free, list(product(*ways))


def some_of(size: int) -> st.SearchStrategy[list[int]]:
    return st.lists(st.integers(0, size - 1), min_size=1, max_size=size, unique=True)


def worth(diagrams: Diagrams, node: Node, point: Sequence[int]) -> int:
    while node >= 0:
        variable, below = diagrams.branches(node)
        node = below[point[variable]]
    return -1 - node


@given(drawn=drawn_functions(2))
def test_a_function_of_diagrams_is_that_function_of_their_worth_everywhere(drawn: Drawn):
    def mixed(one: int, other: int) -> int:
        return (2 * one + other) % 3

    found = drawn.diagrams.apply(mixed, *drawn.nodes)
    for point in drawn.points:
        assert worth(drawn.diagrams, found, point) == mixed(*(table[point] for table in drawn.tables))


@given(drawn=drawn_functions(2))
def test_two_functions_are_one_node_when_they_are_worth_the_same_everywhere(drawn: Drawn):
    one, other = drawn.tables
    assert (drawn.node(one) == drawn.node(other)) == (one == other)
    assert (drawn.node(one) < 0) == (len(set(one.values())) == 1)


@given(drawn=drawn_functions(3))
def test_least_and_greatest_obey_their_laws(drawn: Drawn):
    a, b, c = drawn.nodes

    def least(*nodes: Node) -> Node:
        return drawn.diagrams.least(nodes)

    def greatest(*nodes: Node) -> Node:
        return drawn.diagrams.greatest(nodes)

    def opposite(node: Node) -> Node:
        return drawn.diagrams.apply(lambda value: 2 - value, node)

    assert least(a, b) == least(b, a)
    assert least(a) == greatest(a) == a
    assert least(a, least(b, c)) == least(a, b, c) == drawn.diagrams.apply(min, a, b, c)
    assert least(a, greatest(a, b)) == a
    assert least(a, greatest(b, c)) == greatest(least(a, b), least(a, c))
    assert opposite(least(a, b)) == greatest(opposite(a), opposite(b))
    assert opposite(opposite(a)) == a


@given(case=with_a_partial_point())
def test_span_is_the_least_and_the_greatest_of_all_completions(
    case: Case,
):
    drawn, point, free, completions = case
    (table,), (node,) = drawn.tables, drawn.nodes
    values = [table[whole] for whole in completions]
    assert drawn.diagrams.span(node, point, free) == (min(values), max(values))


@given(case=with_a_partial_point())
def test_read_lists_the_free_variables_that_alone_can_still_change_the_worth(
    case: Case,
):
    drawn, point, free, completions = case
    (table,), (node,) = drawn.tables, drawn.nodes
    expected = [
        place
        for place, value in enumerate(point)
        if value is None
        and any(table[whole] != table[turned(whole, place, way)] for whole in completions for way in free[place])
    ]
    assert drawn.diagrams.read(node, point, free) == expected


def turned(whole: Point, place: int, way: int) -> Point:
    return (*whole[:place], way, *whole[place + 1 :])


@given(case=with_a_partial_point(), wanted=st.integers(0, 2), held=st.booleans())
def test_a_way_leads_to_a_wanted_worth_whatever_the_other_variables(case: Case, wanted: int, *, held: bool):
    drawn, _, free, _ = case
    (table,), (node,) = drawn.tables, drawn.nodes
    every: Mapping[int, Sequence[int]] = {place: range(size) for place, size in enumerate(drawn.sizes)}
    allowed = free if held else every
    way = drawn.diagrams.way(node, wanted.__eq__, free if held else None)
    if way is None:
        assert wanted not in [table[whole] for whole in product(*allowed.values())]
    else:
        assert all(value in allowed[place] for place, value in way.items())
        assert {table[whole] for whole in drawn.points if all(whole[p] == v for p, v in way.items())} == {wanted}


@given(case=with_a_partial_point())
def test_a_variable_that_is_fixed_counts_no_more(
    case: Case,
):
    drawn, point, _, _ = case
    (table,), (node,) = drawn.tables, drawn.nodes
    values = {place: value for place, value in enumerate(point) if value is not None}
    settled = {
        whole: table[tuple(values.get(place, value) for place, value in enumerate(whole))] for whole in drawn.points
    }
    assert drawn.diagrams.fix(node, values) == drawn.node(settled)


@given(drawn=drawn_functions(2))
def test_inside_goes_once_through_every_node_after_those_it_leads_to(drawn: Drawn):
    node = drawn.nodes[0]
    found = list(drawn.diagrams.inside(node))
    assert len(found) == len(set(found))
    assert found[-1:] == [node][: node >= 0]
    for place, inner in enumerate(found):
        _, below = drawn.diagrams.branches(inner)
        assert {child for child in below if child >= 0} <= set(found[:place])


def test_a_way_that_is_nowhere_is_looked_for_once_from_each_node():
    """From first to last, the ways through this diagram are 2 to the power of 30."""
    diagrams = Diagrams([2] * 30)
    odd = reduce(partial(diagrams.apply, xor), (diagrams.test(place, (0, 1)) for place in range(30)))
    assert diagrams.way(odd, lambda value: value > 1) is None


def test_a_diagram_too_large_to_wait_for_is_refused():
    diagrams = Diagrams([2] * 8, most=100)
    every = [diagrams.test(place, (0, 1)) for place in range(8)]
    assert diagrams.apply(lambda *values: max(values), *every) >= 0
    with pytest.raises(TooManyCasesError):
        diagrams.apply(lambda *values: int("".join(map(str, values)), 2), *every)


def test_a_diagram_that_takes_too_many_steps_is_refused_however_small_it_ends():
    diagrams = Diagrams([2] * 16, most=400)
    every = [diagrams.test(place, (0, 1)) for place in range(16)]
    with pytest.raises(TooManyCasesError):
        diagrams.apply(lambda *values: min(values), *every)
    assert len(list(diagrams.inside(diagrams.least(every)))) == 16
    assert diagrams.span(diagrams.greatest(every), [0] * 15 + [None], {15: (0, 1)}) == (0, 1)


def test_diagrams_are_gone_through_to_the_last_variable_and_no_more_are_taken():
    diagrams = Diagrams([2] * MOST_VARIABLES)
    node = diagrams.leaf(1)
    for place in reversed(range(MOST_VARIABLES)):
        node = diagrams.apply(min, diagrams.test(place, (0, 1)), node)
    free = dict.fromkeys(range(MOST_VARIABLES), (0, 1))
    assert diagrams.span(node, [None] * MOST_VARIABLES, free) == (0, 1)
    assert diagrams.way(node, bool) == dict.fromkeys(range(MOST_VARIABLES), 1)
    assert len(list(diagrams.inside(node))) == len(diagrams.read(node, [None] * MOST_VARIABLES, free)) == MOST_VARIABLES
    with pytest.raises(TooManyCasesError):
        Diagrams([2] * (MOST_VARIABLES + 1))
