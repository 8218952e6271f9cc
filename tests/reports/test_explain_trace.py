"""No text invented: all that `explain` says is a fixed phrase filled with texts and numbers of its own JSON."""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from builders import CASES, read
from iag_diag.diagnosis.engine import Engine
from iag_diag.dossiers.reading import Company
from iag_diag.reports import french
from iag_diag.reports.catalogue.pages import Page
from iag_diag.reports.explain_trace import trace_of
from iag_diag.reports.explain_what import explained
from iag_diag.reports.explaining import Explanation

DAY = date(2026, 11, 23)
PHRASES = Path(__file__).with_name("explain_phrases.txt")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
SLUG = re.compile(r"[a-z0-9+-]+")
COMPANIES = (
    "brocanteur-seul-essai-abandonne",
    "bureau-concept",
    "cave-des-halles",
    "electro-sud-salariee",
    "fleuriste-rien-commence",
    "galeries-lafaye",
    "import-soie",
    "mercerie-modeste",
    "optique-du-marche",
    "papeterie-le-buvard",
    "photographe-seul-comptes-gratuits",
)
WHOLE = ("phase", "solidite", "axe", "vigilance", "fiche", None)


def explanation_of(engine: Engine, case: str) -> Explanation:
    data = read(CASES / f"{case}.yaml")
    return Explanation(engine, Company(data["company"], data["answers"]), DAY)


def sentences(pages: Iterable[Page]) -> Iterator[str]:
    for page in pages:
        yield page.title
        yield from page.subtitles
        for part in (part for part in page.parts if part.lines):
            yield from (text for text in (part.title, *part.lines) if text)


def values(data: Any) -> Iterator[Any]:
    if isinstance(data, dict):
        data = data.values()
    elif not isinstance(data, list):
        yield data
        return
    for value in data:
        yield from values(value)


def lowered(data: dict[str, Any]) -> Iterator[str]:
    """Phases and axes, which stand in lower case inside sentences."""
    yield from (phase["label"] for phase in data["words"]["phases"].values())
    yield from (axis["label"] for axis in data.get("dimensions", ()))


class Trace:
    """The texts and the numbers of a JSON, to be found again in sentences."""

    def __init__(self, data: Any) -> None:
        found = list(values(json.loads(json.dumps(data))))
        texts = {text for text in found if isinstance(text, str) and len(text) > 1 and not SLUG.fullmatch(text)}
        forms = {form for text in texts for form in self._forms(text) if form}
        forms |= {text.lower() for text in lowered(data)}
        forms |= {f"«\u00a0{text}\u00a0»" for text in found if isinstance(text, str)}
        forms |= {french.long_date(date.fromisoformat(text)) for text in found if text and DATE.fullmatch(str(text))}
        self._longest = sorted(forms, key=lambda form: (-len(form), form))
        self._numbers = {french.tenths(round(10 * one)) for one in found if type(one) in (int, float)}
        self._numbers |= {line for text in texts for line in re.findall(r"\.yaml:(\d+)", text)} | {"100"}
        self._ranks = {french.ordinal(one) for one in found if type(one) is int and one > 0}

    @staticmethod
    def _forms(text: str) -> Iterator[str]:
        """Give a text as it may stand in a sentence; a single word in lower case could be any word of a phrase."""
        for form in (text, text.rstrip(".")):
            yield from (form, french.upper_first(form))
            if " " in form or "\u00a0" in form:
                yield french.lower_first(form)

    def phrases(self, pages: Iterable[Page]) -> set[str]:
        """Leave of each sentence what is not in the JSON; lists of any length are one form."""
        told = set(sentences(pages))
        together = "\n".join(told)
        forms = [rf"(?<!\w){re.escape(form)}(?!\w)" for form in self._longest if form in together]
        texts = re.compile("|".join(forms) or "(?!)")
        return {self._phrase(texts.sub("§", sentence)) for sentence in told}

    def _phrase(self, left: str) -> str:
        left = re.sub(r"\d+(?:,\d)?", lambda number: "#" if number[0] in self._numbers else number[0], left)
        left = re.sub(r"en (\w+) action", lambda rank: "en # action" if rank[1] in self._ranks else rank[0], left)
        left = re.sub(r"^[A-Z](?=\.|\u00a0:)", "A", left.replace("«\u00a0§\u00a0»", "§").replace("d’§", "de §"))
        left = re.sub(r"§ \(§\)(?: § \(§\))+", "§ (§)…", left)
        for item, one in (("§", "§"), ("§ en plus", "§ en plus"), ("# × #", "# × #"), ("#", "#"), ("[A-Z]", "A")):
            left = re.sub(rf"{item}(?:(?:, | et | ou | \+ |\u00a0; ){item})+", f"{one}…", left)
        return left


@pytest.fixture(scope="module")
def phrases() -> set[str]:
    return set(PHRASES.read_text(encoding="utf-8").splitlines())


def told(explanation: Explanation, what: str | None, entry: str | None) -> set[str]:
    return Trace(trace_of(explanation, what, entry)).phrases(explained(explanation, what, entry))


@pytest.mark.parametrize("case", COMPANIES)
def test_every_sentence_is_reproduced_from_the_trace(case: str, engine: Engine, phrases: set[str]):
    explanation = explanation_of(engine, case)
    for what in WHOLE:
        assert told(explanation, what, None) <= phrases, what
    for place, question in enumerate(engine.pack.questions):
        if place % len(COMPANIES) == COMPANIES.index(case):
            assert told(explanation, "question", question) <= phrases, question
    for kind, entry in (("fiche", list(engine.pack.sheets)[-1]), ("axe", explanation.diagnosis.dimensions[-1].id)):
        assert told(explanation, kind, entry) <= phrases, entry


def test_a_text_that_the_trace_does_not_hold_is_seen(engine: Engine, phrases: set[str]):
    explanation = explanation_of(engine, "cave-des-halles")
    for what, place in (("vigilance", ("alerts", 0, "text")), ("fiche", ("roadmap", 0, "need"))):
        data: Any = json.loads(json.dumps(trace_of(explanation, what, None)))
        *steps, last = place
        holder = data
        for step in steps:
            holder = holder[step]
        holder[last] = "x"
        assert Trace(data).phrases(explained(explanation, what, None)) - phrases


def test_every_page_says_where_its_rules_stand(engine: Engine):
    explanation = explanation_of(engine, "cave-des-halles")
    places = re.compile(r"(?:rules|questionnaires)/[a-z]+\.yaml:[1-9]")
    unsaid = ("Elle vient après", "Pour passer en phase de déploiement, au choix (durées estimées)")
    for page in explanation.whole():
        for part in page.parts:
            if part.lines and page.title != "La solidité du résultat":
                assert any(places.search(line) for line in part.lines) or part.title in unsaid, part
    for question in ("acces-public", "taille", "temps-disponible"):
        for part in explanation.question(question).parts:
            assert all(places.search(line) for line in part.lines if line != "Rien ne changerait."), part
