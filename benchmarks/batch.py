"""How fast `iag-diag batch` is, and how much memory it takes, beside bare programs that read the very same files.

    python benchmarks/batch.py [--folder DIR] [--rounds 3] [--rows 1000000] [--only codes labels …] [--markdown]

Whole processes, refusals included, floors and iag-diag taking turns. A ratio is that of the best runs (seconds), and
beside it that of the processor's seconds, which other programs disturb less. Exit code 1 when a target is missed.
"""

import argparse
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from typing import Any

from files import FEW_ROWS, ROWS, TIMES, XLSX_ROWS, Files
from lines import Line, french, ratio, shown, timed
from processes import Command, turns

HERE = Path(__file__).parent
PYTHON = sys.executable
TOOL = str(Path(PYTHON).with_name("iag-diag"))
COMPANIES = 2_000  # for what is timed one company at a time
MICRO = 1_000_000

COPY = "import polars; polars.scan_csv({0!r}, infer_schema=False).sink_csv({1!r})"
COPY_PARQUET = "import polars; polars.scan_parquet({0!r}).sink_parquet({1!r})"
OPENPYXL = "import openpyxl; n = sum(1 for _ in openpyxl.load_workbook({0!r}, read_only=True).active.values)"
CALAMINE = (
    "from pathlib import Path; from iag_diag.batch.reading import open_export;"
    "n = sum(chunk.frame.height for chunk in open_export(Path({0!r})).chunks(50_000))"
)


@dataclass(frozen=True, slots=True)
class Bench:
    """The files, where to write, and how many rounds."""

    files: Files
    rounds: int

    def tool(self, export: str, *options: str, formats: str = "csv") -> Command:
        """Score an export, without describing the cohort, which no floor does."""
        output = self.files.path("out")
        words = [TOOL, "batch", str(self.files.path(export)), "-o", str(output), "--csv", "standard", "--plain"]
        return Command([*words, "--format", formats, "--no-cohort", *options], output)

    def python(self, program: str, export: str = "codes.csv") -> Command:
        """Run a line of Python, which knows the export as {0} and a place to write as {1}."""
        output = self.files.path("floor")
        line = program.format(str(self.files.path(export)), str(output / export))
        return Command([PYTHON, "-c", line], output)

    def against(self, name: str, most: float, floor: Command, tool: Command) -> Line:
        """Compare two programs; the tool may take `most` times what the floor takes."""
        bare, ours = turns(self.rounds, floor, tool)
        return ratio(name, bare, ours, most)


def fixed(bench: Bench) -> Iterator[Line]:
    """Start, before any row is read."""
    bare, frames, ten = turns(
        5 * bench.rounds, bench.python("pass"), bench.python("import polars"), bench.tool("ten.csv")
    )
    yield Line("part fixe : `python -c pass`", timed(bare), "", "")
    yield Line("part fixe : `import polars`, puis batch sur 10 lignes", timed(frames), timed(ten), "")


def codes(bench: Bench) -> Iterator[Line]:
    """Codes, CSV to CSV."""
    floor, tool, whole = turns(
        bench.rounds, bench.python(COPY), bench.tool("codes.csv"), bench.tool("codes.csv", "--cohort", "--answers")
    )
    yield ratio("codes, CSV → CSV / copie du CSV", floor, tool, 1.35)
    yield ratio("codes, avec la cohorte et les réponses / copie du CSV", floor, whole)


def labels(bench: Bench) -> Iterator[Line]:
    """Full labels, CSV to CSV."""
    tool = bench.tool("labels.csv", "--mapping", str(bench.files.path("labels.yaml")))
    floor = bench.python(COPY, "labels.csv")
    yield bench.against("libellés, CSV → CSV / copie du CSV", 1.10, floor, tool)


def parquet(bench: Bench) -> Iterator[Line]:
    """Parquet to Parquet, beside the copy of the CSV."""
    copy, twin, tool = turns(
        bench.rounds,
        bench.python(COPY),
        bench.python(COPY_PARQUET, "codes.parquet"),
        bench.tool("codes.parquet", formats="parquet"),
    )
    yield ratio("codes, Parquet → Parquet / copie du CSV", copy, tool, 0.70)
    yield ratio("codes, Parquet → Parquet / copie du Parquet", twin, tool)


def cp1252(bench: Bench) -> Iterator[Line]:
    """Labels in the encoding of Windows, CSV to CSV."""
    options = ("--mapping", str(bench.files.path("labels.yaml")))
    floor, tool = bench.tool("labels.csv", *options), bench.tool("cp1252.csv", *options)
    yield bench.against("libellés en cp1252 / les mêmes en UTF-8", 3.5, floor, tool)


def xlsx(bench: Bench) -> Iterator[Line]:
    """Workbook, read alone, then scored."""
    openpyxl, reading, tool = turns(
        bench.rounds,
        bench.python(OPENPYXL, "book.xlsx"),
        bench.python(CALAMINE, "book.xlsx"),
        bench.tool("book.xlsx"),
    )
    size = french(min(XLSX_ROWS, bench.files.rows))
    yield ratio(f"XLSX de {size} lignes, lecture / openpyxl", openpyxl, reading, 1 / 6)
    yield ratio(f"XLSX de {size} lignes, batch entier / lecture par openpyxl", openpyxl, tool)


