"""The JSON Schemas: those of the checkout are today's, describe every file, and refuse what the models refuse."""

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft7Validator

from iag_diag.checking.typography import typography_findings
from iag_diag.content import schemas
from iag_diag.content.pack import shipped_root
from iag_diag.content.schemas import SCHEMAS, Schema, schema_text, write_schemas
from iag_diag.content.strict_yaml import parse
from iag_diag.content.validation import validated
from iag_diag.errors import IagDiagError

ROOT = shipped_root()
BY_NAME = {schema.name: schema for schema in SCHEMAS}
FOLDERS = ("questionnaires", "rules", "catalogue")
FILES = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.yaml"))]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

CHARTER, RESOURCES = "catalogue/fiches/charte-ethique.yaml", "catalogue/ressources.yaml"
# What the models refuse in one file by itself, and an editor too: file, text, what it becomes.
FAULTS = [
    ("rules/pack.yaml", "version:", "auteur: x\nversion:"),
    ("rules/pack.yaml", 'label: "Opcommerce', 'libelle: "Opcommerce'),
    ("rules/pack.yaml", 'solo_size: "0"', "solo_size: 0"),
    ("rules/pack.yaml", 'version: "1.0"', 'version: ""'),
    ("rules/conditions.yaml", "{answer: assistants, is: oui}", "{answer: assistants, est: oui}"),
    ("rules/conditions.yaml", "{answer: assistants, is: oui}", "[assistants]"),
    ("rules/dimensions.yaml", "points: 100", "points: 101"),
    ("rules/dimensions.yaml", "weight: 4", "weight: quatre"),
    ("rules/dimensions.yaml", "weight: 4", "weight: 0"),
    ("rules/phases.yaml", "phases:", "phases: []\netapes:"),
    ("rules/phases.yaml", "missing:", "manque:"),
    ("rules/alerts.yaml", "in: [jamais, parfois]", "in: []"),
    ("rules/sheets.yaml", "or_more: true", 'or_more: "oui"'),
    ("rules/levers.yaml", "    hours: 1\n", ""),
    ("rules/robustness.yaml", "draws: 200", "draws: 5"),
    ("rules/selections.yaml", "display: need", "display: besoin"),
    ("questionnaires/complet.yaml", "id: taille", "id: Taille"),
    ("questionnaires/complet.yaml", "kind: single", "kind: simple"),
    ("questionnaires/complet.yaml", "beyond_study: true", "beyond_study: oui"),
    ("questionnaires/express.yaml", "borrows: complet", "borrows: [complet]"),
    (CHARTER, 'source: {lines: "', 'source: {lines: "l. '),
    (CHARTER, "source: {", "origine: {"),
    (CHARTER, "minutes: 20", "minutes: 90"),
    (CHARTER, "level: aucun-achat", "level: gratuit"),
    ("catalogue/metiers/drh.yaml", "generative: true", "generative: null"),
    ("catalogue/glossaire.yaml", "short:", "court:"),
    (RESOURCES, "https://", "ftp://"),
]


def described(name: str, data: dict[str, Any]) -> Schema:
    """Find the schema of a content file, by its place."""
    if name.startswith("questionnaires/"):
        return BY_NAME["questionnaire-emprunte" if "borrows" in data else "questionnaire"]
    return next(schema for schema in SCHEMAS if Path(name).match(schema.files))


@cache
def whole(schema: Schema) -> str:
    return schema_text(schema)


@cache
def validator(schema: Schema) -> Draft7Validator:
    return Draft7Validator(json.loads(whole(schema)))


def faults(name: str, text: str) -> Iterator[str]:
    """Say what an editor would of a file."""
    data = yaml.load(text, Loader=LOADER)  # noqa: S506 - the safe loader, in C where it is
    for error in validator(described(name, data)).iter_errors(data):
        yield f"{name}: {list(error.absolute_path)}: {error.message}"


