"""Answers as one row of our own format: « question », « question[ligne] », choices joined."""

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

from iag_diag.batch.export import COMPANY, KEY, SEPARATOR, TICKED, UNTICKED
from iag_diag.errors import IagDiagError

ANSWERS = "answers"
_DOSSIER = {"schema", "pack", "created"}


def flat(data: Mapping[str, Any]) -> dict[str, str | None]:
    """Lay out an object: one that has answers (a dossier, an answers file), else one whose keys are headings.

    IagDiagError where two of its texts would stand in one cell, or one exists in no file (JSON can spell half a
    character).
    """
    try:
        cells = list(_laid_out(data))
        "".join(filter(None, chain.from_iterable(cells))).encode()
    except UnicodeEncodeError as error:
        raise IagDiagError("Un texte contient un caractère impossible (la moitié d’un autre).") from error
    except RecursionError as error:
        raise IagDiagError("Une réponse a trop de niveaux emboîtés.") from error
    if len(dict(cells)) < len(cells):
        raise IagDiagError("Une même réponse est écrite deux fois.")
    return dict(cells)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Make an object of JSON, where no key is written twice: the first would be lost."""
    if len(dict(pairs)) < len(pairs):
        raise IagDiagError("Une clé est écrite deux fois.")
    return dict(pairs)


def _laid_out(data: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    answers = data.get(ANSWERS)
    if not isinstance(answers, Mapping):
        yield from _cells(data)
        return
    dated = data.keys() >= _DOSSIER
    values = {
        question: answer["value"] if dated and isinstance(answer, Mapping) and "value" in answer else answer
        for question, answer in answers.items()
    }
    named = {name: data[name] for name in (KEY, COMPANY) if name in data}
    yield from _cells({**named, **values})


def _cells(data: Mapping[str, Any]) -> Iterator[tuple[str, str | None]]:
    for heading, value in data.items():
        if isinstance(value, Mapping):
            yield from ((f"{heading}[{row}]", _text(cell)) for row, cell in value.items())
        else:
            yield str(heading), _text(value)


def _text(value: Any) -> str | None:
    match value:
        case None:
            return None
        case bool():
            return TICKED if value else UNTICKED
        case float() if value.is_integer():
            return str(int(value))
        case list() | tuple():
            return SEPARATOR.join(_text(item) or "" for item in value)
        case _:
            return str(value)
