"""What rules can tell apart in the answers: a variable for each question that they read, a value per kind of answer.

The options of a single choice are its values. The ways of ticking a multiple choice are gathered when the same rules
hold for them. A matrix is a variable for the whole (given, or « sans objet ») and one for each line that is read.
Conditions then become diagrams in Kleene's three values, flow included, as `iag_diag.diagnosis.conditions` runs them.
An axis and the phase, which alerts and triggers may read, are variables of their own: what settles them is not here.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from iag_diag.content import conditions as op
from iag_diag.content.conditions import Condition
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Choice, State, Value
from iag_diag.diagnosis.conditions import Facts, accepts
from iag_diag.diagnosis.diagrams import Diagrams, Node
from iag_diag.diagnosis.reading import Reading, told_apart, ways_of_ticking

NO, MAYBE, YES = 0, 1, 2
_MOST_POINTS = 100


class Role(Enum):
    """What a variable stands for: an answer, a matrix as a whole, a line of it, whether « nsp » was said, or a result.

    The values of an axis are the whole points of its score, then « no score »; those of the phase are its ranks.
    """

    ANSWER = "answer"
    WHOLE = "whole"
    LINE = "line"
    IGNORED = "ignored"
    AXIS = "axis"
    PHASE = "phase"


@dataclass(frozen=True, slots=True)
class Variable:
    """`values`: an answer of each kind that can be given; the value after them is « sans objet ».

    `question` is the id of the question, or of the axis.
    """

    role: Role
    question: str
    row: str | None
    values: tuple[Choice, ...]

    @property
    def not_applicable(self) -> int:
        """Value for « sans objet »."""
        return len(self.values)


class Variables:
    """The variables that some conditions read, in the order of the pack, and the diagrams of those conditions.

    With `ignorance`, « nsp » is an answer like another to the questions that an `unknown:` asks about: what else reads
    them is then MAYBE. Questions that are `silent` are never answered. `names` are the named conditions followed.
    """

    def __init__(
        self,
        pack: Pack,
        conditions: Iterable[Condition],
        *,
        ignorance: bool = False,
        silent: frozenset[str] = frozenset(),
    ) -> None:
        self.pack = pack
        read = Reading(pack, silent)
        for condition in conditions:
            read.condition(condition)
        self.tests = read.tests
        self._silent = silent
        self._kinds: dict[tuple[str, str | None], dict[tuple[bool, ...], int]] = {}
        self.names = frozenset(read.names)
        self.ignored = frozenset(read.ignored) if ignorance else frozenset()
        asked = (variable for question in pack.questions.values() for variable in self._of(question, read))
        self.all = (*asked, *self._settled(read))
        self.diagrams = Diagrams([len(variable.values) + 1 for variable in self.all])
        self.free: Mapping[int, range] = {place: self._ways(variable) for place, variable in enumerate(self.all)}
        self._places = {(entry.role, entry.question, entry.row): place for place, entry in enumerate(self.all)}
        self._named: dict[str, Node] = {}
        self._concerns: dict[str, Node] = {}
        for question in pack.questions:  # the first ones first: no flow then waits for that of another question
            if question in read.followed:
                self.asked(question)

    def _of(self, question: Question, read: Reading) -> Iterator[Variable]:
        if question.id in read.ignored:
            yield Variable(Role.IGNORED, question.id, None, ("",))
        rows = [row.id for row in question.rows if (question.id, row.id) in read.tests]
        if rows:
            yield Variable(Role.WHOLE, question.id, None, ("",))
        for row in rows:
            yield Variable(Role.LINE, question.id, row, self._values(question, row))
        if (question.id, None) in read.tests:
            yield Variable(Role.ANSWER, question.id, None, self._values(question, None))

    def _settled(self, read: Reading) -> Iterator[Variable]:
        """Give the variables that answers settle: axes and phase."""
        for dimension in self.pack.dimensions.dimensions:
            if dimension.id in read.axes:
                yield Variable(Role.AXIS, dimension.id, None, tuple(map(str, range(_MOST_POINTS + 1))))
        if read.phase:
            yield Variable(Role.PHASE, "", None, tuple(phase.id for phase in self.pack.phases))

    def _ways(self, variable: Variable) -> range:
        """Values that a variable can take when nothing holds it: never « sans objet »."""
        also = variable.role is Role.AXIS or (variable.role is Role.IGNORED and variable.question in self.ignored)
        return range(len(variable.values) + also)

    def _values(self, question: Question, row: str | None) -> tuple[Choice, ...]:
        if not question.multiple:
            return tuple(option.id for option in question.options)
        plain = (option.id for option in question.options if not option.exclusive)
        alone = ((option.id,) for option in question.options if option.exclusive)
        kinds: dict[tuple[bool, ...], Choice] = {}
        for ticked in (*ways_of_ticking(*told_apart(plain, self.tests[question.id, row])), *alone):
            kinds.setdefault(self._signature(question.id, row, ticked), ticked)
        self._kinds[question.id, row] = {signature: value for value, signature in enumerate(kinds)}
        return tuple(kinds.values())

    def _signature(self, question: str, row: str | None, answer: Choice) -> tuple[bool, ...]:
        return tuple(accept(answer) for accept in self.tests[question, row].values())

    def value(self, place: int, answer: Choice) -> int:
        """Value of a variable for an answer that is given."""
        variable = self.all[place]
        if answer == SANS_OBJET:
            return variable.not_applicable
        if isinstance(answer, str):
            return variable.values.index(answer)
        where = (variable.question, variable.row)
        return self._kinds[where][self._signature(*where, answer)]

    def point(self, facts: Facts) -> tuple[int | None, ...]:
        """Value of every variable for a company, None where it did not say."""
        return tuple(self._now(place, variable, facts) for place, variable in enumerate(self.all))

    def _now(self, place: int, variable: Variable, facts: Facts) -> int | None:
        said: Value | None = facts.values.get(variable.question)
        match variable.role:
            case Role.IGNORED:
                return int(facts.states[variable.question] is State.NSP)
            case Role.WHOLE:
                return None if said is None or said == NSP else int(said == SANS_OBJET)
            case Role.AXIS | Role.PHASE:
                return None
            case Role.LINE:
                said = said.get(variable.row or "") if isinstance(said, Mapping) else None
        return None if said is None or said == NSP else self.value(place, said)  # type: ignore[arg-type]

    def node(self, condition: Condition) -> Node:
        """Diagram of a condition: worth NO, MAYBE or YES."""
        match condition:
            case op.All(all=parts):
                return self.diagrams.least(map(self.node, parts))
            case op.Any_(any=parts):
                return self.diagrams.greatest(map(self.node, parts))
            case op.Not(not_=part):
                return self.diagrams.apply(lambda value: YES - value, self.node(part))
            case op.Named(named=name):
                if name not in self._named:
                    self._named[name] = self.node(self.pack.conditions[name])
                return self._named[name]
            case op.AnswerOperator():
                return self.diagrams.apply(_where_asked, self.asked(condition.answer), self._answer(condition))
            case _:
                return self._apart_from_answers(condition)

    def _apart_from_answers(self, condition: Condition) -> Node:
        """Diagram of an operator that looks at what is not known, at an axis or at the phase."""
        match condition:
            case op.Unknown(unknown=question):
                return self._said_nsp(question)
            case op.DimensionBelow(dimension=axis, below=points):
                return self._score(axis, lambda score: score < points)
            case op.DimensionAtLeast(dimension=axis, at_least=points):
                return self._score(axis, lambda score: score >= points)
            case op.PhaseIn(phase=phases):  # pragma: no branch - the set is closed
                place = self._places[Role.PHASE, "", None]
                holds = [YES if phase in phases else NO for phase in self.all[place].values]
                return self.diagrams.test(place, (*holds, NO))
            case _:  # pragma: no cover - the set is closed
                raise TypeError(condition)

    def _said_nsp(self, question: str) -> Node:
        if question in self._silent:
            return self.diagrams.leaf(NO)
        ignored = self.diagrams.test(self._places[Role.IGNORED, question, None], (NO, YES))
        return self.diagrams.apply(_known, self.asked(question), ignored) if question in self.ignored else ignored

    def _score(self, axis: str, holds: Callable[[int], bool]) -> Node:
        scores = [YES if holds(points) else NO for points in range(_MOST_POINTS + 1)]
        return self.diagrams.test(self._places[Role.AXIS, axis, None], (*scores, MAYBE))

    def _answer(self, atom: op.AnswerOperator) -> Node:
        """Diagram of an operator on the answer itself, whether or not the question is asked."""
        if atom.answer in self._silent:
            return self.diagrams.leaf(MAYBE)
        said = self._said(atom)
        if atom.answer not in self.ignored:
            return said
        ignored = self.diagrams.test(self._places[Role.IGNORED, atom.answer, None], (NO, YES))
        return self.diagrams.apply(_unless_ignored, ignored, said)

    def _said(self, atom: op.AnswerOperator) -> Node:
        place = self._places[Role.ANSWER if atom.row is None else Role.LINE, atom.answer, atom.row]
        holds = [YES if accepts(atom, self.pack)(value) else NO for value in self.all[place].values]
        line = self.diagrams.test(place, (*holds, NO))
        if atom.row is None:
            return line
        whole = self.diagrams.test(self._places[Role.WHOLE, atom.answer, None], (YES, NO))
        return self.diagrams.apply(min, whole, line)

    def asked(self, question: str) -> Node:
        """Diagram of whether a question concerns the company; its `when` must be among what is read."""
        if question not in self._concerns:
            when = self.pack.questions[question].when
            self._concerns[question] = self.diagrams.leaf(YES) if when is None else self.node(when)
        return self._concerns[question]


def _where_asked(asked: int, answer: int) -> int:
    return answer if asked == YES else asked


def _known(asked: int, ignored: int) -> int:
    return ignored if asked == YES else NO


def _unless_ignored(ignored: int, answer: int) -> int:
    return MAYBE if ignored == YES else answer
