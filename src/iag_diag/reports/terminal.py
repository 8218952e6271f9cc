"""The result screen: phase, axes, what to watch, what is strong, first actions, what blocks the next phase."""

import sys
import textwrap
from collections.abc import Iterable

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from iag_diag.reports import french
from iag_diag.reports.view import AxisView, ReportView

FIRST_ACTIONS = 3
MOST_STRENGTHS = 3
MOST_QUESTIONS = 5
_WIDEST = 100
_BAR = 20


def console(*, plain: bool = False) -> Console:
    """Make a console on stdout, at most 100 columns, without colour when plain."""
    made = Console(
        file=sys.stdout, highlight=False, no_color=True if plain else None, emoji=False, markup=False, soft_wrap=False
    )
    made.width = min(made.width, _WIDEST)
    return made


def paragraph(output: Console, text: str, style: str = "", *, indent: int = 0, bullet: str = "") -> None:
    """Print text folded to the console's width; unlike rich's own folding it never breaks at a no-break space."""
    lead = " " * indent + bullet
    for line in text.split("\n"):
        folded = textwrap.fill(line, max(20, output.width - 1), initial_indent=lead, subsequent_indent=" " * len(lead))
        output.print(Text(folded, style=style), no_wrap=True, overflow="fold", crop=False)


def _few(questions: list[str]) -> list[str]:
    """Keep the first ones; the roadmap has them all."""
    more = len(questions) - MOST_QUESTIONS
    return questions if more <= 0 else [*questions[:MOST_QUESTIONS], f"… et {more} autres, dans la feuille de route."]


class ResultScreen:
    """Prints one view. Nothing is said by colour or symbol alone; `plain` drops bars and rules."""

    def __init__(self, output: Console, *, plain: bool = False) -> None:
        self._output = output
        self._plain = plain
        self._ascii = not output.encoding.lower().startswith("utf")

    def show(self, view: ReportView) -> None:
        """Print the whole screen."""
        self._title(view)
        self._phase(view)
        self._axes(view.axes)
        self._section("À surveiller", (f"{alert.label}. {alert.text}" for alert in view.alerts), "yellow")
        self._section("Vos points forts", view.strengths[:MOST_STRENGTHS], "green")
        self._actions(view)
        self._section(
            f"Pour passer en phase {french.of(view.next_phase.lower())}",
            (gate.missing for gate in view.blocking),
            "cyan",
        )
        self._section("À savoir pour confirmer la phase", _few([person.question for person in view.open_questions]), "")

    def _title(self, view: ReportView) -> None:
        self._line("")
        if not self._plain:
            self._output.print(Rule(characters="-" if self._ascii else "─"))
        self._line(view.company, "bold")
        self._line(" · ".join(part for part in (view.profile, view.day) if part))

    def _phase(self, view: ReportView) -> None:
        self._line("")
        self._line(f"Phase : {view.phase.upper()}, la {view.phase_rank} des {view.phase_count}", "bold cyan")
        if view.span:
            self._line(f"À confirmer : {view.span}, selon les réponses qui manquent.", "yellow")
        self._line(view.meaning)

    def _axes(self, axes: Iterable[AxisView]) -> None:
        self._heading("Vos axes, sur 100")
        axes = tuple(axes)
        widest = max(len(axis.label) for axis in axes)
        side_by_side = self._output.width >= widest + _BAR + 24
        for axis in axes:
            number = f"{axis.score:>3}" if axis.score is not None else "  -"
            remark = f"  {axis.remark}" if axis.remark else ""
            bar = "" if self._plain else f"{self._bar(axis.score)} "
            if side_by_side:
                self._line(f"  {axis.label:<{widest}}  {bar}{number}{remark}")
            else:
                self._line(f"{axis.label} : {number.strip()}{remark}")

    def _bar(self, score: int | None) -> str:
        full = 0 if score is None else (score * _BAR + 50) // 100
        return ("#" * full + "." * (_BAR - full)) if self._ascii else ("█" * full + "░" * (_BAR - full))

    def _actions(self, view: ReportView) -> None:
        if not view.actions:
            return
        self._heading("Vos premières actions")
        for action in view.actions[:FIRST_ACTIONS]:
            self._line(f"{action.rank}. {action.name} (fiche {action.number})", "bold")
            for reason in action.why[:1]:
                paragraph(self._output, reason, indent=3)
            paragraph(self._output, f"Premier pas, {action.first_step_minutes} minutes : {action.first_step}", indent=3)

    def _section(self, title: str, lines: Iterable[str], style: str) -> None:
        lines = tuple(lines)
        if lines:
            self._heading(title, style)
            for line in lines:
                self._item(line)

    def _heading(self, title: str, style: str = "") -> None:
        self._line("")
        self._line(title, f"bold {style}".strip())

    def _item(self, text: str) -> None:
        paragraph(self._output, text, indent=2, bullet="- " if self._plain or self._ascii else "• ")

    def _line(self, text: str, style: str = "") -> None:
        paragraph(self._output, text, style)
