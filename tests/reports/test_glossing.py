"""Words explained where a document first uses them: once, in a parenthesis, and never twice the same."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from builders import CASES, read
from iag_diag.content.library.glossary import Term
from iag_diag.content.library.shelves import Library
from iag_diag.reports.glossing import Glossary
from iag_diag.reports.reporter import Reporter
from iag_diag.reports.terminal import ResultScreen

NBSP = "\u00a0"
COMPANIES = (
    "fleuriste-rien-commence",
    "photographe-seul-comptes-gratuits",
    "electro-sud-salariee",
    "optique-du-marche",
    "galeries-lafaye",
    "bureau-concept",
)
SHORT = {
    "prompt": "la consigne",
    "bibliotheque": "les consignes gardées",
    "faq": "les questions courantes",
    "b-to-b": "entre professionnels",
    "ia": "une machine qui écrit",
    "art": "l’art de demander",
}
FORMS = {
    "prompt": ("prompt", "prompts"),
    "bibliotheque": ("bibliothèque de prompts",),
    "faq": ("FAQ",),
    "b-to-b": ("B to B", "B2B"),
    "ia": ("IA générative", "écriture automatique"),
    "art": ("prompt engineering",),
}
GLOSSARY = Glossary(
    Term(id=name, term=name, forms=forms, short=SHORT[name], text="-", beyond_study=True)
    for name, forms in FORMS.items()
)


def explained(*texts: str, glossary: Glossary = GLOSSARY) -> list[str]:
    """Read the texts of one document, « ~ » standing for a no-break space."""
    reader = glossary.reader()
    return [reader(text.replace("~", NBSP)).replace(NBSP, "~") for text in texts]


def test_a_word_is_explained_the_first_time_that_the_document_uses_it():
    assert explained("Rien ici.", "Un prompt, deux prompts.", "Un prompt, une FAQ.", "La FAQ.") == [
        "Rien ici.",
        "Un prompt (la consigne), deux prompts.",
        "Un prompt, une FAQ (les questions courantes).",
        "La FAQ.",
    ]


def test_any_of_its_forms_is_a_use():
    assert explained("Du B2B.", "Du B to B.") == ["Du B2B (entre professionnels).", "Du B to B."]


def test_readers_share_no_memory():
    text = "Un prompt."
    once, again = GLOSSARY.reader(), GLOSSARY.reader()
    assert once(text) == again(text) == GLOSSARY.reader()(text) == "Un prompt (la consigne)."
    assert once(text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("«~Un prompt~» puis un prompt.", "«~Un prompt~» puis un prompt (la consigne)."),
        ("Écrire (un prompt) un prompt.", "Écrire (un prompt) un prompt (la consigne)."),
        ("Tapez `un prompt`, un prompt.", "Tapez `un prompt`, un prompt (la consigne)."),
        ("Le «~prompt~», la (FAQ), le `B2B`.", "Le «~prompt~», la (FAQ), le `B2B`."),
        ("«~(~» prompt", "«~(~» prompt"),
        ("`a` prompt `b`", "`a` prompt (la consigne) `b`"),
        ("«~a~» prompt «~b~»", "«~a~» prompt (la consigne) «~b~»"),
    ],
)
def test_quotations_parentheses_and_code_are_no_use(text: str, expected: str):
    assert explained(text) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Prompt à recopier.", "Prompt (la consigne) à recopier."),
        ("Écriture automatique", "Écriture automatique (une machine qui écrit)"),
        ("Bibliothèque de prompts", "Bibliothèque de prompts (les consignes gardées)"),
        ("PROMPT faq b to b Faq", "PROMPT faq b to b Faq"),
        ("prompte promptement e-prompt prompt-il aprompt", "prompte promptement e-prompt prompt-il aprompt"),
        ("L’IA générative, d’un prompt.", "L’IA générative (une machine qui écrit), d’un prompt (la consigne)."),
        ("l’IA~générative, du B~to B", "l’IA~générative (une machine qui écrit), du B~to B (entre professionnels)"),
        ("un prompt~: le voici", "un prompt (la consigne)~: le voici"),
        ("prompt", "prompt (la consigne)"),
        ("", ""),
    ],
)
def test_spellings(text: str, expected: str):
    assert explained(text) == [expected]


def test_the_longest_form_wins():
    assert explained("Une bibliothèque de prompts, le prompt~engineering.", "Un prompt.", "Un prompt engineer.") == [
        "Une bibliothèque de prompts (les consignes gardées), le prompt~engineering (l’art de demander).",
        "Un prompt (la consigne).",
        "Un prompt engineer.",
    ]


def test_a_text_that_explains_a_word_itself_is_left_and_counts():
    assert explained("Un prompt (ce que l’on écrit).", "Des prompts.") == [
        "Un prompt (ce que l’on écrit).",
        "Des prompts.",
    ]


@pytest.mark.parametrize("space", [" ", "~", ""])
def test_the_same_parenthesis_is_not_said_again(space: str):
    assert explained(f"Un prompt{space}(ici).", f"Des prompts{space}(ici), voilà.", "Un prompt (ici)") == [
        f"Un prompt{space}(ici).",
        "Des prompts, voilà.",
        "Un prompt",
    ]


def test_another_parenthesis_is_kept_and_said_once_too():
    assert explained(
        "Un prompt.", "Un prompt (la consigne).", "Un prompt (long).", "Prompt (long), prompt (court)"
    ) == [
        "Un prompt (la consigne).",
        "Un prompt.",
        "Un prompt (long).",
        "Prompt, prompt (court)",
    ]


def test_one_text_may_do_it_all():
    assert explained("FAQ, prompt (ici), FAQ (ici), prompts (ici) et FAQ (les questions courantes).") == [
        "FAQ (les questions courantes), prompt (ici), FAQ (ici), prompts et FAQ."
    ]


def test_a_glossary_without_words_explains_nothing():
    assert explained("Un prompt.", glossary=Glossary(())) == ["Un prompt."]


PIECES = st.sampled_from(
    (
        *(form for forms in FORMS.values() for form in forms),
        *("Prompt", "B\u00a0to\u00a0B", "prompter", "mot", "é", "-", "’", ", ", ". ", " : ", "\u00a0", " ", "\n", "*"),
        *("«\u00a0", "\u00a0»", "`"),
    )
)
TEXTS = st.lists(st.lists(PIECES, max_size=12).map("".join), max_size=6)
INSERTED = re.compile(" \\((?:" + "|".join(map(re.escape, SHORT.values())) + r")\)")


@given(texts=TEXTS)
def test_without_its_parentheses_a_document_is_what_it_was(texts: Sequence[str]):
    reader = GLOSSARY.reader()
    read = [reader(text) for text in texts]
    assert [INSERTED.sub("", text) for text in read] == texts
    assert set(Counter("\n".join(read).count(f" ({short})") for short in SHORT.values())) <= {0, 1}


@given(texts=TEXTS)
def test_a_document_read_again_is_explained_no_more(texts: Sequence[str]):
    reader = GLOSSARY.reader()
    for text in texts:
        reader(text)
    assert [reader(text) for text in texts] == texts


# The shipped glossary, in whole documents


def roadmap(reporter: Reporter, company: str) -> str:
    answers = read(CASES / f"{company}.yaml")["answers"]
    view = reporter.view(answers, reporter.engine.diagnose(answers), company="Essai", questionnaire="complet")
    return reporter.roadmap(view)


def screen(reporter: Reporter, company: str) -> str:
    answers = read(CASES / f"{company}.yaml")["answers"]
    view = reporter.view(answers, reporter.engine.diagnose(answers), company="Essai")
    file = StringIO()
    output = Console(file=file, width=10_000, markup=False, emoji=False, highlight=False)
    ResultScreen(output, reporter.glossary.reader(), plain=True).show(view)
    return file.getvalue()


@pytest.mark.parametrize("written", [roadmap, screen])
@pytest.mark.parametrize("company", COMPANIES)
def test_each_term_is_explained_at_most_once_in_a_document(
    written: Callable[[Reporter, str], str], company: str, reporter: Reporter, library: Library
):
    text = written(reporter, company)
    times = {term.id: text.count(f" ({term.short})") for term in library.terms}
    assert set(times.values()) == {0, 1}
