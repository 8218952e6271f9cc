"""What the analysis of a pack says of its rules agrees with trying every company, on small packs of any shape."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product
from math import prod
from typing import Any

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from small_packs import Draw, Entry, offered, small_pack, small_packs

from iag_diag.checking.analysis import analysed
from iag_diag.content.conditions import Condition
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import Answers, State
from iag_diag.diagnosis.conditions import interpreted
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.flow import Flow
from shown import shown

MOST_COMPANIES = 1_000
POINTS = (10, 20, 30)


@st.composite
def packs(draw: Draw) -> Entry:
    """Draw a small pack with alerts, a criterion and a sheet, made of the conditions of its gates and of its flow."""
    data = draw(small_packs(rising=False))
    known = [entry["when"] for part in ("questions", "conditions") for entry in data[part] if "when" in entry]
    known += [gate["when"] for phase in data["phases"] for gate in phase["gates"]]
    assume("unknown" not in str(data))
    phase = st.sampled_from(data["phases"]).map(lambda phase: {"phase": (phase["id"],)})
    written = st.sampled_from(known) | st.sampled_from(known).map(lambda when: {"not": when})
    mixed = st.tuples(written, written).map(lambda parts: {"all": tuple(parts)})
    late = st.tuples(written, phase).map(lambda parts: {"all": tuple(parts)})
    points = draw(st.permutations(POINTS))
    cases = tuple({"when": draw(written | mixed), "points": worth} for worth in points[: draw(st.integers(1, 3))])
    criterion = {"id": "c", "weight": 1, "cases": cases, "otherwise": draw(st.sampled_from((0, 40)))}
    if draw(st.booleans()):
        criterion["applies"] = draw(written)
    axis = {"id": "axis", "criteria": [criterion]}
    sizes = draw(st.sampled_from((("a",), ("b",), ("a", "b"))))
    triggers = [{"id": f"t{n}", "force": "strong", "when": draw(written | mixed | late)} for n in range(2)]
    sheet = {
        "id": "f",
        "number": 1,
        "phase": draw(phase)["phase"][0],
        "effort": 1,
        "sizes": sizes,
        "triggers": triggers,
    }
    return {
        **data,
        "dimensions": {"coverage_floor": 50, "strength_from": 80, "dimensions": [axis]},
        "alerts": [{"id": f"a{n}", "when": draw(written | mixed | late)} for n in range(2)],
        "sheets": [{**sheet, "phase": draw(phase)["phase"][0]}],
        "floor": draw(st.integers(1, 2)),
    }


def pack_drawn(data: Entry, shipped: Pack) -> Pack:
    pack = small_pack({key: value for key, value in data.items() if key != "floor"}, shipped)
    return replace(pack, planning=pack.planning.model_copy(update={"need_floor": data["floor"]}))


class Market:
    """Every complete company of a pack, each with what is known of it, and its phase by the gates."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        ways = [list(whole(question)) for question in pack.questions.values()]
        assume(prod(map(len, ways)) <= MOST_COMPANIES)
        self.companies = [dict(zip(pack.questions, values, strict=True)) for values in product(*ways)]
        self.place = {key(company): place for place, company in enumerate(self.companies)}
        flow = Flow(pack)
        self.facts = [flow.facts(company) for company in self.companies]
        self.gates = {gate.id: self.holds(gate.when) for phase in pack.phases for gate in phase.gates}
        self.ranks = [self._rank(place) for place in range(len(self.facts))]
        for facts, rank in zip(self.facts, self.ranks, strict=True):
            facts.phase = pack.phases[rank].id

    def _rank(self, place: int) -> int:
        through = [all(self.gates[gate.id][place] for gate in phase.gates) for phase in self.pack.phases]
        return (through.index(False) if False in through else len(through)) - 1

    def holds(self, when: Condition) -> list[bool]:
        test = interpreted(when, self.pack)
        return [test(facts) is True for facts in self.facts]

    def asked(self, question: str) -> bool:
        return any(facts.states[question] is State.GIVEN for facts in self.facts)

    def rises(self) -> Iterator[tuple[str, int, int]]:
        """Every company that can answer a question, or a line of it, one rung better, and the one that it becomes."""
        for question in self.pack.questions.values():
            if question.scale is None or question.profile or question.multiple:
                continue
            for place, company in enumerate(self.companies):
                for name, better in one_better(question, company[question.id]):
                    yield name, place, self.place[key({**company, question.id: better})]


