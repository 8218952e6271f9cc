"""The report of a cohort: whole outputs kept in `golden/`, and what they may never do."""

import csv
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt
from rich.console import Console

from batch.cohort.synthetic import companies, population_csv, results_csv
from iag_diag.batch.cohort.describing import Cohort, describe
from iag_diag.batch.cohort.tables import Entry, Mean, Part
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.engine import Engine
from iag_diag.errors import IagDiagError, UsageError
from iag_diag.reports import french
from iag_diag.reports.cohort import COLUMNS, cohort_csv, cohort_html, cohort_json, cohort_markdown
from iag_diag.reports.cohort_composition import cohort_view
from iag_diag.reports.cohort_delivery import CohortDelivery, wish
from iag_diag.reports.cohort_screen import show_cohort
from iag_diag.reports.cohort_view import full_text, mean_text, percent

GOLDEN = Path(__file__).parent / "golden"
DAY = date(2026, 11, 23)
Same = Callable[[str, str], None]


@pytest.fixture(scope="module")
def folder(engine: Engine, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("cohorte")
    (made / "resultats.csv").write_text(results_csv(engine, companies()), encoding="utf-8-sig", newline="")
    (made / "population.csv").write_text(population_csv(), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def cohort(folder: Path, pack: Pack) -> Cohort:
    return describe(folder, pack, folder / "population.csv")


@pytest.fixture(scope="module")
def plain_cohort(folder: Path, pack: Pack) -> Cohort:
    return describe(folder, pack)


@pytest.fixture
def same(request: pytest.FixtureRequest, pack: Pack) -> Same:
    def compare(found: str, name: str) -> None:
        golden = GOLDEN / name
        found = found.replace(pack.hash, "HASH")
        if request.config.getoption("--regenerate"):
            golden.write_text(found, encoding="utf-8", newline="\n")
        assert found == golden.read_text(encoding="utf-8")

    return compare


def screen(cohort: Cohort, pack: Pack, columns: int, *, plain: bool) -> str:
    file = StringIO()
    output = Console(file=file, width=columns, markup=False, emoji=False, highlight=False)
    show_cohort(output, cohort_view(cohort, pack, DAY), plain=plain)
    return file.getvalue()


def test_markdown(cohort: Cohort, pack: Pack, same: Same):
    same(cohort_markdown(cohort, pack, DAY), "cohorte.md")


def test_html(cohort: Cohort, pack: Pack, same: Same):
    same(cohort_html(cohort, pack, DAY), "cohorte.html")


def test_csv(cohort: Cohort, same: Same):
    same(cohort_csv(cohort).replace("\r\n", "\n"), "cohorte.csv")


@pytest.mark.parametrize(("columns", "name"), [(80, "80.txt"), (40, "40.plain.txt")])
def test_screen(columns: int, name: str, cohort: Cohort, pack: Pack, same: Same):
    text = screen(cohort, pack, columns, plain="plain" in name)
    assert max(map(len, text.splitlines())) <= columns
    same(text, f"cohorte.{name}")


def test_without_a_population_the_report_says_so(plain_cohort: Cohort, pack: Pack):
    text = cohort_markdown(plain_cohort, pack, DAY)
    assert "Sans population de référence" in text
    assert "Kish" not in text


def summary(cohort: Cohort, pack: Pack) -> str:
    return "\n".join(cohort_view(cohort, pack, DAY).summary).replace("\u00a0", " ").replace("\u202f", " ")


def test_the_summary_says_what_was_set_aside_capped_and_missed(cohort: Cohort, pack: Pack):
    weighting = replace(cohort.weighting, capped=12, gap=0.024)
    text = summary(replace(cohort, aside=3, weighting=weighting), pack)
    assert "1 050 entreprises ont un diagnostic ; 3 lignes des résultats n’en ont pas et restent à part." in text
    assert (
        "; 12 entreprises sont limitées à 5 fois le poids moyen, et une part reste à 2 points de la population." in text
    )
    far = Part(500, 0.5, 0.45, 0.55)
    changed = (
        replace(one, ours=far) if one.shown.figure.id == "appropriation-acculturation" else one
        for one in cohort.comparisons
    )
    text = summary(replace(cohort, comparisons=tuple(changed)), pack)
    assert "Sur ses 10 chiffres les plus sûrs, 9 sont dans l’intervalle" in text
    assert "le plus éloigné : s’informent et découvrent l’IA générative, 50 % ici, 17 % dans l’étude." in text


def test_a_cohort_where_nothing_stands_out_has_a_shorter_summary(cohort: Cohort, pack: Pack):
    table = replace(
        cohort.alerts, parts=tuple(tuple(Part(0, 0.0, 0.0, 0.1) for _ in row) for row in cohort.alerts.parts)
    )
    silent = replace(cohort, alerts=table, axes=(), comparisons=())
    text = summary(silent, pack)
    assert "vigilance" not in text
    assert "axe" not in text
    assert "étude" not in text
    view = cohort_view(silent, pack, DAY)
    assert "etude" not in [section.id for section in view.sections]
    alerts = next(section for section in view.sections if section.id == "vigilance")
    assert (alerts.bars, alerts.tables) == ((), ())


# A number shown is the number of the JSON.


def test_the_csv_and_the_json_hold_the_same_cells(cohort: Cohort, pack: Pack):
    lines = list(csv.DictReader(StringIO(cohort_csv(cohort)), delimiter=";"))
    assert tuple(lines[0]) == COLUMNS
    said = json.loads(cohort_json(cohort, pack, DAY))
    for name, table in said["tables"].items():
        found = [cell(line) for line in lines if line["tableau"] == name]
        assert found == [part for parts in table["parts"] for part in parts]
    means = [(line["effectif"], line["moyenne"]) for line in lines if line["tableau"] == "axes"]
    assert means == [
        tuple("" if mean[key] is None else str(mean[key]) for key in ("count", "mean"))
        for axis in said["axes"]
        for mean in axis["means"]
    ]
    study = [(line["modalite"], cell(line), line["fiabilite"]) for line in lines if line["tableau"] == "etude"]
    words = {"A": "sûr", "B": "prudence", "C": "fragile"}
    assert study == [(one["figure"], one["ours"], words[one["grade"]]) for one in said["study"]]


def cell(line: dict[str, str]) -> dict[str, int | None] | None:
    if line["masque"] == "oui":
        assert not any(line[name] for name in ("effectif", "part", "bas", "haut"))
        return None
    columns = {"count": "effectif", "share": "part", "low": "bas", "high": "haut"}
    return {key: int(line[name]) if line[name] else None for key, name in columns.items()}


def test_tables_show_the_shares_of_the_json(cohort: Cohort, pack: Pack):
    said = json.loads(cohort_json(cohort, pack, DAY))["tables"]["phases"]
    section = cohort_view(cohort, pack, DAY).sections[0]
    lines = [line for table in section.tables for line in table.lines]
    for line, parts in zip(lines, said["parts"][1:], strict=True):
        shown = [re.sub(r"\(.*", "", text) for text in line.cells[1:-1]]
        assert [None if text == "masqué" else int(re.findall(r"\d+", text)[-1]) for text in shown] == [
            None if part is None else part["share"] for part in parts
        ]


# What a page must be.


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))


