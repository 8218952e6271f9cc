"""Browsing and searching the catalogue: what is found, how it may be called, what is said when nothing is."""

import json
import os
import pydoc
import re
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from iag_diag.content.folding import folded
from iag_diag.content.pack import Pack, load_pack, shipped_root
from iag_diag.errors import DATA, USAGE, IagDiagError
from iag_diag.reports.catalogue.browsing import Catalogue

DAY = date(2026, 11, 23)
PLURALS = {
    "fiche": "fiches",
    "metier": "metiers",
    "competence": "competences",
    "formation": "formations",
    "service": "services",
    "dispositif": "dispositifs",
    "ressource": "ressources",
    "repere": "reperes",
    "terme": "termes",
    "question": "questions",
}
LIBRARY = ("metiers", "competences", "formations", "services", "dispositifs", "ressources", "reperes", "termes")
Made = dict[tuple[Any, ...], Catalogue]
COMMAND = re.compile(r"^ +iag-diag show (\S+) (\S+)$", re.MULTILINE)  # alone on its line: it can be copied
HEADING = re.compile(r"^(?:\d+\. )?(\S.*) \[(\S+)\]$", re.MULTILINE)  # « 1. Nom [nom-court] »


@pytest.fixture(autouse=True)
def a_usual_screen(monkeypatch: pytest.MonkeyPatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "LESS", "LESSCHARSET", "PAGER", "MANPAGER"):
        monkeypatch.setenv(name, "")  # what a test leaves there is taken away after it
        monkeypatch.delenv(name)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("LINES", "24")


class Screen:
    """What a command prints on stdout, for a pack and a day."""

    def __init__(self, pack: Pack, capsys: pytest.CaptureFixture[str], made: Made) -> None:
        self.pack = pack
        self.capsys = capsys
        self.made = made

    def show(self, kind: str, entry: str | None = None, *filters: str, size: str | None = None, **how: Any) -> str:
        self._catalogue(**how).show(kind, entry, size, filters)
        return self.capsys.readouterr().out

    def search(self, words: str, **how: Any) -> str:
        self._catalogue(**how).search(words)
        return self.capsys.readouterr().out

    def json(self, kind: str, entry: str | None = None, *filters: str, **how: Any) -> Any:
        return json.loads(self.show(kind, entry, *filters, as_json=True, **how))

    def hits(self, words: str, **how: Any) -> list[dict[str, str]]:
        found: list[dict[str, str]] = json.loads(self.search(words, as_json=True, **how))
        return found

    def names(self, kind: str, *filters: str, **how: Any) -> list[str]:
        """Ids of a list."""
        return [entry["id"] for entry in self.json(kind, None, *filters, **how)]

    def refused(self, kind: str, entry: str | None = None, *filters: str, **how: Any) -> tuple[int, str]:
        """Exit code, and what stderr says."""
        with pytest.raises(IagDiagError) as caught:
            self.show(kind, entry, *filters, **how)
        assert self.capsys.readouterr().out == ""
        return caught.value.exit_code, f"{caught.value.message}\n{caught.value.hint}"

    def _catalogue(self, day: date = DAY, *, as_json: bool = False, plain: bool = False) -> Catalogue:
        how = (day, as_json, plain)
        return self.made.setdefault((self.pack.root, *how), Catalogue(self.pack, *how))


@pytest.fixture(scope="module")
def made() -> Made:
    """Catalogues of this module, each with the shelves that it has read."""
    return {}


@pytest.fixture
def screen(pack: Pack, capsys: pytest.CaptureFixture[str], made: Made) -> Screen:
    return Screen(pack, capsys, made)


def without_library(root: Path) -> Pack:
    """Make the pack of another branch, which has no library yet: what the engine needs, and no more."""
    for name in ("questionnaires", "rules", "catalogue/fiches", "templates"):
        shutil.copytree(shipped_root() / name, root / name)
    (root / "rules" / "selections.yaml").unlink()
    return load_pack(root)


@pytest.fixture(scope="module")
def bare_pack(tmp_path_factory: pytest.TempPathFactory) -> Pack:
    return without_library(tmp_path_factory.mktemp("referentiel"))


@pytest.fixture
def bare(bare_pack: Pack, capsys: pytest.CaptureFixture[str], made: Made) -> Screen:
    return Screen(bare_pack, capsys, made)


@pytest.fixture
def faulty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Screen:
    """Give a pack of its own, to spoil."""
    return Screen(without_library(tmp_path), capsys, {})


