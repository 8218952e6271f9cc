"""The questions of a pack, ready to be compared with the headings and the cells of an export."""

from collections import Counter
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cached_property

from iag_diag.batch.mapping.choices import pieces
from iag_diag.batch.mapping.labels import Guess, Vocabulary, match_labels, share_known
from iag_diag.batch.mapping.likeness import likeness, stem, words
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Option, Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET

_SEPARATORS = (";", "|", ", ", "\n", " / ", ",")
_MOST_LABELS = 60  # unknown labels written in a mapping, per column: the rarer ones are refused cells
_COMMON = 5  # a word in more than one question of five tells nothing


@dataclass(frozen=True, slots=True)
class Reading:
    """The cells of a column read for a question: the separator if there is one, labels with counts, known cells."""

    separator: str | None
    counts: Mapping[str, int]
    known: int
    said: int

    @property
    def share(self) -> float:
        """Part of the cells that say an option word for word; 0 where nothing is said."""
        return self.known / self.said if self.said else 0.0


class Questions:
    """The vocabularies of all the questions, of their options and of their rows."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.options = {question.id: Vocabulary(question) for question in pack.questions.values()}
        self.rows = {question.id: Vocabulary(_rows_as_options(question)) for question in pack.questions.values()}

    def parts(self, question: Question) -> Vocabulary:
        """Return what the columns of a group name: the rows of a table, the options of a multiple choice."""
        return (self.rows if question.kind is Kind.MATRIX else self.options)[question.id]

    @cached_property
    def _common_words(self) -> frozenset[str]:
        spread = Counter(word for question in self.pack.questions.values() for word in set(words(question.label)))
        return frozenset(word for word, count in spread.items() if count * _COMMON > len(self.pack.questions))

    @cached_property
    def sharing(self) -> Mapping[str, int]:
        """How many questions have the very options of each question."""
        sets = {question: frozenset(vocabulary.exact) for question, vocabulary in self.options.items()}
        count = Counter(sets.values())
        return {question: count[options] for question, options in sets.items()}

    def heading_score(self, text: str, question: Question) -> int:
        """Say how much a heading resembles a question.

        Words that most questions hold, or that another wording of this question holds, neither help nor harm.
        """
        wordings = [question.id.replace("-", " "), question.label, question.solo or ""]
        own = {stem(word) for wording in wordings for word in words(wording)} | self._common_words
        return max(max(likeness(text, wording), self._telling(text, wording, own)) for wording in wordings)

    def _telling(self, text: str, wording: str, own: AbstractSet[str]) -> int:
        said = words(wording)
        target = [word for word in said if word not in self._common_words] or said
        stems = {stem(word) for word in target}
        typed = [word for word in words(text) if stem(word) in stems or not {word, stem(word)} & own]
        return min(99, likeness(" ".join(typed), " ".join(target))) if typed and target else 0


def read_values(vocabulary: Vocabulary, cells: Mapping[str, int], usual: str | None) -> Reading:
    """Read cells as answers to a question, cut at the separator (first the tool's usual one) that makes most known."""
    whole = _reading(vocabulary, None, cells)
    if not vocabulary.question.multiple:
        return whole
    separators = dict.fromkeys(filter(None, (usual, *_SEPARATORS)))
    present = [separator for separator in separators if any(separator in cell for cell in cells)]
    cut = [_reading(vocabulary, separator, _cut(vocabulary, cells, separator)) for separator in present]
    best = max([whole, *cut], key=lambda reading: (round(reading.share, 3), -len(reading.counts)))
    return best if best.separator else Reading(usual, best.counts, best.known, best.said)


def label_guesses(vocabulary: Vocabulary, reading: Reading) -> tuple[Guess, ...]:
    """Guess the labels of a column, the most frequent first; of a text, those only that say « no answer »."""
    if vocabulary.question.kind is Kind.TEXT:
        unsaid = {text: count for text, count in reading.counts.items() if vocabulary.known(text) in (NSP, SANS_OBJET)}
        return match_labels(vocabulary, unsaid)
    guesses = match_labels(vocabulary, reading.counts)
    return guesses[:_MOST_LABELS] + tuple(guess for guess in guesses[_MOST_LABELS:] if guess.certain)


def _reading(vocabulary: Vocabulary, separator: str | None, counts: Mapping[str, int]) -> Reading:
    return Reading(separator, counts, *share_known(vocabulary, counts))


def _cut(vocabulary: Vocabulary, cells: Mapping[str, int], separator: str) -> Counter[str]:
    wordings = [text for texts in vocabulary.wordings.values() for text in texts]
    longest = 1 + max((text.count(separator.strip() or separator) for text in wordings), default=0)
    found: Counter[str] = Counter()
    for cell, count in cells.items():
        for piece in pieces(cell, separator, lambda text: vocabulary.known(text) is not None, longest):
            found[piece] += count
    return found


def _rows_as_options(question: Question) -> Question:
    rows = tuple(Option(id=row.id, label=row.label) for row in question.rows)
    return question.model_copy(update={"options": rows, "kind": Kind.SINGLE})
