"""Why: each conclusion in sentences that a client can follow, with the answers in words and the rule's place.

Nothing is decided here: every sentence is written from a trace.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from functools import cached_property
from string import ascii_uppercase
from typing import TYPE_CHECKING

from iag_diag.checking.places import Places
from iag_diag.content.questions import Question
from iag_diag.content.rules import Size
from iag_diag.diagnosis.answers import State
from iag_diag.diagnosis.close_calls import CloseCall
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.levers import levers
from iag_diag.diagnosis.results import (
    CriterionResult,
    Diagnosis,
    DimensionResult,
    GateResult,
    Lever,
    Reason,
    SheetResult,
    Trace,
    Verdict,
)
from iag_diag.diagnosis.robustness import Robustness, robustness
from iag_diag.dossiers.reading import Company
from iag_diag.dossiers.words import in_words
from iag_diag.reports import french
from iag_diag.reports.catalogue.pages import Page, Part, part
from iag_diag.reports.composition import verdict_text
from iag_diag.reports.former import Former, former, former_page
from iag_diag.reports.next_phase import duration, said_action
from iag_diag.reports.otherwise import Otherwise, otherwise
from iag_diag.reports.solidity import as_read, close_call, solidity_page, stability

if TYPE_CHECKING:
    from iag_diag.content.library.shelves import Library
    from iag_diag.diagnosis.guidance import Guidance

RULE = "Règle : "
_STATES = {
    State.UNANSWERED: "pas de réponse",
    State.HIDDEN: "la question ne se pose pas chez vous",
}
_HOLDS = {True: "Rempli", False: "Pas rempli", None: "On ne sait pas"}
_FATES = {
    "kept": "montré",
    "barred": "écarté",
    "same-wish": "laissé (deux autres répondent déjà au même besoin)",
    "no-room": "laissé (la place manque)",
}
_OUT_OF_REACH = frozenset((Verdict.WRONG_SIZE, Verdict.DONE, Verdict.NOT_APPLICABLE, Verdict.LATER))


class Explanation:
    """Everything concluded of one company on one day; each part is worked out when it is first explained."""

    def __init__(self, engine: Engine, company: Company, day: date, library: "Library | None" = None) -> None:
        self.engine = engine
        self.pack = engine.pack
        self.company = company
        self.answers = company.answers
        self.day = day
        self.diagnosis: Diagnosis = engine.diagnose(company.answers)
        self.states = engine.flow.facts(company.answers).states
        self.places = Places(engine.pack.documents)
        self._shelves = library
        self._otherwise: dict[str, tuple[Otherwise, ...]] = {}

    @cached_property
    def levers(self) -> tuple[Lever, ...]:
        """Ways to the next phase."""
        return levers(self.engine, self.answers, self.diagnosis)

    @cached_property
    def firmness(self) -> Robustness:
        """What the result hangs on."""
        return robustness(self.engine, self.answers, self.diagnosis)

    @cached_property
    def library(self) -> "Library":
        """The rest of the catalogue."""
        from iag_diag.content.library.shelves import Library

        return self._shelves or Library(self.pack)

    @cached_property
    def guidance(self) -> "Guidance":
        """What the rest of the study says."""
        from iag_diag.diagnosis.guidance import UNGUIDED
        from iag_diag.reports.guidance import guide_of

        guide = guide_of(self.library, self.day)
        facts = self.engine.facts(self.answers, self.diagnosis)
        return guide.guide(facts, solo=self.diagnosis.solo) if guide else UNGUIDED

    @property
    def size(self) -> Size:
        """What a firm of this size can carry."""
        planning = self.pack.planning
        return next(one for one in planning.sizes if one.id == (self.diagnosis.size or planning.default_size))

    @cached_property
    def former(self) -> Former | None:
        """What the dossier holds from other rules."""
        return former(self.engine, self.company.dossier)

    def otherwise(self, question: str) -> tuple[Otherwise, ...]:
        """Give what other answers to a question would change."""
        if question not in self._otherwise:
            self._otherwise[question] = otherwise(self.engine, self.answers, self.diagnosis, question)
        return self._otherwise[question]

    def whole(self) -> Iterator[Page]:
        """Give a page for each: what no longer holds, the phase, solidity, axes, points to watch, sheets."""
        if self.former:
            yield former_page(self.pack, self.former)
        yield self.phase()
        yield self.solidity()
        for axis in self.diagnosis.dimensions:
            yield self.axis(axis)
        yield self.alerts()
        for sheet in self.diagnosis.roadmap:
            yield self.sheet(sheet)
        yield self._aside()

    def phase(self) -> Page:
        """Why this phase, and not the next one."""
        phase = self.diagnosis.phase
        labels = {entry.id: entry.label for entry in self.pack.phases}
        place = next(entry.place for entry in self.pack.phases if entry.id == phase.id)
        parts = [self._gate(gate) for gate in phase.gates if gate.phase in (phase.id, phase.next_phase)]
        below = [f"{gate.label} ({gate.trace.place})" for gate in phase.gates if self._below(gate)]
        highest = "On est dans la plus haute phase dont les conditions, et celles d’en dessous, sont remplies"
        said = [f"{highest} ({place})."]
        if not phase.certain:
            ends = f"de « {labels[phase.lowest]} » à « {labels[phase.highest]} »"
            said.append(f"Des réponses manquent : la phase peut aller {ends}.")
        return Page(
            f"La phase : {phase.label.lower()}",
            tuple(said),
            (
                part("Conditions des phases d’en dessous, toutes remplies", below),
                *parts,
                part("Les réponses qui décideraient", map(self._asked, phase.deciding)),
                part("À une réponse près", map(self._close, self.firmness.close)),
                *self._ways(),
            ),
        )

    def _close(self, call: CloseCall) -> str:
        return close_call(self.pack, self.diagnosis, call)

    def _asked(self, question: str) -> str:
        ask = self.pack.questions[question].ask
        return (
            f"{self.question_read(question).label} À demander : {french.lower_first(ask)}"
            if ask
            else self.question_read(question).label
        )

    def _below(self, gate: GateResult) -> bool:
        ranks = self.pack.phase_ranks
        return ranks[gate.phase] < ranks[self.diagnosis.phase.id]

    def _gate(self, gate: GateResult) -> Part:
        phase = next(entry.label for entry in self.pack.phases if entry.id == gate.phase)
        lines = [*self._read(gate.trace), *([] if gate.holds else [f"À faire : {french.lower_first(gate.missing)}"])]
        return part(f"{_HOLDS[gate.holds]}, pour la phase {french.of(phase.lower())} : {gate.label}", lines)

    def _ways(self) -> Iterator[Part]:
        """Give what may lead to the next phase, each action once, then the ways to put them together."""
        target = next((entry for entry in self.pack.phases if entry.id == self.diagnosis.phase.next_phase), None)
        if target is None:
            return
        towards = f"Pour passer en phase {french.of(target.label.lower())}"
        if not self.levers:
            yield part(towards, [f"Aucune courte liste d’actions ne suffit ({target.place})."])
            return
        steps = dict.fromkeys(step for lever in self.levers for step in self._steps(lever))
        names = {step: _letter(place) for place, step in enumerate(steps)}
        if len(self.levers) == 1:
            yield part(f"{towards}, il faut ({duration(self.levers[0])})", steps)
            return
        yield part(f"{towards} : ce qui peut y mener", (f"{name}. {step}" for step, name in names.items()))
        ways = ([names[step] for step in self._steps(lever)] for lever in self.levers)
        yield part(
            f"{towards}, au choix (durées estimées)",
            (f"{french.listed(way)} : {duration(lever)}" for way, lever in zip(ways, self.levers, strict=True)),
        )

    def _steps(self, lever: Lever) -> Iterator[str]:
        """Give each action once, with the answers that it would change."""
        for rule, action in {action.trace.rule: action for action in lever.actions}.items():
            changes = [
                change for one, change in zip(lever.actions, lever.changes, strict=True) if one.trace.rule == rule
            ]
            question = self.question_read(changes[0].question)
            options = french.listed([f"« {in_words(question, change.after)} »" for change in changes])
            now = self.said(question.id)
            said = f"{options} en plus" if question.multiple else f"{now} deviendrait {options}"
            done = french.upper_first(said_action(self.pack, self.diagnosis, action))
            yield f"{done}. {question.label} {french.upper_first(said)}. {RULE}{action.trace.place}"

    def solidity(self) -> Page:
        """How firmly the result stands."""
        return solidity_page(self.pack, self.diagnosis, self.firmness)

    def axis(self, axis: DimensionResult) -> Page:
        """Why this score: the mean, its terms, the answers behind each."""
        place = next(one.place for one in self.pack.dimensions.dimensions if one.id == axis.id)
        said = f"{_mean(axis)} {RULE}{place if axis.score is not None else self.place('dimensions', 'coverage_floor')}"
        title = f"L’axe : {french.lower_first(axis.label)}"
        return Page(title, (axis.meaning, said), tuple(map(self._criterion, axis.criteria)))

    def _criterion(self, criterion: CriterionResult) -> Part:
        if not criterion.applies:
            said = "ne vous concerne pas, et sort de la moyenne"
        elif criterion.points is None:
            said = f"pas connu (poids {criterion.weight}) : cela ne fait pas baisser la note"
        else:
            said = f"{_points(criterion)}, poids {criterion.weight}"
        return part(f"{criterion.label} : {said}", self._read(criterion.trace, criterion.case))

    def alerts(self) -> Page:
        """Why these points to watch."""
        raised = tuple(
            part(f"{alert.label}.", [alert.text, *self._read(alert.trace), f"À faire : {alert.advice}"])
            for alert in self.diagnosis.alerts
        )
        return Page("Les points de vigilance", () if raised else ("Aucun ne ressort de vos réponses.",), raised)

    def sheet(self, result: SheetResult) -> Page:
        """Why this sheet is kept, or not."""
        sheet = self.pack.sheets[result.sheet]
        kept = result.verdict is Verdict.KEPT
        rank = f"Retenue, en {french.ordinal(result.rank)} action." if result.rank else ""
        said = rank if kept else f"Pas retenue. {verdict_text(self.pack, result)}"
        floor, place = self.pack.planning.need_floor, self.place("sheets", "planning", "need_floor")
        need = (
            f"Besoin : {result.need} ({_sum(result.reasons)}), pour un minimum de {floor} ({place})."
            if result.need
            else ""
        )
        firm = "" if result.verdict in _OUT_OF_REACH else stability(self.pack, self.firmness, sheet.id)
        after = [self.pack.sheets[name].name for name in result.after]
        parts = [
            *(part(f"{reason.text} (+{reason.weight})", self._read(reason.trace)) for reason in result.reasons),
            part("Elle vient après", after),
            part("La règle de cette fiche", [f"{result.place}"]),
        ]
        title = f"La fiche {sheet.number} : {french.lower_first(sheet.name)}"
        return Page(title, tuple(text for text in (said, need, firm) if text), tuple(parts))

    def _aside(self) -> Page:
        lines = [
            f"{self.pack.sheets[result.sheet].name} : {french.lower_first(verdict_text(self.pack, result))} "
            f"{RULE}{result.place}"
            for result in self.diagnosis.not_kept
        ]
        return Page("Les fiches qui ne sont pas retenues", (), (part("", lines),))

    def question(self, question: str) -> Page:
        """Say what an answer changed, everywhere, and what the others would."""
        diagnosis = self.diagnosis
        axes = (
            f"{axis.label} : {criterion.label}, {_points(criterion)} ({criterion.case or criterion.trace.place})"
            for axis in diagnosis.dimensions
            for criterion in axis.criteria
            if question in criterion.trace.questions and criterion.applies
        )
        gates = (
            f"{_HOLDS[gate.holds]} : {gate.label} ({gate.trace.place})"
            for gate in diagnosis.phase.gates
            if question in gate.trace.questions
        )
        alerts = (
            f"{alert.label} ({alert.trace.place})" for alert in diagnosis.alerts if question in alert.trace.questions
        )
        strengths = (
            f"{one.text} ({one.trace.place})" for one in diagnosis.strengths if question in one.trace.questions
        )
        sheets = (
            f"{self._name(result)} : {reason.text} (+{reason.weight}) ({reason.trace.place})"
            for result in (*diagnosis.roadmap, *diagnosis.not_kept)
            for reason in result.reasons
            if question in reason.trace.questions
        )
        actions = dict.fromkeys(
            f"{french.upper_first(said_action(self.pack, diagnosis, action))} ({action.trace.place})"
            for lever in self.levers
            for action in lever.actions
            if question in action.trace.questions
        )
        parts: tuple[Part, ...] = (
            part("Conditions de passage qui la lisent", gates),
            part("Notes où elle compte", axes),
            part("Points de vigilance qu’elle soulève", alerts),
            part("Points forts qu’elle montre", strengths),
            part("Fiches pour lesquelles elle plaide", sheets),
            part("Ce qu’elle règle d’autre", self._means(question)),
            part("Actions qui la changeraient, pour passer à la phase suivante", actions),
            part("Métiers, formations et lectures", self._picks(question)),
        )
        if not any(entry.lines for entry in parts):
            parts = (part("", ["Aucune règle ne s’en est servie pour vous : elle n’a rien changé."]),)
        said = f"Votre réponse : {self.said(question)} ({self.asked_at(question)})"
        return Page(self.question_read(question).label, (said,), (*parts, *map(_other, self.otherwise(question))))

    def asked_at(self, question: str) -> str:
        """Where a question is written."""
        file, line = self.places.question(question)
        return f"{file}:{line}" if line else file

    def _means(self, question: str) -> Iterator[str]:
        """Say what the answer sets besides the rules: the size, the time, how far a practice is."""
        pack, diagnosis = self.pack, self.diagnosis
        if question == pack.planning.time_question:
            hours = french.counted(diagnosis.hours_per_month, "heure")
            yield f"{hours} par mois pour la feuille de route ({self.place('sheets', 'planning', 'hours')})"
        if question == pack.manifest.size_question:
            yield f"{french.counted(self.size.keep, 'action')} au plus dans la feuille de route ({self.size.place})"
        for result in (*diagnosis.roadmap, *diagnosis.not_kept):
            if pack.practices.get(result.sheet) == question:
                yield f"{self._name(result)} : {verdict_text(pack, result) or 'encore à faire.'} ({result.place})"

    def _name(self, result: SheetResult) -> str:
        kept = "" if result.verdict is Verdict.KEPT else " (pas retenue)"
        return f"{self.pack.sheets[result.sheet].name}{kept}"

    def _picks(self, question: str) -> Iterator[str]:
        for compared, shown in self.guidance.benchmarks:
            if question in compared.trace.questions:
                figure = f"{french.tenths(shown.figure.tenths)} % {shown.figure.label}"
                yield f"Comparée à l’étude : {figure} ({compared.trace.place})"
        chosen = (self.guidance.occupations, self.guidance.trainings, self.guidance.resources)
        for pick in (pick for one in chosen for pick in (*one.kept, *one.left)):
            reasons = [reason for reason in pick.reasons if question in reason.trace.questions]
            barred = [pick.bar] if pick.bar and (reasons or question in pick.bar.trace.questions) else []
            if why := [*reasons, *barred]:
                said = " ".join(f"{reason.text} ({reason.trace.place})" for reason in why)
                yield f"{self.named(pick.entry)}, {_FATES[pick.fate]} : {french.lower_first(said)}"

    def named(self, entry: str) -> str:
        """Name of an entry of the library."""
        from iag_diag.reports.guidance import name_of

        return name_of(self.library, entry)

    def place(self, file: str, *path: str) -> str:
        """Where an entry of a file of rules is written."""
        name, line = self.places.at(f"rules/{file}.yaml", *path)
        return f"{name}:{line}" if line else name

    def _read(self, trace: Trace, case: str | None = None) -> list[str]:
        """List the answers that a rule read, in words, then where the rule stands, and the case of it that held."""
        line = (case or "").rpartition(":")[2]
        held = f", cas de la ligne {line}" if case and case != trace.place else ""
        return [f"{self.question_read(question).label} {self.said(question)}" for question in trace.questions] + [
            f"{RULE}{trace.place}{held}"
        ]

    def question_read(self, question: str) -> Question:
        """Return a question as this company reads it."""
        return as_read(self.pack, self.diagnosis, question)

    def said(self, question_id: str) -> str:
        """Give the company's answer in words, or why there is none."""
        state = self.states[question_id]
        if state in _STATES:
            return f"[{_STATES[state]}]"
        return f"« {in_words(self.question_read(question_id), self.answers[question_id])} »"


