"""« Pourquoi ? »: every sentence comes from a trace; every rule read by the diagnosis is told, and nothing else."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders import CASES, read
from iag_diag.content.kinds import Kind
from iag_diag.content.library.shelves import Library
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.results import Verdict
from iag_diag.dossiers.reading import Company
from iag_diag.dossiers.words import in_words
from iag_diag.errors import IagDiagError, UsageError
from iag_diag.reports.annex import annex_of, markdown_of
from iag_diag.reports.catalogue.pages import Page, Part
from iag_diag.reports.explain_delivery import ExplainDelivery
from iag_diag.reports.explain_what import WHAT, explained
from iag_diag.reports.explaining import Explanation
from strategies import COMPANIES

DAY = date(2026, 11, 23)


def explanation_of(engine: Engine, answers: Answers) -> Explanation:
    return Explanation(engine, Company("Essai", answers), DAY)


def lines(page: Page) -> Iterator[str]:
    yield page.title
    yield from page.subtitles
    for part in page.parts:
        yield part.title
        yield from part.lines


@pytest.fixture(scope="module")
def explanation(engine: Engine) -> Explanation:
    return explanation_of(engine, read(CASES / "cave-des-halles.yaml")["answers"])


@settings(max_examples=40)
@given(answers=COMPANIES)
def test_the_phase_tells_each_gate_of_the_phase_and_of_the_next_with_its_rule(answers: Answers, engine: Engine):
    explanation = explanation_of(engine, answers)
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


@settings(max_examples=40)
@given(answers=COMPANIES)
def test_the_terms_of_a_mean_give_its_score(answers: Answers, engine: Engine):
    explanation = explanation_of(engine, answers)
    for axis in explanation.diagnosis.dimensions:
        said = explanation.axis(axis).subtitles[1]
        if axis.total_weight == 0:
            assert "rien de tout cela ne vous concerne." in said
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


@settings(max_examples=40)
@given(answers=COMPANIES)
def test_the_need_of_a_sheet_is_the_sum_that_is_shown(answers: Answers, engine: Engine):
    explanation = explanation_of(engine, answers)
    for result in (*explanation.diagnosis.roadmap, *explanation.diagnosis.not_kept):
        page = explanation.sheet(result)
        assert page.subtitles[0].startswith("Retenue" if result.verdict is Verdict.KEPT else "Pas retenue.")
        if result.need:
            found = re.match(r"Besoin\u00a0: (\d+) \(([\d +]+)\)", page.subtitles[1])
            assert found
            assert int(found[1]) == sum(map(int, found[2].split(" + "))) == result.need
        reasons = [part for part in page.parts if re.search(r"\(\+\d+\)$", part.title)]
        assert [part.title for part in reasons] == [f"{reason.text} (+{reason.weight})" for reason in result.reasons]


@settings(max_examples=25)
@given(answers=COMPANIES)
def test_an_answer_is_told_wherever_a_trace_read_it_and_nowhere_else(
    answers: Answers, engine: Engine, library: Library
):
    explanation = Explanation(engine, Company("Essai", answers), DAY, library)
    diagnosis = explanation.diagnosis
    for question in ("acces-public", "taille", "freins", "fonction"):
        page = explanation.question(question)
        now = (entry for entry in page.parts if not entry.title.startswith("Avec "))
        text = "\n".join(lines(replace(page, parts=tuple(now))))
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
    assert [len(explained(explanation, what, None)) for what in WHAT[:-1]] == [1, 1, 7, 1, 16]
    assert explained(explanation, "fiche", "5") == explained(explanation, "fiche", "ateliers-prompt")
    assert explained(explanation, "axe", "usages")[0].title == "L’axe\u00a0: usages"
    assert len(explained(explanation, None, None)) == 1 + 1 + 7 + 1 + len(explanation.diagnosis.roadmap) + 1


@pytest.mark.parametrize(
    ("what", "entry", "message"),
    [
        ("fases", None, "« fases » ne s’explique pas ainsi."),
        ("phase", "deploiement", "« phase » s’explique sans nom : « deploiement » est en trop."),
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
    text = markdown_of(explained(explanation, "phase", None), "<b>A</b> | *B* :c:")
    assert text.startswith("# Pourquoi ce résultat\u00a0: &lt;b&gt;A&lt;/b&gt; \\| \\*B\\* \\:c:\n")
    assert text.count("\n## ") == 1
    assert "Règle\u00a0: rules/phases.yaml:" in text
    typed = Page("http://x.fr", ("<i>",), (Part("`code`", ("a@b.fr", ":100:", "rules/x.yaml:12")),))
    assert annex_of([typed]).splitlines()[2:] == [
        "### http\\://x.fr",
        "",
        "&lt;i&gt;",
        "",
        "**\\`code\\`**",
        "",
        "- a\\@b.fr",
        "- \\:100:",
        "- rules/x.yaml:12",
    ]


@settings(max_examples=20)
@given(answers=COMPANIES, data=st.data())
def test_other_answers_change_what_the_engine_says_they_do(answers: Answers, data: st.DataObject, engine: Engine):
    """Each other answer is tried, and those of one part differ from the present answers in the same way."""
    asked = data.draw(st.sampled_from([question for question in engine.pack.questions.values() if question.options]))
    explanation = explanation_of(engine, answers)
    found = explanation.otherwise(asked.id)
    now = engine.diagnose(answers)
    tried = [value for one in found for value in one.values]
    assert answers.get(asked.id) not in tried
    if asked.kind is Kind.SINGLE:
        offered = [option.id for option in asked.offered(solo=now.solo).options]
        assert sorted(map(str, tried)) == sorted(option for option in offered if option != answers.get(asked.id))
    for one in found:
        for value in one.values:
            then = engine.diagnose({**answers, asked.id: value})
            told = {(each.kind, each.id, each.after) for each in one.differences}
            assert {name for kind, name, _ in told if kind == "phase"} <= {then.phase.id}
            assert ("phase" in {kind for kind, *_ in told}) == (
                (now.phase.id, now.phase.highest) != (then.phase.id, then.phase.highest)
            )
            assert {(name, score) for kind, name, score in told if kind == "axis"} == {
                (after.id, after.score)
                for before, after in zip(now.dimensions, then.dimensions, strict=True)
                if before.score != after.score
            }
            kept, other = ({result.sheet for result in side.roadmap} for side in (now, then))
            assert {(name, stays) for kind, name, stays in told if kind == "sheet"} == {
                (sheet, sheet in other) for sheet in kept ^ other
            }
            raised, again = ({alert.trace.rule for alert in side.alerts} for side in (now, then))
            assert {(name, there) for kind, name, there in told if kind == "alert"} == {
                (alert, alert in again) for alert in raised ^ again
            }
            assert {(name, holds) for kind, name, holds in told if kind == "gate"} == {
                (after.trace.rule, after.holds)
                for before, after in zip(now.phase.gates, then.phase.gates, strict=True)
                if before.holds is not after.holds
            }


def test_every_way_to_the_next_phase_is_told_once(engine: Engine):
    explanation = explanation_of(engine, read(CASES / "brocanteur-seul-essai-abandonne.yaml")["answers"])
    actions, ways = explanation.phase().parts[-2:]
    assert len(ways.lines) == len(explanation.levers)
    assert len(actions.lines) == len({action.trace.rule for lever in explanation.levers for action in lever.actions})
    for line, lever in zip(ways.lines, explanation.levers, strict=True):
        letters = re.findall("[A-Z]", line.partition("\u00a0:")[0])
        told = [next(action for action in actions.lines if action.startswith(f"{letter}. ")) for letter in letters]
        assert [action.rpartition(" ")[2] for action in told] == [action.trace.place for action in lever.actions]
        assert f"environ {lever.hours}\u00a0heures" in line


def test_where_no_short_list_is_enough_it_is_said(engine: Engine):
    explanation = explanation_of(engine, {"taille": "1-9"})
    vars(explanation)["levers"] = ()
    (line,) = explanation.phase().parts[-1].lines
    assert re.fullmatch(r"Aucune courte liste d’actions ne suffit \(rules/phases\.yaml:\d+\)\.", line)


@pytest.mark.parametrize("plain", [False, True])
def test_the_tree_and_the_plain_text_say_the_same_words(explanation: Explanation, plain: bool, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    asked = ExplainDelivery(explanation, "fiche", None)
    asked.print_screen(plain=plain)
    printed = capsys.readouterr().out
    assert all(len(line) <= 60 for line in printed.splitlines())
    assert ("└── " in printed) is not plain
    words = re.sub(r"[│├└─]|^ *- ", " ", printed, flags=re.MULTILINE).split()
    shown = (replace(page, parts=tuple(entry for entry in page.parts if entry.lines)) for page in asked.pages)
    assert words == " ".join(line for page in shown for line in lines(page)).split()
