"""The shelves of the library: the study's counts and facts, what our texts must hold to, what a date changes."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from typing import Any

import pytest

from iag_diag.content.library.entries import Entry, training_facets
from iag_diag.content.library.selections import Bar, Wish
from iag_diag.content.library.shelves import Library
from iag_diag.content.library.skills import Evolution, Intensity, Nature, Trend
from iag_diag.content.library.trainings import Table, Training, TrainingsFile
from iag_diag.content.pack import Pack
from iag_diag.content.strict_yaml import parse

# Of every shelf, what is the study's: labels, lines, codes, dates, addresses. Changes with those, and only then.
CHECKSUMS = {
    "occupations": "9f66fa2207054787",
    "skills": "918e6a753a29c871",
    "trainings": "45395562ab530d06",
    "services": "1610097460869b6f",
    "resources": "aea65e41e400864c",
    "glossary": "bab493da6a999ba1",
}
LAST_LINE = 3169  # of the study
TODAY = date(2026, 11, 25)
CODE = re.compile(r"[a-z0-9+-]+|[\d, -]+|https?://\S+")
FOLDERS = {"questionnaires", "rules", "catalogue", "fiches", "metiers", "competences"}

# Programmes, by the line of their row, whose CPF is announced without a registration: I-76, I-81, and l. 1748 (I-79).
CPF_TO_CHECK = {1726, 1727, 1730, 1736, 1739, 1759, 1762, 1748}
ENSAI, CNAM_POITIERS, PARIS_SACLAY = 1750, 1718, 1713

ENGLISH = "Understanding Generative AI: What HR Leaders Need to Know"

# Forms of the glossary that no text of the pack has: the other number or spelling of a form that some text has…
SPARE = {
    "intelligence artificielle générative",
    "Cafés IA",
    "bibliothèques de prompts",
    "assistants d’IA",
    "assistants virtuels",
    "hallucinations",
    "biais algorithmique",
    "biais de l’IA",
    "GAN",
    "versions sécurisées",
    "charte d’usage",
    "référente IA",
    "ambassadeur IA",
    "ambassadeur de l’IA",
    "Lab IA",
    "cellules de veille",
    "TPE et PME",
    "KPIs",
    "objet connecté",
    "livre blanc",
}
# … and words that the study explains and that we do without: only « show terme » tells them.
TOLD_ALONE = {
    "LLM",
    "modèles de langage",
    "IA probabiliste",
    "IA probabilistes",
    "agent conversationnel",
    "agents conversationnels",
}


@pytest.fixture(scope="module")
def texts(pack: Pack) -> dict[str, list[str]]:
    """Give the texts of every file of the pack, by its name: neither ids, nor lines of the study, nor addresses."""
    files = [path for path in sorted(pack.root.rglob("*.yaml")) if path.parent.name in FOLDERS]
    found = {}
    for path in files:
        name = path.relative_to(pack.root).as_posix()
        found[name] = [text for text in strings(parse(path.read_bytes(), name).data) if not CODE.fullmatch(text)]
    return found


def strings(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | tuple):
        for child in node.values() if isinstance(node, dict) else node:
            yield from strings(child)


def trainings(library: Library) -> TrainingsFile:
    assert library.trainings
    return library.trainings


def lines(found: Iterator[Training] | list[Training]) -> set[int]:
    return {training.rows[0].line for training in found}


# The study's facts


def test_counts_of_occupations(library: Library):
    families = library.occupations.values()
    assert [family.number for family in families] == list(range(4, 35))
    assert sum(len(family.impacts) for family in families) == 131
    assert [family.id for family in families if family.table_line is None] == ["commerce-export"]
    assert [family.id for family in families if not family.risks] == ["commerce-export"]
    assert len({family.table_line for family in families if family.table_line}) == 30


def test_counts_of_skills(library: Library):
    skills = library.skills
    assert Counter(skill.intensity for skill in skills.behaviours) == {
        Intensity.STRONG: 2,
        Intensity.SOME: 5,
        Intensity.UNGRADED: 7,
    }
    assert Counter(skill.nature for skill in skills.technicals) == dict.fromkeys(Nature, 5)
    assert [macro.focus_number for macro in skills.macros] == [1, 2, 3, 4, 5, 5, 6, 6, 7, 8]
    trends = Counter(skill.trend for macro in skills.macros for skill in macro.skills)
    assert trends == {Trend.NEW: 9, Trend.WEAKER: 36, Trend.STRONGER: 42}
    assert Counter(skill.evolution for skill in skills.synthesis) == {
        Evolution.STRONGER: 15,
        Evolution.EMERGING: 1,
        Evolution.WEAKER: 1,
    }
    assert [skill.everyone for skill in skills.synthesis].count(True) == 6
    assert len({family for skill in skills.synthesis for family in skill.families}) == 12


def test_counts_of_trainings(library: Library):
    programmes = trainings(library).trainings
    tables = Counter(row.table for training in programmes for row in training.rows)
    assert tables == {Table.INITIAL: 11, Table.CONTINUING: 27, Table.SECTOR: 10}
    assert Counter(len(training.rows) for training in programmes) == {1: 40, 2: 4}
    assert library.services
    assert library.schemes
    assert (len(library.services.services), len(library.schemes.schemes)) == (4, 3)
    assert sum(len(scheme.items) for scheme in library.schemes.schemes) == 6


def test_counts_of_resources_and_terms(library: Library):
    assert library.resources
    resources = library.resources.resources
    assert Counter(resource.level for resource in resources) == {1: 7, 2: 6, 3: 3, 4: 2, 5: 3}
    assert Counter(resource.language.value for resource in resources) == {"fr": 11, "en": 9, "non-precisee": 1}
    assert [resource.id for resource in resources if resource.paid is not None] == ["ia-rh-fondamentaux"]
    assert len({resource.url for resource in resources}) == 21
    assert len(library.resources.people) == 5
    assert sum(term.in_glossary for term in library.terms) == 11


def facts(library: Library) -> dict[str, list[Any]]:
    assert library.services
    assert library.schemes
    assert library.resources
    skills = library.skills
    return {
        "occupations": [
            (
                *(family.number, family.source and family.source.lines, family.table_line),
                *((impact.label, impact.lines) for impact in family.impacts),
                *(risk.lines for risk in family.risks),
                *(technology.lines for technology in family.technologies),
            )
            for family in library.occupations.values()
        ],
        "skills": [
            *((skill.label, skill.intensity, skill.lines) for skill in skills.behaviours),
            *((skill.label, skill.nature, skill.lines) for skill in skills.technicals),
            *((macro.label, macro.focus_number, macro.lines) for macro in skills.macros),
            *((one.label, one.trend, one.lines) for macro in skills.macros for one in macro.skills),
            *((one.label, one.evolution, one.everyone, one.families, one.lines) for one in skills.synthesis),
        ],
        "trainings": [
            (
                *(training.title, training.provider, training.duration, training.mode, training.cpf),
                *((row.table, row.line) for row in training.rows),
                training.registration.model_dump(mode="json"),
            )
            for training in trainings(library).trainings
        ],
        "services": [
            *((service.name, service.public, service.funding, service.lines) for service in library.services.services),
            *((one.name, one.lines, *(item.lines for item in one.items)) for one in library.schemes.schemes),
        ],
        "resources": [
            *(
                (one.title, one.author, one.level, one.also, one.language, one.minutes, one.pages, one.url, one.paid)
                for one in library.resources.resources
            ),
            *(
                (str(one.opens), str(one.closes), one.source and one.source.lines)
                for one in library.resources.resources
            ),
            *((person.name, person.lines) for person in library.resources.people),
        ],
        "glossary": [(one.id, one.source.lines) for one in library.terms if one.source],
    }


def test_no_fact_has_moved(library: Library):
    sums = {name: sha256(json.dumps(shelf).encode()).hexdigest()[:16] for name, shelf in facts(library).items()}
    assert sums == CHECKSUMS


# Families and questions


def test_families_are_the_options_of_the_questions_about_jobs(library: Library, pack: Pack):
    assert library.selections
    ticked = {wish.ticked for wish in library.selections.occupations.wishes if wish.ticked}
    assert ticked == {"metiers-presents", "metiers-lesquels"}
    for question in ticked:
        options = [(option.id, option.label) for option in pack.questions[question].options if not option.exclusive]
        assert options == [(family.id, family.name) for family in library.occupations.values()]


def test_where_the_law_watches(library: Library):
    """The sensitive uses of I-60: voice recognition, cameras in the shop, sorting of candidates, emotions."""
    for family, line in (("caisse-accueil", 996), ("caisse-accueil", 999), ("drh", 1050), ("relation-clients", 1301)):
        cautions = library.occupations[family].cautions
        spans = [re.findall(r"(\d+)(?:-(\d+))?", caution.lines) for caution in cautions]
        assert any(int(first) <= line <= int(last or first) for span in spans for first, last in span), (family, line)


def test_trials(library: Library):
    trials = {family.id: family.trial for family in library.occupations.values()}
    assert max(trial.minutes for trial in trials.values()) <= 60
    assert len({trial.title for trial in trials.values()}) == 31
    assert [trial.title for trial in trials.values() if not re.match(r"(Se )?\w+(er|ir|re)\b", trial.title)] == []
    assert [name for name, trial in trials.items() if not re.search(r"\[[^\[\]]+\]", trial.prompt)] == []
    asks = re.compile(r"pose-moi (la|deux) question|demande-(la-)?moi")
    assert [name for name, trial in trials.items() if not asks.search(trial.prompt)] == []


def test_no_figure_is_given_for_a_job(texts: dict[str, list[str]]):
    """None of the study's is sure enough (I-57), and none is ours."""
    written = [text for name, several in texts.items() if name.startswith("catalogue/metiers/") for text in several]
    assert len(written) > 700
    assert [text for text in written if re.search(r"\d\W?(%|€|euros?\b|pour cent)", text)] == []


