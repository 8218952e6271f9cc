"""The roadmap as a DOCX that an adviser can edit: real titles, lists and tables, in the words of the Markdown."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from iag_diag.errors import IagDiagError
from iag_diag.reports.brand import PLAIN, Brand
from iag_diag.reports.tokens import drawn_share, parsed, words

if TYPE_CHECKING:
    from markdown_it.tree import SyntaxTreeNode

_LONGEST_PROPERTY = 255
_NARROWEST, _WIDEST = 12, 40  # characters: what a column of a table counts for
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


def docx(text: str, day: date, brand: Brand = PLAIN) -> bytes:
    """Write a roadmap given in Markdown."""
    try:
        from docx import Document
    except ImportError as error:
        raise IagDiagError(
            "Le DOCX demande un complément qui n’est pas installé.", "Installez-le : pip install 'iag-diag[docx]'"
        ) from error
    writer = _Writer(Document(), brand)
    writer.write(parsed(text).children, day)
    file = BytesIO()
    writer.document.save(file)
    return file.getvalue()


class _Writer:
    """Walks the parts of the Markdown; a list that begins again at one has numbers of its own."""

    def __init__(self, document: Any, brand: Brand) -> None:
        from docx.shared import Mm, Pt, RGBColor

        self.document = document
        self._brand = brand
        section = document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(20)
        self._room = section.page_width - section.left_margin - section.right_margin
        normal = document.styles["Normal"]
        normal.font.name, normal.font.size = "Calibri", Pt(11)
        _french(normal)
        for level in range(1, 5):
            document.styles[f"Heading {level}"].font.color.rgb = RGBColor.from_string("1C1C28")

    def write(self, nodes: list[SyntaxTreeNode], day: date) -> None:
        """Write the whole document."""
        properties = self.document.core_properties
        properties.language = "fr-FR"
        properties.author = _clean(self._brand.name)[:_LONGEST_PROPERTY]
        properties.created = properties.modified = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
        properties.title = next((_clean(words(node)) for node in nodes if node.tag == "h1"), "")[:_LONGEST_PROPERTY]
        if self._brand.logo:
            self._logo(self._brand.picture)
        if self._brand.name:
            self.document.add_paragraph().add_run(_clean(self._brand.name)).bold = True
        for node in nodes:
            self._block(node)

    def _logo(self, content: bytes) -> None:
        from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
        from docx.shared import Mm

        try:
            self.document.add_picture(BytesIO(content), height=Mm(14))
        except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError) as error:
            raise IagDiagError("Le logo est une image abîmée.", "Enregistrez-le à nouveau en PNG.") from error

    def _block(self, node: SyntaxTreeNode) -> None:
        match node.type:
            case "heading":
                level = int(node.tag[1]) - 1
                paragraph = (
                    self.document.add_heading(level=level) if level else self.document.add_paragraph(style="Title")
                )
                self._runs(paragraph, node)
            case "bullet_list" | "ordered_list":
                self._list(node)
            case "table":
                self._table(node)
            case "blockquote":
                for child in node.children:
                    self._runs(self.document.add_paragraph(style="Quote"), child)
            case _:
                self._runs(self.document.add_paragraph(), node)

    def _list(self, node: SyntaxTreeNode, level: int = 1) -> None:
        numbered = node.type == "ordered_list"
        style = ("List Number" if numbered else "List Bullet") + (f" {level}" if level > 1 else "")
        numbers = self._numbers(style, int(node.attrs.get("start", 1))) if numbered else None
        for item in node.children:
            for child in item.children:
                if child.type in ("bullet_list", "ordered_list"):
                    self._list(child, min(level + 1, 3))
                    continue
                paragraph = self.document.add_paragraph(style=style)
                if numbers is not None:
                    properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()  # noqa: SLF001 - the library has no other way
                    properties.get_or_add_ilvl().val = 0
                    properties.get_or_add_numId().val = numbers
                self._runs(paragraph, child)

    def _numbers(self, style: str, start: int) -> int:
        """Begin a numbering of its own, like that of the style."""
        numbering = self.document.part.numbering_part.element
        like = self.document.styles[style].element.pPr.numPr.numId.val
        number = numbering.add_num(numbering.num_having_numId(like).abstractNumId.val)
        number.add_lvlOverride(ilvl=0).add_startOverride(start)
        return int(number.numId)

    def _table(self, node: SyntaxTreeNode) -> None:
        rows = [row.children for part in node.children for row in part.children]
        table = self.document.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
        table.autofit = False
        longest = [max(len(words(cell)) for cell in column) for column in zip(*rows, strict=True)]
        counted = [min(_WIDEST, max(_NARROWEST, length)) for length in longest]
        widths = [self._room * length // sum(counted) for length in counted]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        for place, row in enumerate(rows):
            for cell, written, width in zip(table.add_row().cells, row, widths, strict=True):
                cell.width = width
                self._runs(cell.paragraphs[0], written, strong=place == 0)
        _repeated(table.rows[0])
        self.document.add_paragraph()

    def _runs(self, paragraph: Any, node: SyntaxTreeNode, *, strong: bool = False) -> None:
        for inline in node.children:
            for child in inline.children:
                self._run(paragraph, child, strong=strong)
        if paragraph.runs and paragraph.runs[0].text.startswith(" "):  # a bar stood before it
            paragraph.runs[0].text = paragraph.runs[0].text[1:]

    def _run(self, paragraph: Any, node: SyntaxTreeNode, *, strong: bool = False, italic: bool = False) -> None:
        if node.type in ("strong", "em", "link"):
            for child in node.children:
                self._run(paragraph, child, strong=strong or node.type == "strong", italic=italic or node.type == "em")
            return
        if node.type == "code_inline" and drawn_share(node.content) is not None:
            return  # the percent that it draws is written beside it
        run = paragraph.add_run(" " if node.type.endswith("break") else _clean(node.content))
        run.bold, run.italic = strong or None, italic or None
        if node.type == "code_inline":
            run.font.name = "Consolas"


def _clean(text: str) -> str:
    """Leave out what XML cannot hold."""
    return _NOT_XML.sub("", text)


def _french(style: Any) -> None:
    """Have the words checked as French."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "fr-FR")
    style.element.get_or_add_rPr().append(language)


def _repeated(row: Any) -> None:
    """Say that a row is the headings, repeated on each page."""
    from docx.oxml import OxmlElement

    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001 - the library has no other way
