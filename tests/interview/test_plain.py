"""The plain face, through a pipe: the real command, its answers in a file, one line each."""

import json
from pathlib import Path
from typing import Any

import pytest
from command import run, squeezed

from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.content.strict_yaml import parse
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Value
from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers import store
from iag_diag.interview.wording import is_binary

CASES = Path(__file__).parent.parent / "content" / "cases"
DAY = ("--date", "2026-11-23")
NO_TRAINING = "aucune formation particulière pour l’instant"
# the name, the questionnaire, sixteen answers (the branch by a part of its name), the end of the last list
EXPRESS = [
    "Chez Zoé",
    "1",
    "photo",
    "2",
    "2",
    "1",
    "nsp",
    "2",
    "1",
    "2",
    "2",
    "2",
    "1",
    "1, 3",
    NO_TRAINING,
    "1",
    "2",
    "1",
    "2",
    "",
]


def case(name: str) -> dict[str, Any]:
    return parse((CASES / f"{name}.yaml").read_bytes(), name).data


def lines(question: Question, value: Value) -> list[str]:
    """Say what a person types to give this answer."""
    if isinstance(value, str) and value in (NSP, SANS_OBJET):
        return [{NSP: "nsp", SANS_OBJET: "so"}[value]]
    if question.kind is Kind.TEXT:
        return [str(value)]
    if question.search:
        return [question.option(value).label]
    if is_binary(question):
        return [
            ", ".join(
                str(number) for number, row in enumerate(question.rows, 1) if value[row.id] == question.options[0].id
            )
            or "0"
        ]
    if question.kind is Kind.MATRIX:
        return [
            line
            for row in question.rows
            for line in lines(question.model_copy(update={"kind": question.cell}), value[row.id])
        ]
    chosen = value if isinstance(value, tuple) else (value,)
    return [", ".join(str(number) for number, option in enumerate(question.options, 1) if option.id in chosen)]


def test_a_whole_interview(tmp_path):
    done = run(tmp_path, "start", *DAY, "--plain", typed=EXPRESS)
    assert done.returncode == 0, done.stderr
    assert "\x1b" not in done.stdout + done.stderr
    assert squeezed("Votre feuille de route : feuille-de-route.md") in squeezed(done.stderr)
    assert (tmp_path / "feuille-de-route.md").read_text(encoding="utf-8").startswith("#")
    dossier = store.load(tmp_path / "diagnostic.iag.json")
    assert dossier.company == "Chez Zoé"
    assert dossier.values()["prise-en-charge"] == ("aucune-formation",)
    assert done.stderr.count("Noté : ") == len(dossier.answers)


def test_the_end_of_the_input_half_way_keeps_the_answers_and_resume_finishes(tmp_path):
    stopped = run(tmp_path, "start", "Chez Zoé", "--plain", typed=EXPRESS[:8])
    assert stopped.returncode == 130
    assert squeezed("Vos réponses sont gardées dans Chez Zoé.iag.json.") in squeezed(stopped.stderr)
    assert squeezed("Pour reprendre : iag-diag start 'Chez Zoé'") in squeezed(stopped.stderr)
    assert len(store.load(tmp_path / "Chez Zoé.iag.json").answers) == 6

    resumed = run(tmp_path, "start", "Chez Zoé", *DAY, "--plain", "--json", typed=EXPRESS[8:])
    assert resumed.returncode == 0, resumed.stderr
    assert squeezed("Dossier de Chez Zoé repris") in squeezed(resumed.stderr)
    assert json.loads(resumed.stdout) == json.loads(
        run(tmp_path, "start", "autre", *DAY, "--plain", "--json", typed=EXPRESS).stdout
    )


