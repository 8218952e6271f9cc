"""Criteria: cases that nobody meets first, that come in the wrong order, that are missing, or that change nothing."""

from collections.abc import Iterator

from iag_diag.checking.cases import Way, holds
from iag_diag.checking.findings import Finding, Severity
from iag_diag.checking.gates import ALWAYS, NEVER
from iag_diag.checking.ground import Ground, guarded
from iag_diag.checking.ladder import FILE, Ladder, criteria
from iag_diag.checking.monotony import losses
from iag_diag.checking.places import Place
from iag_diag.content import conditions as op
from iag_diag.content.conditions import questions_read
from iag_diag.content.kinds import Kind
from iag_diag.content.questions import Question
from iag_diag.content.rules import Criterion
from iag_diag.content.strict_yaml import Path

UNMET, IDLE, MISPLACED, MISSING = "cas-jamais-atteint", "cas-sans-effet", "cas-mal-ranges", "liste-incomplete"
LOSES, ON_IGNORANCE = "critere-non-monotone", "critere-sur-ignorance"
_FEWEST_RUNGS = 2
_MOST_POINTS = 100


def criterion_findings(ground: Ground) -> Iterator[Finding]:
    """Judge every criterion."""
    for path, rule in criteria(ground.pack):
        yield from guarded(rule.id, ground.places.rule(rule.place), _judged(ground, rule, path))


def _judged(ground: Ground, rule: Criterion, path: Path) -> Iterator[Finding]:
    ladder = Ladder(ground, rule, path)
    if rule.applies is not None and ladder.cases.sound:
        applied = tuple(_applied(ladder, ground.places.at(FILE, *path, "applies")))
        yield from applied
        if any(finding.kind == NEVER for finding in applied):
            return
    unmet = {case for case in range(ladder.otherwise + 1) if ladder.reached(case) is None}
    if ladder.cases.sound:
        yield from _unmet(ladder, unmet)
        yield from _idle(ladder, unmet)
    losing = tuple(_losing(ladder))
    yield from losing or _misplaced(ladder, unmet)
    yield from _missing(ground, ladder, path)
    if ladder.cases.ignored:
        what = "Ce critère lit « unknown » : dire « je ne sais pas » y changerait les points, et cela ne note rien."
        place = ground.places.rule(rule.place)
        yield Finding(ON_IGNORANCE, Severity.ERROR, rule.id, *place, what, "Interrogez les réponses données.")


def _applied(ladder: Ladder, place: Place) -> Iterator[Finding]:
    if ladder.cases.some(ladder.applies) is None:
        what = "Ce critère ne s’applique à personne : aucune entreprise ne remplit « applies »."
        yield Finding(
            NEVER, Severity.ERROR, ladder.rule.id, *place, what, "Revoyez la condition, ou retirez le critère."
        )
    elif ladder.cases.some(ladder.applies, lambda value: not holds(value)) is None:
        what = "Ce critère s’applique à toutes les entreprises : « applies » n’en distingue aucune."
        yield Finding(ALWAYS, Severity.WARNING, ladder.rule.id, *place, what, "Revoyez la condition, ou retirez-la.")


def _unmet(ladder: Ladder, unmet: set[int]) -> Iterator[Finding]:
    for case in sorted(unmet - {ladder.otherwise}):
        yield _never_first(ladder, case, ladder.overtaken(case, lambda _: True))
    if ladder.otherwise in unmet and ladder.rule.otherwise not in ladder.points[:-1]:
        what = f"Personne ne reçoit ces {ladder.rule.otherwise} points : un des cas est toujours rempli avant."
        hint = "Revoyez le dernier cas, ou donnez à « otherwise » ses points."
        subject = f"{ladder.rule.id}/otherwise"
        yield Finding(UNMET, Severity.WARNING, subject, *ladder.place(ladder.otherwise), what, hint)


def _never_first(ladder: Ladder, case: int, way: Way | None) -> Finding:
    points, place, subject = ladder.points[case], ladder.place(case), _subject(ladder, case)
    if way is None:
        what = f"Personne ne reçoit ces {points} points : aucune entreprise ne remplit ce cas."
        return Finding(UNMET, Severity.ERROR, subject, *place, what, "Revoyez sa condition, ou retirez-le.")
    settled = ladder.cases.settled(way)
    earlier = ladder.cases.worth(ladder.first, settled)
    what = (
        f"Personne ne reçoit ces {points} points : qui remplit ce cas en remplit déjà un autre, plus haut "
        f"(ligne {ladder.place(earlier)[1]}, {ladder.points[earlier]} points)."
    )
    hint = "Placez-le avant." if points > ladder.points[earlier] else "Revoyez l’ordre des cas, ou retirez celui-ci."
    return Finding(UNMET, Severity.ERROR, subject, *place, what, hint, example=ladder.cases.company(settled))


