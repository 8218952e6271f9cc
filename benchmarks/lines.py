"""The table that `batch.py` prints: what was measured, beside what, and whether the target was met. In French."""

from dataclasses import dataclass

from processes import Taken


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the table; `met` is None where there is no target."""

    name: str
    floor: str
    tool: str
    ratio: str
    target: str = ""
    met: bool | None = None


def ratio(name: str, floor: Taken, tool: Taken, most: float | None = None) -> Line:
    """Compare two programs that took turns."""
    times = tool.best / floor.best
    ratios = f"× {french(times, 2)} (processeur × {french(tool.cpu / floor.cpu, 2)})"
    if most is None:
        return Line(name, timed(floor), timed(tool), ratios)
    return Line(name, timed(floor), timed(tool), ratios, f"≤ {french(most, 2)}", times <= most)


def timed(taken: Taken) -> str:
    """Show the best run, and the median one."""
    return f"{french(taken.best, 2)} s (médiane {french(taken.median, 2)})"


def french(number: float, digits: int = 0) -> str:
    """Write a number as French does."""
    return f"{number:,.{digits}f}".replace(",", "\u202f").replace(".", ",")


def shown(line: Line, *, markdown: bool) -> str:
    """Write a line for the screen, or for README.md."""
    verdict = {None: "", True: "tenue", False: "**manquée**" if markdown else "MANQUÉE"}[line.met]
    cells = (line.name, line.floor, line.tool, line.ratio, line.target, verdict)
    if markdown:
        return f"| {' | '.join(cells)} |"
    return f"{cells[0]}\n    {'   '.join(filter(None, cells[1:]))}"
