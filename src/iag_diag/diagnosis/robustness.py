"""How firmly a result stands: on one answer, on what is still unknown, or on the weights that the pack chose.

The answers are those of `close_calls`. The weights are moved together, each of them (one per trigger, one per
criterion) by a draw of its own, and the roadmap is drawn up again: how often each sheet is still in it. The phase reads
no weight, and the least need for which a sheet is advised does not move. A rule's draws come from its name: the shares
of a company depend on its answers and on the rules that speak of it, on nothing else.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache
from hashlib import shake_256
from struct import unpack

from iag_diag.diagnosis import roadmap
from iag_diag.diagnosis.advice import Plea, order
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.close_calls import CloseCall, close_calls
from iag_diag.diagnosis.conditions import Facts
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.results import Diagnosis, Reason

_HIGHEST = 0xFFFF
UNIT = 100 * _HIGHEST
_CONTRARIES = 2
_RULES = 4096


@dataclass(frozen=True, slots=True)
class Presence:
    """In how many draws a sheet is in the roadmap."""

    sheet: str
    draws: int


@dataclass(frozen=True, slots=True)
class Robustness:
    """What a result hangs on.

    `close` are all the close calls, and `near` those of them that a misjudgement explains: on a scale of two answers
    the next one is the contrary. `kept` are the sheets of the roadmap, in its order, and `entering` those that some
    draws bring in, the most frequent first, each with the number of `draws` in which it is there; a sheet is `loose`
    when that is under `stays_from` percent of them. Weights move by `percent` percent at most.
    """

    certain: bool
    close: tuple[CloseCall, ...]
    near: tuple[CloseCall, ...]
    kept: tuple[Presence, ...]
    entering: tuple[Presence, ...]
    draws: int
    percent: int
    stays_from: int

    @property
    def loose(self) -> tuple[Presence, ...]:
        """Kept sheets that hang on the weights."""
        return tuple(one for one in self.kept if 100 * one.draws < self.stays_from * self.draws)

    @property
    def fragile(self) -> bool:
        """Whether anything is to be said of it."""
        return not self.certain or bool(self.near or self.loose)


def robustness(engine: Engine, answers: Answers, diagnosis: Diagnosis) -> Robustness:
    """Try a diagnosed company's answers one by one, then the weights."""
    rules = engine.pack.robustness
    close = close_calls(engine, answers, diagnosis)
    numbers = {sheet.id: (sheet.number, sheet.id) for sheet in engine.pack.sheets.values()}
    times = dict.fromkeys(numbers, 0)
    for kept in _Draws(engine, answers, diagnosis).roadmaps():
        for sheet in kept:
            times[sheet] += 1
    now = [result.sheet for result in diagnosis.roadmap]
    others = [sheet for sheet, draws in times.items() if draws and sheet not in now]
    return Robustness(
        certain=diagnosis.phase.certain,
        close=close,
        near=tuple(call for call in close if len(engine.pack.questions[call.question].options) > _CONTRARIES),
        kept=tuple(Presence(sheet, times[sheet]) for sheet in now),
        entering=tuple(
            Presence(sheet, times[sheet]) for sheet in sorted(others, key=lambda sheet: (-times[sheet], numbers[sheet]))
        ),
        draws=rules.draws,
        percent=rules.percent,
        stays_from=rules.stays_from,
    )


@lru_cache(maxsize=_RULES)
def factors(rule: str, percent: int, draws: int) -> tuple[int, ...]:
    """Give what the weight of a rule is multiplied by in each draw, in `UNIT`: one, give or take `percent` percent.

    SHAKE-256 of the rule's name, two bytes a draw: evenly spread, and the same everywhere, whereas Python does not
    promise that `random` draws the same integers in its next version.
    """
    drawn = unpack(f"<{draws}H", shake_256(rule.encode()).digest(2 * draws))
    return tuple(UNIT + percent * (2 * number - _HIGHEST) for number in drawn)


def trigger(rule: str) -> str:
    """Name of a trigger's weight; a criterion may have the same id."""
    return f"trigger {rule}"


def criterion(rule: str) -> str:
    """Name of a criterion's weight."""
    return f"criterion {rule}"


class _Draws:
    """The roadmaps of one company, one per draw of the weights."""

    def __init__(self, engine: Engine, answers: Answers, diagnosis: Diagnosis) -> None:
        self._engine = engine
        self._rules = engine.pack.robustness
        self._diagnosis = diagnosis
        self._facts = engine.facts(answers, diagnosis)
        self._carried = roadmap.means(engine.pack, self._facts, diagnosis.size)
        self._floor = engine.pack.planning.need_floor
        self._pleas = engine.advice.pleas(self._facts, self._carried.size, solo=diagnosis.solo)
        self._candidates = {plea.sheet: plea.candidate(self._floor) for plea in self._pleas}
        self._known: dict[tuple[str, ...], frozenset[str]] = {}

    def roadmaps(self) -> Iterator[frozenset[str]]:
        """Sheets kept, draw after draw."""
        open_ = [plea for plea in self._pleas if plea.open]
        needs = zip(*(self._needs(plea) for plea in open_), strict=True) if open_ else [()] * self._rules.draws
        floor = self._floor * UNIT
        for drawn in needs:
            asked = zip(open_, drawn, strict=True)
            wanted = sorted(order(one.fit, need, one.number, one.sheet) for one, need in asked if need >= floor)
            yield self._kept(tuple(sheet for *_, sheet in wanted))

    def _kept(self, wanted: tuple[str, ...]) -> frozenset[str]:
        """Plan with these candidates, the best first: the need itself no longer counts."""
        if wanted not in self._known:
            candidates = [self._candidates[sheet] for sheet in wanted]
            aside = [one.result for sheet, one in self._candidates.items() if sheet not in wanted]
            kept, _ = roadmap.plan(self._engine.pack, candidates, aside, self._carried)
            self._known[wanted] = frozenset(result.sheet for result in kept)
        return self._known[wanted]

    def _needs(self, plea: Plea) -> Sequence[int]:
        """Need of a sheet in each draw, in `UNIT`."""
        if plea.sheet not in self._engine.advice.scored:
            moved = [self._moved(reason) for reason in plea.reasons]
            return [sum(drawn) for drawn in zip(*moved, strict=True)] if moved else [0] * self._rules.draws
        return [
            sum(reason.weight * self._factors(trigger(reason.trace.rule))[draw] for reason in heard.reasons)
            for draw, heard in enumerate(self._heard_again(plea.sheet))
        ]

    def _moved(self, reason: Reason) -> Sequence[int]:
        return [reason.weight * factor for factor in self._factors(trigger(reason.trace.rule))]

    def _factors(self, rule: str) -> Sequence[int]:
        return factors(rule, self._rules.percent, self._rules.draws)

    def _heard_again(self, sheet: str) -> Iterator[Plea]:
        """Hear a sheet that an axis argues for, with the scores of each draw."""
        known = self._facts
        for scores in self._scores:
            facts = Facts(known.values, known.states, scores=scores, phase=known.phase)
            yield self._engine.advice.plea(sheet, facts, self._carried.size, solo=self._diagnosis.solo)

    @cached_property
    def _scores(self) -> Sequence[dict[str, Fraction | None]]:
        """Exact scores in each draw."""
        axes = self._diagnosis.dimensions
        rules = [one.trace.rule for axis in axes for one in axis.criteria]
        drawn = zip(*(self._factors(criterion(rule)) for rule in rules), strict=True)
        return [self._engine.scoring.moved(axes, dict(zip(rules, moved, strict=True))) for moved in drawn]
