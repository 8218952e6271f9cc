"""A faulty file of the library: refused when somebody reaches for it, with file and line; nothing else is read."""

import json
import re
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iag_diag.content.library.shelves import Library, Skills
from iag_diag.content.pack import Pack, shipped_root
from iag_diag.content.strict_yaml import Document, parse
from iag_diag.errors import ContentError, Problem

SAV = "catalogue/metiers/sav.yaml"
EXPORT = "catalogue/metiers/commerce-export.yaml"
BEHAVIOURS, TECHNICALS, MACROS, SYNTHESIS = (
    f"catalogue/competences/{name}.yaml" for name in ("comportementales", "techniques", "macro-competences", "synthese")
)
TRAININGS, SERVICES, SCHEMES, RESOURCES, GLOSSARY = (
    f"catalogue/{name}.yaml" for name in ("formations", "services", "dispositifs", "ressources", "glossaire")
)
RULES = "rules/selections.yaml"
REACH: dict[str, Callable[[Library], Any]] = {
    SAV: lambda library: library.occupation("sav"),
    EXPORT: lambda library: library.occupation("commerce-export"),
    **dict.fromkeys((BEHAVIOURS, TECHNICALS, MACROS, SYNTHESIS), lambda library: library.skills),
    TRAININGS: lambda library: library.trainings,
    SERVICES: lambda library: library.services,
    SCHEMES: lambda library: library.schemes,
    RESOURCES: lambda library: library.resources,
    GLOSSARY: lambda library: library.terms,
    RULES: lambda library: library.selections,
}


@pytest.fixture
def copy(pack: Pack, tmp_path: Path) -> Pack:
    """Give the shipped pack, with a library of its own."""
    for folder in ("catalogue", "rules"):
        shutil.copytree(shipped_root() / folder, tmp_path / folder, ignore=shutil.ignore_patterns("fiches"))
    return replace(pack, root=tmp_path)


def edit(copy: Pack, name: str, good: str, bad: str) -> None:
    text = (copy.root / name).read_text(encoding="utf-8")
    assert good in text
    (copy.root / name).write_text(text.replace(good, bad, 1), encoding="utf-8")


def refused(copy: Pack, name: str) -> ContentError:
    with pytest.raises(ContentError) as caught:
        REACH[name](Library(copy))
    return caught.value


def spaced(said: str) -> str:
    return re.sub(r" ([:;?!»])", "\u00a0\\1", said).replace("« ", "«\u00a0")


# One fault, at its line


class Fault(NamedTuple):
    """What is changed in a file, and what is said; `at` is the line named, where it is not the one changed."""

    name: str
    good: str
    bad: str
    said: str
    at: str = ""


