"""The same words in Markdown, HTML, PDF and DOCX; what was typed stays text in each; a brand that can be read."""

import json
import re
import struct
import zlib
from collections import Counter
from datetime import date
from html.parser import HTMLParser
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from builders import CASES, read
from iag_diag.dossiers.reading import Company
from iag_diag.errors import ContentError, IagDiagError
from iag_diag.reports import french, typesetting, word
from iag_diag.reports.brand import LARGEST_LOGO, PLAIN, Brand, read_brand
from iag_diag.reports.delivery import Delivery
from iag_diag.reports.documents import Documents
from iag_diag.reports.figures import bar, radar, standalone_radar
from iag_diag.reports.html import HtmlPage
from iag_diag.reports.reporter import Reporter
from iag_diag.reports.tokens import parsed, words
from iag_diag.reports.view import AxisView

DAY = date(2026, 11, 23)
COMPANIES = ("fleuriste-rien-commence", "electro-sud-salariee", "sport-evasion", "galeries-lafaye")
HOSTILE = (
    '</script><script>alert(1)</script> {{ 7*7 }} {% raw %} #set #eval("1+1") \\ "]) | table | `code` **gras** '
    "[lien](javascript:alert(1)) <img src=x onerror=y> العربية 🍎 " + "é" * 300
)


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


PIXEL = (
    b"\x89PNG\r\n\x1a\n"
    + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0"))
    + chunk(b"IEND", b"")
)


def delivered(reporter: Reporter, case: str, name: str | None = None) -> Delivery:
    known = read(CASES / f"{case}.yaml")
    return Delivery(reporter, Company(known["company"] if name is None else name, known["answers"], "complet"))


def markdown(delivery: Delivery) -> str:
    return delivery.reporter.roadmap(delivery.view)


