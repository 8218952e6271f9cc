"""The shipped `rules/levers.yaml`: nothing without words, without time, or that an owner alone could not do."""

import re

import pytest

from iag_diag.content.conditions import questions_read
from iag_diag.content.pack import Pack, load_pack
from iag_diag.content.rules import LeverAction

PACK = load_pack()
MOST_WORDS = 17
TEAM = re.compile(r"l’équipe|chacun|tous|personne|ensemble|faire suivre|qui s’en servent")


def by_id(action: LeverAction) -> str:
    return action.id


def texts(action: LeverAction) -> list[str]:
    return [action.text, *([action.solo] if action.solo else [])]


def asked_of_a_solo(pack: Pack, action: LeverAction) -> bool:
    """Whether the question is put to an owner alone: no condition on the size above it."""
    when = pack.questions[action.question].when
    return when is None or pack.manifest.size_question not in questions_read(when, pack.conditions)


def test_every_answer_that_a_gate_reads_is_an_action_or_is_excluded(pack: Pack):
    said = {(rule.question, option) for rule in pack.levers.actions for option in rule.options}
    whole = {rule.question for rule in pack.levers.excluded if not rule.options}
    left = said | {(rule.question, option) for rule in pack.levers.excluded for option in rule.options}
    for question in {
        question
        for phase in pack.phases
        for gate in phase.gates
        for question in questions_read(gate.when, pack.conditions)
    }:
        entry = pack.questions[question]
        steps = {
            option.id
            for option in entry.options
            if not option.exclusive and (entry.scale is None or entry.rank(option.id) > 0)
        }
        assert question in whole or {(question, step) for step in steps} <= left, question


def test_no_answer_has_two_actions_and_none_is_both_said_and_excluded(pack: Pack):
    said = [(rule.question, option) for rule in pack.levers.actions for option in rule.options]
    assert len(said) == len(set(said))
    for rule in pack.levers.excluded:
        options = rule.options or tuple(option.id for option in pack.questions[rule.question].options)
        assert not {(rule.question, option) for option in options} & set(said)


def test_actions_name_answers_and_sheets_that_exist(pack: Pack):
    for rule in (*pack.levers.actions, *pack.levers.excluded):
        assert {*rule.options} <= {option.id for option in pack.questions[rule.question].options}, rule.id
    assert {sheet for rule in pack.levers.actions for sheet in rule.sheets} <= set(pack.sheets)


@pytest.mark.parametrize("action", PACK.levers.actions, ids=by_id)
def test_an_action_takes_some_time_at_every_size(action: LeverAction, pack: Pack):
    sizes = [option.id for option in pack.questions[pack.manifest.size_question].options]
    assert action.effort is None or list(action.effort) == sizes
    for size in sizes:
        fitting = [sheet for sheet in action.sheets if size in pack.sheet_rules[sheet].sizes]
        assert action.own_hours(size) + sum(pack.sheets[sheet].effort[size] for sheet in fitting) > 0, size


@pytest.mark.parametrize("action", PACK.levers.actions, ids=by_id)
def test_a_bigger_firm_is_never_told_that_it_takes_less_time(action: LeverAction):
    hours = list((action.effort or {}).values())
    assert hours == sorted(hours)


@pytest.mark.parametrize("action", PACK.levers.actions, ids=by_id)
def test_a_higher_answer_never_takes_less_time_than_a_lower_one(action: LeverAction, pack: Pack):
    """Otherwise the shortest lever would be said to be the longer one."""
    question = pack.questions[action.question]
    if question.scale is None:
        return
    lower = [
        rule
        for rule in pack.levers.actions
        if rule.question == question.id and question.rank(rule.options[0]) < question.rank(action.options[0])
    ]
    for size in pack.sheets["charte-ethique"].effort:
        mine, theirs = (
            [rule.own_hours(size) + sum(pack.sheets[sheet].effort[size] for sheet in rule.sheets) for rule in rules]
            for rules in ((action,), lower)
        )
        assert all(hours <= mine[0] for hours in theirs), size


@pytest.mark.parametrize("action", PACK.levers.actions, ids=by_id)
def test_an_action_is_a_short_phrase_that_can_follow_il_faut(action: LeverAction):
    for text in texts(action):
        first = text.split()[1] if text.startswith("vous ") else text.split()[0]
        assert re.search(r"(er|ir|re)$", first.rstrip(",")), text
        assert text[0].islower()
        assert not text.endswith(".")
        assert len(text.replace("\u00a0:", ":").split()) <= MOST_WORDS, text


@pytest.mark.parametrize("action", PACK.levers.actions, ids=by_id)
def test_an_owner_alone_is_told_of_no_team(action: LeverAction, pack: Pack):
    if asked_of_a_solo(pack, action):
        assert not TEAM.search(action.solo or action.text)