def whole(question: Question) -> Iterator[Any]:
    """Every complete answer."""
    if question.kind is not Kind.MATRIX:
        yield from offered(question, question.kind)
        return
    cells = offered(question, question.cell)
    for values in product(cells, repeat=len(question.rows)):
        yield dict(zip((row.id for row in question.rows), values, strict=True))


def key(company: Answers) -> str:
    return str(list(company.values()))


def one_better(question: Question, said: Any) -> Iterator[tuple[str, Any]]:
    rungs = sorted((option.id for option in question.options), key=question.rank)
    above = dict(pairwise(rungs))
    if question.kind is not Kind.MATRIX:
        yield from [(question.id, above[said])] if said in above else []
        return
    for row, cell in said.items():
        if cell in above:
            yield f"{question.id}/{row}", {**said, row: above[cell]}


@settings(max_examples=200)
@given(data=packs())
def test_findings_are_those_of_all_companies(data: Entry, engine: Engine):
    drawn = pack_drawn(data, engine.pack)
    market = Market(drawn)
    found = analysed(drawn)
    small = Engine(drawn)
    assert all(shown(small, finding) for finding in found)
    subjects: dict[str, set[str]] = defaultdict(set)
    for finding in found:
        subjects[finding.kind].add(finding.subject)
    unasked = {question for question in drawn.questions if not market.asked(question)}
    constant = {name for name, when in drawn.conditions.items() if len(set(market.holds(when))) == 1}
    assert subjects["question-inatteignable"] <= unasked
    if unasked:
        assert subjects["question-inatteignable"] or subjects["condition-nommee-jamais"]
        return
    never = {name for name in constant if not any(market.holds(drawn.conditions[name]))}
    assert subjects["condition-nommee-jamais"] <= never
    assert subjects["condition-nommee-toujours"] <= constant - never
    assert bool(subjects["condition-nommee-jamais"] | subjects["condition-nommee-toujours"]) == bool(constant)
    if constant:
        return
    event("judged whole")
    rules = (gates, phases, criterion, alerts, advice)
    if set(market.ranks) != set(range(len(drawn.phases))):
        event("gates at fault: what reads the phase is judged in any phase")
        rules = (gates, phases, criterion)
    expected = {finding for rule in rules for finding in rule(market)}
    kinds = {kind for rule in rules for kind in KINDS[rule]}
    assert {(one.kind, one.subject) for one in found if one.kind in kinds} == expected


def gates(market: Market) -> Iterator[tuple[str, str]]:
    name = {gate.id: f"{phase.id}/{gate.id}" for phase in market.pack.phases for gate in phase.gates}
    yield from (("condition-impossible", name[gate]) for gate, holds in market.gates.items() if not any(holds))
    yield from (("condition-toujours-remplie", name[gate]) for gate, holds in market.gates.items() if all(holds))
    for question, before, after in market.rises():
        for gate, holds in market.gates.items():
            if holds[before] and not holds[after]:
                yield "condition-non-monotone", f"{name[gate]}/{question}"


def phases(market: Market) -> Iterator[tuple[str, str]]:
    listed = market.pack.phases
    top = max(market.ranks)
    if not all(map(any, market.gates.values())):
        return
    if set(market.ranks) == set(range(len(listed))):
        yield from (("condition-superflue", gate) for gate in needless(market))
    yield from (("phase-inatteignable", phase.id) for phase in listed[top + 1 : top + 2])
    yield from (("phase-vide", listed[rank].id) for rank in range(top) if rank not in market.ranks)


def needless(market: Market) -> Iterator[str]:
    passed: list[str] = []
    for phase in market.pack.phases:
        names = [gate.id for gate in phase.gates]
        for gate in names:
            others = [market.gates[other] for other in (*passed, *names) if other != gate]
            kept = [all(held) for held in zip(*others, strict=True)] if others else [True] * len(market.facts)
            out = any(rest and not holds for rest, holds in zip(kept, market.gates[gate], strict=True))
            if not out and not all(market.gates[gate]):
                yield f"{phase.id}/{gate}"
        passed += names


