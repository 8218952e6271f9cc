"""A dossier that other rules made: what is gone is named, the rest is compared, and nothing of it is trusted."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from test_explain_trace import PHRASES, Trace

from builders import CASES, read
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers.model import Dossier, PackReference, StoredDiagnosis
from iag_diag.dossiers.reading import Company, company_of
from iag_diag.errors import IagDiagError
from iag_diag.reports.explain_trace import trace_of
from iag_diag.reports.explain_what import explained
from iag_diag.reports.explaining import Explanation
from iag_diag.reports.former import former

DAY, THEN = date(2026, 11, 23), date(2026, 5, 23)
MOMENT = "2026-05-23T09:00:00Z"
ANSWERS: dict[str, Any] = read(CASES / "cave-des-halles.yaml")["answers"]


def dossier_of(engine: Engine, more: dict[str, Any], *, diagnosed: bool = True, **pack: str) -> Dossier:
    """Fill a dossier with a pack that had more questions and options; its last diagnosis had other conclusions too."""
    reference = PackReference.of(engine.pack).model_copy(update={"version": "0.9", "hash": "f" * 64} | pack)
    dossier = Dossier(company="Essai", questionnaire="complet", pack=reference, created=MOMENT, updated=MOMENT)
    for question, value in {**ANSWERS, **more}.items():
        dossier = dossier.with_answer(question, value, MOMENT)
    if not diagnosed:
        return dossier
    record = StoredDiagnosis.of(engine.diagnose(ANSWERS), ANSWERS, "complet", THEN)
    changes = {
        "pack": reference,
        "phase": "deploiement",
        "dimensions": {**record.dimensions, "usages": 55, "vieil-axe": 12},
        "roadmap": (*record.roadmap[1:], "vieille-fiche"),
        "alerts": (*record.alerts[1:], "vieille-alerte"),
    }
    return dossier.with_diagnosis(record.model_copy(update=changes), MOMENT)


def explanation_of(engine: Engine, dossier: Dossier) -> Explanation:
    return Explanation(engine, company_of(dossier, engine.pack, Path("x.iag.json")), DAY)


def test_what_is_gone_and_what_other_rules_concluded(engine: Engine, pack: Pack):
    found = former(engine, dossier_of(engine, {"vieille": ("a", "b"), "strategie": "bof"}))
    assert found
    assert (found.gone, found.unfit) == ((("vieille", "a, b"),), (("strategie", "bof"),))
    assert [one.replace("\u00a0", " ") for one in found.lost] == [
        "axe « vieil-axe »",
        "fiche « vieille-fiche »",
        "point de vigilance « vieille-alerte »",
    ]
    now = engine.diagnose(ANSWERS)
    usages = next(axis for axis in now.dimensions if axis.id == "usages")
    assert [(one.what, one.before, one.after) for one in found.moved] == [
        ("Phase", "Déploiement", now.phase.label),
        (usages.label, 55, usages.score),
        (pack.sheets[now.roadmap[0].sheet].name, "pas retenue", "retenue"),
        (now.alerts[0].label, "pas soulevé", "soulevé"),
    ]


def test_it_is_told_first_and_from_the_trace(engine: Engine):
    explanation = explanation_of(engine, dossier_of(engine, {"vieille": "a", "strategie": "bof"}))
    pages = explained(explanation, None, None)
    assert pages[0].title == "Ce qui ne peut plus être expliqué"
    told = Trace(trace_of(explanation, None, None)).phrases(pages)
    assert told <= set(PHRASES.read_text(encoding="utf-8").splitlines())


def test_the_same_rules_have_nothing_to_say(engine: Engine, pack: Pack):
    same = dossier_of(engine, {}, diagnosed=False, hash=pack.hash)
    record = StoredDiagnosis.of(engine.diagnose(ANSWERS), ANSWERS, "complet", THEN)
    assert former(engine, None) is former(engine, same) is former(engine, same.with_diagnosis(record, MOMENT)) is None
    assert explanation_of(engine, same).former is None
    assert Explanation(engine, Company("", ANSWERS), DAY).former is None


def test_without_a_diagnosis_and_without_its_answers(engine: Engine, pack: Pack):
    bare = explanation_of(engine, dossier_of(engine, {}, diagnosed=False, version=pack.manifest.version))
    page = next(bare.whole())
    assert "sous le même numéro, mais son contenu a changé depuis" in page.subtitles[0]
    assert [part.lines for part in page.parts if part.lines] == [("Il n’y a rien à comparer.",)]

    dossier = dossier_of(engine, {})
    old = dossier.diagnoses[0].model_copy(update={"answers": {}, "phase": "reflexion"})
    page = next(explanation_of(engine, dossier.model_copy(update={"diagnoses": (old,)})).whole())
    assert page.parts[-1].title.endswith("(réponses d’aujourd’hui, celles d’alors n’ayant pas été gardées)")
    same = StoredDiagnosis.of(engine.diagnose(ANSWERS), ANSWERS, "complet", THEN)
    quiet = dossier.model_copy(update={"diagnoses": (same.model_copy(update={"pack": old.pack}),)})
    assert next(explanation_of(engine, quiet).whole()).parts[-1].lines == ("Rien ne change.",)


def test_a_question_that_is_gone_says_what_was_answered(engine: Engine):
    explanation = explanation_of(engine, dossier_of(engine, {"vieille": {"ligne": ("a", "b")}}))
    with pytest.raises(IagDiagError, match=r"«.vieille.» n’existe plus dans ce référentiel") as caught:
        explained(explanation, "question", "vieille")
    assert "ligne\u00a0: a, b" in caught.value.hint


def test_what_a_file_holds_is_shown_as_text(engine: Engine):
    hostile = "\x1b[31m\u202e<b>\x00" + "x" * 500
    dossier = dossier_of(engine, {hostile: hostile}, id=hostile, version=hostile)
    page = next(explanation_of(engine, dossier).whole())
    text = "".join([*page.subtitles, *(line for part in page.parts for line in part.lines)])
    assert text.replace("\u00a0", " ").isprintable()
    assert all(len(line) < 300 for part in page.parts for line in part.lines)
