"""Levers: smallest sets of changes that open the next phase of the toy pack."""

from typing import Any

from builders import changed
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.levers import levers
from iag_diag.diagnosis.results import Change, Lever

SECOND = {
    "size": "1-9",
    "thinking": "some",
    "tool": "oui",
    "use": "never",
    "training": ("nothing",),
    "practice-a": "absent",
}


def found(engine: Engine, answers: Answers) -> tuple[Lever, ...]:
    return levers(engine, answers, engine.diagnose(answers))


def steps(toy: Engine, **answers: Any) -> list[dict[str, str]]:
    return [{change.question: change.after for change in lever.changes} for lever in found(toy, answers)]


def test_each_gate_missed_is_opened_at_its_lowest_rung(toy: Engine):
    assert steps(toy, thinking="none", tool="non") == [{"thinking": "some", "tool": "oui"}]


def test_every_smallest_way_is_listed_and_only_those(toy: Engine):
    ways = steps(toy, **SECOND)
    assert ways == [{"practice-a": "done", "use": "weekly"}, {"training": "course", "use": "weekly"}]


def test_changes_say_what_was_answered_before(toy: Engine):
    (_, by_training) = found(toy, SECOND)
    assert by_training.phase == "third"
    assert by_training.gates == ("used", "learnt")
    assert by_training.changes == (Change("training", None, "course"), Change("use", "never", "weekly"))


def test_an_unknown_answer_is_a_change_like_another(toy: Engine):
    assert steps(toy, thinking="nsp", tool="oui") == [{"thinking": "some"}]
    assert steps(toy, thinking="some") == [{"tool": "oui"}]


def test_an_option_ticked_takes_the_place_of_an_exclusive_one(toy: Engine):
    answers = {**SECOND, "use": "weekly", "practice-a": "sans-objet"}
    (by_practice, by_training) = found(toy, answers)
    assert by_practice.changes == (Change("practice-a", "sans-objet", "done"),)
    assert changed(toy.pack, answers, by_training.changes)["training"] == ("course",)


def test_options_already_ticked_or_uncertain_are_no_way(toy: Engine):
    assert steps(toy, **{**SECOND, "training": ("course", "video")}) == [{"use": "weekly"}]


def test_a_gate_is_opened_by_the_questions_it_reads_and_no_other(toy: Engine):
    """`notes` is asked of daily users only, and the gate does not read `use`."""
    third = {**SECOND, "use": "weekly", "training": ("course",), "thinking": "much", "practice-b": "kept"}
    assert steps(toy, **third) == []
    assert steps(toy, **{**third, "use": "daily"}) == [{"notes": "some"}]


def test_two_gates_that_ask_for_one_question_take_the_higher_rung(toy: Engine):
    third = {**SECOND, "use": "daily", "training": ("course",), "notes": "some", "practice-b": "absent"}
    assert steps(toy, **third) == [{"practice-b": "kept", "thinking": "much"}]


def test_size_and_choices_without_a_scale_are_no_way(toy: Engine):
    """A bigger firm or a blue one would pass the gate on notes: nobody is advised to become one."""
    third = {**SECOND, "use": "daily", "training": ("course",), "thinking": "much", "practice-b": "kept"}
    assert toy.diagnose({**third, "colour": "blue"}).phase.id == "fourth"
    assert steps(toy, **third, colour="red") == [{"notes": "some"}]


def test_the_last_phase_has_no_lever(toy: Engine):
    last = {
        **SECOND,
        "use": "daily",
        "notes": "some",
        "training": ("course",),
        "thinking": "much",
        "practice-b": "kept",
    }
    assert toy.diagnose(last).phase.next_phase is None
    assert found(toy, last) == ()