# What may be shown, and how it is called


@pytest.mark.parametrize(("name", "plural"), PLURALS.items())
def test_a_kind_is_called_in_the_singular_and_in_the_plural(screen: Screen, name: str, plural: str):
    text = screen.show(plural)
    assert len(text.splitlines()) >= 3
    assert screen.show(name) == text
    assert screen.show(plural.capitalize()) == text
    assert screen.json(name) == screen.json(plural)


@pytest.mark.parametrize(
    ("accented", "name"),
    [("métier", "metier"), ("Métiers", "metier"), ("compétences", "competence"), ("REPÈRE", "repere")],
)
def test_accents_are_optional(screen: Screen, accented: str, name: str):
    assert screen.show(accented) == screen.show(name)


@pytest.mark.parametrize(
    ("kind", "word", "entry"),
    [
        ("fiche", "5", "ateliers-prompt"),
        ("fiche", "16", "rex-terrain"),
        ("fiche", "Ateliers prompt", "ateliers-prompt"),
        ("metier", "Relation clients", "relation-clients"),
        ("terme", "LLM", "modele-de-langage"),
        ("terme", "Modèles de langage", "modele-de-langage"),
        ("question", "accès public", "acces-public"),
        ("ressource", "AI-Explained", "ai-explained"),
    ],
)
def test_other_names_of_an_entry(screen: Screen, kind: str, word: str, entry: str):
    assert screen.json(kind, word) == screen.json(kind, entry)
    assert screen.show(kind, word) == screen.show(kind, entry)


def test_every_form_of_a_word_leads_to_its_page(screen: Screen):
    for term in screen.json("termes"):
        for form in term["forms"]:
            assert screen.json("terme", form)["id"] == term["id"], form


def test_a_figure_leads_to_its_subject(screen: Screen):
    subject = screen.json("repere", "freins")
    assert screen.json("repere", subject["figures"][0]["id"]) == subject


def test_a_number_with_a_zero(screen: Screen):
    assert screen.show("fiche", "05") == screen.show("fiche", "5")


@pytest.mark.parametrize("number", ["1", "4", "34"])
def test_a_family_has_no_number(screen: Screen, number: str):
    """The sections of the study, 4 to 34, are no numbers that a reader knows."""
    code, message = screen.refused("metier", number)
    assert code == DATA
    assert message.startswith(f"La famille de métiers «\u00a0{number}\u00a0» n’existe pas.\n")


