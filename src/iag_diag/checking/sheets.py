"""Sheets and their triggers: those that are never advised, always advised, or argued for by a good answer."""

from collections.abc import Callable, Iterator, Sequence
from functools import reduce

from iag_diag.checking.alerts import AT_BEST, raised_at_best
from iag_diag.checking.cases import Cases, holds
from iag_diag.checking.findings import Finding, Severity
from iag_diag.checking.ground import Ground, guarded
from iag_diag.checking.places import Place
from iag_diag.content import conditions as op
from iag_diag.content.conditions import Condition
from iag_diag.content.pack import Pack
from iag_diag.content.rules import SheetRule, Trigger
from iag_diag.diagnosis.diagrams import Node

FILE = "rules/sheets.yaml"
UNHEARD, ALWAYS_HEARD = "declencheur-jamais", "declencheur-toujours"
NEVER, ALWAYS, TOO_BIG = "fiche-jamais", "fiche-toujours", "prealable-trop-grand"


def sheet_findings(ground: Ground) -> Iterator[Finding]:
    """Judge the triggers of every sheet, then whether it can be advised, and not to all."""
    for s, rule in enumerate(ground.pack.sheet_rules.values()):
        found: list[Finding] = []
        for t, trigger in enumerate(rule.triggers):
            place = ground.places.at(FILE, "sheets", s, "triggers", t, "when")
            found += guarded(f"{rule.id}/{trigger.id}", place, _heard(ground, rule, trigger, place))
        yield from found
        if not any(finding.kind in (UNHEARD, ALWAYS_HEARD) for finding in found):
            place = ground.places.at(FILE, "sheets", s)
            yield from guarded(rule.id, place, _advised(ground, rule, place))
        yield from _too_big(ground, s, rule)


def _heard(ground: Ground, rule: SheetRule, trigger: Trigger, place: Place) -> Iterator[Finding]:
    """Judge a trigger among the companies that the sheet is meant for, and that have not done it yet."""
    meant = _meant_for(ground.pack, rule)
    cases = Cases(ground, [meant, trigger.when])
    if not cases.sound:
        return
    node, subject = cases.node(trigger.when), f"{rule.id}/{trigger.id}"
    among = cases.node(meant)
    if cases.some(cases.both(among, node)) is None:
        elsewhere = cases.some(node)
        if elsewhere is None:
            what = "Aucune entreprise ne remplit ce déclencheur."
        else:
            what = "Ce déclencheur n’est rempli que par des entreprises à qui la fiche ne se conseille pas : "
            what += "elles n’ont pas la bonne taille, ou la fiche est déjà faite chez elles."
        company = None if elsewhere is None else cases.company(elsewhere)
        hint = "Revoyez sa condition, ou retirez-le."
        yield Finding(UNHEARD, Severity.ERROR, subject, *place, what, hint, example=company)
    elif cases.some(cases.but_not(among, node)) is None:
        what = (
            "Ce déclencheur est rempli par toutes les entreprises à qui la fiche s’adresse : il n’en distingue aucune."
        )
        yield Finding(ALWAYS_HEARD, Severity.WARNING, subject, *place, what, "Revoyez sa condition, ou retirez-le.")
    elif (
        rule.basis is not None and (way := raised_at_best(cases, _at_size(ground.pack, rule, trigger.when))) is not None
    ):
        what = (
            "Ce déclencheur d’une fiche de base peut être rempli par une entreprise qui donne partout la meilleure "
            "réponse : la condition semble prise à l’envers."
        )
        yield Finding(
            AT_BEST, Severity.WARNING, subject, *place, what, "Revoyez le niveau attendu.", example=cases.company(way)
        )


def _advised(ground: Ground, rule: SheetRule, place: Place) -> Iterator[Finding]:
    """Look, size by size, for a company that gets a sheet; then for one that could and does not."""
    meant, in_time = _meant_for(ground.pack, rule), _meant_for(ground.pack, rule, phase=True)
    cases = Cases(ground, [*(trigger.when for trigger in rule.triggers), in_time])
    if not cases.sound:
        return
    needed = cases.both(cases.valid, cases.node(meant), _need(cases, rule))
    if cases.among(cases.both(cases.node(in_time), needed)) is None:
        what = (
            "Cette fiche n’est jamais conseillée : ses déclencheurs n’atteignent pas, ensemble, le besoin qu’il faut."
        )
        yield Finding(NEVER, Severity.ERROR, rule.id, *place, what, "Renforcez un déclencheur, ou ajoutez-en.")
        return
    for size, why in _barred(cases, rule, needed):
        what = f"Cette fiche n’est jamais conseillée pour la taille « {size} » : {why}."
        hint = "Revoyez ses déclencheurs et ses préalables, ou retirez cette taille."
        yield Finding(NEVER, Severity.WARNING, f"{rule.id}/{size}", *place, what, hint)
    if cases.some(cases.but_not(cases.node(meant), needed)) is None:
        what = "Toute entreprise de sa taille qui ne l’a pas encore faite en a besoin, quoi qu’elle réponde."
        yield Finding(ALWAYS, Severity.WARNING, rule.id, *place, what, "Revoyez ses déclencheurs, ou leur force.")


