"""The result screen: phase, axes, what to watch, what is strong, first actions, what blocks the next phase."""

import sys
import textwrap
from collections.abc import Callable, Iterable

from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from iag_diag.reports import french
from iag_diag.reports.view import AxisView, GuidanceView, NextPhaseView, ReportView

FIRST_ACTIONS = 3
FIRST_TRAININGS = 3
MOST_STRENGTHS = 3
MOST_QUESTIONS = 5
_WIDEST = 100
_LONGEST_WORD = 48  # an id, with a sign beside it, is never cut; what somebody typed to break the screen is
_BAR = 20


def console(*, plain: bool = False) -> Console:
    """Make a console on stdout, at most 100 columns, without colour when plain."""
    made = Console(
        file=sys.stdout,
        highlight=False,
        no_color=True if plain else None,
        force_terminal=False if plain else None,
        emoji=False,
        markup=False,
        soft_wrap=False,
    )
    made.width = min(made.width, _WIDEST)
    return made


def paragraph(output: Console, text: str, style: str = "", *, indent: int = 0, bullet: str = "") -> None:
    """Print text folded to the console's width; unlike rich's own folding it never breaks at a no-break space."""
    lead = " " * indent + bullet
    for line in text.split("\n"):
        folded = textwrap.fill(
            line,
            max(20, output.width - 1),
            initial_indent=lead,
            subsequent_indent=" " * len(lead),
            break_on_hyphens=False,
            break_long_words=max(map(len, line.split(" "))) > _LONGEST_WORD,
        )
        output.print(Text(folded, style=style), no_wrap=True, overflow="ignore", crop=False)


def verbatim(output: Console, text: str, style: str = "", *, indent: int = 0) -> None:
    """Print what is to be copied (an address, a command) on one line, whatever its length: the terminal folds it."""
    output.print(Text(" " * indent + text, style=style), no_wrap=True, overflow="ignore", crop=False)


def _few(questions: list[str]) -> list[str]:
    """Keep the first ones; the roadmap has them all."""
    more = len(questions) - MOST_QUESTIONS
    return questions if more <= 0 else [*questions[:MOST_QUESTIONS], f"… et {more} autres, dans la feuille de route."]