# How it reads


def test_typography(texts: dict[str, list[str]]):
    new = {name: several for name, several in texts.items() if name.startswith("catalogue/") and "/fiches/" not in name}
    every = [text for several in (*new.values(), texts["rules/selections.yaml"]) for text in several]
    assert len(every) > 2_000
    wrong = re.compile(r"'|  | [:;?!»%]|« |\w[:;?!%]( |$)|\.\.\.|\d \d{3}|«(?!\u00a0)|(?<!\u00a0)»")
    assert [text for text in every if wrong.search(text) and text != ENGLISH] == []


def test_short_explanations_fit_in_a_parenthesis(library: Library):
    for term in library.terms:
        assert not term.short.endswith((".", "!", "?", "…")), term.id
        assert "(" not in term.short, term.id
        assert term.text.endswith((".", "»")), term.id


def test_no_spelling_is_shared(library: Library):
    forms = Counter(form for term in library.terms for form in {form.casefold() for form in term.forms})
    assert [form for form, count in forms.items() if count > 1] == []


def test_every_spelling_of_the_glossary_serves(library: Library, pack: Pack, texts: dict[str, list[str]]):
    templates = [path.read_text(encoding="utf-8") for path in sorted((pack.root / "templates").iterdir())]
    several = [one for name, one in texts.items() if name != "catalogue/glossaire.yaml"]
    every = "\n".join([*(text for one in several for text in one), *templates]).replace("\u00a0", " ")

    def found(form: str) -> bool:
        spellings = {form, form[0].upper() + form[1:]}
        return any(one in every and re.search(rf"(?<![\w-]){re.escape(one)}(?![\w-])", every) for one in spellings)

    forms = {term.id: set(term.forms) for term in library.terms}
    unused = {term: {form for form in several if not found(form)} for term, several in forms.items()}
    assert set().union(*unused.values()) <= SPARE | TOLD_ALONE <= set().union(*forms.values())
    alone = [term for term in forms if unused[term] == forms[term]]
    assert set().union(*(forms[term] for term in alone)) <= TOLD_ALONE


