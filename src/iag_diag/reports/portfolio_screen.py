"""The dossiers of an adviser on the terminal: a table where it fits, else one paragraph a company."""

from collections.abc import Iterable

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from iag_diag.reports import french
from iag_diag.reports.portfolio import NOTHING, Desk, Words
from iag_diag.reports.terminal import paragraph

_HEADINGS = ("entreprise", "taille", "phase", "axe le plus faible", "diagnostic", "rendez-vous", "actions faites")
_FEWEST = 2
_NARROW = 76
_WIDEST_NAME, _PHASE = 26, 26


def show_desk(output: Console, desk: Desk, *, plain: bool) -> None:
    """Print it. Nothing is said by colour or place alone; `plain` writes sentences instead of a table."""
    _Screen(output, desk, plain=plain).show()


class _Screen:
    def __init__(self, output: Console, desk: Desk, *, plain: bool) -> None:
        self._output = output
        self._desk = desk
        self._words = Words(desk.pack)
        self._ascii = not output.encoding.lower().startswith("utf")
        self._plain = plain
        self._shape = box.ASCII2 if self._ascii else box.SIMPLE_HEAD

    def show(self) -> None:
        desk, words = self._desk, self._words
        paragraph(self._output, self._title(), "bold")
        if desk.entries and not self._plain and self._output.width >= _NARROW:
            self._table()
        else:
            self._list()
        if sum(desk.picture.phases.values()) >= _FEWEST:
            self._section("Ensemble", words.together(desk.picture))
            self._scores()
        self._section(
            "À revoir",
            (
                f"{words.name(one)} : rendez-vous du {french.long_date(one.next_meeting)}"
                for one in desk.due
                if one.next_meeting
            ),
        )
        self._section("Illisibles, laissés comme ils sont", (one.message for one in desk.damaged))

    def _title(self) -> str:
        count = french.many(len(self._desk.entries), "dossier", "dossiers")
        return f"{count} ({self._desk.hidden} de plus ne sont pas montrés)" if self._desk.hidden else count

    def _table(self) -> None:
        """Print a row of two lines a company: the size under the name, the weakest axis under the phase, and so on."""
        table = Table(box=self._shape, pad_edge=False, show_edge=False, leading=1)
        table.add_column("Entreprise", overflow="fold", max_width=_WIDEST_NAME)
        table.add_column("Phase, axe le plus faible", overflow="fold", min_width=_PHASE)
        table.add_column("Vu, à revoir", no_wrap=True)
        table.add_column("Actions", no_wrap=True)
        for one in self._desk.entries:
            name, size, phase, axis, day, meeting, done = self._words.cells(one)
            meeting = f"→ {meeting}" if meeting != NOTHING and not self._ascii else meeting
            table.add_row(Text(f"{name}\n{size}"), Text(f"{phase}\n{axis}"), Text(f"{day}\n{meeting}"), Text(done))
        self._output.print(table)

    def _scores(self) -> None:
        """Print the middle scores, an axis a row and a phase a column; one sentence an axis in plain text."""
        headings, rows = self._words.scores(self._desk.picture)
        if not rows:
            return
        if self._plain or self._output.width < _NARROW:
            for label, *scores in rows:
                said = [f"{score} en {phase.lower()}" for phase, score in zip(headings[1:], scores, strict=True)]
                self._item(f"{label}, note du milieu : {' ; '.join(said)}")
            return
        table = Table(box=self._shape, pad_edge=False, show_edge=False)
        for place, heading in enumerate(headings):
            table.add_column(heading, justify="right" if place else "left", no_wrap=True)
        for row in rows:
            table.add_row(*map(Text, row))
        paragraph(self._output, "")
        self._output.print(table)

    def _list(self) -> None:
        for one in self._desk.entries:
            name, *cells = self._words.cells(one)
            said = [f"{heading} {cell}" for heading, cell in zip(_HEADINGS[1:], cells, strict=True) if cell != NOTHING]
            paragraph(self._output, f"{name} : {' ; '.join(said)}", bullet="- ")

    def _section(self, title: str, lines: Iterable[str]) -> None:
        lines = tuple(lines)
        if lines:
            paragraph(self._output, f"\n{title}", "bold cyan")
        for line in lines:
            self._item(line)

    def _item(self, line: str) -> None:
        paragraph(self._output, line, indent=2, bullet="- " if self._plain or self._ascii else "• ")
