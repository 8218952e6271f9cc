"""Reports of one pack on one day: made ready once, then one view and one roadmap per company."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from iag_diag.content.library.shelves import Library
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.guidance import UNGUIDED, Guidance
from iag_diag.diagnosis.results import Diagnosis
from iag_diag.reports.composition import report_view
from iag_diag.reports.glossing import Glossary
from iag_diag.reports.guidance import GuidanceWriter, guide_of
from iag_diag.reports.view import GuidanceView, ReportView

if TYPE_CHECKING:
    from iag_diag.reports.markdown import RoadmapTemplate


class Reporter:
    """What is common to every company: the pack, its library, the day."""

    def __init__(self, engine: Engine, day: date) -> None:
        self.engine = engine
        self.day = day
        library = Library(engine.pack)
        self._guide = guide_of(library, day)
        self._writer = GuidanceWriter(library, day) if self._guide else None
        self.glossary = Glossary(library.terms)

    def guidance(self, answers: Answers, diagnosis: Diagnosis) -> Guidance:
        """Choose what the rest of the study has to say to a company."""
        if self._guide is None:
            return UNGUIDED
        return self._guide.guide(self.engine.facts(answers, diagnosis), solo=diagnosis.solo)

    def view(
        self, answers: Answers, diagnosis: Diagnosis, *, company: str, questionnaire: str | None = None
    ) -> ReportView:
        """Put everything into words."""
        return report_view(
            self.engine.pack,
            diagnosis,
            answers,
            company=company,
            questionnaire=questionnaire,
            day=self.day,
            guidance=self._writer.view(self.guidance(answers, diagnosis)) if self._writer else GuidanceView(),
        )

    def roadmap(self, view: ReportView) -> str:
        """Write the roadmap."""
        return self._template.render(view)

    @cached_property
    def _template(self) -> "RoadmapTemplate":
        from iag_diag.reports.markdown import RoadmapTemplate

        return RoadmapTemplate(self.engine.pack, self.glossary)