@pytest.mark.parametrize("plural", PLURALS.values())
def test_the_name_that_a_list_displays_finds_its_entry(screen: Screen, plural: str):
    entries = HEADING.findall(screen.show(plural))
    assert [entry for _, entry in entries] == screen.names(plural)
    for name, entry in (entries[0], entries[len(entries) // 2], entries[-1]):
        assert screen.json(plural, name)["id"] == entry
        assert screen.show(plural, folded(name).upper()) == screen.show(plural, entry)


def test_every_entry_of_a_list_says_its_name_to_a_machine(screen: Screen):
    assert [entry for entry in screen.json("reperes") if "id" not in entry] == []


def test_a_list_in_json_holds_each_entry_as_it_is_shown(screen: Screen):
    for name in PLURALS:
        first, *_ = entries = screen.json(name)
        assert isinstance(entries, list)
        assert screen.json(name, first["id"]) == first


@pytest.mark.parametrize("columns", ["40", "80"])
@pytest.mark.parametrize("name", PLURALS)
def test_the_command_that_ends_a_list_can_be_copied(
    screen: Screen, name: str, columns: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("COLUMNS", columns)
    ((kind, entry),) = COMMAND.findall(screen.show(name))
    assert kind == name
    assert screen.json(kind, entry)["id"] == entry


def test_the_command_that_ends_a_filtered_list_shows_one_of_its_entries(screen: Screen):
    ((kind, entry),) = COMMAND.findall(screen.show("formations", None, "niveau=debutant"))
    assert kind == "formation"
    assert entry in screen.names("formations", "niveau=debutant")


@pytest.mark.parametrize(
    ("plural", "word", "remark"),
    [
        ("formations", "niveau=debutant", "Aucune n’est faite pour le commerce alimentaire"),
        ("services", "theme=decouverte", "les conditions sont à demander à l’Opcommerce."),
        ("reperes", "fiabilite=bonne", "Les chiffres que l’étude ne permet pas de croire ne sont pas montrés."),
    ],
)
def test_only_a_whole_list_ends_with_a_remark(screen: Screen, plural: str, word: str, remark: str):
    assert remark in " ".join(re.split(r"[ \n]+", screen.show(plural)))
    assert remark not in " ".join(re.split(r"[ \n]+", screen.show(plural, None, word)))


def test_a_sheet_for_one_size(screen: Screen):
    text = screen.show("fiche", "5", size="1-9")
    assert "Chez vous\u00a0: de 1 à 9 salariés (adaptation de l’outil, hors étude)" in text
    assert text.count("Chez vous") == 1
    assert screen.show("fiche", "5").count("Chez vous") > 1


# What does not exist


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        (("machin",), USAGE, "«\u00a0machin\u00a0» ne se montre pas.\nPossibles\u00a0: fiches, metiers, competences, "),
        (
            ("formation ia",),
            USAGE,
            "«\u00a0formation ia\u00a0» ne se montre pas.\nVouliez-vous «\u00a0formations\u00a0»",
        ),
        (("",), USAGE, "«\u00a0\u00a0» ne se montre pas.\nPossibles"),
        (
            ("fiche", "99"),
            DATA,
            "Il n’y a pas de fiche 99.\nElles vont de 1 à 16. La liste\u00a0: iag-diag show fiches",
        ),
        (("fiche", "chartes-ethiques"), DATA, "La fiche «\u00a0chartes-ethiques\u00a0» n’existe pas.\nVouliez-vous «"),
        (
            ("metier", "boulanger"),
            DATA,
            "La famille de métiers «\u00a0boulanger\u00a0» n’existe pas.\nLa liste\u00a0: iag-diag",
        ),
        (("formation", "prompt"), DATA, "n’existe pas.\nPeut-être\u00a0: openclassrooms-prompt-engineer, "),
        (("métier", "vente magazin"), DATA, "Vouliez-vous «\u00a0vente-magasin\u00a0»\u00a0? La liste\u00a0: iag-diag"),
        (("terme", "promt"), DATA, "Le terme «\u00a0promt\u00a0» n’existe pas.\nVouliez-vous «\u00a0prompt\u00a0»"),
        (
            ("service", "12"),
            DATA,
            "Le service «\u00a012\u00a0» n’existe pas.\nPossibles\u00a0: cap-sur-l-ia, click-form",
        ),
        (("dispositif", "cpf"), DATA, "Possibles\u00a0: carif-oref, campus-metiers-qualifications, transitions-pro."),
        (("repere", "processus-acteurs"), DATA, "Le repère «\u00a0processus-acteurs\u00a0» n’existe pas."),
        (
            ("ressource", ""),
            DATA,
            "La ressource «\u00a0\u00a0» n’existe pas.\n",
        ),
    ],
)
def test_what_does_not_exist(screen: Screen, asked: tuple[str, ...], code: int, said: str):
    for as_json in (False, True):
        found, message = screen.refused(*asked, as_json=as_json)
        assert found == code
        assert said in message


def test_an_unknown_size(screen: Screen):
    code, message = screen.refused("fiche", "1", size="3")
    assert (code, message) == (
        USAGE,
        "La taille «\u00a03\u00a0» n’existe pas.\nPossibles\u00a0: 0, 1-9, 10-49, 50-199, 200-499, 500+.",
    )


@pytest.mark.parametrize("size", ["0", "1-9"])
def test_a_size_goes_with_sheets_only(screen: Screen, size: str):
    for plural in PLURALS.values():
        for entry in (None, screen.names(plural)[0]):
            if plural == "fiches":
                assert screen.show(plural, entry, size=size)
            else:
                assert screen.refused(plural, entry, size=size) == (
                    USAGE,
                    "--size ne va qu’avec les fiches.\nRetirez-le.",
                )


# Filters


def test_filters_combine(screen: Screen):
    online, beginner = screen.names("formations", "mode=en-ligne"), screen.names("formations", "niveau=debutant")
    both = screen.names("formations", "mode=en-ligne", "niveau=debutant")
    assert both == [entry for entry in online if entry in beginner]
    assert both == screen.names("formations", "niveau=debutant", "mode=en-ligne")
    assert set() < set(both) < set(online)
    assert all(entry["level"] == "debutant" for entry in screen.json("formations", None, "niveau=debutant"))
    assert {entry["mode"] for entry in screen.json("formations", None, "mode=en-ligne")} == {"en-ligne", "mixte"}


@pytest.mark.parametrize(
    ("kind", "strict", "loose"),
    [
        ("formations", "niveau=debutant", "Niveau=Débutant"),
        ("formations", "theme=ethique-juridique", "thème=Éthique juridique"),
        ("formations", "mode=en-ligne", "en ligne"),
        ("formations", "certification=expiree", "expirée"),
        ("questions", "origine=hors-etude", "hors étude"),
        ("fiches", "taille=1-9", "1 9"),
        ("ressources", "etat=fermee", "État=FERMÉE"),
        ("competences", "evolution=nouvelle", "nouvelle"),
    ],
)
def test_filters_fold_accents_and_capitals_and_need_no_criterion(screen: Screen, kind: str, strict: str, loose: str):
    names = screen.names(kind, strict)
    assert 0 < len(names) < len(screen.names(kind))
    assert screen.names(kind, loose) == names


@pytest.mark.parametrize(
    ("kind", "word", "count"),
    [
        ("fiches", "phase=deploiement", 8),
        ("fiches", "taille=0", 7),
        ("metiers", "risque=non-publie", 1),
        ("reperes", "fiabilite=bonne", 6),
        ("reperes", "fiabilite=a-lire", 9),
        ("reperes", "segment=branche", 3),
        ("competences", "liste=comportementale", 14),
        ("competences", "liste=technique", 15),
        ("competences", "liste=groupe", 10),
        ("competences", "liste=synthese", 17),
        ("formations", "tableau=continue", 27),
        ("formations", "theme=cybersecurite", 0),
        ("ressources", "langue=en", 9),
        ("ressources", "type=personne", 5),
        ("termes", "origine=glossaire", 11),
        ("questions", "origine=etude", 33),
    ],
)
def test_what_a_filter_keeps(screen: Screen, kind: str, word: str, count: int):
    if count:
        assert len(screen.names(kind, word)) == count
    else:
        assert screen.refused(kind, None, word)[0] == USAGE


@pytest.mark.parametrize("entry", ["sav", "nulle-part"])
@pytest.mark.parametrize("word", ["risque=publie", "risque=non-publie", "tele", ""])
def test_a_filter_goes_with_a_list_only(screen: Screen, entry: str, word: str):
    """An entry that a filter leaves out is not said to be missing."""
    for as_json in (False, True):
        assert screen.refused("metier", entry, word, as_json=as_json) == (
            USAGE,
            "--filter ne va qu’avec une liste.\nRetirez-le, ou listez\u00a0: iag-diag show metiers",
        )


@pytest.mark.parametrize("filters", [("mode=tele",), ("tele",), ("mode=",), ("",), ("mode=en-ligne", "niveau=tele")])
def test_a_filter_that_keeps_nothing_says_what_exists_with_counts(screen: Screen, filters: tuple[str, ...]):
    """What exists among what the filters before it have kept."""
    code, message = screen.refused("formations", None, *filters)
    assert code == USAGE
    first, second, *criteria = message.splitlines()
    assert (first, second) == (f"Aucune entrée pour «\u00a0{filters[-1]}\u00a0».", "Ce qui existe\u00a0:")
    levels = Counter(entry["level"] for entry in screen.json("formations", None, *filters[:-1]))
    assert f"  niveau\u00a0: {', '.join(f'{word} ({count})' for word, count in sorted(levels.items()))}" in criteria


def test_words_that_exist_are_those_that_filter(screen: Screen):
    """Each word that the refusal lists keeps as many entries as it says."""
    tried = 0
    for plural in ("fiches", "metiers", "formations", "services", "ressources", "reperes", "questions"):
        for line in screen.refused(plural, None, "tele")[1].splitlines()[2:]:
            criterion, _, words = line.strip().partition("\u00a0: ")
            for word, count in re.findall(r"(\S+) \((\d+)\)", words):
                assert len(screen.json(plural, None, f"{criterion}={word}")) == int(count), line
                tried += 1
    assert tried > 80


@pytest.mark.parametrize(
    ("kind", "word", "hint"),
    [
        ("formations", "nivo=debutant", "Vouliez-vous «\u00a0niveau\u00a0»\u00a0?"),
        (
            "formations",
            "couleur=bleu",
            "Possibles\u00a0: theme, public, niveau, mode, tableau, financement, certification.",
        ),
        ("formations", "level=debutant", "Possibles\u00a0: theme, "),
        ("fiches", "mode=en-ligne", "Possibles\u00a0: phase, taille."),
        ("reperes", "grade=a", "Possibles\u00a0: fiabilite, segment."),
        ("formations", "=", "Possibles\u00a0: theme, "),
    ],
)
def test_an_unknown_criterion(screen: Screen, kind: str, word: str, hint: str):
    code, message = screen.refused(kind, None, word)
    assert code == USAGE
    assert message.startswith(f"Le critère «\u00a0{word.partition('=')[0]}\u00a0» n’existe pas ici.\n{hint}")


@pytest.mark.parametrize(("kind", "words"), [("formations", "theme=tele"), ("competences", "metier=tele")])
def test_every_word_that_exists_is_listed(screen: Screen, kind: str, words: str):
    assert "…" not in screen.refused(kind, None, words)[1]


# Search


def test_search_folds_accents_and_capitals(screen: Screen):
    expected = screen.search("caméra")
    assert screen.search("camera") == screen.search("CAMÉRA") == expected
    assert screen.search("œuvre") == screen.search("oeuvre")
    assert screen.search("l’étude") == screen.search("l'etude")


def test_search_wants_every_word(screen: Screen):
    price, purchase = ({(hit["kind"], hit["id"]) for hit in screen.hits(word)} for word in ("prix", "achat"))
    both = {(hit["kind"], hit["id"]) for hit in screen.hits("prix achat")}
    assert both == price & purchase
    assert both == {(hit["kind"], hit["id"]) for hit in screen.hits("achat prix")}
    assert set() < both < price


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("prompt", {("terme", "prompt")}),
        ("cpf", {("terme", "cpf")}),
        ("SAV", {("metier", "sav"), ("terme", "sav")}),
        ("finance", {("metier", "finance")}),
        ("llm", {("terme", "modele-de-langage")}),
        ("edflex", {("service", "edflex")}),
        ("freins", {("repere", "freins"), ("question", "freins")}),
    ],
)
def test_exact_names_come_first(screen: Screen, word: str, first: set[tuple[str, str]]):
    hits = [(hit["kind"], hit["id"]) for hit in screen.hits(word)]
    assert set(hits[: len(first)]) == first


