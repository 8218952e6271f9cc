"""The analysis of a pack: nothing on the shipped one, one fault told once, and what its author accepts left out."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from builders import TESTS, pack_of, read
from iag_diag.checking.analysis import analysed
from iag_diag.checking.findings import Severity
from iag_diag.checking.places import Places
from iag_diag.content.pack import Pack, load_pack
from iag_diag.content.starter import write_starter
from iag_diag.content.strict_yaml import parse

Build = Callable[..., Pack]

ACCEPTED = """
accepted:
  - id: pourquoi-pas
    kind: alerte-toujours
    subject: {subject}
    reason: "Nous le disons à toutes."
"""


@pytest.fixture
def build(pack: Pack) -> Build:
    """Build the toy pack with changes, each to the entry of an id in a list."""

    def built(*changes: tuple[str, str, dict[str, Any]]) -> Pack:
        data = read(TESTS / "diagnosis" / "toy.yaml")
        for part, name, change in changes:
            entry = next(entry for entry in data[part] if entry["id"] == name)
            entry.update(change)
        return pack_of(data, pack)

    return built


def told(pack: Pack) -> list[str]:
    """Write the findings as « kind subject », but the two that the toy pack has anyway."""
    usual = ("reponse-sans-effet practice-a/kept", "prealable-trop-grand f/e")
    return sorted({f"{one.kind} {one.subject}" for one in analysed(pack)}.difference(usual))


def test_shipped_rules_are_without_fault(pack: Pack):
    assert analysed(pack) == ()


def test_starter_rules_are_without_fault(tmp_path):
    write_starter(tmp_path / "starter")
    assert analysed(load_pack(tmp_path / "starter")) == ()


def test_toy_pack_is_as_expected(build: Build):
    assert told(build()) == []


def test_what_rests_on_a_fault_is_not_told_again(build: Build):
    never = {"all": ({"answer": "tool", "is": "oui"}, {"answer": "tool", "is": "non"})}
    assert told(build(("conditions", "equipped", {"when": never}))) == ["condition-nommee-jamais equipped"]


def test_question_asked_of_nobody_is_told_once(build: Build):
    """All that reads the question is judged as if it could be asked."""
    nobody = {"all": ({"named": "equipped"}, {"answer": "tool", "is": "non"})}
    assert told(build(("questions", "use", {"when": nobody}))) == ["question-inatteignable use"]


def test_question_that_waits_for_it_is_judged_on_its_own_account(build: Build):
    nobody = {"all": ({"answer": "size", "is": "0"}, {"answer": "size", "is": "10+"})}
    changes = (("questions", "use", {"when": nobody}), ("questions", "practice-b", {"when": nobody}))
    assert told(build(*changes)) == ["question-inatteignable practice-b", "question-inatteignable use"]


def test_sheet_that_needs_more_than_a_firm_can_keep(build: Build):
    """Nobody is asked whether f and e are done: f never goes without e, in a firm that keeps one sheet."""
    pack = build()
    kept = [size.model_copy(update={"keep": 1 if size.id == "1-9" else 5}) for size in pack.planning.sizes]
    small = replace(pack, planning=pack.planning.model_copy(update={"sizes": tuple(kept)}))
    assert told(small) == ["fiche-jamais f/1-9"]


def test_sheet_that_no_firm_of_a_size_needs(build: Build):
    big = {"id": "d-big", "force": "strong", "when": {"answer": "size", "at_least": "1-9"}}
    red = {"id": "d-red", "force": "light", "when": {"answer": "colour", "is": "red"}}
    assert told(build(("sheets", "d", {"triggers": (red, big)}))) == ["fiche-jamais d/0"]


def test_practice_listed_from_the_most_advanced(build: Build):
    backwards = {"options": ["kept", "done", "begun", "absent"], "scale": "descending"}
    assert "echelle-inversee practice-a" in told(build(("questions", "practice-a", backwards)))


@pytest.mark.parametrize(
    ("subject", "found"),
    [
        ("idle", []),
        ("iddle", ["acceptation-inutile pourquoi-pas", "alerte-toujours idle"]),
        ("low-hands", ["acceptation-inutile pourquoi-pas", "alerte-toujours idle"]),
    ],
)
def test_accepted_finding_is_left_out(build: Build, subject: str, found: list[str]):
    pack = build(("alerts", "idle", {"when": {"answer": "size", "at_least": "0"}}))
    document = parse(ACCEPTED.format(subject=subject).encode(), "rules/accepted.yaml")
    accepting = replace(pack, documents={document.name: document})
    assert told(accepting) == found


def test_useless_acceptance_says_where_and_what_was_meant(build: Build):
    pack = build(("alerts", "idle", {"when": {"answer": "size", "at_least": "0"}}))
    document = parse(ACCEPTED.format(subject="iddle").encode(), "rules/accepted.yaml")
    idle = next(one for one in analysed(replace(pack, documents={document.name: document})) if "accept" in one.kind)
    assert (idle.file, idle.line, idle.severity) == ("rules/accepted.yaml", 3, Severity.WARNING)
    assert "idle" in idle.hint


def test_option_stands_in_the_set_of_answers_that_a_question_borrows(pack: Pack):
    places = Places(pack.documents)
    file, line = places.option("strategie", 1)
    text = (pack.root / file).read_text(encoding="utf-8").splitlines()
    assert "id: non" in text[line - 1]
    assert text[line - 3].strip() == "options:"


def test_pack_that_comes_from_no_file_has_names_for_places():
    places = Places({})
    assert places.option("colour", 0) == places.question("colour", "when") == ("colour", 0)
    assert places.asked("short", "colour") == ("short", 0)
    assert places.rule("toy") == ("toy", 0)
