"""Where the entries of a pack are written: file and line, for a rule, a question, an option."""

from collections.abc import Mapping

from iag_diag.content.strict_yaml import Document, Path

Place = tuple[str, int]
"""File and 1-based line, 0 where the line is not known."""


class Places:
    """The files of a pack, ready to say where an entry stands; a pack that comes from no file has none."""

    def __init__(self, documents: Mapping[str, Document]) -> None:
        self._documents = documents
        self._questions: dict[str, tuple[Document, Path]] = {}
        self._borrowed: dict[str, Document] = {}
        for name, document in documents.items():
            if name.startswith("questionnaires/") and isinstance(document.data, Mapping):
                self._borrowed[document.data["id"]] = document
                for s, section in enumerate(document.data.get("sections", ())):
                    for q, question in enumerate(section["questions"]):
                        self._questions[question["id"]] = document, ("sections", s, "questions", q)

    @staticmethod
    def rule(place: str) -> Place:
        """Read the place that a rule carries (« rules/phases.yaml:41 »)."""
        file, colon, line = place.rpartition(":")
        return (file, int(line)) if colon and line.isdigit() else (place, 0)

    def at(self, file: str, *path: str | int) -> Place:
        """Line of a path in a file."""
        document = self._documents.get(file)
        return file, document.line(path) if document else 0

    def question(self, question: str, *path: str | int) -> Place:
        """Line of a question, or of a key inside it."""
        if question not in self._questions:
            return question, 0
        document, start = self._questions[question]
        return document.name, document.line((*start, *path))

    def option(self, question: str, index: int) -> Place:
        """Line of an option, in the question or in the set of answers that it borrows."""
        if question not in self._questions:
            return question, 0
        document, start = self._questions[question]
        s, q = start[1], start[3]
        shared = document.data["sections"][s]["questions"][q].get("answer_set")
        for place, answers in enumerate(document.data.get("answer_sets", ())):
            if answers["id"] == shared:
                return document.name, document.line(("answer_sets", place, "options", index))
        return document.name, document.line((*start, "options", index))

    def asked(self, questionnaire: str, question: str) -> Place:
        """Line where a questionnaire borrows a question."""
        document = self._borrowed.get(questionnaire)
        if document is None:
            return questionnaire, 0
        names = document.data.get("questions", ())
        path: Path = ("questions", names.index(question)) if question in names else ()
        return document.name, document.line(path)
