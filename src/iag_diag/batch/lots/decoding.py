"""From the cells of an export to coded answers, by its mapping; every cell that cannot be read is refused by name."""

from collections.abc import Mapping as ByName
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial, reduce
from operator import or_

import polars as pl

from iag_diag.batch.export import ROW, Heading
from iag_diag.batch.lots import cells
from iag_diag.batch.lots.dictionary import Dictionary, Reading
from iag_diag.batch.lots.refusals import REFUSALS, cells_refused
from iag_diag.batch.mapping.model import Column, Mapping
from iag_diag.batch.scoring.slots import FIRST, Slot
from iag_diag.content.folding import folded
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.errors import IagDiagError

_THREADS = 2
_FEW_OPTIONS = 12  # several of which make some thousands of distinct cells at most
_NO_SEPARATOR = "\0"  # one choice only in a cell: nothing to cut

Slots = ByName[str, Slot]


@dataclass(frozen=True, slots=True)
class Decoded:
    """Coded answers (a column per slot met, a row per company), and the cells refused.

    `understood` counts the cells of closed questions that were understood, `refusals` has a row per cell that was not.
    """

    coded: pl.DataFrame
    refusals: pl.DataFrame
    understood: int


@dataclass(frozen=True, slots=True)
class _Source:
    """A column of the export, what it answers, and the texts met in it."""

    column: Column
    heading: Heading
    question: Question
    cells: Dictionary

    @property
    def closed(self) -> bool:
        """Whether a cell is one answer of a list, or a few of a short one."""
        few = not self.question.multiple or len(self.question.options) <= _FEW_OPTIONS
        return self.question.kind is not Kind.TEXT and (self.column.option is not None or few)


@dataclass(frozen=True, slots=True)
class _Read:
    """What a column gave in one chunk; `refused` is None where every cell was understood."""

    source: _Source
    codes: pl.Series
    refused: pl.Series | None


class Decoder:
    """A mapping ready to read the chunks of an export whose headings are these."""

    def __init__(self, mapping: Mapping, headings: Sequence[Heading], pack: Pack, slots: Slots) -> None:
        self._pack = pack
        self._slots = slots
        self._sources: dict[str, list[_Source]] = {}
        found = matched(mapping, headings)
        for column, heading in found:
            if column.answers:
                slot = slots[column.question if column.row is None else f"{column.question}[{column.row}]"]
                self._sources.setdefault(slot.name, []).append(self._source(column, heading, slot))
        for sources in self._sources.values():
            _check_once(sources)
        self._reading = ThreadPoolExecutor(_THREADS)
        self.key = next((heading.column for column, heading in found if column.column == mapping.key), None)

    @property
    def closed(self) -> frozenset[str]:
        """Columns whose cells are one answer of a list: few distinct texts, whatever the number of rows."""
        found = {source.heading.column for sources in self._sources.values() for source in sources if source.closed}
        return frozenset(found - {self.key})

    def decode(self, frame: pl.DataFrame) -> Decoded:
        """Code a chunk. A question with a refused cell is worth unanswered."""
        coded: dict[str, pl.Series] = {}
        refusals: list[pl.DataFrame] = []
        understood = 0
        for name, read in zip(
            self._sources, self._reading.map(partial(_read, frame), self._sources.values()), strict=True
        ):
            sources = self._sources[name]
            understood += sum(len(one.codes) - one.codes.null_count() for one in read)
            refusals += [_refusals(frame, one.source, one.refused) for one in read if one.refused is not None]
            if sources[0].column.option is None:
                coded[name] = read[0].codes
            else:
                coded[name], clashes = _ticks(self._slots[name], read)
                refusals += _clashes(frame, sources, clashes)
        for question in self._pack.questions.values():
            if question.kind is Kind.MATRIX:
                _add_state(question, coded)
        found = pl.concat(refusals) if refusals else REFUSALS.to_frame()
        return Decoded(pl.DataFrame([codes.alias(name) for name, codes in coded.items()]), found, understood)

    def _source(self, column: Column, heading: Heading, slot: Slot) -> _Source:
        question = self._pack.questions[column.question]
        labels = cells.Labels(column, question)
        read, dtype = cells.one(slot, labels), slot.dtype
        if column.option is not None:
            option = question.option(column.option)
            read, dtype = cells.ticked(labels, option.label if option else column.option), pl.UInt8()
        elif question.kind is Kind.TEXT:
            read = cells.written(slot)
        elif slot.multiple:
            alone = {option.id: option.label for option in question.options if option.exclusive}
            read = cells.several(slot, labels, column.separator or _NO_SEPARATOR, alone)
        return _Source(column, heading, question, Dictionary(read, dtype))


def _read(frame: pl.DataFrame, sources: Sequence[_Source]) -> list[_Read]:
    """Look the cells of one slot up; slots are read side by side, for Polars works outside Python's lock."""
    return [_Read(source, *source.cells.codes(frame[source.heading.column])) for source in sources]


