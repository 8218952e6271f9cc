"""What can still be read of a faulty file: stand-ins where it is wrong, and the words near a fault put in doubt.

A pack mended so is good for one thing: looking for the other faults, without telling again those already told.
"""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from iag_diag.content.doubts import STAND_IN
from iag_diag.content.strict_yaml import Document, Group, Path
from iag_diag.content.validation import inside, is_echo

M = TypeVar("M", bound=BaseModel)

_MOST_FAULTS = 300
_MOST_ROUNDS = 30
_WHOLE = (("model_type", "tuple_type", "dict_type"), ("model_type",))
"""Faults that hide ids: at the top of a file, then inside it."""


def mended(document: Document, model: type[M]) -> M:
    """Make of a faulty document what its model asks for; `document.doubts` learns what may be wrong with it."""
    doubts = document.doubts
    for hole in document.holes:
        doubts.spare(document.data, hole)
        if hole[-1:] == ("id",):
            doubts.unread.add(document.name)
    document.mended = True
    if document.data is not None:
        found = _mended(document, model, document.data)
        if found is not None:
            return found
        doubts.spare(document.data, ())
        doubts.unread.add(document.name)
    found = _mended(document, model, Group())
    if found is None:
        raise TypeError(model)
    return found


def _mended(document: Document, model: type[M], data: Any) -> M | None:
    doubts = document.doubts
    for _ in range(_MOST_ROUNDS):
        try:
            return model.model_validate(data, context=document.name)
        except ValidationError as error:
            if error.error_count() > _MOST_FAULTS:
                return None
            for fault in error.errors(include_url=False):
                if is_echo(fault):
                    continue
                path = inside(data, fault["loc"])
                document.tear(path)
                doubts.spare(document.data, path)
                if path[-1:] == ("id",) and isinstance(fault["input"], str):
                    doubts.misspelt.add(fault["input"])
                elif path[-1:] == ("id",) or fault["type"] in _WHOLE[len(path) > 1]:
                    doubts.unread.add(document.name)
                try:
                    data = _replaced(data, path, fault)
                except (AttributeError, KeyError, IndexError, TypeError):
                    continue
    return None


def _replaced(data: Any, path: Path, fault: Any) -> Any:
    """Mend one fault."""
    match fault["type"], str(fault.get("ctx", {}).get("error")):
        case "extra_forbidden", _:
            return _without(data, path)
        case "value_error", "place":
            return _without(data, (*path, "place"))
        case "value_error", "origin":
            return _put(_without(data, (*path, "source")), (*path, "beyond_study"), value=True)
        case "value_error", "effort":
            return _put(data, (*path, "hours"), value=1)
        case "value_error", "gates":
            data = _put(data, ("phases", 0, "gates"), value=())
            for place, phase in enumerate(data["phases"][1:], 1):
                data = data if phase.get("gates") else _put(data, ("phases", place, "gates"), value=(STAND_IN,))
            return data
        case _:
            return _put(data, path, value=_stand_in(fault))


def _stand_in(fault: Any) -> Any:
    """Give a value of the kind that was expected, as near as can be to what was written."""
    make = _STAND_INS.get(fault["type"])
    return make(fault["input"], fault.get("ctx", {})) if make else STAND_IN


def _text(written: Any, _: Any) -> str:
    return str(written) if isinstance(written, int) and not isinstance(written, bool) else STAND_IN


def _lengthened(written: Any, context: Any) -> tuple[Any, ...]:
    return (*written, *(STAND_IN for _ in range(context["min_length"] - len(written))))


def _first_word(_: Any, context: Any) -> str:
    return str(context["expected"]).replace(" or ", ", ").split(", ")[0].strip("'")


_STAND_INS: Mapping[str, Callable[[Any, Any], Any]] = {
    "string_type": _text,
    "string_pattern_mismatch": lambda _, context: STAND_IN if "a-z" in context["pattern"] else "1",
    "int_type": lambda *_: 1,
    "greater_than_equal": lambda _, context: context["ge"],
    "less_than_equal": lambda _, context: context["le"],
    "bool_type": lambda *_: False,
    "tuple_type": lambda *_: (),
    "too_short": _lengthened,
    "too_long": lambda written, context: written[: context["max_length"]],
    "dict_type": lambda *_: Group(),
    "model_type": lambda *_: Group(),
    "model_attributes_type": lambda *_: Group(),
    "union_tag_not_found": lambda *_: Group(named=STAND_IN),
    "union_tag_invalid": lambda *_: Group(named=STAND_IN),
    "enum": _first_word,
    "literal_error": _first_word,
}


def _put(data: Any, path: Path, *, value: Any) -> Any:
    """Copy the data with another value at one place."""
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(data, tuple) and isinstance(step, int):
        return (*data[:step], _put(data[step], rest, value=value), *data[step + 1 :])
    return _grouped(data, {**data, step: _put(data.get(step), rest, value=value)})


def _without(data: Any, path: Path) -> Any:
    step, rest = path[0], path[1:]
    if isinstance(data, tuple) and isinstance(step, int):
        return (*data[:step], _without(data[step], rest), *data[step + 1 :])
    if rest:
        return _grouped(data, {**data, step: _without(data[step], rest)})
    return _grouped(data, {key: value for key, value in data.items() if key != step})


def _grouped(like: Any, data: dict[Any, Any]) -> Group:
    group = Group(data)
    group.line = like.line
    return group
