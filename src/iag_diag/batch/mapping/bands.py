"""Ranges of numbers, however they are written: « 1 à 9 », « moins de 10 », « 500+ », and what Excel made of them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from iag_diag.content.folding import folded

_NUMBER = r"(\d{1,6})"
_BETWEEN = re.compile(rf"\D*?{_NUMBER}\D*?(?: (?:a|et) |[-–—‑/]| )\D*?{_NUMBER}\D*", re.ASCII)
_BELOW = re.compile(rf"\D*(?:moins d[e ]|inferieur a|<)\D*?{_NUMBER}\D*", re.ASCII)
_AT_MOST = re.compile(rf"\D*(?:jusqu a|au plus|maximum|<=|≤)\D*?{_NUMBER}\D*", re.ASCII)
_ABOVE = re.compile(rf"\D*(?:plus d[e ]|superieur a|>|^\+ de)\D*?{_NUMBER}\D*", re.ASCII)
_AT_LEAST = re.compile(rf"\D*(?:a partir de|au moins|>=|≥)\D*?{_NUMBER}\D*", re.ASCII)
_OR_MORE = re.compile(rf"\D*?{_NUMBER}\D*?(?:\+|et \+|(?:et|ou) (?:plus|davantage)|(?:et|ou) au dela)\D*", re.ASCII)
_ALONE = re.compile(rf"\D*?{_NUMBER}\D*", re.ASCII)
_MONTH_LIST = "janv fevr mars avr mai juin juil aout sept oct nov dec jan feb apr may jun jul aug sep"
_MONTHS = _MONTH_LIST.replace(" ", "|")
_DAY_AND_MONTH = re.compile(rf"(\d{{1,2}})[- /.]({_MONTHS})\w*\.?(?:[- /.]\d{{2,4}})?", re.ASCII)
_MONTH_AND_YEAR = re.compile(rf"({_MONTHS})\w*\.?[- /.](\d{{2,4}})", re.ASCII)
_FULL_DATE = re.compile(r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4})([ T]\d{1,2}:\d{2}(:\d{2})?)?", re.ASCII)
_LEADS = "janv fev mars av mai juin juil ao sep oct nov dec"
_LONGEST = 80
_SERIAL = re.compile(r"\d{5}", re.ASCII)
_SERIALS = range(36_000, 55_000)  # days of 1998 to 2050, as Excel counts them
_WORDS = {"un": "1", "une": "1", "deux": "2", "trois": "3", "cinq": "5", "six": "6", "dix": "10"}
_NOBODY = re.compile(r"(aucun|aucune|zero) (salarie|salaries|employe|employes|personne)\b.*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Band:
    """Whole numbers from `low` to `high`, both included; no `high` means and more."""

    low: int
    high: int | None

    def holds(self, other: "Band") -> bool:
        """Whether the other band is inside this one."""
        return self.low <= other.low and (self.high is None or (other.high is not None and other.high <= self.high))

    @property
    def single(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


_ENDS: tuple[tuple[re.Pattern[str], Callable[[int], Band]], ...] = (
    (_AT_MOST, lambda number: Band(0, number)),
    (_AT_LEAST, lambda number: Band(number, None)),
    (_BELOW, lambda number: Band(0, number - 1)),
    (_ABOVE, lambda number: Band(number + 1, None)),
    (_OR_MORE, lambda number: Band(number, None)),
)


@lru_cache(maxsize=8192)
def band_of(text: str) -> Band | None:
    """Read a band; None where the text holds no number, or too many."""
    if len(text) > _LONGEST:
        return None
    plain = _plain(text)
    if _NOBODY.fullmatch(plain):
        return Band(0, 0)
    for pattern, band in _ENDS:
        if found := pattern.fullmatch(plain):
            return band(int(found[1]))
    if (found := _BETWEEN.fullmatch(plain)) and int(found[1]) <= int(found[2]):
        return Band(int(found[1]), int(found[2]))
    if found := _ALONE.fullmatch(plain):
        return Band(int(found[1]), int(found[1]))
    return None


def _plain(text: str) -> str:
    """Drop accents and capitals, keep the signs that make a band; number words become figures."""
    spread = text.casefold().replace("’", "'")
    kept = " ".join(folded(part) if part.isalnum() or part == "'" else part for part in re.split(r"(\w+|')", spread))
    joined = " ".join(_WORDS.get(word, word) for word in kept.split())
    return joined.replace("> =", ">=").replace("< =", "<=")


@lru_cache(maxsize=8192)
def is_date(text: str) -> bool:
    """Whether the text is a date, or the number by which Excel counts one."""
    if len(text) > _LONGEST:
        return False
    shown = "".join(folded(sign) or sign for sign in text.strip())
    return bool(
        _DAY_AND_MONTH.fullmatch(shown)
        or _MONTH_AND_YEAR.fullmatch(shown)
        or _FULL_DATE.fullmatch(text.strip())
        or (_SERIAL.fullmatch(text.strip()) is not None and int(text) in _SERIALS)
    )


def month_of(label: str) -> set[int]:
    """Find the number of the month named in a date, as a set of one or none."""
    words_of_date = folded(label).split()
    return {number for number, lead in enumerate(_LEADS.split(), 1) for word in words_of_date if word.startswith(lead)}
