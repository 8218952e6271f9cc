"""A dossier that says nothing of whom it is about: for a study, a colleague, a bug report."""

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.dossiers.model import Dossier, Respondent, StoredAction, StoredAnswer, StoredDiagnosis, StoredValue


class Profile(StrEnum):
    """What an anonymous dossier says of the company's size and branch."""

    KEPT = "kept"
    COARSE = "coarse"
    REMOVED = "removed"


def anonymous(dossier: Dossier, pack: Pack, profile: Profile = Profile.KEPT) -> Dossier:
    """Take out the name, the notes, the evidence, every free text and the days; keep what a diagnosis reads.

    Moments become the first of their month. Answers to questions that the pack does not have go too: nobody can tell
    whether they hold a name. A coarse profile says the group of the size (`coarse_sizes` of the pack) and no branch; a
    removed one, neither. The past diagnoses are treated alike.
    """
    manifest = pack.manifest
    out = {manifest.branch_question} if profile is not Profile.KEPT else set()
    if profile is Profile.REMOVED:
        out.add(manifest.size_question)
    groups = manifest.coarse_sizes if profile is Profile.COARSE else {}
    kept = _Kept(
        frozenset(name for name, one in pack.questions.items() if one.kind is not Kind.TEXT) - out,
        manifest.size_question,
        groups,
    )
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


@dataclass(frozen=True, slots=True)
class _Kept:
    """Questions that stay, and the sizes that are said as another one."""

    questions: AbstractSet[str | None]
    size: str
    groups: Mapping[str, str]

    def value(self, question: str, value: StoredValue) -> StoredValue:
        """Say a size as its group."""
        return self.groups.get(value, value) if question == self.size and isinstance(value, str) else value

    def values(self, answers: Mapping[str, StoredValue]) -> dict[str, StoredValue]:
        """Leave out the questions that do not stay."""
        return {
            question: self.value(question, value) for question, value in answers.items() if question in self.questions
        }


def _answers(answers: Mapping[str, StoredAnswer], kept: _Kept) -> dict[str, StoredAnswer]:
    return {
        question: answer.model_copy(update={"at": _month(answer.at), "value": kept.value(question, answer.value)})
        for question, answer in answers.items()
        if question in kept.questions
    }


def _diagnosis(record: StoredDiagnosis, kept: _Kept) -> StoredDiagnosis:
    changes: dict[str, Any] = {"date": f"{record.date[:7]}-01", "answers": kept.values(record.answers)}
    return record.model_copy(update=changes)


def _month(moment: str) -> str:
    return f"{moment[:7]}-01T00:00:00Z"
