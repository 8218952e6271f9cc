"""The roadmap as a PDF, set by Typst from the Markdown; what was typed reaches it as strings, not as code."""

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import cast

from markdown_it.tree import SyntaxTreeNode

from iag_diag.errors import IagDiagError
from iag_diag.reports.brand import PLAIN, Brand
from iag_diag.reports.figures import said, standalone_radar
from iag_diag.reports.tokens import drawn_share, parsed, words
from iag_diag.reports.view import ReportView

_LAYOUT = "layout.typ"
_WIDE = 24  # characters of the longest cell over which a column takes what room is left


def pdf(text: str, view: ReportView, day: date, brand: Brand = PLAIN) -> bytes:
    """Set a roadmap written in Markdown, tagged (PDF/UA-1); the same text and day give the same bytes."""
    try:
        import typst
    except ImportError as error:
        raise IagDiagError(
            "Le PDF demande un complément qui n’est pas installé.", "Installez-le : pip install 'iag-diag[pdf]'"
        ) from error
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    with tempfile.TemporaryDirectory(prefix="iag-diag-") as folder:
        main = Path(folder) / "feuille.typ"
        main.write_text(source(text, view, brand), encoding="utf-8")
        compile_ = partial(typst.compile, str(main), root=folder, format="pdf", timestamp=noon)
        try:
            with suppress(typst.TypstError):
                return cast("bytes", compile_(pdf_standards="ua-1"))
            return cast("bytes", compile_())  # a letter that no font here has: tagged all the same
        except (typst.TypstError, RuntimeError) as error:
            raise IagDiagError(
                f"Le PDF n’a pas pu être composé : {error}", "La même feuille existe en HTML : --format html."
            ) from error


def source(text: str, view: ReportView, brand: Brand = PLAIN) -> str:
    """Write what Typst reads."""
    nodes = parsed(text).children
    start = next((place for place, node in enumerate(nodes) if node.tag == "h2"), len(nodes))
    head = [node for node in nodes[:start] if node.type in ("heading", "paragraph")]
    title, *subtitles = [words(node) for node in head] or [""]
    layout = files("iag_diag.reports").joinpath(_LAYOUT).read_text(encoding="utf-8")
    given = {
        "title": _string(title),
        "subtitles": f"({''.join(f'{_string(line)},' for line in subtitles)})",
        "whose": _string(brand.name),
        "logo": f"bytes({_bytes(brand.picture)})" if brand.logo else "none",
        "colour": f"rgb({_string(brand.colour)})",
        "contrast": f"rgb({_string(brand.ink)})",
        "contents": _string("Sommaire"),
    }
    cover = f"#show: sheet.with({', '.join(f'{name}: {value}' for name, value in given.items())})\n"
    return "\n".join([layout, cover, *_figures(view), *map(_block, nodes[start:])]) + "\n"


def _figures(view: ReportView) -> Iterator[str]:
    if drawing := standalone_radar(view.axes):
        described = " ; ".join(map(said, view.axes))
        yield f'#align(center, image(bytes({_string(drawing)}), format: "svg", width: 72%, alt: {_string(described)}))'
    scores = [f"({_string(said(axis))}, {'none' if axis.score is None else axis.score})," for axis in view.axes]
    yield f"#gauges(({''.join(scores)}))\n#pagebreak(weak: true)\n"


def _block(node: SyntaxTreeNode) -> str:
    match node.type:
        case "heading":
            return f"#heading(level: {int(node.tag[1]) - 1})[{_inline(node)}]\n"
        case "bullet_list" | "ordered_list":
            numbers = f"start: {node.attrs.get('start', 1)}, " if node.type == "ordered_list" else ""
            return f"#{'enum' if numbers else 'list'}({numbers}{_items(node)})\n"
        case "blockquote":
            return f"#copied[{''.join(map(_block, node.children))}]\n"
        case "table":
            return _table(node)
        case _:
            return f"#par[{_inline(node)}]\n"


def _items(node: SyntaxTreeNode) -> str:
    return ", ".join(f"[{''.join(map(_inside, item.children))}]" for item in node.children)


def _inside(node: SyntaxTreeNode) -> str:
    """Set the only paragraph of a list item as a line, without the space of a paragraph."""
    return _inline(node) if node.type == "paragraph" and node.hidden else _block(node)


def _table(node: SyntaxTreeNode) -> str:
    rows = [row.children for part in node.children for row in part.children]
    widths = [max(len(words(row[place])) for row in rows) for place in range(len(rows[0]))]
    columns = "".join("1fr," if width > _WIDE else "auto," for width in widths)
    headings, *lines = ["".join(f"[{_inline(cell)}]," for cell in row) for row in rows]
    return f"#board(({columns}), ({headings}), ({''.join(f'({line}),' for line in lines)}))\n"


def _inline(node: SyntaxTreeNode) -> str:
    return "".join(_run(child) for inline in node.children for child in inline.children)


def _run(node: SyntaxTreeNode) -> str:
    match node.type:
        case "strong" | "em":
            name = "strong" if node.type == "strong" else "emph"
            return f"#{name}[{''.join(map(_run, node.children))}]"
        case "code_inline":
            share = drawn_share(node.content)
            return f"#raw({_string(node.content)})" if share is None else f"#share({share})"
        case "link":
            return f"#link({_string(str(node.attrs['href']))})[{''.join(map(_run, node.children))}]"
        case "softbreak" | "hardbreak":
            return '#" "'
        case _:
            return f"#{_string(node.content)}"


def _string(text: str) -> str:
    """Write a string of Typst."""
    safe = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "")
    return f'"{safe}"'


def _bytes(content: bytes) -> str:
    """Write bytes as an array of Typst."""
    return f"({','.join(map(str, content))},)"
