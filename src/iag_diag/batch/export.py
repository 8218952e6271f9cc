"""What an export is, whatever its format: headings, a tool that made it and its habits, rows in chunks of text."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import polars as pl

ROW = "row"

# The words of our own format: what identifies a company, what parts several choices, an option ticked or not.
KEY, COMPANY = "identifiant", "company"
SEPARATOR = "|"
TICKED, UNTICKED = "oui", "non"


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of an export. `place` counts from 0 and names the column of the chunks (`c0`, `c1`…).

    `text` is the heading as a person reads it, `code` the tool's own (« Q1[SQ001] »), `sub` the sub-question or the
    option that the tool writes in the heading; both are empty where the export has none.
    """

    place: int
    text: str
    code: str = ""
    sub: str = ""

    @property
    def column(self) -> str:
        """Name of the column in the chunks."""
        return f"c{self.place}"


@dataclass(frozen=True, slots=True)
class Habits:
    """How the tool that made the export writes answers.

    `key` is the place of the column that identifies a row; `metadata` are the places of columns that are no answers;
    `separator` stands between several choices in one cell; `ticked` and `unticked` are what a column of one option
    holds; `other` are the words for « another answer »; `heading_rows` counts the rows before the first company.
    """

    vendor: str
    label: str
    key: int | None = None
    metadata: frozenset[int] = frozenset()
    separator: str | None = None
    ticked: frozenset[str] = frozenset()
    unticked: frozenset[str] = frozenset()
    other: frozenset[str] = frozenset()
    heading_rows: int = 1


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that could not be read as one company: its number in the file, why (French), the beginning of it."""

    row: int
    reason: str
    excerpt: str = ""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows, in order: `row` (UInt32, the number a spreadsheet shows) and the cells as text.

    Texts are String, or Categorical where the reader was told so. An empty cell is null; one that the tool wrote as
    explicitly empty (a quoted « "" ») is the empty string.
    """

    frame: pl.DataFrame
    faults: tuple[RowFault, ...] = ()


class Export(Protocol):
    """An export ready to be read, as often as needed."""

    @property
    def path(self) -> Path:
        """Where it is: a file, or a folder of dossiers."""
        ...

    @property
    def kind(self) -> str:
        """Format: csv, xlsx, parquet, jsonl or dossiers."""
        ...

    @property
    def encoding(self) -> str:
        """Encoding of a text file; empty for the others."""
        ...

    @property
    def delimiter(self) -> str:
        """What stands between the cells of a CSV file; empty for the others."""
        ...

    @property
    def headings(self) -> tuple[Heading, ...]:
        """The columns, in order."""
        ...

    @property
    def habits(self) -> Habits:
        """How the tool that made it writes answers."""
        ...

    def chunks(self, size: int, closed: frozenset[str] = frozenset()) -> Iterator[Chunk]:
        """Read it from the start, `size` rows at a time; every row of the file is in a frame or among the faults.

        The columns `closed` hold few distinct texts: they may come as Categorical, which is lighter.
        """
        ...

    @property
    def size(self) -> int:
        """Bytes on disk, for a progress bar."""
        ...
