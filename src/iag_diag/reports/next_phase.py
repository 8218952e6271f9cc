"""« Pour passer à la phase suivante »: the levers of a company put into words, the least long first."""

from collections.abc import Mapping, Sequence

from iag_diag.content.conditions import Condition, questions_read
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import State
from iag_diag.diagnosis.results import Action, Diagnosis, Lever
from iag_diag.reports import french
from iag_diag.reports.view import NextPhaseView, WayView

Rules = frozenset[str]

COMMAND = "iag-diag explain FICHIER phase"


def next_phase_view(
    pack: Pack, diagnosis: Diagnosis, found: Sequence[Lever], states: Mapping[str, State]
) -> NextPhaseView | None:
    """Put the first levers into words, with what none does without said once; None in the last phase."""
    if diagnosis.phase.next_phase is None:
        return None
    purpose = f"Pour remplir {_conditions(len(diagnosis.phase.blocking))}"
    ways = _distinct(found)
    if not ways:
        return NextPhaseView(f"{purpose}, aucune courte liste d’actions ne suffit : avancez condition par condition.")
    shown = ways[: pack.levers.shown]
    remark = _remark(pack, diagnosis, shown, states)
    always = Rules.intersection(*map(_rules, ways))
    shared = tuple(french.upper_first(f"{text}.") for text in _said(pack, diagnosis, ways[0], always))
    if len(ways) == 1:
        return NextPhaseView(f"{purpose}, {_enough(len(shared), duration(ways[0]))} :", shared, remark=remark)
    choice = "au choix, du plus court au plus long"
    return NextPhaseView(
        lead=f"{_warning(pack, ways)}{purpose}, {'dans tous les cas' if shared else choice} :",
        always=shared,
        choice=f"Puis, {choice} :" if shared else "",
        ways=tuple(_way(pack, diagnosis, lever, always) for lever in shown),
        others=_others(len(ways) - len(shown)),
        command=COMMAND if pack.manifest.study else f"{COMMAND} --content RÉFÉRENTIEL",
        remark=remark,
    )


def _conditions(missing: int) -> str:
    if missing == 1:
        return "la condition qui manque"
    return f"les {french.in_letters(missing)} conditions qui manquent"


def _enough(actions: int, time: str) -> str:
    if actions == 1:
        return f"une action suffit ({time})"
    return f"{french.in_letters(actions)} actions suffisent ({time} en tout)"


def duration(lever: Lever) -> str:
    """« environ 6 heures »: what a lever takes, all its actions together."""
    return f"environ {french.counted(lever.hours, 'heure')}" if lever.hours else "moins d’une heure"


def said_action(pack: Pack, diagnosis: Diagnosis, action: Action, *, alone: bool = True) -> str:
    """Say an action, with the sheets that bring it about, those of the roadmap by their rank in it.

    Where it does not stand `alone` but beside the roadmap, the rank is enough.
    """
    ranks = {result.sheet: result.rank for result in diagnosis.roadmap}
    said = []
    for sheet in action.sheets:
        entry = pack.sheets[sheet]
        place = f"action {ranks[sheet]} de votre feuille de route" if sheet in ranks else f"fiche {entry.number}"
        said.append(f"{place}, « {entry.name} »" if alone or sheet not in ranks else place)
    return f"{action.text} ({' ; '.join(said)})" if said else action.text


def _rules(lever: Lever) -> Rules:
    return frozenset(action.trace.rule for action in lever.actions)


def _distinct(found: Sequence[Lever]) -> tuple[Lever, ...]:
    """Leave out the levers whose actions already hold those of a shorter one: two answers may take one action."""
    kept: list[Lever] = []
    for lever in found:
        if not any(_rules(other) <= _rules(lever) for other in kept):
            kept.append(lever)
    return tuple(kept)


def _said(pack: Pack, diagnosis: Diagnosis, lever: Lever, among: Rules) -> tuple[str, ...]:
    actions = {action.trace.rule: action for action in lever.actions}
    return tuple(said_action(pack, diagnosis, action, alone=False) for rule, action in actions.items() if rule in among)


def _way(pack: Pack, diagnosis: Diagnosis, lever: Lever, always: Rules) -> WayView:
    title = french.upper_first(f"{duration(lever)}{' en tout' if always else ''} :")
    actions = _said(pack, diagnosis, lever, _rules(lever) - always)
    if len(actions) == 1:
        return WayView(f"{title} {actions[0]}.", ())
    return WayView(title, tuple(french.upper_first(f"{text}.") for text in actions))


def _warning(pack: Pack, ways: Sequence[Lever]) -> str:
    """Say it when so many actions are needed that nobody would call them a step."""
    fewest = min(len(_rules(lever)) for lever in ways)
    return f"Comptez {french.in_letters(fewest)} actions, pas moins. " if fewest > pack.levers.most_changes else ""


def _others(more: int) -> str:
    if more <= 0:
        return ""
    ways = (
        "une autre façon, au moins aussi longue"
        if more == 1
        else f"{french.in_letters(more)} autres façons, au moins aussi longues"
    )
    return f"Il y a {ways} :"


def _remark(pack: Pack, diagnosis: Diagnosis, shown: Sequence[Lever], states: Mapping[str, State]) -> str:
    said = []
    if not diagnosis.phase.certain:
        said.append("Cela suffit, quelles que soient les réponses qui manquent.")
    if any(_perhaps_done(pack, lever, states) for lever in shown):
        said.append("Si l’une de ces actions est déjà faite chez vous, passez-la : vos réponses ne le disent pas.")
    estimated = "Durées estimées par l’outil, hors étude" if pack.manifest.study else "Durées estimées"
    said.append(f"{estimated}{'' if diagnosis.solo else ', toutes personnes comptées'}.")
    return " ".join(said)


def _perhaps_done(pack: Pack, lever: Lever, states: Mapping[str, State]) -> bool:
    """Whether a change is to an answer not known, or not asked for another reason than another of the changes."""
    changed = {change.question for change in lever.changes}
    unknown = {question for question in changed if states[question] in (State.NSP, State.UNANSWERED)}
    hidden = {question for question in changed if states[question] is State.HIDDEN}
    return bool(unknown) or any(changed.isdisjoint(_reads(pack, pack.questions[one].when)) for one in hidden)


def _reads(pack: Pack, when: Condition | None) -> tuple[str, ...]:
    return questions_read(when, pack.conditions) if when else ()
