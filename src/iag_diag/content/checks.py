"""What must hold between the files of a pack: every id leads somewhere, no cycle, nothing missing for any size."""

from collections.abc import Iterable, Iterator
from typing import Any

from iag_diag.content import conditions as op
from iag_diag.content.conditions import Condition, atoms, questions_read
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import BorrowingFile, CompleteFile, Question
from iag_diag.content.sheet_checks import check_planning, check_sheets, known, require_single
from iag_diag.content.strict_yaml import Document, Path
from iag_diag.errors import did_you_mean

Conditions = Iterator[tuple[Path, Condition]]


_AFTER_THE_PHASE = ("rules/alerts.yaml", "rules/sheets.yaml", "rules/selections.yaml")


def cross_checks(pack: Pack, complete: Iterable[CompleteFile], borrowing: Iterable[BorrowingFile]) -> None:
    """Note every broken link on the document where it stands."""
    complete = list(complete)
    for folder in ("questionnaires/", "catalogue/"):
        _check_one_file_each([document for name, document in pack.documents.items() if name.startswith(folder)])
    elsewhere: set[str] = set()
    for file in complete:
        elsewhere |= _check_questions(pack, _document_of(pack, file.id), file, elsewhere)
    for borrower in borrowing:
        _check_borrowed(pack, _document_of(pack, borrower.id), borrower, complete)
    _check_manifest(pack)
    rules = {name: document for name, document in pack.documents.items() if name.startswith("rules/")}
    for document in rules.values():
        _check_unique(document, document.data, (), set())
        for path, condition in _written_conditions(document, pack):
            check_condition(pack, document, path, condition)
    _check_named_cycles(pack)
    check_sheets(pack)
    check_planning(pack)


def _document_of(pack: Pack, questionnaire: str) -> Document:
    return next(
        document
        for name, document in pack.documents.items()
        if name.startswith("questionnaires/") and document.data["id"] == questionnaire
    )


def _check_one_file_each(documents: list[Document]) -> None:
    first: dict[str, str] = {}
    for document in documents:
        name = first.setdefault(document.data["id"], document.name)
        if name != document.name:
            what = f"« {document.data['id']} » est déjà dans {name}."
            document.problem(("id",), what, "Changez l’un des identifiants.")


def _check_questions(pack: Pack, document: Document, file: CompleteFile, elsewhere: set[str]) -> set[str]:
    """Check the questions of one questionnaire, and return their ids; `elsewhere` are those of the others."""
    sets = {answers.id for answers in file.answer_sets}
    seen: set[str] = set()
    for s, section in enumerate(file.sections):
        for q, written in enumerate(section.questions):
            path: Path = ("sections", s, "questions", q)
            if written.id in seen | elsewhere:
                document.problem(
                    (*path, "id"),
                    f"La question « {written.id} » est écrite deux fois.",
                    "Changez l’un des identifiants.",
                )
            _check_question(document, path, written, sets)
            if written.when is not None:
                check_condition(pack, document, (*path, "when"), written.when)
                for later in sorted(set(questions_read(written.when, pack.conditions)) - seen):
                    hint = "Déplacez-la avant, ou changez la condition."
                    document.problem(
                        (*path, "when"), f"La condition dépend de « {later} », qui n’est pas posée avant.", hint
                    )
            seen.add(written.id)
    return seen


def _check_question(document: Document, path: Path, question: Question, sets: set[str]) -> None:
    closed = question.kind is not Kind.TEXT
    if closed and bool(question.options) == bool(question.answer_set):
        document.problem(path, "Il faut soit « options », soit « answer_set ».", "Gardez l’un des deux.")
    if question.answer_set and question.answer_set not in sets:
        what = f"Le jeu de réponses « {question.answer_set} » n’existe pas."
        document.problem((*path, "answer_set"), what, did_you_mean(question.answer_set, sets))
    if (question.kind is Kind.MATRIX) != bool(question.rows):
        document.problem(
            path,
            "Une question en tableau (« matrix ») a des lignes (« rows »), et elle seule.",
            "Ajoutez ou retirez « rows ».",
        )
    for group, key in ((question.options, "options"), (question.rows, "rows")):
        ids = [entry.id for entry in group]
        for index, entry_id in enumerate(ids):
            if entry_id in ids[:index]:
                document.problem((*path, key, index), f"« {entry_id} » est écrit deux fois.", "Gardez-en un.")


