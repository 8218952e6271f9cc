"""`search`: words looked for in everything that the catalogue says, accents and capitals apart."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from iag_diag.content.folding import folded
from iag_diag.reports.catalogue.pages import Item, Kind, name_of

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


def search(kinds: Iterable[Kind], words: str) -> tuple[Hit, ...]:
    """Entries that hold all the words: those that are called so first, then in the order of the catalogue."""
    wanted = [low for word in words.split() if (low := folded(word))]
    hits = (hit for kind in kinds for item in kind.items() if (hit := _hit(kind, item, wanted)))
    return tuple(sorted(hits, key=lambda hit: hit.rank))


def _hit(kind: Kind, item: Item, wanted: Sequence[str]) -> Hit | None:
    name = name_of(kind, item)
    read = [name, *item.cells, *_texts(item.data())]
    low = [folded(text) for text in (*read, *item.names, item.id, *item.facets.get("topic", ()))]
    if not all(any(word in text for text in low) for word in wanted):
        return None
    called = [folded(text) for text in (item.id, name, *item.names)]
    rank = 0 if " ".join(wanted) in called else 1 if all(word in low[0] for word in wanted) else 2
    place = next((index for index, text in enumerate(low[: len(read)]) if wanted[0] in text), 0)
    return Hit(kind, item, _excerpt(read[place], max(0, low[place].find(wanted[0]))), rank)


def _texts(data: Any, key: str = "") -> Iterator[str]:
    """Give every text of an entry that a person reads: no code, nor where it stands."""
    if isinstance(data, str):
        if key not in _PLACES and not _WORD.fullmatch(data):
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