def test_titles_come_before_texts(screen: Screen):
    titles = ["caisse" in folded(hit["title"]) for hit in screen.hits("caisse")]
    assert titles == sorted(titles, reverse=True)
    assert True in titles
    assert False in titles


def test_titles_of_sheets_come_before_texts(screen: Screen):
    titles = ["formation" in folded(hit["title"]) for hit in screen.hits("formation") if hit["kind"] == "fiche"]
    assert titles == sorted(titles, reverse=True)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("livre blanc", {("terme", "livre-blanc")}),
        ("prompt engineering", {("terme", "prompt-engineering"), ("competence", "prompt-engineering")}),
        ("gestion des émotions", {("competence", "gestion-emotions")}),
        ("écrire vos règles d’usage de l’ia", {("fiche", "charte-ethique")}),
    ],
)
def test_an_exact_name_of_several_words_comes_first(screen: Screen, words: str, first: set[tuple[str, str]]):
    assert {(hit["kind"], hit["id"]) for hit in screen.hits(words)[: len(first)]} == first


@pytest.mark.parametrize("words", ["prix", "caméra", "esprit critique", "opcommerce", "RGPD"])
def test_every_hit_can_be_shown(screen: Screen, words: str):
    hits = screen.hits(words)
    assert hits
    for hit in hits:
        assert list(hit) == ["kind", "id", "title", "excerpt"]
        assert all(isinstance(text, str) and text for text in hit.values())
        page = " ".join(screen.show(hit["kind"], hit["id"]).split())
        assert " ".join(hit["title"].split()) in page


