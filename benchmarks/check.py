"""What a check costs, as whole processes beside a bare interpreter.

    python benchmarks/check.py [--rounds 5]

Best of the rounds, all taking turns: seconds, and processor seconds, which hardly move when other programs run. Exit
code 1 when the shipped content takes more than five seconds of either.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from iag_diag.batch.coverage import coverage
from iag_diag.checking.analysis import analysed
from iag_diag.checking.checked import every_document, library_faults
from iag_diag.checking.texts import text_findings
from iag_diag.content.pack import load_pack
from processes import Command, turns
from startup import TOOL

MOST_SECONDS = 5
WITHOUT_TARGET = "check --companies 1000000"
COMMANDS = {
    "python -c pass": [sys.executable, "-c", "pass"],
    "check": [*TOOL, "check"],
    "check --json": [*TOOL, "check", "--json"],
    "check --companies 0": [*TOOL, "check", "--companies", "0"],
    WITHOUT_TARGET: [*TOOL, "check", "--companies", "1000000"],
}


def inside() -> None:
    """Print the processor time of each part in one process, the first time, as the command pays it."""
    pack = load_pack()
    parts: dict[str, Callable[[], object]] = {
        "loading, once more": load_pack,
        "library": lambda: library_faults(pack),
        "texts": lambda: text_findings(every_document(pack.root, pack.documents)),
        "analysis": lambda: analysed(pack),
        "coverage, 100 000 companies": lambda: coverage(pack),
    }
    for name, part in parts.items():
        start = time.process_time()
        part()
        print(f"{name:28} {(time.process_time() - start) * 1000:7.0f} ms")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        taken = turns(rounds, *(Command(words, Path(folder, "output")) for words in COMMANDS.values()))
    for name, spent in zip(COMMANDS, taken, strict=True):
        over = name != WITHOUT_TARGET and max(spent.best, spent.cpu) > MOST_SECONDS
        slow += over
        print(f"{name:28} {spent.best:6.2f} s   processor {spent.cpu:6.2f} s   {'OVER' if over else ''}")
    inside()
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
