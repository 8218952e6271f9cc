"""What must hold for the sheets and the planning: every id leads somewhere, and no size is forgotten."""

from collections.abc import Collection, Iterable
from typing import Any

from iag_diag.content.doubts import STAND_IN
from iag_diag.content.files import Files
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import CompleteFile, Question
from iag_diag.content.rings import rings
from iag_diag.content.rules import SheetRule
from iag_diag.content.sheets import ActionSheet
from iag_diag.content.strict_yaml import Document, Path
from iag_diag.errors import did_you_mean

_OF_THE_STUDY = ("title", "study_sizes", "table_number", "table_title", "table_indicators")
_WITH_LINES = ("roles", "steps", "conditions", "results", "indicators", "table_indicators", "tools", "figures")


_QUESTIONS, _SHEETS, _RULES = "questionnaires/", "catalogue/fiches/", "rules/sheets.yaml"
_HOMES = {
    "Le questionnaire": (_QUESTIONS,),
    "La question": (_QUESTIONS,),
    "La fiche": (_SHEETS, _RULES),
    "La condition": ("rules/conditions.yaml",),
    "L’axe": ("rules/dimensions.yaml",),
    "La phase": ("rules/phases.yaml",),
    "La force": (_RULES,),
    "La taille": (_RULES, _QUESTIONS),
}
_MOST_COMPARED = 10_000


def known(document: Document, path: Path, word: str, known: Collection[str] | Iterable[str], noun: str) -> bool:
    """Note a word that is not among those known, with the closest one; say whether it is.

    Nothing is noted of a word that stands where the pack could not be read: what is missing may be there.
    """
    options = known if isinstance(known, Collection) else tuple(known)
    if word in options:
        return True
    if not document.doubts.cover(word, *_HOMES.get(noun, ())):
        few = len(options) * len(document.problems) < _MOST_COMPARED
        hint = did_you_mean(word, (option for option in options if option != STAND_IN)) if few else ""
        document.problem(path, f"{noun} « {word} » n’existe pas.", hint)
    return False


def require_single(document: Document, path: Path, question: Question) -> None:
    """Note a question that the engine reads by role and that does not have one answer."""
    if question.kind is not Kind.SINGLE and question.id not in document.doubts.ids:
        what = f"La question « {question.id} » doit attendre une seule réponse (kind : single)."
        document.problem(path, what, "Changez de question, ou son « kind ».")


def check_sheets(pack: Pack, files: Files) -> None:
    """Check the rules of the sheets, the alerts that name some, and the sheets themselves."""
    document = pack.documents[_RULES]
    fiches = {sheet.id: fiche for fiche, sheet in files.sheets}
    for index, rule in enumerate(files.sheet_rules.sheets):
        if known(document, ("sheets", index, "id"), rule.id, pack.sheets, "La fiche"):
            _check_sizes(pack, document, fiches[rule.id], ("sheets", index), rule)
            _check_sheet_rule(pack, document, ("sheets", index), rule)
    _check_loops(pack, document, files.sheet_rules.sheets)
    for index, alert in enumerate(pack.alerts):
        for place, sheet_id in enumerate(alert.sheets):
            path: Path = ("alerts", index, "sheets", place)
            known(pack.documents["rules/alerts.yaml"], path, sheet_id, pack.sheets, "La fiche")
    for fiche, sheet in files.sheets:
        if sheet.id not in pack.sheet_rules and not pack.doubts.cover(sheet.id, _RULES):
            fiche.problem(
                ("id",),
                f"La fiche « {sheet.id} » n’a pas de règle dans rules/sheets.yaml.",
                "Ajoutez-y ses déclencheurs.",
            )
        if sheet.id not in pack.doubts.ids:
            _check_origin(fiche, sheet)
        known(fiche, ("phase",), sheet.phase, pack.phase_ranks, "La phase")
        for index, link in enumerate(sheet.links):
            known(fiche, ("links", index, "sheet"), link.sheet, pack.sheets, "La fiche")
    _check_practices(pack, files)