@pytest.mark.parametrize("words", ["prix", "opcommerce", "chatgpt"])
def test_a_person_reads_the_same_hits_as_a_machine(screen: Screen, words: str):
    text = screen.search(words)
    by_kind: dict[str, list[str]] = {}
    for hit in screen.hits(words):
        by_kind.setdefault(hit["kind"], []).append(hit["id"])
    assert COMMAND.findall(text) == [(kind, entry) for kind in PLURALS for entry in by_kind.get(kind, [])[:8]]
    lines = text.splitlines()
    for kind, entries in by_kind.items():
        noun = {"metier": "famille", "competence": "compétence", "repere": "repère"}.get(kind, kind)
        rest = " de métiers" if kind == "metier" else ""
        assert f"{len(entries)}\u00a0{noun}{'s' if len(entries) > 1 else ''}{rest}" in lines
        more = len(entries) - 8
        said = f"  … et {more}\u00a0autre{'s' if more > 1 else ''}\u00a0: ajoutez un mot."
        assert (said in lines) == (more > 0)


def test_an_excerpt_shows_the_word_in_a_line_or_two(screen: Screen):
    for hit in screen.hits("prix"):
        assert "prix" in folded(hit["excerpt"]), hit
        assert len(hit["excerpt"]) < 200, hit