def _other(one: Otherwise) -> Part:
    said = _or(one.answers)
    if not one.differences:
        return part(f"Avec {said}", ["Rien ne changerait."])
    return part(f"Avec {said}", map(str, one.differences))


def _letter(place: int) -> str:
    """« A » for the first."""
    return ascii_uppercase[place] if place < len(ascii_uppercase) else f"Z{place}"


def _or(answers: Sequence[str]) -> str:
    return answers[0] if len(answers) == 1 else f"{', '.join(answers[:-1])} ou {answers[-1]}"


def _points(criterion: CriterionResult) -> str:
    known = criterion.points is not None
    return f"{french.counted(criterion.points or 0, 'point')} sur 100" if known else "pas connu"


def _mean(axis: DimensionResult) -> str:
    """« 33 : (0 × 3 + 100 × 1) / 4 », or why there is none."""
    known = [one for one in axis.criteria if one.applies and one.points is not None]
    if axis.total_weight == 0:
        return "Pas de note : rien de tout cela ne vous concerne."
    if axis.score is None:
        return f"Pas de note : {axis.coverage} % seulement du poids est connu."
    terms = " + ".join(f"{one.points} × {one.weight}" for one in known)
    partial = "" if axis.weight == axis.total_weight else f" {axis.coverage} % du poids est connu."
    return f"Note : {axis.score} sur 100, soit ({terms}) ÷ {axis.weight}, arrondi.{partial}"


def _sum(reasons: Iterable[Reason]) -> str:
    return " + ".join(str(reason.weight) for reason in reasons)
