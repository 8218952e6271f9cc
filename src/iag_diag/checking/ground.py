"""The ground on which rules are judged: the pack, and what is already found wrong in it; one fault is told once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from iag_diag.checking.findings import Finding, Severity
from iag_diag.checking.places import Place, Places
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.diagrams import TooManyCasesError

TOO_MANY = "trop-de-cas"


@dataclass(frozen=True)
class Ground:
    """A pack under check.

    `unasked` are the questions that nobody is asked: the rules that read them are judged both ways, as if each could
    be asked. `names` are the named conditions that never vary: what reads them is not judged again. Where the gates
    are at fault (`phases` is false), any company may be in any phase.
    """

    pack: Pack
    places: Places
    unasked: frozenset[str] = frozenset()
    names: frozenset[str] = frozenset()
    phases: bool = True

    def without_flow(self, question: str) -> "Ground":
        """Judge the rest as if this question, of which the `when` is wrong, could be asked of anybody."""
        asked = self.pack.questions[question].model_copy(update={"when": None})
        pack = replace(self.pack, questions={**self.pack.questions, question: asked})
        return replace(self, pack=pack, unasked=self.unasked | {question})


def guarded(subject: str, place: Place, findings: Iterator[Finding]) -> Iterator[Finding]:
    """Give the findings about one rule; where it crosses too many answers to be judged whole, say so."""
    try:
        yield from findings
    except (TooManyCasesError, RecursionError):
        what = "Cette règle croise trop de réponses : tous les cas n’ont pas pu être essayés."
        hint = "Simplifiez-la, ou partagez-la en plusieurs."
        yield Finding(TOO_MANY, Severity.WARNING, subject, *place, what, hint)