def test_nothing_found(screen: Screen):
    with pytest.raises(IagDiagError) as caught:
        screen.search("zzz")
    assert caught.value.exit_code == DATA
    assert caught.value.message == "Rien ne contient «\u00a0zzz\u00a0» dans le catalogue."
    assert caught.value.hint.startswith("Essayez un seul mot")
    assert screen.capsys.readouterr().out == ""


def test_a_machine_that_finds_nothing_reads_an_empty_list(screen: Screen):
    assert screen.hits("zzz") == []


@pytest.mark.parametrize("words", ["", " ", "\t\n"])
def test_nothing_to_look_for(screen: Screen, words: str):
    with pytest.raises(IagDiagError) as caught:
        screen.search(words)
    assert (caught.value.exit_code, caught.value.message) == (USAGE, "Que faut-il chercher\u00a0?")


@pytest.mark.parametrize("words", ["*", "(((", "…"])
def test_signs_alone_are_nothing_to_look_for(screen: Screen, words: str):
    with pytest.raises(IagDiagError):
        screen.search(words)


def test_signs_beside_a_word_change_nothing(screen: Screen):
    assert screen.hits("prix *") == screen.hits("prix") == screen.hits("« prix »")


@pytest.mark.parametrize("code", ["gestion-changement", "metier-technique", "non-dit", "decouverte"])
def test_an_excerpt_is_a_text_and_never_a_code(screen: Screen, code: str):
    hits = screen.hits(code)
    assert hits
    assert [hit for hit in hits if re.fullmatch(r"[a-z0-9-]+", hit["excerpt"])] == []


@pytest.mark.parametrize("code", ["matrix", "single", "ascending"])
def test_codes_of_the_format_find_nothing(screen: Screen, code: str):
    assert screen.hits(code) == []


def test_a_command_stands_on_one_line(screen: Screen):
    assert len(COMMAND.findall(screen.search("caméra"))) == len(screen.hits("caméra"))


# The day


@pytest.mark.parametrize(
    ("day", "expired", "valid"),
    [
        (date(2026, 7, 19), [], 11),
        (date(2026, 7, 20), ["ensai-mastere-data-science"], 10),
        (date(2026, 8, 31), ["ensai-mastere-data-science"], 10),
        (date(2026, 9, 1), ["cnam-ingenieur-donnees-ia", "ensai-mastere-data-science"], 9),
        (date(2029, 1, 1), None, 0),
    ],
)
def test_a_registration_expires(screen: Screen, day: date, expired: list[str] | None, valid: int):
    trainings = screen.json("formations", day=day)
    over = [training["id"] for training in trainings if training["expired"]]
    assert over == expired if expired is not None else len(over) == 11
    if over:
        assert screen.names("formations", "certification=expiree", day=day) == over
    else:
        assert screen.refused("formations", None, "certification=expiree", day=day)[0] == USAGE
    certified = screen.json("formations", day=day)
    assert (
        sum(training["registration"]["until"] is not None and not training["expired"] for training in certified)
        == valid
    )


def test_an_expired_registration_makes_the_cpf_doubtful(screen: Screen):
    entry = "orsys-developpeur-ia"
    until = date.fromisoformat(screen.json("formation", entry)["registration"]["until"])
    before, after = (screen.show("formation", entry, day=day) for day in (until, until.replace(year=until.year + 1)))
    assert "Oui, d’après l’étude." in before
    assert "annoncé, à vérifier" not in before
    assert "annoncé, à vérifier" in " ".join(after.split())
    assert "s’est arrêtée le" in " ".join(after.split())
    to_check = [screen.json("formation", entry, day=day)["cpf_to_check"] for day in (until, date(2035, 1, 1))]
    assert to_check == [False, True]


