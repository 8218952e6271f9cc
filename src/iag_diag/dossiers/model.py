"""A dossier: one company, its dated answers, its notes and its past diagnoses."""

from datetime import date as Day  # noqa: N812 - `date` is a key of the file
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.results import Diagnosis

SCHEMA: Literal[1] = 1
Moment = Annotated[str, StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$")]
StoredValue = str | tuple[str, ...] | dict[str, str | tuple[str, ...]]


class Stored(BaseModel):
    """An object of the file: frozen, and nothing in it that the tool does not know."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", validate_by_name=True, validate_by_alias=True, serialize_by_alias=True
    )


class StoredAnswer(Stored):
    """An answer, with the moment (UTC) it was given."""

    value: StoredValue
    at: Moment


class StoredNote(Stored):
    """A remark on a question."""

    text: str
    at: Moment


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
    """What was concluded one day: enough to compare six months later."""

    date: str
    questionnaire: str
    pack: PackReference
    phase: str
    lowest: str
    highest: str
    dimensions: dict[str, int | None]
    roadmap: tuple[str, ...]

    @classmethod
    def of(cls, diagnosis: Diagnosis, questionnaire: str, day: Day) -> "StoredDiagnosis":
        """Keep the conclusions of one day."""
        return cls(
            date=day.isoformat(),
            questionnaire=questionnaire,
            pack=PackReference(id=diagnosis.pack_id, version=diagnosis.pack_version, hash=diagnosis.pack_hash),
            phase=diagnosis.phase.id,
            lowest=diagnosis.phase.lowest,
            highest=diagnosis.phase.highest,
            dimensions={axis.id: axis.score for axis in diagnosis.dimensions},
            roadmap=tuple(result.sheet for result in diagnosis.roadmap),
        )


class Dossier(Stored):
    """The whole file. Every change makes a new one."""

    schema_: Literal[1] = Field(default=SCHEMA, alias="schema")
    company: str = ""
    questionnaire: str
    pack: PackReference
    created: Moment
    updated: Moment
    answers: dict[str, StoredAnswer] = {}
    notes: dict[str, tuple[StoredNote, ...]] = {}
    diagnoses: tuple[StoredDiagnosis, ...] = ()

    def values(self) -> Answers:
        """Every answer, hidden ones included, without its date."""
        return {question: answer.value for question, answer in self.answers.items()}

    def with_answer(self, question: str, value: Any, at: str) -> "Dossier":
        """Record an answer, in place of a former one."""
        answers = {**self.answers, question: StoredAnswer(value=value, at=at)}
        return self.model_copy(update={"answers": answers, "updated": at})

    def with_note(self, question: str, text: str, at: str) -> "Dossier":
        """Add a remark to a question."""
        notes = {**self.notes, question: (*self.notes.get(question, ()), StoredNote(text=text, at=at))}
        return self.model_copy(update={"notes": notes, "updated": at})

    def with_diagnosis(self, record: StoredDiagnosis, at: str) -> "Dossier":
        """Record a diagnosis, in place of one of the same day."""
        others = tuple(past for past in self.diagnoses if past.date != record.date)
        return self.model_copy(update={"diagnoses": (*others, record), "updated": at})
