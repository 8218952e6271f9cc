"""Columns that belong together: the rows of a table, the options of a multiple choice, or one column alone."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from iag_diag.batch.export import Heading

_BRACKETED = re.compile(r"(?P<stem>[^\[]*[^\[\s])\s*\[(?P<sub>.*)\]\s*", re.DOTALL)
_CODED = re.compile(r"(?P<stem>\w+?)(?:\[(?P<sub>[^\[\]]+)\]|_(?P<tail>SQ\w+|other|\d+))")
_SPLIT = re.compile(r"\s*(?: [-–—>/|] |\s?: |\?\s+)\s*")
_NUMBERING = re.compile(
    r"\s*(?:[QqPp]\s?)?\d+(?:[.,]\d+)*\s*[-.):/–]*\s+(?=\D)|\s*[QqPp]\d+(?:[.,]\d+)*\s*[-.):/–]+\s*(?=\D)"
)
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Part:
    """A column inside a unit: its heading, and the sub-question or option that it stands for (may be empty)."""

    index: int
    heading: Heading
    sub: str


@dataclass(frozen=True, slots=True)
class Unit:
    """Columns that answer one question; `stem` is what their headings say of the question, `code` the tool's name."""

    stem: str
    code: str
    parts: tuple[Part, ...]

    @property
    def grouped(self) -> bool:
        """Whether the headings name something below the question."""
        return any(part.sub for part in self.parts)


def units_of(headings: Sequence[Heading], skipped: Iterable[int]) -> tuple[Unit, ...]:
    """Group the columns, in the order of the export; `skipped` are the places of columns that are no answers."""
    aside = set(skipped)
    kept = [(index, heading) for index, heading in enumerate(headings) if heading.place not in aside]
    named = [_named(heading) for _, heading in kept]
    named = _shared_stems([heading for _, heading in kept], named)
    groups: dict[tuple[str, str], list[Part]] = {}
    for number, ((index, heading), (stem, code, sub)) in enumerate(zip(kept, named, strict=True)):
        key = (stem, code) if sub else ("", f"\0{number}")
        groups.setdefault(key, []).append(Part(index, heading, sub))
    names = {index: name for (index, _), name in zip(kept, named, strict=True)}
    return tuple(
        Unit(unnumbered(names[parts[0].index][0]), names[parts[0].index][1], tuple(parts)) for parts in groups.values()
    )


def unnumbered(text: str) -> str:
    """Drop the number that a questionnaire puts before a question (« Q2.1 - »)."""
    return _NUMBERING.sub("", text, count=1) if _NUMBERING.match(text) else text


def two_levels(sub: str) -> tuple[str, str] | None:
    """Cut what names a row and an option together (« Caisse][Automatisation »); None for one name."""
    row, found, option = sub.partition("][")
    return (row.strip(), option.strip()) if found else None


def _named(heading: Heading) -> tuple[str, str, str]:
    """Read stem, code and sub of one heading, the end of a very long one left out."""
    heading = replace(heading, text=heading.text[:_LONGEST], code=heading.code[:_LONGEST], sub=heading.sub[:_LONGEST])
    code = _CODED.fullmatch(heading.code or heading.text)
    stem_code = code["stem"] if code else heading.code
    if heading.sub:
        stem_code = stem_code.removesuffix(f"[{heading.sub}]").removesuffix(f"_{heading.sub}")
        return stem_code if heading.text == heading.code else heading.text, stem_code, heading.sub
    if found := _BRACKETED.fullmatch(heading.text):
        return found["stem"], stem_code, found["sub"]
    if code:
        return code["stem"] if not heading.code else heading.text, code["stem"], code["sub"] or code["tail"]
    return heading.text, stem_code, ""


def _shared_stems(headings: Sequence[Heading], named: list[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """Find questions that neighbouring headings repeat: « Vos freins - Coût », « Vos freins - Temps »."""
    cuts = [_cut(stem) if not sub else ("", "") for stem, _, sub in named]
    result = list(named)
    for number, (stem, sub) in enumerate(cuts):
        around = {cuts[other][0] for other in (number - 1, number + 1) if 0 <= other < len(headings)}
        if stem and sub and stem in around:
            result[number] = (stem, named[number][1], sub)
    return result


def _cut(text: str) -> tuple[str, str]:
    """Cut a heading at its last separator; a question mark stays with the question."""
    cuts = list(_SPLIT.finditer(text))
    if not cuts:
        return "", ""
    last = cuts[-1]
    return text[: last.start()].strip(), text[last.end() :].strip()
