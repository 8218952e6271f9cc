"""Before and after: what other answers would change, and nothing else."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, TypeAlias

from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.strict_yaml import Document
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Answers, State, Value
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.results import Diagnosis
from iag_diag.dossiers.answers import checked
from iag_diag.dossiers.words import in_words
from iag_diag.errors import ContentError, UsageError, did_you_mean
from iag_diag.reports import french
from iag_diag.reports.catalogue.pages import Page, part


def changed(pack: Pack, answers: Answers, changes: Sequence[str]) -> dict[str, Value]:
    """Read « question=réponse » (several joined by commas); what is not an answer is refused, all at once."""
    wanted: dict[str, Any] = {}
    for text in changes:
        question_id, equals, given = text.partition("=")
        if not equals or not given:
            raise UsageError(f"« {text} » n’est pas un changement.", "Écrivez question=réponse : acces-public=non")
        question = pack.questions.get(question_id)
        if question is None:
            raise UsageError(f"La question « {question_id} » n’existe pas.", did_you_mean(question_id, pack.questions))
        if question.kind in (Kind.MATRIX, Kind.TEXT):
            raise UsageError(f"« {question_id} » ne se change pas ainsi.", "Corrigez le dossier : iag-diag start")
        several = question.kind is Kind.MULTIPLE and given not in (NSP, SANS_OBJET)
        wanted[question_id] = given.split(",") if several else given
    document = Document("ligne de commande")
    found = checked(pack, wanted, document)
    if document.problems:
        raise ContentError("Ces réponses ne peuvent pas être essayées.", document.problems)
    return {**answers, **found}


class Kinds(StrEnum):
    """What other answers may change."""

    PHASE = "phase"
    GATE = "gate"
    AXIS = "axis"
    ALERT = "alert"
    SHEET = "sheet"


Side: TypeAlias = str | int | bool | None


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that other answers would change, and the rule that says so.

    `before` and `after` are the label of a phase, whether a gate holds (None: nobody knows), the score of an axis (None
    where none is shown), whether a point to watch is raised or a sheet kept.
    """

    kind: Kinds
    id: str
    label: str
    before: Side
    after: Side
    place: str

    def __str__(self) -> str:
        """Say it in a line, with the place of the rule."""
        match self.kind:
            case Kinds.PHASE:
                said = f"Phase : {self.before} → {self.after}"
            case Kinds.GATE:
                said = f"Condition « {self.label.rstrip('.')} » : {_holds(self.before)} → {_holds(self.after)}"
            case Kinds.AXIS:
                said = f"{self.label} : {score_words(self.before)} → {score_words(self.after)}"
            case Kinds.ALERT:
                said = f"Point de vigilance en {'plus' if self.after else 'moins'} : {self.label}"
            case Kinds.SHEET:  # pragma: no branch - the set is closed
                said = f"Action en {'plus' if self.after else 'moins'} : {self.label}"
        return f"{said} ({self.place})"


