"""Which sheets are weighed, how heavy, in which order; and the alerts."""

from typing import Any

import pytest

from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.results import Diagnosis, Practice, SheetResult, Verdict


def sheet(diagnosis: Diagnosis, name: str) -> SheetResult:
    return next(found for found in (*diagnosis.roadmap, *diagnosis.not_kept) if found.sheet == name)


@pytest.mark.parametrize(
    ("answers", "need", "verdict"),
    [
        ({}, 0, Verdict.NOT_NEEDED),
        ({"colour": "red", "feeling": {"staff": "low"}}, 4, Verdict.NOT_NEEDED),
        ({"thinking": "some"}, 5, Verdict.KEPT),
        ({"colour": "red", "feeling": {"staff": "low"}, "training": ("book",)}, 6, Verdict.KEPT),
    ],
)
def test_need_is_the_sum_of_the_triggers_and_starts_at_the_floor(
    answers: Answers, need: int, verdict: Verdict, toy: Engine
):
    found = sheet(toy.diagnose(answers), "a")
    assert (found.need, found.verdict) == (need, verdict)


def test_reasons_come_strongest_first_then_in_the_order_of_the_pack(toy: Engine):
    answers = {"thinking": "some", "colour": "red", "training": ("book",)}
    found = sheet(toy.diagnose(answers), "a").reasons
    assert [(reason.trace.rule, reason.weight) for reason in found] == [("a-thought", 5), ("a-red", 2), ("a-book", 2)]
    assert found[0].trace.questions == ("thinking",)


def test_an_owner_alone_reads_their_own_reason(toy: Engine):
    texts = [sheet(toy.diagnose({"thinking": "some", "size": size}), "a").reasons[0].text for size in ("0", "1-9")]
    assert texts == ["You think a little.", "a-thought"]


@pytest.mark.parametrize(
    ("answers", "practice", "verdict"),
    [
        ({"practice-a": "absent"}, Practice.ABSENT, Verdict.KEPT),
        ({"practice-a": "begun"}, Practice.STARTED, Verdict.KEPT),
        ({"practice-a": "done"}, Practice.DONE, Verdict.DONE),
        ({"practice-a": "kept"}, Practice.DONE, Verdict.DONE),
        ({"practice-a": "nsp"}, Practice.UNKNOWN, Verdict.KEPT),
        ({}, Practice.UNKNOWN, Verdict.KEPT),
        ({"practice-a": "sans-objet"}, Practice.NOT_APPLICABLE, Verdict.NOT_APPLICABLE),
    ],
)
def test_what_is_in_place_is_not_advised(answers: Answers, practice: Practice, verdict: Verdict, toy: Engine):
    found = sheet(toy.diagnose({"thinking": "some", **answers}), "a")
    assert (found.practice, found.verdict) == (practice, verdict)


def test_a_hidden_practice_is_absent_and_one_without_a_question_unknown(toy: Engine):
    diagnosis = toy.diagnose({"tool": "non", "practice-b": "kept"})
    assert sheet(diagnosis, "b").practice is Practice.ABSENT
    assert sheet(diagnosis, "c").practice is Practice.UNKNOWN


def test_size_comes_before_any_other_reason(toy: Engine):
    assert sheet(toy.diagnose({"size": "0", "colour": "red"}), "e").verdict is Verdict.WRONG_SIZE


def test_a_company_of_unknown_size_is_advised_as_the_usual_one(toy: Engine):
    diagnosis = toy.diagnose({"size": "nsp", "colour": "red"})
    assert diagnosis.size is None
    assert sheet(diagnosis, "e").verdict is Verdict.KEPT


def test_a_sheet_two_phases_ahead_is_for_later(toy: Engine):
    at_first = {"thinking": "much", "tool": "non"}
    at_second = {"thinking": "much", "tool": "oui", "use": "never"}
    assert toy.diagnose(at_first).phase.id == "first"
    assert sheet(toy.diagnose(at_first), "c").verdict is Verdict.LATER
    assert toy.diagnose(at_second).phase.id == "second"
    assert sheet(toy.diagnose(at_second), "c").verdict is not Verdict.LATER


def candidates(toy: Engine, **answers: Any) -> list[tuple[str, int, int]]:
    facts = toy.flow.facts(answers)
    toy.scoring.score(facts)
    toy.phases.place(facts, solo=False)
    found, _ = toy.advice.weigh(facts, "10+", solo=False)
    return [(candidate.result.sheet, candidate.fit, candidate.result.need) for candidate in found]


def test_missing_basis_first_then_this_phase_the_next_and_the_earlier_ones(toy: Engine):
    third = {"thinking": "some", "tool": "oui", "use": "weekly", "training": ("course",), "colour": "red"}
    assert candidates(toy, **third) == [("a", 0, 7), ("f", 2, 5), ("b", 3, 5), ("d", 3, 5), ("e", 3, 5)]
    first = {"thinking": "some", "tool": "non", "colour": "red"}
    assert candidates(toy, **first) == [("a", 1, 7), ("d", 1, 5), ("e", 2, 5)]


def test_alerts_follow_the_answers_and_the_axes_and_name_sheets_of_the_size(toy: Engine):
    def alerts(**answers: Any) -> list[tuple[str, str, tuple[str, ...]]]:
        return [(alert.trace.rule, alert.text, alert.sheets) for alert in toy.diagnose(answers).alerts]

    assert alerts() == []
    assert alerts(tool="oui", use="never", size="1-9") == [("idle", "idle", ("a", "e")), ("low-hands", "low-hands", ())]
    assert alerts(tool="oui", use="never", size="0")[0] == ("idle", "You never use it.", ("a",))
    assert alerts(tool="nsp") == []
