"""Several people of one company: the rule that the diagnosis goes by, and what is said of where they differ."""

from pathlib import Path

import pytest

from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Value
from iag_diag.dossiers.consensus import consensus
from iag_diag.dossiers.model import Dossier, PackReference, Respondent, StoredAnswer
from iag_diag.dossiers.reading import company_of

NOON = "2026-11-23T12:00:00Z"
SCALED, FACT, PROFILE = "mesure-gains", "acces-public", "taille"


@pytest.mark.parametrize(
    ("question", "own", "others", "kept"),
    [
        (SCALED, "suivi-regulier", ["impression", "un-indicateur"], "impression"),
        (SCALED, "aucune", ["suivi-regulier"], "aucune"),
        (SCALED, NSP, ["un-indicateur", NSP], "un-indicateur"),
        (SCALED, SANS_OBJET, ["un-indicateur"], "un-indicateur"),
        (SCALED, NSP, [NSP], NSP),
        (SCALED, None, ["un-indicateur"], "un-indicateur"),
        (FACT, "oui", ["non", "non"], "oui"),
        (FACT, NSP, ["non", "non"], "non"),
        (FACT, NSP, ["non", "oui"], NSP),
        (FACT, None, ["oui", NSP], "oui"),
        (FACT, None, ["non", "oui"], None),
        (PROFILE, "1-9", ["10-49"], "1-9"),
    ],
)
def test_the_rule(pack: Pack, question: str, own: Value | None, others: list[str], kept: Value | None):
    mine = {} if own is None else {question: own}
    theirs = {f"personne {number}": {question: value} for number, value in enumerate(others)}
    found = consensus(pack, mine, theirs)
    assert found.answers.get(question) == kept
    known = [value for value in (own, *others) if value not in (None, NSP)]
    assert bool(found.divergences) == (len(set(known)) > 1)


def test_scales_are_those_of_the_pack(pack: Pack):
    """The table above stands on a question with a scale, one without, and one of the profile."""
    assert pack.questions[SCALED].scale is not None
    assert pack.questions[FACT].scale is None
    assert pack.questions[PROFILE].profile


def test_a_divergence_says_who_said_what(pack: Pack):
    others = {"la vendeuse": {SCALED: "aucune"}, "le gérant": {SCALED: NSP, "strategie": "oui"}}
    found = consensus(pack, {SCALED: "impression", "strategie": "oui"}, others)
    assert [(one.who, one.value) for one in found.divergences[0].sayings] == [
        ("", "impression"),
        ("la vendeuse", "aucune"),
    ]
    assert (len(found.divergences), found.divergences[0].kept) == (1, "aucune")


def test_free_texts_are_never_mixed(pack: Pack):
    text = next(question.id for question in pack.questions.values() if question.kind == "text")
    found = consensus(pack, {}, {"la vendeuse": {text: "Bonjour"}})
    assert (found.answers, found.divergences) == ({}, ())


def test_a_dossier_joins_its_people_and_sets_aside_what_does_not_fit(pack: Pack):
    def said(**answers: str) -> dict[str, StoredAnswer]:
        return {question.replace("_", "-"): StoredAnswer(value=value, at=NOON) for question, value in answers.items()}

    dossier = Dossier(
        questionnaire="express", pack=PackReference.of(pack), created=NOON, updated=NOON,
        answers=said(mesure_gains="impression"),
        others={"vendeuse": Respondent(label="La vendeuse", answers=said(mesure_gains="aucune", disparue="oui"))},
    )  # fmt: skip
    company = company_of(dossier, pack, Path("x.iag.json"))
    assert company.answers == {"mesure-gains": "aucune"}
    assert company.divergences[0].sayings[1].who == "La vendeuse"
    assert [warning for warning in company.warnings if "disparue" in warning] == list(company.warnings)
    alone = company_of(dossier.model_copy(update={"others": {}}), pack, Path("x.iag.json"))
    assert (alone.answers, alone.divergences, alone.warnings) == ({"mesure-gains": "impression"}, (), ())
