"""Levers: the smallest sets of answer changes that would open the next phase, found by search over the gates."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, product

from iag_diag.content.kinds import Kind
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import Answers, State, Value
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.results import Change, Diagnosis, GateResult, Lever

MOST_CHANGES_PER_GATE = 3
MOST_LEVERS = 5

Step = tuple[str, str]


def levers(engine: Engine, answers: Answers, diagnosis: Diagnosis) -> tuple[Lever, ...]:
    """Find the levers of a diagnosed company, smallest first; none in the last phase.

    Each blocking gate is opened on its own by the smallest sets of changes of the questions that it reads, up to
    three; a lever opens them all. Only a better level of a scaled question, or one more option ticked, is a change:
    size, branch and other facts of profile never are.
    """
    blocking = diagnosis.phase.blocking
    if not blocking or diagnosis.phase.next_phase is None:
        return ()
    ways = [_ways(engine, answers, gate) for gate in blocking]
    whole = {_one_per_question(engine, frozenset[Step]().union(*choice)) for choice in product(*ways)}
    smallest = [steps for steps in whole if not any(other < steps for other in whole)]
    ordered = sorted({tuple(sorted(steps)) for steps in smallest}, key=lambda steps: (len(steps), steps))
    gates = tuple(gate.trace.rule for gate in blocking)
    return tuple(Lever(diagnosis.phase.next_phase, gates, _changes(answers, steps)) for steps in ordered[:MOST_LEVERS])


def _ways(engine: Engine, answers: Answers, gate: GateResult) -> list[frozenset[Step]]:
    """Smallest sets of steps that open one gate."""
    steps = [step for question in gate.trace.questions for step in _steps(engine.pack.questions[question], answers)]
    for size in range(1, MOST_CHANGES_PER_GATE + 1):
        found = [
            frozenset(chosen)
            for chosen in combinations(steps, size)
            if len({question for question, _ in chosen}) == size and _opens(engine, answers, gate, chosen)
        ]
        if found:
            return _lowest_rungs(engine, found)
    return []


def _steps(question: Question, answers: Answers) -> Iterator[Step]:
    """Better answers to one question than the present one."""
    now = answers.get(question.id)
    if question.profile or question.kind in (Kind.TEXT, Kind.MATRIX):
        return
    for option in question.options:
        if question.kind is Kind.MULTIPLE:
            if not option.exclusive and not option.inferred and (not isinstance(now, tuple) or option.id not in now):
                yield question.id, option.id
        elif question.scale is not None:
            current = question.rank(now) if isinstance(now, str) and question.option(now) else -1
            if question.rank(option.id) > current:
                yield question.id, option.id


def _opens(engine: Engine, answers: Answers, gate: GateResult, steps: Iterable[Step]) -> bool:
    changed = engine.flow.facts(_changed(engine, answers, steps))
    if any(changed.states[question] is not State.GIVEN for question, _ in steps):
        return False
    place = engine.phases.place(changed, solo=False)
    return next(found for found in place.gates if found.trace.rule == gate.trace.rule).holds is True


def _changed(engine: Engine, answers: Answers, steps: Iterable[Step]) -> Mapping[str, Value]:
    changed = dict(answers)
    for question_id, option in steps:
        question = engine.pack.questions[question_id]
        if question.kind is Kind.MULTIPLE:
            now = changed.get(question_id)
            kept = now if isinstance(now, tuple) else ()
            exclusive = {known.id for known in question.options if known.exclusive}
            changed[question_id] = (*(entry for entry in kept if entry not in exclusive), option)
        else:
            changed[question_id] = option
    return changed


def _lowest_rungs(engine: Engine, found: list[frozenset[Step]]) -> list[frozenset[Step]]:
    """Drop a set when another one asks less of the same questions."""

    def asks_less(one: frozenset[Step], other: frozenset[Step]) -> bool:
        mine, theirs = dict(one), dict(other)
        if one == other or mine.keys() != theirs.keys():
            return False
        questions = {question: engine.pack.questions[question] for question in mine}
        return all(
            entry.scale is not None and entry.rank(mine[key]) <= entry.rank(theirs[key])
            for key, entry in questions.items()
        )

    return [steps for steps in found if not any(asks_less(other, steps) for other in found)]


def _one_per_question(engine: Engine, steps: frozenset[Step]) -> frozenset[Step]:
    """Keep the highest rung where two gates ask for different levels of one question."""

    def outdone(question_id: str, option: str) -> bool:
        question = engine.pack.questions[question_id]
        rivals = (other for key, other in steps if key == question_id)
        return question.scale is not None and any(question.rank(rival) > question.rank(option) for rival in rivals)

    return frozenset(step for step in steps if not outdone(*step))


def _changes(answers: Answers, steps: Iterable[Step]) -> tuple[Change, ...]:
    return tuple(
        Change(question, now if isinstance(now := answers.get(question), str) else None, option)
        for question, option in steps
    )
