"""The survey exports that `batch.py` reads, drawn from the shipped questionnaire: the same companies in every format.

    python benchmarks/exports.py FOLDER [--rows 1000000]

A row is a company and 45 answers, each drawn evenly among the possible ones: 5 % say « ne sait pas », 5 % are empty,
one in a thousand holds a label that nobody knows. Every draw is seeded; a file that exists is kept as it is.
"""

import argparse
import array
import csv
import random
from collections.abc import Callable, Iterator
from functools import partial
from itertools import combinations
from pathlib import Path
from typing import Any

import polars as pl
import yaml

from files import FEW_ROWS, KEY, ROWS, TIMES, XLSX_ROWS, Files
from iag_diag.batch.mapping.model import Column, Mapping
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack, load_pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP

LEFT_OUT = frozenset(("fonction", "groupe", "autres-impacts", "budget"))  # single choices, so that 39 remain
SEVERAL = ("direction-porteuse", "freins", "impacts-competences", "prise-en-charge", "besoins-formation", "attentes")
CHOICES = range(1, 4)  # ticked at once
DRAWS = 1 << 16
STRANGE, UNSURE, EMPTY = 66, 3_277, 3_277  # of the draws: 0.1 %, 5 %, 5 %
STRANGERS = 50  # unknown labels of a column
SLICE = 200_000

Spell = Callable[[Question, tuple[str, ...]], str]


def in_codes(_question: Question, ticked: tuple[str, ...]) -> str:
    """Write an answer as the plain format does."""
    return "|".join(ticked)


def in_labels(question: Question, ticked: tuple[str, ...]) -> str:
    """Write an answer in full, as a survey tool does."""
    labels = {option.id: option.label for option in question.options} | {NSP: "Je ne sais pas"}
    return ";".join(labels[option] for option in ticked)


def asked(pack: Pack) -> list[Question]:
    """Questions of the exports, in the order of the questionnaire."""
    return [
        question
        for question in pack.questions.values()
        if question.id in SEVERAL or (question.kind is Kind.SINGLE and question.id not in LEFT_OUT)
    ]


def answers(question: Question) -> list[tuple[str, ...]]:
    """List what can be ticked: one option, or up to three that go together."""
    if question.kind is Kind.SINGLE:
        return [(option.id,) for option in question.options]
    together = [option.id for option in question.options if not option.exclusive]
    alone = [(option.id,) for option in question.options if option.exclusive]
    return [*alone, *(ticked for count in CHOICES for ticked in combinations(together, count))]


def cells(question: Question, spell: Spell) -> pl.Series:
    """Every cell that a draw can give."""
    known = [spell(question, ticked) for ticked in answers(question)]
    given = DRAWS - STRANGE - UNSURE - EMPTY
    texts = [
        *(known[draw % len(known)] for draw in range(given)),
        *(f"réponse inattendue {draw % STRANGERS}" for draw in range(STRANGE)),
        *[spell(question, (NSP,))] * UNSURE,
        *[None] * EMPTY,
    ]
    return pl.Series(texts, dtype=pl.String)


def slices(pack: Pack, spell: Spell, rows: int, heading: Callable[[Question], str]) -> Iterator[pl.DataFrame]:
    """Draw the companies, some at a time: the same ones however they are spelled."""
    tables = {question: cells(question, spell) for question in asked(pack)}
    for start in range(0, rows, SLICE):
        count = min(SLICE, rows - start)
        names = pl.select(pl.format("E{}", pl.int_range(start, start + count)).alias(KEY)).to_series()
        drawn = {}
        for question, table in tables.items():
            seed = random.Random(f"{question.id} {start}")  # noqa: S311 - the same draws everywhere
            places = pl.Series(array.array("H", seed.randbytes(2 * count)).tolist(), dtype=pl.UInt16)
            drawn[heading(question)] = table.gather(places)
        yield pl.DataFrame({KEY: names, **drawn})


