"""How firmly a result stands: as many roadmaps as draws, each by a pack whose weights were really moved."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import TESTS, pack_of, read
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.close_calls import close_calls
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.robustness import UNIT, Presence, Robustness, criterion, factors, robustness, trigger
from strategies import COMPANIES, companies

DRAWS = 6
ON_AXES = {
    "c": [
        {"id": "c-mind", "force": "strong", "when": {"dimension": "mind", "below": 60}},
        {"id": "c-hands", "force": "light", "when": {"all": ({"named": "clumsy"}, {"answer": "colour", "is": "red"})}},
    ],
    "d": [
        {"id": "d-mind", "force": "light", "when": {"not": {"dimension": "mind", "at_least": 40}}},
        {"id": "d-red", "force": "strong", "when": {"answer": "colour", "is": "red"}},
    ],
}


def toy_on_axes(shipped: Pack) -> Pack:
    """Give the toy pack sheets that an axis argues for, and an axis that the weights can tip."""
    data: dict[str, Any] = read(TESTS / "diagnosis" / "toy.yaml")
    data["conditions"] = (*data["conditions"], {"id": "clumsy", "when": {"dimension": "hands", "below": 1}})
    data["sheets"] = [
        {**sheet, "prerequisites": (), "phase": "first", "triggers": ON_AXES[sheet["id"]]}
        if sheet["id"] in ON_AXES
        else sheet
        for sheet in data["sheets"]
    ]
    return pack_of(data, shipped)


def fewer(pack: Pack, **rules: int) -> Pack:
    return replace(pack, robustness=pack.robustness.model_copy(update={"draws": DRAWS, **rules}))


def moved(pack: Pack, draw: int) -> Pack:
    """Write the weights of one draw into the rules themselves, each trigger with a force of its own."""

    def factor(name: str) -> int:
        return factors(name, pack.robustness.percent, DRAWS)[draw]

    argued = [one for rule in pack.sheet_rules.values() for one in rule.triggers]
    axes = [
        axis.model_copy(
            update={
                "criteria": tuple(
                    one.model_copy(update={"weight": one.weight * factor(criterion(one.id))}) for one in axis.criteria
                )
            }
        )
        for axis in pack.dimensions.dimensions
    ]
    return replace(
        pack,
        forces={
            one.id: pack.forces[one.force].model_copy(
                update={"weight": pack.forces[one.force].weight * factor(trigger(one.id))}
            )
            for one in argued
        },
        sheet_rules={
            rule.id: rule.model_copy(
                update={"triggers": tuple(one.model_copy(update={"force": one.id}) for one in rule.triggers)}
            )
            for rule in pack.sheet_rules.values()
        },
        dimensions=pack.dimensions.model_copy(update={"dimensions": tuple(axes)}),
        planning=pack.planning.model_copy(update={"need_floor": pack.planning.need_floor * UNIT}),
    )


class Naive:
    """The engine, and one engine more per draw."""

    def __init__(self, pack: Pack) -> None:
        self.engine = Engine(pack)
        self._moved = [Engine(moved(pack, draw)) for draw in range(DRAWS)]
        for one in self._moved:
            one.phases = self.engine.phases  # the phase reads no weight

    def times(self, answers: Answers) -> Counter[str]:
        return Counter(result.sheet for one in self._moved for result in one.diagnose(answers).roadmap)

    def found(self, answers: Answers) -> Robustness:
        return robustness(self.engine, answers, self.engine.diagnose(answers))


@pytest.fixture(scope="module")
def shipped(pack: Pack) -> Naive:
    return Naive(fewer(pack))


@pytest.fixture(scope="module")
def on_axes(pack: Pack) -> Naive:
    return Naive(fewer(toy_on_axes(pack), percent=60))


def check(naive: Naive, answers: Answers) -> Robustness:
    found = naive.found(answers)
    kept = [result.sheet for result in naive.engine.diagnose(answers).roadmap]
    assert [one.sheet for one in found.kept] == kept
    assert not {one.sheet for one in found.entering} & set(kept)
    assert Counter({one.sheet: one.draws for one in (*found.kept, *found.entering)}) == naive.times(answers)
    frequent = [one.draws for one in found.entering]
    assert frequent == sorted(frequent, reverse=True)
    assert all(frequent)
    return found


@settings(max_examples=40)
@given(answers=COMPANIES)
def test_shares_are_those_of_packs_whose_weights_were_moved(answers: Answers, shipped: Naive):
    check(shipped, answers)


@settings(max_examples=30)
@given(data=st.data())
def test_so_they_are_where_an_axis_argues_for_a_sheet(data: st.DataObject, on_axes: Naive):
    check(on_axes, data.draw(companies(on_axes.engine.pack)))


def test_an_axis_that_the_weights_tip_lets_a_sheet_in_and_out(on_axes: Naive):
    """Half of the axis is known, which is just enough: in some draws it is less, and nothing is said of it."""
    found = check(on_axes, {"size": "0", "thinking": "none"})
    (one,) = found.kept
    assert one.sheet == "c"
    assert 0 < one.draws < DRAWS


@settings(max_examples=15)
@given(answers=COMPANIES, seed=st.randoms(use_true_random=False))
def test_the_order_of_answers_and_the_moment_change_nothing(answers: Answers, seed: Any, engine: Engine):
    shuffled = list(answers.items())
    seed.shuffle(shuffled)
    found = robustness(engine, answers, engine.diagnose(answers))
    factors.cache_clear()
    assert robustness(engine, dict(shuffled), engine.diagnose(dict(shuffled))) == found


@settings(max_examples=15)
@given(answers=COMPANIES)
def test_weights_that_do_not_move_move_no_sheet(answers: Answers, pack: Pack):
    engine = Engine(fewer(pack, percent=0))
    found = robustness(engine, answers, engine.diagnose(answers))
    assert ({one.draws for one in found.kept} <= {DRAWS}, found.entering, found.loose) == (True, (), ())


def test_factors_are_known_even_and_within_bounds():
    drawn = factors("trigger écrire", 20, 2_000)
    assert min(drawn) >= 80 * UNIT // 100
    assert max(drawn) <= 120 * UNIT // 100
    assert abs(sum(drawn) / 2_000 / UNIT - 1) < 0.01
    assert drawn[:3] == factors("trigger écrire", 20, 3) == (7_521_080, 5_809_400, 6_141_760)
    assert factors(trigger("a"), 20, 5) != factors(criterion("a"), 20, 5)
    assert set(factors("a", 0, 5)) == {UNIT}


@settings(max_examples=25)
@given(answers=COMPANIES)
def test_close_calls_are_all_there_and_those_of_two_answers_are_not_near(answers: Answers, engine: Engine):
    diagnosis = engine.diagnose(answers)
    found = robustness(engine, answers, diagnosis)
    assert found.close == close_calls(engine, answers, diagnosis)
    scales = engine.pack.questions
    assert found.near == tuple(call for call in found.close if len(scales[call.question].options) > 2)


@pytest.mark.parametrize(
    ("stays_from", "draws", "loose", "fragile"),
    [(80, 160, False, False), (80, 159, True, True), (100, 199, True, True), (100, 200, False, False)],
)
def test_a_sheet_is_loose_under_the_share_of_the_pack(
    stays_from: int, draws: int, loose: bool, fragile: bool, engine: Engine
):
    found = robustness(engine, {}, engine.diagnose({}))
    kept = (Presence("unsure", draws), Presence("sure", 200))
    here = replace(found, certain=True, near=(), kept=kept, draws=200, stays_from=stays_from)
    assert here.loose == kept[: int(loose)]
    assert here.fragile is fragile
    assert replace(here, certain=False).fragile


def test_a_company_of_which_nothing_is_said_keeps_nothing_in_any_draw(on_axes: Naive):
    found = check(on_axes, {"size": "0"})
    assert (found.kept, found.entering) == ((), ())
