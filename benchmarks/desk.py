"""What an adviser waits for: a report as HTML and as PDF, and the table of 500 dossiers; ratios to a bare interpreter.

Usage: python benchmarks/desk.py. Whole processes, the best of three; ends with 1 when a target is missed.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

DOSSIERS, ROUNDS = 500, 3
ANSWERS = {
    "taille": "1-9", "strategie": "non", "appropriation": "premieres-reflexions", "acces-public": "oui",
    "assistants": "oui", "part-utilisateurs": "moins-du-quart", "referent": "nsp", "consignes-donnees": "orales",
}  # fmt: skip
NOON = "2026-11-23T12:00:00Z"


def seconds(command: list[str], folder: Path) -> float:
    """Best time of a whole process."""
    best = float("inf")
    for _ in range(ROUNDS):
        start = time.perf_counter()
        subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        best = min(best, time.perf_counter() - start)
    return best


def prepared(folder: Path) -> None:
    """Write the dossiers."""
    tool = [sys.executable, "-m", "iag_diag"]
    (folder / "reponses.yaml").write_text(f"answers: {json.dumps(ANSWERS)}", encoding="utf-8")
    scored = json.loads(
        subprocess.run([*tool, "score", "reponses.yaml", "--json"], cwd=folder, check=True, capture_output=True).stdout
    )
    pack = {name: scored["pack"][name] for name in ("id", "version", "hash")}
    record = {
        "date": "2026-11-23", "questionnaire": "express", "pack": pack, "phase": scored["phase"]["id"],
        "lowest": scored["phase"]["lowest"], "highest": scored["phase"]["highest"],
        "dimensions": {axis["id"]: axis["score"] for axis in scored["dimensions"]},
        "roadmap": [action["sheet"] for action in scored["roadmap"]], "answers": ANSWERS,
    }  # fmt: skip
    for number in range(DOSSIERS):
        whole = {
            "schema": 2, "company": f"Maison {number}", "questionnaire": "express", "pack": pack, "created": NOON,
            "updated": NOON, "answers": {name: {"value": value, "at": NOON} for name, value in ANSWERS.items()},
            "diagnoses": [record],
        }  # fmt: skip
        (folder / f"c{number}.iag.json").write_text(json.dumps(whole), encoding="utf-8")


def main() -> int:
    """Measure, and compare with the targets."""
    tool = [sys.executable, "-m", "iag_diag"]
    targets = {
        "report --format html": ([*tool, "report", "c0.iag.json", "--format", "html", "-o", "r.html"], 0.6),
        "report --format pdf": ([*tool, "report", "c0.iag.json", "--format", "pdf", "-o", "r.pdf"], 1.2),
        f"dossiers, {DOSSIERS} fichiers": ([*tool, "dossiers"], 1.0),
    }
    missed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepared(folder)
        floor = seconds([sys.executable, "-c", "pass"], folder)
        print(f"python -c pass : {floor:.3f} s")
        for what, (command, target) in targets.items():
            taken = seconds(command, folder)
            missed |= taken > target
            said = "tenue" if taken <= target else "MANQUÉE"
            print(f"{what} : {taken:.2f} s, × {taken / floor:.0f} ; cible {target} s : {said}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
