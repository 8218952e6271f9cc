"""The conversation: a pure replay of the answers decides what comes next, once each is on disk."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path

from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack, Questionnaire
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import SANS_OBJET, Value
from iag_diag.diagnosis.flow import Flow
from iag_diag.dossiers import store
from iag_diag.dossiers.answers import typed
from iag_diag.dossiers.model import Dossier, StoredEvidence
from iag_diag.dossiers.words import in_words
from iag_diag.interview.protocol import (
    Answered,
    Asker,
    Back,
    Given,
    Note,
    Pause,
    Progress,
    Reply,
    Review,
    Screen,
    StopHere,
)

PRIVATE = "privee"
NOTES = (
    (PRIVATE, "pour moi seul(e)"),
    ("partagee", "à partager : elle ira dans le rapport de l’entreprise"),
    ("preuve", "une preuve : je l’ai vu, et la réponse est marquée « vue »"),
    ("avis", "mon avis, à part des réponses"),
)


@dataclass(slots=True)
class Interview:
    """One company being interviewed. `now` gives the moment, in UTC, of each answer.

    With an `adviser`, a note may also be one to share, a piece of evidence or the adviser's own opinion.
    """

    pack: Pack
    flow: Flow
    path: Path
    dossier: Dossier
    asker: Asker
    now: Callable[[], str]
    adviser: bool = False

    def run(self) -> Dossier:
        """Ask everything that is left, let the company correct, and return the finished dossier.

        A finished dossier opens on the list of its answers; what a correction calls for is asked in turn.
        """
        target: str | None = None
        reviewed = False
        while True:
            current = target or self.flow.next_question(self.questionnaire, self.dossier.values())
            target = None
            if current is None:
                if reviewed:
                    return self.dossier
                target = self.asker.review(self.answered())
                reviewed = target is None
                continue
            match self.put(current):
                case Note():
                    target = current
                case Back():
                    target = self._before(current) or current
                    if target == current:
                        self.asker.say("C’est la première question.")
                case Review():
                    target = self.asker.review(self.answered())

    def put(self, question_id: str) -> Reply:
        """Put one question, and keep what is said of it. Raises `StopHere` where a pause is asked for."""
        screen = self._screen(question_id)
        reply = self.asker.ask(screen)
        match reply:
            case Given(value):
                kept = _fitting(screen.question, value)
                self.save(self.dossier.with_answer(question_id, kept, self.now()))
                self.asker.recorded(screen, in_words(screen.question, kept))
            case Note(text):
                if remark := typed(text):
                    self._note(question_id, remark)
            case Pause():
                raise StopHere
        return reply

    def _note(self, question_id: str, text: str) -> None:
        kind = self.asker.choose("Cette note est :", NOTES) if self.adviser else PRIVATE
        now = self.now()
        match kind:
            case "preuve":
                path = typed(self.asker.line("Où est le document ? (facultatif)")) or ""
                seen = StoredEvidence(text=text, day=now[:10], at=now, path=path)
                self.save(self.dossier.with_evidence(question_id, seen))
            case "avis":
                self.save(self.dossier.with_opinion(question_id, text, now))
            case _:
                self.save(self.dossier.with_note(question_id, text, now, private=kind == PRIVATE))

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire that the dossier follows."""
        return self.pack.questionnaires[self.dossier.questionnaire]

    def save(self, dossier: Dossier) -> None:
        """Write the dossier, then go on with it."""
        store.save(self.path, dossier)
        self.dossier = dossier

    def _before(self, current: str) -> str | None:
        asked = self.flow.asked(self.questionnaire, self.dossier.values())
        place = asked.index(current) if current in asked else 0
        return asked[place - 1] if place else None

    def _screen(self, question_id: str) -> Screen:
        question = self._question(question_id)
        answers = self.dossier.values()
        notes = tuple(note.text for note in self.dossier.notes.get(question_id, ()))
        return Screen(question, self._label(question), self._progress(question_id), answers.get(question_id), notes)

    def _question(self, question_id: str) -> Question:
        return self.pack.questions[question_id].offered(solo=self._solo)

    @property
    def _solo(self) -> bool:
        return self.dossier.values().get(self.pack.manifest.size_question) == self.pack.manifest.solo_size

    def _label(self, question: Question) -> str:
        return question.solo if self._solo and question.solo else question.label

    def _progress(self, question_id: str) -> Progress:
        questionnaire, answers = self.questionnaire, self.dossier.values()
        asked = self.flow.asked(questionnaire, answers)
        parts = questionnaire.parts
        here = next(number for number, part in enumerate(parts, 1) if question_id in part.questions)
        left = sum(question not in answers for question in asked)
        minutes = -(-questionnaire.minutes * left // len(asked))
        return Progress(here, len(parts), parts[here - 1].label, minutes)

    def answered(self, among: Collection[str] | None = None) -> list[Answered]:
        """List the answers to the questions that concern the company, in words (`among` some questions only)."""
        answers = self.dossier.values()
        asked = [
            question for question in self.flow.asked(self.questionnaire, answers) if among is None or question in among
        ]
        rows = ((self._question(question), answers[question]) for question in asked if question in answers)
        return [Answered(question.id, self._label(question), in_words(question, value)) for question, value in rows]


def _fitting(question: Question, value: Value) -> Value:
    """Fit what was typed into an answer; nothing printable in it means « sans objet »."""
    return typed(value) or SANS_OBJET if question.kind is Kind.TEXT and isinstance(value, str) else value
