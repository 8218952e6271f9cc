"""Which question each group of columns may answer, and how strongly: the heading and the cells speak together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from iag_diag.batch.export import Habits
from iag_diag.batch.mapping.labels import CERTAIN, HOPELESS, Guess
from iag_diag.batch.mapping.likeness import SAME
from iag_diag.batch.mapping.marks import match_marks
from iag_diag.batch.mapping.questions import Questions, read_values
from iag_diag.batch.mapping.samples import Sample
from iag_diag.batch.mapping.units import Part, Unit, two_levels
from iag_diag.content.folding import folded
from iag_diag.content.kinds import Kind
from iag_diag.content.questions import Question

_MOST = 0.9  # share of the cells that must be options of a question for them to say which one it is
_HALF = 0.5  # enough where the options are those of one question, and the heading names a line of it
_BY_VALUES = 90  # score of a column whose cells are the options of one question alone
_WITH_VALUES = 30  # score from which a heading is worth asking about, where the cells are options of the question
_CODES = 85  # score, at most, of a heading word for word above cells that are no options (codes, for instance)
_DOUBTED = 75  # score, at most, of a heading that only resembles, above such cells
_OTHER = frozenset({"autre", "autres", "other", "autre precisez", "autres precisez", "precisez", "autre precision"})


@dataclass(frozen=True, slots=True)
class Claim:
    """A unit that may answer a question, or one row of it where the unit is one line of a table."""

    score: int
    unit: int
    question: str
    row: str | None = None


@dataclass(frozen=True)
class Evidence:
    """An export held against the questions of a pack."""

    questions: Questions
    habits: Habits
    samples: Sequence[Sample]

    def claims(self, number: int, unit: Unit) -> Iterator[Claim]:
        """All that this unit may answer, in the order of the questionnaire."""
        for question in self.questions.pack.questions.values():
            if unit.grouped and question.kind in (Kind.MATRIX, Kind.MULTIPLE):
                yield from self._group_claims(number, unit, question)
            if len(unit.parts) == 1 and not self.is_other(unit.parts[0]):
                yield from self._single_claims(number, unit, question)

    def _group_claims(self, number: int, unit: Unit, question: Question) -> Iterator[Claim]:
        """Claim a table for columns that are its rows, a multiple choice for columns that are its options."""
        subs = [part.sub for part in unit.parts if not self.is_other(part)]
        if question.kind is Kind.MATRIX and not question.multiple and any(map(two_levels, subs)):
            return
        certain = sum(self.part_named(question, sub).certain for sub in subs)
        heading = self._heading(unit, question)
        if not subs or certain * 2 < len(subs):
            score = min(heading, _DOUBTED)
        elif not self._fits(unit, question):
            score = _CODES if heading == SAME else min(heading, _DOUBTED)
        else:
            alone = self.questions.sharing[question.id] == 1 and certain > 1
            score = max(heading, _BY_VALUES if alone else 0, (heading + SAME * certain // len(subs)) // 2)
        if score >= HOPELESS:
            yield Claim(score, number, question.id)

    def _single_claims(self, number: int, unit: Unit, question: Question) -> Iterator[Claim]:
        sample = self.samples[unit.parts[0].index]
        heading = self._heading(unit, question)
        if question.kind is Kind.TEXT:
            score, floor = heading, HOPELESS
        elif sample.free:
            return
        else:
            reading = read_values(self.questions.options[question.id], sample.counts, self.habits.separator)
            if question.kind is Kind.MATRIX:
                if reading.share >= (_MOST if self.questions.sharing[question.id] > 1 else _HALF):
                    yield from self._row_claims(number, unit, question)
                return
            score = heading if not reading.said else self._weighed(heading, reading.share, question)
            floor = _WITH_VALUES if reading.share >= _MOST else HOPELESS
        if score >= floor:
            yield Claim(score, number, question.id)

    def _row_claims(self, number: int, unit: Unit, question: Question) -> Iterator[Claim]:
        """Claim the line of a table for a column alone that is headed by it (Microsoft Forms).

        Cells that are the options of this table alone are worth asking about, whatever the heading says.
        """
        guess = self.questions.rows[question.id].guess(unit.stem)
        if guess.certain:
            yield Claim(guess.score, number, question.id, guess.nearest)
        elif guess.nearest or self.questions.sharing[question.id] == 1:
            yield Claim(max(HOPELESS, min(guess.score, CERTAIN - 1)), number, question.id, guess.nearest or None)

    def _weighed(self, heading: int, share: float, question: Question) -> int:
        """Weigh a heading with the share of the cells that are options of the question.

        Cells that are the options of this question alone name it; those of many (« oui », « non ») only allow it.
        """
        if share < 1 - _MOST:
            return _CODES if heading == SAME else min(heading, _DOUBTED)
        if self.questions.sharing[question.id] > 1 or heading >= _BY_VALUES:
            return heading
        return _BY_VALUES if share >= _MOST else round(heading + (_BY_VALUES - heading) * share)

    def _heading(self, unit: Unit, question: Question) -> int:
        return max(self.questions.heading_score(text, question) for text in (unit.stem, unit.code))

    def _fits(self, unit: Unit, question: Question) -> bool:
        """Whether half of the cells at least are what such columns hold: marks of options, options of rows."""
        known = said = 0
        for part in unit.parts:
            cells = self.samples[part.index].counts
            if self.is_other(part):
                continue
            if question.kind is Kind.MULTIPLE or two_levels(part.sub):
                known += sum(guess.count for guess in self.marks(part) if guess.certain)
                said += sum(cells.values())
            else:
                reading = read_values(self.questions.options[question.id], cells, self.habits.separator)
                known, said = known + reading.known, said + reading.said
        return known * 2 >= said

    def marks(self, part: Part) -> tuple[Guess, ...]:
        """Read the marks of a column of one option; some tools write the option's own name."""
        cells = self.samples[part.index].counts
        return match_marks(cells, self.habits.ticked | _named_like(part, cells), self.habits.unticked)

    def part_named(self, question: Question, sub: str) -> Guess:
        """Find the row or the option that the heading of one column names (the row where it names both)."""
        levels = two_levels(sub) if question.kind is Kind.MATRIX else None
        guess = self.questions.parts(question).guess(levels[0] if levels else sub)
        known = guess.option in self.questions.parts(question).wordings
        return guess if known or not guess.certain else Guess(sub, 0, "?", doubt="ce n’est pas une réponse possible")

    def is_other(self, part: Part) -> bool:
        """Whether a column holds the text typed beside « autre », not a mark."""
        if not part.sub or folded(part.sub) not in _OTHER | {folded(word) for word in self.habits.other}:
            return False
        marks = self.marks(part)
        return not marks or not all(guess.certain for guess in marks)


def _named_like(part: Part, cells: Mapping[str, int]) -> frozenset[str]:
    return frozenset(label for label in cells if part.sub and folded(label) == folded(part.sub))