@pytest.mark.parametrize(
    ("day", "state", "said"),
    [
        (date(2025, 6, 1), "pas-encore-ouverte", "Ouvre le 2\u00a0juin 2025."),
        (date(2025, 6, 2), "ouverte", None),
        (date(2025, 9, 1), "ouverte", None),
        (date(2025, 9, 2), "fermee", "Fermé depuis le 1er\u00a0septembre 2025."),
    ],
)
def test_a_resource_closes(screen: Screen, day: date, state: str, said: str | None):
    assert "mooc-ia-rh" in screen.names("ressources", f"etat={state}", day=day)
    assert ("mooc-ia-rh" in screen.names("ressources", "etat=ouverte", day=day)) == (state == "ouverte")
    page = screen.show("ressource", "mooc-ia-rh", day=day)
    assert screen.json("ressource", "mooc-ia-rh", day=day)["expired"] == (state == "fermee")
    assert said is None or said in page
    assert ("Fermé" in page) == (state == "fermee")
    listed = " ".join(screen.show("ressources", None, "type=mooc", day=day).split())
    assert (" · fermée" in listed) == (state == "fermee")
    assert (" · pas encore ouverte" in listed) == ("Ouvre" in page) == (state == "pas-encore-ouverte")


# Another pack


@pytest.mark.parametrize("plural", LIBRARY)
def test_a_pack_without_a_library_is_an_empty_list_for_a_machine(bare: Screen, plural: str):
    assert bare.json(plural) == []


def test_a_pack_without_a_library_still_shows_its_sheets_and_its_questions(bare: Screen):
    assert len(bare.names("fiches")) == 16
    assert len(bare.names("questions")) == 58
    assert "Fiche 5 · " in bare.show("fiche", "5")
    assert {hit["kind"] for hit in bare.hits("prix")} == {"fiche", "question"}


@pytest.mark.parametrize("plural", LIBRARY)
def test_a_pack_without_a_library_refuses_an_entry_and_a_filter(bare: Screen, plural: str):
    code, message = bare.refused(plural, "x")
    assert (code, "n’existe pas." in message) == (DATA, True)
    code, message = bare.refused(plural, None, "a=b")
    assert (code, message) == (USAGE, f"Il n’y a rien à filtrer dans «\u00a0{plural}\u00a0».\nRetirez --filter.")
    code, message = bare.refused(plural, None, "b")
    assert (code, "Rien ne se filtre ici" in message) == (USAGE, True)


@pytest.mark.parametrize("plural", LIBRARY)
def test_an_empty_list_says_so(bare: Screen, plural: str):
    assert bare.show(plural) == f"Ce référentiel n’a aucune entrée dans «\u00a0{plural}\u00a0».\n"


def test_a_fault_in_a_shelf_that_is_not_shown_stops_nothing(faulty: Screen):
    (faulty.pack.root / "catalogue" / "formations.yaml").write_text("x: [", encoding="utf-8")
    assert "Fiche 5 · " in faulty.show("fiche", "5")


def test_a_fault_in_the_shelf_that_is_shown_is_told_with_its_line(faulty: Screen):
    (faulty.pack.root / "catalogue" / "glossaire.yaml").write_text("terms:\n  - id: x\n    y: 1\n", encoding="utf-8")
    code, message = faulty.refused("termes")
    assert code == DATA
    assert "catalogue/glossaire.yaml:3" in message


# On a terminal, in a pipe


@pytest.mark.parametrize(
    ("name", "entry"), [("fiche", "1"), ("metier", "drh"), ("repere", "strategie"), ("termes", None)]
)
def test_the_same_bytes_twice(screen: Screen, name: str, entry: str | None):
    assert screen.show(name, entry) == screen.show(name, entry)
    assert screen.show(name, entry, as_json=True) == screen.show(name, entry, as_json=True)


@pytest.mark.parametrize("plural", PLURALS.values())
def test_no_colour_and_no_pager_in_a_pipe(screen: Screen, plural: str, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(pydoc, "pager", lambda text: pytest.fail("a pager without a terminal"))
    for plain in (False, True):
        text = screen.show(plural, plain=plain)
        assert "\x1b" not in text
        assert text.endswith("\n")


def test_no_blanks_at_the_end_of_a_line(screen: Screen):
    for plural in PLURALS.values():
        assert [line for line in screen.show(plural).split("\n") if line != line.rstrip()] == [], plural


def test_no_bars_when_plain(screen: Screen):
    assert re.search("[█░]", screen.show("repere", "strategie"))
    assert not re.search("[█░]", screen.show("repere", "strategie", plain=True))


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch, screen: Screen) -> Callable[..., tuple[str, list[str]]]:
    """Show on a terminal of 80 by 24: what is printed, and what the pager is given."""

    def show(*asked: str, **how: Any) -> tuple[str, list[str]]:
        paged: list[str] = []
        monkeypatch.setattr(pydoc, "pager", paged.append)
        for stream in (sys.stdin, sys.stdout):
            monkeypatch.setattr(stream, "isatty", lambda: True)
        return screen.show(*asked, **how), paged

    return show


