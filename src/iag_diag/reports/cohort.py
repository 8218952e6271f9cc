"""A cohort as files: Markdown and HTML from the pack's templates, one line per cell as CSV, all of it as JSON."""

import csv
import json
from collections.abc import Iterator
from datetime import date
from html import escape
from io import StringIO
from typing import Any

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from iag_diag.batch.cohort.describing import Cohort
from iag_diag.batch.cohort.tables import Part, Segment, Table
from iag_diag.content.pack import Pack
from iag_diag.reports import french
from iag_diag.reports.cohort_composition import cohort_view
from iag_diag.reports.cohort_study import GRADES
from iag_diag.reports.cohort_view import points, rounded
from iag_diag.reports.spreadsheet import harmless
from iag_diag.reports.templating import FAULTS, unreadable

MARKDOWN, HTML = "cohorte.md.j2", "cohorte.html.j2"
SCHEMA = 1
COLUMNS = (
    "tableau",
    "decoupage",
    "segment",
    "segment_nom",
    "modalite",
    "modalite_nom",
    "effectif",
    "base",
    "part",
    "bas",
    "haut",
    "moyenne",
    "repere",
    "repere_porte_sur",
    "fiabilite",
    "reserve",
    "masque",
)


def cohort_markdown(cohort: Cohort, pack: Pack, day: date) -> str:
    """Write the report in Markdown; the same cohort and day give the same bytes."""
    text = _rendered(MARKDOWN, cohort, pack, day, autoescape=False)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip() + "\n"


def cohort_html(cohort: Cohort, pack: Pack, day: date) -> str:
    """Write the report as one HTML page: no script, nothing fetched."""
    return _rendered(HTML, cohort, pack, day, autoescape=True).strip() + "\n"


def _rendered(name: str, cohort: Cohort, pack: Pack, day: date, *, autoescape: bool) -> str:
    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=autoescape
    )
    environment.filters["texte"] = _in_markdown
    try:
        return environment.from_string(pack.template(name)).render(c=cohort_view(cohort, pack, day))
    except FAULTS as error:
        raise unreadable(name, error) from error


def _in_markdown(text: str) -> str:
    """Keep a text on its line and in its cell. No one typed it: it comes from the pack and from our sentences."""
    return escape(text, quote=False).replace("|", "\\|").replace("\n", " ")


def cohort_csv(cohort: Cohort) -> str:
    """Write one line per cell, for a spreadsheet in French (`;`; to be encoded as utf-8-sig)."""
    file = StringIO(newline="")
    writer = csv.DictWriter(file, COLUMNS, delimiter=";", restval="")
    writer.writeheader()
    for line in _lines(cohort):
        writer.writerow({name: harmless(value) for name, value in line.items()})
    return file.getvalue()


def _lines(cohort: Cohort) -> Iterator[dict[str, Any]]:
    for segment in cohort.segments:
        yield {
            "tableau": "entreprises",
            **_segment(segment),
            "effectif": segment.companies,
            **_hidden(segment.companies),
        }
    for table in cohort.tables:
        for segment, base, parts in zip(cohort.segments, table.bases, table.parts, strict=True):
            for entry, part in zip(table.entries, parts, strict=True):
                named = {"tableau": table.id, **_segment(segment), "modalite": entry.id, "modalite_nom": entry.label}
                yield named | {"base": base} | _part(part)
    for axis in cohort.axes:
        for segment, mean in zip(cohort.segments, axis.means, strict=True):
            named = {
                "tableau": "axes",
                **_segment(segment),
                "modalite": axis.entry.id,
                "modalite_nom": axis.entry.label,
            }
            value = None if mean.value is None else rounded(mean.value)
            yield named | {"effectif": mean.count, "moyenne": value, **_hidden(mean.count)}
    for one in cohort.comparisons:
        figure = one.shown.figure
        named = {"tableau": "etude", **_segment(cohort.segments[one.place]), "modalite": figure.id}
        yield (
            named
            | {"modalite_nom": figure.label, "base": one.base}
            | _part(one.ours)
            | {
                "repere": french.tenths(figure.tenths),
                "repere_porte_sur": "ensemble" if one.shown.segment.overall else one.shown.segment.id,
                "fiabilite": GRADES[one.shown.grade],
                "reserve": one.shown.caveat,
            }
        )


def _segment(segment: Segment) -> dict[str, Any]:
    return {"decoupage": segment.by, "segment": segment.id, "segment_nom": segment.label}


def _part(part: Part) -> dict[str, Any]:
    return {
        "effectif": part.count,
        **dict(zip(("part", "bas", "haut"), _rounded(part), strict=True)),
        **_hidden(part.count),
    }


def _rounded(part: Part) -> list[int | None]:
    return [None if value is None else points(value) for value in (part.share, part.low, part.high)]


def _hidden(count: int | None) -> dict[str, str]:
    return {"masque": "oui" if count is None else "non"}


def cohort_json(cohort: Cohort, pack: Pack, day: date) -> str:
    """Write everything that is published, shares in whole percents; a hidden cell is null."""
    weighting = cohort.weighting
    low, high = weighting.range
    return json.dumps(
        {
            "schema": SCHEMA,
            "pack": {"id": pack.manifest.id, "version": pack.manifest.version, "hash": pack.hash},
            "date": day.isoformat(),
            "companies": cohort.companies,
            "aside": cohort.aside,
            "floor": cohort.floor,
            "weighting": {
                "margins": list(weighting.margins),
                "joint": weighting.joint,
                "effective": round(weighting.effective, 1),
                "design_effect": round(cohort.design_effect, 2),
                "lowest": round(low, 3),
                "highest": round(high, 3),
                "cap": weighting.cap,
                "capped": weighting.capped,
            },
            "segments": [
                {"by": segment.by, "id": segment.id, "label": segment.label, "companies": segment.companies}
                for segment in cohort.segments
            ],
            "tables": {table.id: _table(table) for table in cohort.tables},
            "axes": [
                {
                    "id": axis.entry.id,
                    "means": [
                        {"count": mean.count, "mean": None if mean.value is None else rounded(mean.value)}
                        for mean in axis.means
                    ],
                }
                for axis in cohort.axes
            ],
            "study": [
                {
                    "figure": one.shown.figure.id,
                    "segment": one.place,
                    "ours": _cell(one.ours),
                    "base": one.base,
                    "tenths": one.shown.figure.tenths,
                    "overall": one.shown.segment.overall,
                    "grade": one.shown.grade.value,
                    "caveat": one.shown.caveat,
                }
                for one in cohort.comparisons
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def _table(table: Table) -> dict[str, Any]:
    return {
        "entries": [{"id": entry.id, "label": entry.label} for entry in table.entries],
        "bases": list(table.bases),
        "parts": [[_cell(part) for part in parts] for parts in table.parts],
    }


def _cell(part: Part) -> dict[str, int | None] | None:
    if part.count is None:
        return None
    return {"count": part.count, **dict(zip(("share", "low", "high"), _rounded(part), strict=True))}
