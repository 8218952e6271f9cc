"""A scripted company for the loop, and what the loop asked of it."""

from collections.abc import Callable, Sequence
from pathlib import Path

from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, Value
from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers.model import Dossier, PackReference
from iag_diag.interview.protocol import Answered, Given, Reply, Screen
from iag_diag.interview.session import Interview

NOW = "2026-11-23T08:00:00Z"


class Scripted:
    """Replies with `script[question]` in order, then « nsp »; picks `corrections` in the lists of answers."""

    def __init__(self, script: dict[str, list[Reply]] | None = None, corrections: Sequence[str] = ()) -> None:
        self.script = {question: list(replies) for question, replies in (script or {}).items()}
        self.corrections = list(corrections)
        self.screens: list[Screen] = []
        self.said: list[str] = []
        self.lists: list[Sequence[Answered]] = []

    @property
    def asked(self) -> list[str]:
        return [screen.question.id for screen in self.screens]

    def say(self, text: str, *, strong: bool = False) -> None:
        self.said.append(text)

    def line(self, title: str) -> str:
        raise NotImplementedError

    def choose(self, title: str, choices: Sequence[tuple[str, str]]) -> str:
        raise NotImplementedError

    def ask(self, screen: Screen) -> Reply:
        self.screens.append(screen)
        replies = self.script.get(screen.question.id)
        return replies.pop(0) if replies else Given(NSP)

    def recorded(self, screen: Screen, answer: str) -> None:
        self.said.append(answer)

    def review(self, answers: Sequence[Answered]) -> str | None:
        self.lists.append(answers)
        return self.corrections.pop(0) if self.corrections else None


def interview(
    engine: Engine, path: Path, asker: Scripted, questionnaire: str = "express", now: Callable[[], str] = lambda: NOW
) -> Interview:
    dossier = Dossier(questionnaire=questionnaire, pack=PackReference.of(engine.pack), created=NOW, updated=NOW)
    return Interview(engine.pack, engine.flow, path, dossier, asker, now)


def some_value(question: Question, pick: Callable[[int], int]) -> Value:
    """Answer this question rightly; `pick(n)` chooses below n."""
    options = [option.id for option in question.options]
    if question.kind == "text":
        return "Quelques mots"
    if question.kind == "matrix":
        cells = {row.id: options[pick(len(options))] for row in question.rows}
        return {row: (option,) for row, option in cells.items()} if question.multiple else cells
    option = options[pick(len(options))]
    return (option,) if question.multiple else option
