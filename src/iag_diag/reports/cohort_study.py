"""The study's figures beside a cohort's: which are worth reading, and how they are laid out."""

from collections.abc import Sequence

from iag_diag.batch.cohort.comparing import Comparison
from iag_diag.batch.cohort.describing import Cohort
from iag_diag.content.library.reperes import Grade
from iag_diag.reports import french
from iag_diag.reports.cohort_view import (
    BarView,
    LineView,
    SectionView,
    TableView,
    count_text,
    drawn,
    full_text,
    points,
)
from iag_diag.reports.french import NBSP

GRADES = {Grade.A: "sûr", Grade.B: "prudence", Grade.C: "fragile"}
_ALL_TENTHS = 1000


def study_section(cohort: Cohort, cuts: Sequence[tuple[str, Sequence[int]]], size: str) -> SectionView:
    """Lay the comparisons out. `cuts` name the segments by size and by branch; `size` is the question of the size."""
    read = told(cohort)
    whole = [one for one in read if one.place == 0]
    notes: list[str] = []
    headings = ("Cohorte", "Réponses", "Étude", "Fiabilité", "Note")
    lines = _lines(cohort, whole, notes)
    tables = [TableView("Ensemble de la cohorte", ("Part des entreprises qui…", *headings), lines)]
    for name, places in cuts:
        # The overall figure of the study is worth repeating for a handful of sizes, not for twenty branches.
        beside = [
            one
            for one in read
            if one.place in places and (cohort.segments[one.place].by == size or not one.shown.segment.overall)
        ]
        if beside:
            head = (f"{name.capitalize()} : part des entreprises qui…", *headings)
            tables.append(TableView(f"Par {name}", head, _lines(cohort, beside, notes)))
    intro = (
        "Ce que l’étude publie, à côté de ce que répond la cohorte. « (ensemble) » : l’étude n’a pas de chiffre pour "
        "cette taille, le repère est celui de toutes les entreprises."
    )
    bars = tuple(_beside(one) for one in whole)
    return SectionView("etude", "À côté de l’étude", intro, bars, tuple(tables), tuple(notes))


def _lines(cohort: Cohort, comparisons: Sequence[Comparison], notes: list[str]) -> tuple[LineView, ...]:
    """Make a line of each comparison; its caveat goes among the notes."""
    lines = []
    for one in comparisons:
        if one.shown.caveat not in notes:
            notes.append(one.shown.caveat)
        segment, label = cohort.segments[one.place], one.shown.figure.label
        everywhere = " (ensemble)" if segment.by and one.shown.segment.overall else ""
        cells = (
            full_text(one.ours),
            count_text(one.base),
            f"{french.tenths(one.shown.figure.tenths)}{NBSP}%{everywhere}",
            GRADES[one.shown.grade],
            str(notes.index(one.shown.caveat) + 1),
        )
        lines.append(LineView(f"{segment.label} : {label}" if segment.by else label, cells))
    return tuple(lines)


def _beside(one: Comparison) -> BarView:
    safe = one.shown.grade is Grade.A
    grade = "" if safe else f" ({GRADES[one.shown.grade]})"
    text = f"{full_text(one.ours)} ici, {french.tenths(one.shown.figure.tenths)}{NBSP}% dans l’étude{grade}"
    remark = "" if safe else one.shown.caveat
    return BarView(one.shown.figure.label, text, *drawn(one.ours), mark=points(one.published), remark=remark)


def told(cohort: Cohort) -> list[Comparison]:
    """Comparisons to be read: what only says again what another leaves (« non » after « oui ») is left out."""
    whole: list[Comparison] = []
    again = set()
    for comparison in cohort.comparisons:
        if comparison.place == 0:
            if any(_complement(comparison, other) for other in whole):
                again.add(_about(comparison))
            else:
                whole.append(comparison)
    return [comparison for comparison in cohort.comparisons if _about(comparison) not in again]


def _about(one: Comparison) -> tuple[str | None, str | None, tuple[str, ...]]:
    return one.shown.item.question, one.shown.figure.row, tuple(sorted(one.shown.figure.options))


def _complement(one: Comparison, other: Comparison) -> bool:
    """Whether two figures share the same companies out between them, in the study and here."""
    total = one.shown.figure.tenths + other.shown.figure.tenths
    counts = (one.ours.count or 0) + (other.ours.count or 0)
    return _about(one)[:2] == _about(other)[:2] and total == _ALL_TENTHS and one.base in (None, counts)


def within(comparison: Comparison) -> bool:
    """Whether the study's figure, rounded as it is printed, is inside the interval of ours."""
    low, high = comparison.ours.low, comparison.ours.high
    return low is not None and high is not None and points(low) <= points(comparison.published) <= points(high)
