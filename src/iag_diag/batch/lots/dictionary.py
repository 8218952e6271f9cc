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
    """The texts known, and the code of each, place by place; replaced whole, never changed.

    A refused text bears the highest number of the type, which is no code; `refusing` says whether there is one.
    """

    texts: pl.Enum
    codes: pl.Series
    refusing: bool

    @classmethod
    def of(cls, known: Mapping[str, Reading], dtype: pl.DataType) -> "_Index":
        refused = _refused(dtype)
        codes = [refused if reading.reason else reading.code for reading in known.values()]
        return cls(pl.Enum(list(known)), pl.Series(values=codes, dtype=dtype), refused in codes)

    def at(self, places: pl.Series) -> tuple[pl.Series, pl.Series | None]:
        """Codes at these places (null: no answer), and which ones are refused (None when none is)."""
        codes = self.codes.gather(places)
        if not self.refusing:
            return codes, None
        refused = (codes == _refused(self.codes.dtype)).fill_null(value=False)
        return (codes.zip_with(~refused, codes.clear(len(codes))), refused) if refused.any() else (codes, None)


def _refused(dtype: pl.DataType) -> int:
    """Give the number that stands for a refusal: every bit set."""
    return int(pl.select(~pl.lit(0, dtype=dtype)).item())


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
        if isinstance(cells.dtype, pl.Categorical):
            return self._of_categories(cells.to_physical(), cells.dtype.categories)
        index = self._index
        found = cells.cast(index.texts, strict=False)
        if found.null_count() > cells.null_count():
            new = cells.filter(found.is_null()).drop_nulls().unique(maintain_order=True)
            index = self._learn(new.to_list(), self._known if len(self._known) <= _MOST_KEPT else {})
            found = cells.cast(index.texts, strict=False)
        return index.at(found.to_physical())

    def _of_categories(self, places: pl.Series, categories: pl.Categories) -> tuple[pl.Series, pl.Series | None]:
        """Read a column whose texts its reader has numbered: they are learnt in that order."""
        highest, known = places.max(), len(self._known)
        if isinstance(highest, int) and highest >= known:
            self._learn(categories.to_series().to_list()[known:], self._known)
        return self._index.at(places)

    def refusal(self, text: str) -> Reading:
        """Why a text is refused, and what is nearest."""
        return self._known.get(text) or self._read(text)

    def _learn(self, texts: list[str], former: dict[str, Reading]) -> _Index:
        known = former | {text: self._read(text) for text in texts}
        self._known, self._index = known, _Index.of(known, self._dtype)
        return self._index
