"""Codes turned back into ids: in columns for the files, one company at a time for its roadmap."""

from collections.abc import Iterator, Mapping
from typing import Any

import polars as pl

from iag_diag.batch.export import SEPARATOR
from iag_diag.batch.scoring.slots import FIRST, Slot
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Answers, Choice

_SET_BITS = 12


def joined(ids: list[str], held: pl.Expr) -> pl.Expr:
    """Ids of the bits that are set, joined; null where none is. Texts are looked up, a dozen ids at a time."""
    if not ids:
        return pl.lit(None, dtype=pl.String)
    parts = []
    for start in range(0, len(ids), _SET_BITS):
        group = ids[start : start + _SET_BITS]
        low = held if start == 0 else held // (1 << start)
        bits = (low & ((1 << len(group)) - 1)).cast(pl.UInt16)
        parts.append(pl.when(bits != 0).then(bits).cat.to(pl.Enum(_texts(group))))
    if len(parts) == 1:
        return parts[0]
    text = pl.concat_str([part.cast(pl.String) for part in parts], separator=SEPARATOR, ignore_nulls=True)
    return pl.when(text != "").then(text)


def _texts(ids: list[str]) -> list[str]:
    """Text of each set of a dozen ids; the empty set is a word that is never shown."""
    sets = ([name for place, name in enumerate(ids) if held >> place & 1] for held in range(1 << len(ids)))
    return [SEPARATOR.join(named) for named in sets]


def spelled(slot: Slot, code: pl.Expr) -> pl.Expr:
    """Write the answers of a slot as ids, as a file shows them."""
    if not slot.multiple:
        return code.cat.to(pl.Enum(["", SANS_OBJET, NSP, *slot.options]))
    chosen = joined(list(slot.options), code & slot.literal(sum(slot.codes.values()))).cast(pl.String)
    said = pl.when(code == slot.literal(slot.not_known)).then(pl.lit(NSP))
    return said.when(code == slot.literal(slot.not_applicable)).then(pl.lit(SANS_OBJET)).otherwise(chosen)


class Speller:
    """Reads coded rows back as the answers of the interview."""

    def __init__(self, pack: Pack, slots: Mapping[str, Slot]) -> None:
        self._pack = pack
        self._slots = slots
        self._memory: dict[tuple[str, int], Choice] = {}

    def answers(self, coded: pl.DataFrame) -> Iterator[Answers]:
        """One company at a time, in order; what was written in a text is not in its code."""
        questions = [question for question in self._pack.questions.values() if question.id in coded.columns]
        for row in coded.iter_rows(named=True):
            answers: dict[str, Any] = {}
            for question in questions:
                code = row[question.id]
                if code is None or (question.kind is Kind.TEXT and code == FIRST):
                    continue
                if question.kind is Kind.MATRIX and code == FIRST:
                    names = {line.id: f"{question.id}[{line.id}]" for line in question.rows}
                    answers[question.id] = {
                        line: self._choice(name, cell)
                        for line, name in names.items()
                        if (cell := row.get(name)) is not None
                    }
                else:
                    answers[question.id] = self._choice(question.id, code)
            yield answers

    def _choice(self, name: str, code: int) -> Choice:
        found = self._memory.get((name, code))
        if found is None:
            found = self._memory[name, code] = _choice(self._slots[name], code)
        return found


def _choice(slot: Slot, code: int) -> Choice:
    if code == slot.not_known:
        return NSP
    if code == slot.not_applicable:
        return SANS_OBJET
    if slot.multiple:
        return tuple(option for option, bit in slot.codes.items() if code & bit)
    return slot.options[code - FIRST]