# Training, and what a date changes


def test_every_subject_and_every_public_is_used(library: Library):
    file = trainings(library)
    assert library.services
    assert library.schemes
    every = [topic for one in file.trainings for topic in one.topics]
    every += [topic for service in library.services.services for topic in service.topics]
    every += [topic for scheme in library.schemes.schemes for topic in scheme.topics]
    assert set(every) == {topic.id for topic in file.topics}
    assert {public for one in file.trainings for public in one.audiences} == {public.id for public in file.audiences}


def test_subjects_are_those_of_the_question_about_needs(library: Library, pack: Pack):
    needs = [option.id for option in pack.questions["besoins-formation"].options if not option.exclusive]
    assert set(needs) <= {topic.id for topic in trainings(library).topics}


def test_no_training_on_cybersecurity(library: Library):
    """I-86: it is said, and only the schemes and the readings are left."""
    file = trainings(library)
    assert library.services
    assert [one.id for one in file.trainings if "cybersecurite" in one.topics] == []
    assert [one.id for one in library.services.services if "cybersecurite" in one.topics] == []
    assert [text for text in file.none_found if "cybersécurité" in text]


def test_cpf_to_check(library: Library):
    programmes = trainings(library).trainings
    assert lines([one for one in programmes if one.cpf_to_check(date(2026, 7, 19))]) == CPF_TO_CHECK
    assert lines([one for one in programmes if one.cpf_to_check(TODAY)]) == CPF_TO_CHECK | {ENSAI}