def test_the_schemas_of_the_checkout_are_those_of_the_models():
    written = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "schemas").iterdir()}
    today = {schema.file: whole(schema) for schema in SCHEMAS}
    assert written.keys() == today.keys()
    stale = [name for name in today if written[name] != today[name]]
    assert stale == [], "run: iag-diag schema schemas"


@pytest.mark.parametrize("schema", SCHEMAS, ids=lambda schema: schema.name)
def test_a_schema_is_one(schema: Schema):
    Draft7Validator.check_schema(validator(schema).schema)


def test_every_content_file_names_its_schema_which_finds_nothing_to_say():
    for path in FILES:
        name, text = path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        schema = described(name, {"borrows": ""} if "\nborrows:" in text else {})
        assert text.splitlines()[0] == schema.modeline, name
        assert (path.parent / schema.modeline.partition("=")[2]).resolve() == ROOT / "schemas" / schema.file
        assert list(faults(name, text)) == []


@pytest.mark.parametrize(("name", "good", "bad"), FAULTS, ids=lambda text: text.strip()[:40])
def test_what_a_model_refuses_an_editor_underlines(name: str, good: str, bad: str):
    text = (ROOT / name).read_text(encoding="utf-8")
    assert good in text
    broken = text.replace(good, bad, 1)
    document = parse(broken.encode(), name)
    model = described(name, document.data).model
    assert validated(document, model) is None or document.problems
    assert list(faults(name, broken))


class Told(dict):
    """Texts that remember which were asked for."""

    def __init__(self, texts: dict[str, Any]) -> None:
        super().__init__(texts)
        self.used: set[str] = set()

    def __getitem__(self, key: str) -> Any:
        self.used.add(key)
        return super().__getitem__(key)


def test_every_key_is_explained_and_no_explanation_is_left_over(monkeypatch):
    texts = schemas.descriptions()
    told = schemas.Descriptions.model_construct(objects=Told(texts.objects), properties=Told(texts.properties))
    monkeypatch.setattr(schemas, "descriptions", lambda: told)
    for schema in SCHEMAS:
        schema_text(schema)  # a key without a text is a KeyError
    assert texts.objects.keys() == told.objects.used
    assert texts.properties.keys() == told.properties.used


def test_what_an_editor_shows_is_well_written():
    document = parse(schemas.DESCRIPTIONS.read_bytes(), schemas.DESCRIPTIONS.name)
    assert typography_findings([document]) == ()
    texts = [*(wording.text for wording in schemas.descriptions().objects.values())]
    texts += schemas.descriptions().properties.values()
    assert [text for text in texts if text[-1] not in ".…?»}"] == []


def test_schemas_are_written_anew_over_former_ones(tmp_path):
    folder = tmp_path / "mon référentiel" / "schemas"
    write_schemas(folder)
    former = folder / "phases.json"
    former.write_text(former.read_text(encoding="utf-8").replace("phase", "étape"), encoding="utf-8")
    write_schemas(folder)
    assert {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()} == {
        schema.file: whole(schema) for schema in SCHEMAS
    }


def test_a_file_of_somebody_else_is_left_alone_and_nothing_is_written(tmp_path):
    (tmp_path / "pack.json").write_text('{"nom": "à moi"}', encoding="utf-8")
    with pytest.raises(IagDiagError, match=r"pack\.json\s» existe déjà.*rien n’est remplacé"):
        write_schemas(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["pack.json"]


def test_what_cannot_be_written_is_said(tmp_path):
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    with pytest.raises(IagDiagError, match="ne peut pas être écrit"):
        write_schemas(tmp_path / "fichier")
    with pytest.raises(IagDiagError, match="ne peut pas être écrit"):
        write_schemas(tmp_path / "fichier" / "schemas")
    (tmp_path / "phases.json").mkdir()
    with pytest.raises(IagDiagError, match=r"phases\.json\s» ne peut pas être écrit \(c’est un dossier\)"):
        write_schemas(tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["fichier", "phases.json"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root writes everywhere")
def test_a_folder_that_is_read_only_is_said(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(IagDiagError, match="accès refusé"):
        write_schemas(tmp_path)
