"""A table asked line by line, the same way in both faces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iag_diag.interview.protocol import Back, Given, Reply

if TYPE_CHECKING:
    from collections.abc import Callable

    from iag_diag.content.questions import Question, Row
    from iag_diag.diagnosis.answers import Choice


class LineByLine:
    """Asks each line in turn; « back » leaves on the first one, and a note in the middle loses no line."""

    def __init__(self) -> None:
        self._begun: dict[str, tuple[int, dict[str, Choice]]] = {}

    def ask(self, question: Question, put: Callable[[int, Row, Choice | None], Reply]) -> Reply:
        """Put every line (its number from 1, itself, what was said of it before) and gather the answers."""
        number, cells = self._begun.pop(question.id, (0, {}))
        while number < len(question.rows):
            row = question.rows[number]
            reply = put(number + 1, row, cells.get(row.id))
            if isinstance(reply, Given):
                cells[row.id] = reply.value  # type: ignore[assignment]
                number += 1
            elif isinstance(reply, Back) and number:
                number -= 1
            else:
                self._begun[question.id] = number, cells
                return reply
        return Given(cells)
