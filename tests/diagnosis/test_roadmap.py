"""What is kept, in which order, and when: means, room, hours, prerequisites, horizons. Each toy sheet takes 6 hours."""

from dataclasses import replace

import pytest

from iag_diag.content.pack import Pack
from iag_diag.diagnosis.advice import Candidate
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.results import Practice, Reason, SheetResult, Trace, Verdict
from iag_diag.diagnosis.roadmap import Means, means, plan

EFFORT = 6
MONTHS = 6
ROOMY = Means("10+", keep=6, hours_per_month=40)
REASON = Reason(Trace("t", "", ()), "t", 5)


def weighed(sheet: str, verdict: Verdict = Verdict.KEPT, practice: Practice = Practice.ABSENT) -> SheetResult:
    return SheetResult(sheet, "", verdict, practice, 5, (REASON,) if verdict is Verdict.KEPT else ())


def planned(
    pack: Pack, wanted: str, carried: Means = ROOMY, **aside: SheetResult
) -> tuple[list[SheetResult], dict[str, Verdict]]:
    """Plan the sheets wanted, best first; the others are not needed unless said otherwise."""
    candidates = [Candidate(0, weighed(sheet), number) for number, sheet in enumerate(wanted)]
    others = {sheet: weighed(sheet, Verdict.NOT_NEEDED) for sheet in pack.sheets if sheet not in wanted} | aside
    kept, left = plan(pack, candidates, tuple(others.values()), carried)
    return list(kept), {result.sheet: result.verdict for result in left}


def names(kept: list[SheetResult]) -> str:
    return "".join(result.sheet for result in kept)


@pytest.fixture(scope="module")
def shelf(toy: Engine) -> Pack:
    return toy.pack


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"size": "0"}, Means("0", 2, 4)),
        ({"size": "0", "hours": "few"}, Means("0", 2, 2)),
        ({"size": "0", "hours": "many"}, Means("0", 2, 10)),
        ({"size": "10+", "hours": "many"}, Means("10+", 5, 40)),
        ({"size": "10+", "hours": "few"}, Means("10+", 5, 2)),
        ({"size": "10+", "hours": "nsp"}, Means("10+", 5, 40)),
        ({"size": "nsp"}, Means("1-9", 3, 8)),
        ({}, Means("1-9", 3, 8)),
    ],
)
def test_means_are_what_the_company_said_else_the_habit_of_its_size(answers: Answers, expected: Means, toy: Engine):
    facts = toy.flow.facts(answers)
    assert means(toy.pack, facts, toy.size(facts)) == expected


def test_no_more_sheets_than_the_size_can_carry(shelf: Pack):
    kept, left = planned(shelf, "ade", replace(ROOMY, keep=2))
    assert names(kept) == "ad"
    assert left["e"] is Verdict.NO_ROOM


@pytest.mark.parametrize(("hours", "expected"), [(2 * EFFORT, "ad"), (2 * EFFORT - 1, "a")])
def test_hours_exactly_enough_are_enough(hours: int, expected: str, shelf: Pack):
    """One month instead of six, so that the hours of a month are those of the whole roadmap."""
    (horizon, *_) = shelf.planning.horizons
    one_month = replace(shelf, planning=shelf.planning.model_copy(update={"horizons": (horizon,)}))
    kept, left = planned(one_month, "ad", replace(ROOMY, hours_per_month=hours))
    assert names(kept) == expected
    assert left.get("d") is (None if "d" in expected else Verdict.NO_TIME)


def test_first_sheet_is_kept_however_few_the_hours(shelf: Pack):
    kept, left = planned(shelf, "ad", replace(ROOMY, hours_per_month=0))
    assert names(kept) == "a"
    assert left["d"] is Verdict.NO_TIME


def test_a_sheet_without_room_leaves_it_to_a_later_one_that_fits(shelf: Pack):
    kept, left = planned(shelf, "dfa", replace(ROOMY, keep=2))
    assert names(kept) == "da"
    assert (left["f"], left["e"]) == (Verdict.NO_ROOM, Verdict.NOT_NEEDED)