NO_DATE = "Une date s’écrit année-mois-jour, entre guillemets"
NO_ADDRESS = "Une adresse commence par « https:// » et ne contient ni espace ni guillemet."
ONE_KEY = "Donnez soit « facet » avec « values », soit « measure »."
UNTIL, CLOSES, URL = 'until: "2028-03-07"', 'closes: "2025-09-01"', 'url: "https://aiweekly.co"'
DAY = "answer: temps-disponible, is: moins-1h}, above: {hours"
FAULTS = [
    # Families
    Fault(SAV, "id: sav\n", "id: sva\n", "L’identifiant « sva » n’est pas celui du fichier, « sav ». · Donnez-leur"),
    Fault(SAV, "- id: analyse-retours", "- id: support-instantane", "« support-instantane » est écrit deux fois."),
    Fault(SAV, "minutes: 30", "minutes: 61", "Ce nombre est trop grand (au plus 60)."),
    Fault(
        SAV, "minutes: 30", "minutes: 30\n  minuts: 30", "La clé « minuts » n’existe pas ici. · Vouliez-vous", "minuts"
    ),
    Fault(SAV, "    generative: true\n", "", "Il manque « generative ».", "- id: support-instantane"),
    Fault(SAV, 'lines: "1216-1217"', "lines: 1216", "Un texte est attendu."),
    Fault(SAV, 'lines: "1216-1217"', 'lines: "p. 12"', "« p. 12 » n’a pas la forme attendue. · Des numéros de ligne"),
    Fault(SAV, "source: {", "# source: {", "L’origine n’est pas claire. · Donnez soit « source", "id: sav"),
    Fault(EXPORT, "no_risks:", "# no_risks:", "Donnez « risks », ou dites dans « no_risks » pourquoi", "id: commerce"),
    # Skills
    Fault(MACROS, "families: [drh]", "families: [rh]", "La famille « rh » n’existe pas."),
    Fault(MACROS, "id: gerer-stocks", "id: vendre-relation-client", "« vendre-relation-client » est écrit deux fois."),
    Fault(MACROS, "{id: retours-clients", "{id: support-client", "« support-client » est écrit deux fois."),
    Fault(
        MACROS, "trend: nouveaute", "trend: nouveau", "« nouveau » n’est pas possible ici. · Vouliez-vous « nouveaute »"
    ),
    Fault(SYNTHESIS, "vente-magasin, e-", "magasin, e-", "La famille « magasin » n’existe pas."),
    Fault(
        SYNTHESIS, "everyone: true", "everyone: false", "Il manque « families », ou « everyone", "id: detecter-biais"
    ),
    Fault(BEHAVIOURS, "id: esprit-critique", "id: prise-de-recul", "« prise-de-recul » est écrit deux fois."),
    Fault(BEHAVIOURS, 'intensity: "++"', 'intensity: "+++"', "« +++ » n’est pas possible ici."),
    Fault(TECHNICALS, "nature: renforce", "nature: renforcé", "« renforcé » n’est pas possible ici. · Vouliez-vous"),
    # Training
    Fault(
        TRAININGS,
        "topics: [donnees,",
        "topics: [donnes,",
        "Le thème « donnes » n’existe pas. · Vouliez-vous « donnees »",
    ),
    Fault(TRAININGS, "audiences: [etudiants]", "audiences: [eleves]", "Le public « eleves » n’existe pas."),
    Fault(TRAININGS, UNTIL, 'until: "2026-13-01"', NO_DATE),
    Fault(TRAININGS, UNTIL, 'until: "hier"', NO_DATE),
    Fault(TRAININGS, UNTIL, 'until: "2026-1-5"', NO_DATE),
    Fault(TRAININGS, UNTIL, 'until: "20260105"', NO_DATE),
    Fault(TRAININGS, UNTIL, "until: 20280307", NO_DATE),
    Fault(
        TRAININGS, UNTIL, "until: 2026-01-01", "YAML lit « 2026-01-01 » comme une date. · Écrivez-le entre guillemets"
    ),
    Fault(TRAININGS, 'code: "RNCP37200", ', "", "Une date de validité va avec un « code »."),
    Fault(
        TRAININGS,
        "line: 1712}",
        "line: 1711}",
        "La ligne 1711 de l’étude sert déjà à « aivancity-bachelor-ia-business ».",
    ),
    Fault(TRAININGS, "- id: hetic-msc-creative-ai", "- id: epita-msc-ai-data-cloud", "est écrit deux fois."),
    Fault(
        TRAININGS,
        "audiences:\n",
        'audiences:\n  - {id: equipe, label: "Nous"}\n',
        "« equipe » est écrit deux fois.",
        "- id: equ",
    ),
    Fault(
        TRAININGS, "cpf: oui", "cpf: yes-sir", "« yes-sir » n’est pas possible ici. · Possibles : oui, non, possible"
    ),
    Fault(SERVICES, "topics: [dirigeants", "topics: [patrons", "Le thème « patrons » n’existe pas."),
    Fault(SERVICES, "id: click-form", "id: cap-sur-l-ia", "« cap-sur-l-ia » est écrit deux fois."),
    Fault(SCHEMES, "topics: [decouverte,", "topics: [debut,", "Le thème « debut » n’existe pas."),
    Fault(SERVICES, "id: click-form", "id: databird-acculturation-data", "« databird-acculturation-data » est écrit"),
    Fault(SCHEMES, "id: transitions-pro", "id: ia-box", "« ia-box » est écrit deux fois."),
    Fault(SCHEMES, "id: transitions-pro", "id: carif-oref", "« carif-oref » est écrit deux fois."),
    # To read and to look up
    Fault(RESOURCES, 'url: "https://lexfridman.com/ai/"', URL, "« https://aiweekly.co » est écrit deux fois."),
    Fault(RESOURCES, URL, 'url: "javascript:alert(1)"', NO_ADDRESS),
    Fault(RESOURCES, URL, 'url: "https://ai weekly.co"', NO_ADDRESS),
    Fault(RESOURCES, URL, "url: 'https://aiweekly.co/\"onclick'", NO_ADDRESS),
    Fault(RESOURCES, URL, 'url: "//aiweekly.co"', NO_ADDRESS),
    Fault(RESOURCES, URL, 'url: "https://"', NO_ADDRESS),
    Fault(RESOURCES, URL, 'url: "https://aiweekly.co/\u202efdp.exe"', NO_ADDRESS),
    Fault(
        RESOURCES,
        'url: "https://lexfridman.com/ai/"',
        'url: "https://aiweekly.co/"',
        "« https://aiweekly.co » est écrit",
    ),
    Fault(RESOURCES, CLOSES, 'closes: "2025-06-01"', "« closes » vient avant « opens ».", "- id: mooc-ia-rh"),
    Fault(RESOURCES, CLOSES, 'closes: "2025-02-30"', NO_DATE),
    Fault(RESOURCES, CLOSES, "closes: 2025-09-01", "YAML lit « 2025-09-01 » comme une date."),
    Fault(
        RESOURCES,
        "topics: [prompting,",
        "topics: [prompt,",
        "Le thème « prompt » n’existe pas. · Vouliez-vous « prompting »",
    ),
    Fault(RESOURCES, "level: 5\n", "level: 6\n", "Ce nombre est trop grand (au plus 5)."),
    Fault(RESOURCES, "id: demis-hassabis", "id: yoshua-bengio", "« yoshua-bengio » est écrit deux fois."),
    Fault(RESOURCES, "language: en", "language: anglais", "« anglais » n’est pas possible ici."),
    Fault(GLOSSARY, 'forms: ["RPA"]', 'forms: ["RPA", "Gpt"]', "« Gpt » est déjà expliqué par « gpt »."),
    Fault(GLOSSARY, "id: rpa", "id: gpt", "« gpt » est écrit deux fois."),
    # Rules of selection
    Fault(
        RULES, "question: strategie\n", "question: strategi\n", "La question « strategi » n’existe pas. · Vouliez-vous"
    ),
    Fault(
        RULES, "options: [aucune-reflexion]", "options: [aucune]", "La réponse « aucune » n’existe pas. · Vouliez-vous"
    ),
    Fault(
        RULES,
        "answer: strategie, is: non}",
        "answer: strategie, is: nom}",
        "La réponse (à « strategie ») « nom » n’existe",
    ),
    Fault(RULES, "unless: {any: [{answer: ", "unless: {any: [{answer: x", "La question « x"),
    Fault(RULES, "phase: [reflexion]", "phase: [oubli]", "La phase « oubli » n’existe pas."),
    Fault(RULES, "named: petite-structure", "named: petit", "« petit » n’existe pas."),
    Fault(RULES, "force: decisif", "force: decisive", "La force « decisive » n’existe pas. · Vouliez-vous « decisif »"),
    Fault(RULES, "facet: language", "facet: langue", "Le critère « langue » n’existe pas. · Vouliez-vous « language »"),
    Fault(RULES, "values: [fr,", "values: [french,", "Le mot « french » n’existe pas."),
    Fault(RULES, "for: {level: [diplome]}", "for: {niveau: [diplome]}", "Le critère « niveau » n’existe pas."),
    Fault(RULES, "for: {level: [diplome]}", "for: {level: [master]}", "Le mot « master » n’existe pas."),
    Fault(
        RULES,
        "for: {id: [cap-sur-l-ia]}",
        "for: {id: [cap]}",
        "Le mot « cap » n’existe pas. · Vouliez-vous « cap-sur-l-ia »",
    ),
    Fault(RULES, "measure: pages", "measure: page", "La mesure « page » n’existe pas. · Vouliez-vous « pages »"),
    Fault(
        RULES, f"{DAY}: 7", f"{DAY.removesuffix('hours')}heures: 7", "La mesure « heures » n’existe pas. · Vouliez-vous"
    ),
    Fault(RULES, "ticked: metiers-lesquels", "ticked: metiers", "La question « metiers » n’existe pas."),
    Fault(
        RULES, "id: metier-present, ticked: metiers-presents,", "id: metier-present,", "Il manque « for » (ce que l’on"
    ),
    Fault(RULES, "for: {level: [diplome]}, ", "", "Il manque « for » ou « above » : ce que l’on écarte."),
    Fault(RULES, "{measure: hours,", "{measure: hours, facet: level, values: [debutant],", ONE_KEY),
    Fault(RULES, "{measure: hours,", "{", ONE_KEY),
    Fault(RULES, "facet: language, values: [fr, non-precisee],", "facet: language,", ONE_KEY),
    Fault(RULES, "{id: formation-couts", "{id: formation-cap", "« formation-cap » est écrit deux fois. · Changez l’un"),
    Fault(RULES, "{id: ecarte-expiree", "{id: metier-cite", "« metier-cite » est écrit deux fois."),
    Fault(RULES, "id: repere-strategie", "id: repere-reflexion", "« repere-reflexion » est écrit deux fois."),
    Fault(RULES, "keep: 3\n", "keep: 0\n", "Ce nombre est trop petit (au moins 1)."),
    Fault(
        RULES, "display: need", "display: besoin", "« besoin » n’est pas possible ici. · Possibles : need, preferences."
    ),
    Fault(RULES, "alone: false, reason", "alone: non, reason", "« true » ou « false » est attendu."),
    Fault(RULES, "{id: metier-rh,", "{id: metier-rh, place: ici,", "« place » est écrit par l’outil."),
]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: f"{Path(fault.name).stem}-{fault.bad or fault.good}"[:60])
def test_fault_is_told_at_its_line(copy: Pack, fault: Fault):
    text = (copy.root / fault.name).read_text(encoding="utf-8")
    edit(copy, fault.name, fault.good, fault.bad)
    changed = (copy.root / fault.name).read_text(encoding="utf-8")
    error = refused(copy, fault.name)
    (problem,) = error.problems
    place = changed.index(fault.at) if fault.at else text.index(fault.good)
    assert (problem.file, problem.line) == (fault.name, changed.count("\n", 0, place) + 1)
    assert spaced(fault.said) in str(problem)
    assert f"{fault.name}:{problem.line}" in error.message


