"""Close calls agree with trying every neighbour by hand."""

from hypothesis import given, settings

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


@settings(max_examples=25)
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
