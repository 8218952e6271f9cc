"""The flow, replayed on columns: from raw codes to the state of every question, and the named conditions.

The twin of `iag_diag.diagnosis.flow`. An answer to a question whose `when` is false is hidden; where nobody knows
whether the question applies, its answer is not relied upon.
"""

from collections.abc import Iterator, Mapping

import polars as pl

from iag_diag.batch.scoring import columns
from iag_diag.batch.scoring.conditions import compiled
from iag_diag.batch.scoring.slots import FIRST, HIDDEN, NOT_APPLICABLE, Slot
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question

Nodes = Iterator[pl.Expr]


def facts(pack: Pack, slots: Mapping[str, Slot]) -> Nodes:
    """Expressions of every state, answer and named condition; each is named for the column that it makes."""
    for question in pack.questions.values():
        whole = slots[question.id]
        concerns = compiled(question.when, slots, pack.phase_ranks) if question.when is not None else None
        yield _concerned(whole, concerns).alias(f"state:{whole.name}")
        yield (
            (columns.state(whole.name) == whole.literal(whole.not_known))
            .fill_null(value=False)
            .alias(f"nsp:{question.id}")
        )
        if question.kind is Kind.MATRIX:
            for row in question.rows:
                yield _line(whole, slots[f"{question.id}[{row.id}]"])
        else:
            yield known(whole, columns.state(whole.name))
    for name, condition in pack.conditions.items():
        yield compiled(condition, slots, pack.phase_ranks).alias(f"named:{name}")


def known(slot: Slot, given: pl.Expr) -> pl.Expr:
    """Answer of a slot: what was given, unknown where that is « ne sait pas »."""
    return pl.when(given != slot.literal(slot.not_known)).then(given).alias(f"answer:{slot.name}")


def set_aside(questions: list[Question]) -> pl.Expr:
    """Whether the company said « sans objet » to all that a rule could read of it."""
    aside = [_is(question, NOT_APPLICABLE) for question in questions]
    idle = [own | _is(question, HIDDEN) for own, question in zip(aside, questions, strict=True)]
    return pl.all_horizontal(idle) & pl.any_horizontal(aside)


def _is(question: Question, code: int) -> pl.Expr:
    """Whether the state of a whole question is that one."""
    if question.kind is Kind.MULTIPLE and code == NOT_APPLICABLE:
        code = 1 << len(question.options)
    return (columns.state(question.id) == code).fill_null(value=False)


def _concerned(slot: Slot, concerns: pl.Expr | None) -> pl.Expr:
    given = columns.raw(slot.name)
    if concerns is None:
        return given
    return pl.when(concerns).then(given).when(concerns.is_null()).then(None).otherwise(slot.literal(HIDDEN))


def _line(whole: Slot, line: Slot) -> pl.Expr:
    """Answer of one line of a matrix: its own where the matrix is given, else what the matrix as a whole is worth."""
    state = columns.state(whole.name)
    known = pl.when(columns.raw(line.name) != line.literal(line.not_known)).then(columns.raw(line.name))
    certain_no = (state == HIDDEN) | (state == NOT_APPLICABLE)
    return pl.when(state == FIRST).then(known).when(certain_no).then(line.literal(HIDDEN)).alias(f"answer:{line.name}")
