"""What a cell may hold, by kind of column: one answer, several in one cell, one option alone, a text.

Each reader turns a text into a `Reading`. A label counts when it is the one of the mapping, or differs from it only by
capitals, accents, spaces or punctuation; anything else is refused, with the nearest valid value.
"""

from collections.abc import Callable, Mapping
from difflib import get_close_matches

from iag_diag.batch.export import TICKED, UNTICKED
from iag_diag.batch.lots.dictionary import Reading
from iag_diag.batch.mapping.choices import pieces
from iag_diag.batch.mapping.model import ASIDE, UNDECIDED, Column
from iag_diag.batch.scoring.slots import FIRST, Slot
from iag_diag.content.folding import folded
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET

UNKNOWN_LABEL = "Réponse inconnue pour cette question."
UNDECIDED_LABEL = "Réponse restée à décider (« ? ») dans la correspondance."
ALONE = "« {label} » ne va avec aucune autre réponse."
UNTICKED_CODE, TICKED_CODE, NSP_CODE, ASIDE_CODE = range(4)

Read = Callable[[str], Reading]


class Labels:
    """The labels of one column of a mapping, found again as people write them."""

    def __init__(self, column: Column, question: Question) -> None:
        self._exact = column.labels
        self._folded: dict[str, str | None] = {}
        known = [*column.labels.items(), *self._own(column, question)]
        for label, option in known:
            key = folded(label)
            self._folded[key] = option if self._folded.get(key, option) == option else None
        self._spoken = [label for label, option in column.labels.items() if option not in (ASIDE, UNDECIDED)]
        self.longest = 1 + max((label.count(column.separator or "\0") for label, _ in known), default=0)

    @staticmethod
    def _own(column: Column, question: Question) -> list[tuple[str, str]]:
        """List the ids of the tool, which any export may hold."""
        ids = (TICKED, UNTICKED) if column.option else tuple(option.id for option in question.options)
        return [(own, own) for own in (*ids, NSP, SANS_OBJET)]

    def option(self, label: str) -> str | None:
        """Option, `nsp`, `sans-objet`, « - » or « ? » that a label stands for; None where it stands for nothing."""
        return self._exact.get(label) or self._folded.get(folded(label))

    def known(self, label: str) -> bool:
        """Whether a label stands for something."""
        return self.option(label) is not None

    def nearest(self, label: str) -> str:
        """Find the closest label of the mapping, empty when none is close."""
        by_fold = {folded(spoken): spoken for spoken in self._spoken}
        close = get_close_matches(folded(label), list(by_fold), n=1, cutoff=0.6)
        return by_fold[close[0]] if close else ""

    def refused(self, label: str) -> Reading:
        """Refuse a label."""
        if self.option(label) == UNDECIDED:
            return Reading(reason=UNDECIDED_LABEL)
        return Reading(reason=UNKNOWN_LABEL, nearest=self.nearest(label))


def one(slot: Slot, labels: Labels) -> Read:
    """Read a single choice in a cell."""

    def read(text: str) -> Reading:
        option = labels.option(text) if text.strip() else ASIDE
        code = slot.code(option) if option is not None else None
        return Reading(code) if option == ASIDE or code is not None else labels.refused(text)

    return read


def several(slot: Slot, labels: Labels, separator: str, exclusive: Mapping[str, str]) -> Read:
    """Read several choices in a cell; `exclusive` gives the labels of the options that stand alone."""

    def read(text: str) -> Reading:
        found: dict[str, None] = {}
        for piece in pieces(text, separator, labels.known, labels.longest):
            option = labels.option(piece)
            if option is None or option == UNDECIDED:
                return labels.refused(piece)
            if option != ASIDE:
                found[option] = None
        return _set(slot, list(found), exclusive)

    return read


def _set(slot: Slot, found: list[str], exclusive: Mapping[str, str]) -> Reading:
    alone = {**exclusive, NSP: "ne sait pas", SANS_OBJET: "sans objet"}
    if len(found) > 1 and (clash := next((option for option in found if option in alone), None)):
        return Reading(reason=ALONE.format(label=alone[clash]))
    codes = [code for option in found if (code := slot.code(option)) is not None]
    return Reading(sum(codes) if codes else None)


def ticked(labels: Labels, label: str) -> Read:
    """Read the column of one option, ticked or not; its own label is a tick."""
    codes = {TICKED: TICKED_CODE, UNTICKED: UNTICKED_CODE, NSP: NSP_CODE, SANS_OBJET: ASIDE_CODE}

    def read(text: str) -> Reading:
        if not text.strip():
            return Reading()
        option = labels.option(text) or (TICKED if folded(text) == folded(label) else None)
        if option == ASIDE:
            return Reading()
        return Reading(codes[option]) if option in codes else labels.refused(text)

    return read


def written(slot: Slot) -> Read:
    """Read a text: only whether something is there counts."""

    def read(text: str) -> Reading:
        said = text.strip()
        return Reading(slot.code(said) or FIRST) if said else Reading()

    return read
