"""Labels of an export to options of a question: certain, in doubt with the reason, or nothing like it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from iag_diag.batch.export import TICKED, UNTICKED
from iag_diag.batch.mapping.bands import Band, band_of, is_date, month_of
from iag_diag.batch.mapping.likeness import SAME, likeness, words
from iag_diag.batch.mapping.model import ASIDE, UNDECIDED
from iag_diag.batch.mapping.words import NO_WORDS, YES_WORDS, damaged, unsaid_meaning
from iag_diag.content.folding import folded
from iag_diag.content.questions import Option, Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET

CERTAIN = 80  # tests/batch/test_drafting.py: no wrong pair of its corpus reaches 80, and most right ones do
MARGIN = 12  # the second best option must stay this far behind
HOPELESS = 45  # below, the nearest option is not worth showing as a guess
_CONFIRM = 70  # score of what only a person can confirm
_RANKED = re.compile(r"\d{1,2}\s*[-–.):]\s+(?=\D)")
_REGISTERED = re.compile(r"\b\d{3,5}\b")
_REFERENCE = re.compile(r"(?:[^\W\d]+\W{0,3})?0*(\d{2,5})\b", re.ASCII)
_SMALL_CODE = re.compile(r"\d{1,2}")
_HEAD = re.compile(r"\s*[:(,]\s*")
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Guess:
    """What a label is taken for: `option` (an id, « nsp », « sans-objet », « - » or « ? »), the nearest option, why.

    `score` goes from 0 to 100; `doubt` is a French sentence, empty when the guess is certain.
    """

    label: str
    count: int
    option: str
    nearest: str = ""
    score: int = SAME
    doubt: str = ""

    @property
    def certain(self) -> bool:
        """Whether nobody needs to be asked."""
        return self.option != UNDECIDED


@dataclass(frozen=True)
class Vocabulary:
    """The options of one question, ready to be compared with labels."""

    question: Question

    @cached_property
    def wordings(self) -> Mapping[str, tuple[str, ...]]:
        """All the ways in which the pack says each option."""
        return {option.id: tuple(dict.fromkeys(_wordings(option))) for option in self.question.options}

    @cached_property
    def exact(self) -> Mapping[tuple[str, ...], str]:
        """Options by the words of a wording; what two options share is left out, a whole label wins over a part."""
        whole = _once((option.id, text) for option in self.question.options for text in _whole(option))
        parts = _once((option, text) for option, texts in self.wordings.items() for text in texts)
        return parts | whole

    @cached_property
    def bands(self) -> Mapping[str, Band]:
        """The range of numbers of each option, where all have one and they go up."""
        found = {option.id: band_of(option.label) for option in self.question.options}
        bands = {option: band for option, band in found.items() if band is not None}
        edges = [edge for band in bands.values() for edge in (band.low, band.high)]
        known = [edge for edge in edges[:-1] if edge is not None]
        rising = len(known) == len(edges) - 1 and known == sorted(known)
        return bands if len(bands) == len(found) > 1 and rising else {}

    @cached_property
    def registered(self) -> Mapping[int, str]:
        """Options by a number of at least three figures that only their note holds, as a code of a register."""
        numbers = [(int(code), option.id) for option in self.question.options for code in _codes(option)]
        once = [number for number, _ in numbers]
        return {number: option for number, option in numbers if once.count(number) == 1}

    @cached_property
    def yes_no(self) -> bool:
        """Whether the question is answered by yes or no alone."""
        return {option.id for option in self.question.options} == {TICKED, UNTICKED}

    def known(self, label: str) -> str | None:
        """Option whose wording, range or code this is, or what an unsaid answer means; None for the rest."""
        band = band_of(label) if self.bands and not is_date(label) else None
        if band is not None:
            return next((option for option, own in self.bands.items() if own == band), None)
        if option := self.exact.get(_key(label)):
            return option
        if (unsaid := unsaid_meaning(label)) is not None:
            return unsaid
        if self.yes_no and (word := folded(label)) in YES_WORDS | NO_WORDS:
            return TICKED if word in YES_WORDS else UNTICKED
        return self._referred(label) if self.registered else None

    def _referred(self, label: str) -> str | None:
        """Find the option whose code this is, alone (« IDCC 43 ») or before its name (« 1431 - Optique »)."""
        found = _REFERENCE.match(label.strip())
        option = self.registered.get(int(found[1])) if found else None
        if found is None or option is None:
            return None
        name = label.strip()[found.end() :]
        return option if not words(name) or self._nearest(name)[0] == option else None

    def guess(self, label: str, count: int = 0) -> Guess:
        """Take a label for an option, as surely as the words allow."""
        if damaged(label):
            nearest, score, _ = self._nearest(label)
            return _doubtful(label, count, nearest, score, "des lettres sont abîmées (encodage)")
        if self.bands and is_date(label):
            nearest = self._undated(label)
            return _doubtful(
                label, count, nearest, _CONFIRM if nearest else 0, "Excel a sans doute changé cette tranche en date"
            )
        if (option := self.known(label)) is not None:
            return Guess(label, count, option, nearest=option)
        if self.bands and (band := band_of(label)) is not None:
            return self._near_band(label, count, band)
        if self.yes_no and (start := words(label)[:1]) and start[0] in YES_WORDS | NO_WORDS:
            nearest = TICKED if start[0] in YES_WORDS else UNTICKED
            return _doubtful(label, count, nearest, _CONFIRM, "la réponse n’est pas un simple oui ou non")
        return self._by_words(label, count)

    def _by_words(self, label: str, count: int) -> Guess:
        nearest, score, second = self._nearest(label)
        if score >= CERTAIN and score - second >= MARGIN:
            return Guess(label, count, nearest, nearest, score)
        if score >= CERTAIN:
            return _doubtful(label, count, nearest, score, "deux réponses possibles lui ressemblent autant")
        if score >= HOPELESS:
            return _doubtful(label, count, nearest, score, "les mots ne sont pas tout à fait les mêmes")
        return _doubtful(label, count, "", score, "aucune réponse possible ne lui ressemble")

    def _nearest(self, label: str) -> tuple[str, int, int]:
        """Find the most alike option, its score and the next one's."""
        text = _RANKED.sub("", label[:_LONGEST], count=1) if _RANKED.match(label) else label[:_LONGEST]
        scores = [(max(likeness(text, wording) for wording in said), own) for own, said in self.wordings.items()]
        (score, option), (second, _) = [*sorted(scores, key=lambda pair: -pair[0]), (0, ""), (0, "")][:2]
        return option, score, second

    def _near_band(self, label: str, count: int, band: Band) -> Guess:
        around = [option for option, own in self.bands.items() if own.holds(band)]
        inside = [option for option, own in self.bands.items() if band.holds(own)]
        touched = next(iter([*around, *reversed(inside)]), "")
        why = "c’est un nombre, ou un code" if band.single else "la tranche n’est pas la même"
        return _doubtful(label, count, touched, _CONFIRM if touched else 0, why)

    def _undated(self, label: str) -> str:
        """Find the range that a spreadsheet may have read as this date: its two numbers are in it."""
        numbers = {int(number) for number in re.findall(r"\d+", label)} | month_of(label)
        return next(
            (
                option
                for option, band in self.bands.items()
                if band.high is not None and {band.low, band.high} <= numbers
            ),
            "",
        )


