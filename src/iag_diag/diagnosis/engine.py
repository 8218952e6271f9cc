"""The whole diagnosis of one company: answers in, a frozen result out. It prints nothing and reads no file."""

from iag_diag.content.conditions import questions_read
from iag_diag.content.pack import Pack
from iag_diag.diagnosis import roadmap
from iag_diag.diagnosis.advice import Advice
from iag_diag.diagnosis.answers import Answers, State
from iag_diag.diagnosis.conditions import Facts, Test, interpreted
from iag_diag.diagnosis.flow import Flow
from iag_diag.diagnosis.phases import Phases
from iag_diag.diagnosis.results import AlertResult, Diagnosis, Trace
from iag_diag.diagnosis.scoring import Scoring, weakest


class Engine:
    """A pack made ready to run; then each company costs well under a millisecond."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.flow = Flow(pack)
        self.phases = Phases(pack)
        self.scoring = Scoring(pack)
        self.advice = Advice(pack)
        self._alerts: list[tuple[Trace, Test]] = [
            (Trace(alert.id, alert.place, questions_read(alert.when, pack.conditions)), interpreted(alert.when, pack))
            for alert in pack.alerts
        ]

    def size(self, facts: Facts) -> str | None:
        """Size of the company, None when it is not known."""
        question = self.pack.manifest.size_question
        value = facts.values.get(question)
        return value if facts.states[question] is State.GIVEN and isinstance(value, str) else None

    def facts(self, answers: Answers, diagnosis: Diagnosis) -> Facts:
        """Everything known of a company once it is diagnosed: what the rules of selection read."""
        facts = self.flow.facts(answers)
        facts.scores.update({dimension.id: dimension.exact for dimension in diagnosis.dimensions})
        facts.phase = diagnosis.phase.id
        return facts

    def diagnose(self, answers: Answers) -> Diagnosis:
        """Diagnose a company. `answers` hold known questions and options only (see `iag_diag.dossiers.answers`)."""
        pack = self.pack
        facts = self.flow.facts(answers)
        size = self.size(facts)
        solo = size == pack.manifest.solo_size
        dimensions = self.scoring.score(facts)
        phase = self.phases.place(facts, solo=solo)
        carried = roadmap.means(pack, facts, size)
        alerts = self._raised(facts, carried.size, solo=solo)
        candidates, aside = self.advice.weigh(facts, carried.size, solo=solo)
        kept, not_kept = roadmap.plan(pack, candidates, aside, carried)
        return Diagnosis(
            pack_id=pack.manifest.id,
            pack_version=pack.manifest.version,
            pack_hash=pack.hash,
            size=size,
            solo=solo,
            hours_per_month=carried.hours_per_month,
            phase=phase,
            dimensions=dimensions,
            alerts=alerts,
            strengths=self.scoring.strengths(dimensions, solo=solo),
            weakest=weakest(dimensions),
            roadmap=kept,
            not_kept=not_kept,
        )

    def _raised(self, facts: Facts, size: str, *, solo: bool) -> tuple[AlertResult, ...]:
        return tuple(
            AlertResult(
                trace=trace,
                label=alert.label,
                text=alert.solo if solo and alert.solo else alert.text,
                advice=alert.advice,
                sheets=tuple(sheet for sheet in alert.sheets if size in self.pack.sheet_rules[sheet].sizes),
            )
            for alert, (trace, test) in zip(self.pack.alerts, self._alerts, strict=True)
            if test(facts)
        )
