"""The files of a pack as they are written, those of which there are several beside their document."""

from dataclasses import dataclass

from iag_diag.content.questions import BorrowingFile, CompleteFile
from iag_diag.content.rules import (
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
from iag_diag.content.strict_yaml import Document


@dataclass(frozen=True, slots=True)
class Files:
    """What a pack is made of: places in lists are those of the files, as no lookup by id keeps them."""

    manifest: Manifest
    conditions: ConditionsFile
    dimensions: DimensionsFile
    phases: PhasesFile
    alerts: AlertsFile
    sheet_rules: SheetsFile
    levers: LeversFile
    robustness: RobustnessFile
    questionnaires: tuple[tuple[Document, CompleteFile | BorrowingFile], ...]
    sheets: tuple[tuple[Document, ActionSheet], ...]
