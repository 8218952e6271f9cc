"""What stands beside the answers in a dossier: what may be shared with the company, and what stays with the adviser."""

from collections.abc import Iterator
from datetime import date

from iag_diag.content.pack import Pack
from iag_diag.dossiers.answers import clean
from iag_diag.dossiers.consensus import Divergence
from iag_diag.dossiers.model import Confidence, Dossier, StoredEvidence
from iag_diag.dossiers.reading import Company
from iag_diag.dossiers.words import in_words
from iag_diag.reports import french
from iag_diag.reports.catalogue.pages import Page, Part, part

RULE = (
    "Plusieurs personnes ont répondu. Sur une échelle, le diagnostic retient la réponse la moins avancée ; ailleurs, "
    "celle de l’entreprise ou, à défaut, celle que toutes les autres partagent. « Je ne sais pas » ne l’emporte jamais."
)
_OURS = "L’entreprise"


def shared_pages(pack: Pack, company: Company) -> Iterator[Page]:
    """Give what the company may read: where its people differ, and the notes that the adviser shares."""
    dossier = company.dossier
    if dossier is None:
        return
    if dossier.others:
        told = [_divergence(pack, one) for one in company.divergences]
        same = "Elles disent la même chose à chaque question où elles ont répondu."
        yield Page("Ce que disent les uns et les autres", (RULE,), (part("", told or [same]),))
    notes = tuple(_notes(pack, dossier, private=False))
    if notes:
        yield Page("Remarques du conseiller", (), (part("", notes),))


def adviser_pages(pack: Pack, company: Company) -> Iterator[Page]:
    """Give what stays on the adviser's desk: what was seen, opinions, private notes."""
    dossier = company.dossier
    if dossier is None:
        return
    parts = tuple(entry for entry in _desk(pack, dossier) if entry.lines)
    yield Page("Pour le conseiller, à ne pas remettre", (_confidence(dossier),), parts)


def _desk(pack: Pack, dossier: Dossier) -> Iterator[Part]:
    yield part("Votre avis", (_about(pack, question, clean(note.text)) for question, note in dossier.opinions.items()))
    yield part(
        "Ce que vous avez vu",
        (_about(pack, question, _evidence(seen)) for question, found in dossier.evidence.items() for seen in found),
    )
    yield part("Vos notes privées", _notes(pack, dossier, private=True))


def _confidence(dossier: Dossier) -> str:
    seen = sum(answer.confidence is Confidence.SEEN for answer in dossier.answers.values())
    return f"{french.counted(len(dossier.answers), 'réponse')}, dont {french.counted(seen, 'vérifiée')} par une preuve."


def _notes(pack: Pack, dossier: Dossier, *, private: bool) -> Iterator[str]:
    for question, notes in dossier.notes.items():
        yield from (_about(pack, question, clean(note.text)) for note in notes if note.private is private)


def _about(pack: Pack, question: str, text: str) -> str:
    """« Avez-vous une stratégie ? Rien d’écrit, mais… »; the question's id where the pack no longer has it."""
    asked = pack.questions.get(question)
    about = asked.label if asked else f"{clean(question)} :" if question else ""
    return f"{about} {text}".strip()


def _divergence(pack: Pack, found: Divergence) -> str:
    question = pack.questions[found.question]
    said = [f"{french.upper_first(one.who) or _OURS} : « {in_words(question, one.value)} »" for one in found.sayings]
    return f"{question.label} {' ; '.join(said)}. Retenu : « {in_words(question, found.kept)} »."


def _evidence(seen: StoredEvidence) -> str:
    where = f"{path}, " if (path := clean(seen.path)) else ""
    return f"{clean(seen.text)} ({where}{french.long_date(date.fromisoformat(seen.day))})"