def criterion(market: Market) -> Iterator[tuple[str, str]]:
    rule = market.pack.dimensions.dimensions[0].criteria[0]
    everybody = range(len(market.facts))
    applies = [True] * len(market.facts) if rule.applies is None else market.holds(rule.applies)
    if not any(applies):
        yield "condition-impossible", rule.id
        return
    if rule.applies is not None and all(applies):
        yield "condition-toujours-remplie", rule.id
    held = [market.holds(case.when) for case in rule.cases]
    worth = [case.points for case in rule.cases]
    name = {case: f"{rule.id}/{points}" for case, points in enumerate(worth)}

    def first(place: int, without: int | None = None) -> int:
        met = (case for case in name if case != without and held[case][place])
        return next(met, len(name)) if applies[place] else -1

    def points(place: int, without: int | None = None) -> int:
        return (*worth, rule.otherwise, 101)[first(place, without)]

    reached = {first(place) for place in everybody}
    yield from (("cas-jamais-atteint", name[case]) for case in name if case not in reached)
    if len(name) not in reached and rule.otherwise not in worth:
        yield "cas-jamais-atteint", f"{rule.id}/otherwise"
    for case, subject in name.items():
        alike = all(points(place) == points(place, case) for place in everybody)
        if case in reached and alike and worth[case] != rule.otherwise:
            yield "cas-sans-effet", subject
    losing = {question for question, before, after in market.rises() if points(after) < points(before) <= 100}
    yield from (("critere-non-monotone", f"{rule.id}/{question}") for question in losing)
    if losing:
        return
    for case in set(name) & reached:
        if any(held[case][place] and -1 < first(place) < case and points(place) < worth[case] for place in everybody):
            yield "cas-mal-ranges", name[case]


def alerts(market: Market) -> Iterator[tuple[str, str]]:
    for alert in market.pack.alerts:
        holds = market.holds(alert.when)
        if len(set(holds)) == 1:
            yield "alerte-toujours" if holds[0] else "alerte-jamais", alert.id


def advice(market: Market) -> Iterator[tuple[str, str]]:
    pack = market.pack
    rule = pack.sheet_rules["f"]
    asked = [facts.states["size"] is State.GIVEN for facts in market.facts]
    meant = [not said or company["size"] in rule.sizes for said, company in zip(asked, market.companies, strict=True)]
    held = {trigger.id: market.holds(trigger.when) for trigger in rule.triggers}
    constant = False
    for trigger, holds in held.items():
        among = {said for fits, said in zip(meant, holds, strict=True) if fits}
        if len(among) == 1:
            constant = True
            yield "declencheur-toujours" if among == {True} else "declencheur-jamais", f"{rule.id}/{trigger}"
    if constant:
        return
    needed = [sum(said) >= pack.planning.need_floor for said in zip(*held.values(), strict=True)]
    least = pack.phase_ranks[pack.sheets["f"].phase] - 1
    if not any(needs and fits and rank >= least for needs, fits, rank in zip(needed, meant, market.ranks, strict=True)):
        yield "fiche-jamais", rule.id
        return
    given = {company["size"] for company, needs in zip(market.companies, needed, strict=True) if needs}
    yield from (("fiche-jamais", f"{rule.id}/{size}") for size in rule.sizes if size not in given)
    if all(needs for needs, fits in zip(needed, meant, strict=True) if fits):
        yield "fiche-toujours", rule.id


KINDS = {
    gates: ("condition-impossible", "condition-toujours-remplie", "condition-non-monotone"),
    phases: ("condition-superflue", "phase-inatteignable", "phase-vide"),
    criterion: ("cas-jamais-atteint", "cas-sans-effet", "cas-mal-ranges", "critere-non-monotone"),
    alerts: ("alerte-jamais", "alerte-toujours"),
    advice: ("declencheur-jamais", "declencheur-toujours", "fiche-jamais", "fiche-toujours"),
}