# Several faults, several files


def test_faults_of_a_file_come_out_together(copy: Pack):
    edit(copy, RESOURCES, URL, 'url: "https://lexfridman.com/ai/"')
    edit(copy, RESOURCES, "topics: [prompting,", "topics: [prompt,")
    edit(copy, RESOURCES, "id: demis-hassabis", "id: yoshua-bengio")
    error = refused(copy, RESOURCES)
    title = f"Le catalogue du référentiel {copy.root} ne peut pas être chargé\u00a0: 3 fautes."
    assert error.message.startswith(title)
    assert len(error.problems) == len(error.message.splitlines()) - 1 == 3


def test_faults_of_form_come_out_together(copy: Pack):
    edit(copy, TRAININGS, UNTIL, 'until: "hier"')
    edit(copy, TRAININGS, "cpf: oui", "cpf: peut-etre")
    edit(copy, TRAININGS, 'provider: "Kaischool"', 'fournisseur: "Kaischool"')
    told = [problem.where.rpartition(".")[2] for problem in refused(copy, TRAININGS).problems]
    assert sorted(told) == ["cpf", "fournisseur", "provider", "until"]


def test_a_question_that_takes_one_answer_cannot_be_ticked(copy: Pack):
    edit(copy, RULES, "ticked: metiers-lesquels", "ticked: strategie")
    told = [problem.what for problem in refused(copy, RULES).problems]
    assert told == [
        spaced("« strategie » n’attend pas plusieurs réponses."),
        spaced("Ces réponses n’ont pas d’entrée au catalogue : oui, non."),
    ]


