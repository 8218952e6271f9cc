"""Following the actions of a dossier: each change is on disk at once, and no answer changes without being asked."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest
from asker import Scripted

from iag_diag.content.pack import Pack
from iag_diag.dossiers import store
from iag_diag.dossiers.model import ActionState, Dossier, PackReference, StoredAction, StoredDiagnosis
from iag_diag.interview.tracking import Tracking

NOON, NOW = "2026-11-23T12:00:00Z", "2026-11-26T08:00:00Z"
TODAY = date(2026, 11, 26)


class Talking(Scripted):
    """Picks and types these in order, and remembers what it was shown."""

    def __init__(self, *replies: str) -> None:
        super().__init__()
        self.replies = list(replies)
        self.titles: list[str] = []
        self.offered: list[list[str]] = []

    def line(self, title: str) -> str:
        self.titles.append(title)
        return self.replies.pop(0)

    def choose(self, title: str, choices: Sequence[tuple[str, str]]) -> str:
        self.titles.append(title)
        self.offered.append([label for _, label in choices])
        reply = self.replies.pop(0)
        assert reply in [choice for choice, _ in choices]
        return reply


@pytest.fixture
def tracking(tmp_path: Path, pack: Pack) -> Tracking:
    reference = PackReference.of(pack)
    record = StoredDiagnosis(
        date="2026-11-01", questionnaire="express", pack=reference, phase="reflexion", lowest="reflexion",
        highest="reflexion", dimensions={}, roadmap=("charte-ethique", "ateliers-prompt"),
    )  # fmt: skip
    dossier = Dossier(questionnaire="express", pack=reference, created=NOON, updated=NOON, diagnoses=(record,))
    path = tmp_path / "val.iag.json"
    store.save(path, dossier)
    return Tracking(pack, path, dossier, Talking(), TODAY, lambda: NOW)


def said(tracking: Tracking, *replies: str) -> Talking:
    """Answer until the end; what is on disk is what is in memory."""
    asker = Talking(*replies)
    tracking.asker = asker
    tracking.run()
    assert asker.replies == []
    assert store.load(tracking.path) == tracking.dossier
    return asker


def test_an_action_is_kept_with_who_and_when(tracking: Tracking):
    asker = said(tracking, "ateliers-prompt", "doing", "Nadia\x1b[31m", "31/3/27", "le lundi", "fini")
    assert tracking.dossier.actions == {
        "ateliers-prompt": StoredAction(
            state=ActionState.DOING, at=NOW, owner="Nadia[31m", due="2027-03-31", comment="le lundi"
        )
    }
    assert asker.said[-1].endswith(": en cours, Nadia[31m, pour le 31/03/2027")
    assert not tracking.answered


def test_enter_keeps_what_was_said_and_a_dash_takes_it_away(tracking: Tracking):
    said(tracking, "ateliers-prompt", "doing", "Nadia", "31/3/27", "le lundi", "fini")
    said(tracking, "ateliers-prompt", "doing", "", "-", "", "fini")
    action = tracking.dossier.actions["ateliers-prompt"]
    assert (action.owner, action.due, action.comment) == ("Nadia", None, "le lundi")
    asker = said(tracking, "ateliers-prompt", "dropped", "-", "-", "fini")
    action = tracking.dossier.actions["ateliers-prompt"]
    assert (action.state, action.owner, action.comment) == (ActionState.DROPPED, "", "")
    assert not any("Pour quand" in title for title in asker.titles)


def test_a_day_that_is_not_one_is_asked_again(tracking: Tracking):
    asker = said(tracking, "rendez-vous", "demain", "31/2/27", "28/2/27", "fini")
    assert tracking.dossier.next_meeting == "2027-02-28"
    assert [text for text in asker.said if "n’est pas une date" in text] == asker.said
    assert len(asker.said) == 2


def test_what_is_done_changes_an_answer_only_when_told_so(tracking: Tracking):
    asker = said(tracking, "charte-ethique", "done", "", "", "", "fini")
    assert "jamais demandé" in asker.titles[-2]
    assert tracking.dossier.answers == {}
    assert not tracking.answered
    said(tracking, "charte-ethique", "done", "", "", "en-place", "fini")
    answer = tracking.dossier.answers["pratique-charte-ethique"]
    assert (answer.value, answer.at) == ("en-place", NOW)
    assert tracking.answered
    said(tracking, "charte-ethique", "done", "", "", "fini")


def test_a_late_action_says_so(tracking: Tracking):
    said(tracking, "ateliers-prompt", "todo", "", "25/11/26", "", "fini")
    asker = said(tracking, "fini")
    assert any(label.endswith("pour le 25/11/2026 (passé)") for label in asker.offered[0])


def test_leaving_in_the_middle_keeps_what_was_finished(tracking: Tracking):
    tracking.asker = Talking("ateliers-prompt", "doing", "Nadia", "", "", "charte-ethique")
    with pytest.raises(IndexError):
        tracking.run()
    assert list(store.load(tracking.path).actions) == ["ateliers-prompt"]
