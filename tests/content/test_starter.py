"""The pack that `init` writes: sound, commented, known to an editor, and never written over anything."""

import errno
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from iag_diag.checking.checked import checked
from iag_diag.checking.typography import typography_findings
from iag_diag.content.starter import STARTER, write_starter
from iag_diag.content.strict_yaml import Document
from iag_diag.errors import IagDiagError


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("depart") / "dossiers" / "mon référentiel"
    write_starter(folder)
    return folder


def yaml_files(root: Path) -> list[Path]:
    return sorted(root.rglob("*.yaml"))


def test_check_finds_nothing_to_say(root: Path):
    found = checked(root)
    assert found.pack is not None
    assert [f"{finding.file}:{finding.line} {finding.what}" for finding in found.findings] == []
    assert found.pack.manifest.study is None
    assert (len(found.pack.phases), len(found.pack.dimensions.dimensions), len(found.pack.sheets)) == (3, 2, 3)


def test_an_editor_knows_each_file_by_its_first_line(root: Path):
    assert yaml_files(root)
    for path in yaml_files(root):
        text = path.read_text(encoding="utf-8")
        before, mark, schema = text.splitlines()[0].partition("$schema=")
        assert (before, mark) == ("# yaml-language-server: ", "$schema="), path
        validator = Draft7Validator(json.loads((path.parent / schema).read_text(encoding="utf-8")))
        assert [error.message for error in validator.iter_errors(yaml.safe_load(text))] == [], path


def test_the_rules_and_the_questions_are_explained_by_comments(root: Path):
    for path in yaml_files(root / "rules") + yaml_files(root / "questionnaires"):
        assert path.read_text(encoding="utf-8").splitlines()[1].startswith("# "), path


def test_its_first_page_names_every_file_and_no_other(root: Path):
    text = (root / "LISEZ-MOI.md").read_text(encoding="utf-8")
    rows = {line.split("`")[1] for line in text.splitlines() if line.startswith("| `")}
    inside = {path.relative_to(root).as_posix() for path in yaml_files(root) if "fiches" not in path.parts}
    assert rows == inside | {"catalogue/fiches/", "templates/", "schemas/"}
    assert typography_findings([Document("LISEZ-MOI.md", {"text": text})]) == ()


def test_nothing_else_than_text_travels(root: Path):
    assert {path.suffix for path in STARTER.rglob("*") if path.is_file()} == {".yaml", ".md"}
    assert {path.name for path in root.iterdir()} == {
        *("LISEZ-MOI.md", "catalogue", "questionnaires", "rules", "schemas", "templates")
    }


def test_an_empty_folder_is_filled_and_a_second_time_is_refused(tmp_path):
    write_starter(tmp_path)
    mine = tmp_path / "rules" / "pack.yaml"
    mine.write_text("id: a-moi", encoding="utf-8")
    with pytest.raises(IagDiagError, match="n’est pas vide"):
        write_starter(tmp_path)
    assert mine.read_text(encoding="utf-8") == "id: a-moi"


def test_a_folder_that_holds_anything_is_left_as_it_is(tmp_path):
    (tmp_path / ".cache").write_text("", encoding="utf-8")
    with pytest.raises(IagDiagError, match="n’est pas vide"):
        write_starter(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".cache"]


def test_a_file_is_no_folder(tmp_path):
    file = tmp_path / "fichier"
    file.write_text("à moi", encoding="utf-8")
    with pytest.raises(IagDiagError, match="n’est pas un répertoire"):
        write_starter(file)
    with pytest.raises(IagDiagError, match="ne peut pas être écrit"):
        write_starter(file / "dessous")
    assert file.read_text(encoding="utf-8") == "à moi"


def test_a_disk_that_fills_up_says_that_the_pack_is_not_whole(tmp_path, monkeypatch):
    opened = Path.open

    def filling(self: Path, mode: str = "r", *arguments: Any, **more: Any) -> Any:
        if mode == "xb" and self.name == "sheets.yaml":
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(self, mode, *arguments, **more)

    monkeypatch.setattr(Path, "open", filling)
    with pytest.raises(IagDiagError, match="le disque est plein") as refused:
        write_starter(tmp_path / "plein")
    assert "incomplet" in refused.value.hint