def mapping(pack: Pack) -> Mapping:
    """Map the headings and labels of the export in full."""
    columns = [Column(column=1, heading=KEY, question="-")]
    for place, question in enumerate(asked(pack), 2):
        said = [*((option.id,) for option in question.options), (NSP,)]
        columns.append(
            Column(
                column=place,
                heading=question.label,
                question=question.id,
                separator=";" if question.multiple else None,
                labels={in_labels(question, ticked): ticked[0] for ticked in said},
            )
        )
    return Mapping(mapping=1, pack=pack.manifest.id, key=1, columns=tuple(columns))


def companies(files: Files) -> Iterator[tuple[str, dict[str, Any]]]:
    """Read the codes back as an interview knows them, name and answers; unknown labels are left out."""
    questions = asked(load_pack())
    known = {question.id: {option.id for option in question.options} for question in questions}
    several = {question.id for question in questions if question.multiple}
    with files.path("codes.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            name = row.pop(KEY)
            answers: dict[str, Any] = {}
            for question, cell in row.items():
                options = tuple(cell.split("|"))
                if cell == NSP:
                    answers[question] = cell
                elif known[question].issuperset(options):
                    answers[question] = options if question in several else cell
            yield name, answers


def make(files: Files) -> None:
    """Write the files that are not there yet."""
    pack = load_pack()
    files.path("").mkdir(parents=True, exist_ok=True)
    codes = partial(slices, pack, in_codes, heading=lambda question: question.id)
    labels = partial(slices, pack, in_labels, heading=lambda question: question.label)
    writers: dict[str, Callable[[Path], None]] = {
        "codes.csv": lambda path: _csv(path, codes(files.rows)),
        "few.csv": lambda path: _csv(path, codes(min(FEW_ROWS, files.rows))),
        "ten.csv": lambda path: _csv(path, codes(10)),
        "labels.csv": lambda path: _csv(path, labels(files.rows)),
        "labels.yaml": lambda path: _mapping(path, mapping(pack)),
        "cp1252.csv": lambda path: _cp1252(path, files.path("labels.csv")),
        "codes.parquet": lambda path: _scan(files.path("codes.csv")).sink_parquet(path),
        "long.csv": lambda path: _long(path, files.path("codes.csv")),
        "book.xlsx": lambda path: _xlsx(path, codes(min(XLSX_ROWS, files.rows))),
    }
    for name, write in writers.items():
        if not files.path(name).exists():
            print(f"… {name}", flush=True)
            passing = files.path(f"passing-{name}")
            write(passing)
            passing.rename(files.path(name))


def _scan(path: Path) -> pl.LazyFrame:
    return pl.scan_csv(path, infer_schema=False)


def _csv(path: Path, frames: Iterator[pl.DataFrame]) -> None:
    with path.open("wb") as file:
        for number, frame in enumerate(frames):
            frame.write_csv(file, include_header=not number)


def _mapping(path: Path, found: Mapping) -> None:
    path.write_text(yaml.safe_dump(found.model_dump(mode="json"), allow_unicode=True), encoding="utf-8")


def _cp1252(path: Path, twin: Path) -> None:
    with twin.open(encoding="utf-8", newline="") as read, path.open("w", encoding="cp1252", newline="") as written:
        while text := read.read(SLICE):
            written.write(text)


def _long(path: Path, codes: Path) -> None:
    """Write the same companies several times over, under other names."""
    with path.open("wb") as file:
        for copy in range(TIMES):
            for number, frame in enumerate(_scan(codes).collect_batches(chunk_size=SLICE)):
                renamed = frame.with_columns(pl.format("F{}-{}", pl.lit(copy), KEY).alias(KEY))
                renamed.write_csv(file, include_header=not copy and not number)


def _xlsx(path: Path, frames: Iterator[pl.DataFrame]) -> None:
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    row = 0
    for frame in frames:
        for cells_of in (frame.columns, *frame.iter_rows()) if not row else frame.iter_rows():
            sheet.write_row(row, 0, cells_of)
            row += 1
    book.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rows", type=int, default=ROWS)
    chosen = parser.parse_args()
    make(Files(chosen.folder, chosen.rows))


if __name__ == "__main__":
    main()