def _check_origin(fiche: Document, sheet: ActionSheet) -> None:
    """Require of a sheet of the study all that the study gives, lines included; of ours, nothing of the kind."""
    from_study = sheet.source is not None
    for key in _OF_THE_STUDY:
        if bool(getattr(sheet, key)) is not from_study:
            what = f"Il manque « {key} »." if from_study else f"« {key} » ne va pas avec « beyond_study »."
            fiche.problem((key,), what, "Une fiche de l’étude l’a, une fiche à vous ne l’a pas.")
    parts: dict[Path, Any] = {("public",): sheet.public} | {
        (key, index): part for key in _WITH_LINES for index, part in enumerate(getattr(sheet, key))
    }
    for path in (path for path, part in parts.items() if from_study and part.lines is None):
        fiche.problem((*path, "lines"), "Il manque « lines ».", "Dites à quelles lignes l’étude en parle.")


def _check_sizes(pack: Pack, document: Document, fiche: Document, path: Path, rule: SheetRule) -> None:
    """Require an effort and a version of its own for every size that a sheet is meant for."""
    sheet = pack.sheets[rule.id]
    written = {size for variant in sheet.variants for size in variant.sizes}
    for place, size in enumerate(rule.sizes):
        at: Path = (*path, "sizes", place)
        sizes_known = [known.id for known in pack.planning.sizes]
        if not known(document, at, size, sizes_known, "La taille") or sheet.id in pack.doubts.ids:
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
        known(document, (*path, "prerequisites", index, "sheet"), prerequisite.sheet, pack.sheet_rules, "La fiche")


def _check_loops(pack: Pack, document: Document, rules: Iterable[SheetRule]) -> None:
    """Refuse sheets that wait for each other, at any depth."""
    needed = {rule.id: [entry.sheet for entry in rule.prerequisites] for rule in pack.sheet_rules.values()}
    found = rings(needed)
    for index, rule in enumerate(rules):
        for place, prerequisite in enumerate(rule.prerequisites):
            if prerequisite.sheet in found.get(rule.id, ()):
                document.problem(
                    ("sheets", index, "prerequisites", place),
                    f"« {rule.id} » et « {prerequisite.sheet} » s’attendent l’une l’autre.",
                    "Rompez la boucle.",
                )


def _check_practices(pack: Pack, files: Files) -> None:
    for document, file in files.questionnaires:
        if not isinstance(file, CompleteFile):
            continue
        for s, section in enumerate(file.sections):
            for q, question in enumerate(section.questions):
                if question.sheet is not None:
                    _check_practice(pack, document, ("sections", s, "questions", q), question.id, question.sheet)


def _check_practice(pack: Pack, document: Document, path: Path, question_id: str, sheet: str) -> None:
    question = pack.questions[question_id]
    known(document, (*path, "sheet"), sheet, pack.sheets, "La fiche")
    if question_id not in pack.doubts.ids:
        require_single(document, (*path, "kind"), question)
        for level in (pack.planning.started_from, pack.planning.done_from):
            known(document, (*path, "id"), level, [option.id for option in question.options], "Le niveau")


def check_planning(pack: Pack) -> None:
    """Check sizes and hours against the questions that they speak of."""
    document, planning = pack.documents[_RULES], pack.planning
    sizes = [size.id for size in planning.sizes]
    if pack.manifest.size_question in pack.questions:
        expected = [option.id for option in pack.questions[pack.manifest.size_question].options]
        if sorted(expected) != sorted(sizes) and not pack.doubts.ids & {pack.manifest.size_question, *sizes}:
            document.problem(
                ("planning", "sizes"),
                "Les tailles ne sont pas celles de la question de taille.",
                f"Attendues : {', '.join(expected)}.",
            )
            pack.doubts.ids.update(expected)
    known(document, ("planning", "default_size"), planning.default_size, sizes, "La taille")
    if known(document, ("planning", "time_question"), planning.time_question, pack.questions, "La question"):
        _check_hours(pack, document, pack.questions[planning.time_question])


def _check_hours(pack: Pack, document: Document, question: Question) -> None:
    if question.id in pack.doubts.ids:
        return
    require_single(document, ("planning", "time_question"), question)
    options = [option.id for option in question.options]
    given: set[str] = set()
    right = True
    for index, hours in enumerate(pack.planning.hours):
        path: Path = ("planning", "hours", index, "option")
        right &= known(document, path, hours.option, options, "La réponse")
        if hours.option in given - {STAND_IN}:
            right = False
            what = f"La réponse « {hours.option} » a deux fois des heures."
            document.problem(path, what, "Gardez-en une.")
        given.add(hours.option)
    if right:
        for option in options:
            if option not in given:
                document.problem(("planning", "hours"), f"La réponse « {option} » n’a pas d’heures.", "Ajoutez-la.")
