"""An anonymous copy holds nothing that was typed, and still gives the same diagnosis."""

import json

import pytest

from iag_diag.content.pack import Pack
from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers.anonymous import Profile, anonymous
from iag_diag.dossiers.model import (
    ActionState,
    Dossier,
    PackReference,
    Respondent,
    StoredAction,
    StoredAnswer,
    StoredDiagnosis,
    StoredEvidence,
)

NOON = "2026-11-23T12:34:56Z"
SECRET = "Zébulon"  # noqa: S105 - a name


def full(pack: Pack) -> Dossier:
    """Build a dossier with a secret in every place where somebody can type, and its day everywhere."""
    text = next(question.id for question in pack.questions.values() if question.kind == "text")
    answers = {"taille": "1-9", "branche": "jardineries", "strategie": "non", text: SECRET, "disparue": SECRET}
    record = StoredDiagnosis(
        date="2026-11-23", questionnaire="express", pack=PackReference.of(pack), phase="reflexion", lowest="reflexion",
        highest="reflexion", dimensions={"usages": 10}, roadmap=("charte-ethique",), answers=answers,
    )  # fmt: skip
    stored = {question: StoredAnswer(value=value, at=NOON) for question, value in answers.items()}
    seen = StoredEvidence(text=SECRET, day="2026-11-23", at=NOON, path=SECRET)
    return (
        Dossier(
            company=SECRET, questionnaire="express", pack=PackReference.of(pack), created=NOON, updated=NOON,
            next_meeting="2027-05-23", answers=stored, diagnoses=(record,),
        )
        .with_note("taille", SECRET, NOON)
        .with_evidence("strategie", seen)
        .with_opinion("", SECRET, NOON)
        .with_respondent(SECRET, Respondent(label=SECRET, answers=stored), NOON)
        .with_action(
            "charte-ethique",
            StoredAction(state=ActionState.DONE, at=NOON, owner=SECRET, due="2026-12-23", comment=SECRET),
        )
    )  # fmt: skip


def written(dossier: Dossier) -> str:
    return json.dumps(dossier.model_dump(mode="json"), ensure_ascii=False)


def test_nothing_typed_and_no_day_is_left(pack: Pack):
    whole = full(pack)
    assert SECRET in written(whole)
    copy = written(anonymous(whole, pack))
    assert SECRET not in copy
    assert "-23" not in copy
    assert "12:34" not in copy
    assert "disparue" not in copy


def test_what_a_diagnosis_reads_is_left(engine: Engine):
    whole, pack = full(engine.pack), engine.pack
    copy = anonymous(whole, pack)
    assert copy.answers["strategie"].confidence == "seen"
    assert copy.actions["charte-ethique"].state is ActionState.DONE
    assert copy.others["personne-1"].answers.keys() == {"taille", "branche", "strategie"}
    known = {question: value for question, value in whole.values().items() if question != "disparue"}
    assert engine.diagnose(copy.values()) == engine.diagnose(known)
    assert anonymous(copy, pack) == copy


def test_the_profile_goes_on_demand(pack: Pack):
    copy = anonymous(full(pack), pack, Profile.REMOVED)
    assert copy.answers.keys() == copy.diagnoses[0].answers.keys() == {"strategie"}
    assert "jardineries" not in written(copy)


@pytest.mark.parametrize(("size", "said"), [("0", "1-9"), ("1-9", "1-9"), ("50-199", "10-49"), ("500+", "200-499")])
def test_a_coarse_profile_says_a_group_and_no_branch(pack: Pack, size: str, said: str):
    copy = anonymous(full(pack).with_answer("taille", size, NOON), pack, Profile.COARSE)
    assert copy.answers["taille"].value == said
    assert copy.diagnoses[0].answers == {"taille": "1-9", "strategie": "non"}
    assert "jardineries" not in written(copy)


def test_groups_are_sizes_of_their_own(pack: Pack):
    groups = pack.manifest.coarse_sizes
    assert set(groups.values()).isdisjoint(groups)
    assert {*groups, *groups.values()} == {size.id for size in pack.planning.sizes}