def _idle(ladder: Ladder, unmet: set[int]) -> Iterator[Finding]:
    """Find the cases that could be struck out: all that meet them would get the same points from another case."""
    for case in range(ladder.otherwise):
        if case in unmet or ladder.points[case] == ladder.rule.otherwise:
            continue
        changed = ladder.cases.diagrams.apply(
            lambda one, other: int(one != other), ladder.worth(), ladder.worth(without=case)
        )
        if ladder.cases.some(changed, bool) is None:
            what = f"Ce cas ne change rien : sans lui, les mêmes entreprises recevraient {ladder.points[case]} points."
            hint = "Donnez-lui d’autres points, ou retirez-le."
            yield Finding(IDLE, Severity.WARNING, _subject(ladder, case), *ladder.place(case), what, hint)


def _losing(ladder: Ladder) -> Iterator[Finding]:
    for loss in losses(ladder.cases, ladder.worth(), lambda before, after: after < before <= _MOST_POINTS):
        before, after = (ladder.cases.worth(ladder.worth(), way) for way in (loss.lower, loss.higher))
        what = (
            f"Mieux répondre rapporte moins : passer de « {loss.before} » à « {loss.after} » à la question "
            f"« {loss.question} » fait tomber ce critère de {before} à {after} points."
        )
        place = ladder.place(ladder.cases.worth(ladder.first, loss.higher))
        yield Finding(
            LOSES,
            Severity.ERROR,
            f"{ladder.rule.id}/{loss.subject}",
            *place,
            what,
            "Donnez à la meilleure réponse au moins autant de points.",
            example=loss.company,
        )


def _misplaced(ladder: Ladder, unmet: set[int]) -> Iterator[Finding]:
    for case in range(ladder.otherwise):
        points = ladder.points[case]
        worse = {first for first in range(case) if ladder.points[first] < points}
        way = None if case in unmet else ladder.overtaken(case, worse.__contains__)
        if way is None:
            continue
        settled = ladder.cases.settled(way)
        earlier = ladder.cases.worth(ladder.first, settled)
        company = ladder.cases.company(settled)
        if company is not None:
            what = (
                f"Une entreprise qui remplit ce cas ({points} points) n’en reçoit que {ladder.points[earlier]} : elle "
                f"remplit d’abord celui de la ligne {ladder.place(earlier)[1]}."
            )
            hint = "Rangez les cas du plus grand nombre de points au plus petit."
            subject = _subject(ladder, case)
            yield Finding(MISPLACED, Severity.ERROR, subject, *ladder.place(case), what, hint, example=company)


def _missing(ground: Ground, ladder: Ladder, path: Path) -> Iterator[Finding]:
    """Find the levels that a ladder on one question leaves to `otherwise`, as if they were its lowest."""
    question = _climbed(ground, ladder.rule)
    if question is None or len(ladder.rule.cases) < _FEWEST_RUNGS:
        return
    left = [option.id for option in question.options if _left_over(ladder, question, option.id)]
    if not any(question.rank(option) == 0 for option in left):
        return
    for option in left:
        if question.rank(option) > 0:
            what = (
                f"Aucun cas ne prévoit la réponse « {option} » à la question « {question.id} » : elle ne rapporte que "
                f"les {ladder.rule.otherwise} points de « otherwise », comme la plus basse."
            )
            hint = "Ajoutez un cas pour elle."
            company = ladder.cases.company(_answering(ladder, question, option) or {})
            place = ground.places.at(FILE, *path, "cases")
            subject = f"{ladder.rule.id}/{option}"
            yield Finding(MISSING, Severity.WARNING, subject, *place, what, hint, example=company)


def _climbed(ground: Ground, rule: Criterion) -> Question | None:
    """Question with a scale that all the cases of a criterion read, where they read no other."""
    read = {name for case in rule.cases for name in questions_read(case.when, ground.pack.conditions)}
    question = ground.pack.questions[next(iter(read))] if len(read) == 1 else None
    if question is None or question.id in ground.unasked or question.kind is not Kind.SINGLE or question.profile:
        return None
    return question if question.scale is not None else None


def _left_over(ladder: Ladder, question: Question, option: str) -> bool:
    return _answering(ladder, question, option) is not None


def _answering(ladder: Ladder, question: Question, option: str) -> Way | None:
    """Find a company that gives this answer and falls in `otherwise`."""
    given = ladder.cases.node(op.AnswerIs.model_validate({"answer": question.id, "is": option}))
    left = ladder.cases.diagrams.apply(
        lambda said, first: int(said > 1 and first == ladder.otherwise), given, ladder.first
    )
    return ladder.cases.some(left, bool)


def _subject(ladder: Ladder, case: int) -> str:
    return f"{ladder.rule.id}/{ladder.points[case]}"
