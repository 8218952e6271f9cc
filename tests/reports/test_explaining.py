"""« Pourquoi ? »: every sentence comes from a trace; every rule read by the diagnosis is told, and nothing else."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import given

from builders import CASES, read
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.results import Verdict
from iag_diag.dossiers.words import in_words
from iag_diag.errors import IagDiagError, UsageError
from iag_diag.reports.catalogue.pages import Page
from iag_diag.reports.explaining import WHAT, Explanation, explained, markdown_of
from iag_diag.reports.reporter import Reporter
from strategies import COMPANIES


def explanation_of(reporter: Reporter, answers: Answers) -> Explanation:
    engine = reporter.engine
    diagnosis = engine.diagnose(answers)
    states = engine.flow.facts(answers).states
    return Explanation(engine.pack, answers, states, diagnosis, reporter.guidance(answers, diagnosis))


def lines(page: Page) -> Iterator[str]:
    yield page.title
    yield from page.subtitles
    for part in page.parts:
        yield part.title
        yield from part.lines


@pytest.fixture(scope="module")
def explanation(reporter: Reporter) -> Explanation:
    return explanation_of(reporter, read(CASES / "cave-des-halles.yaml")["answers"])


@given(answers=COMPANIES)
def test_the_phase_tells_each_gate_of_the_phase_and_of_the_next_with_its_rule(answers: Answers, reporter: Reporter):
    explanation = explanation_of(reporter, answers)
    phase = explanation.diagnosis.phase
    page = explanation.phase()
    told = [part for part in page.parts if re.match("Rempli|Pas rempli|On ne sait pas", part.title)]
    gates = [gate for gate in phase.gates if gate.phase in (phase.id, phase.next_phase)]
    assert [part.title.split("\u00a0: ", 1)[1] for part in told] == [gate.label for gate in gates]
    for part, gate in zip(told, gates, strict=True):
        assert part.title.startswith({True: "Rempli", False: "Pas rempli", None: "On ne sait pas"}[gate.holds])
        assert f"Règle\u00a0: {gate.trace.place}" in part.lines
        assert len(part.lines) == len(gate.trace.questions) + (1 if gate.holds else 2)
    assert (len(page.subtitles) == 1) == phase.certain


@given(answers=COMPANIES)
def test_the_terms_of_a_mean_give_its_score(answers: Answers, reporter: Reporter):
    explanation = explanation_of(reporter, answers)
    for axis in explanation.diagnosis.dimensions:
        said = explanation.axis(axis).subtitles[1]
        if axis.total_weight == 0:
            assert said.endswith("rien de tout cela ne vous concerne.")
            continue
        if axis.score is None:
            assert f"{axis.coverage}\u00a0%" in said
            continue
        terms = [int(points) * int(weight) for points, weight in re.findall(r"(\d+) × (\d+)", said)]
        found = re.match(r"Note\u00a0: (\d+) sur 100", said)
        assert found
        weight = int(re.findall(r"÷ (\d+)", said)[0])
        assert (int(found[1]), sum(terms), weight) == (axis.score, axis.points, axis.weight)
        assert (2 * sum(terms) + weight) // (2 * weight) == axis.score


@given(answers=COMPANIES)
def test_the_need_of_a_sheet_is_the_sum_that_is_shown(answers: Answers, reporter: Reporter):
    explanation = explanation_of(reporter, answers)
    for result in (*explanation.diagnosis.roadmap, *explanation.diagnosis.not_kept):
        page = explanation.sheet(result)
        assert page.subtitles[0].startswith("Retenue" if result.verdict is Verdict.KEPT else "Pas retenue.")
        if result.need:
            found = re.match(r"Besoin\u00a0: (\d+) \(([\d +]+)\)", page.subtitles[1])
            assert found
            assert int(found[1]) == sum(map(int, found[2].split(" + "))) == result.need
        reasons = [part for part in page.parts if re.search(r"\(\+\d+\)$", part.title)]
        assert [part.title for part in reasons] == [f"{reason.text} (+{reason.weight})" for reason in result.reasons]


@given(answers=COMPANIES)
def test_an_answer_is_told_wherever_a_trace_read_it_and_nowhere_else(answers: Answers, reporter: Reporter):
    explanation = explanation_of(reporter, answers)
    diagnosis = explanation.diagnosis
    for question in ("acces-public", "taille", "freins", "fonction"):
        text = "\n".join(lines(explanation.question(question)))
        for gate in diagnosis.phase.gates:
            assert (gate.label in text) == (question in gate.trace.questions)
        for alert in diagnosis.alerts:
            assert (alert.label in text) == (question in alert.trace.questions)
        for result in (*diagnosis.roadmap, *diagnosis.not_kept):
            for reason in result.reasons:
                assert (f"{reason.text} (+{reason.weight})" in text) == (question in reason.trace.questions)


def test_answers_are_in_words(explanation: Explanation):
    text = "\n".join(line for page in explanation.whole() for line in lines(page))
    for question in ("acces-public", "appropriation"):
        asked = explanation.pack.questions[question]
        assert f"{asked.label} «\u00a0{in_words(asked, explanation.answers[question])}\u00a0»" in text


def test_an_answer_that_no_rule_read_says_so(explanation: Explanation):
    assert "elle n’a rien changé" in "\n".join(lines(explanation.question("autres-impacts-texte")))


def test_everything_can_be_asked_for(explanation: Explanation):
    assert [len(explained(explanation, what, None)) for what in WHAT[:-1]] == [1, 7, 1, 16]
    assert explained(explanation, "fiche", "5") == explained(explanation, "fiche", "ateliers-prompt")
    assert explained(explanation, "axe", "usages")[0].title == "L’axe\u00a0: usages"
    assert len(explained(explanation, None, None)) == 1 + 7 + 1 + len(explanation.diagnosis.roadmap) + 1


@pytest.mark.parametrize(
    ("what", "entry", "message"),
    [
        ("fases", None, "« fases » ne s’explique pas ainsi."),
        ("axe", "usage", "L’axe « usage » n’existe pas."),
        ("fiche", "17", "La fiche « 17 » n’existe pas."),
        ("question", None, "Quelle question ?"),
        ("question", "acces", "La question « acces » n’existe pas."),
    ],
)
def test_what_does_not_exist(explanation: Explanation, what: str, entry: str | None, message: str):
    with pytest.raises((IagDiagError, UsageError)) as caught:
        explained(explanation, what, entry)
    assert caught.value.message.replace("\u00a0", " ").startswith(message)


def test_the_annex_escapes_what_a_person_typed(explanation: Explanation):
    text = markdown_of(explained(explanation, "phase", None), "<b>A</b> | *B*")
    assert text.startswith("# Pourquoi ce résultat : &lt;b&gt;A&lt;/b&gt; \\| \\*B\\*\n".replace(" :", "\u00a0:"))
    assert text.count("\n## ") == 1