def tags(html: str) -> Iterator[tuple[str, dict[str, str | None]]]:
    page = _Page()
    page.feed(html)
    yield from page.tags


def test_the_page_runs_and_fetches_nothing(cohort: Cohort, pack: Pack):
    html = cohort_html(cohort, pack, DAY)
    for tag, attributes in tags(html):
        assert tag not in ("script", "iframe", "img", "link", "object", "embed", "form")
        assert not [name for name in attributes if name.startswith("on") or name in ("src", "srcset", "style")]
        assert (attributes.get("href") or "#").startswith("#")
    assert "url(" not in html
    assert "@import" not in html


def test_the_page_is_well_formed_and_its_tables_are_labelled(cohort: Cohort, pack: Pack):
    html = cohort_html(cohort, pack, DAY)
    body = html[html.index("<body>") :].removesuffix("</html>\n").replace("&nbsp;", " ")
    tree = ET.fromstring(body)  # noqa: S314 - our own page
    for table in tree.iter("table"):
        assert table.find("caption") is not None
        widths = {len(list(row)) for row in table.iter("tr")}
        assert len(widths) == 1
        assert all(heading.get("scope") for heading in table.iter("th"))
    ids = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(ids) == len(set(ids))
    assert {link.get("href", "")[1:] for link in tree.iter("a")} <= set(ids)
    assert all(drawing.get("aria-label") for drawing in tree.iter("svg"))


HOSTILE = '<script>alert(1)</script> | `x` " onload=y & {{ 7 * 7 }}\n# titre'


def hostile(cohort: Cohort) -> Cohort:
    entries = tuple(Entry(entry.id, HOSTILE) for entry in cohort.alerts.entries)
    segments = tuple(replace(segment, label=HOSTILE) for segment in cohort.segments)
    return replace(cohort, alerts=replace(cohort.alerts, entries=entries), segments=segments)


