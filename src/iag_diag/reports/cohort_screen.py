"""A cohort in the terminal: the sentences, then one bar a line; the tables by segment are for the files."""

from rich.console import Console

from iag_diag.reports.cohort_view import BarView, CohortView, SectionView
from iag_diag.reports.terminal import paragraph

_BAR = 20
_MOST_BARS = 8


def show_cohort(output: Console, view: CohortView, *, plain: bool = False) -> None:
    """Print a cohort. Nothing is said by colour or bar alone; `plain` drops the bars."""
    screen = _Screen(output, plain=plain)
    screen.line(view.title, "bold")
    screen.line(f"{view.day} · {view.pack_label}")
    screen.heading("En bref")
    for sentence in view.summary:
        screen.item(sentence)
    for section in view.sections:
        screen.section(section)
    screen.heading("Méthode et limites")
    for sentence in view.method:
        screen.item(sentence)


class _Screen:
    """Prints pieces of a view."""

    def __init__(self, output: Console, *, plain: bool) -> None:
        self._output = output
        self._ascii = not output.encoding.lower().startswith("utf")
        self._plain = plain

    def section(self, section: SectionView) -> None:
        """Print the bars of a section, the most frequent ones where they are many."""
        self.heading(section.title)
        self.line(section.intro)
        for bar in section.bars[:_MOST_BARS]:
            self._bar(bar)
        more = len(section.bars) - _MOST_BARS
        if more > 0:
            self.item(f"… et {more} de plus : demandez --format html ou md.")

    def _bar(self, bar: BarView) -> None:
        text = f"{bar.label} : {bar.text}"
        if self._plain:
            self.item(text)
        else:
            paragraph(self._output, text, indent=2)
            if bar.value is not None:
                paragraph(self._output, self._drawn(bar.value), "cyan", indent=2)
        if bar.remark:
            paragraph(self._output, bar.remark, indent=4)

    def _drawn(self, value: int) -> str:
        full = (value * _BAR + 50) // 100
        return "#" * full + "." * (_BAR - full) if self._ascii else "█" * full + "░" * (_BAR - full)

    def heading(self, text: str) -> None:
        """Print the title of a section."""
        self.line("")
        self.line(text, "bold cyan")

    def item(self, text: str) -> None:
        """Print one line of a list."""
        paragraph(self._output, text, indent=2, bullet="- " if self._plain or self._ascii else "• ")

    def line(self, text: str, style: str = "") -> None:
        """Print a paragraph."""
        paragraph(self._output, text, style)
