"""Close calls agree with trying every neighbour by hand."""

from hypothesis import given, settings
from hypothesis import strategies as st
from small_packs import Entry, companies_of, small_pack, small_packs

from iag_diag.content.kinds import Kind
from iag_diag.diagnosis.answers import Answers, State
from iag_diag.diagnosis.close_calls import CloseCall, close_calls
from iag_diag.diagnosis.engine import Engine
from strategies import COMPANIES


def by_hand(engine: Engine, answers: Answers) -> set[CloseCall]:
    """Try every option one rung away of every question of the pack, read by a gate or not."""
    phase = engine.diagnose(answers).phase.id
    states = engine.flow.facts(answers).states
    found = set()
    for question in engine.pack.questions.values():
        if question.profile or question.scale is None or question.kind is not Kind.SINGLE:
            continue
        if states[question.id] is not State.GIVEN:
            continue
        here = question.rank(answers[question.id])
        for option in question.options:
            if abs(question.rank(option.id) - here) == 1:
                other = engine.diagnose({**answers, question.id: option.id}).phase.id
                if other != phase:
                    found.add(CloseCall(question.id, answers[question.id], option.id, other))
    return found


def test_an_answer_that_decides_what_is_asked_can_be_close_too(engine: Engine):
    """The gate reads `q1`, which is asked of those that say « b » to `q0`."""
    scale = {"kind": "single", "scale": "ascending", "options": ("a", "b")}
    questions = [{"id": "size", "profile": True, **scale}, {"id": "q0", **scale}]
    questions.append({"id": "q1", "when": {"answer": "q0", "is": "b"}, **scale})
    phases = [{"id": "p0"}, {"id": "p1", "gates": ({"id": "g", "when": {"answer": "q1", "is": "b"}},)}]
    small = Engine(small_pack({"questions": questions, "conditions": [], "phases": phases, "levers": {}}, engine.pack))
    answers = {"size": "a", "q0": "b", "q1": "b"}
    assert close_calls(small, answers, small.diagnose(answers)) == (
        CloseCall("q0", "b", "a", "p0"),
        CloseCall("q1", "b", "a", "p0"),
    )


@settings(max_examples=50)
@given(data=small_packs(), draw=st.data())
def test_close_calls_of_small_packs_are_those_found_by_hand(data: Entry, draw: st.DataObject, engine: Engine):
    small = Engine(small_pack(data, engine.pack))
    answers = draw.draw(companies_of(small.pack), label="answers")
    assert set(close_calls(small, answers, small.diagnose(answers))) == by_hand(small, answers)


@settings(max_examples=10)
@given(answers=COMPANIES)
def test_every_neighbour_that_changes_the_phase_is_found_and_no_other(answers: Answers, engine: Engine):
    calls = close_calls(engine, answers, engine.diagnose(answers))
    assert set(calls) == by_hand(engine, answers)
    assert len(calls) == len(set(calls))


def test_one_rung_up_and_one_rung_down(engine: Engine):
    answers = {"taille": "1-9", "appropriation": "premieres-reflexions", "strategie": "non", "assistants": "oui"}
    answers |= {"consignes-donnees": "aucune", "pratique-charte-ethique": "absente"}
    calls = close_calls(engine, answers, engine.diagnose(answers))
    assert CloseCall("appropriation", "premieres-reflexions", "acculturation", "reflexion") in calls
    assert CloseCall("assistants", "oui", "non", "reflexion") in calls
    assert all(call.question != "taille" for call in calls)
