"""What the author of a pack accepts: findings that are left out, each with the reason, in `rules/accepted.yaml`."""

from collections.abc import Iterable

from iag_diag.checking.findings import Finding, Severity
from iag_diag.content.pack import Pack
from iag_diag.content.rules import Accepted, AcceptedFile
from iag_diag.content.validation import validated
from iag_diag.errors import did_you_mean

FILE = "rules/accepted.yaml"
IDLE = "acceptation-inutile"


class Acceptance:
    """The acceptances of a pack; one that fits nothing is itself a finding, so that none outlives its reason."""

    def __init__(self, pack: Pack) -> None:
        document = pack.documents.get(FILE)
        file = None if document is None else validated(document, AcceptedFile)
        self._accepted: tuple[Accepted, ...] = () if file is None else file.accepted

    def left(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Leave out what is accepted, and add the acceptances that fit nothing."""
        found = tuple(findings)
        wanted = {(entry.kind, entry.subject) for entry in self._accepted}
        met = {(finding.kind, finding.subject) for finding in found}
        left = [finding for finding in found if (finding.kind, finding.subject) not in wanted]
        idle = [_idle(entry, met) for entry in self._accepted if (entry.kind, entry.subject) not in met]
        return tuple(sorted([*left, *idle], key=lambda finding: finding.order))


def _idle(entry: Accepted, met: set[tuple[str, str]]) -> Finding:
    file, _, line = entry.place.rpartition(":")
    what = f"Rien de tel n’est trouvé (« {entry.kind} », « {entry.subject} ») : il n’y a rien à accepter."
    hint = did_you_mean(entry.subject, (subject for kind, subject in met if kind == entry.kind)) or "Retirez-la."
    return Finding(IDLE, Severity.WARNING, entry.id, file, int(line), what, hint)
