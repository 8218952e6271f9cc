"""What must hold between the files of a pack: every id leads somewhere, no cycle, nothing missing for any size."""

from collections.abc import Iterator
from typing import Any

from iag_diag.content import conditions as op
from iag_diag.content.conditions import Condition, questions_read
from iag_diag.content.doubts import STAND_IN
from iag_diag.content.files import Files
from iag_diag.content.kinds import Kind
from iag_diag.content.lever_checks import check_levers
from iag_diag.content.named_checks import check_named
from iag_diag.content.pack import Pack
from iag_diag.content.questions import BorrowingFile, CompleteFile, Question
from iag_diag.content.sheet_checks import check_planning, check_sheets, known, require_single
from iag_diag.content.strict_yaml import Document, Path

_AFTER_THE_PHASE = ("rules/alerts.yaml", "rules/sheets.yaml", "rules/selections.yaml")


def cross_checks(pack: Pack, files: Files) -> None:
    """Note every broken link on the document where it stands; what could not be read is given the benefit of doubt."""
    complete = [(document, file) for document, file in files.questionnaires if isinstance(file, CompleteFile)]
    _check_one_file_each([(document, file.id) for document, file in files.questionnaires])
    _check_one_file_each([(document, sheet.id) for document, sheet in files.sheets])
    for document, borrower in files.questionnaires:
        if isinstance(borrower, BorrowingFile):
            _check_borrowed(pack, document, borrower, {file.id for _, file in complete})
    elsewhere: set[str] = set()
    for document, file in complete:
        _check_questions(pack, document, file, elsewhere)
    _check_manifest(pack)
    for name, document in pack.documents.items():
        if name.startswith("rules/"):
            _check_unique(document, document.data, (), set())
    for document, path, condition in _written_conditions(pack, files):
        check_condition(pack, document, path, condition)
    check_named(pack, files)
    check_planning(pack)
    check_sheets(pack, files)
    check_levers(pack)


def _check_one_file_each(files: list[tuple[Document, str]]) -> None:
    first: dict[str, str] = {}
    for document, file_id in files:
        name = first.setdefault(file_id, document.name)
        if name != document.name and file_id != STAND_IN:
            document.problem(("id",), f"« {file_id} » est déjà dans {name}.", "Changez l’un des identifiants.")


def _check_questions(pack: Pack, document: Document, file: CompleteFile, elsewhere: set[str]) -> None:
    """Check the questions of one questionnaire; `elsewhere` are the ids of those of the others, to which they go."""
    sets = {answers.id for answers in file.answer_sets}
    seen: set[str] = set()
    for s, section in enumerate(file.sections):
        for q, written in enumerate(section.questions):
            path: Path = ("sections", s, "questions", q)
            if (written.id in seen or written.id in elsewhere) and written.id != STAND_IN:
                document.problem(
                    (*path, "id"),
                    f"La question « {written.id} » est écrite deux fois.",
                    "Changez l’un des identifiants.",
                )
                document.doubts.ids.add(written.id)
            _check_question(document, path, written, sets)
            if written.when is not None:
                check_condition(pack, document, (*path, "when"), written.when)
                for later in sorted(set(questions_read(written.when, pack.conditions)) - seen):
                    if not pack.doubts.cover(later) and later in pack.questions:
                        hint = "Déplacez-la avant, ou changez la condition."
                        what = f"La condition dépend de « {later} », qui n’est pas posée avant."
                        document.problem((*path, "when"), what, hint)
            seen.add(written.id)
    elsewhere |= seen


