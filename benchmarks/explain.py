"""What explaining costs, as whole processes beside `score` on the same answers and a bare interpreter.

    python benchmarks/explain.py [--rounds 10]

Best of the rounds, all taking turns. Exit code 1 when an explanation takes more than half a second.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from iag_diag.content.pack import load_pack
from iag_diag.diagnosis.close_calls import close_calls
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.levers import levers
from iag_diag.diagnosis.robustness import robustness
from startup import TOOL, best, process

PASS = [sys.executable, "-c", "pass"]
MOST_SECONDS = 0.5


def commands(answers: str) -> dict[str, list[str]]:
    explain = [*TOOL, "explain", answers]
    return {
        "python -c pass": PASS,
        "score": [*TOOL, "score", answers],
        "score --json": [*TOOL, "score", answers, "--json"],
        "explain": explain,
        "explain --json": [*explain, "--json"],
        "explain phase": [*explain, "phase"],
        "explain solidite": [*explain, "solidite"],
        "explain question": [*explain, "question", "appropriation"],
        "report --annex": [*TOOL, "report", answers, "--annex"],
        "whatif": [*TOOL, "whatif", answers, "assistants=oui"],
    }


def inside(answers: dict[str, str]) -> None:
    """Print what each part takes once everything is loaded, on a company with much left to know."""
    engine = Engine(load_pack())
    start = time.perf_counter()
    diagnosis = engine.diagnose(answers)
    print(f"{'first diagnosis, diagrams made':32} {(time.perf_counter() - start) * 1000:7.1f} ms")
    for name, part in (
        ("diagnosis with its exact span", lambda: engine.diagnose(answers)),
        ("levers", lambda: levers(engine, answers, diagnosis)),
        ("close calls", lambda: close_calls(engine, answers, diagnosis)),
        ("robustness", lambda: robustness(engine, answers, diagnosis)),
    ):
        times = []
        for _ in range(30):
            start = time.perf_counter()
            part()
            times.append(time.perf_counter() - start)
        print(f"{name:32} {min(times) * 1000:7.1f} ms")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=10)
    rounds = parser.parse_args().rounds
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "reponses.json"
        answers.write_text(
            '{"answers": {"taille": "10-49", "appropriation": "acculturation", "acces-public": "oui"}}',
            encoding="utf-8",
        )
        timed = commands(str(answers))
        taken = best(rounds, *(lambda words=words: process(words) for words in timed.values()))  # type: ignore[misc]
        for name, seconds in zip(timed, taken, strict=True):
            over = seconds > MOST_SECONDS
            slow += over and name.startswith(("explain", "whatif"))
            print(f"{name:32} {seconds * 1000:7.1f} ms   x {seconds / taken[0]:5.1f}   {'OVER' if over else ''}")
    inside({"taille": "10-49", "appropriation": "acculturation", "acces-public": "oui"})
    return 1 if slow else 0


if __name__ == "__main__":
    sys.exit(main())