@pytest.mark.parametrize(
    ("day", "expired"),
    [
        (date(2026, 7, 19), set()),
        (date(2026, 7, 20), {ENSAI}),
        (date(2026, 8, 31), {ENSAI}),
        (date(2026, 9, 1), {ENSAI, CNAM_POITIERS}),
        (date(2026, 12, 31), {ENSAI, CNAM_POITIERS}),
        (date(2027, 1, 1), {ENSAI, CNAM_POITIERS, PARIS_SACLAY}),
        (date(2028, 2, 15), {ENSAI, CNAM_POITIERS, PARIS_SACLAY, 1719}),
        (date(2029, 1, 1), {1711, 1712, PARIS_SACLAY, 1714, 1715, CNAM_POITIERS, 1719, 1731, 1749, ENSAI, 1763}),
    ],
)
def test_registrations_expire_the_day_after_their_last_one(library: Library, day: date, expired: set[int]):
    programmes = trainings(library).trainings
    assert lines([one for one in programmes if one.registration.expired(day)]) == expired
    for one in programmes:
        certified = one.registration.registry.value in ("rncp", "rs")
        assert one.registration.valid(day) == (certified and one.rows[0].line not in expired), one.id


def test_a_code_that_waits_is_never_valid(library: Library):
    (waiting,) = (one for one in trainings(library).trainings if one.registration.registry.value == "en-attente")
    assert (waiting.registration.code, waiting.registration.valid(date.min)) == ("RNCP38012", False)


def test_words_of_a_programme_change_on_the_day(library: Library):
    (ensai,) = (one for one in trainings(library).trainings if one.rows[0].line == ENSAI)
    last, next_day = (training_facets(ensai, date(2026, 7, 19) + timedelta(days=days)) for days in (0, 1))
    assert (last["certification"], last["funding"]) == (("certifiante",), ("cpf",))
    assert (next_day["certification"], next_day["funding"]) == (("expiree",), ("cpf-a-verifier",))
    assert {word for word in last if last[word] != next_day[word]} == {"certification", "funding"}


def test_the_course_of_one_summer_is_closed_after_it(library: Library):
    assert library.resources
    resources = library.resources.resources
    assert [one.id for one in resources if one.expired(date(2025, 9, 1))] == []
    assert [one.id for one in resources if one.expired(date(2025, 9, 2))] == ["mooc-ia-rh"]


# The rules of selection


def test_every_wish_and_every_bar_is_about_something(library: Library):
    """What no entry carries is a rule that never speaks."""
    rules = library.selections
    assert rules
    for name, selection in (
        ("occupations", rules.occupations),
        ("trainings", rules.trainings),
        ("resources", rules.resources),
    ):
        entries = [*library.entries(date.min)[name], *library.entries(date.max)[name]]
        written: list[Wish | Bar] = [*selection.wishes, *selection.otherwise, *selection.bars]
        for rule in written:
            assert any(concerned(entry, rule) for entry in entries), rule.id


def concerned(entry: Entry, rule: Wish | Bar) -> bool:
    above = rule.above if isinstance(rule, Bar) else {}
    return entry.carries(rule.entries) and all(entry.measures.get(name, 0) > most for name, most in above.items())


def test_every_comparison_has_a_figure(library: Library):
    assert library.selections
    for comparison in library.selections.benchmarks.comparisons:
        shown = library.reperes.best(comparison.question, comparison.options, row=comparison.row)
        assert shown, comparison.id
        assert shown.comparable, comparison.id


def test_rules_say_where_they_stand(library: Library, pack: Pack):
    text = ["", *(pack.root / "rules" / "selections.yaml").read_text(encoding="utf-8").splitlines()]
    assert library.selections
    rules = library.selections
    for selection in (rules.occupations, rules.trainings, rules.resources):
        for rule in (*selection.wishes, *selection.otherwise, *selection.bars, *selection.notices):
            name, _, line = rule.place.partition(":")
            assert name == "rules/selections.yaml"
            assert f"id: {rule.id}," in text[int(line)]
