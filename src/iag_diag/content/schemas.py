"""A JSON Schema (draft 7) for each kind of content file, so that an editor completes, explains and checks as one types.

They are written from the models, never by hand; their French texts are `descriptions.yaml`. A schema holds what can be
said of one file by itself; the links from one file to another are the loader's business.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core.core_schema import EnumSchema, ModelSchema, TaggedUnionSchema

from iag_diag.content import rules, strict_yaml
from iag_diag.content.library import glossary, occupations, reperes, resources, selections, skills, trainings
from iag_diag.content.model import Content, Rule
from iag_diag.content.questions import BorrowingFile, CompleteFile
from iag_diag.content.sheets import ActionSheet
from iag_diag.errors import IagDiagError, reason

DRAFT = "http://json-schema.org/draft-07/schema#"
COMMENT = "Écrit par « iag-diag schema » : ne le modifiez pas, il serait remplacé."
DESCRIPTIONS = Path(__file__).with_name("descriptions.yaml")
_PLACE = "place"
_MARK, _HEAD = f'"$comment": "{COMMENT}"'.encode(), 400
_MAPS = ("properties", "patternProperties")


@dataclass(frozen=True, slots=True)
class Schema:
    """A kind of content file: the name of its schema, the files that it describes, their model."""

    name: str
    files: str
    model: type[Content]

    @property
    def file(self) -> str:
        """Name of the file that holds the schema."""
        return f"{self.name}.json"

    @property
    def modeline(self) -> str:
        """First line of the files that it describes; the schemas are in `schemas/`, beside the folders of the pack."""
        return f"# yaml-language-server: $schema={'../' * self.files.count('/')}schemas/{self.file}"


SCHEMAS = (
    Schema("questionnaire", "questionnaires/*.yaml", CompleteFile),
    Schema("questionnaire-emprunte", "questionnaires/*.yaml", BorrowingFile),
    Schema("pack", "rules/pack.yaml", rules.Manifest),
    Schema("conditions", "rules/conditions.yaml", rules.ConditionsFile),
    Schema("dimensions", "rules/dimensions.yaml", rules.DimensionsFile),
    Schema("phases", "rules/phases.yaml", rules.PhasesFile),
    Schema("alerts", "rules/alerts.yaml", rules.AlertsFile),
    Schema("sheets", "rules/sheets.yaml", rules.SheetsFile),
    Schema("levers", "rules/levers.yaml", rules.LeversFile),
    Schema("robustness", "rules/robustness.yaml", rules.RobustnessFile),
    Schema("selections", "rules/selections.yaml", selections.SelectionsFile),
    Schema("accepted", "rules/accepted.yaml", rules.AcceptedFile),
    Schema("fiche", "catalogue/fiches/*.yaml", ActionSheet),
    Schema("metier", "catalogue/metiers/*.yaml", occupations.Occupation),
    Schema("competences-comportementales", "catalogue/competences/comportementales.yaml", skills.BehavioursFile),
    Schema("competences-techniques", "catalogue/competences/techniques.yaml", skills.TechnicalsFile),
    Schema("competences-macro", "catalogue/competences/macro-competences.yaml", skills.MacroSkillsFile),
    Schema("competences-synthese", "catalogue/competences/synthese.yaml", skills.SynthesisFile),
    Schema("formations", "catalogue/formations.yaml", trainings.TrainingsFile),
    Schema("services", "catalogue/services.yaml", trainings.ServicesFile),
    Schema("dispositifs", "catalogue/dispositifs.yaml", trainings.SchemesFile),
    Schema("ressources", "catalogue/ressources.yaml", resources.ResourcesFile),
    Schema("reperes", "catalogue/reperes.yaml", reperes.ReperesFile),
    Schema("glossaire", "catalogue/glossaire.yaml", glossary.GlossaryFile),
)


class Wording(Content):
    """What an editor shows of an object: its name, and what it is for."""

    title: str
    text: str


class Descriptions(Content):
    """`descriptions.yaml`: objects by the name of their model, properties as « Model.key » or, everywhere, « key ».

    Where two models have the same name, their module comes first: « reperes.Figure ».
    """

    objects: dict[str, Wording]
    properties: dict[str, str]

    def of_object(self, model: type[BaseModel]) -> Wording:
        """Wording of a model."""
        return self.objects[_closest(model.__name__, model, self.objects)]

    def of_property(self, model: type[BaseModel], key: str) -> str:
        """Wording of a property, of its own or else the one that it shares."""
        return self.properties[self.key_of_property(model, key)]

    def key_of_property(self, model: type[BaseModel], key: str) -> str:
        """Under which key a property is described, looked for in the model and then in those that it extends."""
        for kind in model.__mro__:
            if (found := _closest(f"{kind.__name__}.{key}", kind, self.properties)) in self.properties:
                return found
        return key


def _closest(name: str, model: type, known: Mapping[str, Any]) -> str:
    full = f"{model.__module__.rpartition('.')[2]}.{name}"
    return full if full in known else name


@cache
def descriptions() -> Descriptions:
    """Read the French texts of the schemas."""
    document = strict_yaml.parse(DESCRIPTIONS.read_bytes(), DESCRIPTIONS.name)
    return Descriptions.model_validate(document.data)


def schema_text(schema: Schema) -> str:
    """Write a schema as JSON; the same models and the same descriptions give the same bytes."""
    found = schema.model.model_json_schema(schema_generator=_Described, ref_template="#/definitions/{model}")
    definitions = found.pop("$defs", {})
    whole = {
        "$schema": DRAFT,
        "$comment": COMMENT,
        **_plain(found),
        "definitions": _plain_map(dict(sorted(definitions.items()))),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path) -> None:
    """Write every schema into a folder, made if it is not there; each replaces the former one, and nothing else."""
    path = folder
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for schema in SCHEMAS:
            path = folder / schema.file
            if path.exists() and _MARK not in path.read_bytes()[:_HEAD]:
                what = f"« {path} » existe déjà, et « iag-diag schema » ne l’a pas écrit : rien n’est remplacé."
                raise IagDiagError(what, "Déplacez ce fichier, ou choisissez un autre répertoire.")
        for schema in SCHEMAS:
            path = folder / schema.file
            _replace(path, schema_text(schema))
    except OSError as error:
        hint = "Choisissez un autre répertoire."
        raise IagDiagError(f"« {path} » ne peut pas être écrit ({reason(error)}).", hint) from error


def _replace(path: Path, text: str) -> None:
    passing = path.with_name(f".{path.name}.tmp")
    try:
        passing.write_text(text, encoding="utf-8", newline="\n")
        passing.replace(path)
    except OSError:
        passing.unlink(missing_ok=True)
        raise


class _Described(GenerateJsonSchema):
    """pydantic's schemas, worded in French, without what an author does not write."""

    def model_schema(self, schema: ModelSchema) -> JsonSchemaValue:
        """Word an object and its properties."""
        found, model = super().model_schema(schema), schema["cls"]
        wording = descriptions().of_object(model)
        found |= {"title": wording.title, "description": wording.text}
        if issubclass(model, Rule):
            del found["properties"][_PLACE]
            found["required"].remove(_PLACE)
        for key, entry in found["properties"].items():
            entry.pop("title", None)
            entry["description"] = descriptions().of_property(model, key)
        return found

    def enum_schema(self, schema: EnumSchema) -> JsonSchemaValue:
        """Leave the docstring of an enumeration to those who read the code: each property words its own values."""
        found = super().enum_schema(schema)
        return {key: value for key, value in found.items() if key not in ("title", "description")}

    def tagged_union_schema(self, schema: TaggedUnionSchema) -> JsonSchemaValue:
        """Offer the operators as closed objects of which one fits: no key of ours says which."""
        return {"anyOf": super().tagged_union_schema(schema)["oneOf"]}


def _plain(node: Any) -> Any:
    """Keep what draft 7 and an author need: no null where a key can be left out, no default but a plain value."""
    if isinstance(node, list):
        return [_plain(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    if node.get("default", "") is None:
        node = _without_null(node)
    if "patternProperties" in node:
        node = {"additionalProperties": False, **node}
    kept = {key: value for key, value in node.items() if key != "default" or isinstance(value, str | int)}
    first = {key: kept.pop(key) for key in ("title", "description") if key in kept}
    return first | {key: _plain_map(value) if key in _MAPS else _plain(value) for key, value in sorted(kept.items())}


def _plain_map(entries: Mapping[str, Any]) -> dict[str, Any]:
    """Keep the names of a map, in its order: an editor offers the keys in that of the model."""
    return {name: _plain(entry) for name, entry in entries.items()}


def _without_null(node: Mapping[str, Any]) -> dict[str, Any]:
    """Take the null out of a property that can be left out instead."""
    choices = [choice for choice in node.get("anyOf", ()) if choice != {"type": "null"}]
    own = {key: value for key, value in node.items() if key not in ("anyOf", "default")}
    return {**own, **choices[0]} if len(choices) == 1 else {**own, "anyOf": choices}
