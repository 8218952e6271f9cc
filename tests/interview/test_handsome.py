"""The handsome face, on a pty: what a shop owner sees and presses, from the first screen to the roadmap."""

import json
from pathlib import Path

import pytest
from asker import some_value
from command import run, squeezed
from screen import CTRL_C, DOWN, ENTER, LEFT, UP, Terminal

from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.content.strict_yaml import parse
from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers import store
from iag_diag.dossiers.words import in_words
from iag_diag.interview.protocol import option_labels
from iag_diag.interview.wording import is_binary

CASES = Path(__file__).parent.parent / "content" / "cases"
DAY = ("--date", "2026-11-23")

pytestmark = pytest.mark.slow


def test_an_express_interview_interrupted_resumed_then_deepened(tmp_path, pack: Pack, engine: Engine):  # noqa: PLR0915 - one recording
    path = tmp_path / "diagnostic.iag.json"
    owner = Terminal(tmp_path, "start", *DAY)
    owner.see("Nom de votre entreprise (facultatif) :")
    owner.press("Chez Zoé", ENTER)
    owner.asked("Quel questionnaire ?")
    owner.choose(0)

    owner.asked("De quelle branche professionnelle")
    owner.press("epic", ENTER)
    owner.see("» Commerce de détail alimentaire non spécialisé Métiers du commerce de détail alimentaire spécialisé")
    owner.choose(1)
    owner.see("✓ Métiers du commerce de détail alimentaire spécialisé")

    owner.asked("Combien de salariés")
    owner.press(LEFT)
    owner.asked("Votre réponse actuelle : Métiers du commerce de détail alimentaire spécialisé")
    owner.press("opti", ENTER)
    owner.see("✓ Optique-lunetterie de détail")

    owner.asked("Combien de salariés")
    owner.press(DOWN, "?")
    owner.asked("Pourquoi cette question : Les questions et les conseils s’adaptent à la taille")
    owner.see("» De 1 à 9 salariés")
    owner.press("n")
    owner.see("Votre note :")
    owner.press("Une vendeuse arrive en mars", ENTER)
    owner.asked("Votre note : Une vendeuse arrive en mars")
    owner.choose(1)
    owner.see("✓ De 1 à 9 salariés")

    owner.asked("Existe-t-il une stratégie")
    owner.press("l")
    owner.asked("Vos réponses. Choisissez-en une pour la corriger.")
    owner.see("Combien de salariés votre entreprise compte-t-elle ? De 1 à 9 salariés")
    owner.press(ENTER)
    owner.asked("Existe-t-il une stratégie")
    owner.choose(2)
    owner.see("✓ Je ne sais pas")

    owner.asked("Où en est votre entreprise avec l’IA ?")
    owner.press(CTRL_C)
    assert owner.end() == 130
    assert (
        squeezed(
            "Interrompu. Vos réponses sont gardées dans diagnostic.iag.json. Pour reprendre : iag-diag start diagnostic"
        )
        in owner.everything
    )
    assert store.load(path).values() == {"branche": "optique-lunetterie", "taille": "1-9", "strategie": "nsp"}

    owner = Terminal(tmp_path, "start", *DAY)
    owner.asked("Dossier de Chez Zoé repris : diagnostic.iag.json")
    owner.choose(1)
    for label, place in [
        ("Avez-vous repéré", 1),
        ("L’ensemble de votre équipe", 1),
        ("quelqu’un utilise-t-il une IA", 1),
        ("Avez-vous mis en service", 1),
    ]:
        owner.asked(label)
        owner.choose(place)
    owner.asked("Avez-vous l’intention")
    owner.choose(1)
    owner.asked("Quelqu’un est-il chargé")
    owner.choose(0)

    owner.asked("Quels sont les freins")
    owner.press(" ", DOWN * 10, " ", ENTER)
    owner.asked("« Aucun frein » ne va avec aucune autre réponse")
    owner.press(DOWN * 10, " ", ENTER)
    owner.see("✓ Le manque d’expertise : personne ici ne maîtrise le sujet")
    owner.asked("Comment vous procurez-vous")
    owner.press(ENTER)
    owner.asked("Vous n’avez rien coché.")
    owner.choose(2)
    owner.asked("Vos réponses :")
    owner.press(DOWN * 4, " ", "?")
    owner.asked("Pourquoi cette question : Cela dit si la formation a commencé")
    owner.see("» ● Aucune formation particulière")
    owner.press(ENTER)
    owner.see("✓ Aucune formation particulière pour l’instant")
    for label, place in [
        ("Quelles consignes existent", 0),
        ("Où en sont les règles", 0),
        ("Combien d’heures par mois", 2),
    ]:
        owner.asked(label)
        owner.choose(place)

    owner.asked("Vos réponses. Choisissez-en une pour la corriger.")
    owner.press(DOWN * 3, ENTER)
    owner.asked("Existe-t-il une stratégie")
    owner.see("» Je ne sais pas")
    owner.press(UP, ENTER)
    owner.asked("Vos réponses. Choisissez-en une pour la corriger.")
    owner.see(
        "Existe-t-il une stratégie en matière d’Intelligence Artificielle Générative au sein de votre entreprise ? Non"
    )
    owner.press(ENTER)
    assert owner.end() == 0
    express = store.load(path)
    assert express.values()["strategie"] == "non"
    phase = engine.diagnose(express.values()).phase
    assert pack.phases[pack.phase_ranks[phase.id]].label.casefold() in owner.everything.casefold()
    assert squeezed("Votre feuille de route : feuille-de-route.md") in owner.everything
    assert "Chez Zoé" in (tmp_path / "feuille-de-route.md").read_text(encoding="utf-8")

    owner = Terminal(tmp_path, "start", *DAY)
    owner.asked("Ce diagnostic est terminé.")
    left = [q for q in engine.flow.asked(pack.questionnaires["complet"], express.values()) if q not in express.answers]
    owner.see(f"Approfondir : diagnostic complet, encore {len(left)} questions environ")
    owner.choose(2)
    for question in left:
        value = some_value(pack.questions[question], lambda options: options - 1)
        owner.answer(pack.questions[question], pack.questions[question].label, value)
    owner.asked("Vos réponses. Choisissez-en une pour la corriger.")
    owner.press(ENTER)
    assert owner.end() == 0
    complete = store.load(path)
    assert list(complete.answers) == [*express.answers, *left]
    assert {question: complete.answers[question] for question in express.answers} == express.answers


