"""The loop, with a scripted company: what comes next, what is kept, what is shown."""

import io
from datetime import date

import pytest
from asker import NOW, Scripted, interview

from iag_diag.dossiers import store
from iag_diag.dossiers.model import Dossier, PackReference
from iag_diag.errors import InterruptedByUser
from iag_diag.interview.launch import Launch, Wishes
from iag_diag.interview.protocol import Back, Given, Note, Pause, Review, StopHere

ALONE = {"taille": [Given("0")]}
SHOP = {"taille": [Given("1-9")]}


@pytest.fixture
def path(tmp_path):
    return tmp_path / "boutique.iag.json"


def test_questions_come_once_in_order_and_each_answer_is_on_disk_before_the_next(engine, path):
    class Watching(Scripted):
        def ask(self, screen):
            saved = store.load(path).answers if path.exists() else {}
            assert list(saved) == self.asked
            return super().ask(screen)

    asker = Watching(SHOP)
    dossier = interview(engine, path, asker).run()
    assert asker.asked == list(engine.flow.asked(engine.pack.questionnaires["express"], dossier.values()))
    assert store.load(path) == dossier


def test_an_answer_that_a_correction_hides_is_kept_and_not_scored(engine, path):
    script = SHOP | {"assistants": [Given("oui"), Given("non")], "mesure-gains": [Given("suivi-regulier")]}
    dossier = interview(engine, path, Scripted(script, corrections=["assistants"])).run()
    answers = dossier.values()
    assert answers["mesure-gains"] == "suivi-regulier"
    assert "mesure-gains" not in engine.flow.asked(engine.pack.questionnaires["express"], answers)
    without = {question: value for question, value in answers.items() if question != "mesure-gains"}
    assert engine.diagnose(answers).dimensions == engine.diagnose(without).dimensions


def test_a_hidden_answer_comes_back_without_being_asked_again(engine, path):
    script = SHOP | {
        "assistants": [Given("oui"), Given("non"), Given("oui")],
        "mesure-gains": [Given("suivi-regulier")],
    }
    asker = Scripted(script, corrections=["assistants", "assistants"])
    dossier = interview(engine, path, asker).run()
    assert asker.asked.count("mesure-gains") == 1
    assert dossier.values()["mesure-gains"] == "suivi-regulier"


def test_a_correction_asks_what_it_opens_then_shows_the_list_again(engine, path):
    asker = Scripted(SHOP | {"assistants": [Given("non"), Given("oui")]}, corrections=["assistants"])
    interview(engine, path, asker).run()
    assert asker.asked.index("mesure-gains") > asker.asked.index("temps-disponible")
    assert "mesure-gains" in [answered.question for answered in asker.lists[-1]]


def test_a_finished_dossier_opens_on_its_list_once_and_a_note_there_is_kept(engine, path):
    first = interview(engine, path, Scripted(SHOP))
    first.run()
    asker = Scripted({"strategie": [Note("Au printemps"), Given("oui")]}, corrections=["strategie"])
    first.asker = asker
    dossier = first.run()
    assert dossier.values()["strategie"] == "oui"
    assert [note.text for note in dossier.notes["strategie"]] == ["Au printemps"]
    assert len(asker.lists) == 2


def test_an_express_dossier_is_deepened_without_asking_anything_twice(engine, path):
    express = interview(engine, path, Scripted(SHOP))
    known = express.run().answers
    asker = Scripted()
    express.asker = asker
    express.dossier = express.dossier.model_copy(update={"questionnaire": "complet"})
    dossier = express.run()
    assert set(asker.asked).isdisjoint(known)
    assert set(asker.asked) | set(known) == set(
        engine.flow.asked(engine.pack.questionnaires["complet"], dossier.values())
    )


def test_back_steps_over_the_questions_that_do_not_concern_the_company(engine, path):
    script = ALONE | {"acces-public": [Back(), Given("non")], "appropriation": [Given("acculturation")]}
    asker = Scripted(script)
    interview(engine, path, asker).run()
    place = asker.asked.index("acces-public")
    assert asker.asked[place : place + 3] == ["acces-public", "metiers-identifies", "acces-public"]


