"""The rules of a pack, judged without drawing a single company: what they can never do, always do, or do backwards."""

from collections.abc import Iterable, Iterator

from iag_diag.checking.acceptance import Acceptance
from iag_diag.checking.alerts import alert_findings
from iag_diag.checking.criteria import criterion_findings
from iag_diag.checking.findings import Finding
from iag_diag.checking.gates import gate_findings
from iag_diag.checking.ground import Ground
from iag_diag.checking.levers import lever_findings
from iag_diag.checking.names import constant_names, unread_names
from iag_diag.checking.options import idle_options
from iag_diag.checking.places import Places
from iag_diag.checking.questions import never_asked, reversed_practices, unasked_questions
from iag_diag.checking.sheets import sheet_findings
from iag_diag.content.pack import Pack


def analysed(pack: Pack, others: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """Judge every rule of a pack that loads, and add what others found; what its author accepts is left out of both."""
    found = sorted([*_found(pack), *others], key=lambda finding: finding.order)
    return Acceptance(pack).left(found)


def _found(pack: Pack) -> Iterator[Finding]:
    """Judge first what other rules stand on, so that one fault is told once."""
    ground = Ground(pack, Places(pack.documents))
    found, ground = unasked_questions(ground)
    yield from found
    yield from never_asked(ground)
    yield from reversed_practices(ground)
    found, ground = constant_names(ground)
    yield from found
    yield from unread_names(ground)
    found, ground = gate_findings(ground)
    yield from found
    yield from lever_findings(ground, found)
    found = tuple(criterion_findings(ground))
    yield from found
    yield from alert_findings(ground)
    yield from sheet_findings(ground)
    yield from idle_options(ground, found)