@pytest.mark.parametrize("name", ["galeries-lafaye", "bijoutiere-seule-experte"])
def test_same_result_as_score(tmp_path: Path, pack: Pack, engine: Engine, name: str):
    company = parse((CASES / f"{name}.yaml").read_bytes(), name).data
    answers = company["answers"]
    person = Terminal(tmp_path, "start", "-q", "complet")
    person.see("Nom de votre entreprise")
    person.press(company["company"], ENTER)
    alone = False
    for question in (pack.questions[asked] for asked in engine.flow.asked(pack.questionnaires["complet"], answers)):
        label = question.solo if alone and question.solo else question.label
        person.answer(question.offered(solo=alone), label, answers[question.id])
        alone = answers["taille"] == pack.manifest.solo_size and (alone or question.id == "taille")
    person.asked("Vos réponses. Choisissez-en une pour la corriger.")
    person.press(ENTER)
    assert person.end() == 0
    (tmp_path / "reponses.json").write_text(
        json.dumps({key: company[key] for key in ("company", "answers")}), encoding="utf-8"
    )
    scored = run(tmp_path, "score", "reponses.json", "--json", *DAY)
    shown = run(tmp_path, "start", "--no-input", "--json", *DAY)
    assert scored.returncode == shown.returncode == 0
    assert shown.stdout == scored.stdout


def test_nothing_is_cut_on_a_terminal_of_40_columns_and_24_rows(tmp_path: Path, pack: Pack, engine: Engine):
    owner = Terminal(tmp_path, "start", "-q", "complet", columns=40, rows=24)
    owner.see("Nom de votre entreprise (facultatif) :")
    owner.press(ENTER)
    answers = {"taille": "500+"}
    for question_id in pack.questionnaires["complet"].questions:
        if question_id not in engine.flow.asked(pack.questionnaires["complet"], answers):
            continue
        question = pack.questions[question_id]
        answers.setdefault(question_id, some_value(question, lambda _: 0))
        owner.asked(f"{question.label} {question.help}")
        if question.search:
            owner.press(ENTER)
        labels, pointed = labels_in_the_list(question), 0
        for place, label in enumerate(labels):
            if squeezed(label) not in owner.visible:
                owner.press(DOWN * (place - pointed))
                pointed = place
                owner.see(label)
        owner.press(DOWN * (len(labels) - pointed) if pointed else "")
        if question.search:
            owner.choose(0)
        else:
            owner.answer(question, question.label, answers[question_id])
    owner.asked("Vos réponses. Choisissez-en une pour la corriger.")
    for question_id in engine.flow.asked(pack.questionnaires["complet"], answers):
        owner.press(DOWN)
        owner.see(
            f"{pack.questions[question_id].label} {in_words(pack.questions[question_id], answers[question_id])[:80]}"
        )


def labels_in_the_list(question: Question) -> list[str]:
    """List what the arrow goes through before it is back at the top."""
    if question.kind is Kind.TEXT:
        return []
    if is_binary(question):
        return [row.label for row in question.rows]
    labels = [option.label for option in question.options] if question.search else option_labels(question.options)
    return labels if question.multiple else [*labels, "Je ne sais pas", "Sans objet"]


@pytest.mark.parametrize("env", [{"ACCESSIBLE": "1"}, {"TERM": "dumb"}])
def test_the_environment_chooses_the_plain_face(tmp_path, env):
    terminal = Terminal(tmp_path, "start", **env)
    terminal.see("Nom de votre entreprise (facultatif) : >")
    terminal.press("\n")
    terminal.see("Votre choix (un numéro) : >")
