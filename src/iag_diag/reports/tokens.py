"""A roadmap's Markdown taken apart once, for every other format to say the same words."""

import re

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

_DRAWN = re.compile("█*░*")


def reader() -> MarkdownIt:
    """Make a reader of our Markdown: tables, and no HTML."""
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def parsed(text: str) -> SyntaxTreeNode:
    """Take a text apart."""
    return SyntaxTreeNode(reader().parse(text))


def words(node: SyntaxTreeNode) -> str:
    """Text of a node, without its marks."""
    return "".join(one.content for one in node.walk() if one.type in ("text", "code_inline", "text_special"))


def drawn_share(code: str) -> int | None:
    """Percent that a bar of blocks draws (« ████░░░░ »); None for any other code."""
    return 100 * code.count("█") // len(code) if code and _DRAWN.fullmatch(code) else None
