"""What must hold in `rules/selections.yaml`: every question, word, measure and force that it names exists."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from iag_diag.content.checks import check_condition
from iag_diag.content.library.entries import Entry
from iag_diag.content.library.selections import Benchmarks, Selection, SelectionsFile, Wish, Words
from iag_diag.content.pack import Pack
from iag_diag.content.sheet_checks import known
from iag_diag.content.strict_yaml import Document, Path


def check_selections(
    pack: Pack,
    document: Document,
    file: SelectionsFile,
    entries: Callable[[date], Mapping[str, Sequence[Entry]]],
) -> None:
    """Note every fault on the document; words that depend on the day are looked for before and after everything."""
    seen: set[str] = set()
    _check_benchmarks(pack, document, file.benchmarks, seen)
    first, last = entries(date.min), entries(date.max)
    for name, selection in (
        ("occupations", file.occupations),
        ("trainings", file.trainings),
        ("resources", file.resources),
    ):
        _Checker(pack, document, name, (*first[name], *last[name]), seen).check(selection)


def _check_benchmarks(pack: Pack, document: Document, benchmarks: Benchmarks, seen: set[str]) -> None:
    for index, comparison in enumerate(benchmarks.comparisons):
        at: Path = ("benchmarks", "comparisons", index)
        _check_unique(document, at, comparison.id, seen)
        if known(document, (*at, "question"), comparison.question, pack.questions, "La question"):
            question = pack.questions[comparison.question]
            for place, option in enumerate(comparison.options if question.id not in document.doubts.ids else ()):
                options = [option.id for option in question.options]
                known(document, (*at, "options", place), option, options, "La réponse")
            if comparison.row is not None:
                known(document, (*at, "row"), comparison.row, [row.id for row in question.rows], "La ligne")
        for place, saying in enumerate(comparison.says):
            check_condition(pack, document, (*at, "says", place, "when"), saying.when)


def _check_unique(document: Document, path: Path, rule: str, seen: set[str]) -> None:
    if rule in seen:
        document.problem((*path, "id"), f"« {rule} » est écrit deux fois.", "Changez l’un des deux identifiants.")
    seen.add(rule)


class _Checker:
    """Checks one selection against the entries that it chooses among."""

    def __init__(self, pack: Pack, document: Document, name: str, entries: Sequence[Entry], seen: set[str]) -> None:
        self.pack = pack
        self.document = document
        self.name = name
        self.seen = seen
        self.ids = {entry.id for entry in entries}
        self.measures = {measure for entry in entries for measure in entry.measures}
        self.words: dict[str, set[str]] = {}
        for entry in entries:
            for facet, words in entry.facets.items():
                self.words.setdefault(facet, set()).update(words)

    def check(self, selection: Selection) -> None:
        for key, wishes in (("wishes", selection.wishes), ("otherwise", selection.otherwise)):
            for index, wish in enumerate(wishes):
                self._wish((self.name, key, index), wish)
        for index, bar in enumerate(selection.bars):
            at: Path = (self.name, "bars", index)
            _check_unique(self.document, at, bar.id, self.seen)
            self._words((*at, "for"), bar.entries)
            for measure in bar.above:
                known(self.document, (*at, "above", measure), measure, sorted(self.measures), "La mesure")
            for key, condition in (("when", bar.when), ("unless", bar.unless)):
                if condition is not None:
                    check_condition(self.pack, self.document, (*at, key), condition)
        for index, preference in enumerate(selection.preferences):
            at = (self.name, "preferences", index)
            if preference.measure is not None:
                known(self.document, (*at, "measure"), preference.measure, sorted(self.measures), "La mesure")
            else:
                self._words(at, {preference.facet or "": preference.values})
        for index, notice in enumerate(selection.notices):
            at = (self.name, "notices", index)
            _check_unique(self.document, at, notice.id, self.seen)
            check_condition(self.pack, self.document, (*at, "when"), notice.when)

    def _wish(self, path: Path, wish: Wish) -> None:
        _check_unique(self.document, path, wish.id, self.seen)
        known(self.document, (*path, "force"), wish.force, self.pack.forces, "La force")
        self._words((*path, "for"), wish.entries)
        if wish.when is not None:
            check_condition(self.pack, self.document, (*path, "when"), wish.when)
        at = (*path, "ticked")
        if wish.ticked is None or not known(self.document, at, wish.ticked, self.pack.questions, "La question"):
            return
        question = self.pack.questions[wish.ticked]
        if not question.multiple or question.rows:
            what = f"« {wish.ticked} » n’attend pas plusieurs réponses."
            self.document.problem(at, what, "Choisissez une question à cocher (kind : multiple).")
        if missing := [option.id for option in question.options if option.id not in self.ids and not option.exclusive]:
            what = f"Ces réponses n’ont pas d’entrée au catalogue : {', '.join(missing)}."
            self.document.problem(at, what, "Ajoutez leurs fichiers.")

    def _words(self, path: Path, words: Words) -> None:
        for facet, several in words.items():
            if known(self.document, (*path, facet), facet, sorted(self.words), "Le critère"):
                for word in several:
                    known(self.document, (*path, facet), word, sorted(self.words[facet]), "Le mot")
