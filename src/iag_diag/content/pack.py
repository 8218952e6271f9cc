"""A pack: everything the tool knows, read from a folder of YAML files and checked whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from iag_diag.content import strict_yaml
from iag_diag.content.conditions import Condition
from iag_diag.content.questions import AnswerSet, BorrowingFile, CompleteFile, Question
from iag_diag.content.rules import (
    Alert,
    AlertsFile,
    ConditionsFile,
    DimensionsFile,
    Force,
    LeversFile,
    Manifest,
    Phase,
    PhasesFile,
    Planning,
    RobustnessFile,
    SheetRule,
    SheetsFile,
)
from iag_diag.content.sheets import ActionSheet
from iag_diag.content.strict_yaml import Document
from iag_diag.content.validation import validated
from iag_diag.errors import ContentError, IagDiagError, Problem, reason

FOLDERS = ("questionnaires", "rules", "catalogue", "templates")
M = TypeVar("M", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Part:
    """A section of a questionnaire, as it is asked."""

    label: str
    questions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """What a company is asked, in order."""

    id: str
    label: str
    minutes: int
    parts: tuple[Part, ...]

    @property
    def questions(self) -> tuple[str, ...]:
        """Ids of all its questions, in order."""
        return tuple(question for part in self.parts for question in part.questions)


@dataclass(frozen=True)
class Pack:
    """The content, loaded and checked; every lookup is by id."""

    root: Path
    hash: str
    manifest: Manifest
    questions: Mapping[str, Question]
    questionnaires: Mapping[str, Questionnaire]
    conditions: Mapping[str, Condition]
    dimensions: DimensionsFile
    phases: tuple[Phase, ...]
    alerts: tuple[Alert, ...]
    planning: Planning
    forces: Mapping[str, Force]
    sheet_rules: Mapping[str, SheetRule]
    sheets: Mapping[str, ActionSheet]
    levers: LeversFile
    robustness: RobustnessFile
    documents: Mapping[str, Document] = field(repr=False, compare=False)

    @cached_property
    def practices(self) -> Mapping[str, str]:
        """Id of the practice question of each sheet that has one."""
        return {question.sheet: question.id for question in self.questions.values() if question.sheet}

    @cached_property
    def phase_ranks(self) -> Mapping[str, int]:
        """Place of each phase, 0 for the first."""
        return {phase.id: rank for rank, phase in enumerate(self.phases)}

    @cached_property
    def sheet_order(self) -> tuple[str, ...]:
        """Every sheet after its prerequisites, by number otherwise: the order in which a roadmap can hold them."""
        order: dict[str, None] = {}

        def place(sheet: str) -> None:
            for prerequisite in self.sheet_rules[sheet].prerequisites:
                if prerequisite.sheet not in order:
                    place(prerequisite.sheet)
            order[sheet] = None

        for sheet in self.sheets:
            if sheet not in order:
                place(sheet)
        return tuple(order)

    def template(self, name: str) -> str:
        """Text of a template of the pack."""
        path = self.root / "templates" / name
        try:
            return path.read_text(encoding="utf-8")
        except OSError as error:
            raise IagDiagError(
                f"Modèle « {name} » introuvable dans {self.root / 'templates'}.", "Ajoutez-le au référentiel."
            ) from error


def shipped_root() -> Path:
    """Folder of the content that comes with the tool: inside the wheel, or the checkout of an editable install."""
    package = Path(__file__).resolve().parent.parent
    inside = package / "pack"
    return inside if inside.is_dir() else package.parent.parent


def load_pack(root: Path | None = None) -> Pack:
    """Read and check a pack; all its faults are raised at once, as one `ContentError`."""
    from iag_diag.content.checks import cross_checks

    root = root or shipped_root()
    _require_folders(root)
    reader = _Reader(root)
    manifest = reader.one("rules/pack.yaml", Manifest)
    conditions = reader.one("rules/conditions.yaml", ConditionsFile)
    dimensions = reader.one("rules/dimensions.yaml", DimensionsFile)
    phases = reader.one("rules/phases.yaml", PhasesFile)
    alerts = reader.one("rules/alerts.yaml", AlertsFile)
    sheet_rules = reader.one("rules/sheets.yaml", SheetsFile)
    levers = reader.one("rules/levers.yaml", LeversFile)
    robustness = reader.one("rules/robustness.yaml", RobustnessFile)
    complete, borrowing = reader.questionnaires()
    sheets = reader.many("catalogue/fiches", ActionSheet)
    rules = manifest and conditions and dimensions and phases and alerts and sheet_rules
    if reader.problems or not (rules and levers and robustness):
        raise _refused(root, reader.problems)
    pack = Pack(
        root=root,
        hash=reader.digest.hexdigest(),
        manifest=manifest,
        questions={question.id: question for file in complete for question in _resolved(file)},
        questionnaires={file.id: _as_asked(file) for file in complete}
        | {file.id: _borrowed(file, complete) for file in borrowing},
        conditions={condition.id: condition.when for condition in conditions.conditions},
        dimensions=dimensions,
        phases=phases.phases,
        alerts=alerts.alerts,
        planning=sheet_rules.planning,
        forces={force.id: force for force in sheet_rules.forces},
        sheet_rules={rule.id: rule for rule in sheet_rules.sheets},
        sheets={sheet.id: sheet for sheet in sorted(sheets, key=lambda sheet: (sheet.number, sheet.id))},
        levers=levers,
        robustness=robustness,
        documents=reader.documents,
    )
    cross_checks(pack, complete, borrowing)
    if problems := [problem for document in reader.documents.values() for problem in document.problems]:
        raise _refused(root, problems)
    return pack


def _refused(root: Path, problems: list[Problem]) -> ContentError:
    count = f"{len(problems)} fautes" if len(problems) > 1 else "une faute"
    return ContentError(f"Le référentiel {root} ne peut pas être chargé : {count}.", problems)


def _require_folders(root: Path) -> None:
    if missing := [folder for folder in FOLDERS if not (root / folder).is_dir()]:
        listed = ", ".join(f"« {folder} »" for folder in missing)
        raise IagDiagError(
            f"{root} n’est pas un référentiel : il y manque {listed}.",
            "Donnez à --content un dossier qui contient questionnaires/, rules/, catalogue/ et templates/.",
        )


class _Reader:
    """Reads the files of a pack in a fixed order, keeping their hash, their lines and their faults."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.digest = sha256()
        self.documents: dict[str, Document] = {}

    @property
    def problems(self) -> list[Problem]:
        return [problem for document in self.documents.values() for problem in document.problems]

    def document(self, name: str) -> Document:
        try:
            content = (self.root / name).read_bytes()
        except OSError as error:
            document = Document(name)
            document.problems.append(
                Problem(name, 0, "", f"Fichier illisible ({reason(error)}).", "Créez-le ou rendez-le lisible.")
            )
        else:
            self.digest.update(name.encode() + b"\0" + content + b"\0")
            document = strict_yaml.parse(content, name)
        self.documents[name] = document
        return document

    def one(self, name: str, model: type[M]) -> M | None:
        return validated(self.document(name), model)

    def many(self, folder: str, model: type[M]) -> list[M]:
        names = sorted(f"{folder}/{path.name}" for path in (self.root / folder).glob("*.yaml"))
        found = (validated(self.document(name), model) for name in names)
        return [entry for entry in found if entry is not None]

    def questionnaires(self) -> tuple[list[CompleteFile], list[BorrowingFile]]:
        complete: list[CompleteFile] = []
        borrowing: list[BorrowingFile] = []
        for path in sorted((self.root / "questionnaires").glob("*.yaml")):
            document = self.document(f"questionnaires/{path.name}")
            if isinstance(document.data, dict) and "borrows" in document.data:
                borrowing += [file] if (file := validated(document, BorrowingFile)) else []
            else:
                complete += [whole] if (whole := validated(document, CompleteFile)) else []
        return complete, borrowing


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
