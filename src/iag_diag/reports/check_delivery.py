"""Handing over a check: on the screen, what becomes of companies at random, then each finding by file; or as JSON."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console

from iag_diag.batch.coverage import Count, Coverage
from iag_diag.checking.checked import Checked
from iag_diag.checking.findings import Finding, Severity
from iag_diag.content.excerpts import excerpt
from iag_diag.content.pack import Pack
from iag_diag.reports import checking_words as words
from iag_diag.reports import french
from iag_diag.reports.catalogue.printing import print_json
from iag_diag.reports.checking_words import BarView
from iag_diag.reports.terminal import console, paragraph, verbatim

_BAR = 8
_MOST_IN_A_FILE = 25
_SPACES = f"\n{french.NBSP}{french.THIN}"
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow"}
_SIGNS = {Severity.ERROR: "✖ ", Severity.WARNING: "▲ "}
_PLAIN_SIGNS = {Severity.ERROR: "x ", Severity.WARNING: "! "}


@contextmanager
def waiting(*, plain: bool) -> Iterator[Callable[[str], None]]:
    """Say on stderr what is being done, for what takes more than a moment; nothing where nobody watches."""
    output = Console(stderr=True, highlight=False, markup=False)
    if not output.is_terminal:
        yield lambda _: None
    elif plain:
        yield output.print
    else:
        with output.status("") as status:
            yield status.update


@dataclass(frozen=True)
class CheckDelivery:
    """What was found in a pack, and what it makes of companies at random, where that was asked and could be."""

    checked: Checked
    coverage: Coverage | None

    def print_json(self) -> None:
        """Print all of it for a machine."""
        pack = self.checked.pack
        print_json(
            {
                "schema": 1,
                "pack": {
                    "root": str(self.checked.root),
                    "id": pack.manifest.id if pack else None,
                    "version": pack.manifest.version if pack else None,
                    "hash": pack.hash if pack else None,
                },
                "errors": self.checked.errors,
                "warnings": self.checked.warnings,
                "findings": [_finding(finding) for finding in self.checked.findings],
                "coverage": _coverage(self.coverage) if self.coverage else None,
            }
        )

    def print_screen(self, *, plain: bool) -> None:
        """Print all of it for a person."""
        screen = _Screen(console(plain=plain), plain=plain)
        paragraph(screen.output, words.title(self.checked), "bold")
        if self.coverage and self.checked.pack:
            screen.coverage(self.checked.pack, self.coverage)
        for file, findings in words.by_file(self.checked.findings):
            screen.file(file, findings, self.checked)
        paragraph(screen.output, "")
        paragraph(screen.output, words.verdict(self.checked), "bold red" if self.checked.errors else "bold")


class _Screen:
    """Prints the pieces. Nothing is said by colour, sign or bar alone; `plain` drops signs and bars."""

    def __init__(self, output: Console, *, plain: bool) -> None:
        self.output = output
        self._plain = plain
        self._ascii = not output.encoding.lower().startswith("utf")

    def file(self, file: str, findings: tuple[Finding, ...], checked: Checked) -> None:
        """Print the findings of one file, the first ones where they are many."""
        paragraph(self.output, f"\n{_shown(file)}", "bold cyan")
        for finding in findings[:_MOST_IN_A_FILE]:
            self._finding(finding, checked)
        more = len(findings) - _MOST_IN_A_FILE
        if more > 0:
            paragraph(self.output, f"… et {more} de plus dans ce fichier : --json les donne tous.", indent=2)

    def _finding(self, finding: Finding, checked: Checked) -> None:
        signs = _PLAIN_SIGNS if self._ascii else _SIGNS
        bullet = "- " if self._plain else signs[finding.severity]
        paragraph(self.output, words.heading(finding), _STYLES[finding.severity], indent=2, bullet=bullet)
        what = f"{finding.subject} : {finding.what}" if finding.subject else finding.what
        paragraph(self.output, _shown(what), indent=4)
        room = self.output.width - 5
        for line in excerpt(checked.root, finding.file, finding.line, finding.column, room):
            verbatim(self.output, line, "dim", indent=4)
        if finding.example and checked.pack:
            paragraph(self.output, _shown(words.example(checked.pack, finding.example)), indent=4)
        if finding.hint:
            paragraph(self.output, _shown(finding.hint), indent=4, bullet="" if self._plain or self._ascii else "→ ")

    def coverage(self, pack: Pack, coverage: Coverage) -> None:
        """Print a bar per phase, sheet and alert, and the phases by size."""
        paragraph(self.output, f"\n{words.drawn(coverage)}", "bold cyan")
        if not coverage.in_columns:
            paragraph(self.output, words.ONE_BY_ONE, indent=2)
            verbatim(self.output, words.INSTALL, indent=2)
        for title, bars in words.bars(pack, coverage):
            paragraph(self.output, f"\n{title}", "bold")
            for bar in bars:
                self._bar(bar)
            if title == "Phases":
                self._by_size(pack, coverage)
        if never := words.never_met(pack, coverage):
            paragraph(self.output, "")
            paragraph(self.output, never, "yellow")

    def _bar(self, bar: BarView) -> None:
        remark = f" ({bar.remark})" if bar.remark else ""
        if self._plain:
            paragraph(self.output, f"{bar.label} : {bar.percent}{remark}", indent=2, bullet="- ")
            return
        full = (bar.share * _BAR + 50) // 100
        drawn = "#" * full + "." * (_BAR - full) if self._ascii else "█" * full + "░" * (_BAR - full)
        paragraph(self.output, f"{bar.label}{remark}", indent=2, bullet=f"{bar.percent:>6} {drawn} ")

    def _by_size(self, pack: Pack, coverage: Coverage) -> None:
        """Print how the companies of each size spread over the phases."""
        labels = {phase.id: phase.label for phase in pack.phases}
        shares = {
            count.id: {
                size: french.percent(count.by_size[size], whole) if whole else "–"
                for size, whole in coverage.by_size.items()
            }
            for count in coverage.phases
        }
        paragraph(self.output, "\nPhases, par taille", "bold")
        if self._plain:
            for phase, by_size in shares.items():
                said = " ; ".join(f"{size} : {share}" for size, share in by_size.items())
                paragraph(self.output, f"{labels[phase]}. {said}", indent=2, bullet="- ")
            return
        width = max(map(len, labels.values()))
        cells = [max(len(size), 5) + 2 for size in coverage.by_size]
        lines = [("", coverage.by_size), *((labels[phase], by_size.values()) for phase, by_size in shares.items())]
        for label, row in lines:
            said = "".join(f"{cell:>{cell_width}}" for cell, cell_width in zip(row, cells, strict=True))
            verbatim(self.output, f"  {label:<{width}}{said}")


def _shown(text: str) -> str:
    """Leave out of a text what could move the cursor or turn the line round."""
    return "".join(letter if letter.isprintable() or letter in _SPACES else "·" for letter in text)


def _finding(finding: Finding) -> dict[str, Any]:
    return {**asdict(finding), "severity": finding.severity.value}


def _coverage(coverage: Coverage) -> dict[str, Any]:
    def counts(entries: tuple[Count, ...]) -> list[dict[str, Any]]:
        return [asdict(entry) for entry in entries]

    return {
        "companies": coverage.companies,
        "in_columns": coverage.in_columns,
        "by_size": dict(coverage.by_size),
        "phases": counts(coverage.phases),
        "sheets": counts(coverage.sheets),
        "alerts": counts(coverage.alerts),
    }