def _barred(cases: Cases, rule: SheetRule, needed: Node) -> Iterator[tuple[str, str]]:
    """Give the sizes at which a sheet cannot be kept, with why."""
    keep = {size.id: size.keep for size in cases.pack.planning.sizes}
    for size in rule.sizes:
        chain = len(_chain(cases.pack, rule, size))
        if cases.among(needed, given=cases.where(cases.pack.manifest.size_question, size)) is None:
            yield size, "ses déclencheurs n’y atteignent pas, ensemble, le besoin qu’il faut"
        elif chain > keep[size]:
            yield size, f"avec ses préalables, cela fait {chain} fiches, et l’on n’en retient pas tant"


def _need(cases: Cases, rule: SheetRule) -> Node:
    """Diagram of whether the triggers that hold weigh enough together."""
    floor = cases.pack.planning.need_floor
    need = cases.diagrams.leaf(0)
    for trigger in rule.triggers:
        weight = cases.pack.forces[trigger.force].weight
        need = cases.diagrams.apply(_adding(weight, floor), need, cases.node(trigger.when))
    return cases.diagrams.apply(lambda sum_: 2 * (sum_ >= floor), need)


def _adding(weight: int, most: int) -> Callable[[int, int], int]:
    return lambda sum_, held: min(most, sum_ + weight * holds(held))


def _meant_for(pack: Pack, rule: SheetRule, *, phase: bool = False) -> Condition:
    """Write as a condition who may be advised a sheet: its size, not done yet, and no phase more than one too early."""
    parts: list[Condition] = []
    if (practice := pack.practices.get(rule.id)) is not None:
        levels = [option.id for option in pack.questions[practice].options]
        parts.append(_none_of(practice, levels[levels.index(pack.planning.done_from) :]))
    if phase and (least := pack.phase_ranks[pack.sheets[rule.id].phase] - 1) > 0:
        parts.append(op.PhaseIn(phase=tuple(phase.id for phase in pack.phases[least:])))
    return _at_size(pack, rule, *parts)


def _at_size(pack: Pack, rule: SheetRule, *parts: Condition) -> Condition:
    """Add to a condition that the company is of a size that fits, or that its size is not asked."""
    question = pack.questions[pack.manifest.size_question]
    fits = op.AnswerIn.model_validate({"answer": question.id, "in": rule.sizes})
    unsaid = _none_of(question.id, [option.id for option in question.options])
    return op.All(all=(op.Any_(any=(fits, unsaid)), *parts))


def _none_of(question: str, options: Sequence[str]) -> Condition:
    return op.Not.model_validate({"not": {"answer": question, "in": tuple(options)}})


def _chain(pack: Pack, rule: SheetRule, size: str) -> set[str]:
    """Sheets that come with one in a roadmap whatever the company: no answer can tell that they are done already."""
    needed = (prerequisite.sheet for prerequisite in rule.prerequisites)
    carried = (
        _chain(pack, pack.sheet_rules[sheet], size)
        for sheet in needed
        if sheet not in pack.practices and size in pack.sheet_rules[sheet].sizes
    )
    return reduce(set.union, carried, {rule.id})


def _too_big(ground: Ground, s: int, rule: SheetRule) -> Iterator[Finding]:
    for p, prerequisite in enumerate(rule.prerequisites):
        before = ground.pack.sheet_rules[prerequisite.sheet].sizes
        if missing := [size for size in rule.sizes if size not in before]:
            place = ground.places.at(FILE, "sheets", s, "prerequisites", p)
            what = (
                f"La fiche « {prerequisite.sheet} », demandée d’abord, ne s’adresse pas à toutes les tailles de "
                f"celle-ci (il y manque : {', '.join(missing)}) : à ces tailles, le préalable est oublié."
            )
            hint = "Ajoutez ces tailles à l’autre fiche, ou retirez-les de celle-ci."
            yield Finding(TOO_BIG, Severity.WARNING, f"{rule.id}/{prerequisite.sheet}", *place, what, hint)
