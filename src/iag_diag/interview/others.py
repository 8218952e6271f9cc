"""Somebody else of the company answers: the same questions but for those about the company itself, kept apart."""

from dataclasses import dataclass, field

from iag_diag.content.folding import folded
from iag_diag.content.pack import Pack
from iag_diag.dossiers.answers import clean
from iag_diag.dossiers.model import Dossier, Respondent, StoredAnswer
from iag_diag.interview.session import Interview


@dataclass(slots=True)
class RespondentInterview(Interview):
    """An interview of one person; `whole` is the company's dossier, the person's answers included, as it is on disk."""

    whole: Dossier = field(init=False)
    person: str = ""
    label: str = ""

    def __post_init__(self) -> None:
        """Show the person's own answers, over what the company said of its profile."""
        self.whole = self.dossier
        self.person = person_of(self.whole, self.label)
        given = self.whole.others.get(self.person)
        theirs = dict(given.answers) if given else {}
        self.dossier = self.whole.model_copy(update={"answers": {**profile(self.whole, self.pack), **theirs}})

    def save(self, dossier: Dossier) -> None:
        """Write the person's answers beside those of the company, and the notes where all notes are."""
        known = profile(self.whole, self.pack)
        theirs = {question: answer for question, answer in dossier.answers.items() if question not in known}
        person = Respondent(label=clean(self.label), answers=theirs)
        whole = dossier.model_copy(update={"answers": self.whole.answers})
        whole = whole.with_respondent(self.person, person, dossier.updated)
        super(RespondentInterview, self).save(whole)
        self.whole, self.dossier = whole, dossier


def profile(dossier: Dossier, pack: Pack) -> dict[str, StoredAnswer]:
    """Answers about the company itself, which nobody is asked twice."""
    return {
        question: answer
        for question, answer in dossier.answers.items()
        if question in pack.questions and pack.questions[question].profile
    }


def person_of(dossier: Dossier, label: str) -> str:
    """Id of a person by how they are called: theirs if they answered before, else a new one."""
    for name, one in dossier.others.items():
        if folded(one.label) == folded(clean(label)):
            return name
    number = 1
    while (name := f"personne-{number}") in dossier.others:
        number += 1
    return name
