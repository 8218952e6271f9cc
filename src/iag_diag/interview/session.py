"""The conversation: a pure replay of the answers decides what comes next, once each is on disk."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack, Questionnaire
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import SANS_OBJET, Value
from iag_diag.diagnosis.flow import Flow
from iag_diag.dossiers import store
from iag_diag.dossiers.answers import typed
from iag_diag.dossiers.model import Dossier
from iag_diag.dossiers.words import in_words
from iag_diag.interview.protocol import Answered, Asker, Back, Given, Note, Pause, Progress, Review, Screen, StopHere


@dataclass(slots=True)
class Interview:
    """One company being interviewed. `now` gives the moment, in UTC, of each answer."""

    pack: Pack
    flow: Flow
    path: Path
    dossier: Dossier
    asker: Asker
    now: Callable[[], str]

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
                target = self.asker.review(self._answered())
                reviewed = target is None
                continue
            screen = self._screen(current)
            match self.asker.ask(screen):
                case Given(value):
                    kept = _fitting(screen.question, value)
                    self._save(self.dossier.with_answer(current, kept, self.now()))
                    self.asker.recorded(screen, in_words(screen.question, kept))
                case Note(text):
                    if remark := typed(text):
                        self._save(self.dossier.with_note(current, remark, self.now()))
                    target = current
                case Back():
                    target = self._before(current) or current
                    if target == current:
                        self.asker.say("C’est la première question.")
                case Review():
                    target = self.asker.review(self._answered())
                case Pause():
                    raise StopHere

    @property
    def questionnaire(self) -> Questionnaire:
        """The questionnaire that the dossier follows."""
        return self.pack.questionnaires[self.dossier.questionnaire]

    def _save(self, dossier: Dossier) -> None:
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

    def _answered(self) -> list[Answered]:
        answers = self.dossier.values()
        asked = self.flow.asked(self.questionnaire, answers)
        rows = ((self._question(question), answers[question]) for question in asked if question in answers)
        return [Answered(question.id, self._label(question), in_words(question, value)) for question, value in rows]


def _fitting(question: Question, value: Value) -> Value:
    """Fit what was typed into an answer; nothing printable in it means « sans objet »."""
    return typed(value) or SANS_OBJET if question.kind is Kind.TEXT and isinstance(value, str) else value
