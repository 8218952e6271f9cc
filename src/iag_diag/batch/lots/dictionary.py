"""Cells turned into codes by looking up each distinct text once: what a label means never depends on the row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

_MOST_KEPT = 50_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What a cell means: a code, nothing at all (None, no reason), or a refusal with its reason and what is nearest."""

    code: int | None = None
    reason: str = ""
    nearest: str = ""


@dataclass(frozen=True, slots=True)
class _Index:
    """The texts known, and what each is worth, place by place; replaced whole, never changed."""

    texts: pl.Enum
    codes: pl.Series
    refused: pl.Series | None

    @classmethod
    def of(cls, known: Mapping[str, Reading], dtype: pl.DataType) -> "_Index":
        codes = pl.Series(values=[reading.code for reading in known.values()], dtype=dtype)
        refused = pl.Series(values=[bool(reading.reason) for reading in known.values()], dtype=pl.Boolean)
        return cls(pl.Enum(list(known)), codes, refused if refused.any() else None)


class Dictionary:
    """The texts met in a column, each read once; it grows with the file, and forgets when it grows too much.

    Several threads may use it at once: at worst they read a text twice.
    """

    def __init__(self, read: Callable[[str], Reading], dtype: pl.DataType) -> None:
        self._read = read
        self._dtype = dtype
        self._known: dict[str, Reading] = {}
        self._index = _Index.of(self._known, dtype)

    def codes(self, cells: pl.Series) -> tuple[pl.Series, pl.Series | None]:
        """Codes of the cells (null: no answer), and which cells are refused (None when none is)."""
        index = self._index
        found = cells.cast(index.texts, strict=False)
        if found.null_count() > cells.null_count():
            new = cells.filter(found.is_null()).drop_nulls().unique(maintain_order=True)
            index = self._learn(new.to_list())
            found = cells.cast(index.texts, strict=False)
        places = found.to_physical()
        refused = index.refused.gather(places).fill_null(value=False) if index.refused is not None else None
        return index.codes.gather(places), refused if refused is not None and refused.any() else None

    def refusal(self, text: str) -> Reading:
        """Why a text is refused, and what is nearest."""
        return self._known.get(text) or self._read(text)

    def _learn(self, texts: list[str]) -> _Index:
        former = {} if len(self._known) > _MOST_KEPT else self._known
        known = former | {text: self._read(text) for text in texts}
        self._known, self._index = known, _Index.of(known, self._dtype)
        return self._index
