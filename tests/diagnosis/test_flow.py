"""Which questions concern a company."""

import pytest

from iag_diag.diagnosis.answers import Answers, State
from iag_diag.diagnosis.engine import Engine


def asked(toy: Engine, answers: Answers) -> tuple[str, ...]:
    return toy.flow.asked(toy.pack.questionnaires["toy"], answers)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        ({"tool": "oui", "use": "daily"}, State.GIVEN),
        ({"tool": "oui", "use": "nsp"}, State.NSP),
        ({"tool": "oui", "use": "sans-objet"}, State.NOT_APPLICABLE),
        ({"tool": "oui"}, State.UNANSWERED),
        ({"tool": "non", "use": "daily"}, State.HIDDEN),
        ({"tool": "sans-objet"}, State.HIDDEN),
        ({"tool": "nsp", "use": "daily"}, State.UNANSWERED),
        ({"use": "daily"}, State.UNANSWERED),
    ],
)
def test_state_of_a_question_that_depends_on_another(answers: Answers, state: State, toy: Engine):
    assert toy.flow.facts(answers).states["use"] is state


def test_questions_come_in_order_and_only_those_known_to_concern(toy: Engine):
    everyone = ("size", "thinking", "tool", "training", "feeling", "colour", "remark", "hours", "practice-a")
    assert asked(toy, {}) == everyone
    assert asked(toy, {"tool": "nsp"}) == everyone
    equipped = asked(toy, {"tool": "oui"})
    assert set(equipped) - set(everyone) == {"use", "places", "practice-b"}
    assert equipped == tuple(question for question in toy.pack.questions if question in equipped)


def test_a_hidden_answer_hides_what_depends_on_it(toy: Engine):
    kept = {"tool": "non", "use": "daily", "notes": "some"}
    assert not {"use", "notes"} & set(asked(toy, kept))
    assert {"use", "notes"} <= set(asked(toy, {**kept, "tool": "oui"}))


def test_next_question_is_the_first_unanswered_whatever_was_answered_later(toy: Engine):
    questionnaire = toy.pack.questionnaires["toy"]
    assert toy.flow.next_question(questionnaire, {"thinking": "some", "tool": "oui"}) == "size"
    assert toy.flow.next_question(questionnaire, {"size": "nsp", "thinking": "sans-objet", "tool": "oui"}) == "use"
    everything = dict.fromkeys(toy.pack.questions, "nsp")
    assert toy.flow.next_question(questionnaire, everything) is None