def _check_question(document: Document, path: Path, question: Question, sets: set[str]) -> None:
    if question.answer_set and not known(
        document, (*path, "answer_set"), question.answer_set, sets, "Le jeu de réponses"
    ):
        document.doubts.ids.add(question.id)
    for key, group in (
        ("options", [option.id for option in question.options]),
        ("rows", [row.id for row in question.rows]),
    ):
        ids: set[str] = set()
        for index, entry_id in enumerate(group):
            if entry_id in ids - {STAND_IN}:
                document.problem((*path, key, index, "id"), f"« {entry_id} » est écrit deux fois.", "Gardez-en un.")
            ids.add(entry_id)
    if question.id in document.doubts.ids:
        return
    closed = question.kind is not Kind.TEXT
    if closed and bool(question.options) == bool(question.answer_set):
        document.problem(path, "Il faut soit « options », soit « answer_set ».", "Gardez l’un des deux.")
        document.doubts.ids.add(question.id)
    if (question.kind is Kind.MATRIX) != bool(question.rows):
        document.problem(
            path,
            "Une question en tableau (« matrix ») a des lignes (« rows »), et elle seule.",
            "Ajoutez ou retirez « rows ».",
        )
        document.doubts.ids.add(question.id)


def _check_borrowed(pack: Pack, document: Document, file: BorrowingFile, lenders: set[str]) -> None:
    if not known(document, ("borrows",), file.borrows, lenders, "Le questionnaire"):
        pack.doubts.unread.add("questionnaires/")
    cited: set[str] = set()
    for index, question in enumerate(file.questions):
        known(document, ("questions", index), question, pack.questions, "La question")
        if question in cited - {STAND_IN}:
            document.problem(("questions", index), f"La question « {question} » est citée deux fois.", "Gardez-en une.")
        cited.add(question)


def _check_manifest(pack: Pack) -> None:
    document, manifest = pack.documents["rules/pack.yaml"], pack.manifest
    known(document, ("questionnaire",), manifest.questionnaire, pack.questionnaires, "Le questionnaire")
    if known(document, ("size_question",), manifest.size_question, pack.questions, "La question"):
        sizes = {option.id for option in pack.questions[manifest.size_question].options}
        known(document, ("solo_size",), manifest.solo_size, sizes, "La taille")
        for size, group in manifest.coarse_sizes.items():
            known(document, ("coarse_sizes", size), size, sizes, "La taille")
            known(document, ("coarse_sizes", size), group, sizes, "La taille")
        require_single(document, ("size_question",), pack.questions[manifest.size_question])
    branch = manifest.branch_question
    if branch is not None and known(document, ("branch_question",), branch, pack.questions, "La question"):
        require_single(document, ("branch_question",), pack.questions[branch])


def _check_unique(document: Document, data: Any, path: Path, seen: set[tuple[str, str]]) -> None:
    """Refuse an id twice in lists of one name, wherever they stand: two gates of two phases have two ids."""
    if isinstance(data, dict):
        for key, value in data.items():
            _check_unique(document, value, (*path, key), seen)
    elif isinstance(data, tuple):
        for index, entry in enumerate(data):
            if isinstance(entry, dict) and isinstance(entry.get("id"), str) and path:
                known_as = (str(path[-1]), entry["id"])
                if known_as in seen:
                    what = f"« {entry['id']} » est écrit deux fois."
                    document.problem((*path, index, "id"), what, "Changez l’un des identifiants.")
                seen.add(known_as)
            _check_unique(document, entry, (*path, index), seen)


def _written_conditions(pack: Pack, files: Files) -> Iterator[tuple[Document, Path, Condition]]:
    """Every condition of the rules, with where it is written."""
    document = pack.documents["rules/conditions.yaml"]
    for i, named in enumerate(files.conditions.conditions):
        yield document, ("conditions", i, "when"), named.when
    document = pack.documents["rules/phases.yaml"]
    for p, phase in enumerate(pack.phases):
        for g, gate in enumerate(phase.gates):
            yield document, ("phases", p, "gates", g, "when"), gate.when
    document = pack.documents["rules/alerts.yaml"]
    for a, alert in enumerate(pack.alerts):
        yield document, ("alerts", a, "when"), alert.when
    document = pack.documents["rules/sheets.yaml"]
    for s, rule in enumerate(files.sheet_rules.sheets):
        for t, trigger in enumerate(rule.triggers):
            yield document, ("sheets", s, "triggers", t, "when"), trigger.when
    document = pack.documents["rules/dimensions.yaml"]
    for d, dimension in enumerate(pack.dimensions.dimensions):
        for c, criterion in enumerate(dimension.criteria):
            at: Path = ("dimensions", d, "criteria", c)
            if criterion.applies is not None:
                yield document, (*at, "applies"), criterion.applies
            for k, case in enumerate(criterion.cases):
                yield document, (*at, "cases", k, "when"), case.when