class Page(HTMLParser):
    """What a browser would make of a page: its tags, its text outside of the style sheet and the drawings."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.addresses: list[str] = []
        self.events: list[str] = []
        self.text: list[str] = []
        self._hidden = 0
        self.feed(source)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags[tag] += 1
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]
        self.events += [name for name, _ in attrs if name.startswith("on")]
        self._hidden += tag in ("style", "svg", "title", "nav")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in ("style", "svg", "title", "nav")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.text.append(data)


def spelled(text: str) -> Counter[str]:
    """Words of a text, whatever separates them."""
    return Counter(re.findall(r"\w+", text))


def in_pdf(content: bytes) -> str:
    from pypdf import PdfReader

    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def in_docx(content: bytes) -> str:
    from docx import Document

    document = Document(BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.fixture(scope="module")
def html_page(reporter: Reporter) -> HtmlPage:
    return HtmlPage(reporter.engine.pack)


@pytest.mark.parametrize("case", COMPANIES)
def test_every_format_says_the_words_of_the_markdown(case: str, reporter: Reporter, html_page: HtmlPage):
    delivery = delivered(reporter, case)
    text = markdown(delivery)
    undrawn = re.sub(r"`[█░]+`", "", text)
    wanted = spelled("\n".join(words(node) for node in parsed(undrawn).walk() if node.type == "inline"))
    assert wanted.total() > 1000
    page = Page(html_page.render(text, delivery.view))
    assert wanted - spelled(" ".join(page.text)) == Counter()
    assert spelled(in_docx(word.docx(text, DAY))) == wanted
    assert not wanted - spelled(in_pdf(typesetting.pdf(text, delivery.view, DAY)))


def test_scores_are_those_of_the_view(reporter: Reporter, html_page: HtmlPage):
    delivery = delivered(reporter, "sport-evasion")
    page = Page(html_page.render(markdown(delivery), delivery.view))
    said = " ".join(" ".join(page.text).split())
    for axis in delivery.view.axes:
        assert f"{axis.label} : {axis.score} sur 100" in said


def test_what_was_typed_stays_text(reporter: Reporter, html_page: HtmlPage):
    delivery = delivered(reporter, "fleuriste-rien-commence", HOSTILE)
    text = markdown(delivery)
    page = Page(html_page.render(text, delivery.view, Brand(name=HOSTILE)))
    assert page.tags["script"] == page.tags["img"] == page.tags["iframe"] == 0
    assert page.events == []
    assert [address for address in page.addresses if not address.startswith(("#", "https://"))] == []
    assert "{{ 7*7 }}" in "".join(page.text)
    typed = " ".join(HOSTILE.split())
    assert typed in words(parsed(text).children[0])
    said = Documents(reporter.engine, delivery.company, DAY).content("json")
    assert json.loads(said)["company"] == HOSTILE
    assert typed in in_docx(word.docx(text, DAY, Brand(name=HOSTILE)))
    pdf = in_pdf(typesetting.pdf(text, delivery.view, DAY, Brand(name=HOSTILE)))
    for piece in ("#set", "{{ 7*7 }}", "javascript:alert(1)", "<script>"):
        assert piece in pdf.replace("\n", " ")


def test_a_page_fetches_nothing_and_runs_nothing(reporter: Reporter, html_page: HtmlPage):
    delivery = delivered(reporter, "galeries-lafaye")
    source = html_page.render(
        markdown(delivery), delivery.view, Brand("Cabinet", "#12245a", "#ffffff", "data:image/png;base64,AA")
    )
    page = Page(source)
    assert page.tags["script"] == page.tags["link"] == page.tags["object"] == 0
    assert "default-src 'none'" in source
    assert not re.search(r"url\(|@import", source)
    assert page.tags["h1"] == page.tags["main"] == 1
    contents = [address[1:] for address in page.addresses if address.startswith("#")]
    assert len(contents) > 10
    assert [name for name in contents if f'id="{name}"' not in source] == []


def test_the_same_text_gives_the_same_bytes(reporter: Reporter, html_page: HtmlPage):
    delivery = delivered(reporter, "sport-evasion")
    text = markdown(delivery)
    assert html_page.render(text, delivery.view) == html_page.render(text, delivery.view)
    assert typesetting.pdf(text, delivery.view, DAY) == typesetting.pdf(text, delivery.view, DAY)


def test_the_pdf_is_tagged_and_the_docx_is_in_french(reporter: Reporter):
    from docx import Document
    from pypdf import PdfReader

    delivery = delivered(reporter, "sport-evasion")
    text = markdown(delivery)
    made = PdfReader(BytesIO(typesetting.pdf(text, delivery.view, DAY)))
    root: Any = made.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert str(root["/Lang"]).startswith("fr")
    assert made.metadata is not None
    assert made.metadata.title == words(parsed(text).children[0])
    assert [entry["/Title"] for entry in made.outline if isinstance(entry, dict)][:2] == [
        "En bref",
        "Pourquoi cette phase",
    ]
    document = Document(BytesIO(word.docx(text, DAY)))
    assert document.core_properties.language == "fr-FR"
    styles = Counter(paragraph.style.name for paragraph in document.paragraphs if paragraph.style)
    assert styles["Heading 1"] > 8
    assert styles["List Number"] > 5
    numbers = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style and p.style.name == "List Number"]
    assert len(set(numbers)) == 1 + sum(one != after for one, after in pairwise(numbers))


@pytest.mark.parametrize(("module", "extra"), [("typst", "pdf"), ("docx", "docx")])
def test_a_missing_extra_says_how_to_have_it(
    module: str, extra: str, reporter: Reporter, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(__import__("sys").modules, module, None)
    delivery = delivered(reporter, "sport-evasion")
    write = {"pdf": lambda: typesetting.pdf("# a", delivery.view, DAY), "docx": lambda: word.docx("# a", DAY)}[extra]
    with pytest.raises(IagDiagError) as refused:
        write()
    assert f"pip install 'iag-diag[{extra}]'" in refused.value.hint


def axes(*scores: int | None) -> list[AxisView]:
    return [AxisView(label=f"Axe <{place}>", score=score, remark="", meaning="") for place, score in enumerate(scores)]


def test_a_radar_draws_what_is_known_only():
    whole = radar(axes(0, 50, 100), "Axes")
    assert whole.count("<polygon") == 5
    assert whole.count("<circle") == 3
    assert "Axe &lt;1&gt; : 50 sur 100" in whole.replace("\xa0", " ")
    broken = radar(axes(10, None, 30, 40), "Axes")
    assert broken.count("<polygon") == 4
    assert broken.count("<polyline") == 2
    assert broken.count("<circle") == 3
    assert ">?</text>" in broken
    assert radar(axes(10, 20, None), "Axes") == standalone_radar(axes(10, None)) == ""
    assert "<style>" in standalone_radar(axes(1, 2, 3))
    assert 'width="100"' in bar(140)
    assert 'width="0"' in bar(-1)


def branded(folder: Path, text: str) -> Path:
    path = folder / "brand.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_brand_is_read_with_its_logo(tmp_path: Path):
    (tmp_path / "logo.png").write_bytes(PIXEL)
    brand = read_brand(branded(tmp_path, 'name: "Cabinet Zoé"\ncolour: "#F0E000"\nlogo: logo.png\n'))
    assert (brand.name, brand.colour, brand.ink) == ("Cabinet Zoé", "#f0e000", "#000000")
    assert brand.logo.startswith("data:image/png;base64,")
    assert read_brand(branded(tmp_path, "name: Seul\n")).ink == PLAIN.ink == "#ffffff"


def test_a_logo_reaches_every_format(tmp_path: Path, reporter: Reporter, html_page: HtmlPage):
    (tmp_path / "logo.png").write_bytes(PIXEL)
    brand = read_brand(branded(tmp_path, "name: Cabinet\nlogo: logo.png\n"))
    delivery = delivered(reporter, "fleuriste-rien-commence")
    text = markdown(delivery)
    assert brand.logo in html_page.render(text, delivery.view, brand)
    assert b"/Image" in typesetting.pdf(text, delivery.view, DAY, brand)
    with_logo, without = word.docx(text, DAY, brand), word.docx(text, DAY)
    assert len(with_logo) > len(without)
    assert "Cabinet" in in_docx(with_logo)


def test_a_logo_that_is_damaged_says_so(reporter: Reporter):
    brand = Brand("Cabinet", logo="data:image/png;base64,iVBORw0KGgo=")
    delivery = delivered(reporter, "fleuriste-rien-commence")
    with pytest.raises(IagDiagError):
        word.docx("# a", DAY, brand)
    with pytest.raises(IagDiagError):
        typesetting.pdf("# a", delivery.view, DAY, brand)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: A\ncolour: red\n", "colour"),
        ("colour: '#123456'\n", "name"),
        ("name: A\nlogotype: x.png\n", "logotype"),
        ("name: [\n", "YAML"),
        ("- a\n", "groupe de clés"),
        ("", "vide"),
        ("name: A\nlogo: absent.png\n", "absent.png"),
        ("name: A\nlogo: texte.png\n", "PNG ou JPEG"),
        ("name: A\nlogo: gros.png\n", "PNG ou JPEG"),
    ],
)
def test_a_brand_that_cannot_be_used_says_why(text: str, said: str, tmp_path: Path):
    (tmp_path / "texte.png").write_text("<svg onload=alert(1)>")
    (tmp_path / "gros.png").write_bytes(PIXEL + b"\0" * LARGEST_LOGO)
    with pytest.raises((IagDiagError, ContentError)) as refused:
        read_brand(branded(tmp_path, text))
    assert said in str(refused.value.message)


def test_a_brand_that_is_not_there(tmp_path: Path):
    with pytest.raises(IagDiagError, match="absent"):
        read_brand(tmp_path / "absent.yaml")


@pytest.mark.parametrize("case", COMPANIES)
def test_the_scores_and_the_phase_are_those_of_the_json(case: str, reporter: Reporter):
    """The other formats have the words of the Markdown, numbers included: what it says is what the JSON says."""
    delivery = delivered(reporter, case)
    documents = Documents(reporter.engine, delivery.company, DAY)
    data = json.loads(documents.content("json"))
    text = documents.content("md").decode()
    scores = {axis["label"]: axis["score"] for axis in data["dimensions"]}
    rows = dict(re.findall(r"^\| ([^|]+) \| (\d+|à compléter)[^|]*\|", text, re.MULTILINE))
    assert {label: rows[label] for label in scores} == {
        label: "à compléter" if score is None else str(score) for label, score in scores.items()
    }
    assert f"en phase {french.of(data['phase']['label'].lower())}**" in text
    for action in data["roadmap"]:
        assert f"#### {action['rank']}. {reporter.engine.pack.sheets[action['sheet']].name}" in text
    for lever in data["levers"][:1]:
        assert str(lever["hours"]) in text
