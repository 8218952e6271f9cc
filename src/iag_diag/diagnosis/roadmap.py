"""From candidates to a roadmap: what the company can carry, prerequisites first, over the horizons of the pack."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from iag_diag.content.pack import Pack
from iag_diag.diagnosis.advice import Candidate
from iag_diag.diagnosis.answers import State
from iag_diag.diagnosis.conditions import Facts
from iag_diag.diagnosis.results import Practice, Reason, SheetResult, Trace, Verdict


@dataclass(frozen=True, slots=True)
class Means:
    """What a company can carry: sheets at once, hours a month."""

    size: str
    keep: int
    hours_per_month: int


def means(pack: Pack, facts: Facts, size: str | None) -> Means:
    """Read the means of a company: what it said, else the habit of its size."""
    planning = pack.planning
    habit = next(entry for entry in planning.sizes if entry.id == (size or planning.default_size))
    hours = habit.hours_per_month
    if facts.states[planning.time_question] is State.GIVEN:
        said = next(hours for hours in planning.hours if hours.option == facts.values[planning.time_question])
        hours = max(said.per_month, hours) if said.or_more else said.per_month
    return Means(habit.id, habit.keep, hours)


def plan(
    pack: Pack, candidates: Sequence[Candidate], aside: Sequence[SheetResult], carried: Means
) -> tuple[tuple[SheetResult, ...], tuple[SheetResult, ...]]:
    """Keep what fits, schedule it, and say why the rest is not kept. Both parts are in a total order."""
    kept, refused = _Selection(pack, candidates, aside, carried).run()
    scheduled = _schedule(pack, kept, carried)
    gone = {result.sheet for result in scheduled}
    left = [result for result in (*refused, *aside) if result.sheet not in gone]
    numbers = {sheet.id: (sheet.number, sheet.id) for sheet in pack.sheets.values()}
    return scheduled, tuple(sorted(left, key=lambda result: numbers[result.sheet]))


class _Selection:
    """Goes down the candidates; each brings its missing prerequisites, or stays out with them."""

    def __init__(
        self, pack: Pack, candidates: Sequence[Candidate], aside: Sequence[SheetResult], carried: Means
    ) -> None:
        self.pack = pack
        self.carried = carried
        self.candidates = [candidate.result for candidate in candidates]
        self.results = {result.sheet: result for result in (*self.candidates, *aside)}
        self.budget = carried.hours_per_month * sum(horizon.months for horizon in pack.planning.horizons)
        self.kept: list[SheetResult] = []

    def run(self) -> tuple[list[SheetResult], list[SheetResult]]:
        refused: list[SheetResult] = []
        for candidate in self.candidates:
            if self._is_kept(candidate.sheet):
                continue
            chain = self._chain(candidate)
            if len(self.kept) + len(chain) > self.carried.keep:
                refused.append(replace(candidate, verdict=Verdict.NO_ROOM))
            elif self.kept and self._hours([*self.kept, *chain]) > self.budget:
                refused.append(replace(candidate, verdict=Verdict.NO_TIME))
            else:
                self.kept += chain
        return self.kept, refused

    def _is_kept(self, sheet: str) -> bool:
        return any(result.sheet == sheet for result in self.kept)

    def _hours(self, results: Sequence[SheetResult]) -> int:
        return sum(self._effort(result.sheet) for result in results)

    def _effort(self, sheet: str) -> int:
        return self.pack.sheets[sheet].effort[self.carried.size]

    def _chain(self, result: SheetResult) -> list[SheetResult]:
        """Return the sheet after its prerequisites that are neither in place, nor kept, nor out of its size."""
        called: dict[str, SheetResult] = {}
        self._call(result, called)
        return [called[sheet] for sheet in self.pack.sheet_order if sheet in called]

    def _call(self, result: SheetResult, called: dict[str, SheetResult]) -> None:
        """Call a sheet and what it needs; one that is called twice keeps its first reason."""
        rule = self.pack.sheet_rules[result.sheet]
        after: list[str] = []
        called[result.sheet] = result
        for prerequisite in rule.prerequisites:
            needed = self.results[prerequisite.sheet]
            if needed.practice in (Practice.DONE, Practice.NOT_APPLICABLE) or needed.verdict is Verdict.WRONG_SIZE:
                continue
            after.append(needed.sheet)
            if not self._is_kept(needed.sheet) and needed.sheet not in called:
                reason = Reason(Trace(rule.id, rule.place, ()), prerequisite.reason, 0)
                self._call(replace(needed, reasons=needed.reasons or (reason,)), called)
        hours = self._effort(result.sheet)
        called[result.sheet] = replace(result, verdict=Verdict.KEPT, after=tuple(after), hours=hours)


def _schedule(pack: Pack, kept: Sequence[SheetResult], carried: Means) -> tuple[SheetResult, ...]:
    """Spread the kept sheets evenly over the horizons in which they start.

    A sheet starts in the first horizon that still has room and whose hours are not all taken by the sheets before it;
    what is left to do then runs on into the next one. Places never go down, so a prerequisite, always kept before
    what needs it, never comes later.
    """
    horizons = pack.planning.horizons
    hours_by = [months * carried.hours_per_month for months in accumulate(horizon.months for horizon in horizons)]
    rooms = list(accumulate(_even(len(kept), len(horizons))))
    spent = 0
    scheduled: list[SheetResult] = []
    for rank, result in enumerate(kept, 1):
        fits = (place for place, room in enumerate(rooms) if len(scheduled) < room and spent < hours_by[place])
        place = next(fits, len(horizons) - 1)
        spent += result.hours or 0
        scheduled.append(replace(result, rank=rank, horizon=horizons[place].id))
    return tuple(scheduled)


def _even(count: int, groups: int) -> list[int]:
    """Split a count into groups as even as can be, the larger ones first: 4 in 3 is 2, 1, 1."""
    return [count // groups + (group < count % groups) for group in range(groups)]
