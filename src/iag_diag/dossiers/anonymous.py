"""A dossier that says nothing of whom it is about: for a study, a colleague, a bug report."""

from collections.abc import Mapping
from typing import Any

from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.dossiers.model import Dossier, Respondent, StoredAction, StoredAnswer, StoredDiagnosis


def anonymous(dossier: Dossier, pack: Pack, *, profile: bool = True) -> Dossier:
    """Take out the name, the notes, the evidence, every free text and the days; keep what a diagnosis reads.

    Moments become the first of their month. Answers to questions that the pack does not have go too: nobody can tell
    whether they hold a name. Without `profile`, size and branch go, in the past diagnoses as well.
    """
    out = frozenset() if profile else frozenset((pack.manifest.size_question, pack.manifest.branch_question))
    kept = frozenset(name for name, one in pack.questions.items() if one.kind is not Kind.TEXT) - out
    return Dossier(
        questionnaire=dossier.questionnaire,
        pack=dossier.pack,
        created=_month(dossier.created),
        updated=_month(dossier.updated),
        answers=_answers(dossier.answers, kept),
        others={
            f"personne-{number}": Respondent(label=f"Personne {number}", answers=_answers(one.answers, kept))
            for number, one in enumerate(dossier.others.values(), 1)
        },
        actions={
            sheet: StoredAction(state=action.state, at=_month(action.at)) for sheet, action in dossier.actions.items()
        },
        diagnoses=tuple(_diagnosis(record, kept) for record in dossier.diagnoses),
    )


def _answers(answers: Mapping[str, StoredAnswer], kept: frozenset[str]) -> dict[str, StoredAnswer]:
    return {
        question: answer.model_copy(update={"at": _month(answer.at)})
        for question, answer in answers.items()
        if question in kept
    }


def _diagnosis(record: StoredDiagnosis, kept: frozenset[str]) -> StoredDiagnosis:
    changes: dict[str, Any] = {
        "date": f"{record.date[:7]}-01",
        "answers": {question: value for question, value in record.answers.items() if question in kept},
    }
    return record.model_copy(update=changes)


def _month(moment: str) -> str:
    return f"{moment[:7]}-01T00:00:00Z"
