"""Levers: smallest sets of changes that open the next phase of the toy pack."""

from dataclasses import replace
from typing import Any

import pytest
from small_packs import Entry, small_pack

from builders import CASES, changed, read
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
    assert ways == [{"use": "weekly", "training": "course"}, {"use": "weekly", "practice-a": "done"}]


def test_changes_say_what_was_answered_before(toy: Engine):
    (by_training, _) = found(toy, SECOND)
    assert by_training.phase == "third"
    assert by_training.gates == ("used", "learnt")
    assert by_training.changes == (Change("use", "never", "weekly"), Change("training", None, "course"))


def test_an_unknown_answer_is_a_change_like_another(toy: Engine):
    assert steps(toy, thinking="nsp", tool="oui") == [{"thinking": "some"}]
    assert steps(toy, thinking="some") == [{"tool": "oui"}]


def test_an_option_ticked_takes_the_place_of_an_exclusive_one(toy: Engine):
    answers = {**SECOND, "use": "weekly", "practice-a": "sans-objet"}
    (by_training, by_practice) = found(toy, answers)
    assert by_practice.changes == (Change("practice-a", "sans-objet", "done"),)
    assert changed(toy.pack, answers, by_training.changes)["training"] == ("course",)


def test_options_already_ticked_or_uncertain_are_no_way(toy: Engine):
    assert steps(toy, **{**SECOND, "training": ("course", "video")}) == [{"use": "weekly"}]


def test_a_question_that_is_not_asked_yet_is_reached_through_those_that_lead_to_it(toy: Engine):
    """`notes` is asked of daily users only: the gate that reads it does not name `use`, and needs it."""
    third = {**SECOND, "use": "weekly", "training": ("course",), "thinking": "much", "practice-b": "kept"}
    assert steps(toy, **third) == [{"use": "daily", "notes": "some"}]
    assert steps(toy, **{**third, "use": "daily"}) == [{"notes": "some"}]


def test_two_gates_that_ask_for_one_question_take_the_higher_rung(toy: Engine):
    third = {**SECOND, "use": "daily", "training": ("course",), "notes": "some", "practice-b": "absent"}
    assert steps(toy, **third) == [{"practice-b": "kept", "thinking": "much"}]


def test_size_and_choices_without_a_scale_are_no_way(toy: Engine):
    """A bigger firm or a blue one would pass the gate on notes: nobody is advised to become one."""
    third = {**SECOND, "use": "daily", "training": ("course",), "thinking": "much", "practice-b": "kept"}
    assert toy.diagnose({**third, "colour": "blue"}).phase.id == "fourth"
    assert steps(toy, **third, colour="red") == [{"notes": "some"}]


@pytest.mark.parametrize(
    ("words", "ticked"),
    [
        (({"includes": "b"}, {"includes": "d"}), {"b", "d"}),
        (({"chosen_at_least": 3},), {"a", "b", "c"}),
        (({"includes": "d"}, {"chosen_at_least": 2}), {"a", "d"}),
    ],
)
def test_more_options_are_ticked_than_the_pack_allows_where_fewer_are_not_enough(
    words: tuple[Entry, ...], ticked: set[str], toy: Engine
):
    """Options that no rule names are worth the same: only the first ones are said."""
    questions = [
        {"id": "size", "kind": "single", "scale": "ascending", "profile": True, "options": ("a", "b")},
        {"id": "q", "kind": "multiple", "options": ("a", "b", "c", "d")},
    ]
    gates = tuple({"id": f"g{place}", "when": {"answer": "q", **word}} for place, word in enumerate(words))
    data = {"questions": questions, "conditions": [], "phases": [{"id": "p0"}, {"id": "p1", "gates": gates}]}
    small = Engine(small_pack({**data, "levers": {"most_changes": 1}}, toy.pack))
    assert [{change.after for change in lever.changes} for lever in found(small, {"size": "a"})] == [ticked]


@pytest.mark.parametrize(("most", "ways"), [(1, [{"q0"}]), (2, [{"q0"}, {"q1", "q2"}])])
def test_a_lever_holds_as_many_changes_as_the_pack_allows(most: int, ways: list[set[str]], toy: Engine):
    scale = {"kind": "single", "scale": "ascending", "options": ("a", "b")}
    questions = [{"id": "size", "profile": True, **scale}, *({"id": f"q{place}", **scale} for place in range(3))]
    q0, q1, q2 = ({"answer": f"q{place}", "is": "b"} for place in range(3))
    phases = [{"id": "p0"}, {"id": "p1", "gates": ({"id": "g", "when": {"any": (q0, {"all": (q1, q2)})}},)}]
    data = {"questions": questions, "conditions": [], "phases": phases, "levers": {"most_changes": most}}
    small = Engine(small_pack(data, toy.pack))
    assert [{change.question for change in lever.changes} for lever in found(small, {})] == ways


def test_an_exclusive_option_is_given_up_for_another(toy: Engine):
    questions = [
        {"id": "size", "kind": "single", "scale": "ascending", "profile": True, "options": ("a", "b")},
        {"id": "q", "kind": "multiple", "options": ("a", "none"), "exclusive": "none"},
    ]
    phases = [{"id": "p0"}, {"id": "p1", "gates": ({"id": "g", "when": {"not": {"answer": "q", "includes": "none"}}},)}]
    small = Engine(small_pack({"questions": questions, "conditions": [], "phases": phases, "levers": {}}, toy.pack))
    assert [lever.changes for lever in found(small, {"q": ("none",)})] == [(Change("q", None, "a"),)]


def test_no_question_is_answered_in_two_ways_at_once(toy: Engine):
    """Whether « b » or « c » opens the phase depends on what nobody knows: no answer is sure to."""
    single = {"kind": "single", "options": ("a", "b", "c")}
    questions = [{"id": "size", "profile": True, **single}, {"id": "q0", **single}]
    questions.append({"id": "q1", "scale": "ascending", **single})
    ways = tuple(
        {"all": ({"answer": "q0", "in": known}, {"answer": "q1", "is": option})}
        for known, option in ((("a",), "b"), (("b", "c"), "c"))
    )
    phases = [{"id": "p0"}, {"id": "p1", "gates": ({"id": "g", "when": {"any": ways}},)}]
    small = Engine(small_pack({"questions": questions, "conditions": [], "phases": phases, "levers": {}}, toy.pack))
    assert found(small, {"q1": "a"}) == ()
    assert [lever.changes for lever in found(small, {"q0": "b", "q1": "a"})] == [(Change("q1", "a", "c"),)]


def test_what_has_no_words_is_not_advised(toy: Engine):
    said = tuple(rule for rule in toy.pack.levers.actions if (rule.question, *rule.options) != ("use", "weekly"))
    pack = replace(toy.pack, levers=toy.pack.levers.model_copy(update={"actions": said}))
    assert steps(Engine(pack), **{**SECOND, "training": ("course",)}) == [{"use": "daily"}]


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


def test_what_is_advised_is_offered_to_this_company(engine: Engine):
    """An owner who works alone has options of their own: no lever leads to another one."""
    alone = 0
    for path in sorted(CASES.glob("*.yaml")):
        answers = read(path)["answers"]
        diagnosis = engine.diagnose(answers)
        for lever in levers(engine, answers, diagnosis):
            for change in lever.changes:
                question = engine.pack.questions[change.question].offered(solo=diagnosis.solo)
                assert question.option(change.after), path.stem
                alone += diagnosis.solo
    assert alone
