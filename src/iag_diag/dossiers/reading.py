"""Opening what a script or an adviser brings: an answers file in YAML or JSON, or a dossier."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from iag_diag.content import strict_yaml
from iag_diag.content.pack import Pack
from iag_diag.content.strict_yaml import Document
from iag_diag.diagnosis.answers import Answers
from iag_diag.dossiers import naming, store
from iag_diag.dossiers.answers import checked, clean
from iag_diag.dossiers.consensus import Divergence, consensus
from iag_diag.dossiers.model import Dossier
from iag_diag.errors import ContentError, IagDiagError, Problem, did_you_mean, reason

KEYS = ("answers", "company")


@dataclass(frozen=True, slots=True)
class Company:
    """A company's name and checked answers; `warnings` say what was set aside.

    `questionnaire` is the one a dossier follows, and `dossier` the dossier itself; None where the answers come from
    elsewhere. Where several people answered, `answers` are those that the diagnosis goes by, and `divergences` say
    where they differ.
    """

    name: str
    answers: Answers
    questionnaire: str | None = None
    warnings: tuple[str, ...] = ()
    dossier: Dossier | None = None
    divergences: tuple[Divergence, ...] = ()


def read_company(path: Path, pack: Pack) -> Company:
    """Read a dossier or an answers file; all faults are raised at once."""
    if path.name.endswith(naming.SUFFIX):
        return company_of(store.load(path), pack, path)
    document = _document(path)
    name, answers = "", {}
    if isinstance(document.data, dict):
        if {"schema", "pack", "created"} <= document.data.keys():
            return company_of(store.load(path), pack, path)
        for key in document.data.keys() - set(KEYS):
            document.problem((key,), f"La clé « {key} » n’existe pas ici.", did_you_mean(key, KEYS))
        name = _name(document)
        if "answers" in document.data:
            answers = checked(pack, document.data["answers"], document)
        else:
            document.problem((), "Il manque « answers ».", "Exemple : answers: {taille: 1-9, strategie: non}.")
    elif not document.problems:
        document.problem(
            (), "Ce fichier n’est pas un fichier de réponses.", "Exemple : answers: {taille: 1-9, strategie: non}."
        )
    if document.problems:
        raise ContentError(f"Le fichier {path} ne peut pas être utilisé.", document.problems)
    return Company(name, answers)


def company_of(dossier: Dossier, pack: Pack, path: Path) -> Company:
    """Check a dossier's answers, and join those of the other people of the company (see `consensus`).

    What no longer fits is set aside, and said: an answer of another pack version, an answer of somebody else.
    """
    answers, warnings = own_answers(dossier, pack, path)
    followed = dossier.questionnaire if dossier.questionnaire in pack.questionnaires else None
    company = Company(clean(dossier.company), answers, followed, warnings, dossier)
    if not dossier.others:
        return company
    document = Document(str(path))
    others = {
        clean(one.label) or name: checked(
            pack, {question: answer.value for question, answer in one.answers.items()}, document, ("others", name)
        )
        for name, one in dossier.others.items()
    }
    joined = consensus(pack, answers, others)
    aside = _set_aside(document.problems)
    return replace(company, answers=joined.answers, divergences=joined.divergences, warnings=(*warnings, *aside))


def own_answers(dossier: Dossier, pack: Pack, path: Path) -> tuple[Answers, tuple[str, ...]]:
    """Check the company's own answers; those of another pack version that no longer fit are set aside, and said."""
    document = Document(str(path))
    answers = checked(pack, dict(dossier.values()), document)
    if document.problems and dossier.pack.hash == pack.hash:
        raise ContentError(
            f"Le dossier {path} contient des réponses impossibles ; il n’a pas été touché.", document.problems
        )
    return answers, _set_aside(document.problems)


def _set_aside(problems: Iterable[Problem]) -> tuple[str, ...]:
    return tuple(
        f"Réponse laissée de côté, elle ne correspond plus au référentiel : {problem.where}." for problem in problems
    )


def _name(document: Document) -> str:
    name = document.data.get("company", "")
    if not isinstance(name, str):
        document.problem(("company",), "Le nom est un texte.", "Mettez-le entre guillemets.")
        return ""
    return clean(name)


def _document(path: Path) -> Document:
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise IagDiagError(f"Le fichier « {path} » n’existe pas.", "Vérifiez le nom et l’endroit.") from error
    except OSError as error:
        raise IagDiagError(
            f"Le fichier « {path} » ne peut pas être lu ({reason(error)}).", "Vérifiez ses droits."
        ) from error
    if path.suffix.lower() == ".json":
        return _json(content, str(path))
    return strict_yaml.parse(content, str(path))


def _json(content: bytes, name: str) -> Document:
    document = Document(name)

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        for key in sorted({key for key in keys if keys.count(key) > 1}):
            document.problem((), f"La clé « {key} » est écrite deux fois.", "Gardez-en une.")
        return dict(pairs)

    try:
        document.data = json.loads(content.decode("utf-8-sig"), object_pairs_hook=once)
    except UnicodeDecodeError:
        document.problem((), "Ce fichier n’est pas en UTF-8.", "Enregistrez-le en UTF-8.")
    except (json.JSONDecodeError, RecursionError) as error:
        line = error.lineno if isinstance(error, json.JSONDecodeError) else 0
        document.problems.append(
            Problem(name, line, "", "Ce n’est pas du JSON.", "Vérifiez les virgules, les guillemets et les accolades.")
        )
    return document