class Comparison:
    """One company as it is (`diagnosis`, where it is known already), and as it would be."""

    def __init__(self, engine: Engine, before: Answers, after: Answers, diagnosis: Diagnosis | None = None) -> None:
        self._engine = engine
        self._pack = engine.pack
        self._answers = (before, after)
        self._diagnoses = (diagnosis or engine.diagnose(before), engine.diagnose(after))

    @cached_property
    def _states(self) -> tuple[Mapping[str, State], ...]:
        return tuple(self._engine.flow.facts(answers).states for answers in self._answers)

    def page(self) -> Page:
        """Lay the two out, side by side; what stays is not said."""
        before, after = self._diagnoses
        phase = (
            f"Vous resteriez en phase {french.of(before.phase.label.lower())}."
            if before.phase.id == after.phase.id
            else f"{before.phase.label} → {after.phase.label}"
        )
        parts = (
            part("Ce que vous changeriez", self._changes()),
            part("La phase", [phase]),
            part("Ce qui manquerait encore pour la suivante", [gate.missing for gate in after.phase.blocking]),
            part("Les notes qui bougeraient", self._axes()),
            part("Points de vigilance en moins", _without(_alerts(before), _alerts(after))),
            part("Points de vigilance en plus", _without(_alerts(after), _alerts(before))),
            part("Actions qui s’ajouteraient", _without(self._sheets(after), self._sheets(before))),
            part("Actions qui sortiraient", _without(self._sheets(before), self._sheets(after))),
        )
        return Page("Et si… avant → après (rien n’est enregistré)", (), parts)

    def differences(self) -> Iterator[Difference]:
        """Give what differs, one thing at a time; nothing where nothing does."""
        before, after = self._diagnoses
        here, there = (self._span(diagnosis) for diagnosis in self._diagnoses)
        if here != there:
            entry = next(entry for entry in self._pack.phases if entry.id == after.phase.id)
            yield Difference(Kinds.PHASE, entry.id, entry.label, here, there, entry.place)
        for gate, then in zip(before.phase.gates, after.phase.gates, strict=True):
            if gate.holds is not then.holds:
                yield Difference(Kinds.GATE, gate.trace.rule, then.label, gate.holds, then.holds, gate.trace.place)
        places = {axis.id: axis.place for axis in self._pack.dimensions.dimensions}
        for axis, moved in zip(before.dimensions, after.dimensions, strict=True):
            if axis.score != moved.score:
                yield Difference(Kinds.AXIS, axis.id, axis.label, axis.score, moved.score, places[axis.id])
        for rule in self._pack.alerts:
            one, other = (any(alert.trace.rule == rule.id for alert in side.alerts) for side in self._diagnoses)
            if one != other:
                yield Difference(Kinds.ALERT, rule.id, rule.label, one, other, rule.place)
        for sheet in self._pack.sheets.values():
            one, other = (any(kept.sheet == sheet.id for kept in side.roadmap) for side in self._diagnoses)
            if one != other:
                yield Difference(Kinds.SHEET, sheet.id, sheet.name, one, other, self._pack.sheet_rules[sheet.id].place)

    def _span(self, diagnosis: Diagnosis) -> str:
        phase = diagnosis.phase
        labels = {entry.id: entry.label for entry in self._pack.phases}
        return phase.label if phase.certain else f"{phase.label} (peut-être jusqu’à « {labels[phase.highest]} »)"

    def data(self) -> Mapping[str, Any]:
        """Lay the same out for a machine."""
        before, after = (self._data(diagnosis) for diagnosis in self._diagnoses)
        return {"changes": self._moved(), "before": before, "after": after}

    def _data(self, diagnosis: Diagnosis) -> dict[str, Any]:
        return {
            "phase": diagnosis.phase.id,
            "highest": diagnosis.phase.highest,
            "blocking": [gate.trace.rule for gate in diagnosis.phase.blocking],
            "dimensions": {axis.id: axis.score for axis in diagnosis.dimensions},
            "alerts": [alert.trace.rule for alert in diagnosis.alerts],
            "roadmap": [result.sheet for result in diagnosis.roadmap],
        }

    def _moved(self) -> list[str]:
        before, after = self._answers
        return [question for question in self._pack.questions if before.get(question) != after.get(question)]

    def _changes(self) -> Iterator[str]:
        hidden = [question for question in self._moved() if self._states[1][question] is State.HIDDEN]
        for question in self._moved():
            said = " → ".join(self._said(question, answers) for answers in self._answers)
            yield f"{self._pack.questions[question].label} {said}"
        for question in hidden:
            yield f"Sans effet : « {self._pack.questions[question].label} » ne se pose pas dans ce cas."

    def _said(self, question: str, answers: Answers) -> str:
        value = answers.get(question)
        return "[pas de réponse]" if value is None else f"« {in_words(self._pack.questions[question], value)} »"

    def _axes(self) -> Iterator[str]:
        for before, after in zip(*(diagnosis.dimensions for diagnosis in self._diagnoses), strict=True):
            if before.score != after.score:
                yield f"{after.label} : {score_words(before.score)} → {score_words(after.score)}"

    def _sheets(self, diagnosis: Diagnosis) -> list[str]:
        return [self._pack.sheets[result.sheet].name for result in diagnosis.roadmap]


def _holds(holds: Side) -> str:
    return "on ne sait pas" if holds is None else "remplie" if holds else "pas remplie"


def score_words(score: Side) -> str:
    """Say a score, or that none is shown."""
    return "à compléter" if score is None else str(score)


def _alerts(diagnosis: Diagnosis) -> list[str]:
    return [alert.label for alert in diagnosis.alerts]


def _without(entries: Iterable[str], others: Iterable[str]) -> list[str]:
    gone = set(others)
    return [entry for entry in entries if entry not in gone]
