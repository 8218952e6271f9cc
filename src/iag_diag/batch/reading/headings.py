"""How the headings of an export are written: in one row, two or three, with codes, with the option at the end."""

import re
from collections.abc import Callable, Sequence
from itertools import zip_longest

from iag_diag.batch.export import Heading
from iag_diag.content.folding import folded

Rows = Sequence[Sequence[str]]
Writing = Callable[[Rows], tuple[Heading, ...]]
_LINE_BREAK = re.compile(r"\s*[\r\n]+\s*")
_CODE = r"[A-Za-z][A-Za-z0-9]*"
_CODE_ALONE = re.compile(rf"{_CODE}(?:\[(?P<bracket>[^\[\]]+)\]|_(?P<underscore>[A-Za-z0-9]+))?(?:\[[^\[\]]+\]|_\d)?")
_CODE_AND_TEXT = re.compile(rf"(?P<code>{_CODE}(?:\[[^\[\]]+\]|_[A-Za-z0-9]+)*)(?:\. |: ?| - |;|,|\|)(?P<text>\S.*)")
_TEXT_AND_SUB = re.compile(r"(?P<text>[^\[\]].*?) ?\[(?P<sub>.+)\]")
_CHOICE = re.compile(r"(?P<text>.+?) - (?:(?:Selected Choice|Choix sélectionné) - )?(?P<sub>.+)")
TICK = "X"
_NO_OPTION = frozenset(map(folded, ("Response", "Open-Ended Response", "Réponse", "Réponse ouverte")))


def clean(text: str) -> str:
    """Write a heading on one line, without the spaces around it."""
    return _LINE_BREAK.sub(" ", text).strip()


def names(heading: str) -> set[str]:
    """Names that a heading may be known by, folded: its text, and both halves of « code. texte »."""
    text = clean(heading)
    found = _CODE_AND_TEXT.fullmatch(text)
    halves = (found["code"], found["text"]) if found else ()
    return {folded(name) or name for name in (text, *halves)}


def plainly(rows: Rows) -> tuple[Heading, ...]:
    """Read one row of headings as they are."""
    return tuple(_heading(place, clean(text)) for place, text in enumerate(rows[0]))


def with_codes(rows: Rows) -> tuple[Heading, ...]:
    """Read one row as LimeSurvey writes it: « Q1[SQ001] », « Q1_SQ001 », « Texte [Option] », « Q1[SQ001]. Texte »."""
    return tuple(_coded(place, clean(text)) for place, text in enumerate(rows[0]))


def with_rows(rows: Rows) -> tuple[Heading, ...]:
    """Read one row in which the line of a table stands behind its question: « Texte [Ligne] »."""
    return tuple(_split(place, clean(text)) for place, text in enumerate(rows[0]))


def question_then_option(rows: Rows) -> tuple[Heading, ...]:
    """Read two rows: the question, written once above the first of its columns, then the option."""
    found = []
    question = ""
    for place, (above, below) in enumerate(_columns(rows, 2)):
        question = above or question
        sub = "" if folded(below) in _NO_OPTION else below
        found.append(_heading(place, question, sub=sub))
    return tuple(found)


def option_below(rows: Rows) -> tuple[Heading, ...]:
    """Read three rows: a title, the question above the first of its options, then the option or the question itself.

    Nothing in them says where the columns of a question end. What the rows of data hold does: `X` or nothing below the
    options of one question, the same words below the lines of one table.
    """
    found = []
    question = ""
    words: set[str] = set()  # below the first column of the question
    data = [set(column) - {""} for column in zip_longest(*rows[3:], fillvalue="")]
    for place, (_, above, below) in enumerate(_columns(rows, 3)):
        cells = data[place] if place < len(data) else set()
        if above:
            question, words = above, cells | {TICK}
        elif len(cells & words) * 2 < len(cells):
            question = ""
        found.append(_heading(place, question or below, sub=below if question else ""))
    return tuple(found)


def code_then_text(rows: Rows) -> tuple[Heading, ...]:
    """Read two rows: the tool's code, then the question, with « - option » behind it where there is one."""
    found = []
    for place, (code, text) in enumerate(_columns(rows, 2)):
        chosen = _CHOICE.fullmatch(text) if "_" in code else None
        found.append(_heading(place, chosen["text"], code, chosen["sub"]) if chosen else _heading(place, text, code))
    return tuple(found)


def _coded(place: int, heading: str) -> Heading:
    if alone := _CODE_ALONE.fullmatch(heading):
        return _heading(place, heading, heading, alone["bracket"] or alone["underscore"] or "")
    both = _CODE_AND_TEXT.fullmatch(heading)
    return _split(place, both["text"], both["code"]) if both else _split(place, heading)


def _split(place: int, text: str, code: str = "") -> Heading:
    both = _TEXT_AND_SUB.fullmatch(text)
    return _heading(place, both["text"], code, both["sub"]) if both else _heading(place, text, code)


def _columns(rows: Rows, count: int) -> list[tuple[str, ...]]:
    """Give the columns of the first rows; those that are not there are empty."""
    missing: Rows = [()] * (count - len(rows))
    return [tuple(map(clean, column)) for column in zip_longest(*rows[:count], *missing, fillvalue="")]


def _heading(place: int, text: str, code: str = "", sub: str = "") -> Heading:
    return Heading(place, text.strip() or f"colonne {place + 1}", code, sub)
