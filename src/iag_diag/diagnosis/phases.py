"""The phase: by gates, never by an average."""

from collections.abc import Mapping
from functools import cached_property

from iag_diag.content.conditions import questions_read
from iag_diag.content.pack import Pack
from iag_diag.content.rules import Gate
from iag_diag.diagnosis.answers import State
from iag_diag.diagnosis.completions import Completions
from iag_diag.diagnosis.conditions import Facts, Kleene, Test, interpreted
from iag_diag.diagnosis.diagrams import TooManyCasesError
from iag_diag.diagnosis.reading import Reading
from iag_diag.diagnosis.results import GateResult, PhaseResult, Trace


class Phases:
    """The gates of a pack, ready to place a company."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._phases = pack.phases
        self._gates: list[tuple[str, Gate, Trace, Test]] = [
            (
                phase.id,
                gate,
                Trace(gate.id, gate.place, questions_read(gate.when, pack.conditions)),
                interpreted(gate.when, pack),
            )
            for phase in pack.phases
            for gate in phase.gates
        ]

    @cached_property
    def completions(self) -> Completions | None:
        """The gates over every way of settling the unknown answers; None where they cross too many answers."""
        try:
            return Completions(self._pack)
        except TooManyCasesError:
            return None

    @cached_property
    def read(self) -> frozenset[str]:
        """Questions that the gates read, and those that decide whether these are asked."""
        reading = Reading(self._pack)
        for _, gate, _, _ in self._gates:
            reading.condition(gate.when)
        return reading.questions

    def place(self, facts: Facts, *, solo: bool) -> PhaseResult:
        """Find the phase and its exact span, and leave the phase in the facts.

        Where the gates cross too many answers for an exact span, each gate is settled on its own: a wider span.
        """
        holds = {gate.id: test(facts) for _, gate, _, test in self._gates}
        deciding: tuple[str, ...] = ()
        if None in holds.values() and (completions := self.completions):
            point = completions.point(facts)
            holds |= {gate: completions.gate(gate, point) for gate, found in holds.items() if found is None}
            lowest, highest = completions.span(point)
            deciding = completions.deciding(point) if lowest < highest else ()
        else:
            lowest, highest = (self._open(holds, accepted) for accepted in ((True,), (True, None)))
            deciding = self._waited_for(holds, facts, lowest, highest)
        reached = self._phases[lowest]
        facts.phase = reached.id
        return PhaseResult(
            id=reached.id,
            label=reached.label,
            meaning=reached.meaning,
            outlook=reached.outlook,
            lowest=reached.id,
            highest=self._phases[highest].id,
            gates=tuple(
                GateResult(trace, phase, gate.solo if solo and gate.solo else gate.label, gate.missing, holds[gate.id])
                for phase, gate, trace, _ in self._gates
            ),
            deciding=deciding,
            next_phase=self._phases[lowest + 1].id if lowest + 1 < len(self._phases) else None,
        )

    def _open(self, holds: Mapping[str, Kleene], accepted: tuple[Kleene, ...]) -> int:
        """Rank of the highest phase with all its gates, and all gates below, accepted."""
        rank = 0
        for candidate, phase in enumerate(self._phases):
            if all(holds[gate.id] in accepted for gate in phase.gates):
                rank = candidate
            else:
                break
        return rank

    def _waited_for(self, holds: Mapping[str, Kleene], facts: Facts, lowest: int, highest: int) -> tuple[str, ...]:
        """Unknown questions that the gates in between read, in the order of the pack."""
        undecided = {phase.id for phase in self._phases[lowest + 1 : highest + 1]}
        waited_for = {
            question
            for phase, gate, trace, _ in self._gates
            if phase in undecided and holds[gate.id] is None
            for question in trace.questions
        }
        return tuple(
            question
            for question, state in facts.states.items()
            if question in waited_for and state in (State.NSP, State.UNANSWERED)
        )
