"""The meeting six months later: two diagnoses of one company, judged by the same rules, on the questions they share."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from iag_diag.content.conditions import Condition, questions_read
from iag_diag.content.pack import Pack
from iag_diag.content.strict_yaml import Document
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.results import Diagnosis
from iag_diag.dossiers.answers import checked
from iag_diag.dossiers.model import ActionState, StoredDiagnosis
from iag_diag.dossiers.tracking import STATES, Followed
from iag_diag.dossiers.words import in_words
from iag_diag.reports import french
from iag_diag.reports.catalogue.pages import Page, Part, part
from iag_diag.reports.whatif import score_words

_MOST_USES = 3


@dataclass(frozen=True, slots=True)
class Side:
    """A diagnosis of a day: as it was kept, and as the present rules make it from its answers (none kept: None)."""

    record: StoredDiagnosis
    answers: Answers
    diagnosis: Diagnosis | None


class Progress:
    """Two diagnoses of one company, the older first, without the answers that the present pack does not know."""

    def __init__(
        self, engine: Engine, old: StoredDiagnosis, new: StoredDiagnosis, actions: Sequence[Followed] = ()
    ) -> None:
        self._pack = engine.pack
        self._actions = actions
        self._sides = tuple(_side(engine, record) for record in (old, new))

    @cached_property
    def _days(self) -> tuple[str, ...]:
        return tuple(french.long_date(date.fromisoformat(side.record.date)) for side in self._sides)

    @property
    def _moved(self) -> list[str]:
        """Questions answered otherwise; those that only one of the two was asked are told apart."""
        before, after = (side.answers for side in self._sides)
        return [
            question
            for question in self._pack.questions
            if question in before and question in after and before[question] != after[question]
        ]

    @property
    def _only_new(self) -> list[str]:
        before, after = (side.answers for side in self._sides)
        return [question for question in self._pack.questions if question in after and question not in before]

    def page(self) -> Page:
        """Say it to both the company and its adviser; what stays is not said."""
        before, after = self._days
        return Page(f"Du {before} au {after}", tuple(self._cautions()), tuple(self._parts()))

    def _cautions(self) -> Iterator[str]:
        """Be honest about what is compared."""
        present = (self._pack.manifest.version, self._pack.hash)
        packs = [side.record.pack for side in self._sides]
        if any((one.version, one.hash) != present for one in packs):
            kept = [f"version {one.version} le {day}" for one, day in zip(packs, self._days, strict=True)]
            yield (
                f"Le référentiel a changé ({', '.join(kept)} ; aujourd’hui version {present[0]}). Les deux diagnostics "
                "sont refaits ici avec les règles d’aujourd’hui, et seules les questions qui restent sont comparées."
            )
        for side, day in zip(self._sides, self._days, strict=True):
            if side.diagnosis is None:
                yield f"Les réponses du {day} n’ont pas été gardées : on ne compare que ce qui l’a été."
            elif side.diagnosis.phase.id != side.record.phase:
                yield (
                    f"Le {day}, les règles d’alors disaient « {self._phase(side.record.phase)} » ; celles "
                    f"d’aujourd’hui disent « {side.diagnosis.phase.label} » des mêmes réponses."
                )

    def _parts(self) -> Iterator[Part]:
        yield part("La phase", [self._phases()])
        yield part("Les notes qui ont bougé", self._axes())
        yield part("Les réponses qui ont changé, et ce qu’elles comptent", self._changes())
        yield part("Ce que l’on ne savait pas encore", self._learnt())
        before, after = (self._alerts(side) for side in self._sides)
        yield part("Points de vigilance nouveaux", [label for label in after if label not in before])
        yield part("Points de vigilance levés", [label for label in before if label not in after])
        yield part("Vos actions", self._done())

    def _phases(self) -> str:
        before, after = (self._reached(side) for side in self._sides)
        rank = self._pack.phase_ranks
        if before == after:
            return f"Toujours « {self._phase(after)} »."
        further = rank.get(after, 0) > rank.get(before, 0)
        said = "" if further else " La phase suit les réponses : lisez plus bas ce qui a changé."
        return f"« {self._phase(before)} » → « {self._phase(after)} ».{said}"

    def _reached(self, side: Side) -> str:
        return side.diagnosis.phase.id if side.diagnosis else side.record.phase

    def _phase(self, phase: str) -> str:
        return next((entry.label for entry in self._pack.phases if entry.id == phase), phase)

    def _scores(self, side: Side) -> Mapping[str, int | None]:
        if side.diagnosis is None:
            return side.record.dimensions
        return {axis.id: axis.score for axis in side.diagnosis.dimensions}

    def _axes(self) -> Iterator[str]:
        before, after = map(self._scores, self._sides)
        for axis in self._pack.dimensions.dimensions:
            one, other = before.get(axis.id), after.get(axis.id)
            if one != other:
                said = [score_words(score) for score in (one, other)]
                by = f" ({other - one:+d})" if one is not None and other is not None else ""
                yield f"{axis.label} : {' → '.join(said)}{by.replace('-', '−')}"

    def _changes(self) -> Iterator[str]:
        for question in self._moved:
            asked = self._pack.questions[question]
            said = " → ".join(f"« {in_words(asked, side.answers[question])} »" for side in self._sides)
            uses = self._uses.get(question, [])
            more = f" et {len(uses) - _MOST_USES} autres" if len(uses) > _MOST_USES else ""
            counts = f" Cela compte pour : {', '.join(uses[:_MOST_USES])}{more}." if uses else ""
            yield f"{asked.label} {said}.{counts}"

    def _learnt(self) -> Iterator[str]:
        if self._sides[0].diagnosis is None:
            return
        for question in self._only_new:
            asked = self._pack.questions[question]
            yield f"{asked.label} « {in_words(asked, self._sides[1].answers[question])} »"

    def _alerts(self, side: Side) -> list[str]:
        if side.diagnosis:
            return [alert.label for alert in side.diagnosis.alerts]
        return [alert.label for alert in self._pack.alerts if alert.id in side.record.alerts]

    def _done(self) -> Iterator[str]:
        for state in (ActionState.DONE, ActionState.DOING, ActionState.TODO, ActionState.DROPPED):
            names = [one.name for one in self._actions if one.action.state is state]
            if names:
                yield f"{french.upper_first(STATES[state])} : {' ; '.join(map(french.lower_first, names))}."

    @cached_property
    def _uses(self) -> Mapping[str, list[str]]:
        """What each question counts for: gates and axes, in words."""
        uses: dict[str, dict[str, None]] = {}
        for what, condition in _read(self._pack):
            for question in questions_read(condition, self._pack.conditions):
                uses.setdefault(question, {})[what] = None
        return {question: list(whats) for question, whats in uses.items()}

    def data(self) -> Mapping[str, Any]:
        """Lay the same out for a machine."""
        before, after = self._sides
        return {
            "schema": 1,
            "before": self._data(before),
            "after": self._data(after),
            "changed": [
                {
                    "question": question,
                    "from": before.answers[question],
                    "to": after.answers[question],
                    "counts_for": self._uses.get(question, []),
                }
                for question in self._moved
            ],
            "learnt": self._only_new,
            "actions": [{"sheet": one.sheet, "state": one.action.state.value} for one in self._actions],
            "cautions": list(self._cautions()),
        }

    def _data(self, side: Side) -> Mapping[str, Any]:
        record = side.record
        return {
            "date": record.date,
            "pack": record.pack.model_dump(),
            "recorded_phase": record.phase,
            "phase": self._reached(side),
            "dimensions": dict(self._scores(side)),
            "alerts": [alert.trace.rule for alert in side.diagnosis.alerts] if side.diagnosis else list(record.alerts),
            "same_rules": side.diagnosis is not None,
        }


def _side(engine: Engine, record: StoredDiagnosis) -> Side:
    answers = checked(engine.pack, record.answers, Document("")) if record.answers else {}
    return Side(record, answers, engine.diagnose(answers) if record.answers else None)


def _read(pack: Pack) -> Iterator[tuple[str, Condition]]:
    """Give the conditions that gates and criteria read, each with what it is for, the gates first."""
    for phase in pack.phases:
        for gate in phase.gates:
            yield f"la phase {french.of(phase.label.lower())}", gate.when
    for axis in pack.dimensions.dimensions:
        for rule in axis.criteria:
            whens = [case.when for case in rule.cases] + ([rule.applies] if rule.applies else [])
            yield from ((f"la note « {axis.label} »", when) for when in whens)
