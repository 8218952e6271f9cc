"""Answers in words, searches without accents, and the sentences that both faces share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from iag_diag.content.folding import folded
from iag_diag.content.kinds import Kind

if TYPE_CHECKING:
    from iag_diag.content.questions import Option, Question
    from iag_diag.diagnosis.answers import Value


def shown(value: Value) -> str:
    """Say an answer by its ids, for a question that is no longer known."""
    if isinstance(value, str):
        return value
    if isinstance(value, tuple):
        return ", ".join(value)
    return " ; ".join(f"{row} : {shown(cell)}" for row, cell in value.items())


def why(question: Question) -> str:
    """Explain why a question is asked, whom to ask, and where it comes from."""
    origin = (
        f"Question de l’enquête (lignes {question.source.lines} de l’étude)."
        if question.source
        else "Question ajoutée, hors de toute étude."
    )
    asking = f"Qui peut répondre : {question.ask}" if question.ask else ""
    return "\n".join(part for part in (f"Pourquoi cette question : {question.why}", asking, origin) if part)


def matching(typed: str, options: Sequence[Option]) -> list[Option]:
    """Options whose label or note holds every word typed; an exact label alone wins.

    A number must be there whole: « 22 », past the end of a list, is no « IDCC 2216 ».
    """
    words = folded(typed).split()
    texts = {option.id: folded(f"{option.label} {option.note or ''}") for option in options}
    exact = [option for option in options if folded(option.label) == " ".join(words)]
    return exact or [
        option
        for option in options
        if all(word in (texts[option.id].split() if word.isdecimal() else texts[option.id]) for word in words)
    ]


def exclusive_clash(question: Question, chosen: Sequence[str]) -> str | None:
    """Say why these answers cannot go together, if they cannot."""
    alone = next((option for option in question.options if option.exclusive and option.id in chosen), None)
    if alone is None or len(chosen) <= 1:
        return None
    return f"« {alone.label} » ne va avec aucune autre réponse : gardez-la seule, ou retirez-la."


def is_binary(question: Question) -> bool:
    """Whether a matrix reads as a list of lines to tick: « yes » or « no », and nothing between."""
    first, *others = question.options or (None,)
    return question.kind is Kind.MATRIX and question.cell is Kind.SINGLE and first is not None and len(others) == 1
