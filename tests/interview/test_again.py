"""Six months later: last time's answers are confirmed part by part, or said anew, and a pause loses nothing."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from asker import NOW, Scripted, interview

from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers import store
from iag_diag.dossiers.model import Confidence, Dossier, StoredDiagnosis
from iag_diag.interview.again import again
from iag_diag.interview.protocol import Back, Given, Note, Reply, Review, StopHere
from iag_diag.interview.session import Interview

LATER = "2027-05-02T08:00:00Z"


class Returning(Scripted):
    """Says of each part whether all is the same (« pareil » unless told), and keeps what it was shown."""

    def __init__(self, parts: Sequence[str] = (), **script: list[Reply]) -> None:
        super().__init__({name.replace("_", "-"): replies for name, replies in script.items()})
        self.parts = list(parts)
        self.offered = 0

    def choose(self, title: str, choices: Sequence[tuple[str, str]]) -> str:
        self.offered += 1
        return self.parts.pop(0) if self.parts else "pareil"


@pytest.fixture
def finished(engine: Engine, tmp_path: Path) -> Dossier:
    """Keep a dossier finished and diagnosed six months before."""
    path = tmp_path / "boutique.iag.json"
    first = Scripted({"taille": [Given("1-9")], "assistants": [Given("oui")], "referent": [Given("non")]})
    dossier = interview(engine, path, first).run()
    record = StoredDiagnosis.of(engine.diagnose(dossier.values()), dossier.values(), "express", date(2026, 11, 23))
    dossier = dossier.with_diagnosis(record, NOW)
    store.save(path, dossier)
    return dossier


def returned(engine: Engine, tmp_path: Path, dossier: Dossier, asker: Returning) -> Interview:
    session = Interview(engine.pack, engine.flow, tmp_path / "boutique.iag.json", dossier, asker, lambda: LATER)
    again(session)
    assert store.load(session.path) == session.dossier
    return session


def test_all_the_same_is_one_reply_a_part(engine: Engine, tmp_path: Path, finished: Dossier):
    seen = finished.answers["taille"].model_copy(update={"confidence": Confidence.SEEN})
    finished = finished.model_copy(update={"answers": finished.answers | {"taille": seen}})
    asker = Returning()
    session = returned(engine, tmp_path, finished, asker)
    assert session.dossier.values() == finished.values()
    assert {answer.at for answer in session.dossier.answers.values()} == {LATER}
    assert session.dossier.answers["taille"].confidence is Confidence.SEEN
    assert asker.offered == len(session.questionnaire.parts)
    assert asker.asked == []
    shown = "\n".join(asker.said)
    assert "De 1 à 9 salariés" in shown


def test_what_was_confirmed_is_not_asked_about_again(engine: Engine, tmp_path: Path, finished: Dossier):
    with pytest.raises(StopHere):
        returned(engine, tmp_path, finished, Returning(["pareil", "pareil", "pause"]))
    left = store.load(tmp_path / "boutique.iag.json")
    asker = Returning()
    returned(engine, tmp_path, left, asker)
    assert asker.offered == len(engine.pack.questionnaires["express"].parts) - 2


def test_a_part_said_anew_shows_the_former_answers(engine: Engine, tmp_path: Path, finished: Dossier):
    part = next(p for p in engine.pack.questionnaires["express"].parts if "assistants" in p.questions)
    place = engine.pack.questionnaires["express"].parts.index(part)
    asker = Returning(["pareil"] * place + ["revoir"], assistants=[Given("non")])
    session = returned(engine, tmp_path, finished, asker)
    assert session.dossier.values()["assistants"] == "non"
    screens = {screen.question.id: screen.current for screen in asker.screens}
    assert screens["assistants"] == "oui"
    assert "part-utilisateurs" not in screens
    opened = interview(engine, tmp_path / "x.iag.json", Scripted())
    opened.dossier = session.dossier
    assert set(opened.run().answers) > {"assistants-intention"}


def test_back_note_and_list_work_inside_a_part(engine: Engine, tmp_path: Path, finished: Dossier):
    parts = engine.pack.questionnaires["express"].parts
    first, second = [question for question in parts[0].questions if question in finished.answers][:2]
    asker = Returning(
        ["revoir"],
        **{
            first.replace("-", "_"): [Back(), Note("À vérifier"), Given("nsp"), Given("nsp")],
            second.replace("-", "_"): [Review(), Back(), Given("nsp")],
        },
    )
    asker.corrections = [second]
    session = returned(engine, tmp_path, finished, asker)
    assert asker.asked[:7] == [first, first, first, second, second, first, second]
    assert session.dossier.notes[first][0].text == "À vérifier"


def test_a_dossier_without_a_diagnosis_has_nothing_to_confirm(engine: Engine, tmp_path: Path, finished: Dossier):
    asker = Returning()
    undiagnosed = finished.model_copy(update={"diagnoses": ()})
    store.save(tmp_path / "boutique.iag.json", undiagnosed)
    returned(engine, tmp_path, undiagnosed, asker)
    assert asker.offered == 0
