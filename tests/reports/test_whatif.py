"""« Et si… ? »: what the engine says before and after, and nothing saved."""

import pytest

from builders import CASES, read
from iag_diag.diagnosis.engine import Engine
from iag_diag.errors import ContentError, UsageError
from iag_diag.reports.whatif import Comparison, changed

ANSWERS = read(CASES / "cave-des-halles.yaml")["answers"]


def test_both_sides_are_those_of_the_engine(engine: Engine):
    after = changed(engine.pack, ANSWERS, ["assistants=oui", "besoins-formation=prompting,cybersecurite"])
    assert {question for question in after if after[question] != ANSWERS.get(question)} <= {
        "assistants",
        "besoins-formation",
    }
    assert after["besoins-formation"] == ("prompting", "cybersecurite")
    data = Comparison(engine, ANSWERS, after).data()
    for side, answers in (("before", ANSWERS), ("after", after)):
        diagnosis = engine.diagnose(answers)
        assert data[side]["phase"] == diagnosis.phase.id
        assert data[side]["dimensions"] == {axis.id: axis.score for axis in diagnosis.dimensions}
        assert data[side]["roadmap"] == [result.sheet for result in diagnosis.roadmap]
        assert data[side]["alerts"] == [alert.trace.rule for alert in diagnosis.alerts]


def test_the_page_tells_what_moves_and_only_that(engine: Engine):
    same = Comparison(engine, ANSWERS, ANSWERS).page()
    assert [part.title for part in same.parts if part.lines] == [
        "La phase",
        "Ce qui manquerait encore pour la suivante",
    ]
    page = Comparison(engine, ANSWERS, changed(engine.pack, ANSWERS, ["acces-public=nsp"])).page()
    (change,) = page.parts[0].lines
    assert change.endswith("«\u00a0Oui\u00a0» → «\u00a0Je ne sais pas\u00a0»")


def test_an_answer_that_is_not_asked_is_said_to_change_nothing(engine: Engine):
    answers = {"taille": "0", "acces-public": "non", "assistants": "non"}
    after = changed(engine.pack, answers, ["mesure-gains=un-indicateur"])
    first = Comparison(engine, answers, after).page().parts[0]
    assert first.lines[1].startswith("Sans effet")
    sides = Comparison(engine, answers, after).data()
    assert sides["before"] == sides["after"]


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ("acces-public", UsageError, "« acces-public » n’est pas un changement."),
        ("acces-public=", UsageError, "« acces-public= » n’est pas un changement."),
        ("acces=oui", UsageError, "La question « acces » n’existe pas."),
        ("apprehension=faible", UsageError, "« apprehension » ne se change pas ainsi."),
        ("acces-public=peut-etre", ContentError, "Ces réponses ne peuvent pas être essayées."),
    ],
)
def test_what_is_not_a_change_is_refused(engine: Engine, change: str, error: type[Exception], message: str):
    with pytest.raises(error) as caught:
        changed(engine.pack, ANSWERS, [change])
    assert caught.value.message.replace("\u00a0", " ").startswith(message)  # type: ignore[attr-defined]