def test_a_family_that_questions_and_rules_name_and_that_has_no_file(copy: Pack):
    (copy.root / SAV).unlink()
    told = {problem.what for problem in refused(copy, RULES).problems}
    missing = spaced("Ces réponses n’ont pas d’entrée au catalogue : sav.")
    assert told == {missing, spaced("Le mot « sav » n’existe pas.")}
    (dangling,) = {problem.what for problem in refused(copy, MACROS).problems}
    assert dangling == spaced("La famille « sav » n’existe pas.")
    assert refused(copy, SAV).problems == (Problem(SAV, 0, "", "Fichier introuvable.", "Créez-le."),)


def test_a_faulty_shelf_is_told_by_the_shelf_that_needs_it(copy: Pack):
    edit(copy, TRAININGS, UNTIL, 'until: "hier"')
    for name in (SERVICES, SCHEMES, RESOURCES, RULES):
        assert [problem.file for problem in refused(copy, name).problems] == [TRAININGS]
    assert REACH[GLOSSARY](Library(copy))


def test_subjects_are_free_where_none_are_listed(copy: Pack):
    (copy.root / TRAININGS).unlink()
    edit(copy, RESOURCES, "topics: [prompting,", "topics: [autre-sujet,")
    library = Library(copy)
    assert library.topics is None
    assert library.resources
    assert "autre-sujet" in {topic for resource in library.resources.resources for topic in resource.topics}
    assert library.services
    assert library.schemes


