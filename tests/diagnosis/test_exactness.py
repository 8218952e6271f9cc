"""Spans, deciding questions and levers agree with trying everything, on small packs of any shape."""

from brute_force import World, moves, said, smallest_openings, steps_of
from hypothesis import assume, given
from hypothesis import strategies as st
from small_packs import Entry, companies_of, small_pack, small_packs

from iag_diag.diagnosis.answers import Answers, State
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.levers import levers

MOST_WAYS = 2_000
MOST_TRIES = 20_000


def world_of(engine: Engine, answers: Answers) -> World:
    states = engine.flow.facts(answers).states
    return World(engine.pack, answers, frozenset(name for name, state in states.items() if state is State.NSP))


def drawn(data: Entry, shipped: Engine, draw: st.DataObject) -> tuple[Engine, Answers, World]:
    engine = Engine(small_pack(data, shipped.pack))
    answers = draw.draw(companies_of(engine.pack), label="answers")
    world = world_of(engine, answers)
    assume(world.ways <= MOST_WAYS)
    return engine, answers, world


@given(data=small_packs(), draw=st.data())
def test_gates_span_and_deciding_questions_are_those_of_all_completions(
    data: Entry, draw: st.DataObject, engine: Engine
):
    small, answers, world = drawn(data, engine, draw)
    phase, ranks = small.diagnose(answers).phase, small.pack.phase_ranks
    assert (ranks[phase.lowest], ranks[phase.highest]) == world.span()
    assert phase.id == phase.lowest
    assert list(phase.deciding) == world.deciding()
    when = {gate.id: gate.when for phase in small.pack.phases for gate in phase.gates}
    for gate in phase.gates:
        truths = world.truths(when[gate.trace.rule])
        assert gate.holds == (truths.pop() if len(truths) == 1 else None)


@given(data=small_packs(), draw=st.data())
def test_levers_are_all_the_smallest_sets_of_changes(data: Entry, draw: st.DataObject, engine: Engine):
    small, answers, world = drawn(data, engine, draw)
    diagnosis = small.diagnose(answers)
    assume(diagnosis.phase.next_phase)
    open_to = moves(small.pack, answers)
    tries = world.ways
    for changes in open_to:
        tries *= len(changes) + 1
    assume(tries <= MOST_TRIES)
    target = small.pack.phase_ranks[diagnosis.phase.next_phase]
    found = [steps_of(lever.changes) for lever in levers(small, answers, diagnosis)]
    expected = smallest_openings(world, open_to, target, small.pack.levers.most_changes)
    everything = {frozenset().union(*(move.steps for move in chosen)) for chosen in expected}
    assert {frozenset(steps) for steps in found} <= everything
    assert sorted(said(small.pack, steps) for steps in found) == sorted(
        {said(small.pack, sorted(steps)) for steps in everything}
    )
