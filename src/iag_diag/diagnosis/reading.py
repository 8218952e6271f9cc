"""Everything that conditions read, named conditions and the flow followed, before it is made into variables."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import combinations

from iag_diag.content import conditions as op
from iag_diag.content.conditions import Condition, atoms
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import Choice
from iag_diag.diagnosis.conditions import accepts
from iag_diag.diagnosis.diagrams import TooManyCasesError

_MOST_OPTIONS_NAMED = 10


class Reading:
    """The operators on each answer or line, the questions whose « nsp » is asked about, the names, the axes, the phase.

    `followed` are the questions of which the flow is read too. Of questions that are `silent`, nothing else is read.
    """

    def __init__(self, pack: Pack, silent: frozenset[str] = frozenset()) -> None:
        self._pack = pack
        self._silent = silent
        self.followed: set[str] = set()
        self.tests: dict[tuple[str, str | None], dict[op.AnswerOperator, Callable[[Choice], bool]]] = {}
        self.ignored: set[str] = set()
        self.names: set[str] = set()
        self.axes: set[str] = set()
        self.phase = False

    @property
    def questions(self) -> frozenset[str]:
        """Every question that is read, for its answer or for its « nsp »."""
        return frozenset(question for question, _ in self.tests) | self.ignored

    def condition(self, condition: Condition) -> None:
        """Add what a condition reads."""
        waiting = [condition]
        while waiting:
            for atom in atoms(waiting.pop()):
                waiting += self._atom(atom)

    def _atom(self, atom: Condition) -> Iterator[Condition]:
        """Add what an operator reads, and give the conditions that it leads to."""
        match atom:
            case op.Named(named=name):
                if name not in self.names:
                    self.names.add(name)
                    yield self._pack.conditions[name]
            case op.Unknown(unknown=question):
                if question not in self._silent:
                    self.ignored.add(question)
                yield from self._flow(question)
            case op.AnswerOperator():
                if atom.answer not in self._silent:
                    self.tests.setdefault((atom.answer, atom.row), {})[atom] = accepts(atom, self._pack)
                yield from self._flow(atom.answer)
            case op.DimensionBelow() | op.DimensionAtLeast():
                self.axes.add(atom.dimension)
            case op.PhaseIn():  # pragma: no branch - the set is closed
                self.phase = True

    def _flow(self, question: str) -> Iterator[Condition]:
        when = self._pack.questions[question].when
        if when is not None and question not in self.followed:
            self.followed.add(question)
            yield when


def told_apart(options: Iterable[str], tests: Iterable[op.AnswerOperator]) -> tuple[list[str], list[str]]:
    """Split options into those that operators name, and as many of the others as the greatest count asked for.

    Options that no operator names are worth the same: more of them than that change nothing.
    """
    options, tests = tuple(options), tuple(tests)
    mentioned = {atom.includes for atom in tests if isinstance(atom, op.AnswerIncludes)}
    count = max((atom.chosen_at_least for atom in tests if isinstance(atom, op.AnswerChosen)), default=1)
    named = [option for option in options if option in mentioned]
    if len(named) > _MOST_OPTIONS_NAMED:
        raise TooManyCasesError
    return named, [option for option in options if option not in mentioned][:count]


def ways_of_ticking(named: Sequence[str], others: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Give the ways of ticking some options, fewest first: any of those that are named, and the first of the others."""
    for size in range(1, len(named) + len(others) + 1):
        for few in range(min(size, len(others)) + 1):
            yield from ((*chosen, *others[:few]) for chosen in combinations(named, size - few))