def memory(bench: Bench) -> Iterator[Line]:
    """Peak memory on the long file."""
    most = 650
    copy, tool = turns(1, bench.python(COPY, "long.csv"), bench.tool("long.csv"))
    rows = french(TIMES * bench.files.rows)
    bare, ours = (f"{french(run.peak)} Mio (sans les fichiers projetés {french(run.own)})" for run in (copy, tool))
    yield Line(f"mémoire, {rows} lignes", bare, ours, "", f"≤ {most} Mio", tool.peak <= most)
    yield ratio(f"temps, {rows} lignes / copie du CSV", copy, tool)


def interpreter(bench: Bench) -> Iterator[Line]:
    """Rows a second of the whole run, beside those of the interpreter with its trace alone."""
    least = 50
    from exports import companies
    from iag_diag.content.pack import load_pack
    from iag_diag.diagnosis.engine import Engine

    engine = Engine(load_pack())
    answers = [company for _, company in islice(companies(bench.files), COMPANIES)]
    best = min(_each(answers, engine.diagnose) for _ in range(bench.rounds))
    (tool,) = turns(bench.rounds, bench.tool("codes.csv"))
    alone, whole = 1 / best, bench.files.rows / tool.best
    yield Line(
        "lignes par seconde : batch entier / interprète seul, avec ses explications",
        f"{french(alone)} ({french(best * MICRO)} µs)",
        french(whole),
        f"× {french(whole / alone)}",
        f"≥ {least}",
        whole / alone >= least,
    )


def roadmaps(bench: Bench) -> Iterator[Line]:
    """Roadmaps: files a second once scoring is paid for, and the rendering alone."""
    least = 2_000
    without, tool = turns(bench.rounds, bench.tool("few.csv"), bench.tool("few.csv", "--roadmaps"))
    rows = min(FEW_ROWS, bench.files.rows)
    rate = rows / (tool.best - without.best)
    yield Line(
        f"feuilles de route, {french(rows)} entreprises : sans, avec",
        timed(without),
        timed(tool),
        f"{french(rate)} par seconde",
        f"≥ {french(least)}",
        rate >= least,
    )


def rendering(bench: Bench) -> Iterator[Line]:
    """Render roadmaps whose views are ready."""
    most = 150
    from datetime import UTC, datetime

    from exports import companies
    from iag_diag.content.pack import load_pack
    from iag_diag.diagnosis.engine import Engine
    from iag_diag.reports.reporter import Reporter

    engine = Engine(load_pack())
    reporter = Reporter(engine, datetime.now(UTC).date())
    views = [
        reporter.view(company, engine.diagnose(company), company=name)
        for name, company in islice(companies(bench.files), COMPANIES)
    ]
    taken = min(_each(views, reporter.roadmap) for _ in range(bench.rounds)) * MICRO
    size = statistics.mean(len(reporter.roadmap(view).encode()) for view in views)
    name = f"rendu d’une feuille de route de {french(size / 1000, 1)} ko, seul"
    yield Line(name, "", f"{french(taken)} µs", "", f"< {most} µs", taken < most)


def _each(things: list[Any], work: Callable[[Any], Any]) -> float:
    """Mean seconds of one piece of work."""
    start = time.perf_counter()
    for thing in things:
        work(thing)
    return (time.perf_counter() - start) / len(things)


# memory before what runs in this process: a large parent would count in the peak of its children
MEASURES = (fixed, codes, labels, parquet, memory, cp1252, xlsx, interpreter, roadmaps, rendering)


def conditions() -> str:
    """Say on what this was measured."""
    libraries = ", ".join(f"{name} {version(name)}" for name in ("polars", "python-calamine", "openpyxl", "jinja2"))
    python = f"Python {platform.python_version()}"
    return f"{python}, {libraries} ; {os.cpu_count()} processeurs, {platform.system()} {platform.machine()}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "iag-diag-benchmarks")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--only", nargs="+", choices=[measure.__name__ for measure in MEASURES], metavar="MEASURE")
    parser.add_argument("--markdown", action="store_true", help="print the tables of README.md")
    chosen = parser.parse_args()
    # in a process of its own, for the same reason
    subprocess.run([PYTHON, str(HERE / "exports.py"), str(chosen.folder), "--rows", str(chosen.rows)], check=True)
    bench = Bench(Files(chosen.folder, chosen.rows), chosen.rounds)
    print(conditions() + (" ; " if chosen.markdown else "\n") + f"{french(chosen.rows)} lignes de 45 réponses")
    if chosen.markdown:
        print("\n| Mesure | Référence | iag-diag | Rapport | Cible | |\n|---|---|---|---|---|---|")
    missed = 0
    for measure in MEASURES:
        if chosen.only is None or measure.__name__ in chosen.only:
            for line in measure(bench):
                print(shown(line, markdown=chosen.markdown), flush=True)
                missed += line.met is False
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
