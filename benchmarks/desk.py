"""What an adviser waits for: a report as HTML and as PDF, and the table of 500 dossiers; ratios to a bare interpreter.

Usage: python benchmarks/desk.py. Whole processes, the best of three; ends with 1 when a target is missed.
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from startup import TOOL, best, process

DOSSIERS, ROUNDS = 500, 3
ANSWERS = {
    "taille": "1-9", "strategie": "non", "appropriation": "premieres-reflexions", "acces-public": "oui",
    "assistants": "oui", "part-utilisateurs": "moins-du-quart", "referent": "nsp", "consignes-donnees": "orales",
}  # fmt: skip
NOON = "2026-11-23T12:00:00Z"


def prepared(folder: Path) -> None:
    """Write the dossiers."""
    (folder / "reponses.yaml").write_text(f"answers: {json.dumps(ANSWERS)}", encoding="utf-8")
    scored = json.loads(
        subprocess.run(
            [*TOOL, "score", str(folder / "reponses.yaml"), "--json"], check=True, capture_output=True
        ).stdout
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
    missed = False
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        prepared(folder)
        report = [*TOOL, "report", str(folder / "c0.iag.json"), "--format"]
        timed = {
            "python -c pass": ([sys.executable, "-c", "pass"], 1.0),
            "report --format html": ([*report, "html", "-o", str(folder / "r.html")], 0.6),
            "report --format pdf": ([*report, "pdf", "-o", str(folder / "r.pdf")], 1.2),
            f"dossiers, {DOSSIERS} fichiers": ([*TOOL, "dossiers", name], 1.0),
        }
        measures = [lambda words=words: process(words) for words, _ in timed.values()]  # type: ignore[misc]
        taken = best(ROUNDS, *measures)
    for (what, (_, target)), spent in zip(timed.items(), taken, strict=True):
        missed |= spent > target
        said = "tenue" if spent <= target else "MANQUÉE"
        print(f"{what} : {spent:.2f} s, × {spent / taken[0]:.0f} ; cible {target} s : {said}")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
