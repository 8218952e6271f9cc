"""A pack read from its folder: what is wrong in any file, and between them, is told in one go."""

import errno
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from typing import TypeVar

from pydantic import BaseModel

from iag_diag.content import strict_yaml
from iag_diag.content.checks import cross_checks
from iag_diag.content.doubts import Doubts
from iag_diag.content.files import Files
from iag_diag.content.pack import FOLDERS, Pack, Part, Questionnaire
from iag_diag.content.questions import AnswerSet, BorrowingFile, CompleteFile, Question
from iag_diag.content.rules import (
    AcceptedFile,
    AlertsFile,
    ConditionsFile,
    DimensionsFile,
    LeversFile,
    Manifest,
    PhasesFile,
    RobustnessFile,
    SheetsFile,
)
from iag_diag.content.sheets import ActionSheet
from iag_diag.content.strict_yaml import MAX_BYTES, Document
from iag_diag.content.validation import validated
from iag_diag.errors import IagDiagError, Problem, reason

ACCEPTED, SHEETS = "rules/accepted.yaml", "catalogue/fiches"
MOST_FILES = 200
M = TypeVar("M", bound=BaseModel)


def read_pack(root: Path) -> tuple[Pack, tuple[Problem, ...]]:
    """Read a pack and all its faults, file by file, line by line; raises `IagDiagError` where the folder is no pack.

    Where there are faults, stand-ins fill the pack: it serves to look for more of them, never for a diagnosis.
    """
    _require_folders(root)
    reader = _Reader(root)
    files = reader.files()
    pack = _pack(root, reader, files)
    cross_checks(pack, files)
    problems = list(reader.problems)
    for document in reader.documents.values():
        problems += sorted(document.problems, key=lambda problem: problem.line)
    return pack, tuple(dict.fromkeys(problems))


def _pack(root: Path, reader: "_Reader", files: Files) -> Pack:
    written = [file for _, file in files.questionnaires]
    complete = [file for file in written if isinstance(file, CompleteFile)]
    rules = files.sheet_rules
    return Pack(
        root=root,
        hash=reader.digest.hexdigest(),
        manifest=files.manifest,
        questions={question.id: question for file in complete for question in _resolved(file)},
        questionnaires={file.id: _as_asked(file) for file in complete}
        | {file.id: _borrowed(file, complete) for file in written if isinstance(file, BorrowingFile)},
        conditions={condition.id: condition.when for condition in files.conditions.conditions},
        dimensions=files.dimensions,
        phases=files.phases.phases,
        alerts=files.alerts.alerts,
        planning=rules.planning,
        forces={force.id: force for force in rules.forces},
        sheet_rules={rule.id: rule for rule in rules.sheets},
        sheets={
            sheet.id: sheet
            for sheet in sorted((sheet for _, sheet in files.sheets), key=lambda sheet: (sheet.number, sheet.id))
        },
        levers=files.levers,
        robustness=files.robustness,
        documents=reader.documents,
        doubts=reader.doubts,
    )


def _require_folders(root: Path) -> None:
    if missing := [folder for folder in FOLDERS if not (root / folder).is_dir()]:
        listed = ", ".join(f"« {folder} »" for folder in missing)
        raise IagDiagError(
            f"{root} n’est pas un référentiel : il y manque {listed}.",
            "Donnez un dossier qui contient questionnaires/, rules/, catalogue/ et templates/.",
        )


