"""Reading an export to its end, and writing small ones."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from iag_diag.batch.export import ROW, Export, RowFault
from iag_diag.batch.reading import Irregular, open_export

PLAIN = frozenset({"taille", "strategie", "appropriation", "freins", "apprehension", "autres-impacts-texte"})
HEADINGS = ("identifiant", "taille", "strategie", "autres-impacts-texte")


@dataclass(frozen=True)
class Reading:
    """All that came out of an export. `ways` are the classes that read it, the last one to the end."""

    export: Export
    rows: dict[int, tuple[str | None, ...]]
    faults: dict[int, str]
    ways: tuple[str, ...]

    @property
    def cells(self) -> list[tuple[str | None, ...]]:
        return [self.rows[number] for number in sorted(self.rows)]


def read(export: Export, size: int = 1000) -> Reading:
    ways: list[str] = []
    while True:
        ways.append(type(export).__name__)
        texts = _through(export, size, frozenset())
        coded = _through(export, size, frozenset(heading.column for heading in export.headings))
        if isinstance(texts, Irregular) or isinstance(coded, Irregular):
            assert type(texts) is type(coded)
            export = texts.export
            continue
        assert texts == coded
        rows, faults = texts
        numbers = [fault.row for fault in faults]
        assert len(set(numbers)) == len(numbers)
        assert rows.keys().isdisjoint(numbers)
        return Reading(export, rows, {fault.row: fault.reason for fault in faults}, tuple(ways))


def _through(export: Export, size: int, closed: frozenset[str]):
    """Read to the end, these columns as categories; the rows and the faults, or the signal to read otherwise."""
    rows: dict[int, tuple[str | None, ...]] = {}
    faults: list[RowFault] = []
    try:
        for chunk in export.chunks(size, closed):
            assert chunk.frame.columns == [ROW, *(heading.column for heading in export.headings)]
            rows.update({number: tuple(cells) for number, *cells in chunk.frame.iter_rows()})
            faults += chunk.faults
    except Irregular as irregular:
        return irregular
    return rows, faults


def read_file(path: Path, *, size: int = 1000, plain: frozenset[str] = PLAIN, sheet: str | None = None) -> Reading:
    return read(open_export(path, plain=plain, sheet=sheet), size)


def write(path: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def table(rows: Sequence[Sequence[str]], **dialect: object) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, **{"delimiter": ";", **dialect}).writerows(rows)
    return text.getvalue()
