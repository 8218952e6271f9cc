"""How firmly a result stands, in words: a caution beside a fragile one, and the whole page for an adviser."""

from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.close_calls import CloseCall
from iag_diag.diagnosis.results import Diagnosis
from iag_diag.diagnosis.robustness import Presence, Robustness
from iag_diag.dossiers.words import in_words
from iag_diag.reports import french
from iag_diag.reports.catalogue.pages import Page, part

MOST_QUESTIONS = 3
_RULES = "rules/robustness.yaml"


def phase_caution(pack: Pack, diagnosis: Diagnosis, found: Robustness) -> str:
    """Say which answers the phase hangs on; what is still unknown is said elsewhere, beside the phase."""
    questions = list(dict.fromkeys(call.question for call in found.near))
    labels = [f"« {as_read(pack, diagnosis, question).label} »" for question in questions]
    match len(labels):
        case 0:
            return ""
        case 1:
            ways = " ; ".join(f"{_rung(pack, call)}, ce serait la phase {_phase(pack, call)}" for call in found.near)
            return (
                f"Cette phase tient à une réponse, {labels[0]} : {ways}. Relisez cette réponse avant d’aller plus loin."
            )
        case count:
            others = french.many(count - MOST_QUESTIONS, "autre", "autres") if count > MOST_QUESTIONS else ""
            named = french.listed([*labels[:MOST_QUESTIONS], *([others] if others else [])])
            hangs = f"Cette phase tient à {french.in_letters(count)} réponses, chacune à un cran près"
            return f"{hangs} : {named}. Relisez ces réponses avant d’aller plus loin."


def actions_caution(diagnosis: Diagnosis, found: Robustness) -> str:
    """Say which actions hang on the weights, and leave the choice to the reader."""
    if not found.loose:
        return ""
    ranks = {result.sheet: str(result.rank) for result in diagnosis.roadmap}
    which = french.listed([ranks[one.sheet] for one in found.loose])
    times = french.listed([str(one.draws) for one in found.loose])
    if len(found.loose) == 1:
        hesitant, stays, fit = f"l’action {which}", "elle n’est retenue que", "elle vous convient"
    else:
        hesitant, stays, fit = f"les actions {which}", "elles ne sont retenues que", "elles vous conviennent"
    return (
        f"Nous hésitons sur {hesitant} : quand le poids de vos réponses change de {found.percent} % au plus, "
        f"{stays} {times} fois sur {found.draws}. À vous de voir si {fit}."
    )


def solidity_page(pack: Pack, diagnosis: Diagnosis, found: Robustness) -> Page:
    """Lay out all that was tried, and what came of it."""
    contrary = [call for call in found.close if call not in found.near]
    moved = f"Quand chaque poids varie de {found.percent} % au plus : {french.counted(found.draws, 'tirage')}"
    stays = [f"{name} : retenue dans {drawn(one, found)}" for one in found.kept for name in [_name(pack, one)]]
    enters = [f"{_name(pack, one)} : retenue dans {drawn(one, found)}" for one in found.entering]
    return Page(
        "La solidité du résultat",
        (_verdict(found),),
        (
            part("Les réponses qui manquent", [_span(pack, diagnosis)]),
            part(
                "À un cran près, une autre phase",
                [close_call(pack, diagnosis, call) for call in found.near] or ["Aucune réponse n’est dans ce cas."],
            ),
            part(
                "Avec la réponse contraire, une autre phase", [close_call(pack, diagnosis, call) for call in contrary]
            ),
            part(moved, stays or ["Aucune action n’est retenue."]),
            part("Celles qui prendraient parfois leur place", enters),
            part("La règle", [f"Fragile sous {found.stays_from} % des tirages. Règle : {_place(pack)}"]),
        ),
    )


def stability(pack: Pack, found: Robustness, sheet: str) -> str:
    """Say how often a sheet is in the roadmap when the weights move."""
    kept = {one.sheet: one for one in found.kept}
    one = kept.get(sheet) or next((one for one in found.entering if one.sheet == sheet), Presence(sheet, 0))
    said = f"reste dans la feuille de route dans {drawn(one, found)}"
    if sheet not in kept:
        said = f"entre dans la feuille de route dans {drawn(one, found)}" if one.draws else "n’entre dans aucun tirage"
    return f"Solidité : {said} (poids changés de {found.percent} % au plus, {_place(pack)})."


def close_call(pack: Pack, diagnosis: Diagnosis, call: CloseCall) -> str:
    """« Où en êtes-vous avec l’IA ? Avec « … » au lieu de « … », phase de réflexion. »."""
    question = as_read(pack, diagnosis, call.question)
    would = f"Avec « {in_words(question, call.after)} » au lieu de « {in_words(question, call.before)} »"
    read = [gate.trace.place for gate in diagnosis.phase.gates if call.question in gate.trace.questions]
    places = read or [next(entry.place for entry in pack.phases if entry.id == call.phase)]
    return f"{question.label} {would}, phase {_phase(pack, call)} ({', '.join(places)})."


def drawn(one: Presence, found: Robustness) -> str:
    """« 187 tirages sur 200 »."""
    return f"{french.counted(one.draws, 'tirage')} sur {found.draws}"


def as_read(pack: Pack, diagnosis: Diagnosis, question: str) -> Question:
    """Return a question worded as this company read it, with all its options."""
    asked = pack.questions[question]
    if not diagnosis.solo:
        return asked
    options = tuple(option.model_copy(update={"label": option.solo or option.label}) for option in asked.options)
    return asked.model_copy(update={"label": asked.solo or asked.label, "options": options})


def _verdict(found: Robustness) -> str:
    if found.fragile:
        return "Fragile : il tient à ce qui suit."
    return (
        "Solide : ni une réponse qui manque, ni un cran de plus ou de moins ne changerait la phase, "
        f"et chaque action reste retenue dans {found.stays_from} % des tirages au moins."
    )


def _span(pack: Pack, diagnosis: Diagnosis) -> str:
    phase = diagnosis.phase
    if phase.certain:
        return "Aucune ne changerait la phase."
    ends = {entry.id: entry.label for entry in pack.phases}
    return f"La phase peut aller de « {ends[phase.lowest]} » à « {ends[phase.highest]} »."


def _rung(pack: Pack, call: CloseCall) -> str:
    question = pack.questions[call.question]
    return "un cran plus haut" if question.rank(call.after) > question.rank(call.before) else "un cran plus bas"


def _phase(pack: Pack, call: CloseCall) -> str:
    return french.of(next(entry.label for entry in pack.phases if entry.id == call.phase).lower())


def _name(pack: Pack, one: Presence) -> str:
    return pack.sheets[one.sheet].name


def _place(pack: Pack) -> str:
    document = pack.documents.get(_RULES)
    return f"{_RULES}:{document.line(('stays_from',))}" if document else _RULES