class _Reader:
    """Reads the files of a pack in a fixed order, keeping their hash, their lines and their faults."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.digest = sha256()
        self.documents: dict[str, Document] = {}
        self.doubts = Doubts()
        self.problems: list[Problem] = []

    def files(self) -> Files:
        files = Files(
            manifest=self.one("rules/pack.yaml", Manifest),
            conditions=self.one("rules/conditions.yaml", ConditionsFile),
            dimensions=self.one("rules/dimensions.yaml", DimensionsFile),
            phases=self.one("rules/phases.yaml", PhasesFile),
            alerts=self.one("rules/alerts.yaml", AlertsFile),
            sheet_rules=self.one("rules/sheets.yaml", SheetsFile),
            levers=self.one("rules/levers.yaml", LeversFile),
            robustness=self.one("rules/robustness.yaml", RobustnessFile),
            questionnaires=tuple(map(self.questionnaire, self.names("questionnaires"))),
            sheets=tuple((self.document(name), self.model(name, ActionSheet)) for name in self.names(SHEETS)),
        )
        if (self.root / ACCEPTED).exists():
            self.one(ACCEPTED, AcceptedFile)
        return files

    def one(self, name: str, model: type[M]) -> M:
        self.document(name)
        return self.model(name, model)

    def questionnaire(self, name: str) -> tuple[Document, CompleteFile | BorrowingFile]:
        document = self.document(name)
        if isinstance(document.data, dict) and "sections" not in document.data and "questions" in document.data:
            return document, self.model(name, BorrowingFile)
        return document, self.model(name, CompleteFile)

    def names(self, folder: str) -> tuple[str, ...]:
        """List the files of a folder that should have some, in order."""
        found = sorted(path.name for path in (self.root / folder).glob("*.yaml"))
        if not found:
            self.doubts.unread.add(f"{folder}/")
            self.fault(folder, "Il n’y a aucun fichier .yaml ici.", "Ajoutez-en un.")
        if len(found) > MOST_FILES:
            self.doubts.unread.add(f"{folder}/")
            self.fault(folder, f"Il y a plus de {MOST_FILES} fichiers ici.", "Retirez-en.")
        if len(told := [name for name in found if name.isprintable()]) < len(found):
            self.fault(folder, "Un nom de fichier contient un caractère invisible.", "Renommez ce fichier.")
        return tuple(f"{folder}/{name}" for name in told[:MOST_FILES])

    def fault(self, name: str, what: str, hint: str) -> None:
        self.problems.append(Problem(name, 0, "", what, hint))

    def document(self, name: str) -> Document:
        """Read a file and put in doubt what nobody could read in it."""
        content = b""
        try:
            content = content_of(self.root / name)
        except OSError as error:
            document = Document(name)
            what = f"Fichier illisible ({reason(error)})."
            document.problem((), what, "Créez-le ou rendez-le lisible.")
        else:
            document = strict_yaml.parse(content, name)
        if name != ACCEPTED:
            self.digest.update(name.encode() + b"\0" + content + b"\0")
        self.doubts.ids |= document.doubts.ids
        self.doubts.unread |= document.doubts.unread
        document.doubts = self.doubts
        if document.data is None and (not self.doubts.spare_text(content) or len(content) > MAX_BYTES):
            self.doubts.unread.add(name)
        self.documents[name] = document
        return document

    def model(self, name: str, model: type[M]) -> M:
        document = self.documents[name]
        found = validated(document, model)
        if found is not None and not document.problems:
            return found
        from iag_diag.content.mending import mended

        return mended(document, model)


def content_of(path: Path) -> bytes:
    """Read no more of a file than tells that it is too big."""
    found = path.stat()
    if S_ISDIR(found.st_mode):
        raise IsADirectoryError(errno.EISDIR, "")
    if not S_ISREG(found.st_mode):
        raise OSError(errno.ENOTSUP, "ce n’est pas un fichier ordinaire")
    if found.st_size <= MAX_BYTES:
        return path.read_bytes()
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)


def _resolved(file: CompleteFile) -> list[Question]:
    """List the questions of a file, with their shared answer sets written out."""
    sets = {answers.id: answers for answers in file.answer_sets}
    return [_with_options(question, sets) for section in file.sections for question in section.questions]


def _with_options(question: Question, sets: Mapping[str, AnswerSet]) -> Question:
    if question.answer_set is None or question.answer_set not in sets:
        return question
    return question.model_copy(update={"options": sets[question.answer_set].options})


def _as_asked(file: CompleteFile) -> Questionnaire:
    parts = (Part(section.label, tuple(question.id for question in section.questions)) for section in file.sections)
    return Questionnaire(file.id, file.label, file.minutes, tuple(parts))


def _borrowed(file: BorrowingFile, complete: list[CompleteFile]) -> Questionnaire:
    lender = next((_as_asked(other) for other in complete if other.id == file.borrows), None)
    parts = lender.parts if lender else ()
    kept = (
        Part(part.label, tuple(question for question in part.questions if question in file.questions)) for part in parts
    )
    return Questionnaire(file.id, file.label, file.minutes, tuple(part for part in kept if part.questions))
