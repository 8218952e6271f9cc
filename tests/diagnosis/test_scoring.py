"""Axes, on the numbers of `toy.yaml`: first case that holds, weights, coverage, the floor, and the one rounding."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.results import CriterionResult, DimensionResult
from iag_diag.diagnosis.scoring import half_up, weakest

RULED = {"size": "1-9", "practice-a": "done"}


def mind(toy: Engine, **answers: Any) -> DimensionResult:
    return toy.diagnose(answers).dimensions[0]


def criterion(axis: DimensionResult, rule: str) -> CriterionResult:
    return next(found for found in axis.criteria if found.trace.rule == rule)


@pytest.mark.parametrize(
    ("numerator", "denominator", "rounded"), [(0, 3, 0), (1, 2, 1), (149, 2, 75), (4, 3, 1), (5, 3, 2), (99, 200, 0)]
)
def test_rounding_is_half_up(numerator: int, denominator: int, rounded: int):
    assert half_up(numerator, denominator) == rounded


@pytest.mark.parametrize(("thinking", "points"), [("none", 0), ("some", 79), ("much", 80)])
def test_first_case_that_holds_gives_the_points(thinking: str, points: int, toy: Engine):
    assert criterion(mind(toy, thinking=thinking), "thinks").points == points


def test_score_is_the_weighted_mean(toy: Engine):
    axis = mind(toy, thinking="some", training=("course",), **RULED)
    assert (axis.points, axis.weight, axis.total_weight) == (3 * 79 + 3 * 100 + 5 * 100, 11, 11)
    assert (axis.score, axis.coverage) == (94, 100)


def test_nsp_lowers_the_coverage_and_not_the_score(toy: Engine):
    known = mind(toy, size="0", thinking="much", training=("course",))
    unknown = mind(toy, size="0", thinking="much", training="nsp")
    assert (known.score, known.coverage) == (90, 100)
    assert (unknown.score, unknown.coverage) == (80, 50)
    assert criterion(unknown, "trained").points is None


def test_not_applicable_leaves_the_denominator(toy: Engine):
    """The other question that the criterion reads is hidden: all that the company could say is « sans objet »."""
    axis = mind(toy, size="0", thinking="much", training="sans-objet", tool="non")
    assert (axis.score, axis.coverage, axis.total_weight) == (80, 100, 3)
    assert not criterion(axis, "trained").applies


def test_not_applicable_beside_another_answer_counts_as_no(toy: Engine):
    trained = {"training": "sans-objet", "tool": "oui", "practice-b": "done"}
    assert criterion(mind(toy, **trained), "trained").points == 50
    assert criterion(mind(toy, **{**trained, "practice-b": "absent"}), "trained").points == 0
    assert criterion(mind(toy, **{**trained, "practice-b": "nsp"}), "trained").points is None


def test_hidden_question_counts_as_no(toy: Engine):
    hands = toy.diagnose({"tool": "non", "use": "daily"}).dimensions[1]
    assert (hands.score, hands.coverage) == (0, 100)


def test_question_not_asked_yet_is_unknown(toy: Engine):
    hands = toy.diagnose({"tool": "oui"}).dimensions[1]
    assert (hands.score, hands.coverage) == (0, 50)


def test_score_is_shown_from_the_coverage_floor(toy: Engine):
    at_the_floor = mind(toy, size="0", thinking="much")
    under = mind(toy, thinking="much", **{**RULED, "practice-a": "nsp"})
    over = mind(toy, thinking="much", training=("course",), **{**RULED, "practice-a": "nsp"})
    assert (at_the_floor.score, at_the_floor.coverage) == (80, 50)
    assert (under.score, under.coverage, under.exact) == (None, 27, None)
    assert (over.score, over.coverage) == (90, 54)


def test_criterion_that_does_not_apply_is_left_out(toy: Engine):
    axis = mind(toy, size="0", thinking="much", training=("course",), **{"practice-a": "absent"})
    assert axis.total_weight == 6
    assert not criterion(axis, "charter").applies


def test_criterion_that_may_apply_is_unknown(toy: Engine):
    charter = criterion(mind(toy, size="nsp", **{"practice-a": "done"}), "charter")
    assert charter.applies
    assert charter.points is None


def test_axis_without_any_criterion_left_has_no_score(toy: Engine):
    axis = mind(toy, size="0", thinking="sans-objet", training="sans-objet", tool="non")
    assert (axis.score, axis.coverage, axis.total_weight) == (None, 0, 0)


def test_axis_known_in_nothing_has_no_score(toy: Engine):
    axis = mind(toy)
    assert (axis.score, axis.coverage, axis.total_weight) == (None, 0, 11)


def test_strengths_start_at_their_threshold_and_come_weightiest_first(toy: Engine):
    def strengths(**answers: Any) -> list[str]:
        return [strength.text for strength in toy.diagnose(answers).strengths]

    assert strengths(thinking="some", training=("video",), **RULED) == ["They have rules."]
    everything = strengths(thinking="much", training=("course",), **RULED)
    assert everything == ["They have rules.", "They think.", "They train."]
    assert strengths(size="0", thinking="much", training=("course",)) == ["You think.", "They train."]


def test_weakest_axis_is_the_lowest_exact_score_then_the_first(toy: Engine):
    assert toy.diagnose({}).weakest is None
    assert toy.diagnose({"size": "0", "thinking": "much", "tool": "oui", "use": "daily"}).weakest == "hands"
    level = toy.diagnose({"size": "0", "thinking": "none", "tool": "non"})
    assert [axis.score for axis in level.dimensions] == [0, 0]
    assert level.weakest == "mind"


def test_weakest_axis_is_judged_before_rounding(toy: Engine):
    half = toy.diagnose({"tool": "oui", "use": "daily"}).dimensions[1]
    one = replace(half, id="one", points=1, weight=1)
    assert half.exact == Fraction(1, 2)
    assert half.score == one.score == 1
    assert weakest((one, half)) == "hands"
