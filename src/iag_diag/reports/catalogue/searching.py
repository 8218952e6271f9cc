"""`search`: words looked for in everything that the catalogue says, accents and capitals apart."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iag_diag.content.folding import folded
from iag_diag.reports.catalogue.pages import Item, Kind

_AROUND = 60
_WORD = re.compile(r"[a-z0-9+-]+")  # an id, a code: not what a person reads
_PLACES = frozenset(("lines", "line", "place", "url", "source"))


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that holds every word, with the text where the first of them stands."""

    kind: Kind
    item: Item
    excerpt: str
    rank: int


def search(kinds: Iterable[Kind], words: Sequence[str]) -> tuple[Hit, ...]:
    """Entries that hold all the words: those that are called so first, then in the order of the catalogue."""
    wanted = [folded(word) for word in words]
    hits = (hit for kind in kinds for item in kind.items() if (hit := _hit(kind, item, wanted)))
    return tuple(sorted(hits, key=lambda hit: hit.rank))


def _hit(kind: Kind, item: Item, wanted: Sequence[str]) -> Hit | None:
    told = list(_texts(item.data()))
    read = [*item.cells, *(text for text in told if not _WORD.fullmatch(text))]
    low = [folded(text) for text in (*read, *item.names, item.id, *told)]
    if not all(any(word in text for text in low) for word in wanted):
        return None
    called = [folded(item.id), folded(item.cells[0]), *map(folded, item.names)]
    rank = 0 if any(word in called for word in wanted) else 1 if any(word in low[0] for word in wanted) else 2
    place = next((index for index, text in enumerate(low[: len(read)]) if wanted[0] in text), 0)
    return Hit(kind, item, _excerpt(read[place], max(0, low[place].find(wanted[0]))), rank)


def _texts(data: Any, key: str = "") -> Iterator[str]:
    """Give every text and every word of an entry, but for what says where it stands."""
    if isinstance(data, str):
        if key not in _PLACES:
            yield data
    elif isinstance(data, Mapping):
        for name, value in data.items():
            yield from _texts(value, name)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _texts(value, key)


def _excerpt(text: str, place: int) -> str:
    """Cut some letters on both sides of a place, at words; folding keeps places close enough."""
    start, end = max(0, place - _AROUND), place + _AROUND
    before = text[:start].rfind(" ") + 1 if start else 0
    after = text.find(" ", end)
    cut = text[before : after if after >= 0 else len(text)]
    return f"{'… ' if before else ''}{cut}{' …' if after >= 0 else ''}"
