"""How alike two wordings are: the same words in other clothes, never the opposite nor another degree."""

import re
from functools import lru_cache

from rapidfuzz import fuzz

from iag_diag.content.folding import folded

SAME = 100
OPPOSITE = 40  # at most, for two wordings of which one denies, or which hold other numbers
OTHER_DEGREE = 60  # at most, for « faible » and « très faible »
_SAME_WORD = 84  # two words are one when so alike: plurals, feminines, a slip of the finger
_SHORTEST = 4
_EXTRA = 0.3  # a word more in what was typed costs less than a word of the wording that it lacks
_OPTIONAL_ENDING = re.compile(r"\((e|s|es|ne|trice)\)", re.IGNORECASE)
_DENIALS = frozenset({"non", "pas", "aucun", "sans", "ni", "nul", "rien", "jamais"})
_DEGREE_LIST = "tres peu assez plutot trop moins plus tout totalement partiellement seulement presque environ mal"
_DEGREES = frozenset(_DEGREE_LIST.split())
_EMPTY_LIST = """
le la les l de des d du un une et a au aux en par pour sur dans est sont ce cet cette qui que qu n ne y se s
votre vos notre nos vous nous
"""
_EMPTY_WORDS = frozenset(_EMPTY_LIST.split())
_ONE_NAME = {"aucune": "aucun", "pas": "aucun", "sans": "aucun", "nulle": "aucun", "nul": "aucun"}
_NUMBER_WORDS = ("zero", "", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze")
_DIGITS = {word: str(number) for number, word in enumerate(_NUMBER_WORDS) if word}


@lru_cache(maxsize=8192)
def words(text: str) -> tuple[str, ...]:
    """Words that carry the meaning, folded: numbers in figures, denials under one name, articles gone."""
    plain = folded(_OPTIONAL_ENDING.sub("", text))
    named = (_DIGITS.get(word, _ONE_NAME.get(word, word)) for word in plain.split())
    return tuple(word.lstrip("0") or "0" if word.isdecimal() else word for word in named if word not in _EMPTY_WORDS)


def likeness(typed: str, wording: str) -> int:
    """Score from 0 to 100; 100 when the words are the same.

    A wording that is whole in what was typed scores high; the contrary (« optique » for « optique-lunetterie ») low.
    """
    one, other = words(typed), words(wording)
    if not one or not other:
        return 0
    if "".join(one) == "".join(other):  # « cyber-sécurité »
        return SAME
    score = SAME if sorted(one) == sorted(other) else min(SAME - 1, _overlap(one, other))
    return min(score, _ceiling(typed, one, wording, other))


def _overlap(typed: tuple[str, ...], wording: tuple[str, ...]) -> int:
    left = list(typed)
    common = missing = 0.0
    for word in wording:
        near, ratio = max(((other, _ratio(word, other)) for other in left), key=lambda pair: pair[1], default=("", 0.0))
        if ratio >= _SAME_WORD:
            left.remove(near)
            common += _weight(word) * ratio / SAME
            missing += _weight(word) * (1 - ratio / SAME)
        else:
            missing += _weight(word)
    extra = sum(map(_weight, left)) * _EXTRA
    return round(SAME * common / (common + missing + extra))


def _weight(word: str) -> int:
    """Long words say more; an acronym says as much as a short word."""
    return max(_SHORTEST, len(word))


@lru_cache(maxsize=65536)
def _ratio(one: str, other: str) -> float:
    """Alikeness of two words; figures are the same or they are not, and short words too."""
    if one.isdecimal() or other.isdecimal():
        return SAME if one == other else 0.0
    return fuzz.ratio(stem(one), stem(other))


def stem(word: str) -> str:
    """Drop what a plural or a feminine adds."""
    return word.rstrip("sx").removesuffix("e") or word


def _ceiling(typed: str, one: tuple[str, ...], wording: str, other: tuple[str, ...]) -> int:
    if _denied(one) != _denied(other) or not _same_numbers(typed, one, wording, other):
        return OPPOSITE
    return SAME if _DEGREES.intersection(one) == _DEGREES.intersection(other) else OTHER_DEGREE


def _denied(found: tuple[str, ...]) -> bool:
    return not _DENIALS.isdisjoint(found)


def _same_numbers(typed: str, one: tuple[str, ...], wording: str, other: tuple[str, ...]) -> bool:
    """« un an » may be « 1 an »: the article counts as a one where the other side has one."""
    numbers = {word for word in one if word.isdecimal()}, {word for word in other if word.isdecimal()}
    allowed = numbers[0] | _article(typed), numbers[1] | _article(wording)
    return numbers[0] <= allowed[1] and numbers[1] <= allowed[0]


@lru_cache(maxsize=8192)
def _article(text: str) -> set[str]:
    return {"1"} if {"un", "une"} & set(folded(text).split()) else set()
