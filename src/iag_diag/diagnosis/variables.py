"""What rules can tell apart in the answers: a variable for each question that they read, a value per kind of answer.

The options of a single choice are its values. The ways of ticking a multiple choice are gathered when the same rules
hold for them. A matrix is a variable for the whole (given, or « sans objet ») and one for each line that is read.
Conditions then become diagrams in Kleene's three values, flow included, as `iag_diag.diagnosis.conditions` runs them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

from iag_diag.content import conditions as op
from iag_diag.content.conditions import Condition, atoms
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Choice, State, Value
from iag_diag.diagnosis.conditions import Facts, accepts
from iag_diag.diagnosis.diagrams import Diagrams, Node, TooManyCasesError

NO, MAYBE, YES = 0, 1, 2
_MOST_OPTIONS_READ = 10


class Role(Enum):
    """What a variable stands for: an answer, a matrix as a whole, a line of it, or whether « nsp » was said."""

    ANSWER = "answer"
    WHOLE = "whole"
    LINE = "line"
    IGNORED = "ignored"


@dataclass(frozen=True, slots=True)
class Variable:
    """`values`: an answer of each kind that can be given; the value after them is « sans objet »."""

    role: Role
    question: str
    row: str | None
    values: tuple[Choice, ...]

    @property
    def not_applicable(self) -> int:
        """Value for « sans objet »."""
        return len(self.values)


class Variables:
    """The variables that some conditions read, in the order of the pack, and the diagrams of those conditions."""

    def __init__(self, pack: Pack, conditions: Iterable[Condition]) -> None:
        self.pack = pack
        read = _Read(pack)
        for condition in conditions:
            read.condition(condition)
        self._tests = read.tests
        self.all = tuple(variable for question in pack.questions.values() for variable in self._of(question, read))
        self.diagrams = Diagrams([len(variable.values) + 1 for variable in self.all])
        self.free: Mapping[int, range] = {place: range(len(variable.values)) for place, variable in enumerate(self.all)}
        self._places = {(entry.role, entry.question, entry.row): place for place, entry in enumerate(self.all)}
        self._named: dict[str, Node] = {}
        self._concerns: dict[str, Node] = {}

    def _of(self, question: Question, read: "_Read") -> Iterator[Variable]:
        if question.id in read.ignored:
            yield Variable(Role.IGNORED, question.id, None, ("",))
        rows = [row.id for row in question.rows if (question.id, row.id) in read.tests]
        if rows:
            yield Variable(Role.WHOLE, question.id, None, ("",))
        for row in rows:
            yield Variable(Role.LINE, question.id, row, self._values(question, row))
        if (question.id, None) in read.tests:
            yield Variable(Role.ANSWER, question.id, None, self._values(question, None))

    def _values(self, question: Question, row: str | None) -> tuple[Choice, ...]:
        if not question.multiple:
            return tuple(option.id for option in question.options)
        kinds: dict[tuple[bool, ...], Choice] = {}
        for ticked in _ways_of_ticking(question, self._tests[question.id, row]):
            kinds.setdefault(self._signature(question.id, row, ticked), ticked)
        return tuple(kinds.values())

    def _signature(self, question: str, row: str | None, answer: Choice) -> tuple[bool, ...]:
        return tuple(accept(answer) for accept in self._tests[question, row].values())

    def value(self, place: int, answer: Choice) -> int:
        """Value of a variable for an answer that is given."""
        variable = self.all[place]
        if answer == SANS_OBJET:
            return variable.not_applicable
        if isinstance(answer, str):
            return variable.values.index(answer)
        signature = self._signature(variable.question, variable.row, answer)
        kinds = (self._signature(variable.question, variable.row, kind) for kind in variable.values)
        return next(value for value, kind in enumerate(kinds) if kind == signature)

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
            case Role.LINE:
                said = said.get(variable.row or "") if isinstance(said, Mapping) else None
        return None if said is None or said == NSP else self.value(place, said)  # type: ignore[arg-type]

    def node(self, condition: Condition) -> Node:
        """Diagram of a condition: worth NO, MAYBE or YES."""
        match condition:
            case op.All(all=parts):
                return self.diagrams.apply(min, *map(self.node, parts))
            case op.Any_(any=parts):
                return self.diagrams.apply(max, *map(self.node, parts))
            case op.Not(not_=part):
                return self.diagrams.apply(lambda value: YES - value, self.node(part))
            case op.Named(named=name):
                if name not in self._named:
                    self._named[name] = self.node(self.pack.conditions[name])
                return self._named[name]
            case op.Unknown(unknown=question):
                return self.diagrams.test(self._places[Role.IGNORED, question, None], (NO, YES))
            case op.AnswerOperator():
                return self.diagrams.apply(_where_asked, self._asked(condition.answer), self._answer(condition))
            case _:
                raise TypeError(condition)

    def _answer(self, atom: op.AnswerOperator) -> Node:
        """Diagram of an operator on the answer itself, whether or not the question is asked."""
        place = self._places[Role.ANSWER if atom.row is None else Role.LINE, atom.answer, atom.row]
        holds = [YES if accepts(atom, self.pack)(value) else NO for value in self.all[place].values]
        line = self.diagrams.test(place, (*holds, NO))
        if atom.row is None:
            return line
        whole = self.diagrams.test(self._places[Role.WHOLE, atom.answer, None], (YES, NO))
        return self.diagrams.apply(min, whole, line)

    def _asked(self, question: str) -> Node:
        if question not in self._concerns:
            when = self.pack.questions[question].when
            self._concerns[question] = self.diagrams.leaf(YES) if when is None else self.node(when)
        return self._concerns[question]


def _where_asked(asked: int, answer: int) -> int:
    return answer if asked == YES else asked


class _Read:
    """Everything that conditions read, named conditions and the flow followed: the operators on each answer or line."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._seen: set[str] = set()
        self.tests: dict[tuple[str, str | None], dict[op.AnswerOperator, Callable[[Choice], bool]]] = {}
        self.ignored: set[str] = set()

    def condition(self, condition: Condition) -> None:
        for atom in atoms(condition):
            match atom:
                case op.Named(named=name):
                    self._follow(f"named {name}", self._pack.conditions[name])
                case op.Unknown(unknown=question):
                    self.ignored.add(question)
                case op.AnswerOperator():
                    self.tests.setdefault((atom.answer, atom.row), {})[atom] = accepts(atom, self._pack)
                    self._follow(f"asked {atom.answer}", self._pack.questions[atom.answer].when)

    def _follow(self, name: str, condition: Condition | None) -> None:
        if condition is not None and name not in self._seen:
            self._seen.add(name)
            self.condition(condition)


def _ways_of_ticking(question: Question, tests: Iterable[op.AnswerOperator]) -> Iterator[tuple[str, ...]]:
    """Give enough answers to a multiple choice for the operators to show every combination of truths, shortest first.

    Options that no operator names are worth the same: as many of them as the greatest count asked for are enough.
    """
    named = {atom.includes for atom in tests if isinstance(atom, op.AnswerIncludes)}
    count = max((atom.chosen_at_least for atom in tests if isinstance(atom, op.AnswerChosen)), default=1)
    plain = [option.id for option in question.options if not option.exclusive]
    others = [option for option in plain if option not in named][:count]
    useful = [option for option in plain if option in named or option in others]
    if len(useful) > _MOST_OPTIONS_READ + count:
        raise TooManyCasesError
    for size in range(1, len(useful) + 1):
        yield from combinations(useful, size)
        if size == 1:
            yield from ((option.id,) for option in question.options if option.exclusive)
