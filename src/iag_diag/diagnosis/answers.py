"""What a company said, and what each answer is worth to a rule."""

from collections.abc import Mapping
from enum import Enum
from typing import TypeAlias

NSP = "nsp"
SANS_OBJET = "sans-objet"

Choice: TypeAlias = str | tuple[str, ...]
Value: TypeAlias = Choice | Mapping[str, Choice]
Answers: TypeAlias = Mapping[str, Value]


class State(Enum):
    """The five states of an answer; `iag_diag.content.conditions` says what each is worth to each operator."""

    GIVEN = "given"
    NSP = "nsp"
    NOT_APPLICABLE = "not-applicable"
    HIDDEN = "hidden"
    UNANSWERED = "unanswered"


def state_of(value: Value | None) -> State:
    """State of an answer to a question that is asked."""
    if value is None:
        return State.UNANSWERED
    if value == NSP:
        return State.NSP
    return State.NOT_APPLICABLE if value == SANS_OBJET else State.GIVEN
