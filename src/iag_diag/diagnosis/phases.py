"""The phase: by gates, never by an average."""

from iag_diag.content.conditions import questions_read
from iag_diag.content.pack import Pack
from iag_diag.content.rules import Gate
from iag_diag.diagnosis.answers import State
from iag_diag.diagnosis.conditions import Facts, Test, interpreted
from iag_diag.diagnosis.results import GateResult, PhaseResult, Trace


class Phases:
    """The gates of a pack, ready to place a company."""

    def __init__(self, pack: Pack) -> None:
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

    def place(self, facts: Facts, *, solo: bool) -> PhaseResult:
        """Find the phase and its span, and leave the phase in the facts."""
        gates = tuple(
            GateResult(trace, phase, gate.solo if solo and gate.solo else gate.label, gate.missing, test(facts))
            for phase, gate, trace, test in self._gates
        )
        lowest = self._highest_open(gates, frozenset((True,)))
        highest = self._highest_open(gates, frozenset((True, None)))
        reached = self._phases[lowest]
        facts.phase = reached.id
        undecided = {phase.id for phase in self._phases[lowest + 1 : highest + 1]}
        deciding = dict.fromkeys(
            question
            for gate in gates
            if gate.phase in undecided and gate.holds is None
            for question in gate.trace.questions
            if facts.states[question] in (State.NSP, State.UNANSWERED)
        )
        return PhaseResult(
            id=reached.id,
            label=reached.label,
            meaning=reached.meaning,
            outlook=reached.outlook,
            lowest=reached.id,
            highest=self._phases[highest].id,
            gates=gates,
            deciding=tuple(deciding),
            next_phase=self._phases[lowest + 1].id if lowest + 1 < len(self._phases) else None,
        )

    def _highest_open(self, gates: tuple[GateResult, ...], accepted: frozenset[bool | None]) -> int:
        """Rank of the highest phase with all its gates, and all gates below, accepted."""
        rank = 0
        for candidate, phase in enumerate(self._phases):
            if all(gate.holds in accepted for gate in gates if gate.phase == phase.id):
                rank = candidate
            else:
                break
        return rank
