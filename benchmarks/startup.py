"""How fast iag-diag answers, as ratios to bare programs run side by side with the same interpreter and libraries.

    python benchmarks/startup.py [--rounds 15]

Each measure is the best of the rounds, floors and iag-diag taking turns, so that a busy machine slows both alike.
Exit code 1 when a ratio is over its target.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pexpect

HERE = Path(__file__).parent
HELLO = [sys.executable, str(HERE / "floors" / "hello.py")]
SELECT = [sys.executable, str(HERE / "floors" / "one_select.py")]
TOOL = [str(Path(sys.executable).with_name("iag-diag"))]
ENVIRONMENT = {**os.environ, "TERM": "xterm-256color", "PYTHONUTF8": "1", "PROMPT_TOOLKIT_NO_CPR": "1"}
MICROSECONDS = 1_000_000
MOST_MICROSECONDS = 1000


def process(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True, env=ENVIRONMENT)
    return time.perf_counter() - start


def until(command: list[str], *steps: tuple[str, str], typing: float = 0) -> float:
    """Seconds from the last key sent (or from the start) until the last text shows; each step is (text, keys).

    `typing` is how long a person takes over each answer.
    """
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        child = pexpect.spawn(
            command[0], command[1:], env=ENVIRONMENT, cwd=folder, dimensions=(40, 90), encoding="utf-8", timeout=30
        )
        for text, keys in steps:
            child.expect_exact(text)
            elapsed = time.perf_counter() - start
            if keys:
                time.sleep(typing)
                start = time.perf_counter()
                child.send(keys)
        child.close(force=True)
        return elapsed


def resumed(*options: str) -> float:
    """Seconds from the command to the next question of a dossier begun before."""
    with tempfile.TemporaryDirectory() as folder:
        command = [*TOOL, "start", str(Path(folder) / "essai"), "-q", "express", *options]
        until(command, ("facultatif", "\r"), ("Tapez une partie", ""))
        return until(command, ("Tapez une partie", ""))


def without_library(folder: Path) -> Path:
    """Copy the shipped content, less all that is read on need: what a diagnosis alone needs."""
    from iag_diag.content.pack import FOLDERS, shipped_root

    for name in FOLDERS:
        shutil.copytree(shipped_root() / name, folder / name)
    for file in (folder / "catalogue").iterdir():
        if file.name != "fiches":
            shutil.rmtree(file) if file.is_dir() else file.unlink()
    (folder / "rules" / "selections.yaml").unlink()
    return folder


def best(rounds: int, *measures: Callable[[], float]) -> list[float]:
    times: list[list[float]] = [[] for _ in measures]
    for _ in range(rounds):
        for place, measure in enumerate(measures):
            times[place].append(measure())
    return [min(taken) for taken in times]


def diagnosis() -> float:
    """Median seconds of one diagnosis with its trace, once loaded, over the experts' cases."""
    from iag_diag.content.pack import load_pack
    from iag_diag.content.strict_yaml import parse
    from iag_diag.diagnosis.engine import Engine

    engine = Engine(load_pack())
    files = sorted((HERE.parent / "tests" / "content" / "cases").glob("*.yaml"))
    companies = [parse(file.read_bytes(), file.name).data["answers"] for file in files]
    taken = []
    for answers in companies * 20:
        start = time.perf_counter()
        engine.diagnose(answers)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    missed = 0

    def report(name: str, floor: float, tool: float, target: float | None) -> None:
        nonlocal missed
        ratio = tool / floor
        missed += target is not None and ratio > target
        verdict = f"target {target:.1f}   {'ok' if ratio <= target else 'OVER'}" if target else "(no target)"
        print(f"{name:44} {floor * 1000:7.1f} ms {tool * 1000:7.1f} ms   x {ratio:4.2f}   {verdict}")

    print(f"{'':44} {'floor':>10} {'iag-diag':>10}   ratio")
    for option in ("--version", "--help"):
        floor, tool = best(rounds, lambda o=option: process([*HELLO, o]), lambda o=option: process([*TOOL, o]))  # type: ignore[misc]
        report(f"{option} / typer hello", floor, tool, 1.2)
    floor, first, question, again = best(
        rounds,
        lambda: until(SELECT, ("Non", "")),
        lambda: until([*TOOL, "start", "-q", "express"], ("facultatif", "")),
        lambda: until([*TOOL, "start", "-q", "express"], ("facultatif", "\r"), ("Tapez une partie", ""), typing=1),
        resumed,
    )
    report("start: first prompt / typer + one select", floor, first, 1.7)
    report("start: name typed in 1 s, question / same", floor, question, 1.7)
    report("start: resumed, next question / same", floor, again, None)
    with tempfile.TemporaryDirectory() as folder:
        bare = ("--content", str(without_library(Path(folder) / "sans")))
        answers = Path(folder) / "reponses.json"
        answers.write_text('{"answers": {"taille": "1-9", "appropriation": "acculturation"}}', encoding="utf-8")
        typed = ("facultatif", "\r"), ("Tapez une partie", "")
        floor, tool, floor_again, tool_again, floor_score, tool_score = best(
            rounds,
            lambda: until([*TOOL, "start", "-q", "express", *bare], *typed),
            lambda: until([*TOOL, "start", "-q", "express"], *typed),
            lambda: resumed(*bare),
            resumed,
            lambda: process([*TOOL, "score", str(answers), *bare]),
            lambda: process([*TOOL, "score", str(answers)]),
        )
    report("start: question / without the library", floor, tool, 1.1)
    report("start: resumed / without the library", floor_again, tool_again, 1.1)
    report("score: whole process / without the library", floor_score, tool_score, None)
    one = diagnosis()
    print(f"{'one diagnosis with its trace, median':44} {one * MICROSECONDS:18.0f} us   target {MOST_MICROSECONDS} us")
    missed += one * MICROSECONDS >= MOST_MICROSECONDS
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
