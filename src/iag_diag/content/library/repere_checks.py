"""What must hold between the published figures and the pack: every id leads somewhere, and none is said twice."""

from collections.abc import Iterable

from iag_diag.content.library.reperes import Figure, Grade, Item, ReperesFile, SegmentKind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.content.sheet_checks import known
from iag_diag.content.strict_yaml import Document, Path
from iag_diag.errors import did_you_mean

UNKNOWN = "nsp"  # no question lists it among its options, and yet some figures count those who do not know


def check_reperes(pack: Pack, document: Document, file: ReperesFile) -> None:
    """Note every fault on the document, where it stands."""
    bases = [base.id for base in file.bases]
    caveats = [caveat.id for caveat in file.caveats]
    figures = [
        (("items", i, "figures", f), figure)
        for i, item in enumerate(file.items)
        for f, figure in enumerate(item.figures)
    ]
    _check_unique(document, ((("bases", index, "id"), base) for index, base in enumerate(bases)))
    _check_unique(document, ((("caveats", index, "id"), caveat) for index, caveat in enumerate(caveats)))
    _check_unique(
        document, ((("items", i, "question"), item.question) for i, item in enumerate(file.items) if item.question)
    )
    _check_unique(document, (((*path, "id"), figure.id) for path, figure in figures))
    for index, item in enumerate(file.items):
        known(document, ("items", index, "base"), item.base, bases, "La base")
        _check_item(pack, document, ("items", index), item)
    for path, figure in figures:
        _check_segment(pack, document, path, figure)
        if figure.base is not None:
            known(document, (*path, "base"), figure.base, bases, "La base")
        for index, caveat in enumerate(figure.caveats):
            known(document, (*path, "caveats", index), caveat, caveats, "La mise en garde")


def _check_unique(document: Document, ids: Iterable[tuple[Path, str]]) -> None:
    seen: set[str] = set()
    for path, word in ids:
        if word in seen:
            document.problem(path, f"« {word} » est écrit deux fois.", "Gardez-en un, ou changez l’identifiant.")
        seen.add(word)


def _check_item(pack: Pack, document: Document, path: Path, item: Item) -> None:
    """Check the answers that the figures of an item count, and that one question has one answer."""
    question = None
    if item.question is not None:
        if not known(document, (*path, "question"), item.question, pack.questions, "La question"):
            return
        question = pack.questions[item.question]
    said: dict[object, str] = {}
    for index, figure in enumerate(item.figures):
        at: Path = (*path, "figures", index)
        _check_answers(document, at, figure, question)
        if not figure.options or (figure.grade or item.grade) is Grade.NEVER:
            continue
        companies = None if figure.segment.overall else figure.segment
        first = said.setdefault((frozenset(figure.options), figure.row, companies), figure.id)
        if first != figure.id:
            document.problem(at, f"« {figure.id} » et « {first} » disent la même chose.", "Gardez-en un.")


def _check_answers(document: Document, path: Path, figure: Figure, question: Question | None) -> None:
    if question is not None and question.id in document.doubts.ids:
        return
    options = [*(option.id for option in question.options), UNKNOWN] if question else []
    for index, option in enumerate(figure.options):
        known(document, (*path, "options", index), option, options, "La réponse")
    rows = [row.id for row in question.rows] if question else []
    if figure.row is not None:
        known(document, (*path, "row"), figure.row, rows, "La ligne")
    elif rows and figure.options:
        document.problem(path, "Cette question est un tableau : il manque « row ».", did_you_mean("", rows))


def _check_segment(pack: Pack, document: Document, path: Path, figure: Figure) -> None:
    kind, word = figure.segment.kind, figure.segment.id
    if word is not None:
        size = kind is SegmentKind.SIZE
        name = pack.manifest.size_question if size else pack.manifest.branch_question
        if name is not None and (name not in pack.questions or name in document.doubts.ids):
            return
        options = [option.id for option in pack.questions[name].options] if name else []
        known(document, (*path, "segment", "id"), word, options, "La taille" if size else "La branche")
    if kind is SegmentKind.STAFF and figure.row is None:
        what = "Une catégorie de salariés est une ligne du tableau : il manque « row »."
        document.problem((*path, "segment"), what, "Nommez la ligne, ou changez « kind ».")
