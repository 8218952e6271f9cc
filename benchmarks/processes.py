"""Whole processes, timed: seconds, processor seconds and memory of each, several of them taking turns."""

import os
import shutil
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ENVIRONMENT = {**os.environ, "PYTHONUTF8": "1", "TERM": "dumb"}
FINE = (0, 4)  # done, and done with refused rows
KIBI = 1024
LOOK = 0.02  # seconds between two looks at the memory of a process


@dataclass(frozen=True, slots=True)
class Command:
    """A program to time; `output` is a folder that is emptied before each run."""

    words: Sequence[str]
    output: Path


@dataclass(frozen=True, slots=True)
class Spent:
    """What one run took: seconds, processor seconds (its own children's too), peak memory in MiB.

    `peak` is the peak resident set as the system counts it: with the pages of files that it maps. `own` leaves these
    out (looked at fifty times a second).
    """

    wall: float
    cpu: float
    peak: float
    own: float


@dataclass(frozen=True, slots=True)
class Taken:
    """All the runs of a command."""

    runs: Sequence[Spent]

    @property
    def best(self) -> float:
        """Seconds of the fastest run."""
        return min(run.wall for run in self.runs)

    @property
    def median(self) -> float:
        """Seconds of the median run."""
        return statistics.median(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        """Processor seconds of the most sparing run."""
        return min(run.cpu for run in self.runs)

    @property
    def peak(self) -> float:
        """Highest peak of memory, in MiB."""
        return max(run.peak for run in self.runs)

    @property
    def own(self) -> float:
        """Highest peak of memory without mapped files, in MiB."""
        return max(run.own for run in self.runs)


def turns(rounds: int, *commands: Command) -> list[Taken]:
    """Run commands one after the other, several times over, so that a busy machine slows all of them alike."""
    runs: list[list[Spent]] = [[] for _ in commands]
    for _ in range(rounds):
        for place, command in enumerate(commands):
            runs[place].append(run(command))
    return [Taken(spent) for spent in runs]


def run(command: Command) -> Spent:
    """Run a command once; what it says is only shown when it fails."""
    shutil.rmtree(command.output, ignore_errors=True)
    command.output.mkdir(parents=True)
    with tempfile.TemporaryFile() as said:
        start = time.perf_counter()
        child = subprocess.Popen(command.words, stdout=said, stderr=said, env=ENVIRONMENT)
        watch = Watch(child.pid)
        watch.start()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        watch.over.set()
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in FINE:
            said.seek(0)
            words = " ".join(command.words)
            raise SystemExit(f"{words}\n{said.read().decode(errors='replace')}\ncode {child.returncode}")
    return Spent(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / KIBI, watch.peak)


class Watch(threading.Thread):
    """Looks at the resident memory of a process that is not a mapped file, in MiB."""

    def __init__(self, process: int) -> None:
        super().__init__(daemon=True)
        self.over = threading.Event()
        self.peak = 0.0
        self._status = Path(f"/proc/{process}/status")

    def run(self) -> None:
        while not self.over.wait(LOOK):
            try:
                lines = self._status.read_text(encoding="ascii", errors="replace").splitlines()
            except OSError:
                return
            held = [int(line.split()[1]) / KIBI for line in lines if line.startswith("RssAnon:")]
            self.peak = max(self.peak, *held, 0.0)
