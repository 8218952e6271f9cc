"""French as it is written: dates, counts, hours, with the spaces that typography asks for."""

import unicodedata
from datetime import date

NBSP = "\u00a0"
THIN = "\u202f"
_MONTHS = (
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
)
_ORDINALS = (
    "première",
    "deuxième",
    "troisième",
    "quatrième",
    "cinquième",
    "sixième",
    "septième",
    "huitième",
    "neuvième",
    "dixième",
)
_NUMBERS = ("zéro", "une", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


def long_date(day: date) -> str:
    """« 1er mars 2026 », « 23 novembre 2026 »."""
    number = "1er" if day.day == 1 else str(day.day)
    return f"{number}{NBSP}{_MONTHS[day.month - 1]} {day.year}"


def short_date(day: date) -> str:
    """« 23/11/2026 »."""
    return day.strftime("%d/%m/%Y")


def counted(count: int, noun: str, plural: str | None = None) -> str:
    """« 1 heure », « 4 heures »: zero and one are singular."""
    return f"{count}{NBSP}{noun if count <= 1 else plural or noun + 's'}"


def in_letters(count: int) -> str:
    """« trois », in the feminine; figures above ten."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def ordinal(rank: int) -> str:
    """« première » for 1, in the feminine."""
    return _ORDINALS[rank - 1] if 0 < rank <= len(_ORDINALS) else f"{rank}e"


def listed(words: list[str]) -> str:
    """« a, b et c »."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} et {words[-1]}" if words else ""


def of(noun: str) -> str:
    """« de réflexion », « d’expérimentation »."""
    first = unicodedata.normalize("NFD", noun[:1].lower())[:1]
    return f"d’{noun}" if first in "aeiou" else f"de {noun}"


def lower_first(text: str) -> str:
    """Start a sentence in lower case, to place it inside another; acronyms keep theirs."""
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] in " ’" else text


def upper_first(text: str) -> str:
    """Start a sentence in upper case, and leave the rest as it is."""
    return text[:1].upper() + text[1:]


def number(value: int) -> str:
    """« 1 050 », with the narrow no-break space of thousands."""
    return f"{value:,}".replace(",", THIN)


def many(count: int, one: str, several: str) -> str:
    """« 1 ligne lue », « 1 050 lignes lues »: zero and one are singular."""
    return f"{number(count)}{NBSP}{one if count <= 1 else several}"


def percent(part: int, whole: int) -> str:
    """« 62 % », rounded half up; under one percent, « < 1 % »."""
    if 0 < 100 * part < whole:
        return f"<{NBSP}1{NBSP}%"
    return f"{(200 * part + whole) // (2 * whole)}{NBSP}%"


def tenths(value: int) -> str:
    """« 62 », « 49,6 »: a figure of the study as it is printed."""
    whole, tenth = divmod(value, 10)
    return f"{whole},{tenth}" if tenth else str(whole)
