"""One company, three ways to the same result: the engine, `score` on answers, `score` on a dossier."""

import json
from datetime import date
from pathlib import Path

import pytest

from builders import CASES, read
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.levers import levers
from iag_diag.diagnosis.robustness import robustness
from iag_diag.dossiers import store
from iag_diag.dossiers.model import Dossier, PackReference
from iag_diag.reports.contract import Conclusions, as_json
from iag_diag.reports.reporter import Reporter

DAY = "2026-11-23"
MOMENT = f"{DAY}T09:00:00Z"


@pytest.mark.parametrize("case", ["photographe-seul-comptes-gratuits", "electro-sud-salariee", "galeries-lafaye"])
def test_same_bytes_from_answers_from_a_dossier_and_whatever_the_hash_seed(
    case: str, engine: Engine, reporter: Reporter, tmp_path: Path, run
):
    answers = read(CASES / f"{case}.yaml")["answers"]
    written = Path(tmp_path, "answers.json")
    written.write_text(json.dumps({"company": "Essai", "answers": answers}), encoding="utf-8")
    dossier = Dossier(
        company="Essai", questionnaire="complet", pack=PackReference.of(engine.pack), created=MOMENT, updated=MOMENT
    )
    for question in reversed(answers):
        dossier = dossier.with_answer(question, answers[question], MOMENT)
    store.save(tmp_path / "essai.iag.json", dossier)

    found = [
        run("score", file, "--json", "--date", DAY, "--roadmap", f"{seed}.md", PYTHONHASHSEED=seed)
        for file, seed in (("answers.json", "0"), ("essai.iag.json", "1"), ("essai.iag.json", "2"))
    ]
    diagnosis = engine.diagnose(answers)
    conclusions = Conclusions(
        diagnosis,
        levers(engine, answers, diagnosis),
        reporter.guidance(answers, diagnosis),
        robustness(engine, answers, diagnosis),
    )
    expected = as_json(engine.pack, conclusions, company="Essai", day=date.fromisoformat(DAY))
    assert [result.returncode for result in found] == [0, 0, 0]
    assert [result.stdout for result in found] == [expected + "\n"] * 3
    assert (tmp_path / "1.md").read_bytes() == (tmp_path / "2.md").read_bytes()
