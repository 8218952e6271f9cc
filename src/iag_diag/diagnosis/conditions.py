"""The interpreter of conditions: each operator becomes a small function of one company, in Kleene's three values.

A company is a `Facts`; None stands for « unknown ». The meaning of every operator in every state of an answer is
written once, in `iag_diag.content.conditions`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeAlias

from iag_diag.content import conditions as op
from iag_diag.content.conditions import Condition
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Choice, State, Value

Kleene: TypeAlias = bool | None
Test: TypeAlias = Callable[["Facts"], Kleene]


@dataclass(slots=True)
class Facts:
    """What is known of one company while it is diagnosed: filled in order (answers, then scores, then phase)."""

    values: Mapping[str, Value]
    states: dict[str, State]
    named: dict[str, Kleene] = field(default_factory=dict)
    scores: dict[str, Fraction | None] = field(default_factory=dict)
    phase: str = ""


def interpreted(condition: Condition, pack: Pack) -> Test:
    """Turn a condition into the function that runs it."""
    match condition:
        case op.All(all=parts):
            return _all([interpreted(part, pack) for part in parts])
        case op.Any_(any=parts):
            return _any([interpreted(part, pack) for part in parts])
        case op.Not(not_=part):
            return _not(interpreted(part, pack))
        case op.Named(named=name):
            return _named(name, interpreted(pack.conditions[name], pack))
        case op.Unknown(unknown=question):
            return lambda facts: facts.states[question] is State.NSP
        case op.DimensionBelow(dimension=dimension, below=points):
            return _score(dimension, lambda score: score < points)
        case op.DimensionAtLeast(dimension=dimension, at_least=points):
            return _score(dimension, lambda score: score >= points)
        case op.PhaseIn(phase=phases):
            return lambda facts: facts.phase in phases
        case op.AnswerOperator():  # pragma: no branch - the set is closed
            return _answer(condition, accepts(condition, pack))


def accepts(atom: op.AnswerOperator, pack: Pack) -> Callable[[Choice], bool]:
    """Tell which given answers (to the question, or to its line) an operator holds for."""
    match atom:
        case op.AnswerIs(is_=option):
            return frozenset((option,)).__contains__
        case op.AnswerIn(in_=options):
            return frozenset(options).__contains__
        case op.AnswerAtLeast(at_least=least):
            scaled = pack.questions[atom.answer]
            better = (option.id for option in scaled.options if scaled.rank(option.id) >= scaled.rank(least))
            return frozenset(better).__contains__
        case op.AnswerIncludes(includes=option):
            return lambda ticked: option in ticked
        case op.AnswerChosen(chosen_at_least=count):  # pragma: no branch - the set is closed
            return lambda ticked: len(ticked) >= count
        case _:  # pragma: no cover - the set is closed
            raise TypeError(atom)


def _all(parts: list[Test]) -> Test:
    def test(facts: Facts) -> Kleene:
        outcome: Kleene = True
        for part in parts:
            found = part(facts)
            if found is False:
                return False
            if found is None:
                outcome = None
        return outcome

    return test


def _any(parts: list[Test]) -> Test:
    def test(facts: Facts) -> Kleene:
        outcome: Kleene = False
        for part in parts:
            found = part(facts)
            if found:
                return True
            if found is None:
                outcome = None
        return outcome

    return test


def _not(part: Test) -> Test:
    def test(facts: Facts) -> Kleene:
        found = part(facts)
        return None if found is None else not found

    return test


def _named(name: str, part: Test) -> Test:
    def test(facts: Facts) -> Kleene:
        if name not in facts.named:
            facts.named[name] = part(facts)
        return facts.named[name]

    return test


def _score(dimension: str, compare: Callable[[Fraction], bool]) -> Test:
    def test(facts: Facts) -> Kleene:
        score = facts.scores[dimension]
        return None if score is None else compare(score)

    return test


def _answer(atom: op.AnswerOperator, accept: Callable[[Choice], bool]) -> Test:
    """Look at one answer, or at one line of it; what is not given is false, or unknown."""
    question, row = atom.answer, atom.row

    def test(facts: Facts) -> Kleene:
        state = facts.states[question]
        if state is State.GIVEN:
            value = facts.values[question]
            if row is None:
                return accept(value)  # type: ignore[arg-type]
            cell = value.get(row)  # type: ignore[union-attr]
            if cell is None or cell == NSP:
                return None
            return cell != SANS_OBJET and accept(cell)
        return None if state is State.NSP or state is State.UNANSWERED else False

    return test
