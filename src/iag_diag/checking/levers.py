"""Phases that no change of answers can open: some companies would be shut out of them, whatever they did."""

from collections.abc import Iterator

from iag_diag.checking.cases import Cases
from iag_diag.checking.findings import Finding, Severity
from iag_diag.checking.gates import FILE, LOSES
from iag_diag.checking.ground import Ground, guarded
from iag_diag.content.kinds import Kind
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import Choice
from iag_diag.diagnosis.variables import Role

SHUT = "phase-sans-levier"


def lever_findings(ground: Ground, told: tuple[Finding, ...]) -> Iterator[Finding]:
    """Find the first phase that some companies cannot reach by any of the changes that `rules/levers.yaml` allows.

    It takes gates that a better answer never closes, and phases that can be reached at all.
    """
    if ground.phases and not any(finding.kind == LOSES for finding in told):
        yield from guarded("phases", ground.places.at(FILE, "phases"), _shut(ground))


def _shut(ground: Ground) -> Iterator[Finding]:
    phases = ground.pack.phases
    cases = Cases(ground, [gate.when for phase in phases for gate in phase.gates])
    if not cases.sound:
        return
    best = dict(_best(ground, cases))
    given = {place: cases.value(place, answer) for place, answer in best.items()}
    for rank, phase in enumerate(phases):
        way = cases.among(cases.rank, rank.__gt__, given)
        if way is not None:
            what = (
                f"Des entreprises n’ont aucun moyen d’ouvrir la phase « {phase.label} » : même en changeant toutes les "
                "réponses que « rules/levers.yaml » permet de changer, il leur manquerait une condition."
            )
            hint = "Revoyez ses conditions, ou ce qui est écarté dans « excluded »."
            place = ground.places.at(FILE, "phases", rank)
            led = {cases.all[place].question: answer for place, answer in best.items()}
            company = {name: led.get(name, answer) for name, answer in (cases.company(way) or {}).items()}
            yield Finding(SHUT, Severity.WARNING, phase.id, *place, what, hint, example=company or None)
            return


def _best(ground: Ground, cases: Cases) -> Iterator[tuple[int, Choice]]:
    """Give the best that a company can be led to answer, wherever a lever may change what it answers."""
    for place, variable in enumerate(cases.all):
        if variable.role is not Role.ANSWER:
            continue
        question = ground.pack.questions[variable.question]
        options = [option.id for option in question.options if not _excluded(ground, question, option.id)]
        if question.kind is Kind.MULTIPLE:
            exclusive = {option.id for option in question.options if option.exclusive}
            ticked = tuple(option for option in options if option not in exclusive)
            if ticked:
                yield place, ticked
        elif question.scale is not None and options:
            yield place, max(options, key=question.rank)


def _excluded(ground: Ground, question: Question, option: str) -> bool:
    return any(
        rule.question == question.id and (not rule.options or option in rule.options)
        for rule in ground.pack.levers.excluded
    )
