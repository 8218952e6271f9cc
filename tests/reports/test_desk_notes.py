"""What an adviser wrote beside the answers: shared notes for the company, the rest for the adviser alone."""

from pathlib import Path

import pytest

from iag_diag.content.pack import Pack
from iag_diag.dossiers.model import Dossier, PackReference, Respondent, StoredAnswer, StoredEvidence
from iag_diag.dossiers.reading import Company, company_of
from iag_diag.reports.catalogue.pages import Page
from iag_diag.reports.desk_notes import adviser_pages, shared_pages

NOON = "2026-11-23T12:00:00Z"


def text(pages: list[Page]) -> str:
    return "\n".join(
        line
        for page in pages
        for line in (page.title, *page.subtitles, *(line for part in page.parts for line in part.lines))
    )


@pytest.fixture
def company(pack: Pack) -> Company:
    """Build a company of which two people answered, with one thing of each kind noted."""
    seen = StoredEvidence(text="Affichée en caisse", day="2026-11-20", at=NOON, path="photos/1.jpg")
    said = {"mesure-gains": StoredAnswer(value="aucune", at=NOON)}
    dossier = (
        Dossier(company="Le Val", questionnaire="express", pack=PackReference.of(pack), created=NOON, updated=NOON)
        .with_answer("mesure-gains", "impression", NOON)
        .with_answer("strategie", "non", NOON)
        .with_note("strategie", "Secret", NOON)
        .with_note("strategie", "À lire ensemble\x1b[31m", NOON, private=False)
        .with_note("disparue", "Vieux", NOON)
        .with_evidence("strategie", seen)
        .with_opinion("", "Ils avancent", NOON)
        .with_respondent("p", Respondent(label="la vendeuse", answers=said), NOON)
    )
    return company_of(dossier, pack, Path("x.iag.json"))


def test_the_company_reads_divergences_and_shared_notes_only(pack: Pack, company: Company):
    told = text(list(shared_pages(pack, company)))
    question = pack.questions["mesure-gains"]
    none, guess = (question.option(name).label for name in ("aucune", "impression"))
    assert (
        f"L’entreprise\xa0: «\xa0{guess}\xa0»\xa0; La vendeuse\xa0: «\xa0{none}\xa0». Retenu\xa0: «\xa0{none}\xa0»."
        in told
    )
    assert "À lire ensemble[31m" in told
    for secret in ("Secret", "Affichée", "Ils avancent", "photos"):
        assert secret not in told


def test_the_adviser_reads_the_rest(pack: Pack, company: Company):
    told = text(list(adviser_pages(pack, company)))
    assert "Affichée en caisse (photos/1.jpg, 20\xa0novembre 2026)" in told
    assert "2\xa0réponses, dont 1\xa0vérifiée par une preuve." in told
    assert "disparue\xa0: Vieux" in told
    assert "Ils avancent" in told
    assert "Secret" in told
    assert "À lire ensemble" not in told


def test_people_who_agree_are_said_to(pack: Pack, company: Company):
    agreeing = company.dossier.with_answer("mesure-gains", "aucune", NOON)
    told = text(list(shared_pages(pack, company_of(agreeing, pack, Path("x")))))
    assert "la même chose" in told


def test_answers_from_a_file_have_nothing_beside_them(pack: Pack):
    alone = Company("Le Val", {"strategie": "non"})
    assert [*shared_pages(pack, alone), *adviser_pages(pack, alone)] == []
