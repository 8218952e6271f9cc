"""One file of the library read and checked; all its faults are raised at once."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from pydantic import BaseModel

from iag_diag.content import strict_yaml
from iag_diag.content.pack import Pack
from iag_diag.content.reading import content_of
from iag_diag.content.strict_yaml import Document
from iag_diag.content.validation import validated
from iag_diag.errors import ContentError, Problem, reason

M = TypeVar("M", bound=BaseModel)


def read_shelf(pack: Pack, name: str, model: type[M], check: Callable[[Document, M], None]) -> M | None:
    """Read a file of the pack as a model, then `check` it against the rest; None where the pack has no such file."""
    try:
        content = content_of(pack.root / name)
    except FileNotFoundError:
        return None
    except OSError as error:
        fault = Problem(name, 0, "", f"Fichier illisible ({reason(error)}).", "Rendez-le lisible ou retirez-le.")
        raise refused(pack, [fault]) from error
    document = strict_yaml.parse(content, name)
    document.doubts = pack.doubts
    found = validated(document, model)
    if found is not None:
        try:
            check(document, found)
        except ContentError as error:  # of another shelf, that this one leans on
            raise refused(pack, [*document.problems, *error.problems]) from error
    if found is None or document.problems:
        raise refused(pack, document.problems)
    return found


def refused(pack: Pack, problems: Sequence[Problem]) -> ContentError:
    """Say that the library cannot be read."""
    count = f"{len(problems)} fautes" if len(problems) > 1 else "une faute"
    return ContentError(f"Le catalogue du référentiel {pack.root} ne peut pas être chargé : {count}.", list(problems))
