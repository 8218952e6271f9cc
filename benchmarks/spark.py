"""What scoring costs on Spark, as a ratio to a plain Spark copy of the same Parquet file, in local mode.

    python benchmarks/spark.py [--rows 1000000 | --input ANSWERS.parquet] [--rounds 3] [--cores 2] [--batch 10000 …]

Copy and scores take turns in one session; the first round, when nothing is warm, is not counted, and each measure is
the best of the others. CPU time is that of the JVM and of its Python workers together: on a busy machine, trust it
rather than the wall clock. Linux only (it reads /proc).
"""

import argparse
import os
import platform
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyspark
from pyspark.sql import SparkSession

from iag_diag import __version__
from iag_diag.batch.spark import score_spark
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import load_pack

BATCH_SIZE = "spark.sql.execution.arrow.maxRecordsPerBatch"
DISTINCT_SETS = 400
TICKS = os.sysconf("SC_CLK_TCK")


def draw(rows: int, path: Path) -> None:
    """Write answers drawn at random: every single choice, every multiple one in one cell, and a key."""
    chance = random.Random(1)  # noqa: S311 - a benchmark
    columns = {"identifiant": pl.select(pl.format("E{}", pl.int_range(rows))).to_series()}
    for place, question in enumerate(load_pack().questions.values()):
        options = [option.id for option in question.options if not option.exclusive]
        if question.kind is Kind.SINGLE:
            cells = [*options, "nsp"]
        elif question.kind is Kind.MULTIPLE:
            most = min(3, len(options))
            cells = ["|".join(chance.sample(options, chance.randint(1, most))) for _ in range(DISTINCT_SETS)]
        else:
            continue
        columns[question.id] = pl.Series(cells).sample(rows, with_replacement=True, seed=place)
    pl.DataFrame(columns).write_parquet(path)


def session(cores: int, folder: Path) -> SparkSession:
    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master(f"local[{cores}]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.log.level", "ERROR").config("spark.ui.showConsoleProgress", "false")
    return builder.config("spark.local.dir", str(folder)).config("spark.driver.memory", "2g").getOrCreate()


def processor_seconds() -> float:
    """CPU time of this process and of all that descend from it, those that have ended included."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:  # it has just ended
            continue
        process = int(stat.parent.name)
        parents[process], ticks[process] = int(fields[1]), sum(map(int, fields[11:15]))
    return sum(ticks[process] for process in parents if ours(process, parents)) / TICKS


def ours(process: int, parents: Mapping[int, int]) -> bool:
    while process in parents and process != os.getpid():
        process = parents[process]
    return process == os.getpid()


def measured(work: Callable[[], None]) -> tuple[float, float]:
    wall, cpu = time.perf_counter(), processor_seconds()
    work()
    return time.perf_counter() - wall, processor_seconds() - cpu


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--input", type=Path, help="a Parquet file whose headings are question ids, instead of a draw")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--batch", type=int, nargs="+", default=[10_000, 100_000], help="rows per Arrow batch")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        source = asked.input or folder / "answers.parquet"
        if asked.input is None:
            draw(asked.rows, source)
        spark = session(asked.cores, folder)
        given = spark.read.parquet(str(source))

        def copy() -> None:
            given.write.mode("overwrite").parquet(str(folder / "copy"))

        def score(batch: int) -> None:
            spark.conf.set(BATCH_SIZE, batch)
            score_spark(given).write.mode("overwrite").parquet(str(folder / "scored"))

        works: dict[str, Callable[[], None]] = {"Spark copy": copy}
        works |= {f"score_spark, batches of {batch}": lambda batch=batch: score(batch) for batch in asked.batch}  # type: ignore[misc]
        taken = [[measured(work) for work in works.values()] for _ in range(asked.rounds + 1)][1:]
        rows, parts = given.count(), given.rdd.getNumPartitions()
        report(
            list(works), taken, f"{rows} rows × {len(given.columns)} columns, {parts} partitions, {asked.cores} cores"
        )
        spark.stop()


def report(names: list[str], taken: list[list[tuple[float, float]]], size: str) -> None:
    java = subprocess.run(["java", "-version"], capture_output=True, text=True, check=True).stderr.partition("\n")[0]
    print(f"{size}\niag-diag {__version__}, pyspark {pyspark.__version__}, polars {pl.__version__}, ", end="")
    print(f"pyarrow {pa.__version__}, Python {platform.python_version()}, {java}\n")
    walls, cpus = ([min(turn[place][kind] for turn in taken) for place in range(len(names))] for kind in (0, 1))
    print(f"| {'':34} | wall s | ratio | CPU s | ratio |\n|{'-' * 36}|-------:|------:|------:|------:|")
    for name, wall, cpu in zip(names, walls, cpus, strict=True):
        print(f"| {name:34} | {wall:6.2f} | {wall / walls[0]:5.2f} | {cpu:5.2f} | {cpu / cpus[0]:5.2f} |")


if __name__ == "__main__":
    main()
