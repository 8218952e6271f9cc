"""An explanation on the terminal: a tree of conclusions, of what they rest on, of the answers and rules read."""

import textwrap

from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from iag_diag.reports.catalogue.pages import Page
from iag_diag.reports.explaining import RULE

_GUIDE = 4
_NARROWEST = 20


def print_tree(output: Console, page: Page) -> None:
    """Print a page as a tree; texts are folded here, for rich would break them at a no-break space."""
    tree = Tree(_folded(output, page.title, 0, "bold cyan"), guide_style="dim")
    for subtitle in page.subtitles:
        tree.add(_folded(output, subtitle, 1, "italic"))
    for part in (part for part in page.parts if part.lines):
        branch = tree.add(_folded(output, part.title, 1, "bold")) if part.title else tree
        for line in part.lines:
            style = "dim" if line.startswith(RULE) else ""
            branch.add(_folded(output, line, 2 if part.title else 1, style))
    output.print(tree)


def _folded(output: Console, text: str, depth: int, style: str) -> Text:
    width = max(_NARROWEST, output.width - _GUIDE * depth - 1)
    return Text(textwrap.fill(text, width, break_on_hyphens=False), style=style, no_wrap=True, overflow="fold")
