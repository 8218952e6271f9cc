"""pydantic's findings, said in French at the line where they stand."""

from collections.abc import Iterable
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from iag_diag.content.strict_yaml import Document, Path
from iag_diag.errors import did_you_mean

M = TypeVar("M", bound=BaseModel)

_MESSAGES = {
    "missing": "Il manque « {field} ».",
    "string_type": "Un texte est attendu.",
    "string_too_short": "Ce texte est vide ou trop court.",
    "string_too_long": "Ce texte est trop long (au plus {max_length} caractères).",
    "int_type": "Un nombre entier est attendu.",
    "bool_type": "« true » ou « false » est attendu.",
    "tuple_type": "Une liste est attendue.",
    "dict_type": "Un groupe de clés est attendu.",
    "model_type": "Un groupe de clés est attendu.",
    "model_attributes_type": "Un groupe de clés est attendu.",
    "too_short": "Cette liste est trop courte (au moins {min_length}).",
    "too_long": "Cette liste est trop longue (au plus {max_length}).",
    "greater_than_equal": "Ce nombre est trop petit (au moins {ge}).",
    "less_than_equal": "Ce nombre est trop grand (au plus {le}).",
    "enum": "Valeur inconnue.",
    "is_instance_of": "Valeur inconnue.",
    "literal_error": "Valeur inconnue.",
}
_OPERATORS = (
    "all, any, not, named, unknown, phase, « answer » avec is, in, at_least, includes ou chosen_at_least, "
    "« dimension » avec below ou at_least"
)
_VALUE_ERRORS = {
    "place": ("« place » est écrit par l’outil.", "Retirez cette clé."),
    "origin": ("L’origine n’est pas claire.", "Donnez soit « source: {lines: … } », soit « beyond_study: true »."),
    "effort": ("On ne sait pas combien de temps prend cette action.", "Donnez « sheets », « hours », ou les deux."),
    "gates": (
        "La première phase n’a pas de condition de passage, et toutes les autres en ont.",
        "Complétez « gates ».",
    ),
}


def validated(document: Document, model: type[M]) -> M | None:
    """Check a document against a model; faults go to the document, which is then worth None."""
    if document.data is None:
        return None
    try:
        return model.model_validate(document.data, context=document.name)
    except ValidationError as error:
        for found in error.errors(include_url=False):
            document.problem(_written(document, found["loc"]), *_french(found, model))
        return None


def _written(document: Document, path: Path) -> Path:
    """Drop from pydantic's path what no file holds (the tag of an operator); a missing key at the end stays."""
    kept: Path = ()
    for step in path[:-1]:
        if (*kept, step) in document.lines:
            kept = (*kept, step)
    return (*kept, *path[-1:])


def _french(found: Any, model: type[BaseModel]) -> tuple[str, str]:
    kind, path, context = found["type"], found["loc"], found.get("ctx", {})
    last = str(path[-1]) if path else ""
    if kind == "extra_forbidden":
        return f"La clé « {last} » n’existe pas ici.", did_you_mean(last, _fields(model, path[:-1]))
    if kind in ("union_tag_not_found", "union_tag_invalid"):
        return "Cette condition n’est pas dans la liste des opérateurs.", f"Opérateurs : {_OPERATORS}."
    if kind == "string_pattern_mismatch":
        hint = (
            "Un identifiant : minuscules sans accent, chiffres et tirets, 40 caractères au plus."
            if "a-z" in context["pattern"]
            else ""
        )
        return (
            f"« {found['input']} » n’a pas la forme attendue.",
            hint or "Des numéros de ligne : « 384 » ou « 384-417 ».",
        )
    if kind == "value_error":
        return _VALUE_ERRORS.get(str(context.get("error")), (str(context.get("error")), ""))
    if kind == "enum":
        expected = str(context["expected"]).replace("'", "").replace(" or ", ", ")
        return f"« {found['input']} » n’est pas possible ici.", did_you_mean(str(found["input"]), expected.split(", "))
    return _MESSAGES.get(kind, "Valeur refusée ({kind}).").format(field=last, kind=kind, **context), ""


def _fields(model: type[BaseModel], path: Path) -> Iterable[str]:
    """Keys that are allowed where an unknown one was found: the fields of the innermost models on the path."""
    current = [model]
    for step in path:
        fields = [one.model_fields[step] for one in current if isinstance(step, str) and step in one.model_fields]
        current = [inner for field in fields for inner in _models(field.annotation)] or current
    return [field.alias or name for one in current for name, field in one.model_fields.items()]


def _models(annotation: Any) -> Iterable[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models(part)
