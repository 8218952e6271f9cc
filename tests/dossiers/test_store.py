"""The dossier on disk: written whole or not at all, private, one writer at a time; a bad one is refused, untouched."""

import errno
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from iag_diag.content.pack import Pack
from iag_diag.dossiers import store
from iag_diag.dossiers.lock import sole_writer
from iag_diag.dossiers.model import Dossier, PackReference, StoredDiagnosis, StoredNote
from iag_diag.dossiers.reading import read_company
from iag_diag.errors import ContentError, IagDiagError

NOON, LATER = "2026-11-23T12:00:00Z", "2026-11-23T12:05:00Z"


@pytest.fixture
def dossier(pack: Pack) -> Dossier:
    empty = Dossier(
        company="L’Épicerie « 🍎 »", questionnaire="express", pack=PackReference.of(pack), created=NOON, updated=NOON
    )
    return (
        empty.with_answer("taille", "1-9", NOON)
        .with_answer("freins", ("couts", "manque-temps"), NOON)
        .with_answer("apprehension", {"employes": "faible"}, NOON)
        .with_note("taille", "Un apprenti en plus.", LATER)
    )


@pytest.fixture
def saved(tmp_path: Path, dossier: Dossier) -> Path:
    path = tmp_path / "boutique.iag.json"
    store.save(path, dossier)
    return path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_round_trip(saved: Path, dossier: Dossier):
    diagnosis = StoredDiagnosis(
        date="2026-11-23",
        questionnaire="express",
        pack=dossier.pack,
        phase="reflexion",
        lowest="reflexion",
        highest="deploiement",
        dimensions={"usages": None, "competences": 40},
        roadmap=("charte-ethique",),
    )
    whole = dossier.with_diagnosis(diagnosis, LATER)
    store.save(saved, whole)
    assert store.load(saved) == whole
    assert whole.with_diagnosis(diagnosis, LATER) == whole
    assert whole.updated == LATER
    assert names(saved.parent) == ["boutique.iag.json"]


def test_file_is_readable_by_a_person(saved: Path):
    text = saved.read_text(encoding="utf-8")
    assert "L’Épicerie « 🍎 »" in text
    assert json.loads(text)["schema"] == 2
    assert text.count("\n") > 10


def test_a_dossier_of_the_first_format_is_read_and_its_notes_stay_private(saved: Path, dossier: Dossier):
    first = json.loads(saved.read_text(encoding="utf-8"))
    first["schema"] = 1
    saved.write_text(json.dumps(first), encoding="utf-8")
    read = store.load(saved)
    assert read == dossier
    assert [note.private for note in read.notes["taille"]] == [True]


def test_what_is_empty_is_not_written(saved: Path):
    assert list(json.loads(saved.read_text(encoding="utf-8"))) == [
        *("schema", "company", "questionnaire", "pack", "created", "updated", "answers", "notes"),
    ]


def test_a_byte_order_mark_is_forgiven(saved: Path, dossier: Dossier):
    saved.write_bytes(b"\xef\xbb\xbf" + saved.read_bytes())
    assert store.load(saved) == dossier


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such bits")
def test_only_the_owner_reads_it(saved: Path, dossier: Dossier):
    assert saved.stat().st_mode & 0o777 == 0o600
    saved.chmod(0o644)
    store.save(saved, dossier)
    assert saved.stat().st_mode & 0o777 == 0o600


def with_key(content: bytes, **changes: Any) -> bytes:
    return json.dumps({**json.loads(content), **changes}).encode()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda _: b"", "ce n’est pas du JSON, ligne 1"),
        (lambda content: content[: len(content) // 2], "ce n’est pas du JSON, ligne"),
        (lambda content: content + b"}", "ce n’est pas du JSON, ligne"),
        (lambda content: b"\0" * len(content), "ce n’est pas du JSON, ligne 1"),
        (lambda _: b"[" * 100_000, "ce n’est pas du JSON, trop de niveaux"),
        (lambda content: content.decode().encode("utf-16"), "il n’est pas en UTF-8"),
        (lambda _: b"[]", "« le fichier entier » n’a pas la forme attendue"),
        (lambda _: b"{}", "« questionnaire » n’a pas la forme attendue"),
        (lambda content: with_key(content, schema="1"), "« schema » n’a pas la forme attendue"),
        (lambda content: with_key(content, schema=0), "« schema » n’a pas la forme attendue"),
        (lambda content: with_key(content, company=12), "« company » n’a pas la forme attendue"),
        (lambda content: with_key(content, company="\ud800"), "il n’est pas en UTF-8"),
        (lambda content: with_key(content, inconnu=1), "« inconnu » n’a pas la forme attendue"),
        (lambda content: with_key(content, answers={"taille": "1-9"}), "« answers.taille » n’a pas la forme"),
        (lambda content: with_key(content, created="hier"), "« created » n’a pas la forme attendue"),
        (lambda content: content + b" " * store.MAX_BYTES, "il est démesuré"),
    ],
)
def test_damaged_dossier_is_refused_and_untouched(saved: Path, damage: Any, said: str):
    saved.write_bytes(damage(saved.read_bytes()))
    before = saved.read_bytes()
    with pytest.raises(IagDiagError) as caught:
        store.load(saved)
    assert said in caught.value.message
    assert str(saved) in caught.value.message
    assert "Il n’a pas été touché." in caught.value.hint
    assert saved.read_bytes() == before