def test_every_command_and_every_wrong_input(tmp_path):
    """One conversation; beside each line, what the face must say before it takes the next."""
    conversation = [
        ("Chez Zoé", "Quel questionnaire ?"),
        ("7", "Tapez un numéro de 1 à 2."),
        ("deux", "Tapez un numéro de 1 à 2."),
        ("2", "De quelle branche professionnelle"),
        ("", "Tapez une réponse, ou « nsp » si vous ne savez pas."),
        ("xyzzy", "Rien ne correspond à « xyzzy »."),
        ("?", "Pourquoi cette question : Quand l’étude"),
        ("*", "21. Une autre branche"),
        ("22", "Rien ne correspond à « 22 »."),
        ("epic", "1. Commerce de détail alimentaire non spécialisé 2. Métiers du commerce"),
        ("2", "Noté : Métiers du commerce de détail alimentaire spécialisé"),
        ("r", "Votre réponse actuelle : Métiers du commerce de détail alimentaire spécialisé"),
        ("r", "C’est la première question."),
        ("OPTI", "Noté : Optique-lunetterie de détail"),
        ("0", "« 0 » n’est pas dans la liste : tapez un numéro de 1 à 6."),
        ("quelques-uns", "« quelques-uns » n’est pas dans la liste : tapez un numéro de 1 à 6."),
        ("1, 2", "« 1, 2 » n’est pas dans la liste"),
        ("n", "Votre note : > "),
        ("Bientôt une vendeuse", "Votre note : Bientôt une vendeuse"),
        ("n Demander à Samia", "Votre note : Bientôt une vendeuse Votre note : Demander à Samia"),
        ("de 1 à 9 salaries", "Noté : De 1 à 9 salariés"),
        ("so", "Noté : Sans objet"),
        ("nsp", "Noté : Je ne sais pas"),
        ("l", "Vos réponses : 1. De quelle branche"),
        ("9", "Tapez un numéro de 1 à 4, ou Entrée."),
        ("3", "Quelle est votre fonction"),
        ("Je ne sais pas", "Noté : Je ne sais pas"),
        *[("2", "Noté : ")] * 8,
        ("nsp", "Noté : "),
        ("nsp", "Noté : "),
        ("1, 11", "« Aucun frein » ne va avec aucune autre réponse"),
        ("1 ; 12", "« 12 » n’est pas dans la liste : tapez un numéro de 1 à 11."),
        (",", "Vos réponses (numéros séparés par des virgules)"),
        ("3, 1", "Noté : Le manque d’expertise : personne ici ne maîtrise le sujet, Le coût"),
        ("8", "« 8 » n’est pas dans la liste : tapez un numéro de 1 à 6."),
        (
            "1, 4",
            "réseaux sociaux, site…) : Oui ; Commerce B2B (la vente aux professionnels) : Non ; Fonctions support",
        ),
        *[("nsp", "Noté : ")] * 3,
        ("2", "Noté : Non"),
        ("1", "Ligne 2 sur 3 : Agents de maîtrise"),
        ("so", "Ligne 3 sur 3 : Cadres"),
        ("r", "Ligne 2 sur 3 : Agents de maîtrise"),
        ("n Ils sont deux", "Ligne 2 sur 3 : Agents de maîtrise"),
        ("so", "Ligne 3 sur 3 : Cadres"),
        ("6", "« 6 » n’est pas dans la liste : tapez un numéro de 1 à 5."),
        (
            "nsp",
            "Très faible ; Agents de maîtrise (ils encadrent une petite équipe) : sans objet ; Cadres",
        ),
        (
            "p",
            "En pause. Vos réponses sont gardées dans diagnostic.iag.json. Pour reprendre : iag-diag start diagnostic",
        ),
    ]
    done = run(tmp_path, "start", "--plain", typed=[typed for typed, _ in conversation])
    assert done.returncode == 0, done.stderr
    said = squeezed(done.stderr)
    place = 0
    for typed, expected in conversation:
        found = said.find(squeezed(expected), place)
        assert found >= 0, f"Après « {typed} » : « {expected} » ne vient pas dans :\n{said[place : place + 1500]}"
        place = found + 1
    dossier = store.load(tmp_path / "diagnostic.iag.json")
    assert [note.text for note in dossier.notes["taille"]] == ["Bientôt une vendeuse", "Demander à Samia"]
    assert dossier.values()["freins"] == ("manque-expertise", "couts")


@pytest.mark.parametrize("name", ["brico-vallee", "boulangerie-du-moulin", "bijoutiere-seule-experte"])
def test_same_result_as_score(tmp_path, pack: Pack, engine: Engine, name: str):
    company = case(name)
    alone = company["answers"]["taille"] == pack.manifest.solo_size
    asked = engine.flow.asked(pack.questionnaires["complet"], company["answers"])
    questions = [pack.questions[question].offered(solo=alone) for question in asked]
    typed = [
        company["company"],
        *(line for question in questions for line in lines(question, company["answers"][question.id])),
        "",
    ]
    interviewed = run(tmp_path, "start", "--plain", "--json", "-q", "complet", *DAY, typed=typed)
    assert interviewed.returncode == 0, interviewed.stderr
    (tmp_path / "reponses.json").write_text(
        json.dumps({key: company[key] for key in ("company", "answers")}), encoding="utf-8"
    )
    assert interviewed.stdout == run(tmp_path, "score", "reponses.json", "--json", *DAY).stdout
    assert interviewed.stdout == run(tmp_path, "score", "diagnostic.iag.json", "--json", *DAY).stdout


def test_without_a_terminal_the_command_says_what_to_use(tmp_path):
    refused = run(tmp_path, "start", typed=EXPRESS)
    assert refused.returncode == 2
    assert "iag-diag score REPONSES.yaml" in refused.stderr
    assert list(tmp_path.glob("*.json")) == []
