"""What the columns of an export hold: their distinct values with counts, read once."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from iag_diag.batch.export import Export
from iag_diag.batch.reading.irregular import Irregular

DISTINCT = 300
_CELLS = 5_000  # distinct cells of several choices: eleven options make two thousand combinations
_CHUNK = 50_000
_LONGEST = 4_000  # characters: no label is longer, nor a cell of labels
_SEPARATORS = (";", "|", ",", "\n")


@dataclass(frozen=True, slots=True)
class Sample:
    """The values of a column, empty cells left out; `free` when there are too many for a closed question."""

    counts: Mapping[str, int] = field(default_factory=dict)
    free: bool = False


def sample_values(export: Export, limit: int = DISTINCT) -> tuple[Sample, ...]:
    """Count the distinct values of every column, in the order of the headings; free text is given up early.

    A column is free text past `limit` distinct values, unless they are made of few pieces (several choices in a cell).
    """
    try:
        return _sampled(export, limit)
    except Irregular as again:
        return sample_values(again.export, limit)


def _sampled(export: Export, limit: int) -> tuple[Sample, ...]:
    counters: list[Counter[str]] = [Counter() for _ in export.headings]
    active = set(range(len(counters)))
    for chunk in export.chunks(_CHUNK):
        for index in sorted(active):
            column = chunk.frame.get_column(export.headings[index].column).drop_nulls()
            values = column.value_counts(name="cells")
            counters[index].update({text: count for text, count in values.iter_rows() if len(text) <= _LONGEST})
            if _too_many(counters[index], limit):
                active.discard(index)
    return tuple(Sample(counter, index not in active) for index, counter in enumerate(counters))


def _too_many(counter: Counter[str], limit: int) -> bool:
    if len(counter) <= limit:
        return False
    if len(counter) > _CELLS:
        return True
    return all(_distinct_pieces(counter, separator, limit) > limit for separator in _SEPARATORS)


def _distinct_pieces(counter: Counter[str], separator: str, limit: int) -> int:
    found: set[str] = set()
    for cell in counter:
        found.update(piece.strip() for piece in cell.split(separator))
        if len(found) > limit:
            break
    return len(found)
