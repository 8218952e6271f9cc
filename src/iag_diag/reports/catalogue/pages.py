"""What can be browsed: items laid out as data, so that one printer, one filter and one search serve every kind."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

NUMBER = "N°"


@dataclass(frozen=True, slots=True)
class Part:
    """Some lines under a title; a single line is a paragraph, several are a list.

    Their words are explained, but for names (`glossed`).
    """

    title: str
    lines: tuple[str, ...]
    strong: bool = False
    glossed: bool = True


@dataclass(frozen=True, slots=True)
class Page:
    """One entry in full."""

    title: str
    subtitles: tuple[str, ...]
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Item:
    """An entry: what a list says of it, the words that it is filtered by, its data, its page.

    `names` are the other words by which it is called: a number, a figure's id.
    """

    id: str
    cells: tuple[str, ...]
    page: Callable[[], Page]
    data: Callable[[], Mapping[str, Any]]
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of entries; the first column names them for a reader, after their number where they have one."""

    name: str
    plural: str
    noun: str
    feminine: bool
    columns: tuple[str, ...]
    items: Callable[[], Sequence[Item]]
    remark: Callable[[], str] = str


def lines_of(lines: str) -> str:
    """« lignes 373-417 », « ligne 1718 »."""
    return f"ligne {lines}" if lines.isdecimal() else f"lignes {lines}"


def part(title: str, lines: Iterable[str], *, strong: bool = False, glossed: bool = True) -> Part:
    """Make a part; one without a line is not printed."""
    return Part(title, tuple(lines), strong, glossed)


def name_of(kind: Kind, item: Item) -> str:
    """Say what a reader calls an entry."""
    return item.cells[1] if kind.columns[0] == NUMBER else item.cells[0]
