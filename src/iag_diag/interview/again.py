"""« Six mois après » : last time's answers, part by part, to be confirmed or said anew."""

from iag_diag.interview.protocol import Back, Given, Note, Review, StopHere
from iag_diag.interview.session import Interview

_SAME, _EACH, _PAUSE = "pareil", "revoir", "pause"


def again(interview: Interview) -> None:
    """Go through the parts whose answers date from the last diagnosis or before; each is on disk once confirmed.

    A pause loses nothing: what was confirmed bears the day when it was, and is not asked about again.
    """
    parts = interview.questionnaire.parts
    for number, one in enumerate(parts, 1):
        old = [answer for answer in interview.answered(one.questions) if _old(interview, answer.question)]
        if not old:
            continue
        interview.asker.say(f"\nPartie {number} sur {len(parts)} · {one.label}", strong=True)
        interview.asker.say("\n".join(f"- {answer.label} {answer.answer}" for answer in old))
        chosen = interview.asker.choose(
            "Est-ce toujours vrai ?",
            [
                (_SAME, "Oui, tout est pareil"),
                (_EACH, "Non : revoir ces questions une par une"),
                (_PAUSE, "Faire une pause"),
            ],
        )
        questions = [answer.question for answer in old]
        match chosen:
            case "pareil":
                _confirm(interview, questions)
            case "revoir":
                _each(interview, questions)
            case _:
                raise StopHere


def _old(interview: Interview, question: str) -> bool:
    diagnoses = interview.dossier.diagnoses
    return bool(diagnoses) and interview.dossier.answers[question].at[:10] <= diagnoses[-1].date


def _confirm(interview: Interview, questions: list[str]) -> None:
    dossier, now = interview.dossier, interview.now()
    for question in questions:
        dossier = dossier.with_answer(question, dossier.answers[question].value, now)
    interview.save(dossier)


def _each(interview: Interview, questions: list[str]) -> None:
    """Put the questions that still concern the company; « revenir » goes back to the one before."""
    place = 0
    while place < len(questions):
        asked = interview.flow.asked(interview.questionnaire, interview.dossier.values())
        if questions[place] not in asked:
            place += 1
            continue
        match interview.put(questions[place]):
            case Given():
                place += 1
            case Back():
                place = max(0, place - 1)
            case Review():
                chosen = interview.asker.review(interview.answered(questions))
                place = questions.index(chosen) if chosen else place
            case Note():
                pass
