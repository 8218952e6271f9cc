"""Pages and lists on the terminal, folded to its width, in a pager when they are longer than the screen."""

import json
import os
import pydoc
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.table import Table
from rich.text import Text

from iag_diag.reports.catalogue.pages import NUMBER, Item, Kind, Page, Part
from iag_diag.reports.terminal import console, paragraph

_NAME = 34  # columns under which the name of an entry is too folded to be read


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
    os.environ.setdefault("LESS", "-FRX")  # colours kept, and the page stays on the screen afterwards
    pydoc.pager(text)


def print_json(data: object) -> None:
    """Write data for a machine."""
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=2) + "\n")


def print_list(output: Console, kind: Kind, items: Sequence[Item], *, plain: bool) -> None:
    """List entries, each with the short name that `show` takes: a table where there is room, else some lines each."""
    if plain or not _fits(output, kind, items):
        for item in items:
            name, *others = _named(kind, item)
            paragraph(output, f"{name} [{item.id}]", "" if plain else "bold")
            if said := [cell for cell in others if cell]:
                paragraph(output, " · ".join(said), indent=2)
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (*kind.columns, "Nom court"):
        table.add_column(
            heading, justify="right" if heading == NUMBER else "left", overflow="fold", no_wrap=heading == "Nom court"
        )
    for item in items:
        table.add_row(*map(Text, item.cells), item.id)
    output.print(table)


def _named(kind: Kind, item: Item) -> tuple[str, ...]:
    """Cells of an entry, its number before its name."""
    if kind.columns[0] == NUMBER:
        number, name, *others = item.cells
        return f"{number}. {name}", *others
    return item.cells


def _fits(output: Console, kind: Kind, items: Sequence[Item]) -> bool:
    """Whether a table leaves its name enough columns once the others are written in one line."""
    name = 1 if kind.columns[0] == NUMBER else 0
    widths = [max(len(text) for text in column) for column in zip(kind.columns, *(i.cells for i in items), strict=True)]
    del widths[name]
    ids = max((len(item.id) for item in items), default=0)
    return _NAME + sum(width + 2 for width in widths) + ids <= output.width


def print_page(output: Console, page: Page, explain: Callable[[str], str]) -> None:
    """Print one entry in full; `explain` says what its words mean, the first time that each is used."""
    paragraph(output, page.title, "bold cyan")
    for subtitle in page.subtitles:
        paragraph(output, explain(subtitle), "italic")
    for part in page.parts:
        _print_part(output, part, explain)


def _print_part(output: Console, part: Part, explain: Callable[[str], str]) -> None:
    if part.strong:
        paragraph(output, f"\n{part.title}", "bold cyan")
    elif part.lines:
        paragraph(output, f"\n{part.title}" if part.title else "", "bold")
    for line in part.lines:
        number, stop, rest = line.partition(". ")
        if stop and number.isdecimal():
            paragraph(output, explain(rest), indent=2, bullet=f"{number}. ")
        else:
            paragraph(output, explain(line), indent=2, bullet="" if len(part.lines) == 1 else "- ")
