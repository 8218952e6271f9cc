"""Which entries of the library fit a company: argued for by wishes, kept out by bars, a few kept, each with its why."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from iag_diag.content.conditions import Condition, questions_read
from iag_diag.content.library.entries import Entry
from iag_diag.content.library.selections import (
    Bar,
    Benchmarks,
    Comparison,
    Display,
    Notice,
    Preference,
    Selection,
    Wish,
)
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import State
from iag_diag.diagnosis.conditions import Facts, Test, interpreted
from iag_diag.diagnosis.results import Reason, Trace


class Fate(StrEnum):
    """What became of an entry that a wish argued for."""

    KEPT = "kept"
    BARRED = "barred"
    SAME_WISH = "same-wish"
    NO_ROOM = "no-room"


@dataclass(frozen=True, slots=True)
class Pick:
    """An entry that was argued for; `bar` is what keeps it out.

    `reasons` are the strongest first, after the one to which a kept entry owes its place.
    """

    entry: str
    fate: Fate
    need: int
    reasons: tuple[Reason, ...]
    bar: Reason | None = None


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a selection gives: `kept` in the order of display, `left` in the order of need, sentences to say.

    `fallback`: nothing in the answers argued for anything, and what is kept is what suits most companies.
    """

    kept: tuple[Pick, ...] = ()
    left: tuple[Pick, ...] = ()
    notices: tuple[Reason, ...] = ()
    fallback: bool = False


