"""Reports of one pack on one day: made ready once, then one view and one roadmap per company."""

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from iag_diag.content.library.shelves import Library
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.guidance import UNGUIDED, Guidance
from iag_diag.diagnosis.levers import levers
from iag_diag.diagnosis.results import Diagnosis
from iag_diag.diagnosis.robustness import robustness
from iag_diag.reports.composition import report_view
from iag_diag.reports.glossing import Glossary
from iag_diag.reports.guidance import GuidanceWriter, guide_of
from iag_diag.reports.next_phase import next_phase_view
from iag_diag.reports.view import GuidanceView, NextPhaseView, ReportView

if TYPE_CHECKING:
    from iag_diag.reports.markdown import RoadmapTemplate


class Reporter:
    """What is common to every company: the pack, its library, the day; a roadmap's template in place of the pack's."""

    def __init__(self, engine: Engine, day: date, template: str | None = None) -> None:
        self.engine = engine
        self.day = day
        self._source = template
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
        self,
        answers: Answers,
        diagnosis: Diagnosis,
        *,
        company: str,
        questionnaire: str | None = None,
        cautious: bool = True,
    ) -> ReportView:
        """Put everything into words; not `cautious`, leave out what a fragile result hangs on, dear to work out."""
        return report_view(
            self.engine.pack,
            diagnosis,
            answers,
            company=company,
            questionnaire=questionnaire,
            day=self.day,
            guidance=self._writer.view(self.guidance(answers, diagnosis)) if self._writer else GuidanceView(),
            opening=self._opening(answers, diagnosis),
            firmness=robustness(self.engine, answers, diagnosis) if cautious else None,
        )

    def _opening(self, answers: Answers, diagnosis: Diagnosis) -> NextPhaseView | None:
        engine = self.engine
        found = levers(engine, answers, diagnosis)
        return next_phase_view(engine.pack, diagnosis, found, engine.flow.facts(answers).states)

    def roadmap(self, view: ReportView) -> str:
        """Write the roadmap."""
        return self._template.render(view)

    @cached_property
    def _template(self) -> "RoadmapTemplate":
        from iag_diag.reports.markdown import RoadmapTemplate

        return RoadmapTemplate(self.engine.pack, self.glossary, self._source)
