"""Answers that come from outside (a file, a dossier): each checked against its question, every fault at once."""

from collections.abc import Iterable, Mapping
from typing import Any

from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.content.strict_yaml import Document, Path
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Choice, Value
from iag_diag.errors import did_you_mean

MAX_TEXT = 2_000
WITHOUT_ANSWER = (NSP, SANS_OBJET)


def checked(pack: Pack, raw: Any, document: Document, path: Path = ("answers",)) -> dict[str, Value]:
    """Return the answers that are right; the others become problems of the document."""
    if not isinstance(raw, Mapping):
        document.problem(
            path, "Les réponses sont un groupe « question: réponse ».", "Exemple : answers: {taille: 1-9}."
        )
        return {}
    answers: dict[str, Value] = {}
    for question_id, given in raw.items():
        at = (*path, question_id)
        if given is None and document.faulty(at):
            continue
        question = pack.questions.get(question_id)
        if question is None:
            document.problem(
                at, f"La question « {question_id} » n’existe pas.", did_you_mean(str(question_id), pack.questions)
            )
            continue
        value = _value(question, given, document, at)
        if value is not None:
            answers[question_id] = value
    return answers


def _value(question: Question, given: Any, document: Document, path: Path) -> Value | None:
    if isinstance(given, str) and given in WITHOUT_ANSWER:
        return given
    match question.kind:
        case Kind.TEXT:
            return _text(given, document, path)
        case Kind.MATRIX:
            return _matrix(question, given, document, path)
        case Kind.MULTIPLE:
            return _several(question, given, document, path)
        case Kind.SINGLE:
            return _one(question, given, document, path)


def _text(given: Any, document: Document, path: Path) -> str | None:
    if not isinstance(given, str):
        document.problem(path, "Un texte est attendu.", "Mettez-le entre guillemets.")
        return None
    text = clean(given)
    if len(text) > MAX_TEXT:
        document.problem(
            path, f"Ce texte est trop long ({len(text)} caractères, au plus {MAX_TEXT}).", "Raccourcissez-le."
        )
        return None
    return text


def typed(text: str) -> str:
    """Fit what a person types into an answer: printable, and not longer than one may be."""
    return clean(text)[:MAX_TEXT]


def clean(text: str) -> str:
    """Remove what is not text: control characters, escape sequences' lead, line breaks become spaces."""
    return "".join(character for character in " ".join(text.split()) if character.isprintable()).strip()


def _one(question: Question, given: Any, document: Document, path: Path) -> str | None:
    if isinstance(given, (list, tuple)):
        document.problem(path, "Cette question attend une seule réponse, et il y en a plusieurs.", "Gardez-en une.")
        return None
    if isinstance(given, bool):
        document.problem(path, f"« {str(given).lower()} » n’est pas une réponse.", "Écrivez oui ou non.")
        return None
    if given is None or isinstance(given, Mapping):
        document.problem(path, "Il n’y a pas de réponse ici.", "Écrivez-en une, ou retirez la ligne.")
        return None
    option = str(given) if isinstance(given, int) else given
    ids = [known.id for known in question.options]
    if option not in ids:
        _unknown_option(question, option, ids, document, path)
        return None
    return str(option)


def _unknown_option(question: Question, option: Any, ids: Iterable[str], document: Document, path: Path) -> None:
    by_label = {_plain(known.label): known.id for known in question.options}
    hint = (
        f"Écrivez son identifiant : {found}."
        if (found := by_label.get(_plain(str(option))))
        else did_you_mean(str(option), ids)
    )
    document.problem(
        path, f"« {option} » n’est pas une réponse possible.", hint or "La liste : iag-diag show questions."
    )


def _plain(label: str) -> str:
    """Forget what typing does not tell apart: capitals, the kind of spaces and of apostrophes."""
    return " ".join(label.casefold().replace("'", "’").split())


def _several(question: Question, given: Any, document: Document, path: Path) -> tuple[str, ...] | None:
    if not isinstance(given, (list, tuple)):
        given = (given,)
    options = [_one(question, option, document, (*path, index)) for index, option in enumerate(given)]
    if None in options:
        return None
    kept = tuple(option.id for option in question.options if option.id in options)
    if not kept:
        document.problem(path, "Aucune réponse dans cette liste.", "Mettez-en une, ou nsp, ou sans-objet.")
        return None
    exclusive = next((option for option in question.options if option.exclusive and option.id in kept), None)
    if exclusive is not None and len(kept) > 1:
        document.problem(
            path, f"« {exclusive.id} » ne va avec aucune autre réponse.", "Gardez-la seule, ou retirez-la."
        )
        return None
    return kept


def _matrix(question: Question, given: Any, document: Document, path: Path) -> Mapping[str, Choice] | None:
    if not isinstance(given, Mapping) or not given:
        document.problem(path, "Cette question attend une réponse par ligne.", "Exemple : {ligne: réponse}.")
        return None
    rows = [row.id for row in question.rows]
    cells: dict[str, Choice] = {}
    for row, cell in given.items():
        if row not in rows:
            document.problem((*path, row), f"La ligne « {row} » n’existe pas.", did_you_mean(str(row), rows))
        elif isinstance(cell, str) and cell in WITHOUT_ANSWER:
            cells[row] = cell
        else:
            reader = _several if question.cell is Kind.MULTIPLE else _one
            value = reader(question, cell, document, (*path, row))
            if value is not None:
                cells[row] = value
    return {row: cells[row] for row in rows if row in cells}
