"""One quick look at the bytes of a text file, before any row of it is read."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from iag_diag.errors import IagDiagError

LONGEST_LINE = 1_000_000
_BLOCK = 1 << 18  # fits the processor's cache, and is shorter than the longest line
_LINE_ENDS = b"\r\n"


@dataclass(frozen=True, slots=True)
class Look:
    """What the data area of a file holds.

    `start` is the offset of its first row, `end` that of the end of its last filled line; `blank_lines` counts the
    line ends behind that line's own. `quotes` counts the `"`, `returns` says whether there is one carriage return.
    `feeds` counts the line feeds between `start` and `end`, where the first rows have quotes, else None.
    """

    start: int
    end: int
    blank_lines: int
    quotes: int
    returns: bool
    feeds: int | None = None


def look(file: Path, lines: int, name: str) -> Look:
    """Look at a file whose first `lines` lines are no data; NUL bytes and endless lines are refused.

    `name` is how the user calls it.
    """
    with file.open("rb") as opened:
        quotes, returns = 0, False
        feeds: int | None = None
        start = _offset(opened, lines)
        for at, block in _readable(opened, name):
            data = max(0, start - at)
            found = block.count(b'"', data)
            if found and at <= start:
                feeds = 0
            quotes += found
            returns = returns or block.find(b"\r", data) >= 0
            feeds = None if feeds is None else feeds + block.count(b"\n", data)
        end = _last_filled(opened, start)
    line_ends = count(file, b"\n", end, file.stat().st_size)
    blank_lines = line_ends - 1 if line_ends and end > start else line_ends
    return Look(start, end, blank_lines, quotes, returns, None if feeds is None else feeds - line_ends)


def begins_quoted(file: Path, lines: int) -> bool:
    """Whether there is a quote soon after the first `lines` lines."""
    with file.open("rb") as opened:
        _offset(opened, lines)
        return b'"' in opened.read(_BLOCK)


def refuse_unreadable(content: bytes, name: str) -> None:
    """Refuse a text with a NUL byte or an endless line."""
    for _ in _readable(io.BytesIO(content), name):
        pass


def count(file: Path, what: bytes, start: int, end: int) -> int:
    """Count a byte between two offsets."""
    with file.open("rb") as opened:
        return _count(opened, what, start, end)


def _count(file: BinaryIO, what: bytes, start: int, end: int) -> int:
    return sum(block.count(what, 0, end - at) for at, block in _blocks(file, start) if at < end)


def _blocks(file: BinaryIO, start: int) -> Iterator[tuple[int, bytearray]]:
    """Give the bytes from an offset on, block by block, in one piece of memory."""
    memory = bytearray(_BLOCK)
    file.seek(start)
    while size := file.readinto(memory):  # type: ignore[attr-defined]
        yield start, memory if size == _BLOCK else memory[:size]
        start += size


def _readable(file: BinaryIO, name: str) -> Iterator[tuple[int, bytearray]]:
    """Give the blocks of a file, as long as they are text."""
    line = 0  # offset where the line under way begins
    for at, block in _blocks(file, 0):
        if (nul := block.find(b"\0")) >= 0:
            number = _count(file, b"\n", 0, at + nul) + 1
            raise IagDiagError(
                f"« {name} » contient un octet nul, ligne {number} : ce n’est pas du texte, ou il est abîmé.",
                "Exportez-le de nouveau en CSV, en UTF-8.",
            )
        first = block.find(b"\n")
        if at + (first if first >= 0 else len(block)) - line > LONGEST_LINE:
            number = _count(file, b"\n", 0, line) + 1
            raise IagDiagError(
                f"La ligne {number} de « {name} » dépasse {LONGEST_LINE // 1_000_000} million de caractères :"
                " ce n’est pas un export de questionnaire.",
                "Exportez-le de nouveau en CSV, une entreprise par ligne.",
            )
        if first >= 0:
            line = at + block.rfind(b"\n") + 1
        yield at, block


def _offset(file: BinaryIO, lines: int) -> int:
    file.seek(0)
    for _ in range(lines):
        file.readline(LONGEST_LINE)
    return file.tell()


def _last_filled(file: BinaryIO, start: int) -> int:
    """Find where the last line that holds something ends."""
    end = file.seek(0, io.SEEK_END)
    while end > start:
        at = max(start, end - _BLOCK)
        file.seek(at)
        if kept := len(file.read(end - at).rstrip(_LINE_ENDS)):
            return at + kept
        end = at
    return start
