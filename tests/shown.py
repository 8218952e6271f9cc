"""Whether the company of a finding shows it, asked of the engine alone."""

from collections.abc import Callable, Mapping

from iag_diag.checking.findings import Finding
from iag_diag.content.conditions import Condition
from iag_diag.content.questions import Question
from iag_diag.content.rules import Criterion
from iag_diag.diagnosis.answers import Answers, Value
from iag_diag.diagnosis.conditions import interpreted
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.levers import levers
from iag_diag.diagnosis.results import Verdict


def shown(engine: Engine, finding: Finding) -> bool:
    """Whether the example of a finding is one; true where it has none."""
    if finding.example is None:
        return True
    return SHOWS[finding.kind](engine, finding.example, *finding.subject.split("/"))


def criterion_loses(engine: Engine, answers: Answers, rule: str, *question: str) -> bool:
    now, better = (points(engine, said, rule) for said in (answers, one_rung_up(engine, answers, *question)))
    return now is not None and better is not None and better < now


def case_is_passed_over(engine: Engine, answers: Answers, rule: str, worth: str) -> bool:
    when = next(case.when for case in criterion(engine, rule).cases if case.points == int(worth))
    return points(engine, answers, rule) != int(worth) and holds(engine, answers, when)


def case_is_worth_less(engine: Engine, answers: Answers, rule: str, worth: str) -> bool:
    return case_is_passed_over(engine, answers, rule, worth) and (points(engine, answers, rule) or 0) < int(worth)


def level_is_forgotten(engine: Engine, answers: Answers, rule: str, option: str) -> bool:
    return option in answers.values() and points(engine, answers, rule) == criterion(engine, rule).otherwise


def gate_closes(engine: Engine, answers: Answers, phase: str, gate: str, *question: str) -> bool:
    now, better = (gates(engine, said) for said in (answers, one_rung_up(engine, answers, *question)))
    return now[phase, gate] is True and better[phase, gate] is False


def phase_is_shut(engine: Engine, answers: Answers, phase: str) -> bool:
    diagnosis = engine.diagnose(answers)
    return diagnosis.phase.next_phase == phase and levers(engine, answers, diagnosis) == ()


def best_is_warned(engine: Engine, answers: Answers, *rule: str) -> bool:
    raised = holds(engine, answers, trigger(engine, *rule)) if len(rule) > 1 else rule[0] in alerts(engine, answers)
    scaled = [question for name in answers if (question := engine.pack.questions[name]).scale and not question.profile]
    return raised and all(is_best(question, answers[question.id]) for question in scaled)


def is_best(question: Question, said: Value) -> bool:
    cells = said.values() if isinstance(said, Mapping) else [said]
    return all(question.rank(str(cell)) == len(question.options) - 1 for cell in cells)


def argues_in_vain(engine: Engine, answers: Answers, sheet: str, rule: str) -> bool:
    aside = {result.sheet: result.verdict for result in engine.diagnose(answers).not_kept}
    return holds(engine, answers, trigger(engine, sheet, rule)) and aside[sheet] in (Verdict.WRONG_SIZE, Verdict.DONE)


SHOWS: Mapping[str, Callable[..., bool]] = {
    "critere-non-monotone": criterion_loses,
    "cas-jamais-atteint": case_is_passed_over,
    "cas-mal-ranges": case_is_worth_less,
    "liste-incomplete": level_is_forgotten,
    "condition-non-monotone": gate_closes,
    "phase-sans-levier": phase_is_shut,
    "meilleure-reponse-declenche": best_is_warned,
    "declencheur-jamais": argues_in_vain,
}


def one_rung_up(engine: Engine, answers: Answers, name: str, row: str = "") -> Answers:
    question, said = engine.pack.questions[name], answers[name]
    if isinstance(said, Mapping):
        return {**answers, name: {**said, row: above(question, str(said[row]))}}
    return {**answers, name: above(question, str(said))}


def above(question: Question, option: str) -> str:
    return next(better.id for better in question.options if question.rank(better.id) == question.rank(option) + 1)


def criterion(engine: Engine, rule: str) -> Criterion:
    dimensions = engine.pack.dimensions.dimensions
    return next(one for dimension in dimensions for one in dimension.criteria if one.id == rule)


def points(engine: Engine, answers: Answers, rule: str) -> int | None:
    results = (result for axis in engine.diagnose(answers).dimensions for result in axis.criteria)
    return next(result.points for result in results if result.trace.rule == rule)


def gates(engine: Engine, answers: Answers) -> Mapping[tuple[str, str], bool | None]:
    return {(gate.phase, gate.trace.rule): gate.holds for gate in engine.diagnose(answers).phase.gates}


def alerts(engine: Engine, answers: Answers) -> set[str]:
    return {alert.trace.rule for alert in engine.diagnose(answers).alerts}


def trigger(engine: Engine, sheet: str, name: str) -> Condition:
    return next(one.when for one in engine.pack.sheet_rules[sheet].triggers if one.id == name)


def holds(engine: Engine, answers: Answers, when: Condition) -> bool:
    return interpreted(when, engine.pack)(engine.facts(answers, engine.diagnose(answers))) is True
