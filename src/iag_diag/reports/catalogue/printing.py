"""Pages and lists on the terminal, folded to its width, in a pager when they are longer than the screen."""

import json
import os
import pydoc
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console

from iag_diag.reports.catalogue.pages import NUMBER, Item, Kind, Page, Part, name_of
from iag_diag.reports.terminal import console, paragraph, verbatim

_BAR = re.compile("^[█░]+ ")


@contextmanager
def paged(*, plain: bool) -> Iterator[Console]:
    """Lend a console; what is longer than the screen of a terminal is shown page by page."""
    output = console(plain=plain)
    if plain or not (output.is_terminal and sys.stdin.isatty()):
        yield output
        return
    with output.capture() as captured:
        yield output
    text = captured.get()
    if text.count("\n") < output.height:
        sys.stdout.write(text)
        return
    os.environ.setdefault("LESS", "-FRXPs(espace\\: suite, q\\: quitter)")  # colours kept; says how to leave
    os.environ.setdefault("LESSCHARSET", "utf-8")
    pydoc.pager(text)


def print_json(data: object) -> None:
    """Write data for a machine."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def print_list(output: Console, kind: Kind, items: Sequence[Item]) -> None:
    """List entries, each with the short name that `show` takes, and a line of what matters."""
    for item in items:
        number = f"{item.cells[0]}. " if kind.columns[0] == NUMBER else ""
        verbatim(output, f"{number}{name_of(kind, item)} [{item.id}]", "bold")
        others = item.cells[2:] if number else item.cells[1:]
        if said := [cell for cell in others if cell]:
            paragraph(output, " · ".join(said), indent=2)


def print_page(output: Console, page: Page, explain: Callable[[str], str], *, plain: bool) -> None:
    """Print one entry in full; `explain` says what its words mean, the first time that each is used."""
    paragraph(output, page.title, "bold cyan")
    for subtitle in page.subtitles:
        paragraph(output, subtitle, "italic")
    for part in page.parts:
        _print_part(output, part, explain if part.glossed else str, plain=plain)


def _drawn(output: Console, line: str, *, plain: bool) -> str:
    """Keep the bar that begins a line only where it can be seen, and only as the terminal can write it."""
    if plain:
        return _BAR.sub("", line)
    return line if output.encoding.lower().startswith("utf") else line.replace("█", "#").replace("░", ".")


def _print_part(output: Console, part: Part, explain: Callable[[str], str], *, plain: bool) -> None:
    if part.strong:
        paragraph(output, f"\n{part.title}", "bold cyan")
    elif part.lines:
        paragraph(output, f"\n{part.title}" if part.title else "", "bold")
    for line in part.lines:
        number, stop, rest = line.partition(". ")
        if "://" in line and " " not in line:
            verbatim(output, line, indent=2)
        elif stop and number.isdecimal():
            paragraph(output, explain(rest), indent=2, bullet=f"{number}. ")
        else:
            paragraph(
                output,
                _drawn(output, explain(line), plain=plain),
                indent=2,
                bullet="" if len(part.lines) == 1 else "- ",
            )
