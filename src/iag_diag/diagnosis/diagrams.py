"""Decision diagrams: one small graph that holds the value of a rule for every combination of answers.

Reduced and ordered (Bryant 1986), with as many branches at a node as its variable has values and any integers at the
leaves. Two rules worth the same everywhere are the same node, so that « always », « never » and « for some answers »
are looked up, not sampled.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial, reduce
from typing import TypeAlias

Node: TypeAlias = int
"""A place in the table; a leaf is negative: -1 for the value 0, -2 for 1…"""

Point: TypeAlias = Sequence[int | None]
"""Value of each variable, None where it is free."""

MOST_NODES = 20_000
MOST_VARIABLES = 250
"""A diagram is gone through one call inside another, a variable after the other: Python bears about twice as many."""

_STEPS_PER_NODE = 10


class TooManyCasesError(Exception):
    """A diagram would take more nodes, or more steps, than anybody can wait for, or cross too many variables."""


class Diagrams:
    """A table of nodes over variables that are numbered in the order in which they are read."""

    def __init__(self, sizes: Sequence[int], most: int = MOST_NODES) -> None:
        if len(sizes) > MOST_VARIABLES:
            raise TooManyCasesError
        self._sizes = sizes
        self._most = most
        self._nodes: list[tuple[int, tuple[Node, ...]]] = []
        self._known: dict[tuple[int, tuple[Node, ...]], Node] = {}

    @staticmethod
    def leaf(value: int) -> Node:
        """Node that is worth this value whatever the answers."""
        return -1 - value

    def test(self, variable: int, values: Sequence[int]) -> Node:
        """Node that is worth `values[v]` where the variable is `v`."""
        return self._node(variable, tuple(map(self.leaf, values)))

    def apply(self, function: Callable[..., int], *nodes: Node) -> Node:
        """Node that is worth, everywhere, the function of what these are worth there."""
        return self._apply(function, nodes, {})

    def least(self, nodes: Iterable[Node]) -> Node:
        """Node that is worth everywhere the least of what these are, at least one, are worth there."""
        return reduce(partial(self.apply, min), nodes)

    def greatest(self, nodes: Iterable[Node]) -> Node:
        """Node that is worth everywhere the greatest of what these are, at least one, are worth there."""
        return reduce(partial(self.apply, max), nodes)

    def branches(self, node: Node) -> tuple[int, tuple[Node, ...]]:
        """Variable of an inner node, and where each of its values leads."""
        return self._nodes[node]

    def span(self, node: Node, point: Point, free: Mapping[int, Sequence[int]]) -> tuple[int, int]:
        """Least and greatest value over all the ways of settling the free variables; `free` lists their values."""
        known: dict[Node, tuple[int, int]] = {}

        def span(here: Node) -> tuple[int, int]:
            if here < 0:
                return -1 - here, -1 - here
            if here not in known:
                variable, below = self._nodes[here]
                value = point[variable]
                if value is not None:
                    known[here] = span(below[value])
                else:
                    ends = [span(child) for child in {below[value] for value in free[variable]}]
                    known[here] = min(least for least, _ in ends), max(most for _, most in ends)
            return known[here]

        return span(node)

    def read(self, node: Node, point: Point, free: Mapping[int, Sequence[int]]) -> list[int]:
        """Free variables that the value still depends on at this point, in their order.

        The diagram is reduced again for this point alone, in a table of its own: every node left there tells its ways
        apart, and is reached by some of them.
        """
        known: dict[Node, Node] = {}
        left: dict[tuple[int, tuple[Node, ...]], Node] = {}

        def reduced(here: Node) -> Node:
            if here < 0:
                return here
            if here not in known:
                variable, below = self._nodes[here]
                value = point[variable]
                ways = tuple(reduced(below[way]) for way in (free[variable] if value is None else (value,)))
                alone = ways.count(ways[0]) == len(ways)
                known[here] = ways[0] if alone else left.setdefault((variable, ways), len(left))
            return known[here]

        reduced(node)
        return sorted({variable for variable, _ in left})

    def inside(self, node: Node) -> Iterator[Node]:
        """Inner nodes under this one and itself, each after those that it leads to."""
        seen: set[Node] = set()

        def visit(here: Node) -> Iterator[Node]:
            if here >= 0 and here not in seen:
                seen.add(here)
                for child in self._nodes[here][1]:
                    yield from visit(child)
                yield here

        return visit(node)

    def way(
        self, node: Node, wanted: Callable[[int], bool], free: Mapping[int, Sequence[int]] | None = None
    ) -> dict[int, int] | None:
        """Find values of some variables for which a wanted value is reached, whatever the others; None if nowhere.

        `free` lists the values that each variable may take, all of them where it is not given.
        """
        dead: set[Node] = set()

        def way(here: Node) -> dict[int, int] | None:
            if here < 0:
                return {} if wanted(-1 - here) else None
            if here in dead:
                return None
            variable, below = self._nodes[here]
            for value in range(len(below)) if free is None else free[variable]:
                found = way(below[value])
                if found is not None:
                    return {variable: value, **found}
            dead.add(here)
            return None

        return way(node)

    def fix(self, node: Node, values: Mapping[int, int]) -> Node:
        """Node that is worth what this one is once some variables have these values, whatever they are."""
        known: dict[Node, Node] = {}

        def fixed(here: Node) -> Node:
            if here < 0:
                return here
            if here not in known:
                variable, below = self._nodes[here]
                if variable in values:
                    known[here] = fixed(below[values[variable]])
                else:
                    known[here] = self._node(variable, tuple(fixed(child) for child in below))
            return known[here]

        return fixed(node)

    def _apply(
        self, function: Callable[..., int], nodes: tuple[Node, ...], known: dict[tuple[Node, ...], Node]
    ) -> Node:
        if nodes not in known:
            if len(known) > _STEPS_PER_NODE * self._most:
                raise TooManyCasesError
            inner = [node for node in nodes if node >= 0]
            if not inner:
                known[nodes] = self.leaf(function(*(-1 - node for node in nodes)))
            else:
                variable = min(self._nodes[node][0] for node in inner)
                below = [
                    self._nodes[node][1] if node >= 0 and self._nodes[node][0] == variable else None for node in nodes
                ]
                known[nodes] = self._node(
                    variable,
                    tuple(
                        self._apply(
                            function,
                            tuple(
                                node if down is None else down[value] for node, down in zip(nodes, below, strict=True)
                            ),
                            known,
                        )
                        for value in range(self._sizes[variable])
                    ),
                )
        return known[nodes]

    def _node(self, variable: int, below: tuple[Node, ...]) -> Node:
        if below.count(below[0]) == len(below):
            return below[0]
        key = (variable, below)
        if key not in self._known:
            if len(self._nodes) >= self._most:
                raise TooManyCasesError
            self._known[key] = len(self._nodes)
            self._nodes.append(key)
        return self._known[key]
