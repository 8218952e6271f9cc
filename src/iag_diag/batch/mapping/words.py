"""Words that mean the same in every questionnaire: yes, no, no answer, and the traces of a wrong encoding."""

import re
from functools import lru_cache

from iag_diag.batch.mapping.model import ASIDE
from iag_diag.content.folding import folded
from iag_diag.diagnosis.answers import NSP, SANS_OBJET

_UNSAID = {
    NSP: "nsp|nspp|ne sait pas|ne sais pas|je ne sais pas|ne se prononce pas|ne sait pas ne se prononce pas|"
    "je ne sais|sais pas|ne sait pas nsp|aucune idee|don t know",
    SANS_OBJET: "sans objet|so|s o|n a|na|non concerne|non concernee|pas concerne|pas concernee|non applicable|"
    "ne s applique pas|je ne suis pas concerne|not applicable",
    ASIDE: "sans reponse|pas de reponse|aucune reponse|non reponse|non repondu|nr|non renseigne|vide|null|none|nan",
}
_UNSAID_WORDS = {text: meaning for meaning, texts in _UNSAID.items() for text in texts.split("|")}
_NO_ANSWER = re.compile(r"[-–—_./… ]+")
YES_WORDS = frozenset({"oui", "o", "yes", "y", "vrai", "true"})
NO_WORDS = frozenset({"non", "n", "no", "faux", "false"})
_DAMAGED = re.compile(r"\ufffd|Ã.|â€|Â[\xa0-\xbf]|Å“|\w\?\w|(?<=\w)\?s\b|\d \? \d")


@lru_cache(maxsize=8192)
def unsaid_meaning(label: str) -> str | None:
    """Say whether a label means « nsp », « sans-objet » or no answer at all (« - »)."""
    if not label.strip() or _NO_ANSWER.fullmatch(label.strip()):
        return ASIDE
    return _UNSAID_WORDS.get(folded(label))


def damaged(label: str) -> bool:
    """Whether letters were lost or doubled by a wrong encoding."""
    return bool(_DAMAGED.search(label))
