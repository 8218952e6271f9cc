"""The phase, by the gates of `toy.yaml`: reached, missed, unknown."""

import pytest

from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.results import PhaseResult

SECOND = {
    "size": "1-9",
    "thinking": "some",
    "tool": "oui",
    "use": "never",
    "training": ("nothing",),
    "practice-a": "absent",
}
THIRD = {**SECOND, "use": "weekly", "training": ("course",)}
FOURTH = {**THIRD, "use": "daily", "notes": "some", "thinking": "much", "practice-b": "kept"}


def phase(toy: Engine, answers: Answers) -> PhaseResult:
    return toy.diagnose(answers).phase


def blocking(found: PhaseResult) -> list[str]:
    return [gate.trace.rule for gate in found.blocking]


@pytest.mark.parametrize(
    ("answers", "reached", "following", "missing"),
    [
        ({**SECOND, "tool": "non"}, "first", "second", ["equipped-gate"]),
        ({**SECOND, "thinking": "none", "tool": "non"}, "first", "second", ["thought", "equipped-gate"]),
        (SECOND, "second", "third", ["used", "learnt"]),
        ({**SECOND, "use": "weekly"}, "second", "third", ["learnt"]),
        ({**SECOND, "use": "weekly", "practice-a": "done"}, "third", "fourth", ["noted", "shared", "kept-up"]),
        (FOURTH, "fourth", None, []),
    ],
)
def test_phase_is_the_highest_with_all_gates_held(
    answers: Answers, reached: str, following: str | None, missing: list[str], toy: Engine
):
    found = phase(toy, answers)
    assert (found.id, found.lowest, found.highest, found.next_phase) == (reached, reached, reached, following)
    assert blocking(found) == missing
    assert found.certain


def test_a_gate_missed_below_keeps_the_phases_above_shut(toy: Engine):
    found = phase(toy, {**FOURTH, "training": ("video",)})
    assert found.id == "second"
    assert {gate.trace.rule for gate in found.gates if gate.holds and gate.phase == "fourth"} == {
        "noted",
        "shared",
        "kept-up",
    }


def test_an_unknown_gate_widens_the_span_up_to_the_next_gate_missed(toy: Engine):
    found = phase(toy, {**THIRD, "training": "nsp"})
    assert (found.lowest, found.id, found.highest) == ("second", "second", "third")
    assert not found.certain
    assert found.deciding == ("training",)
    assert blocking(found) == ["learnt"]


def test_deciding_names_the_unknown_questions_once_as_they_are_asked_and_leaves_out_the_known_ones(toy: Engine):
    found = phase(toy, {**FOURTH, "training": "nsp", "thinking": "some", "practice-a": "begun", "practice-b": "nsp"})
    assert (found.lowest, found.highest) == ("second", "third")
    assert found.deciding == ("training",)
    all_open = phase(toy, {"size": "1-9"})
    assert (all_open.lowest, all_open.highest) == ("first", "fourth")
    assert all_open.deciding == ("thinking", "tool", "use", "notes", "training", "colour", "practice-a", "practice-b")


def test_a_known_no_beats_an_unknown(toy: Engine):
    found = phase(toy, {**FOURTH, "thinking": "some", "practice-b": "nsp"})
    assert (found.id, found.highest) == ("third", "third")


def test_an_owner_alone_reads_their_own_wording(toy: Engine):
    labels = {size: phase(toy, {**SECOND, "size": size}).gates[0].label for size in ("0", "1-9")}
    assert labels == {"0": "You thought.", "1-9": "thought"}


def test_every_gate_has_its_trace(toy: Engine):
    traced = {gate.trace.rule: gate.trace.questions for gate in phase(toy, SECOND).gates}
    assert traced["learnt"] == ("training", "practice-a")
    assert traced["equipped-gate"] == ("tool",)
