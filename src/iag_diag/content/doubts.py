"""What a faulty pack may well hold, although nobody could read it: nothing is concluded from its absence."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

STAND_IN = "illisible-en-l-etat"
"""What takes the place of a word that cannot be read; it is never said to be unknown."""

_ID = re.compile(rb"""(?:^|[\s{,?'"-])id["']?\s*:\s*["']?([a-z0-9][a-z0-9+-]*)""")


@dataclass(slots=True)
class Doubts:
    """`ids`: words declared where something could not be read. `unread`: files whose words nobody knows.

    `misspelt`: ids that were refused as they are written; a word that looks like one may be what was meant.
    """

    ids: set[str] = field(default_factory=lambda: {STAND_IN})
    unread: set[str] = field(default_factory=set)
    misspelt: set[str] = field(default_factory=set)

    def cover(self, word: str, *homes: str) -> bool:
        """Whether this word may be declared after all; `homes` begin the names of the files that would do so."""
        if word in self.ids or any(name.startswith(homes) for name in self.unread):
            return True
        if not self.misspelt:
            return False
        from difflib import get_close_matches

        return bool(get_close_matches(word, self.misspelt, n=1, cutoff=0.6))

    def spare_text(self, content: bytes) -> bool:
        """Spare what looks like ids in a file that is not YAML; say whether there were some."""
        found = {word.decode() for word in _ID.findall(content.replace(b"\0", b""))}
        self.ids |= found
        return bool(found)

    def spare(self, data: Any, path: Iterable[str | int]) -> None:
        """Spare the entries that hold this place of a document, and all that stands inside it."""
        for step in path:
            if isinstance(data, dict):
                self.ids.update(word for word in (data.get("id"),) if isinstance(word, str))
            try:
                data = data[step]
            except (KeyError, IndexError, TypeError):
                return
        self.ids.update(_ids(data))


def _ids(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        if isinstance(data.get("id"), str):
            yield data["id"]
        for value in data.values():
            yield from _ids(value)
    elif isinstance(data, tuple):
        for value in data:
            yield from _ids(value)