def test_back_shows_the_answer_given_and_stops_at_the_first_question(engine, path):
    asker = Scripted(
        {"branche": [Given("optique-lunetterie"), Back(), Given("photographie")], "taille": [Back(), Given("1-9")]}
    )
    dossier = interview(engine, path, asker).run()
    assert [screen.current for screen in asker.screens if screen.question.id == "branche"] == [
        None,
        "optique-lunetterie",
        "optique-lunetterie",
    ]
    assert dossier.values()["branche"] == "photographie"
    assert "C’est la première question." in asker.said


def test_a_change_of_size_rewords_the_questions_that_follow(engine, path):
    asker = Scripted(
        {"taille": [Given("1-9"), Given("0")], "acces-public": [Review(), Given("oui")]}, corrections=["taille"]
    )
    interview(engine, path, asker).run()
    question = engine.pack.questions["acces-public"]
    assert [screen.label for screen in asker.screens if screen.question is question] == [question.label, question.solo]


def test_notes_are_kept_in_order_cleaned_and_the_question_is_asked_again(engine, path):
    asker = Scripted(
        SHOP | {"freins": [Note("Voir\nle \x1bcomptable"), Note("  "), Note("Rappeler"), Given(("couts",))]}
    )
    dossier = interview(engine, path, asker).run()
    assert [screen.notes for screen in asker.screens if screen.question.id == "freins"] == [
        (),
        ("Voir le comptable",),
        ("Voir le comptable",),
        ("Voir le comptable", "Rappeler"),
    ]
    assert [note.text for note in dossier.notes["freins"]] == ["Voir le comptable", "Rappeler"]


@pytest.mark.parametrize("questionnaire", ["express", "complet"])
def test_progress_never_goes_back_and_ends_on_the_last_part(engine, path, questionnaire):
    asker = Scripted({"taille": [Given("500+")]})
    interview(engine, path, asker, questionnaire).run()
    parts = [screen.progress.part for screen in asker.screens]
    assert parts == sorted(parts)
    assert parts[-1] == asker.screens[0].progress.parts
    minutes = [screen.progress.minutes for screen in asker.screens]
    assert minutes[0] == engine.pack.questionnaires[questionnaire].minutes
    assert minutes[-1] == 1
    assert str(asker.screens[-1].progress).endswith("encore une minute")


def test_a_pause_keeps_what_was_answered(engine, path):
    with pytest.raises(StopHere):
        interview(engine, path, Scripted(SHOP | {"strategie": [Pause()]})).run()
    assert list(store.load(path).answers) == ["branche", "taille"]


def test_answers_that_another_version_of_the_pack_made_impossible_become_notes(engine, path, monkeypatch, capsys):
    answers = {
        "branche": "optique-lunetterie",
        "strategie": "peut-etre",
        "question-disparue": ["a", "b"],
        "appropriation": "acculturation",
    }
    dossier = Dossier(
        questionnaire="express",
        pack=PackReference(id="opcommerce-2025", version="0.9", hash="autre"),
        created=NOW,
        updated=NOW,
    )
    for question, value in answers.items():
        dossier = dossier.with_answer(question, value, NOW)
    store.save(path, dossier)
    monkeypatch.setattr("sys.stdin", io.StringIO("2\n"))
    with pytest.raises(InterruptedByUser):
        Launch(Wishes(str(path), None, plain=True, no_input=False), date(2026, 11, 23), lambda: engine).run()

    kept = store.load(path)
    assert kept.values() == {"branche": "optique-lunetterie", "appropriation": "acculturation", "taille": "1-9"}
    assert [note.text for note in kept.notes["strategie"]] == [
        "Ancienne réponse, qui ne correspond plus au référentiel : peut-etre"
    ]
    assert [note.text for note in kept.notes["question-disparue"]] == [
        "Ancienne réponse, qui ne correspond plus au référentiel : a, b"
    ]
    assert kept.pack == PackReference.of(engine.pack)
    assert "La réponse à « strategie » ne correspond plus au référentiel" in " ".join(capsys.readouterr().err.split())
