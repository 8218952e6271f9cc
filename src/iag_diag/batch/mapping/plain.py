"""The plain format of our own: headings are question ids, cells are option ids; nothing is left to map."""

import re
from collections.abc import Iterator, Sequence

from iag_diag.batch.export import COMPANY, KEY, SEPARATOR, TICKED, UNTICKED, Heading
from iag_diag.batch.mapping.model import ASIDE, Column, Mapping
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET

VENDOR = "iag-diag"
_HEADING = re.compile(r"(?P<question>[^\[\]]+)(\[(?P<part>[^\[\]]+)\])?")


def heading_of(question: str, part: str = "") -> str:
    """Write the heading of a question, or of one of its rows or options."""
    return f"{question}[{part}]" if part else question


def plain_mapping(headings: Sequence[Heading], pack: Pack) -> Mapping | None:
    """Map an export in our own format; None where a heading is not one of ours, or where two say the same thing.

    The key is the column `identifiant`, else `company`; a `company` beside the key is left aside.
    """
    texts = [heading.text.strip() for heading in headings]
    key = next((texts.index(name) for name in (KEY, COMPANY) if name in texts), None)
    columns = [
        _identifier(heading) if text in (KEY, COMPANY) else plain_column(heading, text, pack)
        for heading, text in zip(headings, texts, strict=True)
    ]
    known = [column for column in columns if column is not None]
    if len(known) < len(columns) or not any(column.answers for column in known) or not _distinct(known, texts):
        return None
    return Mapping(
        mapping=1,
        pack=pack.manifest.id,
        vendor=VENDOR,
        key=None if key is None else headings[key].place + 1,
        columns=tuple(known),
    )


def _identifier(heading: Heading) -> Column:
    return Column(column=heading.place + 1, heading=heading.text, question=ASIDE)


def plain_column(heading: Heading, text: str, pack: Pack) -> Column | None:
    """Map one column of our own format; None where its heading is not one of ours."""
    found = _HEADING.fullmatch(text)
    question = pack.questions.get(found["question"]) if found else None
    if found is None or question is None:
        return None
    part = found["part"]
    rows, options = [row.id for row in question.rows], [option.id for option in question.options]
    row = part if question.kind is Kind.MATRIX and part in rows else None
    option = part if question.kind is Kind.MULTIPLE and part in options else None
    if (part is not None) != (row is not None or option is not None):
        return None
    whole = question.kind is Kind.MATRIX and row is None  # « nsp » may be said of a table as a whole
    return Column(
        column=heading.place + 1,
        heading=heading.text,
        question=question.id,
        row=row,
        option=option,
        separator=SEPARATOR if question.multiple and option is None and not whole else None,
        labels={label: label for label in ((NSP, SANS_OBJET) if whole else _labels(question, option))},
    )


def _labels(question: Question, option: str | None) -> Iterator[str]:
    if option is not None:
        yield from (TICKED, UNTICKED)
    else:
        yield from (known.id for known in question.options)
    yield from (NSP, SANS_OBJET)


def _distinct(columns: Sequence[Column], texts: Sequence[str]) -> bool:
    """Whether each answer has one column: no heading twice, no multiple choice both whole and by option."""
    whole = {column.question for column in columns if column.answers and column.option is None}
    by_option = {column.question for column in columns if column.option is not None}
    return len(set(texts)) == len(texts) and not whole & by_option
