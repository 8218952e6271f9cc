"""Alerts: those that warn nobody, everybody, or a company that answers as well as can be."""

from collections.abc import Iterator

from iag_diag.checking.cases import Cases, Way, holds
from iag_diag.checking.findings import Finding, Severity
from iag_diag.checking.ground import Ground, guarded
from iag_diag.checking.places import Place
from iag_diag.content.conditions import Condition, questions_read
from iag_diag.content.rules import Alert

FILE = "rules/alerts.yaml"
NEVER, ALWAYS = "alerte-jamais", "alerte-toujours"
AT_BEST = "meilleure-reponse-declenche"


def alert_findings(ground: Ground) -> Iterator[Finding]:
    """Judge every alert."""
    for index, alert in enumerate(ground.pack.alerts):
        place = ground.places.at(FILE, "alerts", index, "when")
        yield from guarded(alert.id, place, _judged(ground, alert, place))


def _judged(ground: Ground, alert: Alert, place: Place) -> Iterator[Finding]:
    cases = Cases(ground, [alert.when])
    node = cases.node(alert.when)
    if not cases.sound:
        return
    if cases.some(node) is None:
        what = "Ce point de vigilance n’est signalé à personne : aucune entreprise ne remplit sa condition."
        yield Finding(NEVER, Severity.ERROR, alert.id, *place, what, "Revoyez la condition, ou retirez-le.")
    elif cases.some(node, lambda value: not holds(value)) is None:
        what = "Ce point de vigilance est signalé à toutes les entreprises : sa condition n’en distingue aucune."
        yield Finding(ALWAYS, Severity.WARNING, alert.id, *place, what, "Revoyez la condition.")
    elif (way := raised_at_best(cases, alert.when)) is not None:
        what = (
            "Ce point de vigilance peut être signalé à une entreprise qui donne partout la meilleure réponse : sa "
            "condition semble prise à l’envers."
        )
        yield Finding(
            AT_BEST, Severity.WARNING, alert.id, *place, what, "Revoyez le niveau attendu.", example=cases.company(way)
        )


def raised_at_best(cases: Cases, when: Condition) -> Way | None:
    """Find a company that answers at the top of every scale, and for which a condition that reads a scale holds."""
    read = questions_read(when, cases.pack.conditions)
    if not any(question.id in read for _, question, _ in cases.scaled()):
        return None
    return cases.some(cases.node(when), given=cases.best)
