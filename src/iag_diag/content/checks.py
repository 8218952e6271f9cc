"""What must hold between the files of a pack: every id leads somewhere, no cycle, nothing missing for any size."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from iag_diag.content import conditions as op
from iag_diag.content.conditions import Condition, atoms, questions_read
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import BorrowingFile, CompleteFile, Question
from iag_diag.content.strict_yaml import Document, Path
from iag_diag.errors import did_you_mean

Conditions = Iterator[tuple[Path, Condition]]


def cross_checks(pack: Pack, complete: Iterable[CompleteFile], borrowing: Iterable[BorrowingFile]) -> None:
    """Note every broken link on the document where it stands."""
    complete = list(complete)
    files = {f"questionnaires/{file.id}.yaml": file for file in complete}
    for name, document in pack.documents.items():
        if name in files:
            _check_questions(pack, document, files[name])
    for borrower in borrowing:
        _check_borrowed(pack, _document_of(pack, borrower.id), borrower, complete)
    _check_manifest(pack)
    rules = {name: document for name, document in pack.documents.items() if name.startswith("rules/")}
    for document in rules.values():
        _check_unique(document, document.data, ())
        for path, condition in _written_conditions(document, pack):
            _check_condition(pack, document, path, condition)
    _check_named_cycles(pack)
    _check_sheets(pack)
    _check_planning(pack)


def _document_of(pack: Pack, questionnaire: str) -> Document:
    return pack.documents.get(f"questionnaires/{questionnaire}.yaml") or next(iter(pack.documents.values()))


def _check_questions(pack: Pack, document: Document, file: CompleteFile) -> None:
    sets = {answers.id for answers in file.answer_sets}
    seen: set[str] = set()
    for s, section in enumerate(file.sections):
        for q, written in enumerate(section.questions):
            path: Path = ("sections", s, "questions", q)
            if written.id in seen:
                document.problem((*path, "id"), f"La question « {written.id} » est écrite deux fois.", "Changez l’un des identifiants.")
            _check_question(document, path, written, sets)
            if written.when is not None:
                _check_condition(pack, document, (*path, "when"), written.when)
                for later in sorted(set(questions_read(written.when, pack.conditions)) - seen):
                    hint = "Déplacez-la avant, ou changez la condition."
                    document.problem((*path, "when"), f"La condition dépend de « {later} », qui n’est pas posée avant.", hint)
            seen.add(written.id)


def _check_question(document: Document, path: Path, question: Question, sets: set[str]) -> None:
    closed = question.kind is not Kind.TEXT
    if closed and bool(question.options) == bool(question.answer_set):
        document.problem(path, "Il faut soit « options », soit « answer_set ».", "Gardez l’un des deux.")
    if question.answer_set and question.answer_set not in sets:
        what = f"Le jeu de réponses « {question.answer_set} » n’existe pas."
        document.problem((*path, "answer_set"), what, did_you_mean(question.answer_set, sets))
    if (question.kind is Kind.MATRIX) != bool(question.rows):
        document.problem(path, "Une question en tableau (« matrix ») a des lignes (« rows »), et elle seule.", "Ajoutez ou retirez « rows ».")
    for group, key in ((question.options, "options"), (question.rows, "rows")):
        ids = [entry.id for entry in group]
        for index, entry_id in enumerate(ids):
            if entry_id in ids[:index]:
                document.problem((*path, key, index), f"« {entry_id} » est écrit deux fois.", "Gardez-en un.")


def _check_borrowed(pack: Pack, document: Document, file: BorrowingFile, complete: list[CompleteFile]) -> None:
    if file.borrows not in {lender.id for lender in complete}:
        what = f"Le questionnaire « {file.borrows} » n’existe pas."
        document.problem(("borrows",), what, did_you_mean(file.borrows, (lender.id for lender in complete)))
    for index, question in enumerate(file.questions):
        if question not in pack.questions:
            document.problem(("questions", index), f"La question « {question} » n’existe pas.", did_you_mean(question, pack.questions))
        if question in file.questions[:index]:
            document.problem(("questions", index), f"La question « {question} » est citée deux fois.", "Gardez-en une.")


def _check_manifest(pack: Pack) -> None:
    document, manifest = pack.documents["rules/pack.yaml"], pack.manifest
    _known(document, ("questionnaire",), manifest.questionnaire, pack.questionnaires, "Le questionnaire")
    if _known(document, ("size_question",), manifest.size_question, pack.questions, "La question"):
        sizes = {option.id for option in pack.questions[manifest.size_question].options}
        _known(document, ("solo_size",), manifest.solo_size, sizes, "La taille")


def _known(document: Document, path: Path, word: str, known: Mapping[str, Any] | Iterable[str], noun: str) -> bool:
    options = set(known)
    if word not in options:
        document.problem(path, f"{noun} « {word} » n’existe pas.", did_you_mean(word, options))
    return word in options


def _check_unique(document: Document, data: Any, path: Path) -> None:
    if isinstance(data, dict):
        for key, value in data.items():
            _check_unique(document, value, (*path, key))
    elif isinstance(data, tuple):
        ids = [entry.get("id") if isinstance(entry, dict) else None for entry in data]
        for index, (entry, entry_id) in enumerate(zip(data, ids, strict=True)):
            if entry_id is not None and entry_id in ids[:index]:
                document.problem((*path, index, "id"), f"« {entry_id} » est écrit deux fois.", "Changez l’un des identifiants.")
            _check_unique(document, entry, (*path, index))


def _written_conditions(document: Document, pack: Pack) -> Conditions:
    """Every condition of a rules file, with where it is written."""
    match document.name:
        case "rules/conditions.yaml":
            yield from ((("conditions", i, "when"), when) for i, when in enumerate(pack.conditions.values()))
        case "rules/phases.yaml":
            for p, phase in enumerate(pack.phases):
                yield from ((("phases", p, "gates", g, "when"), gate.when) for g, gate in enumerate(phase.gates))
        case "rules/alerts.yaml":
            yield from ((("alerts", a, "when"), alert.when) for a, alert in enumerate(pack.alerts))
        case "rules/sheets.yaml":
            for s, rule in enumerate(pack.sheet_rules.values()):
                yield from ((("sheets", s, "triggers", t, "when"), trigger.when) for t, trigger in enumerate(rule.triggers))
        case "rules/dimensions.yaml":
            for d, dimension in enumerate(pack.dimensions.dimensions):
                for c, criterion in enumerate(dimension.criteria):
                    at: Path = ("dimensions", d, "criteria", c)
                    if criterion.applies is not None:
                        yield (*at, "applies"), criterion.applies
                    yield from (((*at, "cases", k, "when"), case.when) for k, case in enumerate(criterion.cases))


def _check_condition(pack: Pack, document: Document, path: Path, condition: Condition) -> None:
    for atom in atoms(condition):
        match atom:
            case op.Named(named=name):
                _known(document, path, name, pack.conditions, "La condition")
            case op.Unknown(unknown=question):
                _known(document, path, question, pack.questions, "La question")
            case op.DimensionBelow() | op.DimensionAtLeast():
                _known(document, path, atom.dimension, (dimension.id for dimension in pack.dimensions.dimensions), "L’axe")
                if document.name not in ("rules/alerts.yaml", "rules/sheets.yaml"):
                    document.problem(path, "Un axe ne se lit que dans les alertes et les déclencheurs.", "Interrogez les réponses.")
            case op.PhaseIn(phase=phases):
                for phase in phases:
                    _known(document, path, phase, pack.phase_ranks, "La phase")
                if document.name not in ("rules/alerts.yaml", "rules/sheets.yaml"):
                    document.problem(path, "La phase ne se lit que dans les alertes et les déclencheurs.", "Interrogez les réponses.")
            case op.AnswerOperator():
                _check_answer(pack, document, path, atom)


def _check_answer(pack: Pack, document: Document, path: Path, atom: op.AnswerOperator) -> None:
    if not _known(document, path, atom.answer, pack.questions, "La question"):
        return
    question = pack.questions[atom.answer]
    options = [option.id for option in question.options]
    wanted: tuple[str, ...] = ()
    multiple = False
    match atom:
        case op.AnswerIs(is_=option) | op.AnswerAtLeast(at_least=option):
            wanted = (option,)
        case op.AnswerIn(in_=several):
            wanted = several
        case op.AnswerIncludes(includes=option):
            wanted, multiple = (option,), True
        case op.AnswerChosen():
            multiple = True
    for option in wanted:
        _known(document, path, option, options, f"La réponse (à « {atom.answer} »)")
    if multiple != question.multiple:
        word = "is, in ou at_least" if multiple else "includes ou chosen_at_least"
        document.problem(path, f"« {atom.answer} » ne s’interroge pas ainsi.", f"Utilisez {word}.")
    if isinstance(atom, op.AnswerAtLeast) and question.scale is None:
        document.problem(path, f"« {atom.answer} » n’a pas d’échelle (« scale »).", "Utilisez is ou in.")
    rows = [row.id for row in question.rows]
    if bool(rows) != (atom.row is not None):
        document.problem(path, f"« row » est nécessaire avec une question en tableau, et seulement là (« {atom.answer} »).", "")
    elif atom.row is not None:
        _known(document, path, atom.row, rows, "La ligne")


def _check_named_cycles(pack: Pack) -> None:
    document = pack.documents["rules/conditions.yaml"]

    def reaches(start: str, name: str, seen: frozenset[str]) -> bool:
        for atom in atoms(pack.conditions[name]):
            if isinstance(atom, op.Named) and atom.named in pack.conditions:
                if atom.named == start:
                    return True
                if atom.named not in seen and reaches(start, atom.named, seen | {atom.named}):
                    return True
        return False

    for index, name in enumerate(pack.conditions):
        if reaches(name, name, frozenset()):
            document.problem(("conditions", index), f"La condition « {name} » se cite elle-même.", "Rompez la boucle.")


def _check_sheets(pack: Pack) -> None:
    document = pack.documents["rules/sheets.yaml"]
    sizes = [size.id for size in pack.planning.sizes]
    for index, rule in enumerate(pack.sheet_rules.values()):
        path: Path = ("sheets", index)
        if not _known(document, (*path, "id"), rule.id, pack.sheets, "La fiche"):
            continue
        sheet = pack.sheets[rule.id]
        for size in rule.sizes:
            _known(document, (*path, "sizes"), size, sizes, "La taille")
            for what, has in (("effort", size in sheet.effort), ("variants", any(size in variant.sizes for variant in sheet.variants))):
                if not has:
                    fiche = _sheet_document(pack, sheet.id)
                    fiche.problem((what,), f"La taille « {size} » y manque, alors que la fiche lui est destinée.", "Ajoutez-la.")
        for t, trigger in enumerate(rule.triggers):
            _known(document, (*path, "triggers", t, "force"), trigger.force, pack.forces, "La force")
        for p, prerequisite in enumerate(rule.prerequisites):
            if _known(document, (*path, "prerequisites", p), prerequisite.sheet, pack.sheet_rules, "La fiche") and _requires(pack, prerequisite.sheet, rule.id):
                document.problem((*path, "prerequisites", p), f"« {rule.id} » et « {prerequisite.sheet} » s’attendent l’une l’autre.", "Rompez la boucle.")
    for alert_index, alert in enumerate(pack.alerts):
        for sheet_id in alert.sheets:
            _known(pack.documents["rules/alerts.yaml"], ("alerts", alert_index, "sheets"), sheet_id, pack.sheets, "La fiche")
    for sheet in pack.sheets.values():
        fiche = _sheet_document(pack, sheet.id)
        if sheet.id not in pack.sheet_rules:
            fiche.problem(("id",), f"La fiche « {sheet.id} » n’a pas de règle dans rules/sheets.yaml.", "Ajoutez-y ses déclencheurs.")
        _known(fiche, ("phase",), sheet.phase, pack.phase_ranks, "La phase")
        for index, link in enumerate(sheet.links):
            _known(fiche, ("links", index), link.sheet, pack.sheets, "La fiche")
    _check_practices(pack)


def _sheet_document(pack: Pack, sheet_id: str) -> Document:
    return next(document for name, document in pack.documents.items() if name.startswith("catalogue/") and document.data["id"] == sheet_id)


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
        name = next(name for name, document in pack.documents.items() if name.startswith("questionnaires/") and _holds(document, question.id))
        document = pack.documents[name]
        path = next(path for path in document.lines if path and path[-1] == "id" and _at(document.data, path) == question.id)
        _known(document, path, question.sheet, pack.sheets, "La fiche")
        for level in (pack.planning.started_from, pack.planning.done_from):
            _known(document, path, level, (option.id for option in question.options), "Le niveau")


def _holds(document: Document, question_id: str) -> bool:
    sections = document.data.get("sections", ()) if isinstance(document.data, dict) else ()
    return any(question["id"] == question_id for section in sections for question in section["questions"])


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _check_planning(pack: Pack) -> None:
    document, planning = pack.documents["rules/sheets.yaml"], pack.planning
    if pack.manifest.size_question in pack.questions:
        expected = [option.id for option in pack.questions[pack.manifest.size_question].options]
        if sorted(expected) != sorted(size.id for size in planning.sizes):
            document.problem(("planning", "sizes"), "Les tailles ne sont pas celles de la question de taille.", f"Attendues : {', '.join(expected)}.")
    _known(document, ("planning", "default_size"), planning.default_size, (size.id for size in planning.sizes), "La taille")
    if _known(document, ("planning", "time_question"), planning.time_question, pack.questions, "La question"):
        options = [option.id for option in pack.questions[planning.time_question].options]
        for index, hours in enumerate(planning.hours):
            _known(document, ("planning", "hours", index), hours.option, options, "La réponse")
        for option in set(options) - {hours.option for hours in planning.hours}:
            document.problem(("planning", "hours"), f"La réponse « {option} » n’a pas d’heures.", "Ajoutez-la.")
