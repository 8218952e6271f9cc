"""A year of an adviser: ten companies, three meetings each, notes, proofs, actions; a cut in each write."""

import os
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Self

import pytest

from iag_diag.diagnosis.answers import NSP
from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers import store
from iag_diag.dossiers.lock import sole_writer
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
from iag_diag.dossiers.portfolio import picture, read_portfolio
from iag_diag.dossiers.reading import company_of
from iag_diag.dossiers.tracking import followed
from iag_diag.reports.progress import Progress

COMPANIES, MEETINGS = 10, 3
START = date(2026, 1, 5)


class CutError(BaseException):
    """The power went off."""


def cuts(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Give ways to cut a write: before it, half written, before and after the flush, before and after the rename."""

    def dying(module: object, name: str, *, after: bool) -> Callable[[], None]:
        true = getattr(module, name)

        def die(*arguments: object, **named: object) -> object:
            if after:
                true(*arguments, **named)
            raise CutError

        return lambda: monkeypatch.setattr(module, name, die)

    def half() -> None:
        true = os.fdopen

        def opened(*arguments: object, **named: object) -> object:
            file = true(*arguments, **named)
            write = file.write

            class Half:
                def __enter__(self) -> Self:
                    return self

                def __exit__(self, *_: object) -> None:
                    file.close()

                def write(self, content: bytes) -> None:
                    write(content[: len(content) // 2])
                    file.flush()
                    raise CutError

            return Half()

        monkeypatch.setattr(os, "fdopen", opened)

    yield dying(os, "open", after=False)
    yield dying(os, "open", after=True)
    yield half
    yield dying(os, "fsync", after=False)
    yield dying(Path, "replace", after=False)
    yield dying(Path, "replace", after=True)


def kept(path: Path, before: Dossier | None, after: Dossier) -> None:
    """Write, cut short in every way: what is on disk is the former dossier or the new one, whole."""
    for cut in range(6):
        with pytest.MonkeyPatch.context() as patch, sole_writer(path):
            list(cuts(patch))[cut]()
            with pytest.raises(CutError):
                store.save(path, after)
        assert (store.load(path) if path.exists() else None) in (before, after)
        if path.exists() and before is not None:
            with sole_writer(path):
                store.save(path, before)
    with sole_writer(path):
        store.save(path, after)
    assert store.load(path) == after


def told(engine: Engine, random: Random, dossier: Dossier, at: str) -> Dossier:
    """Answer some of the questions of the express, otherwise than last time for a few."""
    for question in engine.pack.questionnaires["express"].questions:
        asked = engine.pack.questions[question]
        if asked.options and not asked.multiple and not asked.rows and random.random() < 0.5:
            options = [option.id for option in asked.options]
            dossier = dossier.with_answer(question, random.choice([*options, NSP]), at)
    return dossier


def test_nothing_is_lost_in_a_year(engine: Engine, tmp_path: Path):
    random, pack = Random(2026), engine.pack
    expected: dict[Path, Dossier] = {}
    for meeting in range(MEETINGS):
        for number in range(COMPANIES):
            day = START + timedelta(days=120 * meeting + number)
            at = f"{day}T10:00:00Z"
            path = tmp_path / f"c{number}.iag.json"
            before = expected.get(path)
            dossier = before or Dossier(
                company=f"Maison {number}", questionnaire="express", pack=PackReference.of(pack), created=at, updated=at
            )
            dossier = told(engine, random, dossier.with_answer("taille", "1-9", at), at)
            dossier = dossier.with_note("taille", f"Rencontre {meeting}", at, private=meeting % 2 == 0)
            dossier = dossier.with_evidence("taille", StoredEvidence(text="Registre", day=str(day), at=at))
            dossier = dossier.with_opinion("", f"Avis {meeting}", at)
            person = Respondent(label="la vendeuse", answers={"strategie": StoredAnswer(value="non", at=at)})
            dossier = dossier.with_respondent("p", person, at)
            answers = company_of(dossier, pack, path).answers
            record = StoredDiagnosis.of(engine.diagnose(answers), answers, "express", day)
            dossier = dossier.with_diagnosis(record, at)
            for sheet in record.roadmap[:1]:
                dossier = dossier.with_action(sheet, StoredAction(state=ActionState.DONE, at=at, owner="Nadia"))
            dossier = dossier.with_next_meeting(str(day + timedelta(days=120)), at)
            kept(path, before, dossier)
            expected[path] = dossier

    found = read_portfolio(tmp_path, pack)
    assert (len(found.entries), found.damaged) == (COMPANIES, ())
    assert sum(picture(found.entries, pack).phases.values()) == COMPANIES
    assert all(one.next_meeting and one.done >= 1 for one in found.entries)
    for path, dossier in expected.items():
        assert store.load(path) == dossier
        assert [note.text for note in dossier.notes["taille"]] == [
            f"Rencontre {meeting}" for meeting in range(MEETINGS)
        ]
        assert len(dossier.evidence["taille"]) == len(dossier.diagnoses) == MEETINGS
        assert dossier.opinions[""].text == f"Avis {MEETINGS - 1}"
        progress = Progress(engine, *dossier.diagnoses[-2:], followed(dossier, pack))
        assert progress.data()["after"]["phase"] == dossier.diagnoses[-1].phase
        assert progress.page().subtitles == ()
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".tmp")] == []
