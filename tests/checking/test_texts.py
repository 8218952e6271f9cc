"""The texts of a pack: each fault found at its line, and no good French text called faulty."""

from textwrap import dedent

import pytest

from iag_diag.checking import texts
from iag_diag.checking.checked import every_document
from iag_diag.checking.findings import Finding, Severity
from iag_diag.checking.texts import text_findings
from iag_diag.content.pack import Pack
from iag_diag.content.strict_yaml import parse

QUESTION = "Où en êtes-vous avec l’IA\u00a0?"
HELP = "Choisissez l’étape qui vous ressemble le plus."
WHY = "Cela dit par quoi commencer."
SUBJECT = "question"


def found(text: str, name: str = "questionnaires/essai.yaml") -> tuple[Finding, ...]:
    document = parse(dedent(text).encode(), name)
    assert not document.problems
    return text_findings([document])


def asked(*, label: str = QUESTION, explained: str = HELP, why: str = WHY, more: str = "") -> list[str]:
    """List the findings of one question, as « kind:line »; its label is on line 5."""
    text = f"""
    - id: partie
      label: "Une partie"
      questions:
      - label: "{label}"
        id: {SUBJECT}
        help: "{explained}"
        why: "{why}"
        {more}
    """
    return [f"{finding.kind}:{finding.line}" for finding in found(f"sections:{text}")]


def test_shipped_texts_are_without_fault(pack: Pack):
    assert text_findings(every_document(pack.root, pack.documents)) == ()


def test_good_question():
    assert asked() == []


@pytest.mark.parametrize(
    "label",
    [
        "Avez-vous formé vos vendeurs et écrit vos règles\u00a0?",
        "Vos responsables et vos vendeurs ont-ils été sensibilisés\u00a0?",
        "Avez-vous une charte et/ou un référent\u00a0?",
        "Connaissez-vous les risques ainsi que les gains de l’IA\u00a0?",
        "Avez-vous un outil\u00a0? Depuis quand\u00a0?",
        "L’IA fait-elle gagner du temps et de l’argent\u00a0?",
        "Qui décide, et qui paie\u00a0?",
    ],
)
def test_question_that_asks_two_things(label: str):
    assert asked(label=label) == ["question-double:5"]
    assert asked(more=f'solo: "{label}"') == ["question-double:9"]


@pytest.mark.parametrize(
    "label",
    [
        "Combien de salariés avez-vous, entre un et neuf\u00a0?",
        "Où en êtes-vous, vous et votre équipe\u00a0?",
        "De quelle branche (achat et négoce, par exemple) relevez-vous\u00a0?",
        "Avez-vous lu «\u00a0Vendre et conseiller avec l’IA\u00a0»\u00a0?",
        "Êtes-vous de la filière Sports et Loisirs\u00a0?",
        "Utilisez-vous un assistant ou un logiciel qui contient de l’IA\u00a0?",
        "Combien d’heures par mois l’été, l’effet étant moindre\u00a0?",
    ],
)
def test_question_that_asks_one_thing(label: str):
    assert asked(label=label) == []


def test_words_of_the_survey_are_not_ours_to_split():
    assert asked(label="Freins et éléments dissuadants\u00a0?", more="quoted: true") == []


def test_label_that_asks_nothing():
    assert asked(label="Votre avancement avec l’IA.") == ["pas-une-question:5"]
    assert asked(more='solo: "Votre avancement."') == ["pas-une-question:9"]


@pytest.mark.parametrize("text", ["Oui.", "Voir plus.", "IA"])
def test_help_that_says_nothing(text: str):
    assert asked(explained=text) == ["aide-vide:7"]
    assert asked(why=text) == ["aide-vide:8"]


def test_help_that_repeats_the_question():
    assert asked(explained="Où vous en êtes, avec l’IA.", label="Où en êtes-vous avec l’IA\u00a0?") == [
        "aide-qui-repete:7"
    ]
    assert asked(why=HELP) == ["aide-qui-repete:8"]
    assert asked(more='solo: "L’étape qui vous ressemble le plus, choisissez-la\u00a0?"') == ["aide-qui-repete:7"]


