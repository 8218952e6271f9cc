"""A fuzzer for the readers, run by hand: `python tests/batch/fuzz_reading.py -max_total_time=600` (needs atheris).

The first byte chooses the name, the rest is the file. Anything but an IagDiagError is a bug.
"""

import sys
import tempfile
from contextlib import suppress
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["iag_diag.batch"]):
    from iag_diag.batch.reading import Irregular, open_export
    from iag_diag.errors import IagDiagError

NAMES = ("e.csv", "e.tsv", "e.jsonl", "e.xlsx", "e.parquet")
PLAIN = frozenset({"taille", "strategie", "freins"})
FOLDER = Path(tempfile.mkdtemp(prefix="fuzz-"))
FIXTURES = Path(__file__).parent / "fixtures"


def one(data: bytes) -> None:
    if not data:
        return
    path = FOLDER / NAMES[data[0] % len(NAMES)]
    path.write_bytes(data[1:])
    with suppress(IagDiagError):  # a file that is refused with a message is as good as one that is read
        read(path)


def read(path: Path) -> None:
    export = open_export(path, plain=PLAIN)
    reading = True
    while reading:
        try:
            for chunk in export.chunks(3):
                assert chunk.frame.width == len(export.headings) + 1
            reading = False
        except Irregular as irregular:
            export = irregular.export


def corpus() -> Path:
    """Begin with the fixtures, each behind the byte that names it."""
    folder = Path(tempfile.mkdtemp(prefix="corpus-"))
    for fixture in FIXTURES.iterdir():
        kinds = [place for place, name in enumerate(NAMES) if name.endswith(fixture.suffix)]
        if kinds:
            (folder / fixture.name).write_bytes(bytes(kinds[:1]) + fixture.read_bytes())
    return folder


if __name__ == "__main__":
    atheris.Setup([*sys.argv, str(corpus())], one)
    atheris.Fuzz()
