"""`report` in every format, as a shell runs it: for the company, for the adviser, with a brand or a template."""

import json
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from subprocess import CompletedProcess

import pytest

Run = Callable[..., "CompletedProcess[str]"]
NOON = "2026-11-01T08:00:00Z"


@pytest.fixture
def dossier(run: Run, tmp_path: Path) -> Path:
    """Keep a company of which two people answered, with a note to share and a private one."""
    answers = {"taille": "1-9", "strategie": "non", "appropriation": "acculturation", "mesure-gains": "impression"}
    stored = {question: {"value": value, "at": NOON} for question, value in answers.items()}
    (tmp_path / "reponses.yaml").write_text(f"answers: {json.dumps(answers)}", encoding="utf-8")
    pack = json.loads(run("score", "--json", "reponses.yaml").stdout)["pack"]
    path = tmp_path / "val.iag.json"
    whole = {
        "schema": 2, "company": "Le Val", "questionnaire": "express", "created": NOON, "updated": NOON,
        "pack": {"id": pack["id"], "version": pack["version"], "hash": pack["hash"]}, "answers": stored,
        "others": {"p": {"label": "la vendeuse", "answers": {"mesure-gains": {"value": "aucune", "at": NOON}}}},
        "notes": {"strategie": [
            {"text": "Note secrète", "at": NOON, "private": True},
            {"text": "Note partagée", "at": NOON, "private": False},
        ]},
    }  # fmt: skip
    path.write_text(json.dumps(whole), encoding="utf-8")
    return path


def test_the_company_never_reads_what_is_private(run: Run, dossier: Path):
    told = run("report", "val.iag.json", "--annex")
    assert (told.returncode, told.stderr) == (0, "")
    assert "Note partagée" in told.stdout
    assert "La vendeuse" in told.stdout
    assert "Note secrète" not in told.stdout
    kept = run("report", "val.iag.json", "--adviser").stdout
    assert kept.index("Note partagée") < kept.index("À ne pas remettre") < kept.index("Note secrète")
    for form in ("html", "json"):
        assert "Note secrète" not in run("report", "val.iag.json", "--format", form).stdout


def test_every_format_is_a_private_file_of_its_kind(run: Run, dossier: Path, tmp_path: Path):
    starts = {"md": b"# Feuille", "html": b"<!DOCTYPE html>", "pdf": b"%PDF-", "docx": b"PK", "json": b"{"}
    (tmp_path / "brand.yaml").write_text("name: Cabinet Zoé\ncolour: '#0a5c36'\n", encoding="utf-8")
    for form, start in starts.items():
        name = f"val.{form}"
        done = run("report", "val.iag.json", "--format", form, "-o", name, "--brand", "brand.yaml")
        assert (done.returncode, done.stdout) == (0, ""), done.stderr
        assert name in done.stderr
        content = (tmp_path / name).read_bytes()
        assert content.startswith(start)
        assert (tmp_path / name).stat().st_mode & 0o777 == 0o600
    assert "Cabinet Zoé" in (tmp_path / "val.html").read_text(encoding="utf-8")

    from docx import Document

    texts = [paragraph.text for paragraph in Document(BytesIO((tmp_path / "val.docx").read_bytes())).paragraphs]
    assert "Cabinet Zoé" in texts
    assert any("Note partagée" in text for text in texts)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_what_is_not_text_needs_a_file(run: Run, dossier: Path, form: str):
    refused = run("report", "val.iag.json", "--format", form)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert f"-o feuille-de-route.{form}" in refused.stderr


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ r.__class__ }}",
        "{% include '/etc/passwd' %}",
        "{{ r.inconnu }}",
        "{{ 1 / 0 }}",
        "{% for",
    ],
)
def test_a_template_of_ones_own_stays_in_its_sandbox(run: Run, dossier: Path, tmp_path: Path, template: str):
    (tmp_path / "mien.md.j2").write_text(template, encoding="utf-8")
    done = run("report", "val.iag.json", "--template", "mien.md.j2")
    assert (done.returncode, done.stdout) == (1, "")
    assert "ne peut pas être lu" in done.stderr


def test_a_template_of_ones_own(run: Run, dossier: Path, tmp_path: Path):
    (tmp_path / "mien.md.j2").write_text("# {{ r.company | texte }} : {{ r.phase }}\n", encoding="utf-8")
    done = run("report", "val.iag.json", "--template", "mien.md.j2")
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "# Le Val : Réflexion")


def test_a_template_or_a_brand_that_is_not_there(run: Run, dossier: Path, tmp_path: Path):
    for option in ("--template", "--brand"):
        done = run("report", "val.iag.json", option, "absent")
        assert done.returncode == 1
        assert "absent" in done.stderr
    (tmp_path / "latin.j2").write_bytes("é".encode("latin-1"))
    assert "UTF-8" in run("report", "val.iag.json", "--template", "latin.j2").stderr
