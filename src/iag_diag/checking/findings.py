"""What a check finds in a pack: each finding has its place in the files and, where it can, a company that shows it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from iag_diag.diagnosis.answers import Value


class Severity(StrEnum):
    """`ERROR`: the pack cannot be used, or decides wrongly; `WARNING`: its author surely meant something else."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong.

    `kind` is a French slug (« question-inatteignable »); `subject` names what it is about by ids, joined by « / »
    (« assistants-delai/2-ans »); `file` and `line` (1-based, 0 for the whole file) say where to look; `what` and `hint`
    are French sentences; `example` holds the answers of a company that shows it, None where none is needed.
    """

    kind: str
    severity: Severity
    subject: str
    file: str
    line: int
    what: str
    hint: str = ""
    column: int = 0
    example: Mapping[str, Value] | None = None

    @property
    def order(self) -> tuple[str, int, int, str, str, str]:
        """Total order: by place, then by kind and subject."""
        return (self.file, self.line, self.column, self.kind, self.subject, self.what)
