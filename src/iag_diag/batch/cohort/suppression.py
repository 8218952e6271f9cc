"""Small counts hidden, with enough others that none of them follows from what is published.

The counts of a table (entries by segments), with its totals, are flows in a network: the companies of a segment share
themselves out among the entries. The same companies may be spread twice, by size and by branch; the total of each
entry then joins the two halves. A hidden count cannot be told exactly if one company more can run round a circuit of
hidden counts through it, without making any of them negative (Gusfield, « A graph theoretic approach to statistical
data security », SIAM Journal on Computing 17, 1988). So the cheapest such circuit is hidden with each of them; there is
always one, through the totals. A zero names nobody and is published, unless a circuit goes through it.
"""

from collections.abc import Sequence
from heapq import heappop, heappush
from typing import NamedTuple, TypeAlias

Counts: TypeAlias = Sequence[Sequence[int]]
"""Companies by entry, then by segment of one way of spreading them."""

ALL = -1
_SOURCE, _SINK = 0, 1


class Place(NamedTuple):
    """A count of a table: the way of spreading (0 or 1), an entry, a segment; `ALL` stands for their total.

    So `Place(0, entry, ALL)` is an entry over all companies, `Place(spread, ALL, segment)` the size of a segment.
    """

    spread: int
    entry: int
    segment: int


def small_segments(sizes: Sequence[int], floor: int, closed: frozenset[int] = frozenset()) -> frozenset[int]:
    """Say which segments to hide: the closed ones, those under the floor, and one more where one would be alone."""
    small = closed | {segment for segment, size in enumerate(sizes) if 0 < size < floor}
    if sum(sizes[segment] > 0 for segment in small) == 1:
        others = sorted((size, segment) for segment, size in enumerate(sizes) if size and segment not in small)
        small |= {segment for _, segment in others[:1]}
    return small


def hidden_places(spreads: Sequence[Counts], closed: Sequence[frozenset[int]], floor: int) -> frozenset[Place]:
    """Say which counts to hide in a table of at least two entries that shares its companies out one or two ways.

    `closed` are the segments hidden already, by spread: all their counts are. The sizes of the other segments, and
    the number of companies, are published; so the latter must reach the floor.
    """
    counts, edges = _network(spreads, closed)
    shut = {place for place in counts if place.segment in closed[place.spread]}
    hidden = {place for place, count in counts.items() if 0 < count < floor} | shut
    safe: set[Place] = set()
    for place in sorted(hidden, key=lambda place: (counts[place], place)):
        if counts[place] and place not in safe:
            circuit = _circuit(place, counts, edges, hidden)
            hidden.update(circuit)
            safe.update(circuit)
    return frozenset(hidden)


def _network(
    spreads: Sequence[Counts], closed: Sequence[frozenset[int]]
) -> tuple[dict[Place, int], dict[Place, tuple[int, int]]]:
    """Lay out the counts that may be hidden, and the two nodes that each runs between.

    The flow enters by the segments of the second spread, passes from each entry there to the same entry of the first
    by its total, and leaves by the segments of the first. Both ends stay apart: what runs between them is published.
    """
    entries = range(len(spreads[0]))
    counts: dict[Place, int] = {}
    edges: dict[Place, tuple[int, int]] = {}
    node = 2 + len(entries) * 2
    for spread, table in enumerate(spreads):
        for segment in range(len(table[0])):
            for entry in entries:
                place = Place(spread, entry, segment)
                counts[place] = table[entry][segment]
                edges[place] = (2 + entry, node) if spread == 0 else (node, 2 + len(entries) + entry)
            if segment in closed[spread]:
                place = Place(spread, ALL, segment)
                counts[place] = sum(row[segment] for row in table)
                edges[place] = (node, _SINK) if spread == 0 else (_SOURCE, node)
            node += 1
    for entry in entries:
        counts[Place(0, entry, ALL)] = sum(spreads[0][entry])
        edges[Place(0, entry, ALL)] = (2 + len(entries) + entry if len(spreads) > 1 else _SOURCE, 2 + entry)
    return counts, edges


def _circuit(
    place: Place, counts: dict[Place, int], edges: dict[Place, tuple[int, int]], hidden: set[Place]
) -> list[Place]:
    """Find the circuit that hides the fewest companies more, whether the count itself goes up by one or down."""
    beside: dict[int, list[tuple[Place, int]]] = {}
    for edge, (tail, head) in edges.items():
        if edge != place:
            beside.setdefault(tail, []).append((edge, head))
            if counts[edge]:  # a count can only give back what it holds
                beside.setdefault(head, []).append((edge, tail))
    tail, head = edges[place]
    costs = {edge: 0 if edge in hidden else 1 + count for edge, count in counts.items()}
    ways = [way for start, goal in ((head, tail), (tail, head)) if (way := _shortest(start, goal, beside, costs))]
    return [place, *min(ways)[1]]


def _shortest(
    start: int, goal: int, beside: dict[int, list[tuple[Place, int]]], costs: dict[Place, int]
) -> tuple[int, list[Place]] | None:
    """Find the cheapest way between two nodes (Dijkstra): its cost and its edges; None where there is none."""
    heap: list[tuple[int, int, list[Place]]] = [(0, start, [])]
    reached: set[int] = set()
    while heap:
        cost, node, way = heappop(heap)
        if node == goal:
            return cost, way
        if node not in reached:
            reached.add(node)
            for edge, other in beside.get(node, ()):
                if other not in reached:
                    heappush(heap, (cost + costs[edge], other, [*way, edge]))
    return None
