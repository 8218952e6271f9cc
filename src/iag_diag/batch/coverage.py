"""What a pack makes of many companies drawn at random: how many land in each phase, get each sheet, raise each alert.

With the dataframe library a hundred thousand are counted in a second; without it, a few thousand, one by one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from iag_diag.batch.drawing import Column, companies, drawn
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import Value
from iag_diag.diagnosis.engine import Engine
from iag_diag.errors import IagDiagError

if TYPE_CHECKING:
    import polars as pl

    from iag_diag.batch.scoring.slots import Slot

MANY, FEW = 100_000, 1_000
"""Companies drawn unless another number is asked for: with the dataframe library, and without."""

_EVERY = 50
_COMPANY = ""  # what every company meets: itself
Seen = Counter[tuple[str | None, str]]
"""How many companies of a size (None: not known) met « phase:ID », « sheet:ID », « alert:ID »."""
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Count:
    """Companies concerned by a phase, a sheet or an alert; those whose size is not known are in `companies` only."""

    id: str
    companies: int
    by_size: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts over companies drawn at random; `by_size` counts the companies themselves.

    `in_columns` is false where they were counted one by one, for want of the dataframe library.
    """

    companies: int
    in_columns: bool
    by_size: Mapping[str, int]
    phases: tuple[Count, ...]
    sheets: tuple[Count, ...]
    alerts: tuple[Count, ...]


def coverage(pack: Pack, wanted: int | None = None, progress: Progress = lambda _: None) -> Coverage:
    """Count over `wanted` companies, or over as many as can be counted in a moment; `progress` hears how many are."""
    seen, in_columns = _counted(pack, wanted, progress)
    sizes = [size.id for size in pack.planning.sizes]
    totals: Counter[str] = Counter()
    for (_, met), count in seen.items():
        totals[met] += count

    def counts(kind: str, ids: Iterable[str]) -> tuple[Count, ...]:
        named = [(entry, f"{kind}:{entry}") for entry in ids]
        return tuple(Count(entry, totals[met], {size: seen[size, met] for size in sizes}) for entry, met in named)

    return Coverage(
        companies=totals[_COMPANY],
        in_columns=in_columns,
        by_size={size: seen[size, _COMPANY] for size in sizes},
        phases=counts("phase", pack.phase_ranks),
        sheets=counts("sheet", pack.sheets),
        alerts=counts("alert", (alert.id for alert in pack.alerts)),
    )


def _counted(pack: Pack, wanted: int | None, progress: Progress) -> tuple[Seen, bool]:
    """Count in columns where the library is there and the pack fits them; one by one elsewhere."""
    if find_spec("polars") is not None:
        with suppress(IagDiagError):
            return all_at_once(pack, drawn(pack, MANY if wanted is None else wanted)), True
    return one_by_one(Engine(pack), drawn(pack, FEW if wanted is None else wanted), progress), False


def one_by_one(engine: Engine, columns: Sequence[Column], progress: Progress = lambda _: None) -> Seen:
    """Diagnose each company, and count what it meets, by size."""
    seen: Seen = Counter()
    for number, answers in enumerate(companies(columns)):
        if number % _EVERY == 0:
            progress(number)
        found = engine.diagnose(answers)
        met = [_COMPANY, f"phase:{found.phase.id}"]
        met += [f"sheet:{kept.sheet}" for kept in found.roadmap]
        met += [f"alert:{alert.trace.rule}" for alert in found.alerts]
        seen.update((found.size, what) for what in met)
    return seen


def all_at_once(pack: Pack, columns: Sequence[Column]) -> Seen:
    """Count the same on columns of codes."""
    import polars as pl

    from iag_diag.batch.export import SEPARATOR
    from iag_diag.batch.scoring import results
    from iag_diag.batch.scoring.scorer import Scorer

    scorer = Scorer(pack)
    coded = _coded(scorer.slots, columns)
    found = scorer.score(coded)
    size = scorer.slots[pack.manifest.size_question]
    names = {code: option for option, code in size.codes.items()}
    kinds = {results.PHASE: "phase", results.ALERTS: "alert"}
    kinds |= {name: "sheet" for name in map(results.sheet, range(1, len(pack.sheets) + 1)) if name in found.columns}
    seen: Seen = Counter()
    for code, count in coded[size.name].value_counts().iter_rows():
        seen[names.get(code), _COMPANY] += count
    for column, kind in kinds.items():
        met = found[column].cast(pl.String).fill_null("").alias("met")
        for code, ids, count in pl.DataFrame([coded[size.name], met]).group_by(size.name, "met").len().iter_rows():
            seen.update({(names.get(code), f"{kind}:{entry}"): count for entry in ids.split(SEPARATOR) if entry})
    return seen


def _coded(slots: "Mapping[str, Slot]", columns: Sequence[Column]) -> "pl.DataFrame":
    """Code the answers drawn, as the columns of the batch are."""
    import polars as pl

    from iag_diag.batch.scoring.slots import FIRST

    def code(slot: "Slot", value: Value | None) -> int | None:
        match value:
            case None:
                return None
            case tuple():
                return sum(slot.codes[option] for option in value)
            case str() if (known := slot.code(value)) is not None:
                return known
            case _:  # a text, or a matrix as a whole
                return FIRST

    made = []
    for column, slot in zip(columns, slots.values(), strict=True):
        codes = pl.Series(slot.name, [code(slot, value) for value in column.values], dtype=slot.dtype)
        made.append(codes.gather(pl.Series(column.picks, dtype=pl.UInt8)))
    return pl.DataFrame(made)
