"""A pack checked whole: read, its library opened, its rules analysed, its texts read; all that is wrong, at once."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from iag_diag.checking.analysis import analysed
from iag_diag.checking.findings import Finding, Severity
from iag_diag.checking.texts import text_findings
from iag_diag.content import strict_yaml
from iag_diag.content.library.shelves import Library
from iag_diag.content.pack import FOLDERS, Pack
from iag_diag.content.reading import content_of, read_pack
from iag_diag.content.strict_yaml import Document
from iag_diag.content.yaml_syntax import BREAKS
from iag_diag.errors import ContentError, Problem

UNREADABLE = "lecture"
"""Kind of a finding that keeps a file from being read: a fault of form, or a link that leads nowhere."""

_SHELVES = (
    *("occupations", "behaviours", "technicals", "macros", "synthesis"),
    *("trainings", "services", "schemes", "resources", "terms", "reperes", "selections"),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """A pack and what was found in it; `pack` is None where its faults keep it from being loaded."""

    root: Path
    pack: Pack | None
    findings: tuple[Finding, ...]

    @property
    def errors(self) -> int:
        """How many findings are errors."""
        return sum(finding.severity is Severity.ERROR for finding in self.findings)

    @property
    def warnings(self) -> int:
        """How many are warnings."""
        return len(self.findings) - self.errors


def checked(root: Path) -> Checked:
    """Check a pack; its rules are judged only where it loads. Raises `IagDiagError` where the folder is no pack."""
    pack, problems = read_pack(root)
    faults = (*problems, *library_faults(pack))
    told = {(fault.file, fault.line) for fault in faults}
    texts = text_findings(every_document(root, pack.documents))
    found = [finding for finding in texts if (finding.file, finding.line) not in told]
    left = found if problems else [_on_its_line(finding, pack) for finding in analysed(pack, found)]
    findings = sorted([*map(_unreadable, faults), *left], key=lambda finding: finding.order)
    return Checked(root, None if problems else pack, tuple(findings))


def _on_its_line(finding: Finding, pack: Pack) -> Finding:
    """Give the column where its line begins to a finding that knows no better."""
    document = pack.documents.get(finding.file)
    if document is None or not finding.line or finding.column:
        return finding
    line = BREAKS.split(document.text)[finding.line - 1]
    return replace(finding, column=len(line) - len(line.lstrip()) + 1)


def _unreadable(problem: Problem) -> Finding:
    return Finding(
        UNREADABLE,
        Severity.ERROR,
        problem.where,
        problem.file,
        problem.line,
        problem.what,
        problem.hint,
        problem.column,
    )


def library_faults(pack: Pack) -> tuple[Problem, ...]:
    """Open every shelf of the library, and gather the faults of all, each once."""
    library = Library(pack)
    faults: dict[Problem, None] = {}
    for shelf in _shelves(library):
        try:
            shelf()
        except ContentError as error:
            faults |= dict.fromkeys(error.problems)
    return tuple(faults)


def _shelves(library: Library) -> Iterator[Callable[[], object]]:
    """Open what others lean on first: a shelf that waits for a faulty one says the same faults again."""
    for family in library.occupation_ids:
        yield partial(library.occupation, family)
    for shelf in _SHELVES:
        yield partial(getattr, library, shelf)


def every_document(root: Path, known: Mapping[str, Document]) -> Iterator[Document]:
    """Give every file of a pack for its texts, reading those that are not known; what cannot be read is left out."""
    for path in sorted(path for folder in FOLDERS for path in (root / folder).rglob("*.yaml")):
        name = path.relative_to(root).as_posix()
        with suppress(OSError):
            yield known[name] if name in known else strict_yaml.parse(content_of(path), name)
