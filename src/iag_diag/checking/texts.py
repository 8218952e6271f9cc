"""What is asked, read as the person who answers will: too long, twofold, unexplained, or no question at all."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from iag_diag.checking.findings import Finding
from iag_diag.checking.typography import Remark, typography_findings
from iag_diag.content.folding import folded
from iag_diag.content.strict_yaml import Document, Path

LONGEST_QUESTION = 140  # two lines of a terminal of 80 columns, less its margins: read at a glance
LONGEST_OPTION = 100  # a list of ten still fits on the screen: one line, and a bit of a second one
LONGEST_SECTION = 60  # the progress line writes it beside « Partie 3 sur 9, encore 6 minutes »
LONGEST_HELP = 400  # five lines: more, and nobody reads it standing at a counter
FEWEST_WORDS = 3  # fewer explain nothing

_ASIDE = re.compile(r"\([^)]*\)|«[^»]*»")
_TWICE = re.compile(r"\bet/ou\b|\bainsi que\b|\bde même que\b|\?.*\?")
_AND = re.compile(r"(\S+) et ((?:(?:de|du|des|à|au|aux|en|la|les?|leurs?|vos|votre|qui) )?\S+)")
_BETWEEN = re.compile(r"\bentre\b[^,;:?]*$")
_WORD = re.compile(r"\w+")
_LITTLE = 3  # letters: shorter words say little of what a text is about


def text_findings(documents: Iterable[Document]) -> tuple[Finding, ...]:
    """Read every text of these files, and the questionnaires among them as those who answer will.

    A file may be faulty in any way: what is not written as it should be is passed over, for loading says so.
    """
    documents = tuple(documents)
    asked = [document for document in documents if document.name.startswith("questionnaires/")]
    found = [remark.finding(document) for document in asked for remark in _questionnaire(document.data)]
    return (*found, *typography_findings(documents))


def _questionnaire(data: Any) -> Iterator[Remark]:
    for place, answers in _entries(data, "answer_sets"):
        yield from _options(place, answers)
    for at, section in _entries(data, "sections"):
        yield from _long((*at, "label"), section["id"], _text(section, "label"), LONGEST_SECTION, "Ce titre")
        for place, question in _entries(section, "questions", at):
            yield from _question(place, question)
            yield from _options(place, question)


def _entries(owner: Any, key: str, at: Path = ()) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """List the entries under a key that have an id."""
    entries = owner.get(key) if isinstance(owner, Mapping) else None
    for index, entry in enumerate(entries if isinstance(entries, tuple) else ()):
        if isinstance(entry, Mapping) and isinstance(entry.get("id"), str):
            yield (*at, key, index), entry


def _text(owner: Mapping[str, Any], key: str) -> str:
    text = owner.get(key)
    return text if isinstance(text, str) else ""


def _question(path: Path, question: Mapping[str, Any]) -> Iterator[Remark]:
    name = question["id"]
    for key in ("label", "solo"):
        if not (label := _text(question, key)):
            continue
        at = (*path, key)
        yield from _long(at, name, label, LONGEST_QUESTION, "Cette question")
        if not label.rstrip().endswith("?"):
            what = f"« {_cut(label)} » n’est pas une question."
            yield Remark("pas-une-question", at, name, what, "Finissez par un point d’interrogation.")
        elif not question.get("quoted") and (both := _asked_twice(label)):
            what = f"La question semble demander deux choses à la fois : « {both} »."
            hint = "Posez-en deux : comment répondre oui à l’une et non à l’autre ?"
            yield Remark("question-double", at, name, what, hint)
    yield from _explained((*path, "help"), question, "L’aide")
    yield from _explained((*path, "why"), question, "La raison de demander")


def _explained(path: Path, question: Mapping[str, Any], said: str) -> Iterator[Remark]:
    """Check that a help, or a reason to ask, says something, and something else than the question."""
    text, name = _text(question, str(path[-1])), question["id"]
    if not text:
        return
    if len(_WORD.findall(text)) < FEWEST_WORDS:
        yield Remark("aide-vide", path, name, f"{said} ne dit rien : « {text} ».", "Écrivez une phrase.")
        return
    yield from _long(path, name, text, LONGEST_HELP, said)
    if path[-1] == "why" and _repeats(text, _text(question, "help")):
        yield Remark("aide-qui-repete", path, name, f"{said} répète l’aide.", "Dites à quoi servira la réponse.")
    elif any(_repeats(text, _text(question, key)) for key in ("label", "solo")):
        hint = "Dites ce que veut dire un mot, ou donnez un exemple."
        yield Remark("aide-qui-repete", path, name, f"{said} répète la question.", hint)


def _options(path: Path, owner: Mapping[str, Any]) -> Iterator[Remark]:
    """Check the options and the lines of a question, or of a set of answers that several share."""
    for key, said in (("options", "Cette réponse"), ("rows", "Cette ligne")):
        for wording in ("label", "solo"):
            seen: dict[str, str] = {}
            for place, entry in _entries(owner, key, path):
                if not (label := _text(entry, wording)):
                    continue
                at, name = (*place, wording), f"{owner['id']}/{entry['id']}"
                yield from _long(at, name, label, LONGEST_OPTION, said)
                if (first := seen.setdefault(folded(label), entry["id"])) != entry["id"]:
                    what = f"« {label} » est déjà le texte de « {first} »."
                    yield Remark("reponse-en-double", at, name, what, "Dites ce qui les distingue.")


def _long(path: Path, name: str, text: str, most: int, said: str) -> Iterator[Remark]:
    if len(text) > most:
        what = f"{said} a {len(text)} signes, plus que l’écran n’en montre d’un coup d’œil ({most}) : « {_cut(text)} »."
        yield Remark("texte-trop-long", path, name, what, "Raccourcissez, ou dites-en une part dans l’aide.")


def _asked_twice(label: str) -> str:
    """Say what a question joins, where it seems to ask two things; empty for most questions.

    What stands in brackets or in quotes explains a word; « entre … et … » is one span, « vous et … » one group,
    « Marketing et Communication » one name.
    """
    text = _ASIDE.sub(" ", label[: 2 * LONGEST_QUESTION])
    if found := _TWICE.search(text):
        return found[0]
    for found in _AND.finditer(text):
        before, after = found.groups()
        name = before[0].isupper() and after[0].isupper()
        if not (name or before.lower() == "vous" or _BETWEEN.search(text[: found.start(2)])):
            return found[0]
    return ""


def _repeats(text: str, other: str) -> bool:
    """Whether a text uses no word of its own beside another one."""
    own = {word for word in folded(text).split() if len(word) > _LITTLE}
    return bool(own) and own <= set(folded(other).split())


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_SECTION else f"{text[:LONGEST_SECTION].rstrip()}…"
