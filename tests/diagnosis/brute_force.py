"""Spans, deciding questions and levers by trying everything: slow, plain, and made of nothing that the engine uses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import Any, TypeAlias

from small_packs import offered

from iag_diag.content import conditions as op
from iag_diag.content.conditions import Condition, atoms
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Answers
from iag_diag.diagnosis.results import Change

Slot: TypeAlias = tuple[str, str | None]
Steps: TypeAlias = frozenset[tuple[str, str]]


class World:
    """A company and every way of settling what it did not say; `ignored` are the questions now answered « nsp »."""

    def __init__(self, pack: Pack, answers: Answers, ignored: frozenset[str]) -> None:
        self.pack = pack
        self._answers = answers
        self._ignored = ignored
        self.choices: dict[Slot, list[Any]] = dict(self._choices())
        self._phases: dict[tuple[Any, ...], int] = {}

    def _choices(self) -> Iterator[tuple[Slot, list[Any]]]:
        """Give what each question, or line of a matrix, may turn out to be: what was said, or all that is offered."""
        for question in self.pack.questions.values():
            said: Any = self._answers.get(question.id)
            if question.kind is not Kind.MATRIX or said == SANS_OBJET:
                unsaid = said is None or said == NSP
                yield (question.id, None), offered(question, question.kind) if unsaid else [said]
                continue
            for row in question.rows:
                cell = said.get(row.id) if isinstance(said, Mapping) else None
                unsaid = cell is None or cell == NSP
                yield (question.id, row.id), offered(question, question.cell) if unsaid else [cell]

    @property
    def ways(self) -> int:
        """How many completions there are."""
        return prod(map(len, self.choices.values()))

    def completions(self, changes: Mapping[str, Any] = {}) -> Iterator[dict[Slot, Any]]:
        """Give every company that this one could turn out to be, once these answers have become others."""
        settled = ([changes[slot[0]]] if slot[0] in changes else ways for slot, ways in self.choices.items())
        return (dict(zip(self.choices, values, strict=True)) for values in product(*settled))

    def phase(self, whole: dict[Slot, Any]) -> int:
        """Rank of the phase of a company without unknowns."""
        key = tuple(whole.values())
        if key not in self._phases:
            reached = [all(self.holds(gate.when, whole) for gate in phase.gates) for phase in self.pack.phases]
            self._phases[key] = next((rank - 1 for rank, open_ in enumerate(reached) if not open_), len(reached) - 1)
        return self._phases[key]

    def holds(self, condition: Condition, whole: dict[Slot, Any]) -> bool:
        """Whether a condition is true of a company without unknowns; « nsp » keeps its present worth."""
        match condition:
            case op.All(all=parts):
                return all(self.holds(part, whole) for part in parts)
            case op.Any_(any=parts):
                return any(self.holds(part, whole) for part in parts)
            case op.Not(not_=part):
                return not self.holds(part, whole)
            case op.Named(named=name):
                return self.holds(self.pack.conditions[name], whole)
            case op.Unknown(unknown=question):
                return question in self._ignored
            case _:
                return self._answered(condition, whole)

    def _answered(self, condition: op.AnswerOperator, whole: dict[Slot, Any]) -> bool:
        when = self.pack.questions[condition.answer].when
        if when is not None and not self.holds(when, whole):
            return False
        value = whole.get((condition.answer, condition.row), SANS_OBJET)
        return value != SANS_OBJET and accepted(condition, value, self.pack.questions[condition.answer])

    def truths(self, condition: Condition) -> set[bool]:
        """Every worth that a condition can turn out to have."""
        return {self.holds(condition, whole) for whole in self.completions()}

    def span(self) -> tuple[int, int]:
        """Least and greatest rank of the phase."""
        found = {self.phase(whole) for whole in self.completions()}
        return min(found), max(found)

    def deciding(self) -> list[str]:
        """Questions of which the answer alone, for some answers to the others, changes the phase."""
        return [question for question in self.pack.questions if self._matters(question)]

    def _matters(self, question: str) -> bool:
        first: dict[tuple[Any, ...], int] = {}
        for whole in self.completions():
            others = tuple(value for slot, value in whole.items() if slot[0] != question)
            if first.setdefault(others, self.phase(whole)) != self.phase(whole):
                return True
        return False


def accepted(atom: op.AnswerOperator, value: Any, question: Question) -> bool:
    """Whether an answer that is given satisfies an operator."""
    match atom:
        case op.AnswerIs(is_=option):
            return bool(value == option)
        case op.AnswerIn(in_=options):
            return value in options
        case op.AnswerAtLeast(at_least=least):
            options = [option.id for option in question.options]
            return value in (
                options[: options.index(least) + 1]
                if question.scale == "descending"
                else options[options.index(least) :]
            )
        case op.AnswerIncludes(includes=option):
            return option in value
        case op.AnswerChosen(chosen_at_least=count):
            return len(value) >= count
    raise TypeError(atom)


@dataclass(frozen=True)
class Move:
    """A change of one answer: what is said of it, the new answer, and everything that it asks for on the way there."""

    question: str
    steps: Steps
    value: Any
    reach: Steps


def moves(pack: Pack, answers: Answers) -> list[list[Move]]:
    """For each question that may move, all its changes."""
    found = (list(_moves(pack, question, answers.get(question.id))) for question in pack.questions.values())
    return [changes for changes in found if changes]


def _moves(pack: Pack, question: Question, now: Any) -> Iterator[Move]:
    still = {
        option.id
        for option in question.options
        for rule in pack.levers.excluded
        if rule.question == question.id and (not rule.options or option.id in rule.options)
    }
    options = [option.id for option in question.options]
    if question.kind is Kind.SINGLE and question.scale is not None:
        rungs = options if question.scale == "ascending" else options[::-1]
        here = rungs.index(now) if now in rungs else -1
        for rung in rungs[here + 1 :]:
            if rung not in still:
                passed = frozenset((question.id, option) for option in rungs[: rungs.index(rung) + 1])
                yield Move(question.id, frozenset([(question.id, rung)]), rung, passed)
    if question.kind is Kind.MULTIPLE:
        plain = [option.id for option in question.options if not option.exclusive]
        kept = [option for option in plain if isinstance(now, tuple) and option in now]
        for ticked in offered(question, Kind.MULTIPLE):
            new = set(ticked) - set(kept)
            if new and new.isdisjoint(still) and set(kept) < set(ticked) <= set(plain):
                steps = frozenset((question.id, option) for option in new)
                yield Move(question.id, steps, ticked, steps)


def smallest_openings(
    world: World, open_to: Sequence[Sequence[Move]], target: int, most: int
) -> list[tuple[Move, ...]]:
    """List the sets of moves with which the worst company reaches the phase, of `most` steps or of the fewest that do.

    Left out: each set that asks for all that another one asks for, and more.
    """
    opening = [
        chosen
        for picked in product(*((None, *changes) for changes in open_to))
        if (chosen := tuple(move for move in picked if move))
        and min(map(world.phase, world.completions({move.question: move.value for move in chosen}))) >= target
    ]
    if not opening:
        return []
    limit = max(most, min(map(length, opening)))
    few = {
        chosen: frozenset[Any]().union(*(move.reach for move in chosen))
        for chosen in opening
        if length(chosen) <= limit
    }
    return [chosen for chosen, reach in few.items() if not any(other < reach for other in few.values())]


def length(chosen: Sequence[Move]) -> int:
    return sum(len(move.steps) for move in chosen)


def said(pack: Pack, steps: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Write « any » for the options that no rule behind the gates names: they are worth the same."""
    named = _named(pack)
    kinds = {question.id: question.kind for question in pack.questions.values()}
    return tuple(
        sorted(
            (question, option if kinds[question] is Kind.SINGLE or (question, option) in named else "any")
            for question, option in steps
        )
    )


def _named(pack: Pack) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()

    def visit(condition: Condition | None) -> None:
        for atom in () if condition is None else atoms(condition):
            match atom:
                case op.Named(named=name):
                    visit(pack.conditions[name])
                case op.AnswerOperator():
                    if isinstance(atom, op.AnswerIncludes):
                        found.add((atom.answer, atom.includes))
                    visit(pack.questions[atom.answer].when)

    for phase in pack.phases:
        for gate in phase.gates:
            visit(gate.when)
    return found


def steps_of(changes: Sequence[Change]) -> list[tuple[str, str]]:
    return [(change.question, change.after) for change in changes]
