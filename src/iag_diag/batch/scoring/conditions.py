"""The compiler of conditions: each operator becomes a Polars expression, in the same three values (null is unknown).

The twin of `iag_diag.diagnosis.conditions`, operator for operator. What every operator means in every state of an
answer is written once, in `iag_diag.content.conditions`. Polars' `&`, `|` and `~` are Kleene's.
"""

from collections.abc import Mapping
from functools import reduce
from operator import and_, or_

import polars as pl

from iag_diag.batch.scoring import columns
from iag_diag.batch.scoring.slots import Slot
from iag_diag.content import conditions as op
from iag_diag.content.conditions import Condition


def compiled(condition: Condition, slots: Mapping[str, Slot], phases: Mapping[str, int]) -> pl.Expr:
    """Turn a condition into the expression that runs it on every company at once; `phases` ranks the phases."""
    match condition:
        case op.All(all=parts):
            return reduce(and_, [compiled(part, slots, phases) for part in parts])
        case op.Any_(any=parts):
            return reduce(or_, [compiled(part, slots, phases) for part in parts])
        case op.Not(not_=part):
            return ~compiled(part, slots, phases)
        case op.Named(named=name):
            return columns.named(name)
        case op.Unknown(unknown=question):
            return columns.not_known(question)
        case op.DimensionBelow(dimension=dimension, below=points):
            return _score(dimension, columns.axis_points(dimension) < points * columns.axis_weight(dimension))
        case op.DimensionAtLeast(dimension=dimension, at_least=points):
            return _score(dimension, columns.axis_points(dimension) >= points * columns.axis_weight(dimension))
        case op.PhaseIn(phase=names):
            return reduce(or_, [columns.phase() == phases[name] for name in names])
        case op.AnswerIs(is_=option):
            slot = _slot(condition, slots)
            return columns.answer(slot.name) == slot.codes[option]
        case op.AnswerIn(in_=options):
            slot = _slot(condition, slots)
            return reduce(or_, [columns.answer(slot.name) == slot.codes[option] for option in options])
        case op.AnswerAtLeast(at_least=least):
            slot = _slot(condition, slots)
            return columns.answer(slot.name) >= slot.codes[least]
        case op.AnswerIncludes(includes=option):
            slot = _slot(condition, slots)
            return (columns.answer(slot.name) & slot.literal(slot.codes[option])) != 0
        case op.AnswerChosen(chosen_at_least=count):  # pragma: no branch - the set is closed
            slot = _slot(condition, slots)
            ticked = columns.answer(slot.name) & slot.literal(sum(slot.codes.values()))
            return ticked.bitwise_count_ones() >= count


def _slot(atom: op.AnswerOperator, slots: Mapping[str, Slot]) -> Slot:
    return slots[atom.answer if atom.row is None else f"{atom.answer}[{atom.row}]"]


def _score(dimension: str, comparison: pl.Expr) -> pl.Expr:
    """Unknown while the axis has no score."""
    return pl.when(columns.axis_shown(dimension)).then(comparison)
