"""Which tool made an export, told by its headings; our own format among them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from iag_diag.batch.export import COMPANY, KEY, SEPARATOR, TICKED, UNTICKED, Habits, Heading
from iag_diag.batch.reading import headings as writing
from iag_diag.batch.reading.headings import Rows
from iag_diag.batch.reading.tools import TOOLS, UNKNOWN

PLAIN = "iag-diag"
_KEYS = (KEY, COMPANY)
_PLAIN_HEADING = re.compile(r"(?P<question>[^\[\]]+)(?:\[[^\[\]]+\]){0,2}")


def recognised(rows: Rows, plain: frozenset[str]) -> tuple[Habits, tuple[Heading, ...]]:
    """Tell the tool by the first rows (headings, then some data); `plain` are the ids that our own headings use."""
    if _is_plain(rows[0], plain):
        headings = writing.plainly(rows)
        return _plain_habits(headings), headings
    tool = next((tool for tool in TOOLS if tool.made(rows)), UNKNOWN).as_written(rows)
    headings = tool.writing(rows)
    return tool.habits(rows), headings


def recognised_names(titles: Sequence[str], plain: frozenset[str]) -> tuple[Habits, tuple[Heading, ...]]:
    """Tell the tool by the names of columns that stand in no row of the file."""
    habits, headings = recognised([titles], plain)
    return replace(habits, heading_rows=0), headings


def _is_plain(titles: Sequence[str], plain: frozenset[str]) -> bool:
    found = [_PLAIN_HEADING.fullmatch(writing.clean(title)) for title in titles]
    known = {*plain, *_KEYS}
    questions = [match["question"] for match in found if match]
    return len(questions) == len(titles) and known.issuperset(questions) and not plain.isdisjoint(questions)


def _plain_habits(headings: Sequence[Heading]) -> Habits:
    texts = [heading.text for heading in headings]
    keys = [texts.index(name) for name in _KEYS if name in texts]
    return Habits(
        vendor=PLAIN,
        label="format d’iag-diag",
        key=keys[0] if keys else None,
        metadata=frozenset(keys),
        separator=SEPARATOR,
        ticked=frozenset({TICKED}),
        unticked=frozenset({UNTICKED}),
    )
