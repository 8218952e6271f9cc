"""Columns that stand for one option: what says that it is ticked, and what says that it is not."""

from collections.abc import Iterable, Mapping

from iag_diag.batch.export import TICKED, UNTICKED
from iag_diag.batch.mapping.labels import Guess
from iag_diag.batch.mapping.model import UNDECIDED
from iag_diag.batch.mapping.words import NO_WORDS, YES_WORDS, unsaid_meaning
from iag_diag.content.folding import folded

_TICKS = frozenset({"x", "1", "✓", "✔", "☑", "×", "coche", "cochee", "checked", "selected"})
_NO_TICKS = frozenset({"0", "☐", "non coche", "non cochee", "unchecked", "not selected"})


def match_marks(counts: Mapping[str, int], ticked: Iterable[str], unticked: Iterable[str]) -> tuple[Guess, ...]:
    """Guess the marks of a column that stands for one option: ticked, not ticked, or unsaid."""
    yes = {folded(mark) or mark for mark in ticked} | _TICKS | YES_WORDS
    no = {folded(mark) or mark for mark in unticked} | _NO_TICKS | NO_WORDS

    def guess(label: str) -> Guess:
        mark = folded(label) or label.strip()
        if mark in no:
            return Guess(label, counts[label], UNTICKED, UNTICKED)
        if mark in yes:
            return Guess(label, counts[label], TICKED, TICKED)
        meaning = unsaid_meaning(label)
        if meaning is not None:
            return Guess(label, counts[label], meaning, meaning)
        return Guess(label, counts[label], UNDECIDED, "", 0, "ce n’est ni une coche ni une absence de coche")

    return tuple(guess(label) for label in sorted(counts, key=lambda label: (-counts[label], label)))
