"""Why: each conclusion in sentences that a client can follow, with the answers in words and the rule's place.

Nothing is decided here: every sentence is written from a trace.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import Answers, State
from iag_diag.diagnosis.close_calls import CloseCall
from iag_diag.diagnosis.guidance import Guidance
from iag_diag.diagnosis.results import (
    CriterionResult,
    Diagnosis,
    DimensionResult,
    GateResult,
    Reason,
    SheetResult,
    Trace,
    Verdict,
)
from iag_diag.diagnosis.selection import Fate
from iag_diag.dossiers.words import in_words
from iag_diag.errors import IagDiagError, UsageError, did_you_mean
from iag_diag.reports import french
from iag_diag.reports.catalogue.pages import Page, Part, part
from iag_diag.reports.composition import verdict_text
from iag_diag.reports.markdown import plain_text

_STATES = {
    State.UNANSWERED: "pas de réponse",
    State.HIDDEN: "la question ne se pose pas chez vous",
}
_HOLDS = {True: "Rempli", False: "Pas rempli", None: "On ne sait pas"}
_FATES = {
    Fate.KEPT: "montré",
    Fate.BARRED: "écarté",
    Fate.SAME_WISH: "laissé : deux autres répondent déjà au même besoin",
    Fate.NO_ROOM: "laissé : la place manque",
}


@dataclass(frozen=True)
class Explanation:
    """Everything concluded of one company, ready to be explained."""

    pack: Pack
    answers: Answers
    states: dict[str, State]
    diagnosis: Diagnosis
    guidance: Guidance
    close: tuple[CloseCall, ...] = ()

    def whole(self) -> Iterator[Page]:
        """Phase, axes, points to watch, sheets: the whole diagnosis, one page each."""
        yield self.phase()
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
        parts = [self._gate(gate) for gate in phase.gates if gate.phase in (phase.id, phase.next_phase)]
        below = [gate.label for gate in phase.gates if self._below(gate)]
        said = ["On est dans la plus haute phase dont les conditions, et celles d’en dessous, sont toutes remplies."]
        if not phase.certain:
            ends = f"de « {labels[phase.lowest]} » à « {labels[phase.highest]} »"
            said.append(f"Des réponses manquent : la phase peut aller {ends}.")
        asked = [self._label(question) for question in phase.deciding]
        return Page(
            f"La phase : {phase.label.lower()}",
            tuple(said),
            (
                part("Conditions des phases d’en dessous, toutes remplies", below),
                *parts,
                part("Les réponses qui décideraient", asked),
                part("À une réponse près", map(self._close, self.close)),
            ),
        )

    def _close(self, call: CloseCall) -> str:
        question = self.pack.questions[call.question]
        phase = next(entry.label for entry in self.pack.phases if entry.id == call.phase)
        would = f"avec « {in_words(question, call.after)} » au lieu de « {in_words(question, call.before)} »"
        return f"{self._label(call.question)} {french.upper_first(would)}, phase {french.of(phase.lower())}."

    def _below(self, gate: GateResult) -> bool:
        ranks = self.pack.phase_ranks
        return ranks[gate.phase] < ranks[self.diagnosis.phase.id]

    def _gate(self, gate: GateResult) -> Part:
        phase = next(entry.label for entry in self.pack.phases if entry.id == gate.phase)
        lines = [*self._read(gate.trace), *([] if gate.holds else [f"À faire : {french.lower_first(gate.missing)}"])]
        return part(f"{_HOLDS[gate.holds]}, pour la phase {french.of(phase.lower())} : {gate.label}", lines)

    def axis(self, axis: DimensionResult) -> Page:
        """Why this score: the mean, its terms, the answers behind each."""
        said = _mean(axis)
        title = f"L’axe : {french.lower_first(axis.label)}"
        return Page(title, (axis.meaning, said), tuple(map(self._criterion, axis.criteria)))

    def _criterion(self, criterion: CriterionResult) -> Part:
        if not criterion.applies:
            said = "ne vous concerne pas, et sort de la moyenne"
        elif criterion.points is None:
            said = f"pas connu (poids {criterion.weight}) : cela ne fait pas baisser la note"
        else:
            said = f"{criterion.points} points sur 100, poids {criterion.weight}"
        return part(f"{criterion.label} : {said}", self._read(criterion.trace))

    def alerts(self) -> Page:
        """Why these points to watch."""
        raised = tuple(
            part(f"{alert.label}.", [alert.text, *self._read(alert.trace)]) for alert in self.diagnosis.alerts
        )
        return Page("Les points de vigilance", () if raised else ("Aucun ne ressort de vos réponses.",), raised)

    def sheet(self, result: SheetResult) -> Page:
        """Why this sheet is kept, or not."""
        sheet = self.pack.sheets[result.sheet]
        kept = result.verdict is Verdict.KEPT
        rank = f"Retenue, en {french.ordinal(result.rank)} action." if result.rank else ""
        said = rank if kept else f"Pas retenue. {verdict_text(self.pack, result)}"
        floor = self.pack.planning.need_floor
        need = f"Besoin : {result.need} ({_sum(result.reasons)}), pour un minimum de {floor}." if result.need else ""
        after = [self.pack.sheets[name].name for name in result.after]
        parts = [
            *(part(f"{reason.text} (+{reason.weight})", self._read(reason.trace)) for reason in result.reasons),
            part("Elle vient après", after),
            part("La règle de cette fiche", [f"{result.place}"]),
        ]
        title = f"La fiche {sheet.number} : {french.lower_first(sheet.name)}"
        return Page(title, tuple(text for text in (said, need) if text), tuple(parts))

    def _aside(self) -> Page:
        lines = [
            f"{self.pack.sheets[result.sheet].name} : {french.lower_first(verdict_text(self.pack, result))}"
            for result in self.diagnosis.not_kept
        ]
        return Page("Les fiches qui ne sont pas retenues", (), (part("", lines),))

    def question(self, question: str) -> Page:
        """Say what an answer changed, everywhere."""
        axes = (
            f"{axis.label} : {criterion.label}, {'?' if criterion.points is None else criterion.points} points sur 100"
            for axis in self.diagnosis.dimensions
            for criterion in axis.criteria
            if question in criterion.trace.questions and criterion.applies
        )
        gates = (
            f"{_HOLDS[gate.holds]} : {gate.label}"
            for gate in self.diagnosis.phase.gates
            if question in gate.trace.questions
        )
        alerts = (alert.label for alert in self.diagnosis.alerts if question in alert.trace.questions)
        sheets = (
            f"{self._name(result)} : {reason.text} (+{reason.weight})"
            for result in (*self.diagnosis.roadmap, *self.diagnosis.not_kept)
            for reason in result.reasons
            if question in reason.trace.questions
        )
        parts: tuple[Part, ...] = (
            part("Conditions de passage qui la lisent", gates),
            part("Notes où elle compte", axes),
            part("Points de vigilance qu’elle soulève", alerts),
            part("Fiches pour lesquelles elle plaide", sheets),
            part("Métiers, formations et lectures", self._picks(question)),
        )
        if not any(entry.lines for entry in parts):
            parts = (part("", ["Aucune règle ne s’en est servie pour vous : elle n’a rien changé."]),)
        return Page(self._label(question), (f"Votre réponse : {self._said(question)}",), parts)

    def _name(self, result: SheetResult) -> str:
        kept = "" if result.verdict is Verdict.KEPT else " (pas retenue)"
        return f"{self.pack.sheets[result.sheet].name}{kept}"

    def _picks(self, question: str) -> Iterator[str]:
        for compared, shown in self.guidance.benchmarks:
            if question in compared.trace.questions:
                yield f"Comparée à l’étude : {french.tenths(shown.figure.tenths)} % {shown.figure.label}"
        chosen = (self.guidance.occupations, self.guidance.trainings, self.guidance.resources)
        for pick in (pick for one in chosen for pick in (*one.kept, *one.left)):
            reasons = [reason.text for reason in pick.reasons if question in reason.trace.questions]
            if reasons or (pick.bar and question in pick.bar.trace.questions):
                why = [*reasons, *([pick.bar.text] if pick.bar else [])]
                yield f"{pick.entry}, {_FATES[pick.fate]} : {french.lower_first(' '.join(why))}"

    def _read(self, trace: Trace) -> list[str]:
        """List the answers that a rule read, in words, then where the rule stands."""
        return [f"{self._label(question)} {self._said(question)}" for question in trace.questions] + [
            f"Règle : {trace.place}"
        ]

    def _label(self, question_id: str) -> str:
        question = self.pack.questions[question_id]
        return question.solo if self.diagnosis.solo and question.solo else question.label

    def _said(self, question_id: str) -> str:
        state = self.states[question_id]
        if state in _STATES:
            return f"[{_STATES[state]}]"
        return f"« {in_words(self.pack.questions[question_id], self.answers[question_id])} »"


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


WHAT = ("phase", "axe", "vigilance", "fiche", "question")


def explained(explanation: Explanation, what: str | None, entry: str | None) -> tuple[Page, ...]:
    """Pages that answer « pourquoi ? »: everything, or the phase, an axis, the points to watch, a sheet, an answer."""
    diagnosis, pack = explanation.diagnosis, explanation.pack
    match what:
        case None:
            return tuple(explanation.whole())
        case "phase":
            return (explanation.phase(),)
        case "vigilance":
            return (explanation.alerts(),)
        case "axe":
            axes = {axis.id: axis for axis in diagnosis.dimensions}
            chosen = _named(what, entry, axes)
            return tuple(map(explanation.axis, axes.values() if chosen is None else (axes[chosen],)))
        case "fiche":
            sheets = {result.sheet: result for result in (*diagnosis.roadmap, *diagnosis.not_kept)}
            numbers = {str(pack.sheets[sheet].number): sheet for sheet in sheets}
            chosen = _named(what, numbers.get(entry or "", entry), sheets)
            return tuple(map(explanation.sheet, sheets.values() if chosen is None else (sheets[chosen],)))
        case "question":
            chosen = _named(what, entry, pack.questions)
            if chosen is None:
                raise UsageError("Quelle question ? Il manque son nom court.", "La liste : iag-diag show questions")
            return (explanation.question(chosen),)
        case _:
            raise UsageError(f"« {what} » ne s’explique pas ainsi.", did_you_mean(what, WHAT))


def _named(what: str, entry: str | None, known: Collection[str]) -> str | None:
    """Find an entry by its short name; None where none was asked for."""
    if entry is not None and entry not in known:
        noun = {"axe": "L’axe", "fiche": "La fiche", "question": "La question"}[what]
        raise IagDiagError(f"{noun} « {entry} » n’existe pas.", did_you_mean(entry, known))
    return entry


def markdown_of(pages: Iterable[Page], company: str) -> str:
    """Write pages as an annex in Markdown; what a person typed comes out as text."""
    lines = [f"# Pourquoi ce résultat : {plain_text(company or 'votre entreprise')}", ""]
    for page in pages:
        lines += [f"## {page.title}", "", *(line for text in page.subtitles for line in (plain_text(text), ""))]
        for entry in (entry for entry in page.parts if entry.lines):
            if entry.title:
                lines += [f"**{plain_text(entry.title)}**", ""]
            lines += [*(f"- {plain_text(line)}" for line in entry.lines), ""]
    return "\n".join(lines).strip() + "\n"
