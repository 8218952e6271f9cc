"""The words of the glossary, explained once, in a parenthesis, where a document first uses them."""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from iag_diag.content.library.glossary import Term
from iag_diag.reports.french import NBSP

_SPACE = f"[ {NBSP}]"
_EXPLANATION = re.compile(rf"{_SPACE}?\(([^()]*)\)")
_KEPT_TEXTS = 20_000


class _Use(NamedTuple):
    """A word met in a text: where it ends, what it is, and the parenthesis with which the text explains it itself."""

    end: int
    term: str
    explanation: str
    after: int


class Glossary:
    """The terms of a pack, ready to be looked for; what each text uses is found once."""

    def __init__(self, terms: Iterable[Term]) -> None:
        terms = tuple(terms)
        self._short = {term.id: term.short for term in terms}
        self._told = {term.id: frozenset((term.short, *term.told)) for term in terms}
        self._ids = {form: term.id for term in terms for spelled in term.forms for form in _spellings(spelled)}
        forms = sorted(self._ids, key=lambda form: (-len(form), form))
        pattern = "|".join(re.escape(form).replace(r"\ ", _SPACE) for form in forms)
        self._pattern = re.compile(rf"(?<![\w-])(?:{pattern})(?![\w-])") if forms else None
        self._uses = lru_cache(_KEPT_TEXTS)(self._found)

    def reader(self) -> Callable[[str], str]:
        """Return what explains, text after text of one document, each word the first time that it comes.

        A text that explains a word itself is left as it is the first time; from then on, a parenthesis that says again
        what was said is left out.
        """
        said: dict[str, set[str]] = {}

        def explain(text: str) -> str:
            uses = self._uses(text)
            if not uses:
                return text
            parts, start = [], 0
            for end, term, explanation, after in uses:
                if term not in said:
                    said[term] = {explanation, *self._told[term]}
                    if not explanation:
                        parts += [text[start:end], f" ({self._short[term]})"]
                        start = end
                elif explanation and explanation in said[term]:
                    parts.append(text[start:end])
                    start = after
                elif explanation:
                    said[term].add(explanation)
            return "".join(parts) + text[start:] if parts else text

        return explain

    def _found(self, text: str) -> tuple[_Use, ...]:
        """List the words of a text in order; those inside a quotation, a parenthesis or a code do not count."""
        if self._pattern is None:
            return ()
        uses = []
        for match in self._pattern.finditer(text):
            if not _inside(text[: match.start()]):
                term = self._ids[match[0].replace(NBSP, " ")]
                found = _EXPLANATION.match(text, match.end())
                uses.append(_Use(match.end(), term, found[1] if found else "", found.end() if found else 0))
        return tuple(uses)


def _spellings(form: str) -> tuple[str, ...]:
    """Spell a form, and the same at the beginning of a sentence."""
    plain = form.replace(NBSP, " ")
    return (plain, plain[:1].upper() + plain[1:])


def _inside(before: str) -> bool:
    """Whether what stands before leaves a parenthesis, a bracket, a quotation or a code open."""
    opened = any(before.count(start) > before.count(end) for start, end in ("()", "«»", "[]"))
    return opened or before.count("`") % 2 == 1
