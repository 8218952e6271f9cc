"""Companies drawn at random, column by column: the same ones from the same seed, with or without a dataframe library.

They answer anything, one half of them in the upper half of the scales only, for chance alone would hardly ever reach
the last phases; a third leave nothing unsaid, a third a little, a third a lot. Hidden questions are answered too.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Answers, Choice, Value

_SEED = 2025
_UNSAID = (NSP, SANS_OBJET, None)
_BYTES = 256
_MOST = 128  # answers drawn from: each has a byte at least
_HOLES = (0, 26, 102)  # of 256: nothing, one tenth, four tenths
_KINDS = tuple((holes, advanced) for holes in _HOLES for advanced in (False, True))


@dataclass(frozen=True, slots=True)
class Column:
    """The answers of every company to a question, or to one line of a matrix.

    `picks` holds, for each company, the place of its answer in `values`; None is « unanswered ». A matrix as a whole
    has a column of its own, where an empty mapping stands for « given ».
    """

    question: str
    row: str | None
    values: tuple[Value | None, ...]
    picks: bytes


def drawn(pack: Pack, count: int, seed: int = _SEED) -> tuple[Column, ...]:
    """Draw `count` companies; the columns follow the questions of the pack, a matrix before its lines."""
    chance = random.Random(seed)  # noqa: S311 - no secret is made of it
    return tuple(column for question in pack.questions.values() for column in _columns(question, count, chance))


def companies(columns: Sequence[Column]) -> Iterator[Answers]:
    """Read the columns one company at a time."""
    for company in range(len(columns[0].picks)):
        answers: dict[str, Value] = {}
        for column in columns:
            value = column.values[column.picks[company]]
            if value is None:
                continue
            if column.row is None:
                answers[column.question] = value
            elif not isinstance(value, Mapping) and isinstance(whole := answers.get(column.question), Mapping):
                answers[column.question] = {**whole, column.row: value}
        yield answers


def _columns(question: Question, count: int, chance: random.Random) -> Iterator[Column]:
    match question.kind:
        case Kind.TEXT:
            yield _column(question.id, None, _Choice(("Une phrase.",)), count, chance)
        case Kind.MATRIX:
            yield _column(question.id, None, _Choice(({},)), count, chance)
            for row in question.rows:
                yield _column(question.id, row.id, _given(question, question.cell, chance), count, chance)
        case kind:
            yield _column(question.id, None, _given(question, kind, chance), count, chance)


@dataclass(frozen=True, slots=True)
class _Choice:
    """What can be answered; `upper` is the part of it that a company well advanced keeps to, where it is not all."""

    values: Sequence[Value]
    upper: Sequence[Value] = ()


def _given(question: Question, kind: Kind, chance: random.Random) -> _Choice:
    if kind is Kind.MULTIPLE:
        return _Choice(_ticked(question, chance))
    options = [option.id for option in question.options]
    options = chance.sample(options, _MOST) if len(options) > _MOST else options
    if question.scale is None or question.profile:
        return _Choice(options)
    return _Choice(options, [option for option in options if question.rank(option) >= len(options) // 2])


def _ticked(question: Question, chance: random.Random) -> Sequence[Choice]:
    """Draw sets of options: one in eight is an exclusive one, the others are of every length."""
    alone = [option.id for option in question.options if option.exclusive]
    beside = [option.id for option in question.options if not option.exclusive]
    sets: list[Choice] = [(option,) for option in alone * max(1, _MOST // 8 // len(alone))] if alone else []
    while beside and len(sets) < _MOST:
        chosen = set(chance.sample(beside, chance.randint(1, len(beside))))
        sets.append(tuple(option for option in beside if option in chosen))
    return sets


def _column(question: str, row: str | None, given: _Choice, count: int, chance: random.Random) -> Column:
    """Draw a byte per company, and read it by a table: so many of the 256 bytes for each answer, the rest unsaid."""
    values = (*given.values, *_UNSAID)
    every = range(len(given.values))
    upper = [place for place in every if given.values[place] in given.upper] or every
    picks = []
    for kind, (holes, advanced) in enumerate(_KINDS):
        said, places = _BYTES - holes, upper if advanced else every
        table = [places[byte * len(places) // said] for byte in range(said)]
        table += [len(every) + byte * len(_UNSAID) // holes for byte in range(holes)]
        picks.append(chance.randbytes(_share(count, kind)).translate(bytes(table)))
    return Column(question, row, values, b"".join(picks))


def _share(count: int, kind: int) -> int:
    """How many companies are of a kind: as many of each, to within one."""
    return (count + len(_KINDS) - 1 - kind) // len(_KINDS)
