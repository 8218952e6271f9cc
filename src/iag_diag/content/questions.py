"""The questionnaire: questions that mirror the survey, and shorter lists that borrow them by id."""

from typing import Annotated

from pydantic import Field

from iag_diag.content.conditions import Condition
from iag_diag.content.kinds import Kind, Scale
from iag_diag.content.model import Content, Slug, Sourced, Text


class Option(Content):
    """A possible answer. `inferred`: the study's chart is lost and the option is our reconstruction.

    Where some options of a question have a `solo` wording, an owner who works alone is offered those only.
    """

    id: Slug
    label: Text
    solo: Text | None = None
    note: Text | None = None
    inferred: bool = False
    exclusive: bool = False


class Row(Content):
    """A line of a matrix question."""

    id: Slug
    label: Text
    inferred: bool = False


class AnswerSet(Content):
    """A list of options that several questions share."""

    id: Slug
    options: Annotated[tuple[Option, ...], Field(min_length=2)]


class Question(Sourced):
    """One item. It never asks two things, and says in plain words what it means and why it is asked.

    `options` or `answer_set` (never both) for the closed kinds; `rows` and `cell` for a matrix; `solo` replaces the
    wording for an owner who works alone; `sheet` names the action sheet a practice stands for; `ask` says whom to
    turn to when the answer is not known.
    """

    id: Slug
    kind: Annotated[Kind, Field(strict=False)]
    label: Text
    solo: Text | None = None
    help: Text
    why: Text
    ask: Text | None = None
    quoted: bool = False
    profile: bool = False
    search: bool = False
    scale: Annotated[Scale, Field(strict=False)] | None = None
    sheet: Slug | None = None
    answer_set: Slug | None = None
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    cell: Annotated[Kind, Field(strict=False)] = Kind.SINGLE
    when: Condition | None = None

    def option(self, option_id: str) -> Option | None:
        """Find an option by id."""
        return next((option for option in self.options if option.id == option_id), None)

    def rank(self, option_id: str) -> int:
        """Place of an option on the question's scale, 0 for the least advanced."""
        ids = [option.id for option in self.options]
        return ids.index(option_id) if self.scale is not Scale.DESCENDING else len(ids) - 1 - ids.index(option_id)

    def offered(self, *, solo: bool) -> "Question":
        """Return the question as it is put to this company: an owner who works alone may have options of their own."""
        own = tuple(option for option in self.options if option.solo) if solo else ()
        reworded = tuple(option.model_copy(update={"label": option.solo, "note": None}) for option in own)
        return self.model_copy(update={"options": reworded}) if own else self

    @property
    def multiple(self) -> bool:
        """Whether several options can be ticked at once (in a matrix: per line)."""
        return Kind.MULTIPLE in (self.kind, self.cell)


class Section(Content):
    """A part of the questionnaire, as the progress line names it."""

    id: Slug
    label: Text
    questions: Annotated[tuple[Question, ...], Field(min_length=1, max_length=100)]


class CompleteFile(Content):
    """A questionnaire that writes its questions."""

    id: Slug
    label: Text
    minutes: Annotated[int, Field(ge=1)]
    answer_sets: tuple[AnswerSet, ...] = ()
    sections: Annotated[tuple[Section, ...], Field(min_length=1, max_length=50)]


class BorrowingFile(Content):
    """A questionnaire that borrows questions of another one by id, in that one's order."""

    id: Slug
    label: Text
    minutes: Annotated[int, Field(ge=1)]
    borrows: Slug
    questions: Annotated[tuple[Slug, ...], Field(min_length=1)]
