"""Answers that change nothing: levels of a scale that no rule tells from the one below."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from iag_diag.checking.criteria import MISSING
from iag_diag.checking.findings import Finding, Severity
from iag_diag.checking.ground import Ground
from iag_diag.content.conditions import AnswerOperator, Condition, atoms, questions_read
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.conditions import accepts

IDLE = "reponse-sans-effet"


def idle_options(ground: Ground, told: Iterable[Finding]) -> Iterator[Finding]:
    """Find the levels that are worth the one below, in the questions of the pack's own that are scored.

    Those that come from a study are asked as it asks them, whether or not each level counts. Left out: the levels of
    which it is told already that a criterion forgets them.
    """
    forgotten = [said for finding in told if finding.kind == MISSING for said in (finding.example or {}).items()]
    pack = ground.pack
    read = {atom for when in _written(pack) for atom in atoms(when) if isinstance(atom, AnswerOperator)}
    scored = {name for when in _scored(pack) for name in questions_read(when, pack.conditions)}
    for question in pack.questions.values():
        if question.id not in scored or question.scale is None or question.kind is not Kind.SINGLE or question.source:
            continue
        heard = [accepts(atom, pack) for atom in read if atom.answer == question.id]
        planned = _planned(pack, question)
        ranked = sorted((option.id for option in question.options), key=question.rank)
        for low, high in pairwise(ranked):
            if (
                high not in planned
                and all(accept(low) == accept(high) for accept in heard)
                and (question.id, high) not in forgotten
            ):
                index = next(index for index, option in enumerate(question.options) if option.id == high)
                what = (
                    f"Aucune règle ne distingue « {high} » de « {low} », la réponse d’en dessous : mieux répondre n’y "
                    "change rien."
                )
                hint = "Donnez à cette réponse ses points, ou retirez-la."
                place = ground.places.option(question.id, index)
                yield Finding(IDLE, Severity.WARNING, f"{question.id}/{high}", *place, what, hint)


def _planned(pack: Pack, question: Question) -> Iterable[str]:
    """Levels from which a sheet is started, or done."""
    return () if question.sheet is None else (pack.planning.started_from, pack.planning.done_from)


def _scored(pack: Pack) -> Iterator[Condition]:
    for dimension in pack.dimensions.dimensions:
        for criterion in dimension.criteria:
            yield from (case.when for case in criterion.cases)


def _written(pack: Pack) -> Iterator[Condition]:
    """Every condition of the pack."""
    yield from (question.when for question in pack.questions.values() if question.when is not None)
    yield from pack.conditions.values()
    yield from _scored(pack)
    for dimension in pack.dimensions.dimensions:
        yield from (criterion.applies for criterion in dimension.criteria if criterion.applies is not None)
    yield from (gate.when for phase in pack.phases for gate in phase.gates)
    yield from (alert.when for alert in pack.alerts)
    yield from (trigger.when for rule in pack.sheet_rules.values() for trigger in rule.triggers)
