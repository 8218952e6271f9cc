"""Levers: the smallest sets of answer changes that would open the next phase, whatever is still unknown.

Searched in the diagram of the phase (see `completions`), never by hand: each node gathers the smallest sets of changes
with which the company, from there on, is sure to reach the phase. What may be changed and how it is said comes from
`rules/levers.yaml`: a question with a scale goes up, a multiple choice gains options; what is excluded, or for which no
words are written, is never advised.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.content.rules import LeverAction
from iag_diag.diagnosis.answers import Answers, Value
from iag_diag.diagnosis.completions import Completions
from iag_diag.diagnosis.diagrams import Node, Point
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.reading import told_apart, ways_of_ticking
from iag_diag.diagnosis.results import Action, Change, Diagnosis, Lever, Practice, Trace
from iag_diag.diagnosis.variables import Role

Step = tuple[str, str]
Steps = frozenset[Step]


def levers(engine: Engine, answers: Answers, diagnosis: Diagnosis) -> tuple[Lever, ...]:
    """List the levers of a diagnosed company, those that take the least time first; none in the last phase.

    They hold at most as many changes as the pack allows or, where so few cannot be enough, the fewest that are.
    """
    target, completions = diagnosis.phase.next_phase, engine.phases.completions
    if target is None or completions is None:
        return ()
    point = completions.point(engine.flow.facts(answers))
    search = _Search(engine.pack, completions, answers, point, solo=diagnosis.solo)
    said = _Said(engine.pack, answers, diagnosis)
    found = (said.lever(steps) for steps in search.smallest(engine.pack.phase_ranks[target]))
    return tuple(sorted(found, key=said.order))


class _Search:
    """The changes open to one company, and the search for the smallest sets of them."""

    def __init__(self, pack: Pack, completions: Completions, answers: Answers, point: Point, *, solo: bool) -> None:
        self._pack = pack
        self._solo = solo
        self._completions = completions
        self._variables = completions.variables
        self._point = point
        self._advised = {(rule.question, option) for rule in pack.levers.actions for option in rule.options}
        for rule in pack.levers.excluded:
            options = rule.options or (option.id for option in pack.questions[rule.question].options)
            self._advised.difference_update((rule.question, option) for option in options)
        self._ways = {place: tuple(self._changes(place, answers)) for place in range(len(self._variables.all))}

    def smallest(self, target: int) -> list[Steps]:
        """Find the sets that open the phase of this rank, with nothing to leave out and no level higher than needed."""
        longest = sum(max((len(steps) for steps, _ in ways), default=0) for ways in self._ways.values())
        for most in range(self._pack.levers.most_changes, max(longest, self._pack.levers.most_changes) + 1):
            if found := self._opening(self._completions.phase, target, most, {}):
                return [steps for steps in found if not any(self._asks_less(other, steps) for other in found)]
        return []

    def _changes(self, place: int, answers: Answers) -> Iterator[tuple[Steps, int]]:
        """Give each change of a variable as its steps, with the value that it leads to."""
        variable = self._variables.all[place]
        question = self._pack.questions[variable.question]
        if variable.role is not Role.ANSWER:
            return
        now = answers.get(question.id)
        offered = question.offered(solo=self._solo).options
        options = [option.id for option in offered if (question.id, option.id) in self._advised]
        if question.kind is Kind.MULTIPLE:
            yield from self._ticks(place, question, now if isinstance(now, tuple) else (), options)
        elif question.scale is not None:
            here = question.rank(now) if isinstance(now, str) and question.option(now) else -1
            for option in options:
                if question.rank(option) > here:
                    yield frozenset(((question.id, option),)), self._variables.value(place, option)

    def _ticks(
        self, place: int, question: Question, now: tuple[str, ...], options: list[str]
    ) -> Iterator[tuple[Steps, int]]:
        """Give the options that can be ticked besides those that are, once an exclusive one is given up."""
        exclusive = {option.id for option in question.options if option.exclusive}
        kept = set(now) - exclusive
        more = (option for option in options if option not in exclusive and option not in kept)
        for chosen in ways_of_ticking(*told_apart(more, self._variables.tests[question.id, None])):
            ticked = tuple(option.id for option in question.options if option.id in kept.union(chosen))
            yield frozenset((question.id, option) for option in chosen), self._variables.value(place, ticked)

    def _opening(self, node: Node, target: int, most: int, known: dict[Node, list[Steps]]) -> list[Steps]:
        """Smallest sets of changes, of `most` steps at most, with which the phase is sure to be reached from a node."""
        if node < 0:
            return [frozenset()] if -1 - node >= target else []
        if node not in known:
            place, below = self._completions.variables.diagrams.branches(node)
            found = self._unchanged(place, below, target, most, known)
            for steps, value in self._ways[place]:
                found += [steps | rest for rest in self._opening(below[value], target, most, known)]
            known[node] = _smallest(steps for steps in found if len(steps) <= most)
        return known[node]

    def _unchanged(
        self, place: int, below: tuple[Node, ...], target: int, most: int, known: dict[Node, list[Steps]]
    ) -> list[Steps]:
        value = self._point[place]
        if value is not None:
            return list(self._opening(below[value], target, most, known))
        ways = dict.fromkeys(below[value] for value in self._variables.free[place])
        together: list[Steps] = [frozenset()]
        for child in ways:
            both = product(together, self._opening(child, target, most, known))
            together = _smallest(one | other for one, other in both if len(one | other) <= most)
            together = [steps for steps in together if self._one_answer_each(steps)]
        return together

    def _one_answer_each(self, steps: Steps) -> bool:
        """Whether no question would have to be answered in two ways at once."""
        single = [question for question, _ in steps if self._pack.questions[question].kind is not Kind.MULTIPLE]
        return len(single) == len(set(single))

    def _asks_less(self, one: Steps, other: Steps) -> bool:
        """Whether a set asks for lower levels of the same questions as another."""
        mine, theirs = dict(one), dict(other)
        if one == other or len(one) != len(other) or mine.keys() != theirs.keys() or len(mine) != len(one):
            return False
        return all(
            mine[key] == theirs[key]
            or ((question := self._pack.questions[key]).scale is not None and self._lower(question, mine, theirs))
            for key in mine
        )

    @staticmethod
    def _lower(question: Question, mine: Mapping[str, str], theirs: Mapping[str, str]) -> bool:
        return question.rank(mine[question.id]) <= question.rank(theirs[question.id])


def _smallest(found: Iterable[Steps]) -> list[Steps]:
    """Leave out each set that holds another one."""
    kept: list[Steps] = []
    for steps in sorted(set(found), key=len):
        if not any(other <= steps for other in kept):
            kept.append(steps)
    return kept


class _Said:
    """Levers in the words of the pack, with what they take in this company.

    A sheet that is not meant for its size is not proposed, nor one that it has in place: what is done takes no time.
    """

    def __init__(self, pack: Pack, answers: Answers, diagnosis: Diagnosis) -> None:
        self._pack = pack
        self._answers = answers
        self._diagnosis = diagnosis
        self._size = diagnosis.size or pack.planning.default_size
        self._actions = {(rule.question, option): rule for rule in pack.levers.actions for option in rule.options}
        self._places = {question: place for place, question in enumerate(pack.questions)}
        results = (*diagnosis.roadmap, *diagnosis.not_kept)
        self._done = {result.sheet for result in results if result.practice is Practice.DONE}

    def lever(self, steps: Steps) -> Lever:
        ordered = sorted(steps, key=lambda step: (self._places[step[0]], step[1]))
        rules = [self._actions[step] for step in ordered]
        once = {rule.id: rule for rule in rules}.values()
        sheets = dict.fromkeys(sheet for rule in once for sheet in self._sheets(rule))
        return Lever(
            phase=self._diagnosis.phase.next_phase or "",
            gates=tuple(gate.trace.rule for gate in self._diagnosis.phase.blocking),
            changes=tuple(Change(question, self._before(question), option) for question, option in ordered),
            actions=tuple(self._action(rule) for rule in rules),
            hours=sum(rule.own_hours(self._size) for rule in once) + self._hours(sheets),
        )

    def order(self, lever: Lever) -> tuple[int, int, tuple[tuple[int, str], ...]]:
        """Least time first, then the fewest changes, then the order of the questions."""
        where = tuple((self._places[change.question], change.after) for change in lever.changes)
        return lever.hours, len(lever.changes), where

    def _action(self, rule: LeverAction) -> Action:
        text = rule.solo if self._diagnosis.solo and rule.solo else rule.text
        trace = Trace(rule.id, rule.place, (rule.question,))
        sheets = self._sheets(rule)
        return Action(trace, text, sheets, rule.own_hours(self._size) + self._hours(sheets))

    def _sheets(self, rule: LeverAction) -> tuple[str, ...]:
        fitting = (sheet for sheet in rule.sheets if self._size in self._pack.sheet_rules[sheet].sizes)
        return tuple(sheet for sheet in fitting if sheet not in self._done)

    def _hours(self, sheets: Iterable[str]) -> int:
        return sum(self._pack.sheets[sheet].effort.get(self._size, 0) for sheet in sheets)

    def _before(self, question: str) -> str | None:
        now: Value | None = self._answers.get(question)
        return now if isinstance(now, str) else None
