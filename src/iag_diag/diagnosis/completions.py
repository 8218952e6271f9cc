"""What could still be true: gates and phase over every way of settling what the company did not say.

Exact, without trying the ways one by one: the gates of a pack are made into one diagram (see `diagrams`), which a
company goes through once. « Nsp » and unanswered questions are free to take any answer that they offer; what was said
stays, even where nobody knows yet whether the question applies. A condition that asks whether « nsp » was said keeps
its present worth.
"""

from collections.abc import Mapping

from iag_diag.content.pack import Pack
from iag_diag.diagnosis.conditions import Facts, Kleene
from iag_diag.diagnosis.diagrams import Node, Point
from iag_diag.diagnosis.variables import NO, YES, Variables

_TRUTH: Mapping[tuple[int, int], Kleene] = {(YES, YES): True, (NO, NO): False, (NO, YES): None}


class Completions:
    """The gates of a pack, as diagrams; may raise `TooManyCasesError` while it is made."""

    def __init__(self, pack: Pack) -> None:
        gates = {gate.id: gate.when for phase in pack.phases for gate in phase.gates}
        self.variables = Variables(pack, gates.values())
        diagrams = self.variables.diagrams
        self.gates: Mapping[str, Node] = {gate: self.variables.node(when) for gate, when in gates.items()}
        self.phase = diagrams.leaf(len(pack.phases) - 1)
        for rank in range(len(pack.phases) - 1, 0, -1):
            below = diagrams.leaf(rank - 1)
            for gate in reversed(pack.phases[rank].gates):
                self.phase = diagrams.apply(_passes, self.gates[gate.id], self.phase, below)

    def point(self, facts: Facts) -> Point:
        """Where a company stands: the value of every variable, None where it did not say."""
        return self.variables.point(facts)

    def gate(self, gate: str, point: Point) -> Kleene:
        """Whether a gate holds whatever the unknown answers, for none of them, or for some."""
        return _TRUTH[self.variables.diagrams.span(self.gates[gate], point, self.variables.free)]

    def span(self, point: Point) -> tuple[int, int]:
        """Ranks of the phase for the worst and for the best of the unknown answers."""
        return self.variables.diagrams.span(self.phase, point, self.variables.free)

    def deciding(self, point: Point) -> tuple[str, ...]:
        """List the unknown questions that, once answered, settle the phase whatever was answered.

        No shorter list does: for some answers to the others, each of these still changes the phase.
        """
        diagrams = self.variables.diagrams
        left = diagrams.read(self.phase, point, self.variables.free)
        return tuple(dict.fromkeys(self.variables.all[place].question for place in left))


def _passes(gate: int, above: int, below: int) -> int:
    return above if gate == YES else below
