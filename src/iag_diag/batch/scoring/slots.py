"""How answers are coded in columns of small integers, so that a rule becomes a comparison.

A question is one column, a matrix one per line and one for the whole. Null is « unanswered » everywhere.

* A choice (single): 0 hidden, 1 « sans objet », 2 « ne sait pas », then the options from 3, on a scale from the least
  advanced to the most.
* A tick list (multiple): one bit per option, in the order of the question; the next bit is « sans objet », the one
  after « ne sait pas »; no bit at all is hidden.
* A text, and a matrix as a whole, only have a state: 3 is « given ».
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET
from iag_diag.errors import IagDiagError

HIDDEN, NOT_APPLICABLE, NOT_KNOWN, FIRST = range(4)
_MOST_BITS = 64


@dataclass(frozen=True)
class Slot:
    """One coded column. `options` are in the order of the codes; a state has none."""

    question: str
    row: str | None
    multiple: bool
    options: tuple[str, ...]

    @property
    def name(self) -> str:
        """`question`, or `question[row]`: the heading of the plain format."""
        return self.question if self.row is None else f"{self.question}[{self.row}]"

    @cached_property
    def codes(self) -> Mapping[str, int]:
        """Code of each option; of a tick list, its bit."""
        if self.multiple:
            return {option: 1 << place for place, option in enumerate(self.options)}
        return {option: FIRST + place for place, option in enumerate(self.options)}

    @property
    def not_applicable(self) -> int:
        """Code of « sans objet »."""
        return 1 << len(self.options) if self.multiple else NOT_APPLICABLE

    @property
    def not_known(self) -> int:
        """Code of « ne sait pas »."""
        return 1 << len(self.options) + 1 if self.multiple else NOT_KNOWN

    @property
    def dtype(self) -> pl.DataType:
        """Smallest unsigned integer that holds every code."""
        return unsigned((self.not_known << 1) - 1 if self.multiple else FIRST + len(self.options))

    def literal(self, code: int) -> pl.Expr:
        """Write a code in the type of the column, so that no operation widens it."""
        return pl.lit(code, dtype=self.dtype)

    def code(self, answer: str) -> int | None:
        """Code of an option id, `nsp` or `sans-objet`; None for anything else."""
        return {NSP: self.not_known, SANS_OBJET: self.not_applicable}.get(answer, self.codes.get(answer))


def unsigned(most: int) -> pl.DataType:
    """Pick the smallest unsigned type for numbers up to `most`."""
    for bits, dtype in ((8, pl.UInt8()), (16, pl.UInt16()), (32, pl.UInt32())):
        if most < 1 << bits:
            return dtype
    if most >= 1 << _MOST_BITS:
        raise IagDiagError(
            "Ce référentiel est trop grand pour le traitement par lot : un de ses comptes dépasse 64 bits.",
            "Réduisez le nombre de réponses à cocher d’une question (62 au plus), ou les heures et les poids.",
        )
    return pl.UInt64()


def slots(pack: Pack) -> Mapping[str, Slot]:
    """List every slot of a pack by name, in the order of the questions; a matrix comes before its lines."""
    found = (slot for question in pack.questions.values() for slot in _slots(question))
    return {slot.name: slot for slot in found}


def _slots(question: Question) -> list[Slot]:
    options = tuple(option.id for option in question.options)
    if question.scale is not None:
        options = tuple(sorted(options, key=question.rank))
    match question.kind:
        case Kind.TEXT:
            return [Slot(question.id, None, multiple=False, options=())]
        case Kind.MATRIX:
            many = question.cell is Kind.MULTIPLE
            lines = [Slot(question.id, row.id, multiple=many, options=options) for row in question.rows]
            return [Slot(question.id, None, multiple=False, options=()), *lines]
        case kind:
            return [Slot(question.id, None, multiple=kind is Kind.MULTIPLE, options=options)]
