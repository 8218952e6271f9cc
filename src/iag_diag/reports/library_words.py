"""How the library's own words are said on screen: kinds, modes, languages, states, and the criteria of `--filter`."""

from collections.abc import Mapping
from datetime import date

from iag_diag.content.library.resources import Language, Type
from iag_diag.content.library.trainings import Cpf, Funding, Level, Mode, Training

MODES: Mapping[Mode, str] = {
    Mode.ONLINE: "en ligne",
    Mode.ON_SITE: "en présentiel",
    Mode.MIXED: "en ligne ou en présentiel",
}
LEVELS: Mapping[Level, str] = {
    Level.BEGINNER: "débutant",
    Level.INTERMEDIATE: "intermédiaire",
    Level.ADVANCED: "avancé",
    Level.DEGREE: "diplôme",
}
FUNDINGS: Mapping[Funding, str] = {
    Funding.SUBSIDY: "subvention possible",
    Funding.NEGOTIATED: "tarifs négociés",
    Funding.UNSAID: "",
}
TYPES: Mapping[Type, str] = {
    Type.MOOC: "MOOC",
    Type.COURSE: "formation",
    Type.WHITE_PAPER: "livre blanc",
    Type.TESTIMONIES: "témoignages",
    Type.VIDEOS: "chaîne vidéo",
    Type.COLLECTION: "collection de livres blancs",
    Type.PODCAST: "podcast",
    Type.WEBINAR: "webinaire",
    Type.NEWSLETTER: "lettre d’information",
    Type.SITE: "site",
}
LANGUAGES: Mapping[Language, str] = {
    Language.FRENCH: "en français",
    Language.ENGLISH: "en anglais",
    Language.UNSAID: "langue non précisée",
}
FACETS: Mapping[str, str] = {
    "topic": "theme",
    "audience": "public",
    "level": "niveau",
    "mode": "mode",
    "kind": "sorte",
    "funding": "financement",
    "certification": "certification",
    "table": "tableau",
    "language": "langue",
    "type": "type",
    "state": "etat",
    "paid": "prix",
    "grade": "fiabilite",
    "segment": "segment",
    "question": "question",
    "origin": "origine",
    "trend": "evolution",
    "family": "metier",
    "list": "liste",
    "phase": "phase",
    "size": "taille",
    "risk": "risque",
    "caution": "prudence",
}


def funding(training: Training, day: date) -> str:
    """Say what is known of the CPF (the personal training account): never more than the register allows."""
    if training.cpf_to_check(day):
        return "CPF annoncé, à vérifier"
    return "CPF" if training.cpf in (Cpf.YES, Cpf.POSSIBLE) else ""
