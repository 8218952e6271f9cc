"""Conditions as diagrams are worth what the interpreter finds, on small packs of any shape."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small_packs import AXIS, Entry, companies_of, conditions_of, offered, small_pack, small_packs

from builders import CONDITION
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Answers
from iag_diag.diagnosis.conditions import Facts, Kleene, interpreted
from iag_diag.diagnosis.diagrams import TooManyCasesError
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.flow import Flow
from iag_diag.diagnosis.levers import levers
from iag_diag.diagnosis.reading import told_apart, ways_of_ticking
from iag_diag.diagnosis.variables import Role, Variables

WORTH: dict[Kleene, int] = {False: 0, None: 1, True: 2}


@st.composite
def known_companies(draw: st.DrawFn, pack: Pack, variables: Variables, silent: frozenset[str]) -> Answers:
    """Draw a company that says something of everything that is read, save of what is silent."""
    answers = dict(draw(companies_of(pack, lines_known=True)))
    for question in pack.questions.values():
        if question.id in silent:
            answers.pop(question.id, None)
        elif question.id not in answers or (answers[question.id] == NSP and question.id not in variables.ignored):
            answers[question.id] = SANS_OBJET
    return answers


@given(data=small_packs(rising=False), draw=st.data())
def test_a_diagram_is_worth_what_the_interpreter_finds(data: Entry, draw: st.DataObject, engine: Engine):
    pack = small_pack(data, engine.pack)
    conditions = [CONDITION.validate_python(entry) for entry in draw.draw(conditions_of(data), label="conditions")]
    silent = draw.draw(st.sets(st.sampled_from(list(pack.questions))).map(frozenset), label="silent")
    variables = Variables(pack, conditions, ignorance=True, silent=silent)
    answers = draw.draw(known_companies(pack, variables, silent), label="answers")
    facts = Flow(pack).facts(answers)
    facts.scores[AXIS] = draw.draw(st.none() | st.fractions(0, 100, max_denominator=7), label="score")
    facts.phase = draw.draw(st.sampled_from(list(pack.phase_ranks)), label="phase")
    point = tuple(settled(pack, variables, facts))
    for condition in conditions:
        worth = WORTH[interpreted(condition, pack)(facts)]
        assert variables.diagrams.span(variables.node(condition), point, variables.free) == (worth, worth)


def settled(pack: Pack, variables: Variables, facts: Facts) -> Any:
    """Where a company stands, its score and its phase included, and « nsp » even where the question is hidden."""
    for place, value in enumerate(variables.point(facts)):
        match variables.all[place].role:
            case Role.IGNORED:
                yield int(facts.values.get(variables.all[place].question) == NSP)
            case Role.AXIS:
                score = facts.scores[AXIS]
                yield 101 if score is None else int(score)
            case Role.PHASE:
                yield pack.phase_ranks[facts.phase]
            case _:
                yield value


@pytest.mark.parametrize(
    ("answers", "unknown", "is_b"),
    [
        ({"size": "b", "q": NSP}, 2, 1),
        ({"size": "a", "q": NSP}, 0, 0),
        ({"size": "b", "q": "b"}, 0, 2),
        ({"size": "b", "q": "a"}, 0, 0),
        ({"size": "b", "q": SANS_OBJET}, 0, 0),
    ],
)
def test_nsp_is_an_answer_like_another_to_a_question_that_is_asked(
    answers: Answers, unknown: int, is_b: int, engine: Engine
):
    scale = {"kind": "single", "scale": "ascending", "options": ("a", "b")}
    questions = [{"id": "size", "profile": True, **scale}, {"id": "q", "when": {"answer": "size", "is": "b"}, **scale}]
    pack = small_pack({"questions": questions, "conditions": [], "phases": [{"id": "p0"}], "levers": {}}, engine.pack)
    conditions = [CONDITION.validate_python(entry) for entry in ({"unknown": "q"}, {"answer": "q", "is": "b"})]
    variables = Variables(pack, conditions, ignorance=True)
    point = tuple(settled(pack, variables, Flow(pack).facts(answers)))
    spans = [variables.diagrams.span(variables.node(when), point, variables.free) for when in conditions]
    assert spans == [(unknown, unknown), (is_b, is_b)]


def test_an_axis_that_nobody_settled_can_have_any_score_or_none(engine: Engine):
    axis = engine.pack.dimensions.dimensions[0].id
    conditions = [CONDITION.validate_python({"dimension": axis, "at_least": points}) for points in (0, 100)]
    variables = Variables(engine.pack, conditions)
    spans = [variables.diagrams.span(variables.node(when), (None,), variables.free) for when in conditions]
    assert spans == [(1, 2), (0, 2)]


@settings(max_examples=50)
@given(data=small_packs(), draw=st.data())
def test_a_value_stands_for_the_answers_that_no_rule_tells_apart(data: Entry, draw: st.DataObject, engine: Engine):
    pack = small_pack(data, engine.pack)
    variables = Variables(pack, [gate.when for phase in pack.phases for gate in phase.gates])
    for place, variable in enumerate(variables.all):
        if variable.role in (Role.ANSWER, Role.LINE):
            question = pack.questions[variable.question]
            said = draw.draw(st.sampled_from(offered_to(question)))
            like = variables.all[place].values[variables.value(place, said)]
            tests = variables.tests[variable.question, variable.row].values()
            assert [test(like) for test in tests] == [test(said) for test in tests]
            assert variables.value(place, SANS_OBJET) == len(variable.values)
            assert [variables.value(place, kind) for kind in variable.values] == list(range(len(variable.values)))


def offered_to(question: Question) -> list[Any]:
    return offered(question, Kind.MULTIPLE if question.multiple else Kind.SINGLE)


def test_options_that_no_rule_names_are_only_counted():
    many = [f"o{number}" for number in range(40)]
    tests = [
        CONDITION.validate_python({"answer": "q", **word}) for word in ({"includes": "o7"}, {"chosen_at_least": 30})
    ]
    named, others = told_apart(many, tests)
    assert (named, others) == (["o7"], [option for option in many if option != "o7"][:30])
    ways = list(ways_of_ticking(named, others))
    assert len(ways) == len(set(ways)) == 2 * 31 - 1
    assert [len(way) for way in ways] == sorted(len(way) for way in ways)


def crossed(count: int, shipped: Pack) -> Pack:
    """Build a pack of which the second phase asks for many options of one question, or for a level of another."""
    options = tuple(f"o{number}" for number in range(count))
    included = tuple({"answer": "q", "includes": option} for option in options)
    gates = (
        {"id": "ticked", "when": {"any": ({"all": included}, {"answer": "other", "is": "b"})}},
        {"id": "sized", "when": {"any": ({"not": {"answer": "other", "is": "b"}}, {"all": included})}},
    )
    questions = [
        {"id": "size", "kind": "single", "scale": "ascending", "profile": True, "options": ("a", "b")},
        {"id": "q", "kind": "multiple", "options": options},
        {"id": "other", "kind": "single", "scale": "ascending", "options": ("a", "b")},
    ]
    phases = [{"id": "p0"}, {"id": "p1", "gates": gates}]
    return small_pack({"questions": questions, "conditions": [], "phases": phases, "levers": {}}, shipped)


@pytest.mark.parametrize(("count", "exact"), [(10, True), (11, False)])
def test_where_gates_cross_too_many_answers_each_is_settled_on_its_own(count: int, engine: Engine, *, exact: bool):
    """One of the gates always fails without all the options: only the exact span sees it."""
    small = Engine(crossed(count, engine.pack))
    answers = {"size": "a", "q": ("o0",)}
    phase = small.diagnose(answers).phase
    assert (small.phases.completions is not None) == exact
    assert (phase.lowest, phase.highest) == ("p0", "p0" if exact else "p1")
    assert phase.deciding == (() if exact else ("other",))
    assert (levers(small, answers, small.diagnose(answers)) == ()) is (not exact)


def test_too_many_options_named_are_refused(engine: Engine):
    pack = crossed(11, engine.pack)
    with pytest.raises(TooManyCasesError):
        Variables(pack, [gate.when for phase in pack.phases for gate in phase.gates])


def test_a_question_asked_after_many_others_is_reached(engine: Engine):
    """Each question is asked after a « b » to the one before it: a flow of as many steps."""
    questions = [{"id": "size", "kind": "single", "scale": "ascending", "profile": True, "options": ("a", "b")}]
    for number in range(150):
        when = {"all": ({"answer": questions[-1]["id"], "is": "b"},)}
        questions.append({**questions[0], "id": f"q{number}", "profile": False, "when": when})
    phases = [{"id": "p0"}, {"id": "p1", "gates": ({"id": "g", "when": {"answer": "q149", "is": "b"}},)}]
    small = Engine(small_pack({"questions": questions, "conditions": [], "phases": phases, "levers": {}}, engine.pack))
    phase = small.diagnose({"size": "b"}).phase
    assert (phase.lowest, phase.highest) == ("p0", "p1")
    assert len(phase.deciding) == 150
