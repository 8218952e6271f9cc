"""Which answers a cohort is compared on; apart from the comparison, for a run asks it and may compare nothing."""

from iag_diag.batch.mapping.plain import heading_of
from iag_diag.content.library.reperes import Reperes


def slots_wanted(reperes: Reperes) -> tuple[str, ...]:
    """Answers that a figure of the study can be compared with, as the headings of the results name them."""
    return tuple(
        dict.fromkeys(
            heading_of(question, shown.figure.row or "")
            for question in reperes.questions
            for shown in reperes.figures(question)
            if shown.comparable
        )
    )
