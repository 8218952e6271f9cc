"""The sheets kept, on columns: what a company can carry, best candidates first, each with its missing prerequisites.

Twin of `iag_diag.diagnosis.advice` and `roadmap`. A candidate is one whole number (its group, its need, its number
and, in the low bits, the sheets that it brings), so that putting candidates in order is comparing integers: a sorting
network does it, and every company then goes down its own list at the same time. A set of sheets is a set of bits, in
the pack's order of sheets, prerequisites first.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from operator import add, or_

import polars as pl

from iag_diag.batch.scoring import columns
from iag_diag.batch.scoring.slots import NOT_APPLICABLE, Slot, unsigned
from iag_diag.content.pack import Pack
from iag_diag.content.rules import SheetRule
from iag_diag.errors import IagDiagError

_BYTE = 8
_GROUPS = 2  # bits: a missing basis, this phase, the next one, an earlier one
_WORD = 64


class Selection:
    """The planning of a pack, ready to choose for every company at once."""

    MAKES = ("kept", "order")

    def __init__(self, pack: Pack, slots: Mapping[str, Slot]) -> None:
        self._pack = pack
        self._slots = slots
        self._places = {sheet: place for place, sheet in enumerate(pack.sheet_order)}
        self._count = len(self._places)
        self._sets = unsigned((1 << self._count) - 1)
        self._need_bits = max(self._most_need(rule) for rule in pack.sheet_rules.values()).bit_length()
        self._number_bits = self._count.bit_length()
        self._digit = max(1, (self._count - 1).bit_length())
        self.most_kept = min(self._count, max(size.keep for size in pack.planning.sizes))
        key_bits = _GROUPS + self._need_bits + self._number_bits + self._count
        if max(key_bits, self.most_kept * self._digit) > _WORD:
            raise IagDiagError(
                f"Ce référentiel a trop de fiches pour le traitement par lot ({self._count}).",
                "Diagnostiquez une entreprise à la fois : iag-diag score.",
            )
        self._keys = unsigned((1 << key_bits) - 1)
        self._none = (1 << key_bits) - 1
        self._hours = unsigned(max(self._most_hours(), self._whole_effort()))
        self._efforts = [_table(self._efforts_of(byte), self._hours) for byte in self._patterns()]
        self._ordered = [_table(map(self._digits_of, byte), pl.UInt64()) for byte in self._patterns()]
        powers = (1 << self._digit * place if place < self.most_kept else 0 for place in range(2 * self._count + 1))
        self._powers = _table(powers, pl.UInt64())

    def _patterns(self) -> list[list[list[int]]]:
        """For each byte of a set of sheets, for each of its values, the places of the sheets in it."""
        return [
            [
                [start + bit for bit in range(_BYTE) if value >> bit & 1 and start + bit < self._count]
                for value in range(1 << _BYTE)
            ]
            for start in range(0, self._count, _BYTE)
        ]

    def _efforts_of(self, byte: list[list[int]]) -> Iterator[int]:
        """Hours of each value of a byte, size after size."""
        efforts = [self._pack.sheets[sheet].effort for sheet in self._pack.sheet_order]
        for size in self._pack.planning.sizes:
            yield from (sum(efforts[place].get(size.id, 0) for place in places) for places in byte)

    def _digits_of(self, places: list[int]) -> int:
        return sum(place << self._digit * index for index, place in enumerate(places[: self.most_kept]))

    def _most_need(self, rule: SheetRule) -> int:
        return sum(self._pack.forces[trigger.force].weight for trigger in rule.triggers)

    def _most_hours(self) -> int:
        planning = self._pack.planning
        months = sum(horizon.months for horizon in planning.horizons)
        habits = [size.hours_per_month for size in planning.sizes]
        return months * max([*habits, *(said.per_month for said in planning.hours)])

    def _whole_effort(self) -> int:
        return sum(max(sheet.effort.values()) for sheet in self._pack.sheets.values())

    def nodes(self) -> Iterator[pl.Expr]:
        """Working columns from the means of a company to its candidates."""
        yield from self._means()
        for sheet in self._pack.sheet_order:
            yield from self._sheet(self._pack.sheet_rules[sheet])

    def _means(self) -> Iterator[pl.Expr]:
        planning = self._pack.planning
        size, time = self._slots[self._pack.manifest.size_question], self._slots[planning.time_question]
        places = {entry.id: place for place, entry in enumerate(planning.sizes)}
        by_answer = {size.codes[option]: places[option] for option in size.options}
        yield _looked_up(columns.state(size.name), by_answer, pl.UInt8(), places[planning.default_size]).alias(
            "means:size"
        )
        months = sum(horizon.months for horizon in planning.horizons)
        keeps = {place: min(entry.keep, self.most_kept) for place, entry in enumerate(planning.sizes)}
        habits = {place: months * entry.hours_per_month for place, entry in enumerate(planning.sizes)}
        yield _looked_up(pl.col("means:size"), keeps, pl.UInt8(), 0).alias("means:keep")
        yield _looked_up(pl.col("means:size"), habits, self._hours, 0).alias("means:habit")
        budget = pl.col("means:habit")
        for said in planning.hours:
            hours = pl.lit(months * said.per_month, dtype=self._hours)
            given = pl.max_horizontal(hours, pl.col("means:habit")) if said.or_more else hours
            budget = pl.when(columns.state(time.name) == time.codes[said.option]).then(given).otherwise(budget)
        yield budget.alias("means:budget")

    def _sheet(self, rule: SheetRule) -> Iterator[pl.Expr]:
        pack, planning = self._pack, self._pack.planning
        allowed = [place for place, size in enumerate(planning.sizes) if size.id in rule.sizes]
        fits = reduce(or_, (pl.col("means:size") == place for place in allowed))
        settled = self._settled(rule.id)
        yield (settled | ~fits).alias(f"settled:{rule.id}")
        bit = pl.lit(1 << self._places[rule.id], dtype=self._sets)
        brought = [
            pl.when(pl.col(f"settled:{needed.sheet}"))
            .then(pl.lit(0, dtype=self._sets))
            .otherwise(pl.col(f"chain:{needed.sheet}"))
            for needed in rule.prerequisites
        ]
        yield reduce(or_, brought, bit).alias(f"chain:{rule.id}")
        level = pack.phase_ranks[pack.sheets[rule.id].phase]
        need = pl.col(f"need:{rule.id}")
        candidate = fits & ~settled & (need >= planning.need_floor) & (columns.phase() + 1 >= level)
        yield (
            pl.when(candidate)
            .then(self._key(rule, level))
            .otherwise(pl.lit(self._none, dtype=self._keys))
            .alias(f"key:{rule.id}")
        )

    def _settled(self, sheet: str) -> pl.Expr:
        """Whether the practice is in place, or said « sans objet »."""
        question = self._pack.practices.get(sheet)
        if question is None:
            return pl.lit(value=False)
        slot = self._slots[question]
        levels = [option.id for option in self._pack.questions[question].options]
        done = levels[levels.index(self._pack.planning.done_from) :]
        codes = [NOT_APPLICABLE, *(slot.codes[level] for level in done)]
        return reduce(or_, (columns.state(question) == code for code in codes)).fill_null(value=False)

    def _key(self, rule: SheetRule, level: int) -> pl.Expr:
        """Group, need (the greatest first), number, and the set of sheets brought along: lower goes first."""
        earlier = 0 if rule.basis is not None else 3
        group = (
            pl.when(columns.phase() == level)
            .then(pl.lit(1, dtype=self._keys))
            .when(columns.phase() < level)
            .then(pl.lit(2, dtype=self._keys))
            .otherwise(pl.lit(earlier, dtype=self._keys))
        )
        numbers = {sheet: place for place, sheet in enumerate(self._pack.sheets)}
        most = (1 << self._need_bits) - 1
        order = group * self._shift(self._need_bits) + (most - pl.col(f"need:{rule.id}").cast(self._keys))
        order = order * self._shift(self._number_bits) + pl.lit(numbers[rule.id], dtype=self._keys)
        return order * self._shift(self._count) + pl.col(f"chain:{rule.id}").cast(self._keys)

    def _shift(self, bits: int) -> pl.Expr:
        return pl.lit(1 << bits, dtype=self._keys)

    @property
    def reads(self) -> list[str]:
        """Columns that `choose` reads."""
        return ["means:size", "means:keep", "means:budget", *(f"key:{sheet}" for sheet in self._places)]

    def choose(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Columns `kept` (a set) and `order` (the places of the sheets kept, one digit each, the first the lowest).

        Every company goes down its own list; those that are done (no candidate left, or no room) leave the frame.
        """
        going = self._sorted(frame).with_columns(
            pl.int_range(pl.len(), dtype=pl.UInt32).alias("company"),
            kept=pl.lit(0, dtype=self._sets),
            order=pl.lit(0, dtype=pl.UInt64),
        )
        done = []
        for rank in range(self._count):
            left = (pl.col(f"{rank}") != pl.lit(self._none, dtype=self._keys)) & (
                pl.col("kept").bitwise_count_ones() < pl.col("means:keep")
            )
            done.append(going.filter(~left).select("company", "kept", "order"))
            going = self._consider(going.filter(left), f"{rank}")
            if going.is_empty():
                break
        done.append(going.select("company", "kept", "order"))
        return pl.concat(done).sort("company").select("kept", "order")

    def _sorted(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Candidates of each company, the best in column « 0 », and what the company can carry."""
        places = (pl.col(f"key:{sheet}").alias(f"{place}") for place, sheet in enumerate(self._pack.sheet_order))
        sizes = pl.col("means:size").cast(pl.UInt32) * (1 << _BYTE)
        keys = frame.select(sizes.alias("size"), "means:keep", "means:budget", *places)
        for pairs in _network(self._count):
            keys = keys.with_columns(
                exchanged
                for low, high in pairs
                for exchanged in (
                    pl.min_horizontal(f"{low}", f"{high}").alias(f"{low}"),
                    pl.max_horizontal(f"{low}", f"{high}").alias(f"{high}"),
                )
            )
        return keys

    def _consider(self, frame: pl.DataFrame, rank: str) -> pl.DataFrame:
        """Every company looks at its next candidate, and keeps it where room and hours allow."""
        brought = (pl.col(rank) & pl.lit((1 << self._count) - 1, dtype=self._keys)).cast(self._sets)
        frame = frame.with_columns(new=brought & ~pl.col("kept"), union=brought | pl.col("kept"))
        room = pl.col("union").bitwise_count_ones() <= pl.col("means:keep")
        time = (pl.col("kept") == 0) | (self._hours_of("union") <= pl.col("means:budget"))
        frame = frame.with_columns(taken=room & time)
        return frame.with_columns(
            kept=pl.when("taken").then("union").otherwise("kept"),
            order=pl.when("taken").then(pl.col("order") + self._digits()).otherwise("order"),
        ).drop(rank)

    def _byte(self, sets: str, byte: int) -> pl.Expr:
        """One byte of a set of sheets."""
        low = pl.col(sets) if byte == 0 else pl.col(sets) // pl.lit(1 << _BYTE * byte, dtype=self._sets)
        return (low & pl.lit((1 << _BYTE) - 1, dtype=self._sets)).cast(pl.UInt32)

    def _hours_of(self, sets: str) -> pl.Expr:
        """Hours that a set of sheets takes, by the size of the company."""
        parts = [table.gather(pl.col("size") + self._byte(sets, byte)) for byte, table in enumerate(self._efforts)]
        return reduce(add, parts)

    def _digits(self) -> pl.Expr:
        """Places of the new sheets, as digits that come after those already kept."""
        before = pl.col("kept").bitwise_count_ones()
        parts = []
        for byte, table in enumerate(self._ordered):
            new = self._byte("new", byte)
            parts.append(table.gather(new) * self._powers.gather(before))
            before = before + new.bitwise_count_ones()
        return reduce(add, parts)

    def kept(self, rank: int) -> pl.Expr:
        """Place, in the pack's order, of the sheet kept at this rank (0 for the first); null past the last."""
        digit = pl.col("order") // pl.lit(1 << self._digit * rank, dtype=pl.UInt64)
        place = (digit & pl.lit((1 << self._digit) - 1, dtype=pl.UInt64)).cast(pl.UInt8)
        return pl.when(pl.col("kept").bitwise_count_ones() > rank).then(place)


def _table(values: Iterable[int], dtype: pl.DataType) -> pl.Expr:
    return pl.lit(pl.Series(values=list(values), dtype=dtype))


def _looked_up(key: pl.Expr, values: Mapping[int, int], dtype: pl.DataType, default: int) -> pl.Expr:
    """Turn one small integer into another; what is not listed, or unknown, is the default."""
    found: pl.Expr = pl.lit(default, dtype=dtype)
    for code, value in values.items():
        found = pl.when(key == code).then(pl.lit(value, dtype=dtype)).otherwise(found)
    return found


def _network(count: int) -> Iterator[list[tuple[int, int]]]:
    """Batcher's odd–even merge sort: layers of independent (low, high) exchanges that put `count` values in order."""
    span = 1
    while span < count:
        step = span
        while step >= 1:
            yield [
                (low, low + step)
                for start in range(step % span, count - step, 2 * step)
                for low in range(start, min(start + step, count - step))
                if low // (2 * span) == (low + step) // (2 * span)
            ]
            step //= 2
        span *= 2