@pytest.mark.parametrize("length", [texts.LONGEST_QUESTION, texts.LONGEST_QUESTION + 1])
def test_long_question(length: int):
    label = f"{'Un mot ' * 30}"[: length - 2] + "\u00a0?"
    assert asked(label=label) == ([] if length <= texts.LONGEST_QUESTION else ["texte-trop-long:5"])


def test_long_help_option_and_section():
    words = "Des mots tous différents les uns des autres, longuement. "
    assert asked(explained=words * 8) == ["texte-trop-long:7"]
    option = words * 2
    assert asked(more=f'options: [{{id: a, label: "A"}}, {{id: b, label: "{option}"}}]') == ["texte-trop-long:9"]
    assert asked(more=f'rows: [{{id: a, label: "{option}"}}]') == ["texte-trop-long:9"]
    section = f'sections:\n- id: a\n  label: "{words + words}"\n  questions: []\n'
    assert [(finding.kind, finding.line) for finding in found(section)] == [("texte-trop-long", 3)]


def test_two_answers_of_one_wording():
    text = """\
    answer_sets:
      - id: oui-non
        options:
          - {id: oui, label: "Oui"}
          - {id: non, label: "oui."}
          - {id: nsp, label: "Non", solo: "Oui"}
    """
    (finding,) = found(text)
    assert (finding.kind, finding.line, finding.subject) == ("reponse-en-double", 5, "oui-non/non")
    assert finding.what == "«\u00a0oui.\u00a0» est déjà le texte de «\u00a0oui\u00a0»."


@pytest.mark.parametrize(
    "text",
    ["TODO", "À écrire : todo", "à venir", "(à compléter)", "xxx", "Lorem ipsum dolor", "…", "x", "FIXME plus tard"],
)
def test_text_that_is_still_to_be_written(text: str):
    kinds = [finding.kind for finding in found(f'a:\n  - reason: "{text}"\n', "rules/essai.yaml")]
    assert "texte-a-ecrire" in kinds


@pytest.mark.parametrize("text", ["Ce qui est à venir se prépare.", "exxxtra", "++", "Une méthode", "Mastodonte"])
def test_text_that_is_written(text: str):
    assert found(f'reason: "{text}"\n', "rules/essai.yaml") == ()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("L'équipe", "apostrophe-droite"),
        ("Une règle : la vôtre", "espace-insecable"),
        ("Une règle ; la vôtre", "espace-insecable"),
        ("Une règle ?", "espace-insecable"),
        ("Une règle?", "espace-insecable"),
        ("Douze %", "espace-insecable"),
        ("Un « mot\u00a0»", "espace-insecable"),
        ("Un «mot\u00a0»", "espace-insecable"),
    ],
)
def test_typography(text: str, kind: str):
    (finding,) = found(f'a:\n  - reason: "{text}"\n', "rules/essai.yaml")
    assert (finding.kind, finding.line, finding.severity) == (kind, 2, Severity.WARNING)
    assert found(f'title: "{text}"\n', "rules/essai.yaml") == ()
    assert found(f'steps: [{{title: "{text}"}}]\n', "rules/essai.yaml") != ()


@pytest.mark.parametrize("text", ["L’équipe", "Lisez https://exemple.fr/?a=1;b", "à 12:30", "Rock'", "a@b.fr"])
def test_good_typography(text: str):
    assert found(f'reason: "{text}"\n', "rules/essai.yaml") == ()


def test_files_of_the_library_are_read_too():
    document = parse(b'a: "L\'IA"\n', "catalogue/essai.yaml")
    (finding,) = text_findings([document])
    assert (finding.file, finding.line, finding.kind) == ("catalogue/essai.yaml", 1, "apostrophe-droite")


@pytest.mark.parametrize("bit", ["a", "a@", "? ", "entre ", "(", "a et "])
def test_monstrous_text_is_read_in_a_moment(bit: str):
    text = bit * 80_000
    assert "texte-trop-long:5" in asked(label=text, explained=text)
