"""Answers in words: what a person chose, as they read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iag_diag.content.kinds import Kind
from iag_diag.diagnosis.answers import NSP, SANS_OBJET

if TYPE_CHECKING:
    from iag_diag.content.questions import Question
    from iag_diag.diagnosis.answers import Choice, Value

DONT_KNOW = "Je ne sais pas"
NOT_APPLICABLE = "Sans objet"


def in_words(question: Question, value: Value) -> str:
    """Say an answer as a person would read it."""
    if value == NSP:
        return DONT_KNOW
    if value == SANS_OBJET:
        return "Sans objet"
    if isinstance(value, str):
        return _label(question, value) if question.kind is not Kind.TEXT else value
    if isinstance(value, tuple):
        return ", ".join(_label(question, option) for option in value)
    rows = {row.id: row.label for row in question.rows}
    return "\u00a0; ".join(f"{rows.get(row, row)}\u00a0: {_cell(question, cell)}" for row, cell in value.items())


def _cell(question: Question, cell: Choice) -> str:
    if isinstance(cell, tuple):
        return ", ".join(_label(question, option) for option in cell)
    return {NSP: "je ne sais pas", SANS_OBJET: "sans objet"}.get(cell) or _label(question, cell)


def _label(question: Question, option_id: str) -> str:
    option = question.option(option_id)
    return option.label if option else option_id
