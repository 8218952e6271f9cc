"""Two diagnoses side by side: what moved and why it matters, and what cannot honestly be compared."""

from datetime import date
from typing import Any

import pytest

from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers.model import ActionState, PackReference, StoredAction, StoredDiagnosis
from iag_diag.dossiers.tracking import Followed
from iag_diag.reports.progress import Progress

FIRST, THEN = date(2026, 11, 1), date(2027, 5, 2)
BEFORE = {
    "taille": "1-9", "strategie": "non", "appropriation": "premieres-reflexions", "acces-public": "oui",
    "assistants": "nsp", "consignes-donnees": "aucune", "pratique-charte-ethique": "absente",
}  # fmt: skip
AFTER = BEFORE | {"assistants": "oui", "part-utilisateurs": "moitie-ou-plus", "acces-public": "non"}


def kept(engine: Engine, given: dict[str, str], day: date, **changes: Any) -> StoredDiagnosis:
    return StoredDiagnosis.of(engine.diagnose(given), given, "express", day).model_copy(update=changes)


@pytest.fixture
def records(engine: Engine) -> tuple[StoredDiagnosis, StoredDiagnosis]:
    return kept(engine, BEFORE, FIRST), kept(engine, AFTER, THEN)


def pages(progress: Progress) -> dict[str, tuple[str, ...]]:
    page = progress.page()
    return {"": page.subtitles} | {part.title: part.lines for part in page.parts if part.lines}


def test_what_moved_is_said_with_what_it_counts_for(engine: Engine, records: tuple[StoredDiagnosis, StoredDiagnosis]):
    said = pages(Progress(engine, *records))
    assert said[""] == ()
    assert said["La phase"] == ("« Réflexion » → « Déploiement ».",)
    changes = said["Les réponses qui ont changé, et ce qu’elles comptent"]
    assert len(changes) == 2
    assert "« Je ne sais pas » → « Oui »." in changes[1]
    assert "Cela compte pour : la phase de déploiement" in changes[1]
    assert "Cela compte" not in changes[0]
    assert len(said["Ce que l’on ne savait pas encore"]) == 1
    assert "Points de vigilance levés" in said
    assert any(line.startswith("Usages : ") for line in said["Les notes qui ont bougé"])


def test_the_same_answers_say_that_nothing_moved(engine: Engine):
    said = pages(Progress(engine, kept(engine, BEFORE, FIRST), kept(engine, BEFORE, THEN)))
    assert said == {"": (), "La phase": ("Toujours « Réflexion ».",)}


def test_losing_a_phase_is_said_without_a_verdict(engine: Engine, records: tuple[StoredDiagnosis, StoredDiagnosis]):
    said = pages(Progress(engine, *reversed(records)))
    assert said["La phase"][0].startswith("« Déploiement » → « Réflexion ».")
    assert any("−" in line for line in said["Les notes qui ont bougé"]) or "Points de vigilance nouveaux" in said


def test_other_rules_are_told_and_only_shared_questions_compared(engine: Engine):
    other = PackReference(id="opcommerce-2025", version="0.9", hash="0" * 64)
    answers = BEFORE | {"disparue": "oui", "strategie": "peut-etre"}
    old = kept(engine, BEFORE, FIRST, pack=other, phase="experimentation", answers=answers)
    progress = Progress(engine, old, kept(engine, AFTER, THEN))
    cautions = pages(progress)[""]
    assert len(cautions) == 2
    assert "version 0.9" in cautions[0]
    assert "« Expérimentation »" in cautions[1]
    data = progress.data()
    assert [one["question"] for one in data["changed"]] == ["acces-public", "assistants"]
    assert (data["before"]["recorded_phase"], data["before"]["phase"]) == ("experimentation", "reflexion")


def test_a_diagnosis_kept_without_its_answers(engine: Engine):
    old = kept(engine, BEFORE, FIRST, answers={}, dimensions={"usages": 5}, alerts=("acces-public-sans-cadre",))
    progress = Progress(engine, old, kept(engine, AFTER, THEN))
    said = pages(progress)
    assert "n’ont pas été gardées" in said[""][0]
    assert "Les réponses qui ont changé, et ce qu’elles comptent" not in said
    assert "Ce que l’on ne savait pas encore" not in said
    assert said["La phase"] == ("« Réflexion » → « Déploiement ».",)
    assert progress.data()["before"]["same_rules"] is False
    assert progress.data()["before"]["dimensions"] == {"usages": 5}


def test_actions_are_told_by_state(engine: Engine, records: tuple[StoredDiagnosis, StoredDiagnosis]):
    actions = [
        Followed("a", "Écrire", 1, StoredAction(state=ActionState.DONE, at="2027-01-01T00:00:00Z")),
        Followed("b", "Former", 2, StoredAction(state=ActionState.TODO, at="2027-01-01T00:00:00Z")),
        Followed("c", "Relire", 3, StoredAction(state=ActionState.DONE, at="2027-01-01T00:00:00Z")),
    ]
    said = pages(Progress(engine, *records, actions))
    assert said["Vos actions"] == ("Fait : écrire ; relire.", "À faire : former.")
