"""Companies drawn at random, and what a pack makes of them: the same both ways, every time, and in every corner."""

from collections import Counter
from dataclasses import replace

import pytest

from builders import toy_pack
from iag_diag.batch import coverage as counting
from iag_diag.batch.coverage import all_at_once, coverage, one_by_one
from iag_diag.batch.drawing import companies, drawn
from iag_diag.content.pack import Pack
from iag_diag.content.strict_yaml import Document
from iag_diag.diagnosis.answers import NSP, SANS_OBJET
from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers.answers import checked
from iag_diag.errors import IagDiagError


@pytest.mark.parametrize("toy", [False, True])
def test_both_ways_count_the_same(pack: Pack, toy: bool):
    pack = toy_pack(pack) if toy else pack
    columns = drawn(pack, 240)
    assert +one_by_one(Engine(pack), columns) == +all_at_once(pack, columns)


def test_same_companies_each_time(pack: Pack):
    assert drawn(pack, 60) == drawn(pack, 60)
    assert drawn(pack, 60) != drawn(pack, 60, seed=1)


@pytest.mark.parametrize("count", [0, 1, 5, 7, 100])
def test_as_many_as_asked(pack: Pack, count: int):
    assert {len(column.picks) for column in drawn(pack, count)} == {count}
    assert coverage(pack, count).companies == count


def test_answers_are_such_as_a_file_may_hold(pack: Pack):
    for answers in companies(drawn(pack, 120)):
        document = Document("essai")
        given = {question: value for question, value in answers.items() if value != {}}
        assert checked(pack, given, document) == given
        assert document.problems == []


def test_every_answer_is_given_by_somebody(pack: Pack):
    given = list(companies(drawn(pack, 3_000)))
    for question in pack.questions.values():
        values = [answers.get(question.id) for answers in given]
        cells = [cell for value in values if isinstance(value, dict) for cell in value.values()]
        chosen: Counter[str | None] = Counter()
        for value in (*values, *cells):
            chosen.update(value if isinstance(value, tuple) else () if isinstance(value, dict) else [value])
        wanted = (NSP, SANS_OBJET, None, *(option.id for option in question.options))
        assert all(chosen[option] > 20 for option in wanted), question.id


def test_half_keep_to_the_upper_half(pack: Pack):
    everyone = list(companies(drawn(pack, 600)))
    beginners, advanced = everyone[:100], everyone[100:200]
    assert {answers["appropriation"] for answers in advanced} == {
        "premieres-reflexions",
        "strategie-formalisee",
        "cas-usage-definis",
    }
    assert {answers["appropriation"] for answers in beginners} == {
        option.id for option in pack.questions["appropriation"].options
    }
    assert {answers["taille"] for answers in advanced} == {size.id for size in pack.planning.sizes}


def test_a_third_leave_nothing_unsaid(pack: Pack):
    everyone = list(companies(drawn(pack, 600)))
    unsaid = [
        sum(answers.get(question) in (NSP, SANS_OBJET, None) for question in pack.questions) for answers in everyone
    ]
    nothing, little, much = unsaid[:200], unsaid[200:400], unsaid[400:]
    assert set(nothing) == {0}
    assert 2 < sum(little) / 200 < 9
    assert 18 < sum(much) / 200 < 30


def test_counts_of_the_shipped_pack(pack: Pack):
    found = coverage(pack, 20_000)
    assert (found.companies, found.in_columns) == (20_000, True)
    assert sum(count.companies for count in found.phases) == 20_000
    assert all(count.companies for count in (*found.phases, *found.sheets, *found.alerts))
    for count in (*found.phases, *found.sheets, *found.alerts):
        assert sum(count.by_size.values()) <= count.companies
        assert list(count.by_size) == [size.id for size in pack.planning.sizes]
    for sheet in found.sheets:
        fits = pack.sheet_rules[sheet.id].sizes
        assert {size for size, companies in sheet.by_size.items() if companies} <= set(fits)
    assert 0 < 20_000 - sum(found.by_size.values()) < 5_000


def test_one_by_one_where_the_library_is_missing(pack: Pack, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(counting, "find_spec", lambda _: None)
    monkeypatch.setattr(counting, "FEW", 120)
    heard: list[int] = []
    found = coverage(pack, progress=heard.append)
    assert (found.companies, found.in_columns, heard) == (120, False, [0, 50, 100])
    assert coverage(pack, 70).companies == 70


def test_one_by_one_where_the_pack_is_too_large_for_columns(pack: Pack, monkeypatch: pytest.MonkeyPatch):
    def refuse(*_: object) -> None:
        raise IagDiagError("Trop grand.")

    monkeypatch.setattr(counting, "all_at_once", refuse)
    monkeypatch.setattr(counting, "FEW", 60)
    found = coverage(pack)
    assert (found.companies, found.in_columns) == (60, False)


def test_question_with_more_answers_than_a_byte_holds(pack: Pack):
    question = pack.questions["branche"]
    options = tuple(question.options[0].model_copy(update={"id": f"o-{number}"}) for number in range(400))
    many = replace(pack, questions={"branche": question.model_copy(update={"options": options})})
    (column,) = drawn(many, 3_000)
    assert len({column.values[pick] for pick in column.picks}) > 100