def test_folder_in_place_of_a_file(copy: Pack):
    (copy.root / GLOSSARY).unlink()
    (copy.root / GLOSSARY).mkdir()
    (problem,) = refused(copy, GLOSSARY).problems
    assert (problem.file, problem.what) == (GLOSSARY, "Fichier illisible (c’est un dossier).")


@pytest.mark.parametrize("content", [b"", b"\xff", b"- x", b"x: *y", b"terms: [{", b"terms: []", b"# rien"])
def test_file_that_is_no_list_of_terms(copy: Pack, content: bytes):
    (copy.root / GLOSSARY).write_bytes(content)
    assert {problem.file for problem in refused(copy, GLOSSARY).problems} == {GLOSSARY}


# Read on need


def test_a_pack_without_a_library(pack: Pack, tmp_path: Path):
    library = Library(replace(pack, root=tmp_path))
    assert (library.occupation_ids, library.occupations, library.skills) == ((), {}, Skills())
    files = (library.trainings, library.services, library.schemes, library.resources, library.selections)
    assert files == (None,) * 5
    assert (library.topics, library.terms, library.reperes.items) == (None, (), ())
    assert library.entries(date(2026, 11, 25)) == {"occupations": (), "trainings": (), "resources": ()}


@pytest.fixture
def opened(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """List the files read from now on, in order."""
    found: list[str] = []
    read = Path.read_bytes

    def noted(path: Path) -> bytes:
        found.append(path.relative_to(pack.root).as_posix())
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", noted)
    return found


def test_one_family_is_one_file(pack: Pack, opened: list[str]):
    library = Library(pack)
    assert len(library.occupation_ids) == 31
    assert opened == []
    assert library.occupation("sav") is library.occupation("sav")
    assert opened == [SAV]
    assert library.occupations["sav"] is library.occupation("sav")
    assert len(opened) == len(set(opened)) == 31


@pytest.mark.parametrize(
    ("name", "files"),
    [
        (MACROS, [BEHAVIOURS, TECHNICALS, MACROS, SYNTHESIS]),
        (TRAININGS, [TRAININGS]),
        (SERVICES, [SERVICES, TRAININGS]),
        (SCHEMES, [SCHEMES, TRAININGS, SERVICES]),
        (RESOURCES, [RESOURCES, TRAININGS]),
        (GLOSSARY, [GLOSSARY]),
        (RULES, [RULES, SERVICES, TRAININGS, SCHEMES, RESOURCES]),
    ],
)
def test_a_shelf_reads_what_it_needs_once(pack: Pack, opened: list[str], name: str, files: list[str]):
    library = Library(pack)
    assert REACH[name](library) is REACH[name](library)
    assert opened == files


def test_a_pack_is_loaded_without_its_library(pack: Pack):
    assert not {*REACH} & {*pack.documents}


# Anything at all


DELETE = object()
ODD = [DELETE, None, True, 7, -1, 1.5, 10**12, "", "x", "sav", [], ["x"], [[[]]], {}, {"x": 1}]


@cache
def shipped(name: str) -> Document:
    return parse((shipped_root() / name).read_bytes(), name)


def at(node: Any, path: Any) -> Any:
    for step in path:
        node = node[step]
    return node


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a file with one place deleted, or replaced by an odd value or by another of its nodes."""
    name = draw(st.sampled_from(sorted(REACH)))
    whole: Any = {"": shipped(name).data}
    changed = json.loads(json.dumps(whole))
    paths = [("", *path) for path in shipped(name).lines]
    *parents, last = draw(st.sampled_from(paths))
    value = draw(st.sampled_from(ODD) | st.sampled_from(paths).map(lambda path: at(whole, path)))
    if value is DELETE and parents:
        del at(changed, parents)[last]
    else:
        at(changed, parents)[last] = None if value is DELETE else value
    return name, json.dumps(changed[""], ensure_ascii=False)


@given(mutation=mutations())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_mutation_crashes_a_shelf(copy: Pack, mutation: tuple[str, str]):
    name, text = mutation
    (copy.root / name).write_text(text, encoding="utf-8")
    with suppress(ContentError):
        REACH[name](Library(copy))
    shutil.copyfile(shipped_root() / name, copy.root / name)
