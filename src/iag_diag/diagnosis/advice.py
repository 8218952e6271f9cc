"""Which sheets a company needs: eligible, argued for by triggers, and in which order."""

from dataclasses import dataclass

from iag_diag.content.conditions import questions_read
from iag_diag.content.pack import Pack
from iag_diag.content.rules import SheetRule, Trigger
from iag_diag.diagnosis.answers import State
from iag_diag.diagnosis.conditions import Facts, Test, interpreted
from iag_diag.diagnosis.results import Practice, Reason, SheetResult, Trace, Verdict


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sheet that could be kept; `fit` orders the groups: a missing basis, this phase, the next, an earlier one."""

    fit: int
    result: SheetResult
    number: int

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Total order: group, then need, then the sheet's number, then its id."""
        return (self.fit, -self.result.need, self.number, self.result.sheet)


class Advice:
    """The triggers of a pack, ready to weigh every sheet for a company."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self._triggers: dict[str, list[tuple[Trigger, int, Trace, Test]]] = {
            rule.id: [
                (
                    trigger,
                    pack.forces[trigger.force].weight,
                    Trace(trigger.id, trigger.place, questions_read(trigger.when, pack.conditions)),
                    interpreted(trigger.when, pack),
                )
                for trigger in rule.triggers
            ]
            for rule in pack.sheet_rules.values()
        }
        levels = {
            question: [option.id for option in pack.questions[question].options] for question in pack.practices.values()
        }
        self._done = {
            question: frozenset(ids[ids.index(pack.planning.done_from) :]) for question, ids in levels.items()
        }
        self._started = {
            question: frozenset(ids[ids.index(pack.planning.started_from) :]) for question, ids in levels.items()
        }

    def weigh(self, facts: Facts, size: str | None, *, solo: bool) -> tuple[list[Candidate], list[SheetResult]]:
        """Sort every sheet into candidates, best first, and sheets set aside with the reason."""
        candidates: list[Candidate] = []
        aside: list[SheetResult] = []
        reached = self._pack.phase_ranks[facts.phase]
        for sheet in self._pack.sheets.values():
            rule = self._pack.sheet_rules[sheet.id]
            practice = self._practice(sheet.id, facts)
            reasons = self._reasons(sheet.id, facts, solo=solo)
            need = sum(reason.weight for reason in reasons)
            step = self._pack.phase_ranks[sheet.phase] - reached
            verdict = self._verdict(rule, practice, need, step, size)
            result = SheetResult(sheet.id, rule.place, verdict, practice, need, reasons)
            if verdict is Verdict.KEPT:
                candidates.append(Candidate(_fit(step, basis=rule.basis is not None), result, sheet.number))
            else:
                aside.append(result)
        return sorted(candidates, key=lambda candidate: candidate.order), aside

    def _reasons(self, sheet: str, facts: Facts, *, solo: bool) -> tuple[Reason, ...]:
        """Reasons that hold, the strongest first; ties in the order of the pack."""
        reasons = [
            Reason(trace, trigger.solo if solo and trigger.solo else trigger.reason, weight)
            for trigger, weight, trace, test in self._triggers[sheet]
            if test(facts)
        ]
        return tuple(sorted(reasons, key=lambda reason: -reason.weight))

    def _verdict(self, rule: SheetRule, practice: Practice, need: int, step: int, size: str | None) -> Verdict:
        if size is not None and size not in rule.sizes:
            return Verdict.WRONG_SIZE
        if practice is Practice.DONE:
            return Verdict.DONE
        if practice is Practice.NOT_APPLICABLE:
            return Verdict.NOT_APPLICABLE
        if need < self._pack.planning.need_floor:
            return Verdict.NOT_NEEDED
        return Verdict.LATER if step > 1 else Verdict.KEPT

    def _practice(self, sheet: str, facts: Facts) -> Practice:
        question = self._pack.practices.get(sheet)
        if question is None:
            return Practice.UNKNOWN
        match facts.states[question]:
            case State.GIVEN:
                level = facts.values[question]
                if level in self._done[question]:
                    return Practice.DONE
                return Practice.STARTED if level in self._started[question] else Practice.ABSENT
            case State.HIDDEN:
                return Practice.ABSENT
            case State.NOT_APPLICABLE:
                return Practice.NOT_APPLICABLE
            case _:
                return Practice.UNKNOWN


def _fit(step: int, *, basis: bool) -> int:
    """Group of a sheet whose phase is `step` phases above the company's: lower is better."""
    if step < 0:
        return 0 if basis else 3
    return 1 if step == 0 else 2
