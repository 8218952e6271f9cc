"""Which sheets a company needs: eligible, argued for by triggers, and in which order."""

from dataclasses import dataclass

from iag_diag.content.conditions import (
    Condition,
    DimensionAtLeast,
    DimensionBelow,
    Named,
    atoms,
    questions_read,
)
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
        """Place among the candidates, the best first."""
        return order(self.fit, self.result.need, self.number, self.result.sheet)


@dataclass(frozen=True, slots=True)
class Plea:
    """What is argued for one sheet, before its need is weighed.

    `barred` says why no need would get it in; `later`, that its phase is more than one above the company's.
    """

    sheet: str
    number: int
    place: str
    fit: int
    practice: Practice
    reasons: tuple[Reason, ...]
    barred: Verdict | None
    later: bool

    @property
    def open(self) -> bool:
        """Whether the need alone decides."""
        return self.barred is None and not self.later

    def candidate(self, floor: int) -> Candidate:
        """Weigh the need; the verdict says whether the sheet really is a candidate."""
        need = sum(reason.weight for reason in self.reasons)
        result = SheetResult(self.sheet, self.place, self._verdict(need, floor), self.practice, need, self.reasons)
        return Candidate(self.fit, result, self.number)

    def _verdict(self, need: int, floor: int) -> Verdict:
        if self.barred is not None:
            return self.barred
        if need < floor:
            return Verdict.NOT_NEEDED
        return Verdict.LATER if self.later else Verdict.KEPT


class Advice:
    """The triggers of a pack, ready to weigh every sheet for a company; `scored` are those that an axis argues for."""

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
        self.scored = frozenset(
            rule.id
            for rule in pack.sheet_rules.values()
            if any(_reads_an_axis(trigger.when, pack) for trigger in rule.triggers)
        )
        levels = {
            question: [option.id for option in pack.questions[question].options] for question in pack.practices.values()
        }
        self._done = {
            question: frozenset(ids[ids.index(pack.planning.done_from) :]) for question, ids in levels.items()
        }
        self._started = {
            question: frozenset(ids[ids.index(pack.planning.started_from) :]) for question, ids in levels.items()
        }

    def pleas(self, facts: Facts, size: str | None, *, solo: bool) -> list[Plea]:
        """Hear what is argued for every sheet, in the order of the catalogue."""
        return [self.plea(sheet, facts, size, solo=solo) for sheet in self._pack.sheets]

    def plea(self, sheet: str, facts: Facts, size: str | None, *, solo: bool) -> Plea:
        """Hear what is argued for one sheet."""
        rule = self._pack.sheet_rules[sheet]
        practice = self._practice(sheet, facts)
        step = self._pack.phase_ranks[self._pack.sheets[sheet].phase] - self._pack.phase_ranks[facts.phase]
        return Plea(
            sheet=sheet,
            number=self._pack.sheets[sheet].number,
            place=rule.place,
            fit=_fit(step, basis=rule.basis is not None),
            practice=practice,
            reasons=self._reasons(sheet, facts, solo=solo),
            barred=_barred(rule, practice, size),
            later=step > 1,
        )

    def weigh(self, facts: Facts, size: str | None, *, solo: bool) -> tuple[list[Candidate], list[SheetResult]]:
        """Sort every sheet into candidates, best first, and sheets set aside with the reason."""
        floor = self._pack.planning.need_floor
        weighed = [plea.candidate(floor) for plea in self.pleas(facts, size, solo=solo)]
        candidates = [one for one in weighed if one.result.verdict is Verdict.KEPT]
        aside = [one.result for one in weighed if one.result.verdict is not Verdict.KEPT]
        return sorted(candidates, key=lambda candidate: candidate.order), aside

    def _reasons(self, sheet: str, facts: Facts, *, solo: bool) -> tuple[Reason, ...]:
        """Reasons that hold, the strongest first; ties in the order of the pack."""
        reasons = [
            Reason(trace, trigger.solo if solo and trigger.solo else trigger.reason, weight)
            for trigger, weight, trace, test in self._triggers[sheet]
            if test(facts)
        ]
        return tuple(sorted(reasons, key=lambda reason: -reason.weight))

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


def order(fit: int, need: int, number: int, sheet: str) -> tuple[int, int, int, str]:
    """Total order of candidates: group, then need, then the sheet's number, then its id."""
    return (fit, -need, number, sheet)


def _reads_an_axis(condition: Condition, pack: Pack) -> bool:
    return any(
        isinstance(atom, DimensionBelow | DimensionAtLeast)
        or (isinstance(atom, Named) and _reads_an_axis(pack.conditions[atom.named], pack))
        for atom in atoms(condition)
    )


def _barred(rule: SheetRule, practice: Practice, size: str | None) -> Verdict | None:
    if size is not None and size not in rule.sizes:
        return Verdict.WRONG_SIZE
    return {Practice.DONE: Verdict.DONE, Practice.NOT_APPLICABLE: Verdict.NOT_APPLICABLE}.get(practice)


def _fit(step: int, *, basis: bool) -> int:
    """Group of a sheet whose phase is `step` phases above the company's: lower is better."""
    if step < 0:
        return 0 if basis else 3
    return 1 if step == 0 else 2