def test_missing_prerequisites_come_first_and_once(shelf: Pack):
    kept, _ = planned(shelf, "c")
    assert names(kept) == "abc"
    assert [result.after for result in kept] == [(), ("a",), ("b", "a")]
    assert [result.rank for result in kept] == [1, 2, 3]
    assert {result.verdict for result in kept} == {Verdict.KEPT}


def test_a_prerequisite_called_for_gives_that_as_its_reason(shelf: Pack):
    kept, _ = planned(shelf, "b")
    assert [reason.text for reason in kept[0].reasons] == ["First a."]
    assert kept[0].reasons[0].trace.rule == "b"


def test_a_prerequisite_argued_for_keeps_its_own_reasons(shelf: Pack):
    argued = replace(weighed("a", Verdict.NOT_NEEDED), reasons=(REASON,))
    kept, _ = planned(shelf, "b", a=argued)
    assert kept[0].reasons == (REASON,)


def test_a_prerequisite_already_kept_is_not_taken_twice(shelf: Pack):
    kept, _ = planned(shelf, "abc")
    assert names(kept) == "abc"
    assert kept[1].after == ("a",)


def test_a_sheet_called_for_by_an_earlier_one_is_not_weighed_again(shelf: Pack):
    kept, left = planned(shelf, "cad", replace(ROOMY, keep=4))
    assert names(kept) == "abcd"
    assert set(left.values()) == {Verdict.NOT_NEEDED}


def test_a_sheet_stays_out_with_prerequisites_that_do_not_fit(shelf: Pack):
    kept, left = planned(shelf, "c", replace(ROOMY, keep=2))
    assert kept == []
    assert (left["a"], left["b"], left["c"]) == (Verdict.NOT_NEEDED, Verdict.NOT_NEEDED, Verdict.NO_ROOM)


@pytest.mark.parametrize(
    "absent",
    [
        weighed("a", Verdict.DONE, Practice.DONE),
        weighed("a", Verdict.NOT_APPLICABLE, Practice.NOT_APPLICABLE),
        weighed("a", Verdict.WRONG_SIZE),
    ],
)
def test_a_prerequisite_in_place_or_out_of_reach_is_not_waited_for(absent: SheetResult, shelf: Pack):
    kept, left = planned(shelf, "b", a=absent)
    assert [(result.sheet, result.after) for result in kept] == [("b", ())]
    assert left["a"] is absent.verdict


def test_a_prerequisite_meant_for_later_is_called_for_all_the_same(shelf: Pack):
    kept, _ = planned(shelf, "b", a=weighed("a", Verdict.LATER))
    assert names(kept) == "ab"


@pytest.mark.parametrize(
    ("wanted", "spread"),
    [
        ("a", [("a", "soon")]),
        ("ad", [("a", "soon"), ("d", "next")]),
        ("ade", [("a", "soon"), ("d", "next"), ("e", "late")]),
        ("abde", [("a", "soon"), ("b", "soon"), ("d", "next"), ("e", "late")]),
        ("abdef", [("a", "soon"), ("b", "soon"), ("d", "next"), ("e", "next"), ("f", "late")]),
    ],
)
def test_sheets_spread_evenly_over_the_horizons(wanted: str, spread: list[tuple[str, str]], shelf: Pack):
    kept, _ = planned(shelf, wanted)
    assert [(result.sheet, result.horizon) for result in kept] == spread


@pytest.mark.parametrize(("hours", "second"), [(EFFORT + 1, "soon"), (EFFORT, "next"), (EFFORT // 3, "late")])
def test_a_sheet_starts_once_the_ones_before_leave_hours(hours: int, second: str, shelf: Pack):
    """Four sheets would start two by two; the first horizon lasts a month, the second ends after three."""
    kept, _ = planned(shelf, "abde", replace(ROOMY, hours_per_month=hours))
    assert (kept[0].horizon, kept[1].horizon) == ("soon", second)


def test_what_is_left_comes_in_the_order_of_the_catalogue(shelf: Pack):
    _, left = planned(shelf, "fd", replace(ROOMY, keep=1))
    assert list(left) == ["a", "b", "c", "e", "f"]


def test_effort_is_that_of_the_size(toy: Engine):
    diagnosis = toy.diagnose({"size": "1-9", "colour": "red"})
    assert {kept.hours for kept in diagnosis.roadmap} == {EFFORT}
    assert diagnosis.hours_per_month == 8
