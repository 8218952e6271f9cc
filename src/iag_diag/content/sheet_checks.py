"""What must hold for the sheets and the planning: every id leads somewhere, and no size is forgotten."""

from collections.abc import Iterable, Mapping
from typing import Any

from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.content.rules import SheetRule
from iag_diag.content.strict_yaml import Document, Path
from iag_diag.errors import did_you_mean


def known(document: Document, path: Path, word: str, known: Mapping[str, Any] | Iterable[str], noun: str) -> bool:
    """Note a word that is not among those known, with the closest one; say whether it is."""
    options = dict.fromkeys(known)
    if word not in options:
        document.problem(path, f"{noun} « {word} » n’existe pas.", did_you_mean(word, options))
    return word in options


def require_single(document: Document, path: Path, question: Question) -> None:
    """Note a question that the engine reads by role and that does not have one answer."""
    if question.kind is not Kind.SINGLE:
        what = f"La question « {question.id} » doit attendre une seule réponse (kind : single)."
        document.problem(path, what, "Changez de question, ou son « kind ».")


def check_sheets(pack: Pack) -> None:
    """Check the rules of the sheets, the alerts that name some, and the sheets themselves."""
    document = pack.documents["rules/sheets.yaml"]
    for index, rule in enumerate(pack.sheet_rules.values()):
        if known(document, ("sheets", index, "id"), rule.id, pack.sheets, "La fiche"):
            _check_sizes(pack, document, ("sheets", index), rule)
            _check_sheet_rule(pack, document, ("sheets", index), rule)
    for index, alert in enumerate(pack.alerts):
        for sheet_id in alert.sheets:
            known(pack.documents["rules/alerts.yaml"], ("alerts", index, "sheets"), sheet_id, pack.sheets, "La fiche")
    for sheet in pack.sheets.values():
        fiche = _sheet_document(pack, sheet.id)
        if sheet.id not in pack.sheet_rules:
            fiche.problem(
                ("id",),
                f"La fiche « {sheet.id} » n’a pas de règle dans rules/sheets.yaml.",
                "Ajoutez-y ses déclencheurs.",
            )
        known(fiche, ("phase",), sheet.phase, pack.phase_ranks, "La phase")
        for index, link in enumerate(sheet.links):
            known(fiche, ("links", index), link.sheet, pack.sheets, "La fiche")
    _check_practices(pack)


def _check_sizes(pack: Pack, document: Document, path: Path, rule: SheetRule) -> None:
    """Require an effort and a version of its own for every size that a sheet is meant for."""
    sheet = pack.sheets[rule.id]
    fiche = _sheet_document(pack, sheet.id)
    written = {size for variant in sheet.variants for size in variant.sizes}
    for size in rule.sizes:
        if not known(document, (*path, "sizes"), size, (known.id for known in pack.planning.sizes), "La taille"):
            continue
        for key, sizes in (("effort", sheet.effort.keys()), ("variants", written)):
            if size not in sizes:
                fiche.problem(
                    (key,), f"La taille « {size} » y manque, alors que la fiche lui est destinée.", "Ajoutez-la."
                )


def _check_sheet_rule(pack: Pack, document: Document, path: Path, rule: SheetRule) -> None:
    for index, trigger in enumerate(rule.triggers):
        known(document, (*path, "triggers", index, "force"), trigger.force, pack.forces, "La force")
    for index, prerequisite in enumerate(rule.prerequisites):
        at: Path = (*path, "prerequisites", index)
        if known(document, at, prerequisite.sheet, pack.sheet_rules, "La fiche") and _requires(
            pack, prerequisite.sheet, rule.id
        ):
            document.problem(
                at, f"« {rule.id} » et « {prerequisite.sheet} » s’attendent l’une l’autre.", "Rompez la boucle."
            )


def _sheet_document(pack: Pack, sheet_id: str) -> Document:
    return next(
        document
        for name, document in pack.documents.items()
        if name.startswith("catalogue/") and document.data["id"] == sheet_id
    )


def _requires(pack: Pack, start: str, wanted: str, seen: frozenset[str] = frozenset()) -> bool:
    """Whether the sheet `start` needs, at any depth, the sheet `wanted`."""
    if start == wanted:
        return True
    rule = pack.sheet_rules.get(start)
    needed = [p.sheet for p in rule.prerequisites if p.sheet not in seen] if rule else []
    return any(_requires(pack, sheet, wanted, seen | {start}) for sheet in needed)


def _check_practices(pack: Pack) -> None:
    for question in pack.questions.values():
        if question.sheet is None:
            continue
        name = next(
            name
            for name, document in pack.documents.items()
            if name.startswith("questionnaires/") and _holds(document, question.id)
        )
        document = pack.documents[name]
        path = next(
            path for path in document.lines if path and path[-1] == "id" and _at(document.data, path) == question.id
        )
        known(document, path, question.sheet, pack.sheets, "La fiche")
        require_single(document, path, question)
        for level in (pack.planning.started_from, pack.planning.done_from):
            known(document, path, level, (option.id for option in question.options), "Le niveau")


def _holds(document: Document, question_id: str) -> bool:
    sections = document.data.get("sections", ()) if isinstance(document.data, dict) else ()
    return any(question["id"] == question_id for section in sections for question in section["questions"])


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def check_planning(pack: Pack) -> None:
    """Check sizes and hours against the questions that they speak of."""
    document, planning = pack.documents["rules/sheets.yaml"], pack.planning
    if pack.manifest.size_question in pack.questions:
        expected = [option.id for option in pack.questions[pack.manifest.size_question].options]
        if sorted(expected) != sorted(size.id for size in planning.sizes):
            document.problem(
                ("planning", "sizes"),
                "Les tailles ne sont pas celles de la question de taille.",
                f"Attendues : {', '.join(expected)}.",
            )
    known(
        document, ("planning", "default_size"), planning.default_size, (size.id for size in planning.sizes), "La taille"
    )
    if known(document, ("planning", "time_question"), planning.time_question, pack.questions, "La question"):
        options = [option.id for option in pack.questions[planning.time_question].options]
        require_single(document, ("planning", "time_question"), pack.questions[planning.time_question])
        for index, hours in enumerate(planning.hours):
            known(document, ("planning", "hours", index), hours.option, options, "La réponse")
            if hours.option in [other.option for other in planning.hours[:index]]:
                what = f"La réponse « {hours.option} » a deux fois des heures."
                document.problem(("planning", "hours", index), what, "Gardez-en une.")
        for option in set(options) - {hours.option for hours in planning.hours}:
            document.problem(("planning", "hours"), f"La réponse « {option} » n’a pas d’heures.", "Ajoutez-la.")
