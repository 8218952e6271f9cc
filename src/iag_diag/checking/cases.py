"""Every complete company, as far as some rules can tell companies apart: what happens to none, to all, to which one.

A company is complete when each question that concerns it has one of its options. « Sans objet » is left aside; « nsp »
is an answer like another to a question that a rule asks about (`unknown:`). What holds for no complete company holds
for none with holes either: an answer more never undoes what was known.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType

from iag_diag.checking.ground import Ground
from iag_diag.content import conditions as op
from iag_diag.content.conditions import Condition, atoms
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, State, Value
from iag_diag.diagnosis.diagrams import Node
from iag_diag.diagnosis.flow import Flow
from iag_diag.diagnosis.variables import NO, YES, Role, Variables

Way = Mapping[int, int]
"""Values of some variables, which are enough for something to happen."""

EVERY: Way = MappingProxyType({})
_ANSWERS = (Role.ANSWER, Role.WHOLE, Role.LINE)
_SAID = (State.GIVEN, State.NSP)


def holds(value: int) -> bool:
    """Whether a condition is known to hold."""
    return value == YES


class Cases(Variables):
    """The complete companies, and the diagrams of the conditions that are read of them.

    An axis may have any score, so that what never holds here never does. The phase is the one that the gates give,
    or any where they cannot say: they are at fault, or « nsp » matters.
    """

    def __init__(
        self, ground: Ground, conditions: Iterable[Condition], *, silent: frozenset[str] = frozenset()
    ) -> None:
        read = tuple(conditions)
        late = any(isinstance(atom, op.PhaseIn) for condition in read for atom in atoms(condition))
        gates = (gate.when for phase in ground.pack.phases for gate in phase.gates) if late else ()
        super().__init__(ground.pack, (*read, *gates), ignorance=True, silent=silent)
        self.ground = ground
        self.free = {place: self._open(place) for place in self.free}
        self._by_gates = late and ground.phases and not self.ignored
        self.sound = not self.names & ground.names

    def _open(self, place: int) -> range:
        """Values of a variable; a question that nobody is asked is also one that nobody answers."""
        variable = self.all[place]
        asked = variable.role not in _ANSWERS or variable.question not in self.ground.unasked
        return self.free[place] if asked else range(len(variable.values) + 1)

    @property
    def _told_by_answers(self) -> bool:
        roles = {variable.role for variable in self.all}
        free = Role.AXIS in roles or (Role.PHASE in roles and not self._by_gates)
        return not free and self.ground.unasked.isdisjoint(variable.question for variable in self.all)

    @cached_property
    def rank(self) -> Node:
        """Rank of the phase, by the gates."""
        phases = self.pack.phases
        rank = self.diagrams.leaf(len(phases) - 1)
        for below, phase in reversed(tuple(enumerate(phases[1:]))):
            for gate in reversed(phase.gates):
                rank = self.diagrams.apply(_passes, self.node(gate.when), rank, self.diagrams.leaf(below))
        return rank

    @cached_property
    def valid(self) -> Node:
        """Diagram of the companies that can be: those whose phase is the one that their answers give."""
        if not self._by_gates:
            return self.diagrams.leaf(YES)
        place = next(place for place, variable in enumerate(self.all) if variable.role is Role.PHASE)
        phase = self.diagrams.test(place, range(len(self.pack.phases) + 1))
        return self.diagrams.apply(lambda one, other: YES if one == other else 0, self.rank, phase)

    def some(self, node: Node, wanted: Callable[[int], bool] = holds, given: Way = EVERY) -> Way | None:
        """Find a company, with the values given, for which a diagram is worth what is wanted; None where none is."""
        if self.valid == self.diagrams.leaf(YES):
            return self.among(node, wanted, given)
        found = self.diagrams.apply(lambda value, valid: int(holds(valid) and wanted(value)), node, self.valid)
        return self.among(found, bool, given)

    def among(self, possible: Node, wanted: Callable[[int], bool] = holds, given: Way = EVERY) -> Way | None:
        """Find a company as `some` does, where a diagram already says which ones can be."""
        ways: dict[int, Sequence[int]] = {**self.free, **{place: (value,) for place, value in given.items()}}
        way = self.diagrams.way(possible, wanted, ways)
        return None if way is None else {**way, **given}

    def where(self, question: str, option: str) -> Way:
        """Say that the answer to a single choice, which must be read, is this option."""
        place = next(
            place
            for place, variable in enumerate(self.all)
            if variable.role is Role.ANSWER and variable.question == question
        )
        return {place: self.value(place, option)}

    def both(self, *nodes: Node) -> Node:
        """Diagram of all these conditions together."""
        return self.diagrams.least(nodes)

    def but_not(self, node: Node, other: Node) -> Node:
        """Diagram of a condition without another one."""
        return self.diagrams.apply(lambda one, two: YES if holds(one) and not holds(two) else NO, node, other)

    def scaled(self) -> Iterator[tuple[int, Question, tuple[int, ...]]]:
        """Give the variables that can be better answered, with their question and their values, the lowest first."""
        for place, variable in enumerate(self.all):
            question = self.pack.questions.get(variable.question)
            if question is None or question.scale is None or question.profile or question.multiple:
                continue
            if variable.role in (Role.ANSWER, Role.LINE) and question.id not in self.ground.unasked:
                ranks = [question.rank(str(option)) for option in variable.values]
                yield place, question, tuple(sorted(range(len(ranks)), key=ranks.__getitem__))

    @property
    def best(self) -> Way:
        """Values of a company that answers at the top of every scale, without « nsp », and has the best of axes."""
        best = {place: values[-1] for place, _, values in self.scaled()}
        scaled = {self.all[place].question for place in best}
        for place, variable in enumerate(self.all):
            if variable.role is Role.AXIS:
                best[place] = len(variable.values) - 1
            elif variable.role is Role.IGNORED and variable.question in scaled:
                best[place] = 0
        return best

    def settled(self, way: Way) -> dict[int, int]:
        """Settle every variable: what does not matter is at its lowest."""
        lowest = {place: values[0] for place, _, values in self.scaled()}
        return dict.fromkeys(range(len(self.all)), 0) | lowest | dict(way)

    def worth(self, node: Node, settled: Way) -> int:
        """Read what a diagram is worth once every variable is settled."""
        return -1 - self.diagrams.fix(node, settled)

    def company(self, way: Way) -> dict[str, Value] | None:
        """Answers of a company that goes this way, to the questions that are read and asked of it.

        None where they would not show it: what is read is asked of nobody, or is more than answers.
        """
        if not self._told_by_answers:
            return None
        settled = self.settled(way)
        said: dict[str, Value] = {}
        for place, variable in enumerate(self.all):
            value = settled[place]
            name = variable.question
            match variable.role:
                case Role.IGNORED if value:
                    said[name] = NSP
                case Role.LINE if said.get(name) != NSP and value < variable.not_applicable:
                    said[name] = {**said.get(name, {}), variable.row: variable.values[value]}  # type: ignore[dict-item]
                case Role.ANSWER if said.get(name) != NSP and value < variable.not_applicable:
                    said[name] = variable.values[value]
        asked = Flow(self.pack).facts(said).states
        return {question: answer for question, answer in said.items() if asked[question] in _SAID}


def _passes(gate: int, above: int, below: int) -> int:
    return above if holds(gate) else below
