"""A cohort put into words: from what was counted to the view model that every report reads."""

from collections.abc import Iterator, Sequence
from datetime import date

from iag_diag.batch.cohort.describing import Cohort
from iag_diag.batch.cohort.tables import Entry, Part, Table
from iag_diag.content.pack import Pack
from iag_diag.reports import cohort_summary, french
from iag_diag.reports.cohort_method import method
from iag_diag.reports.cohort_study import study_section
from iag_diag.reports.cohort_view import (
    HIDDEN,
    BarView,
    CohortView,
    LineView,
    SectionView,
    TableView,
    count_text,
    counted,
    drawn,
    full_text,
    mean_text,
    rounded,
    share_text,
)

_IN_COLUMNS = "taille"
"""The way of cutting that has few enough segments to make columns of them."""


def cohort_view(cohort: Cohort, pack: Pack, day: date) -> CohortView:
    """Put a cohort into words."""
    composer = _Composer(cohort, pack)
    return CohortView(
        title="L’IA générative dans les entreprises de la cohorte",
        day=french.long_date(day),
        pack_label=pack.manifest.label,
        pack_version=pack.manifest.version,
        summary=tuple(cohort_summary.summary(cohort)),
        sections=tuple(composer.sections()),
        method=tuple(method(cohort, pack)),
    )


class _Composer:
    """Makes the sections of one cohort."""

    def __init__(self, cohort: Cohort, pack: Pack) -> None:
        self._cohort = cohort
        self._size = pack.manifest.size_question
        questions = ((pack.manifest.size_question, _IN_COLUMNS), (pack.manifest.branch_question, "branche"))
        self._cuts = [
            (name, places)
            for question, name in questions
            if (
                places := [
                    place for place, segment in enumerate(cohort.segments) if question and segment.by == question
                ]
            )
        ]

    def sections(self) -> Iterator[SectionView]:
        """Make every section, in the order of the report."""
        yield self._phases()
        yield self._axes()
        for table, title, intro in (
            (
                self._cohort.alerts,
                "Points de vigilance",
                "Part des entreprises chez qui ce risque se présente ; une entreprise peut en avoir plusieurs.",
            ),
            (
                self._cohort.gates,
                "Ce qui retient",
                "Part des entreprises à qui cette condition manque pour passer à la phase suivante.",
            ),
            (
                self._cohort.sheets,
                "Fiches action retenues",
                "Part des entreprises dont la feuille de route retient la fiche, à n’importe quel rang.",
            ),
            (
                self._cohort.first_sheets,
                "Première fiche de la feuille de route",
                "Part des entreprises qui ont intérêt à commencer par cette fiche.",
            ),
        ):
            yield self._ranked(table, title, intro)
        if self._cohort.comparisons:
            yield study_section(self._cohort, self._cuts, self._size)

    def _phases(self) -> SectionView:
        cohort = self._cohort
        headings = ("Entreprises", *(entry.label for entry in cohort.phases.entries), "À confirmer")
        tables = [
            TableView(
                f"Phases par {name}",
                (name.capitalize(), *headings),
                tuple(
                    LineView(
                        cohort.segments[place].label,
                        (
                            count_text(cohort.segments[place].companies),
                            *(full_text(part) for part in cohort.phases.parts[place]),
                            share_text(cohort.confirm.parts[place][0]),
                        ),
                    )
                    for place in places
                ),
            )
            for name, places in self._cuts
        ]
        bars = [
            *_bars(cohort.phases.entries, cohort.phases.parts[0]),
            *_bars(cohort.confirm.entries, cohort.confirm.parts[0]),
        ]
        intro = (
            "La phase que les réponses prouvent ; « à confirmer » quand des réponses manquantes pourraient la changer."
        )
        return SectionView("phases", "Les phases", intro, tuple(bars), tuple(tables))

    def _axes(self) -> SectionView:
        cohort = self._cohort
        bars = [
            BarView(
                axis.entry.label,
                f"{mean_text(mean)} sur 100 ({counted(mean.count, 'note')})" if mean.count else mean_text(mean),
                None if mean.value is None else rounded(mean.value),
            )
            for axis in cohort.axes
            for mean in axis.means[:1]
        ]
        tables = [
            TableView(
                f"Notes moyennes par {name}",
                (name.capitalize(), *(axis.entry.label for axis in cohort.axes)),
                tuple(
                    LineView(cohort.segments[place].label, tuple(mean_text(axis.means[place]) for axis in cohort.axes))
                    for place in places
                ),
            )
            for name, places in self._cuts
        ]
        intro = "Note moyenne de chaque axe, de 0 à 100, parmi les entreprises qui en ont une."
        return SectionView("axes", "Les axes", intro, tuple(bars), tuple(tables))

    def _ranked(self, table: Table, title: str, intro: str) -> SectionView:
        """Entries from the most frequent; those that nobody holds are left to the CSV."""
        whole = table.parts[0]
        held = [place for place, part in enumerate(whole) if part.count != 0]
        order = sorted(held, key=lambda place: (-(whole[place].share or -1), table.entries[place].id))
        bars = _bars([table.entries[place] for place in order], [whole[place] for place in order])
        tables = []
        for name, places in self._cuts if order else ():
            if name == _IN_COLUMNS:
                headings = (title, *(self._cohort.segments[place].label for place in places))
                lines = [
                    LineView(
                        table.entries[row].label.rstrip("."),
                        tuple(share_text(table.parts[place][row]) for place in places),
                    )
                    for row in order
                ]
                tables.append(TableView(f"{title} : par {name}", headings, tuple(lines)))
            else:
                lines = [LineView(self._cohort.segments[place].label, (_leading(table, place),)) for place in places]
                headings = (name.capitalize(), "En tête")
                tables.append(TableView(f"{title} : en tête, par {name}", headings, tuple(lines), wordy=True))
        none = len(table.entries) - len(order)
        if none:
            lines_left = french.counted(none, "autre ne concerne", "autres ne concernent")
            intro = f"{intro} {lines_left} aucune entreprise de la cohorte."
        return SectionView(table.id, title, intro, tuple(bars), tuple(tables))


def _bars(entries: Sequence[Entry], parts: Sequence[Part]) -> list[BarView]:
    return [
        BarView(entry.label.rstrip("."), _bar_text(part), *drawn(part))
        for entry, part in zip(entries, parts, strict=True)
    ]


def _bar_text(part: Part) -> str:
    if part.count is None or part.share is None:
        return share_text(part)
    return f"{full_text(part)}, {counted(part.count, 'entreprise')}"


def _leading(table: Table, place: int) -> str:
    """Say the first entry of a segment."""
    best = cohort_summary.most_frequent(table, place)
    if best is None:
        return HIDDEN if any(part.count is None for part in table.parts[place]) else "–"
    return f"{best[0].label.rstrip('.')}, {full_text(best[1])}"