NOTHING = Chosen()


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison that can be made: the question, its options, the row, and how the company is told of its answer."""

    trace: Trace
    question: str
    options: tuple[str, ...]
    row: str | None
    text: str


_Match: TypeAlias = Callable[[Facts], Sequence[int]]
_NOBODY: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class _Heard:
    """A wish made ready: what it says to a company and to an owner alone, and the entries that it argues for."""

    reason: Reason
    solo: Reason
    alone: bool
    match: _Match


class Selector:
    """A selection made ready for any number of companies."""

    def __init__(self, pack: Pack, selection: Selection, entries: Sequence[Entry]) -> None:
        self._pack = pack
        self._selection = selection
        self._entries = entries
        self._wishes = [self._wish(wish) for wish in sorted(selection.wishes, key=lambda wish: not wish.alone)]
        self._alone = {wish.id for wish in (*selection.wishes, *selection.otherwise) if wish.alone}
        self._otherwise = [self._wish(wish) for wish in selection.otherwise]
        self._bars = [
            (self._said(bar), _test(bar.when, pack), _test(bar.unless, pack), self._carrying(bar))
            for bar in selection.bars
        ]
        self._notices = [(self._said(notice), interpreted(notice.when, pack)) for notice in selection.notices]
        self._order = [tuple(_key(entry, by) for by in selection.preferences) for entry in entries]

    def choose(self, facts: Facts, *, solo: bool) -> Chosen:
        """Choose for one company whose answers, scores and phase are settled."""
        barred = self._barred(facts)
        argued = self._argued(self._wishes, facts, solo=solo)
        fallback = argued.keys() <= barred.keys()
        if fallback:
            usual = self._argued(self._otherwise, facts, solo=solo)
            argued |= {place: reasons for place, reasons in usual.items() if place not in argued}
        notices = tuple(reason for reason, test in self._notices if test(facts))
        if not argued:
            return Chosen(notices=notices)
        kept, left = self._sorted(argued, barred)
        return Chosen(kept, left, notices, fallback)

    def _argued(self, wishes: Sequence[_Heard], facts: Facts, *, solo: bool) -> dict[int, list[Reason]]:
        """Collect the reasons for each entry; wishes that do not argue alone are heard last."""
        argued: dict[int, list[Reason]] = {}
        for heard in wishes:
            reason = heard.solo if solo else heard.reason
            for place in heard.match(facts):
                if heard.alone:
                    argued.setdefault(place, []).append(reason)
                elif place in argued:
                    argued[place].append(reason)
        for reasons in argued.values():
            reasons.sort(key=lambda reason: -reason.weight)
        return argued

    def _barred(self, facts: Facts) -> dict[int, Reason]:
        barred: dict[int, Reason] = {}
        for why, test, lifted, places in self._bars:
            if (test is None or test(facts)) and not (lifted and lifted(facts)):
                for place in places:
                    barred.setdefault(place, why)
        return barred

    def _sorted(
        self, argued: dict[int, list[Reason]], barred: dict[int, Reason]
    ) -> tuple[tuple[Pick, ...], tuple[Pick, ...]]:
        needs = {place: sum(reason.weight for reason in reasons) for place, reasons in argued.items()}
        kept: list[int] = []
        picks: dict[int, Pick] = {}
        owed: Counter[str] = Counter()
        most = self._selection.most_per_wish or len(argued)
        for place in sorted(argued, key=lambda place: (-needs[place], self._order[place], place)):
            reasons = argued[place]
            owner = next(
                (why for why in reasons if why.trace.rule in self._alone and owed[why.trace.rule] < most), None
            )
            if place in barred:
                fate = Fate.BARRED
            elif owner is None:
                fate = Fate.SAME_WISH
            elif len(kept) == self._selection.keep:
                fate = Fate.NO_ROOM
            else:
                fate = Fate.KEPT
                owed[owner.trace.rule] += 1
                reasons = [owner, *(why for why in reasons if why is not owner)]
                kept.append(place)
            pick = Pick(self._entries[place].id, fate, needs[place], tuple(reasons), barred.get(place))
            picks[place] = pick
        if self._selection.display is Display.PREFERENCES:
            kept.sort(key=lambda place: (self._order[place], place))
        left = (pick for pick in picks.values() if pick.fate is not Fate.KEPT)
        return tuple(picks[place] for place in kept), tuple(left)

    def _wish(self, wish: Wish) -> _Heard:
        trace = self._trace(wish.id, wish.place, wish.when)
        if wish.ticked is not None:
            trace = Trace(wish.id, wish.place, (*trace.questions, wish.ticked))
        weight = self._pack.forces[wish.force].weight
        return _Heard(
            Reason(trace, wish.reason, weight),
            Reason(trace, wish.solo or wish.reason, weight),
            wish.alone,
            self._match(wish),
        )

    def _match(self, wish: Wish) -> _Match:
        """Places of the entries that a wish argues for, given a company."""
        test = _test(wish.when, self._pack)
        places = self._carrying(wish)
        question = wish.ticked
        if question is None:
            return lambda facts: places if test is None or test(facts) else _NOBODY
        by_id = {self._entries[place].id: place for place in places}

        def match(facts: Facts) -> Sequence[int]:
            if facts.states[question] is not State.GIVEN or (test is not None and not test(facts)):
                return _NOBODY
            return [by_id[option] for option in facts.values[question] if option in by_id]

        return match

    def _carrying(self, rule: Wish | Bar) -> tuple[int, ...]:
        above = rule.above if isinstance(rule, Bar) else {}
        return tuple(
            place
            for place, entry in enumerate(self._entries)
            if entry.carries(rule.entries)
            and all(entry.measures.get(measure, 0) > most for measure, most in above.items())
        )

    def _said(self, rule: Bar | Notice) -> Reason:
        if isinstance(rule, Notice):
            return Reason(self._trace(rule.id, rule.place, rule.when), rule.text, 0)
        return Reason(self._trace(rule.id, rule.place, rule.when, rule.unless), rule.reason, 0)

    def _trace(self, rule: str, place: str, *conditions: Condition | None) -> Trace:
        written = (condition for condition in conditions if condition is not None)
        read = (question for condition in written for question in questions_read(condition, self._pack.conditions))
        return Trace(rule, place, tuple(dict.fromkeys(read)))


class Comparer:
    """The comparisons with the published figures, made ready for any number of companies."""

    def __init__(self, pack: Pack, benchmarks: Benchmarks) -> None:
        self.keep = benchmarks.keep
        self._comparisons: list[tuple[Comparison, Trace, list[tuple[str, Test]]]] = [
            (
                comparison,
                Trace(comparison.id, comparison.place, (comparison.question,)),
                [(saying.text, interpreted(saying.when, pack)) for saying in comparison.says],
            )
            for comparison in benchmarks.comparisons
        ]

    def compare(self, facts: Facts) -> tuple[Compared, ...]:
        """List every comparison that the company's answers allow, in the order of the rules."""
        found = []
        for comparison, trace, sayings in self._comparisons:
            text = next((text for text, test in sayings if test(facts)), None)
            if text is not None:
                found.append(Compared(trace, comparison.question, comparison.options, comparison.row, text))
        return tuple(found)


def _test(when: Condition | None, pack: Pack) -> Test | None:
    return interpreted(when, pack) if when is not None else None


def _key(entry: Entry, by: Preference) -> int:
    """Place of an entry by one preference, the lowest first; what is not said comes last."""
    if by.measure is not None:
        return entry.measures.get(by.measure, 10**9)
    carried = entry.facets.get(by.facet or "", ())
    return min((by.values.index(word) for word in carried if word in by.values), default=len(by.values))
