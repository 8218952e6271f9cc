"""A pack: everything the tool knows, read from a folder of YAML files and checked whole."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from iag_diag.content.conditions import Condition
from iag_diag.content.doubts import Doubts
from iag_diag.content.questions import Question
from iag_diag.content.rules import (
    Alert,
    DimensionsFile,
    Force,
    LeversFile,
    Manifest,
    Phase,
    Planning,
    RobustnessFile,
    SheetRule,
)
from iag_diag.content.sheets import ActionSheet
from iag_diag.content.strict_yaml import Document
from iag_diag.errors import ContentError, IagDiagError

FOLDERS = ("questionnaires", "rules", "catalogue", "templates")


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
    """The content, loaded and checked; every lookup is by id. `doubts` is empty in a pack without fault."""

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
    doubts: Doubts = field(default_factory=Doubts, repr=False, compare=False)

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
    from iag_diag.content.reading import read_pack

    root = root or shipped_root()
    pack, problems = read_pack(root)
    if problems:
        count = f"{len(problems)} fautes" if len(problems) > 1 else "une faute"
        raise ContentError(f"Le référentiel {root} ne peut pas être chargé : {count}.", problems)
    return pack
