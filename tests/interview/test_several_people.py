"""Somebody else of the company answers, and an adviser notes: each thing in its own place, all of it on disk."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from asker import NOW, Scripted, interview

from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers import store
from iag_diag.dossiers.model import Confidence, Dossier
from iag_diag.dossiers.reading import company_of
from iag_diag.interview.others import RespondentInterview, person_of
from iag_diag.interview.protocol import Given, Note
from iag_diag.interview.session import Interview


class Choosing(Scripted):
    """Says of each note what it is."""

    def __init__(self, *kinds: str, **script: list) -> None:
        super().__init__({name.replace("_", "-"): replies for name, replies in script.items()})
        self.kinds = list(kinds)

    def choose(self, title: str, choices: Sequence[tuple[str, str]]) -> str:
        return self.kinds.pop(0)

    def line(self, title: str) -> str:
        return "photos/charte.jpg"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "boutique.iag.json"


@pytest.fixture
def finished(engine: Engine, path: Path) -> Dossier:
    first = Scripted(
        {"taille": [Given("1-9")], "mesure-gains": [Given("suivi-regulier")], "assistants": [Given("oui")]}
    )
    return interview(engine, path, first).run()


def answered_by(engine: Engine, path: Path, dossier: Dossier, label: str, asker: Scripted) -> RespondentInterview:
    session = RespondentInterview(engine.pack, engine.flow, path, dossier, asker, lambda: NOW, label=label)
    session.run()
    assert store.load(path) == session.whole
    return session


def test_a_person_answers_apart_and_is_not_asked_about_the_company(engine: Engine, path: Path, finished: Dossier):
    asker = Scripted({"mesure-gains": [Given("aucune")], "assistants": [Given("oui")], "strategie": [Note("Ah ?")]})
    whole = answered_by(engine, path, finished, "La vendeuse\x1b", asker).whole
    assert not {"taille", "branche"} & set(asker.asked)
    assert whole.answers == finished.answers
    assert whole.others["personne-1"].label == "La vendeuse"
    assert whole.others["personne-1"].answers["mesure-gains"].value == "aucune"
    assert "taille" not in whole.others["personne-1"].answers
    assert whole.notes["strategie"][0].text == "Ah ?"
    company = company_of(whole, engine.pack, path)
    assert company.answers["mesure-gains"] == "aucune"
    assert [one.question for one in company.divergences] == ["mesure-gains"]


def test_a_person_who_comes_back_finds_their_own_answers(engine: Engine, path: Path, finished: Dossier):
    whole = answered_by(engine, path, finished, "La vendeuse", Scripted({"assistants": [Given("oui")]})).whole
    again = Scripted()
    whole = answered_by(engine, path, whole, "la VENDEUSE", again).whole
    assert again.asked == []
    whole = answered_by(engine, path, whole, "Le gérant", Scripted()).whole
    assert list(whole.others) == ["personne-1", "personne-2"]
    assert person_of(whole, " le gérant ") == "personne-2"


def test_every_answer_of_a_person_is_on_disk_before_the_next(engine: Engine, path: Path, finished: Dossier):
    class Watching(Scripted):
        def ask(self, screen):
            others = store.load(path).others
            assert list(others["personne-1"].answers if others else {}) == self.asked
            return super().ask(screen)

    answered_by(engine, path, finished, "La vendeuse", Watching())


def test_an_adviser_says_what_a_note_is(engine: Engine, path: Path, finished: Dossier):
    notes = [Note("À moi"), Note("À nous"), Note("Charte affichée"), Note("Ils avancent"), Given("oui")]
    asker = Choosing("privee", "partagee", "preuve", "avis", strategie=notes)
    asker.corrections = ["strategie"]
    session = Interview(engine.pack, engine.flow, path, finished, asker, lambda: NOW, adviser=True)
    dossier = session.run()
    assert [(note.text, note.private) for note in dossier.notes["strategie"]] == [("À moi", True), ("À nous", False)]
    assert (dossier.evidence["strategie"][0].text, dossier.evidence["strategie"][0].day) == (
        "Charte affichée",
        NOW[:10],
    )
    assert dossier.evidence["strategie"][0].path == "photos/charte.jpg"
    assert dossier.opinions["strategie"].text == "Ils avancent"
    assert store.load(path) == dossier


def test_what_was_seen_stays_seen_until_answered_otherwise(engine: Engine, path: Path, finished: Dossier):
    asker = Choosing("preuve", taille=[Note("Registre"), Given("1-9")])
    asker.corrections = ["taille"]
    dossier = Interview(engine.pack, engine.flow, path, finished, asker, lambda: NOW, adviser=True).run()
    assert dossier.answers["taille"].confidence is Confidence.SEEN
