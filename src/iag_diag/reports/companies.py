"""One roadmap per company of a run, by several processes: each takes some rows of a part and writes their files."""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import polars as pl

from iag_diag.batch.lots.outputs import roadmap_name
from iag_diag.batch.lots.tabling import KEY, LINE, code_column
from iag_diag.batch.scoring.slots import slots
from iag_diag.batch.scoring.spelling import Speller
from iag_diag.content.pack import load_pack
from iag_diag.diagnosis.engine import Engine
from iag_diag.errors import IagDiagError, reason
from iag_diag.reports.reporter import Reporter

_ROWS_A_TASK = 2_000


@dataclass(frozen=True, slots=True)
class Job:
    """What is common to all the roadmaps of a run.

    `content` is the folder of the pack, `without` are rows that have no roadmap; what is already there is kept.
    """

    folder: Path
    content: Path
    day: date
    without: frozenset[int]


@dataclass(frozen=True, slots=True)
class Task:
    """Some rows of a part, to be written."""

    job: Job
    part: Path
    start: int


def write_roadmaps(tasks: Sequence[Task], progress: Callable[[int], None], workers: int | None = None) -> int:
    """Write every roadmap; `progress` is told how many are written so far. Returns how many there are."""
    written = 0
    if not tasks:
        return 0
    context = multiprocessing.get_context("spawn")  # a fork would take Polars' threads with it, and hang
    with ProcessPoolExecutor(min(workers or os.cpu_count() or 1, len(tasks)), mp_context=context) as pool:
        for done in as_completed([pool.submit(write_some, task) for task in tasks]):
            written += done.result()
            progress(written)
    return written


def tasks_of(job: Job, parts: Sequence[Path]) -> list[Task]:
    """Share the rows of the parts out."""
    return [
        Task(job, part, start)
        for part in parts
        for start in range(0, pl.scan_ipc(part).select(pl.len()).collect().item(), _ROWS_A_TASK)
    ]


def write_some(task: Task) -> int:
    """Write the roadmaps of one task; each file is there whole or not at all."""
    writer = _writer(task.job.content, task.job.day)
    rows = pl.scan_ipc(task.part).slice(task.start, _ROWS_A_TASK).collect()
    count = 0
    try:
        for line, text in writer.texts(rows, task.job):
            path = task.job.folder / roadmap_name(line)
            passing = path.with_suffix(".tmp")
            descriptor = os.open(passing, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(text.encode("utf-8"))
            passing.replace(path)
            count += 1
    except OSError as error:
        raise IagDiagError(
            f"« {task.job.folder} » ne peut pas être écrit ({reason(error)}).",
            "Libérez de la place, puis reprenez avec --resume.",
        ) from error
    return count


class _Writer:
    """A pack made ready to write roadmaps of one day, once per process."""

    def __init__(self, content: Path, day: date) -> None:
        self._engine = Engine(load_pack(content))
        self._reporter = Reporter(self._engine, day)
        self._slots = slots(self._engine.pack)
        self._speller = Speller(self._engine.pack, self._slots)

    def texts(self, rows: pl.DataFrame, job: Job) -> Iterator[tuple[int, str]]:
        """Line and roadmap of each company."""
        coded = rows.select(pl.col(code_column(name)).alias(name) for name in self._slots)
        for line, key, answers in zip(rows[LINE], rows[KEY], self._speller.answers(coded), strict=True):
            if line in job.without or (job.folder / roadmap_name(line)).exists():
                continue
            diagnosis = self._engine.diagnose(answers)
            view = self._reporter.view(answers, diagnosis, company=key or "", cautious=False)
            yield line, self._reporter.roadmap(view)


@cache
def _writer(content: Path, day: date) -> _Writer:
    return _Writer(content, day)