def test_what_fits_the_screen_is_printed(terminal: Callable[..., tuple[str, list[str]]]):
    text, paged = terminal("services")
    assert "\x1b[1m" in text
    assert text.count("\n") < 24
    assert paged == []


def test_what_is_longer_is_paged_in_colour(terminal: Callable[..., tuple[str, list[str]]], screen: Screen):
    piped = screen.show("metier", "vente-magasin")
    text, (page,) = terminal("metier", "vente-magasin")
    assert text == ""
    assert "\x1b[1m" in page
    assert re.sub(r"\x1b\[[0-9;]*m", "", page) == piped


def test_no_colour_is_obeyed_in_the_pager(
    terminal: Callable[..., tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("NO_COLOR", "1")
    _, (page,) = terminal("metier", "vente-magasin")
    assert not re.search(r"\x1b\[[0-9;]*3[0-7]", page)


@pytest.mark.parametrize("how", [{"plain": True}, {"as_json": True}])
def test_plain_text_and_json_are_never_paged(terminal: Callable[..., tuple[str, list[str]]], how: dict[str, bool]):
    text, paged = terminal("metier", "vente-magasin", **how)
    assert len(text.splitlines()) > 24
    assert paged == []


def test_plain_text_has_no_escape(terminal: Callable[..., tuple[str, list[str]]]):
    for asked in (("metier", "vente-magasin"), ("services",)):
        assert "\x1b" not in terminal(*asked, plain=True)[0]


def test_the_pager_speaks_french_and_reads_accents(terminal: Callable[..., tuple[str, list[str]]]):
    terminal("metier", "vente-magasin")
    assert os.environ["LESSCHARSET"] == "utf-8"
    assert "espace\\: suite, q\\: quitter" in os.environ["LESS"]
    assert "R" in os.environ["LESS"].partition("P")[0]  # the colours are kept


def test_the_pager_of_the_user_is_left_as_set(
    terminal: Callable[..., tuple[str, list[str]]], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("LESS", "-S")
    monkeypatch.setenv("LESSCHARSET", "latin1")
    terminal("metier", "vente-magasin")
    assert (os.environ["LESS"], os.environ["LESSCHARSET"]) == ("-S", "latin1")


# From the shell


def test_show_from_the_shell(run, screen: Screen):
    done = run("show", "métier", "Vente-Magasin", "--date", "2026-11-23")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == screen.show("metier", "vente-magasin")


def test_filters_from_the_shell(run, screen: Screen):
    done = run(
        "show", "formations", "--filter", "mode=en-ligne", "--filter", "Débutant", "--json", "--date", "2026-11-23"
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == screen.json("formations", None, "mode=en-ligne", "niveau=debutant")


@pytest.mark.parametrize(
    ("kind", "word", "near"),
    [
        ("formations", "mode=en-lign", "en-ligne"),
        ("formations", "debutants", "debutant"),
        ("fiches", "reflection", "reflexion"),
    ],
)
def test_a_word_close_to_one_that_exists(screen: Screen, kind: str, word: str, near: str):
    _, message = screen.refused(kind, None, word)
    assert message.splitlines()[1:3] == [f"Vouliez-vous «\u00a0{near}\u00a0»\u00a0?", "Ce qui existe\u00a0:"]


def test_a_filter_that_keeps_nothing_from_the_shell(run):
    done = run("show", "services", "--filter", "theme=tele")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "Aucune entrée pour «\u00a0theme=tele\u00a0».\nCe qui existe\u00a0:\n  theme\u00a0: decouverte (4)"
    )


def test_the_day_from_the_shell(run):
    done = run("show", "ressource", "mooc-ia-rh", "--date", "2025-07-01")
    assert done.returncode == 0
    assert "Fermé" not in done.stdout


def test_search_from_the_shell(run, screen: Screen):
    done = run("search", "prix", "achat", "--plain", "--date", "2026-11-23")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == screen.search("prix achat")


def test_search_that_finds_nothing_from_the_shell(run):
    done = run("search", "zzz")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Rien ne contient «\u00a0zzz\u00a0» dans le catalogue.\nEssayez")


def test_a_terminal_without_accents_gets_question_marks(run):
    done = run("show", "service", "edflex", PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    assert "Edflex\nService de l?Opcommerce" in done.stdout
