"""pydantic's findings, said in French at the line where they stand."""

from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from iag_diag.content.strict_yaml import Document, Path
from iag_diag.errors import did_you_mean

M = TypeVar("M", bound=BaseModel)

MOST_FAULTS = 500

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
_CONDITIONS = ("when", "applies", "not")
"""Keys under which a condition stands: the step after them is the tag of its operator."""
_VALUE_ERRORS = {
    "place": ("« place » est écrit par l’outil.", "Retirez cette clé."),
    "origin": ("L’origine n’est pas claire.", "Donnez soit « source: {lines: … } », soit « beyond_study: true »."),
    "effort": ("On ne sait pas combien de temps prend cette action.", "Donnez « sheets », « hours » ou « effort »."),
    "gates": (
        "La première phase n’a pas de condition de passage, et toutes les autres en ont.",
        "Complétez « gates ».",
    ),
}


def validated(document: Document, model: type[M]) -> M | None:
    """Check a document against a model; faults go to the document, which is then worth None.

    What stands where the file could not be read is not a fault more.
    """
    if document.data is None:
        return None
    try:
        return model.model_validate(document.data, context=document.name)
    except ValidationError as error:
        misread = {hole[:-1] for hole in document.holes if hole not in document.lines}
        told = 0
        faults = error.errors(include_url=False)
        meant = set(_meant(document, faults, model)) if len(faults) < MOST_FAULTS else set()
        for found in faults:
            kind, path = found["type"], inside(document.data, found["loc"])
            missing = kind == "missing" and (path[:-1] in misread or path in meant)
            if document.whole(path) and not missing and not is_echo(found):
                told += 1
                if told > MOST_FAULTS:
                    document.problem(
                        (), f"Il y a plus de {MOST_FAULTS} fautes de forme.", "Corrigez les premières d’abord."
                    )
                    break
                document.problem(path, *_french(found, model), key=kind == "extra_forbidden")
        return None


def _meant(document: Document, faults: Iterable[Any], model: type[BaseModel]) -> Iterator[Path]:
    """Places of the keys that an unknown one beside them must stand for."""
    from difflib import get_close_matches

    for found in faults:
        if found["type"] == "extra_forbidden":
            *start, written = inside(document.data, found["loc"])
            for key in get_close_matches(str(written), _fields(model, found["loc"][:-1]), n=1, cutoff=0.6):
                yield (*start, key)


def is_echo(found: Any) -> bool:
    """Whether a list is said to be too short only because what it holds is wrong."""
    return bool(found["type"] == "too_short" and len(found["input"]) >= found["ctx"]["min_length"])


def inside(data: Any, path: tuple[Any, ...]) -> Path:
    """Drop from pydantic's path what no file holds (the tag of an operator); a missing key at the end stays."""
    if path[-1:] == ("[key]",):
        path = path[:-1]
    kept: tuple[Any, ...] = ()
    is_tag = False
    for step in path[:-1]:
        if not is_tag and (
            (isinstance(data, dict) and step in data) or (isinstance(data, tuple) and step in range(len(data)))
        ):
            data = data[step]
            kept = (*kept, step)
            is_tag = step in _CONDITIONS or (isinstance(step, int) and kept[-2:-1] in (("all",), ("any",)))
        else:
            is_tag = False
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
    """Keys to write where an unknown one was found: those of the innermost models on the path, less the tool's own."""
    current = [model]
    for step in path:
        fields = [one.model_fields[step] for one in current if isinstance(step, str) and step in one.model_fields]
        current = [inner for field in fields for inner in _models(field.annotation)] or current
    fields_of = (item for one in current for item in one.model_fields.items())
    return [field.alias or name for name, field in fields_of if name != "place"]


def _models(annotation: Any) -> Iterable[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in getattr(annotation, "__args__", ()):
        yield from _models(part)
