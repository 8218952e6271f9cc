"""Each single edit is found by the check, once, at its place; those of a list, together, are as many findings."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

import pytest
from mutations_reading import FORM, LINKS, TEXTS, TWOFOLD, Edit

from iag_diag.checking import checked as checking
from iag_diag.checking.checked import Checked, checked
from iag_diag.cli.check import check
from iag_diag.content import strict_yaml
from iag_diag.content.pack import FOLDERS, shipped_root
from iag_diag.errors import DATA

parse_once = lru_cache(maxsize=None)(strict_yaml.parse)  # a fault of text leaves the documents as they are


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("pack")
    for folder in FOLDERS:
        shutil.copytree(shipped_root() / folder, root / folder)
    return root


@contextmanager
def edited(root: Path, *edits: Edit) -> Iterator[list[tuple[str, str, int]]]:
    """Make the edits, give the kind, the file and the line of each, and put the files back."""
    texts = {edit.file: (root / edit.file).read_text(encoding="utf-8") for edit in edits}
    after = dict(texts)
    for edit in edits:
        after[edit.file] = edit.applied(after[edit.file])
    for file, text in after.items():
        (root / file).write_text(text, encoding="utf-8")
    try:
        yield sorted((edit.kind, edit.file, edit.line(after[edit.file])) for edit in edits)
    finally:
        for file, text in texts.items():
            (root / file).write_text(text, encoding="utf-8")


def places(found: Checked) -> list[tuple[str, str, int]]:
    return sorted((finding.kind, finding.file, finding.line) for finding in found.findings)


def told(text: str) -> str:
    return text.replace("\u00a0", " ")


def name(edit: Edit) -> str:
    return f"{Path(edit.file).stem}: {edit.bad[:40]}"


@pytest.fixture
def _no_analysis(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checking, "analysed", lambda _, others: others)


@pytest.mark.usefixtures("_no_analysis")
@pytest.mark.parametrize("edit", FORM + LINKS, ids=name)
def test_fault_of_reading(root: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checking, "text_findings", lambda _: ())
    with edited(root, edit) as expected:
        found = checked(root)
    assert places(found) == expected
    assert told(edit.said) in told(found.findings[0].what)


@pytest.mark.usefixtures("_no_analysis")
@pytest.mark.parametrize("edit", TEXTS, ids=name)
def test_fault_of_text(root: Path, edit: Edit, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(checking, "library_faults", lambda _: ())
    monkeypatch.setattr(strict_yaml, "parse", parse_once)
    with edited(root, edit) as expected:
        found = checked(root)
    assert places(found) == expected
    assert told(edit.said) in told(found.findings[0].what)


def test_a_fault_in_each_of_many_files_is_as_many_findings(root: Path, capsys: pytest.CaptureFixture[str]):
    edits = {edit.file: edit for edit in TEXTS + FORM + LINKS}.values()
    assert len(edits) > 10
    with edited(root, *edits) as expected:
        assert check(pack=str(root), companies=None, strict=False, json=True, plain=False) == DATA
    found = json.loads(capsys.readouterr().out)["findings"]
    assert sorted((finding["kind"], finding["file"], finding["line"]) for finding in found) == expected


def test_faults_of_reading_and_of_texts_are_told_together(root: Path):
    twofold = next(edit for edit in TEXTS if edit.kind == TWOFOLD)
    with edited(root, FORM[0], twofold) as expected:
        assert places(checked(root)) == expected
