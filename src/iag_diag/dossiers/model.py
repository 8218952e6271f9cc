"""A dossier: one company, its dated answers, what was noted and seen beside them, its actions and past diagnoses.

Format 2. Format 1 held the company's answers, notes and diagnoses only; it is read as such a dossier with nothing more,
and its notes stay private, since nobody said that they could be shown.
"""

from collections.abc import Mapping
from datetime import date as Day  # noqa: N812 - `date` is a key of the file
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.results import Diagnosis

SCHEMA: Literal[2] = 2
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]


def _in_the_calendar(text: str) -> str:
    Day.fromisoformat(text)
    return text


Date = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_in_the_calendar)]
StoredValue = str | tuple[str, ...] | dict[str, str | tuple[str, ...]]


class Stored(BaseModel):
    """An object of the file: frozen, and nothing in it that the tool does not know."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        validate_by_name=True,
        validate_by_alias=True,
        serialize_by_alias=True,
        defer_build=True,
    )


class Confidence(StrEnum):
    """Whether an answer was only said, or also seen by the adviser."""

    DECLARED = "declared"
    SEEN = "seen"


class StoredAnswer(Stored):
    """An answer, with the moment (UTC) it was given."""

    value: StoredValue
    at: Moment
    confidence: Confidence = Confidence.DECLARED


class StoredNote(Stored):
    """A remark on a question; a private one never leaves the adviser's desk."""

    text: str
    at: Moment
    private: bool = True


class StoredEvidence(Stored):
    """What shows that an answer is true: a sentence, a path if there is a document, the day it was seen."""

    text: str
    day: Date
    at: Moment
    path: str = ""


class Respondent(Stored):
    """Somebody else of the company who answered too; `label` says who (« la responsable de boutique »)."""

    label: str
    answers: dict[str, StoredAnswer] = {}


class ActionState(StrEnum):
    """How far an action of the roadmap is."""

    TODO = "todo"
    DOING = "doing"
    DONE = "done"
    DROPPED = "dropped"


class StoredAction(Stored):
    """An action that is followed: a sheet, its state, who does it, by when."""

    state: ActionState
    at: Moment
    owner: str = ""
    due: Date | None = None
    comment: str = ""


class PackReference(Stored):
    """The pack the dossier was last used with."""

    id: str
    version: str
    hash: str

    @classmethod
    def of(cls, pack: Pack) -> "PackReference":
        """Point to a pack."""
        return cls(id=pack.manifest.id, version=pack.manifest.version, hash=pack.hash)


class StoredDiagnosis(Stored):
    """What was concluded one day, and from which answers: enough to compare six months later."""

    date: Date
    questionnaire: str
    pack: PackReference
    phase: str
    lowest: str
    highest: str
    dimensions: dict[str, int | None]
    roadmap: tuple[str, ...]
    alerts: tuple[str, ...] = ()
    weakest: str = ""
    blocking: tuple[str, ...] = ()
    answers: dict[str, StoredValue] = {}

    @classmethod
    def of(cls, diagnosis: Diagnosis, answers: Answers, questionnaire: str, day: Day) -> "StoredDiagnosis":
        """Keep the conclusions of one day, with the answers that they come from."""
        return cls(
            date=day.isoformat(),
            questionnaire=questionnaire,
            pack=PackReference(id=diagnosis.pack_id, version=diagnosis.pack_version, hash=diagnosis.pack_hash),
            phase=diagnosis.phase.id,
            lowest=diagnosis.phase.lowest,
            highest=diagnosis.phase.highest,
            dimensions={axis.id: axis.score for axis in diagnosis.dimensions},
            roadmap=tuple(result.sheet for result in diagnosis.roadmap),
            alerts=tuple(alert.trace.rule for alert in diagnosis.alerts),
            weakest=diagnosis.weakest or "",
            blocking=tuple(gate.trace.rule for gate in diagnosis.phase.blocking),
            answers={
                question: dict(value) if isinstance(value, Mapping) else value for question, value in answers.items()
            },
        )


class Dossier(Stored):
    """The whole file. Every change makes a new one.

    `answers` are the company's own; `others` those of other people in it, each under an id of theirs. `opinions` are
    the adviser's, by question (« » for the company as a whole), never mixed with answers. `actions` are by sheet.
    """

    schema_: Literal[2] = Field(default=SCHEMA, alias="schema")
    company: str = ""
    questionnaire: str
    pack: PackReference
    created: Moment
    updated: Moment
    next_meeting: Date | None = None
    answers: dict[str, StoredAnswer] = {}
    others: dict[str, Respondent] = {}
    notes: dict[str, tuple[StoredNote, ...]] = {}
    evidence: dict[str, tuple[StoredEvidence, ...]] = {}
    opinions: dict[str, StoredNote] = {}
    actions: dict[str, StoredAction] = {}
    diagnoses: tuple[StoredDiagnosis, ...] = ()

    def values(self) -> Answers:
        """Every answer of the company, hidden ones included, without its date."""
        return {question: answer.value for question, answer in self.answers.items()}

    def with_answer(self, question: str, value: Any, at: str) -> "Dossier":
        """Record an answer, in place of a former one; what was seen stays seen while the answer is the same."""
        before = self.answers.get(question)
        seen = before is not None and before.value == value and before.confidence is Confidence.SEEN
        confidence = Confidence.SEEN if seen else Confidence.DECLARED
        answers = {**self.answers, question: StoredAnswer(value=value, at=at, confidence=confidence)}
        return self._changed(at, answers=answers)

    def with_note(self, question: str, text: str, at: str, *, private: bool = True) -> "Dossier":
        """Add a remark to a question."""
        note = StoredNote(text=text, at=at, private=private)
        return self._changed(at, notes={**self.notes, question: (*self.notes.get(question, ()), note)})

    def with_evidence(self, question: str, seen: StoredEvidence) -> "Dossier":
        """Add what shows an answer; the answer, if there is one, then counts as seen."""
        evidence = {**self.evidence, question: (*self.evidence.get(question, ()), seen)}
        answers = dict(self.answers)
        if question in answers:
            answers[question] = answers[question].model_copy(update={"confidence": Confidence.SEEN})
        return self._changed(seen.at, evidence=evidence, answers=answers)

    def with_opinion(self, question: str, text: str, at: str) -> "Dossier":
        """Write down what the adviser thinks, in place of what they thought before."""
        return self._changed(at, opinions={**self.opinions, question: StoredNote(text=text, at=at)})

    def with_respondent(self, name: str, respondent: Respondent, at: str) -> "Dossier":
        """Record what somebody else answered, in place of what they answered before."""
        return self._changed(at, others={**self.others, name: respondent})

    def with_action(self, sheet: str, action: StoredAction) -> "Dossier":
        """Record where an action is."""
        return self._changed(action.at, actions={**self.actions, sheet: action})

    def with_next_meeting(self, day: str | None, at: str) -> "Dossier":
        """Set the day of the next meeting."""
        return self._changed(at, next_meeting=day)

    def with_diagnosis(self, record: StoredDiagnosis, at: str) -> "Dossier":
        """Record a diagnosis, in place of one of the same day."""
        others = tuple(past for past in self.diagnoses if past.date != record.date)
        return self._changed(at, diagnoses=(*others, record))

    def _changed(self, at: str, **changes: Any) -> "Dossier":
        return self.model_copy(update={**changes, "updated": at})