def matched(mapping: Mapping, headings: Sequence[Heading]) -> list[tuple[Column, Heading]]:
    """Find the columns of a mapping in an export: at their place, else wherever their heading stands alone.

    Raises `IagDiagError`, all the missing ones at once.
    """
    by_place = {heading.place + 1: heading for heading in headings}
    found: list[tuple[Column, Heading]] = []
    missing: list[str] = []
    for column in mapping.columns:
        heading = by_place.get(column.column)
        if heading is None or folded(heading.text) != folded(column.heading):
            same = [other for other in headings if folded(other.text) == folded(column.heading)]
            heading = same[0] if len(same) == 1 else None
        if heading is not None:
            found.append((column, heading))
        elif column.answers or column.column == mapping.key:
            missing.append(f"colonne\u00a0{column.column}, «\u00a0{column.heading}\u00a0»")
    if missing:
        raise IagDiagError(
            "La correspondance cite des colonnes qui ne sont pas dans cet export :\n  " + "\n  ".join(missing[:20]),
            "Vérifiez que c’est le bon export, ou refaites la correspondance : iag-diag map EXPORT",
        )
    return found


def _check_once(sources: Sequence[_Source]) -> None:
    """Refuse two columns for one answer: nobody could tell which one counts."""
    options = [source.column.option for source in sources]
    twice = len(sources) > 1 and (None in options or len(set(options)) < len(options))
    if twice:
        places = " et ".join(str(source.column.column) for source in sources)
        raise IagDiagError(
            f"Deux colonnes ({places}) répondent à la même question « {sources[0].column.question} ».",
            'Dans la correspondance, mettez « question: "-" » à celle qui est de trop.',
        )


def _ticks(slot: Slot, read: Sequence[_Read]) -> tuple[pl.Series, pl.Series]:
    """Gather the columns of the options into one set, and say where an option that stands alone does not.

    Nothing ticked and nothing said is unanswered: an empty list of reasons is no reason not to have any.
    """
    frame = pl.DataFrame([one.codes.alias(f"{place}") for place, one in enumerate(read)])
    columns = [pl.col(f"{place}") for place in range(len(read))]
    bits = [slot.codes[one.source.column.option or ""] for one in read]
    ticks = [(column == cells.TICKED_CODE).fill_null(value=False) for column in columns]
    chosen = reduce(or_, [tick.cast(slot.dtype) * slot.literal(bit) for tick, bit in zip(ticks, bits, strict=True)])
    options = read[0].source.question.options
    alone = sum(slot.codes[option.id] for option in options if option.exclusive)
    refused = [one.refused for one in read if one.refused is not None]
    doubt = reduce(or_, refused) if refused else pl.lit(value=False)
    frame = frame.select(
        chosen.alias("set"),
        pl.any_horizontal(column == cells.NSP_CODE for column in columns).alias("nsp"),
        pl.any_horizontal(column == cells.ASIDE_CODE for column in columns).alias("aside"),
    ).with_columns(
        doubt=doubt,
        clash=((pl.col("set") & slot.literal(alone)) != 0) & (pl.col("set").bitwise_count_ones() > 1),
    )
    whole = (
        pl.when(pl.col("doubt") | pl.col("clash"))
        .then(None)
        .when(pl.col("set") != 0)
        .then("set")
        .when("nsp")
        .then(slot.literal(slot.not_known))
        .when("aside")
        .then(slot.literal(slot.not_applicable))
    )
    return frame.select(whole).to_series(), frame["clash"]


def _add_state(question: Question, coded: dict[str, pl.Series]) -> None:
    """Settle a matrix: given as soon as one of its lines is, else what was said of it as a whole."""
    lines = [coded[name] for row in question.rows if (name := f"{question.id}[{row.id}]") in coded]
    if lines:
        given = pl.any_horizontal(pl.lit(line).is_not_null() for line in lines)
        whole = pl.lit(coded[question.id]) if question.id in coded else pl.lit(None, dtype=pl.UInt8)
        state = pl.when(given).then(pl.lit(FIRST, dtype=pl.UInt8)).otherwise(whole)
        coded[question.id] = pl.select(state).to_series()


def _refusals(frame: pl.DataFrame, source: _Source, refused: pl.Series) -> pl.DataFrame:
    """Make an entry per refused cell of one column."""
    values = frame[source.heading.column].filter(refused).cast(pl.String)
    why = [source.cells.refusal(text) for text in values]
    return cells_refused(frame[ROW].filter(refused), values, source.heading, source.question.id, why)


def _clashes(frame: pl.DataFrame, sources: Sequence[_Source], clashes: pl.Series) -> list[pl.DataFrame]:
    """Make an entry where an option that stands alone is ticked beside another."""
    if not clashes.any():
        return []
    alone = {option.id: option.label for option in sources[0].question.options if option.exclusive}
    source = next(source for source in sources if source.column.option in alone)
    rows, values = frame[ROW].filter(clashes), frame[source.heading.column].filter(clashes).cast(pl.String)
    why = Reading(reason=cells.ALONE.format(label=alone[source.column.option or ""]))
    return [cells_refused(rows, values, source.heading, source.question.id, [why] * len(rows))]