def _check_borrowed(pack: Pack, document: Document, file: BorrowingFile, complete: list[CompleteFile]) -> None:
    if file.borrows not in {lender.id for lender in complete}:
        what = f"Le questionnaire « {file.borrows} » n’existe pas."
        document.problem(("borrows",), what, did_you_mean(file.borrows, (lender.id for lender in complete)))
    for index, question in enumerate(file.questions):
        if question not in pack.questions:
            document.problem(
                ("questions", index),
                f"La question « {question} » n’existe pas.",
                did_you_mean(question, pack.questions),
            )
        if question in file.questions[:index]:
            document.problem(("questions", index), f"La question « {question} » est citée deux fois.", "Gardez-en une.")


def _check_manifest(pack: Pack) -> None:
    document, manifest = pack.documents["rules/pack.yaml"], pack.manifest
    known(document, ("questionnaire",), manifest.questionnaire, pack.questionnaires, "Le questionnaire")
    if known(document, ("size_question",), manifest.size_question, pack.questions, "La question"):
        sizes = {option.id for option in pack.questions[manifest.size_question].options}
        known(document, ("solo_size",), manifest.solo_size, sizes, "La taille")
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
            if isinstance(entry, dict) and "id" in entry:
                known_as = (str(path[-1]), entry["id"])
                if known_as in seen:
                    what = f"« {entry['id']} » est écrit deux fois."
                    document.problem((*path, index, "id"), what, "Changez l’un des identifiants.")
                seen.add(known_as)
            _check_unique(document, entry, (*path, index), seen)


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
                yield from (
                    (("sheets", s, "triggers", t, "when"), trigger.when) for t, trigger in enumerate(rule.triggers)
                )
        case "rules/dimensions.yaml":
            for d, dimension in enumerate(pack.dimensions.dimensions):
                for c, criterion in enumerate(dimension.criteria):
                    at: Path = ("dimensions", d, "criteria", c)
                    if criterion.applies is not None:
                        yield (*at, "applies"), criterion.applies
                    yield from (((*at, "cases", k, "when"), case.when) for k, case in enumerate(criterion.cases))


def check_condition(pack: Pack, document: Document, path: Path, condition: Condition) -> None:
    """Check every id that a condition names, and that axes and phases are read only where they are settled."""
    for atom in atoms(condition):
        match atom:
            case op.Named(named=name):
                known(document, path, name, pack.conditions, "La condition")
            case op.Unknown(unknown=question):
                known(document, path, question, pack.questions, "La question")
            case op.DimensionBelow() | op.DimensionAtLeast():
                known(
                    document, path, atom.dimension, (dimension.id for dimension in pack.dimensions.dimensions), "L’axe"
                )
                if document.name not in _AFTER_THE_PHASE:
                    document.problem(
                        path, "Un axe ne se lit que dans les alertes et les déclencheurs.", "Interrogez les réponses."
                    )
            case op.PhaseIn(phase=phases):
                for phase in phases:
                    known(document, path, phase, pack.phase_ranks, "La phase")
                if document.name not in _AFTER_THE_PHASE:
                    document.problem(
                        path, "La phase ne se lit que dans les alertes et les déclencheurs.", "Interrogez les réponses."
                    )
            case op.AnswerOperator():
                _check_answer(pack, document, path, atom)


def _check_answer(pack: Pack, document: Document, path: Path, atom: op.AnswerOperator) -> None:
    if not known(document, path, atom.answer, pack.questions, "La question"):
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
        known(document, path, option, options, f"La réponse (à « {atom.answer} »)")
    if multiple != question.multiple:
        word = "is, in ou at_least" if multiple else "includes ou chosen_at_least"
        document.problem(path, f"« {atom.answer} » ne s’interroge pas ainsi.", f"Utilisez {word}.")
    if isinstance(atom, op.AnswerAtLeast) and question.scale is None:
        document.problem(path, f"« {atom.answer} » n’a pas d’échelle (« scale »).", "Utilisez is ou in.")
    rows = [row.id for row in question.rows]
    if bool(rows) != (atom.row is not None):
        document.problem(
            path, f"« row » est nécessaire avec une question en tableau, et seulement là (« {atom.answer} »).", ""
        )
    elif atom.row is not None:
        known(document, path, atom.row, rows, "La ligne")


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
            document.problem(("conditions", index), f"La condition « {name} » se cite elle-même.", "Rompez la boucle.")
