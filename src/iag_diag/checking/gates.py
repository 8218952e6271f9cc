"""Gates and phases: conditions that let nobody through, or everybody, or the less advanced; phases where nobody is."""

import operator
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from iag_diag.checking.cases import Cases, holds
from iag_diag.checking.findings import Finding, Severity
from iag_diag.checking.ground import TOO_MANY, Ground, guarded
from iag_diag.checking.monotony import losses
from iag_diag.checking.places import Place
from iag_diag.content.rules import Gate
from iag_diag.diagnosis.variables import YES

FILE = "rules/phases.yaml"
NEVER, ALWAYS, NEEDLESS = "condition-impossible", "condition-toujours-remplie", "condition-superflue"
LOSES, ON_IGNORANCE = "condition-non-monotone", "condition-sur-ignorance"
UNREACHED, EMPTY = "phase-inatteignable", "phase-vide"
_CLOSING = {NEVER, UNREACHED, EMPTY, TOO_MANY}


def gate_findings(ground: Ground) -> tuple[tuple[Finding, ...], Ground]:
    """Judge every gate, then the phases; where these cannot all be reached, the rest is judged in any phase."""
    found: list[Finding] = []
    for p, phase in enumerate(ground.pack.phases):
        for g, gate in enumerate(phase.gates):
            place = ground.places.at(FILE, "phases", p, "gates", g, "when")
            found += guarded(_subject(ground, p, gate), place, _judged(ground, p, gate, place))
    constant = {finding.subject for finding in found if finding.kind in (NEVER, ALWAYS)}
    if not any(finding.kind in _CLOSING for finding in found):
        first = ground.places.at(FILE, "phases")
        found += guarded("phases", first, _phases(ground, constant))
    sound = not any(finding.kind in _CLOSING for finding in found)
    return tuple(found), replace(ground, phases=sound)


def _subject(ground: Ground, phase: int, gate: Gate) -> str:
    return f"{ground.pack.phases[phase].id}/{gate.id}"


def _judged(ground: Ground, p: int, gate: Gate, place: Place) -> Iterator[Finding]:
    cases = Cases(ground, [gate.when])
    node = cases.node(gate.when)
    subject, phase = _subject(ground, p, gate), ground.pack.phases[p].label
    if cases.ignored:
        what = (
            "Cette condition de passage lit « unknown » : dire « je ne sais pas » y changerait la phase, alors que "
            "cela doit seulement la laisser à confirmer."
        )
        yield Finding(ON_IGNORANCE, Severity.ERROR, subject, *place, what, "Interrogez les réponses données.")
    if not cases.sound:
        return
    if cases.some(node) is None:
        what = f"Aucune entreprise ne remplit cette condition : la phase « {phase} » est hors d’atteinte."
        yield Finding(NEVER, Severity.ERROR, subject, *place, what, "Revoyez la condition, ou retirez-la.")
        return
    if cases.some(node, lambda value: not holds(value)) is None:
        what = f"Toutes les entreprises remplissent cette condition : elle ne garde pas la phase « {phase} »."
        yield Finding(ALWAYS, Severity.WARNING, subject, *place, what, "Revoyez la condition, ou retirez-la.")
    for loss in losses(cases, node, lambda before, after: holds(before) and not holds(after)):
        what = (
            f"Mieux répondre ferme cette condition : passer de « {loss.before} » à « {loss.after} » à la question "
            f"« {loss.question} » peut fermer la phase « {phase} »."
        )
        hint = "Vérifiez le sens de la condition ; pour un niveau, préférez « at_least » à « is »."
        yield Finding(LOSES, Severity.ERROR, f"{subject}/{loss.subject}", *place, what, hint, example=loss.company)


def _phases(ground: Ground, constant: set[str]) -> Iterator[Finding]:
    """Look for a company in each phase; then, for each gate, for one that it alone keeps out."""
    phases = ground.pack.phases
    cases = Cases(ground, [gate.when for phase in phases for gate in phase.gates])
    if not cases.sound:
        return
    empty = tuple(_nobody(ground, cases))
    yield from empty or _needless(ground, cases, constant)


def _nobody(ground: Ground, cases: Cases) -> Iterator[Finding]:
    phases = ground.pack.phases
    for p, phase in enumerate(phases):
        place = ground.places.at(FILE, "phases", p)
        if cases.some(cases.rank, partial(operator.le, p)) is None:
            what = f"Aucune entreprise n’atteint la phase « {phase.label} » : ses conditions de passage se contredisent"
            what += ", ou contredisent celles d’avant." if p > 1 else "."
            yield Finding(UNREACHED, Severity.ERROR, phase.id, *place, what, "Revoyez ses conditions (« gates »).")
            return
        if cases.some(cases.rank, partial(operator.eq, p)) is None:
            above = phases[p + 1].label
            what = (
                f"Aucune entreprise ne reste dans la phase « {phase.label} » : toutes celles qui y arrivent "
                f"remplissent déjà les conditions de la phase « {above} »."
            )
            hint = f"Demandez plus pour la phase « {above} », ou réunissez les deux."
            yield Finding(EMPTY, Severity.ERROR, phase.id, *place, what, hint)


def _needless(ground: Ground, cases: Cases, constant: set[str]) -> Iterator[Finding]:
    passed = cases.diagrams.leaf(YES)
    for p, phase in enumerate(ground.pack.phases):
        nodes = [cases.node(gate.when) for gate in phase.gates]
        for g, gate in enumerate(phase.gates):
            subject = _subject(ground, p, gate)
            others = cases.both(passed, *nodes[:g], *nodes[g + 1 :])
            if subject not in constant and cases.some(cases.but_not(others, nodes[g])) is None:
                place = ground.places.at(FILE, "phases", p, "gates", g, "when")
                what = "Cette condition ne retient personne : qui remplit toutes les autres la remplit aussi."
                yield Finding(NEEDLESS, Severity.WARNING, subject, *place, what, "Revoyez-la, ou retirez-la.")
        passed = cases.both(passed, *nodes)
