"""A mapping being made: what is taken, what is in doubt, and what a person decided."""

from collections.abc import Collection
from collections.abc import Mapping as Lookup
from dataclasses import dataclass, replace

from iag_diag.batch.mapping.labels import Guess
from iag_diag.batch.mapping.likeness import SAME
from iag_diag.batch.mapping.model import ASIDE, UNDECIDED, Column, Mapping


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question (or a row of it) that a column may answer."""

    question: str
    row: str | None
    score: int


@dataclass(frozen=True, slots=True)
class ColumnDraft:
    """One column: what it is taken for, how surely, and what was seen in it.

    `question` is an id, « - » or « ? »; `candidates` are the questions it may answer, best first; `seen` are the
    most frequent values with counts; `unit` numbers the columns that answer one question together.
    """

    column: int
    heading: str
    sub: str
    question: str
    unit: int
    row: str | None = None
    option: str | None = None
    separator: str | None = None
    score: int = 0
    doubt: str = ""
    candidates: tuple[Candidate, ...] = ()
    seen: tuple[tuple[str, int], ...] = ()
    distinct: int = 0
    guesses: tuple[Guess, ...] = ()

    @property
    def title(self) -> str:
        """The heading with what the tool wrote under it."""
        return f"{self.heading} [{self.sub}]" if self.sub else self.heading

    @property
    def answers(self) -> bool:
        """Whether the column is taken for a question."""
        return self.question not in (UNDECIDED, ASIDE)

    @property
    def certain_labels(self) -> int:
        """How many of its labels are understood."""
        return sum(guess.certain for guess in self.guesses)

    def as_column(self) -> Column:
        """Write it as the mapping does."""
        return Column(
            column=self.column,
            heading=self.heading,
            question=self.question,
            row=self.row if self.answers else None,
            option=self.option if self.answers else None,
            separator=self.separator if self.answers else None,
            labels={guess.label: guess.option for guess in self.guesses} if self.answers else {},
        )


@dataclass(frozen=True, slots=True)
class Draft:
    """All the columns, in order, and what the mapping says above them."""

    pack: str
    vendor: str
    key: int | None
    columns: tuple[ColumnDraft, ...]

    @property
    def mapping(self) -> Mapping:
        """The mapping as it stands."""
        columns = tuple(column.as_column() for column in self.columns)
        return Mapping(mapping=1, pack=self.pack, vendor=self.vendor, key=self.key, columns=columns)

    @property
    def cells(self) -> tuple[int, int]:
        """Cells whose label is understood, and all the cells of the closed questions found."""
        guesses = [guess for column in self.columns if column.answers for guess in column.guesses]
        return sum(guess.count for guess in guesses if guess.certain), sum(guess.count for guess in guesses)

    @property
    def foreign(self) -> bool:
        """Whether this export is not understood: no question found, or most of their labels match nothing."""
        known, cells = self.cells
        return not any(column.answers for column in self.columns) or known * 2 < cells

    @property
    def doubtful_units(self) -> tuple[tuple[ColumnDraft, ...], ...]:
        """Columns whose question a person has to say, those of one question together."""
        units: dict[int, list[ColumnDraft]] = {}
        for column in self.columns:
            if column.question == UNDECIDED:
                units.setdefault(column.unit, []).append(column)
        return tuple(tuple(columns) for columns in units.values())

    @property
    def doubtful_labels(self) -> tuple[tuple[ColumnDraft, Guess], ...]:
        """Labels that a person has to decide."""
        return tuple(
            (column, guess)
            for column in self.columns
            if column.answers
            for guess in column.guesses
            if guess.option == UNDECIDED
        )

    def with_columns(self, changed: Lookup[int, ColumnDraft]) -> "Draft":
        """Replace columns, by number."""
        return replace(self, columns=tuple(changed.get(column.column, column) for column in self.columns))

    def with_label(self, columns: Collection[int], label: str, option: str) -> "Draft":
        """Decide a label in some columns, by number; the full score says that a person did."""

        def decided(guess: Guess) -> Guess:
            return (
                replace(guess, option=option, nearest=option, score=SAME, doubt="") if guess.label == label else guess
            )

        return self.with_columns(
            {
                column.column: replace(column, guesses=tuple(map(decided, column.guesses)))
                for column in self.columns
                if column.column in columns
            }
        )
