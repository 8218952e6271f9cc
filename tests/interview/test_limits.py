"""How long an interview can get, over every way through the questions that open others."""

from collections.abc import Iterator

import pytest

from iag_diag.content.conditions import questions_read
from iag_diag.content.pack import Pack, Questionnaire
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Value
from iag_diag.diagnosis.engine import Engine
from iag_diag.interview.wording import folded

TEAM_WORDS = ("salarie", "collaborateur", "equipe", "manager", "encadre")


class Ways:
    """Every way through a questionnaire: answers to the questions that open others, and what is asked then."""

    def __init__(self, engine: Engine, questionnaire: Questionnaire) -> None:
        self._engine = engine
        self._questionnaire = questionnaire
        pack = engine.pack
        opening = {
            read
            for question in pack.questions.values()
            if question.when
            for read in questions_read(question.when, pack.conditions)
        }
        self._opening = [question for question in questionnaire.questions if question in opening]

    def of(self, answers: dict[str, Value]) -> Iterator[tuple[dict[str, Value], tuple[str, ...]]]:
        asked = self._engine.flow.asked(self._questionnaire, answers)
        following = next(
            (question for question in self._opening if question in asked and question not in answers), None
        )
        if following is None:
            yield answers, asked
            return
        options = [option.id for option in self._engine.pack.questions[following].options]
        for value in (*options, NSP, SANS_OBJET):
            yield from self.of({**answers, following: value})


@pytest.mark.parametrize(("questionnaire", "most"), [("express", 18), ("complet", 45)])
@pytest.mark.parametrize("size", ["0", "1-9"])
def test_a_small_shop_is_asked_few_questions(engine: Engine, pack: Pack, questionnaire: str, most: int, size: str):
    ways = Ways(engine, pack.questionnaires[questionnaire])
    answers, longest = max(ways.of({"taille": size}), key=lambda way: len(way[1]))
    assert len(longest) <= most, answers


def test_an_owner_alone_meets_no_question_about_a_team(engine: Engine, pack: Pack):
    asked = {
        question
        for questionnaire in pack.questionnaires.values()
        for _, way in Ways(engine, questionnaire).of({"taille": "0"})
        for question in way
    }
    questions = [pack.questions[question] for question in sorted(asked) if question != "taille"]
    texts = {
        question.id: " ".join([question.solo or question.label, *(row.label for row in question.rows)])
        for question in questions
    }
    assert {
        question: text for question, text in texts.items() if any(word in folded(text) for word in TEAM_WORDS)
    } == {}


@pytest.mark.parametrize("questionnaire", ["express", "complet"])
def test_every_question_is_asked_of_some_company(engine: Engine, pack: Pack, questionnaire: str):
    ways = Ways(engine, pack.questionnaires[questionnaire])
    assert {question for _, way in ways.of({}) for question in way} == set(pack.questionnaires[questionnaire].questions)


def test_express_asks_only_what_complete_would(engine: Engine, pack: Pack):
    complete = pack.questionnaires["complet"]
    for answers, asked in Ways(engine, pack.questionnaires["express"]).of({}):
        assert set(asked) <= set(engine.flow.asked(complete, answers))
