"""Every operator in every state, by the compiler: the suites of the interpreter (`diagnosis/operators/*.yaml`)."""

import ast
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any, get_args

import polars as pl
import pytest
from coding import coded

from builders import CONDITION, TESTS, read, toy_pack
from iag_diag.batch.scoring.conditions import compiled
from iag_diag.batch.scoring.facts import facts
from iag_diag.batch.scoring.scorer import staged
from iag_diag.batch.scoring.slots import Slot, slots
from iag_diag.content.conditions import AnswerOperator, Condition, questions_read
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import State
from iag_diag.diagnosis.conditions import accepts, interpreted

SUITES = sorted((TESTS / "diagnosis" / "operators").glob("*.yaml"))
SCORED = {"points:mind": pl.Int64, "weight:mind": pl.Int64, "shown:mind": pl.Boolean, "phase:lowest": pl.UInt8}


@pytest.fixture(scope="session")
def toy(pack: Pack) -> Pack:
    return toy_pack(pack)


def _run(pack: Pack, condition: Condition, case: dict[str, Any]) -> dict[str, Any]:
    """Replay the flow of one company, and ask for the outcome and the states that the condition reads."""
    known = slots(pack)
    points, weight = (0, 0) if case.get("score") in (None, "none") else case["score"]
    settled = (points, weight, weight > 0, pack.phase_ranks.get(case.get("phase", "")))
    company = coded(pack, known, [case.get("answers", {})]).with_columns(
        pl.lit(value, dtype=dtype).alias(name) for value, (name, dtype) in zip(settled, SCORED.items(), strict=True)
    )
    states = [f"state:{question}" for question in questions_read(condition, pack.conditions)]
    nodes = [*facts(pack, known), compiled(condition, known, pack.phase_ranks).alias("outcome")]
    for stage in staged(nodes, company.columns, ["outcome", *states]):
        company = company.select(stage)
    return company.row(0, named=True)


def _state(slot: Slot, code: int | None) -> State:
    hidden = {slot.not_known: State.NSP, slot.not_applicable: State.NOT_APPLICABLE, 0: State.HIDDEN}
    return State.UNANSWERED if code is None else hidden.get(code, State.GIVEN)


@pytest.mark.parametrize("suite", SUITES, ids=lambda suite: suite.stem)
def test_operator(suite: Path, toy: Pack):
    for number, case in enumerate(read(suite)["cases"], 1):
        condition = CONDITION.validate_python(case["when"])
        found = _run(toy, condition, case)
        assert found["outcome"] is (None if case["expected"] == "unknown" else case["expected"]), number
        if "state" in case:
            (question,) = questions_read(condition, toy.conditions)
            assert _state(slots(toy)[question], found[f"state:{question}"]) is State(case["state"]), number


def _handled(evaluator: Callable[..., Any]) -> list[str]:
    (match,) = (node for node in ast.walk(ast.parse(inspect.getsource(evaluator))) if isinstance(node, ast.Match))
    return [case.pattern.cls.attr for case in match.cases if isinstance(case.pattern, ast.MatchClass)]


@pytest.mark.parametrize("evaluator", [interpreted, compiled])
def test_every_operator_of_the_closed_set_is_handled(evaluator: Callable[..., Any]):
    (union, _discriminator) = get_args(Condition)
    operators = {get_args(member)[0] for member in get_args(union)}
    on_answers = [operator.__name__ for operator in operators if issubclass(operator, AnswerOperator)]
    assert sorted(_handled(accepts)) == sorted(on_answers)
    handled = _handled(evaluator)
    if AnswerOperator.__name__ in handled:  # all those on an answer at once: left to `accepts`
        handled = [name for name in handled if name != AnswerOperator.__name__] + on_answers
    assert sorted(handled) == sorted(operator.__name__ for operator in operators)
