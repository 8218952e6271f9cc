"""Which questions concern a company: a pure replay of its answers, whatever the order in which they came."""

from collections.abc import Mapping

from iag_diag.content.pack import Pack, Questionnaire
from iag_diag.diagnosis.answers import Answers, State, state_of
from iag_diag.diagnosis.conditions import Facts, Test, interpreted


class Flow:
    """The `when` of every question of a pack, ready to run."""

    def __init__(self, pack: Pack) -> None:
        self._when: Mapping[str, Test | None] = {
            question.id: interpreted(question.when, pack) if question.when is not None else None
            for question in pack.questions.values()
        }

    def facts(self, answers: Answers) -> Facts:
        """Settle the state of every question of the pack.

        A question only depends on earlier ones, so one pass does it. An answer to a question whose `when` is false
        is kept but hidden; where nobody knows whether the question applies, its answer is not relied upon.
        """
        facts = Facts(answers, {})
        states = facts.states
        for question, when in self._when.items():
            concerns = True if when is None else when(facts)
            if concerns:
                states[question] = state_of(answers.get(question))
            else:
                states[question] = State.HIDDEN if concerns is False else State.UNANSWERED
        return facts

    def asked(self, questionnaire: Questionnaire, answers: Answers) -> tuple[str, ...]:
        """Questions of a questionnaire that are to be asked, answered or not, in order."""
        facts = self.facts(answers)
        return tuple(
            question for question in questionnaire.questions if (when := self._when[question]) is None or when(facts)
        )

    def next_question(self, questionnaire: Questionnaire, answers: Answers) -> str | None:
        """First question to ask that has no answer yet."""
        return next((question for question in self.asked(questionnaire, answers) if question not in answers), None)