class ResultScreen:
    """Prints one view. Nothing is said by colour or symbol alone; `plain` drops bars and rules.

    `explain` adds to a text what its words mean, the first time that each is used.
    """

    def __init__(self, output: Console, explain: Callable[[str], str] = str, *, plain: bool = False) -> None:
        self._output = output
        self._explain = explain
        self._plain = plain
        self._ascii = not output.encoding.lower().startswith("utf")

    def show(self, view: ReportView) -> None:
        """Print the whole screen."""
        self._title(view)
        self._phase(view)
        self._axes(view.axes)
        self._alerts(view)
        self._section("Vos points forts", view.strengths[:MOST_STRENGTHS], "green")
        self._actions(view)
        missing = f"Ce qui manque pour la phase {french.of(view.next_phase.lower())}"
        self._section(missing, (gate.missing for gate in view.blocking), "cyan")
        self._opening(view.opening)
        self._section("À savoir pour confirmer la phase", _few([person.question for person in view.open_questions]), "")
        self._benchmarks(view.guidance)
        self._occupations(view.guidance)
        self._trainings(view.guidance)
        self._resources(view.guidance)
        self._reminder(view)

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
        self._line(self._explain(view.meaning))
        if view.phase_caution:
            self._line(self._explain(view.phase_caution), "yellow")

    def _axes(self, axes: Iterable[AxisView]) -> None:
        self._heading("Vos axes, sur 100")
        axes = tuple(axes)
        widest = max(len(axis.label) for axis in axes)
        side_by_side = self._output.width >= widest + _BAR + 24
        for axis in axes:
            number = f"{axis.score:>3}" if axis.score is not None else "  -"
            remark = f"  {axis.remark}" if axis.remark else ""
            bar = "" if self._plain else f"{self._drawn(((axis.score or 0) * _BAR + 50) // 100)} "
            if side_by_side:
                self._line(f"  {axis.label:<{widest}}  {bar}{number}{remark}")
            else:
                self._line(f"{axis.label} : {number.strip()}{remark}")

    def _drawn(self, full: int) -> str:
        return ("#" * full + "." * (_BAR - full)) if self._ascii else ("█" * full + "░" * (_BAR - full))

    def _alerts(self, view: ReportView) -> None:
        if view.alerts:
            self._heading("À surveiller", "yellow")
        for alert in view.alerts:
            self._item(f"{alert.label}. {self._explain(alert.text)}", explained=True)

    def _actions(self, view: ReportView) -> None:
        if not view.actions:
            return
        self._heading("Vos premières actions")
        for action in view.actions[:FIRST_ACTIONS]:
            self._line(f"{action.rank}. {action.name} (fiche {action.number})", "bold")
            for reason in action.why[:1]:
                self._under(reason)
            self._under(f"Premier pas, {action.first_step_minutes} minutes : {action.first_step}")
        if view.actions_caution:
            self._line(view.actions_caution, "yellow")

    def _opening(self, opening: NextPhaseView | None) -> None:
        if opening is None:
            return
        self._heading("Pour passer à la phase suivante", "cyan")
        self._line(opening.lead)
        for action in opening.always:
            self._item(action)
        if opening.choice:
            self._line(opening.choice)
        for number, way in enumerate(opening.ways, 1):
            paragraph(self._output, self._explain(way.title), indent=2, bullet=f"{number}. ")
            for action in way.actions:
                self._item(action, indent=5)
        if opening.others:
            self._line(opening.others)
            verbatim(self._output, opening.command, indent=2)
        if opening.remark:
            self._line(opening.remark, "dim")

    def _benchmarks(self, guidance: GuidanceView) -> None:
        if not guidance.benchmarks:
            return
        self._heading("Vous et le secteur")
        for one in guidance.benchmarks:
            text = f"{one.percent} {self._explain(one.sentence)} ({one.note})"
            if self._plain:
                self._item(text, explained=True)
            else:
                paragraph(self._output, text, indent=2, bullet=f"{self._drawn(one.share)} ")
        for number, note in enumerate(guidance.notes, 1):
            paragraph(self._output, note, "dim", indent=2, bullet=f"({number}) ")

    def _occupations(self, guidance: GuidanceView) -> None:
        if not guidance.occupations:
            return
        usual = guidance.usual_occupations
        self._heading("Dans des métiers proches des vôtres" if usual else "Dans vos métiers")
        for one in guidance.occupations:
            self._line(one.name, "bold")
            self._under(one.change)
            self._under(f"À surveiller : {french.lower_first(one.watch)}")
            self._under(f"À essayer cette semaine, {one.minutes} minutes : {french.lower_first(one.trial)}.")
        show = f"iag-diag show metier {guidance.occupations[0].id}"
        self._line("Le texte à copier pour l’essai est dans la feuille de route, ou par :")
        verbatim(self._output, show, indent=2)
        if guidance.more_occupations:
            self._line(f"Vos autres familles, à lire de même : {', '.join(guidance.more_occupations)}.")

    def _trainings(self, guidance: GuidanceView) -> None:
        if not guidance.trainings and not guidance.training_notices:
            return
        self._heading("Se former")
        for one in guidance.trainings[:FIRST_TRAININGS]:
            said = self._explain(" · ".join((one.by, *one.facts)))
            self._item(f"{one.name} · {said}. {self._explain(one.why)}", explained=True)
        more = len(guidance.trainings) - FIRST_TRAININGS
        if more > 0:
            self._line(f"  … et {french.counted(more, 'autre')}, dans la feuille de route.")
        for notice in guidance.training_notices:
            self._item(notice)

    def _resources(self, guidance: GuidanceView) -> None:
        if guidance.resources or guidance.resource_notices:
            self._heading("Pour aller plus loin")
        for one in guidance.resources:
            said = self._explain(" · ".join(one.facts))
            self._item(" ".join([f"{one.name} · {said}. {self._explain(one.why)}", *one.remarks]), explained=True)
            verbatim(self._output, one.url, indent=4)
        for notice in guidance.resource_notices:
            self._item(notice)

    def _reminder(self, view: ReportView) -> None:
        """Say again what matters most: the top of the screen may have scrolled away."""
        first = f" Par où commencer : {french.lower_first(view.actions[0].name)}." if view.actions else ""
        self._line("")
        self._line(f"En résumé : vous êtes en phase {french.of(view.phase.lower())}.{first}", "bold cyan")

    def _section(self, title: str, lines: Iterable[str], style: str) -> None:
        lines = tuple(lines)
        if lines:
            self._heading(title, style)
            for line in lines:
                self._item(line)

    def _heading(self, title: str, style: str = "") -> None:
        self._line("")
        self._line(title, f"bold {style}".strip())

    def _item(self, text: str, *, explained: bool = False, indent: int = 2) -> None:
        bullet = "- " if self._plain or self._ascii else "• "
        paragraph(self._output, text if explained else self._explain(text), indent=indent, bullet=bullet)

    def _under(self, text: str) -> None:
        paragraph(self._output, self._explain(text), indent=3)

    def _line(self, text: str, style: str = "") -> None:
        paragraph(self._output, text, style)