def test_newer_dossier_is_refused_and_untouched(saved: Path):
    saved.write_bytes(with_key(saved.read_bytes(), schema=3, nouveau={"a": 1}))
    before = saved.read_bytes()
    with pytest.raises(IagDiagError, match=r"version plus récente d’iag-diag \(format 3, ici 2\)") as caught:
        store.load(saved)
    assert "Mettez iag-diag à jour" in caught.value.hint
    assert saved.read_bytes() == before


def test_missing_dossier_and_folder_in_its_place(tmp_path: Path):
    with pytest.raises(IagDiagError, match="n’existe pas") as caught:
        store.load(tmp_path / "absent.iag.json")
    assert "iag-diag start" in caught.value.hint
    folder = tmp_path / "dossier.iag.json"
    folder.mkdir()
    with pytest.raises(IagDiagError, match=r"ne peut pas être lu \(c’est un dossier\)"):
        store.load(folder)


def test_impossible_answers_are_told_and_the_file_untouched(saved: Path, pack: Pack):
    answers = {"taille": {"value": "mille", "at": NOON}, "strategie": {"value": ["oui"], "at": NOON}}
    saved.write_bytes(with_key(saved.read_bytes(), answers=answers))
    before = saved.read_bytes()
    with pytest.raises(ContentError, match="contient des réponses impossibles ; il n’a pas été touché") as caught:
        read_company(saved, pack)
    assert [problem.where for problem in caught.value.problems] == ["answers.taille", "answers.strategie"]
    assert saved.read_bytes() == before


def test_answers_of_another_pack_are_set_aside_and_said(saved: Path, pack: Pack):
    other = {"id": "autre", "version": "2", "hash": "0"}
    answers = {"taille": {"value": "1-9", "at": NOON}, "ancienne": {"value": "oui", "at": NOON}}
    saved.write_bytes(with_key(saved.read_bytes(), pack=other, answers=answers))
    company = read_company(saved, pack)
    assert company.answers == {"taille": "1-9"}
    assert company.warnings == ("Réponse laissée de côté, elle ne correspond plus au référentiel : answers.ancienne.",)


@pytest.mark.parametrize("exists", [True, False])
@pytest.mark.parametrize("failing", [("open", errno.EACCES), ("fsync", errno.ENOSPC), ("replace", errno.EACCES)])
def test_failed_write_leaves_what_was_there(
    tmp_path: Path, dossier: Dossier, monkeypatch: pytest.MonkeyPatch, failing: tuple[str, int], *, exists: bool
):
    path = tmp_path / "boutique.iag.json"
    call, code = failing
    if exists:
        store.save(path, dossier)
    before = names(tmp_path)

    def fail(*_: Any, **__: Any) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(IagDiagError) as caught:
        store.save(path, dossier.with_answer("taille", "500+", LATER))
    monkeypatch.undo()
    said = {errno.EACCES: "accès refusé", errno.ENOSPC: "le disque est plein"}[code]
    assert f"ne peut pas être écrit ({said})" in caught.value.message
    assert "ce qui était déjà enregistré est intact" in caught.value.hint
    assert names(tmp_path) == before
    assert not exists or store.load(path) == dossier


def test_folder_that_does_not_exist(tmp_path: Path, dossier: Dossier):
    path = tmp_path / "absent" / "boutique.iag.json"
    with pytest.raises(IagDiagError, match=r"ne peut pas être écrit \(introuvable\)"):
        store.save(path, dossier)


HOLD = """
import sys
from pathlib import Path
from iag_diag.dossiers.lock import sole_writer
with sole_writer(Path(sys.argv[1])):
    print("tenu", flush=True)
    sys.stdin.read()
"""


def test_two_writers_at_once(saved: Path):
    before = saved.read_bytes()
    command = [sys.executable, "-c", HOLD, str(saved)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "tenu\n"
        with pytest.raises(IagDiagError, match="déjà ouvert dans une autre fenêtre") as caught, sole_writer(saved):
            pass
        assert "Fermez-la, puis recommencez." in caught.value.hint
        other.kill()
    with sole_writer(saved):
        assert saved.read_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="links need rights of their own there")
def test_a_link_stays_a_link_and_its_dossier_is_written_and_locked(saved: Path, dossier: Dossier, tmp_path: Path):
    elsewhere = tmp_path / "ailleurs"
    elsewhere.mkdir()
    link = elsewhere / "lien.iag.json"
    link.symlink_to(saved)
    after = dossier.with_answer("strategie", "oui", LATER)
    with sole_writer(link):
        with pytest.raises(IagDiagError, match="déjà ouvert"), sole_writer(saved):
            pass
        store.save(link, after)
    assert link.is_symlink()
    assert store.load(saved) == store.load(link) == after
    assert names(elsewhere) == ["lien.iag.json"]
    (elsewhere / "boucle.iag.json").symlink_to("boucle.iag.json")
    with pytest.raises(IagDiagError):
        store.load(elsewhere / "boucle.iag.json")


def test_ten_thousand_notes(saved: Path, dossier: Dossier):
    notes = {"taille": tuple(StoredNote(text=f"Note {number} 🍎", at=LATER) for number in range(10_000))}
    store.save(saved, dossier.model_copy(update={"notes": notes}))
    assert len(store.load(saved).notes["taille"]) == 10_000