def match_labels(vocabulary: Vocabulary, counts: Mapping[str, int]) -> tuple[Guess, ...]:
    """Guess all the labels of a column together, most frequent first.

    Two kinds of evidence come from the neighbours: small whole numbers side by side are codes, whatever ids look like;
    and an option that one label says word for word leaves a merely similar label in doubt.
    """
    ordered = sorted(counts, key=lambda label: (-counts[label], label))
    guesses = [vocabulary.guess(label, counts[label]) for label in ordered]
    if sum(bool(_SMALL_CODE.fullmatch(label.strip())) for label in ordered) > 1:
        guesses = [_code(guess) if _SMALL_CODE.fullmatch(guess.label.strip()) else guess for guess in guesses]
    said = {guess.option for guess in guesses if guess.certain and guess.score == SAME}
    return tuple(
        _doubtful(guess.label, guess.count, guess.nearest, guess.score, "une autre valeur dit déjà cela mot pour mot")
        if guess.certain and guess.score < SAME and guess.option in said
        else guess
        for guess in guesses
    )


def share_known(vocabulary: Vocabulary, counts: Mapping[str, int]) -> tuple[int, int]:
    """Count the cells that say an option word for word, and all that say something.

    Ranges that a spreadsheet turned into dates count for nothing: they neither help nor harm.
    """
    dated = {label for label in counts if vocabulary.bands and is_date(label)}
    meanings = [(vocabulary.known(label), count) for label, count in counts.items() if label not in dated]
    said = [(meaning, count) for meaning, count in meanings if meaning not in (NSP, SANS_OBJET, ASIDE)]
    return sum(count for meaning, count in said if meaning is not None), sum(count for _, count in said)


def _doubtful(label: str, count: int, nearest: str, score: int, doubt: str) -> Guess:
    return Guess(label, count, UNDECIDED, nearest, score, doubt)


def _code(guess: Guess) -> Guess:
    return _doubtful(guess.label, guess.count, guess.nearest, min(guess.score, _CONFIRM), "c’est peut-être un code")


def _once(wordings: Iterable[tuple[str, str]]) -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], set[str]] = {}
    for option, text in wordings:
        found.setdefault(_key(text), set()).add(option)
    return {key: options.pop() for key, options in found.items() if len(options) == 1 and key}


@lru_cache(maxsize=8192)
def _key(text: str) -> tuple[str, ...]:
    return tuple(sorted(words(text)))


def _codes(option: Option) -> Sequence[str]:
    return _REGISTERED.findall(option.note or "")


def _whole(option: Option) -> Iterable[str]:
    yield from filter(None, (option.id.replace("-", " "), option.label, option.solo))


def _wordings(option: Option) -> Iterable[str]:
    yield from _whole(option)
    for label in filter(None, (option.label, option.solo)):
        parts = _HEAD.split(label.replace(")", " "), maxsplit=1)
        yield from (part for part in parts if not set(words(part)) <= YES_WORDS | NO_WORDS)
        if option.note:
            yield f"{label} ({option.note})"