def test_a_hostile_label_stays_text(cohort: Cohort, pack: Pack):
    html = cohort_html(hostile(cohort), pack, DAY)
    assert [tag for tag, _ in tags(html)] == [tag for tag, _ in tags(cohort_html(cohort, pack, DAY))]
    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    kinds = [[token.type for token in markdown.parse(text)] for text in texts(cohort, pack)]
    assert kinds[0] == kinds[1]
    assert "html_block" not in kinds[1]


def texts(cohort: Cohort, pack: Pack) -> tuple[str, str]:
    return cohort_markdown(cohort, pack, DAY), cohort_markdown(hostile(cohort), pack, DAY)


def test_a_formula_is_not_run_by_a_spreadsheet(cohort: Cohort):
    entries = tuple(Entry(entry.id, "=cmd()") for entry in cohort.phases.entries)
    text = cohort_csv(replace(cohort, phases=replace(cohort.phases, entries=entries)))
    assert ";'=cmd();" in text
    assert ";=cmd();" not in text


@pytest.mark.parametrize("name", ["cohorte.md.j2", "cohorte.html.j2"])
@pytest.mark.parametrize("template", ["a\n{% if %}\n", "{{ c.title.__class__.__mro__ }}", "{{ c.nothing }}"])
def test_a_broken_template_is_named(name: str, template: str, cohort: Cohort, pack: Pack, tmp_path: Path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / name).write_text(template, encoding="utf-8")
    make: Any = cohort_markdown if name == "cohorte.md.j2" else cohort_html
    with pytest.raises(IagDiagError, match=re.escape(name)):
        make(cohort, replace(pack, root=tmp_path), DAY)


def test_french_spaces_before_signs(cohort: Cohort, pack: Pack):
    view = cohort_view(cohort, pack, DAY)
    said = [*view.summary, *view.method, *(section.intro for section in view.sections)]
    said += [table.caption for section in view.sections for table in section.tables]
    said += [text for section in view.sections for bar in section.bars for text in (bar.label, bar.text)]
    for text in said:
        assert not re.search(r" [:;?!%»]|« ", text), text
        assert "'" not in text, text


# Numbers as they are written.


@pytest.mark.parametrize(
    ("share", "text"),
    [(0.0, "0 %"), (0.004, "moins de 1 %"), (0.005, "1 %"), (0.625, "63 %"), (0.996, "plus de 99 %"), (1.0, "100 %")],
)
def test_a_share_is_never_rounded_to_nothing_or_all(share: float, text: str):
    assert percent(share).replace("\u00a0", " ") == text


def test_cells():
    assert full_text(Part()) == "masqué"
    assert full_text(Part(0)) == "–"
    assert full_text(Part(3, 0.5, 0.404, 0.596)).replace("\u00a0", " ") == "50 % (40 à 60)"
    assert [mean_text(Mean()), mean_text(Mean(0)), mean_text(Mean(3, 41.5))] == ["masqué", "–", "42"]
    assert [french.tenths(620), french.tenths(496)] == ["62", "49,6"]
    assert french.number(1_000_000) == "1\u202f000\u202f000"


# Handing over.


@pytest.mark.parametrize(
    ("name", "path", "as_json", "expected"),
    [
        ("terminal", None, False, ("terminal", None)),
        ("html", None, False, ("html", None)),
        ("terminal", "c.html", False, ("html", Path("c.html"))),
        ("terminal", "c.MD", False, ("md", Path("c.MD"))),
        ("csv", "c.txt", False, ("csv", Path("c.txt"))),
        ("terminal", None, True, ("json", None)),
    ],
)
def test_the_suffix_tells_the_format(name: str, path: str | None, as_json: bool, expected: tuple[str, Path | None]):
    found = wish(name, path, as_json=as_json)
    assert (found.format, found.path) == expected


@pytest.mark.parametrize(
    ("name", "path"), [("pdf", None), ("terminal", "c.pdf"), ("terminal", "c.terminal"), ("terminal", "c")]
)
def test_an_unknown_format_is_refused(name: str, path: str | None):
    with pytest.raises(UsageError):
        wish(name, path, as_json=False)


def test_a_file_is_written_whole_private_and_never_over_another(cohort: Cohort, pack: Pack, tmp_path: Path):
    delivery, path = CohortDelivery(cohort, pack, DAY), tmp_path / "c.csv"
    asked = wish("terminal", str(path), as_json=False)
    delivery.hand_over(asked, force=False, plain=False)
    assert path.read_bytes().startswith(b"\xef\xbb\xbftableau;")
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(IagDiagError, match="existe déjà"):
        delivery.hand_over(asked, force=False, plain=False)
    delivery.hand_over(asked, force=True, plain=False)
    assert list(tmp_path.iterdir()) == [path]