def check_condition(pack: Pack, document: Document, start: Path, condition: Condition) -> None:
    """Check every id that a condition names, and that axes and phases are read only where they are settled."""
    for path, atom in _placed(start, condition):
        match atom:
            case op.Named(named=name):
                known(document, (*path, "named"), name, pack.conditions, "La condition")
            case op.Unknown(unknown=question):
                known(document, (*path, "unknown"), question, pack.questions, "La question")
            case op.DimensionBelow() | op.DimensionAtLeast():
                axes = [dimension.id for dimension in pack.dimensions.dimensions]
                known(document, (*path, "dimension"), atom.dimension, axes, "L’axe")
                if document.name not in _AFTER_THE_PHASE:
                    what = "Un axe ne se lit que dans les alertes et les déclencheurs."
                    document.problem(path, what, "Interrogez les réponses.")
            case op.PhaseIn(phase=phases):
                for place, phase in enumerate(phases):
                    known(document, (*path, "phase", place), phase, pack.phase_ranks, "La phase")
                if document.name not in _AFTER_THE_PHASE:
                    what = "La phase ne se lit que dans les alertes et les déclencheurs."
                    document.problem(path, what, "Interrogez les réponses.")
            case op.AnswerOperator():
                _check_answer(pack, document, path, atom)


def _placed(path: Path, condition: Condition) -> Iterator[tuple[Path, Condition]]:
    """Give each operator that has no condition inside it, with where it is written."""
    match condition:
        case op.All(all=parts) | op.Any_(any=parts):
            word = "all" if isinstance(condition, op.All) else "any"
            for place, part in enumerate(parts):
                yield from _placed((*path, word, place), part)
        case op.Not(not_=part):
            yield from _placed((*path, "not"), part)
        case _:
            yield path, condition


def _check_answer(pack: Pack, document: Document, path: Path, atom: op.AnswerOperator) -> None:
    if not known(document, (*path, "answer"), atom.answer, pack.questions, "La question"):
        return
    if atom.answer in pack.doubts.ids:
        return
    question = pack.questions[atom.answer]
    options = [option.id for option in question.options]
    multiple = isinstance(atom, op.AnswerIncludes | op.AnswerChosen)
    for place, option in _options_named(atom):
        known(document, (*path, *place), option, options, f"La réponse (à « {atom.answer} »)")
    if multiple != question.multiple:
        word = "is, in ou at_least" if multiple else "includes ou chosen_at_least"
        document.problem(path, f"« {atom.answer} » ne s’interroge pas ainsi.", f"Utilisez {word}.")
    if isinstance(atom, op.AnswerAtLeast) and question.scale is None:
        what = f"« {atom.answer} » n’a pas d’échelle (« scale »)."
        document.problem((*path, "at_least"), what, "Utilisez is ou in.", key=True)
    rows = [row.id for row in question.rows]
    if bool(rows) != (atom.row is not None):
        document.problem(
            path, f"« row » est nécessaire avec une question en tableau, et seulement là (« {atom.answer} »).", ""
        )
    elif atom.row is not None:
        known(document, (*path, "row"), atom.row, rows, "La ligne")


def _options_named(atom: op.AnswerOperator) -> Iterator[tuple[Path, str]]:
    match atom:
        case op.AnswerIs(is_=option):
            yield ("is",), option
        case op.AnswerAtLeast(at_least=option):
            yield ("at_least",), option
        case op.AnswerIncludes(includes=option):
            yield ("includes",), option
        case op.AnswerIn(in_=several):
            yield from ((("in", place), option) for place, option in enumerate(several))
