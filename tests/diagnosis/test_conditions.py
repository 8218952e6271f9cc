"""Every operator in every state (`operators/*.yaml`), as the table of `content/conditions.py` has it."""

from fractions import Fraction
from pathlib import Path
from typing import Any, get_args

import pytest

from builders import CONDITION, read
from iag_diag.content.conditions import Condition, atoms, questions_read
from iag_diag.diagnosis.answers import State
from iag_diag.diagnosis.conditions import interpreted
from iag_diag.diagnosis.engine import Engine

SUITES = sorted((Path(__file__).parent / "operators").glob("*.yaml"))
CASES = [
    pytest.param(case, id=f"{suite.stem}-{number}")
    for suite in SUITES
    for number, case in enumerate(read(suite)["cases"], 1)
]
ANSWER_SUITES = ("is", "in", "at_least", "includes", "chosen_at_least", "unknown")


@pytest.mark.parametrize("case", CASES)
def test_operator(case: dict[str, Any], toy: Engine):
    condition = CONDITION.validate_python(case["when"])
    facts = toy.flow.facts(case.get("answers", {}))
    facts.phase = case.get("phase", "")
    if "score" in case:
        facts.scores["mind"] = None if case["score"] == "none" else Fraction(*case["score"])
    if "state" in case:
        (question,) = questions_read(condition, toy.pack.conditions)
        assert facts.states[question] is State(case["state"])
    expected = None if case["expected"] == "unknown" else case["expected"]
    assert interpreted(condition, toy.pack)(facts) is expected


def test_every_operator_has_a_suite():
    (union, _discriminator) = get_args(Condition)
    tags = {get_args(member)[1].tag for member in get_args(union)}
    named = {tag.removeprefix("answer ").replace("dimension ", "dimension_") for tag in tags}
    assert {suite.stem for suite in SUITES} == named


@pytest.mark.parametrize("name", ANSWER_SUITES)
def test_suites_of_answers_try_the_five_states(name: str):
    cases = read(Path(__file__).parent / "operators" / f"{name}.yaml")["cases"]
    assert {case["state"] for case in cases} == {state.value for state in State}


def test_named_condition_is_run_once_per_company(toy: Engine):
    facts = toy.flow.facts({"tool": "oui"})
    named = interpreted(CONDITION.validate_python({"named": "equipped"}), toy.pack)
    assert facts.named == {"equipped": True}
    facts.named["equipped"] = None
    assert named(facts) is None


def test_atoms_and_questions_come_in_reading_order(toy: Engine):
    condition = CONDITION.validate_python(
        {
            "all": (
                {"answer": "use", "is": "weekly"},
                {"not": {"any": ({"named": "equipped"}, {"unknown": "size"}, {"dimension": "mind", "below": 5})}},
                {"answer": "use", "is": "daily"},
            )
        }
    )
    assert [type(atom).__name__ for atom in atoms(condition)] == [
        "AnswerIs",
        "Named",
        "Unknown",
        "DimensionBelow",
        "AnswerIs",
    ]
    assert questions_read(condition, toy.pack.conditions) == ("use", "tool", "size")
