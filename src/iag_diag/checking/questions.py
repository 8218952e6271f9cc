"""Questions that nobody is asked, and practices whose levels go the wrong way."""

from collections.abc import Iterator

from iag_diag.checking.cases import Cases
from iag_diag.checking.findings import Finding, Severity
from iag_diag.checking.ground import TOO_MANY, Ground, guarded
from iag_diag.checking.names import names_read
from iag_diag.content.conditions import Condition
from iag_diag.content.kinds import Scale
from iag_diag.content.pack import Questionnaire
from iag_diag.content.questions import Question

UNASKED = "question-inatteignable"
REVERSED = "echelle-inversee"


def unasked_questions(ground: Ground) -> tuple[tuple[Finding, ...], Ground]:
    """Find the questions that concern nobody; the rest is then judged as if they concerned somebody.

    Where a named condition that never holds is the reason, it is the one to be told.
    """
    found: list[Finding] = []
    for question in ground.pack.questions.values():
        if one := tuple(guarded(question.id, ground.places.question(question.id, "when"), _unasked(ground, question))):
            found += [finding for finding in one if finding.kind == TOO_MANY or not _rests_on_a_fault(ground, question)]
            ground = ground.without_flow(question.id)
    return tuple(found), ground


def _unasked(ground: Ground, question: Question) -> Iterator[Finding]:
    if question.when is None:
        return
    if _never(ground, question.when):
        what = "Cette question n’est posée à personne : aucune entreprise ne peut remplir sa condition (« when »)."
        place = ground.places.question(question.id, "when")
        yield Finding(
            UNASKED, Severity.ERROR, question.id, *place, what, "Revoyez la condition, ou retirez la question."
        )


def _rests_on_a_fault(ground: Ground, question: Question) -> bool:
    when = question.when
    names = () if when is None else names_read(ground, when)
    return any(_never(ground, ground.pack.conditions[name]) for name in names)


def _never(ground: Ground, when: Condition) -> bool:
    cases = Cases(ground, [when])
    return cases.some(cases.node(when)) is None


def never_asked(ground: Ground) -> Iterator[Finding]:
    """Find the questions that a questionnaire borrows in vain: their condition waits for others that it leaves out."""
    for questionnaire in ground.pack.questionnaires.values():
        silent = frozenset(ground.pack.questions) - frozenset(questionnaire.questions)
        for name in questionnaire.questions if silent else ():
            place = ground.places.asked(questionnaire.id, name)
            subject = f"{questionnaire.id}/{name}"
            yield from guarded(subject, place, _never_asked(ground, questionnaire, name, silent))


def _never_asked(ground: Ground, questionnaire: Questionnaire, name: str, silent: frozenset[str]) -> Iterator[Finding]:
    when = ground.pack.questions[name].when
    if when is None:
        return
    cases = Cases(ground, [when], silent=silent)
    if cases.some(cases.node(when)) is None:
        what = (
            f"Le questionnaire « {questionnaire.label} » ne pose jamais cette question : sa condition (« when ») "
            "attend des réponses qu’il ne demande pas."
        )
        hint = "Ajoutez au questionnaire les questions dont elle dépend, ou retirez-la."
        place = ground.places.asked(questionnaire.id, name)
        yield Finding(UNASKED, Severity.ERROR, f"{questionnaire.id}/{name}", *place, what, hint)


def reversed_practices(ground: Ground) -> Iterator[Finding]:
    """Find the practices of which the options are not listed from the least advanced to the most."""
    planning = ground.pack.planning
    for question in ground.pack.questions.values():
        if question.sheet is None:
            continue
        ids = [option.id for option in question.options]
        backwards = ids.index(planning.started_from) > ids.index(planning.done_from)
        if question.scale is not Scale.ASCENDING or backwards:
            what = (
                f"Cette question dit où en est la fiche « {question.sheet} », mais ses réponses ne vont pas de la "
                f"moins avancée à la plus avancée : à partir de « {planning.done_from} », la fiche est dite faite."
            )
            hint = "Rangez les réponses de la moins avancée à la plus avancée, avec « scale: ascending »."
            place = ground.places.question(question.id, *(("options",) if backwards else ("scale",)))
            yield Finding(REVERSED, Severity.ERROR, question.id, *place, what, hint)
