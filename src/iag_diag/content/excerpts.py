"""The lines of a file around a fault, safe to print: what an author reads before opening the file."""

from pathlib import Path

from iag_diag.content.strict_yaml import MAX_BYTES
from iag_diag.content.yaml_syntax import BREAKS

WIDTH = 100
_SPACES = "\t\xa0\u2009\u202f"


def excerpt(root: Path, file: str, line: int, column: int = 0, width: int = WIDTH) -> tuple[str, ...]:
    """Lines of a file of a pack around `line`, numbered, with a caret under `column`; none where there is no line.

    Nothing in them can move a cursor or change a colour, and none is longer than `width`.
    """
    lines = _lines(root / file) if line > 0 else []
    if not 0 < line <= len(lines):
        return ()
    here = _safe(lines[line - 1])
    digits = len(str(line + 1))
    room = max(20, width - digits - 3)
    start = max(0, min(column, len(here) + 1) - room * 2 // 3) if len(here) > room else 0
    shown: list[str] = []
    for number in range(max(1, line - 1), min(len(lines), line + 1) + 1):
        shown.append(f"{number:>{digits}} | {_cut(_safe(lines[number - 1]), start, room)}".rstrip())
        if number == line and column > 0:
            caret = min(column, len(here) + 1) - start + (start > 0)
            shown.append(f"{'':>{digits}} | {'^':>{caret}}")
    return tuple(shown)


def _lines(path: Path) -> list[str]:
    try:
        if not path.is_file():
            return []
        with path.open("rb") as file:
            text = file.read(MAX_BYTES).decode("utf-8-sig", errors="replace")
    except OSError:
        return []
    return BREAKS.split(text.rstrip())


def _safe(line: str) -> str:
    """Put a space for what is one, and a point for what cannot be printed."""
    return "".join(character if character.isprintable() else " " if character in _SPACES else "·" for character in line)


def _cut(text: str, start: int, width: int) -> str:
    text = f"…{text[start:]}" if start and len(text) > start else text[start:]
    return text if len(text) <= width else f"{text[: width - 1]}…"
