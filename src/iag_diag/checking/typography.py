"""Every French text of a pack, read for what a screen or a page would show: placeholders, apostrophes, spaces."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from iag_diag.checking.findings import Finding, Severity
from iag_diag.content.strict_yaml import Document, Path, show_path

_AROUND = 12
_PLACEHOLDER = re.compile(
    r"(?i)\b(todo|fixme|tbd|x{3,}|lorem ipsum)\b|^\W*à (venir|compléter|écrire|faire)\W*$|^x$|^[\s.…?_–-]+$"
)
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_SPACE = re.compile(r"\x20[:;?!»%€]|«\x20")
_NO_SPACE = re.compile(r"\w[?!;»]|«\w")
_BLANKS = re.compile(r"(\s+)")
_ADDRESS = ("://", "@")


@dataclass(frozen=True, slots=True)
class Remark:
    """A warning on the text at a path of a file; `subject` names its owner by ids."""

    kind: str
    path: Path
    subject: str
    what: str
    hint: str

    def finding(self, document: Document) -> Finding:
        """Say where it stands."""
        line, column = document.line(self.path), document.column(self.path)
        return Finding(self.kind, Severity.WARNING, self.subject, document.name, line, self.what, self.hint, column)


def typography_findings(documents: Iterable[Document]) -> tuple[Finding, ...]:
    """Read every text of these files."""
    return tuple(
        remark.finding(document)
        for document in documents
        for path, text in texts(document.data)
        for remark in _remarks(path, text)
    )


def texts(data: Any, path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Every text of a file, with where it is; an id is one too."""
    if isinstance(data, str):
        yield path, data
    elif isinstance(data, dict):
        for key, value in data.items():
            yield from texts(value, (*path, key))
    elif isinstance(data, tuple):
        for index, value in enumerate(data):
            yield from texts(value, (*path, index))


def _remarks(path: Path, text: str) -> Iterator[Remark]:
    shown = show_path(path)
    if _PLACEHOLDER.search(text):
        yield Remark("texte-a-ecrire", path, shown, f"Ce texte reste à écrire : « {text[:60]} ».", "Écrivez-le.")
    if _official(path):
        return
    plain = _without_addresses(text)
    if found := _APOSTROPHE.search(plain):
        what = f"Une apostrophe droite (') dans {_excerpt(plain, found)}."
        yield Remark("apostrophe-droite", path, shown, what, "Écrivez l’apostrophe courbe (’).")
    if found := _SPACE.search(plain) or _NO_SPACE.search(plain):
        what = f"Il manque une espace insécable dans {_excerpt(plain, found)}."
        hint = "Mettez-en une avant « : ; ? ! % € » et le guillemet fermant, et après le guillemet ouvrant."
        yield Remark("espace-insecable", path, shown, what, hint)


def _without_addresses(text: str) -> str:
    if not any(mark in text for mark in _ADDRESS):
        return text
    return "".join("" if any(mark in word for mark in _ADDRESS) else word for word in _BLANKS.split(text))


def _official(path: Path) -> bool:
    """Whether a text is a title that is not ours to rewrite: that of a sheet of the study, of a book, of a film."""
    return path[-1:] in (("title",), ("table_title",)) and "steps" not in path


def _excerpt(text: str, found: re.Match[str]) -> str:
    start, end = max(0, found.start() - _AROUND), found.end() + _AROUND
    return f"« {'…' if start else ''}{text[start:end].strip()}{'…' if end < len(text) else ''} »"
