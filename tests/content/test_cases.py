"""Companies judged by an adviser (`cases/*.yaml`): what was said of each beforehand, and what the rules conclude.

`expect.alerts` is the whole list of alerts; `kept` and `forbidden` name only the sheets the adviser has a view on.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from iag_diag.content.pack import Pack
from iag_diag.content.strict_yaml import parse
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.engine import Engine

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


@dataclass(frozen=True, slots=True)
class Case:
    answers: Answers
    expect: dict[str, Any]


@pytest.fixture(params=FILES, ids=lambda file: file.stem)
def case(request: pytest.FixtureRequest) -> Case:
    document = parse(request.param.read_bytes(), request.param.name)
    assert not document.problems, "\n".join(map(str, document.problems))
    assert set(document.data) == {"company", "answers", "expect"}
    assert set(document.data["expect"]) - {"highest"} == {"phase", "phase_reason", "alerts", "kept", "forbidden"}
    return Case(document.data["answers"], document.data["expect"])


def test_diagnosis_is_the_advisers(case: Case, engine: Engine):
    diagnosis = engine.diagnose(case.answers)
    kept = {result.sheet for result in diagnosis.roadmap}
    found = {
        "phase": diagnosis.phase.id,
        "highest": diagnosis.phase.highest,
        "alerts": {alert.trace.rule for alert in diagnosis.alerts},
        "missing": set(case.expect["kept"]) - kept,
        "unwanted": set(case.expect["forbidden"]) & kept,
    }
    assert found == {
        "phase": case.expect["phase"],
        "highest": case.expect.get("highest", case.expect["phase"]),
        "alerts": set(case.expect["alerts"]),
        "missing": set(),
        "unwanted": set(),
    }


def test_answers_are_those_of_the_complete_questionnaire(case: Case, engine: Engine, pack: Pack):
    assert set(case.answers) == set(engine.flow.asked(pack.questionnaires["complet"], case.answers))
    for question, value in case.answers.items():
        assert _unknown_options(pack, question, value) == set()


def test_named_sheets_exist(case: Case, pack: Pack):
    assert set(case.expect["kept"]) | set(case.expect["forbidden"]) <= set(pack.sheets)


def test_express_holds_the_complete_phase(case: Case, engine: Engine, pack: Pack):
    short = {
        question: case.answers[question]
        for question in pack.questionnaires["express"].questions
        if question in case.answers
    }
    express = engine.diagnose(short).phase
    rank = pack.phase_ranks
    assert rank[express.lowest] <= rank[case.expect["phase"]] <= rank[express.highest]


def test_cases_cover_sizes_phases_alerts_and_sheets(pack: Pack):
    cases = [parse(file.read_bytes(), file.name).data for file in FILES]
    phases = [case["expect"]["phase"] for case in cases]
    assert {case["answers"]["taille"] for case in cases} == {option.id for option in pack.questions["taille"].options}
    assert min(phases.count(phase) for phase in pack.phase_ranks) >= 4
    assert {alert for case in cases for alert in case["expect"]["alerts"]} == {alert.id for alert in pack.alerts}
    assert {sheet for case in cases for sheet in case["expect"]["kept"]} == set(pack.sheets)


def _unknown_options(pack: Pack, question: str, value: Any) -> set[str]:
    known = {option.id for option in pack.questions[question].options} | {"nsp", "sans-objet"}
    cells = value.values() if isinstance(value, dict) else (value,)
    chosen = {option for cell in cells for option in (cell if isinstance(cell, tuple) else (cell,))}
    return set() if pack.questions[question].kind == "text" else chosen - known
