"""Whatever is written comes back; whatever is broken is refused by name, and nothing else is lost."""

import csv
import re
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from exports import read, table, write
from iag_diag.batch.reading import open_export
from iag_diag.errors import IagDiagError

WORDS = st.sampled_from(
    [
        "",
        "",
        "1-9",
        "oui",
        "été",
        "cœur",
        "5 €",
        "a b",
        '"',
        ";",
        ",",
        "|",
        "\t",
        "\n",
        "\r\n",
        "=1",
        "'",
        "Total",
        "12",
    ]
)
CELL = st.lists(WORDS, max_size=4).map("".join)
DELIMITERS = st.sampled_from(";,\t|")
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"])
ENDS = st.sampled_from(["\n", "\r\n"])
QUOTING = st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
SIZES = st.sampled_from([1, 2, 1000])
MUTATION = st.tuples(
    st.integers(0, 10_000),
    st.sampled_from([b"", b'"', b";", b"\n", b"\r", b"\xe9", b"\xc3\xa9", b"\0"]),
    st.integers(0, 9),
)


@st.composite
def tables(draw):
    width = draw(st.integers(2, 10))
    cells = st.lists(CELL, min_size=width - 1, max_size=width - 1)
    rows = draw(st.lists(cells, min_size=1, max_size=8))
    headings = ["identifiant", *(f"q{place}" for place in range(width - 1))]
    return [headings, *([f"E{number}", *row] for number, row in enumerate(rows))]


@st.composite
def files(draw):
    """Give a table and the bytes of it."""
    rows = draw(tables())
    dialect = {"delimiter": draw(DELIMITERS), "quoting": draw(QUOTING), "lineterminator": draw(ENDS)}
    return rows, table(rows, **dialect).encode(draw(ENCODINGS))


def outcome(content: bytes, size: int):
    """Read both ways; None where the file is refused."""
    with TemporaryDirectory() as folder:
        try:
            export = open_export(write(Path(folder) / "e.csv", content))
            quick = read(export, size)
        except IagDiagError:
            return None
        careful = read(quick.export.careful(), size) if quick.ways[-1] == "Quick" else quick
        return quick, careful


@settings(max_examples=150)
@given(files(), SIZES)
def test_any_table_comes_back_equal_on_both_ways(file, size):
    rows, content = file
    readings = outcome(content, size)
    assert readings is not None
    for reading in readings:
        assert [[cell or "" for cell in cells] for cells in reading.cells] == rows[1:]
        assert reading.faults == {}


@settings(max_examples=300)
@given(files(), SIZES, st.lists(MUTATION, min_size=1, max_size=3))
def test_a_broken_file_loses_nothing_in_silence(file, size, mutations):
    _, content = file
    for at, new, length in mutations:
        place = at % (len(content) + 1)
        content = content[:place] + new + content[place + length :]
    readings = outcome(content, size)
    if readings is None:
        return
    quick, careful = readings
    export = quick.export
    text = content.decode(export.encoding).removeprefix("\ufeff")
    body = "\n".join(text.split("\n")[_lines(export) :])
    marks = re.compile(rf'[\s"{re.escape(export.delimiter)}]')
    if not quick.faults:  # every character that is no mark of the format is in a cell, in its order
        assert marks.sub("", "".join(cell or "" for cells in quick.cells for cell in cells)) == marks.sub("", body)
    filled = [line for line in body.split("\n") if marks.sub("", line)]
    inside = sum((cell or "").count("\n") for cells in careful.cells for cell in cells)
    assert len(careful.rows) + len(careful.faults) + inside >= len(filled)


def _lines(export) -> int:
    return export.area.lines if hasattr(export, "area") else export.rows.args[2].lines
