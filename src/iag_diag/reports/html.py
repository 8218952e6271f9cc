"""The roadmap as one page of HTML: the words of the Markdown, the scores drawn, nothing to fetch and nothing to run."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markdown_it.token import Token
from markupsafe import Markup

from iag_diag.content.folding import folded
from iag_diag.content.pack import Pack
from iag_diag.reports.brand import PLAIN, Brand
from iag_diag.reports.figures import bar, radar, said
from iag_diag.reports.templating import FAULTS, unreadable
from iag_diag.reports.tokens import drawn_share, reader
from iag_diag.reports.view import AxisView, ReportView

PAGE = "page.html.j2"
_NOT_AN_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Heading:
    """A title of the table of contents."""

    id: str
    title: str


class HtmlPage:
    """The page of a pack, compiled once."""

    def __init__(self, pack: Pack) -> None:
        environment = ImmutableSandboxedEnvironment(
            undefined=StrictUndefined, autoescape=True, trim_blocks=True, lstrip_blocks=True
        )
        try:
            self._template = environment.from_string(pack.template(PAGE))
        except FAULTS as error:
            raise unreadable(PAGE, error) from error
        self._markdown = reader()
        self._markdown.add_render_rule("table_open", _open_frame)
        self._markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")

    def render(self, text: str, view: ReportView, brand: Brand = PLAIN) -> str:
        """Lay out a roadmap written in Markdown; the same text, view and brand give the same bytes."""
        tokens = self._markdown.parse(text)
        headings = _named(tokens)
        _drawn(tokens)
        _framed(tokens)
        start = next((place for place, token in enumerate(tokens) if token.tag == "h2"), len(tokens))
        head, body = tokens[:start], tokens[start:]
        title = next((_words(tokens, place) for place, token in enumerate(tokens) if token.tag == "h1"), "")
        try:
            page = self._template.render(
                title=title,
                head=self._html(head),
                body=self._html(body),
                headings=headings,
                radar=Markup(radar(view.axes, "Vos axes, notés sur 100")),  # noqa: S704 - escaped where it is drawn
                axes=[(said(axis), Markup(_bar(axis))) for axis in view.axes],  # noqa: S704 - likewise
                brand=brand,
            )
        except FAULTS as error:
            raise unreadable(PAGE, error) from error
        return page.strip() + "\n"

    def _html(self, tokens: Sequence[Token]) -> Markup:
        return Markup(self._markdown.renderer.render(list(tokens), self._markdown.options, {}))  # noqa: S704 - no HTML


def _bar(axis: AxisView) -> str:
    return "" if axis.score is None else bar(axis.score)


def _words(tokens: Sequence[Token], heading: int) -> str:
    """Words of the heading that opens at this place, without its marks."""
    return "".join(child.content for child in tokens[heading + 1].children or ())


def _named(tokens: Sequence[Token]) -> list[Heading]:
    """Give each heading an id of its own; return those of the table of contents."""
    found: list[Heading] = []
    taken: set[str] = set()
    for place, token in enumerate(tokens):
        if token.type != "heading_open":
            continue
        title = _words(tokens, place)
        name = base = _NOT_AN_ID.sub("-", folded(title)).strip("-") or "partie"
        number = 2
        while name in taken:
            name, number = f"{base}-{number}", number + 1
        taken.add(name)
        token.attrSet("id", name)
        if token.tag == "h2":
            found.append(Heading(name, title))
    return found


def _drawn(tokens: Sequence[Token]) -> None:
    """Draw the bars that the Markdown writes with blocks; the text beside each says its share."""
    for token in tokens:
        for child in token.children or ():
            if child.type == "code_inline" and (share := drawn_share(child.content)) is not None:
                child.type, child.content = "html_inline", bar(share)


def _framed(tokens: Sequence[Token]) -> None:
    """Name the tables after the title that they are under, and say of what their headings are headings."""
    title = ""
    for place, token in enumerate(tokens):
        if token.type == "heading_open":
            title = _words(tokens, place)
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type == "table_open":
            token.meta["title"] = title


def _open_frame(_: object, tokens: Sequence[Token], place: int, *__: object) -> str:
    """Let a wide table scroll on its own, by keyboard too."""
    title = escape(tokens[place].meta["title"])
    return f'<div class="wide" role="region" tabindex="0" aria-label="{title}"><table>'
