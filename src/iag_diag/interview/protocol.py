"""What an interview asks of a face: show a question, bring back a reply. Two faces speak it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from iag_diag.content.questions import Option, Question
    from iag_diag.diagnosis.answers import Value


@dataclass(frozen=True, slots=True)
class Progress:
    """« Partie 3 sur 9 · Vos usages · encore 4 minutes environ »."""

    part: int
    parts: int
    label: str
    minutes: int

    def __str__(self) -> str:
        """One line, as shown above a question."""
        left = "encore une minute" if self.minutes <= 1 else f"encore {self.minutes} minutes environ"
        return f"Partie {self.part} sur {self.parts} · {self.label} · {left}"


@dataclass(frozen=True, slots=True)
class Screen:
    """A question as it is put to this company: `label` is already the right wording for its size."""

    question: Question
    label: str
    progress: Progress
    current: Value | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """An answer, « nsp » and « sans-objet » included."""

    value: Value


@dataclass(frozen=True, slots=True)
class Note:
    """A remark on the question; the question is asked again."""

    text: str


@dataclass(frozen=True, slots=True)
class Back:
    """The question before."""


@dataclass(frozen=True, slots=True)
class Review:
    """The list of all answers."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop here; everything is kept."""


Reply: TypeAlias = Given | Note | Back | Review | Pause


class StopHere(Exception):  # noqa: N818 - a wish, not a fault
    """The company asked for a pause."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A line of the review: a question and its answer in words."""

    question: str
    label: str
    answer: str


class Asker(Protocol):
    """A face of the interview. Ctrl-C and Ctrl-D come out as KeyboardInterrupt and EOFError."""

    def say(self, text: str, *, strong: bool = False) -> None:
        """Show a paragraph."""

    def line(self, title: str) -> str:
        """Ask for a short text, which may be empty."""

    def choose(self, title: str, choices: Sequence[tuple[str, str]]) -> str:
        """Ask for one of these (id, label), outside the questionnaire."""

    def ask(self, screen: Screen) -> Reply:
        """Put a question, « why » included, until there is a reply."""

    def recorded(self, screen: Screen, answer: str) -> None:
        """Say that the answer is on disk."""

    def review(self, answers: Sequence[Answered]) -> str | None:
        """Show all the answers; return the question to correct, or None to go on."""


def option_labels(options: Sequence[Option]) -> list[str]:
    """Labels with their note: « À l’oral : rien n’est écrit »."""
    return [f"{option.label} ({option.note.rstrip('.')})" if option.note else option.label for option in options]
