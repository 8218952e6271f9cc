"""The view model of a cohort: sentences, bars and tables ready to be laid out, nothing left to compute."""

from dataclasses import dataclass

from iag_diag.batch.cohort.tables import Mean, Part
from iag_diag.reports import french
from iag_diag.reports.french import NBSP

HIDDEN = "masqué"


@dataclass(frozen=True, slots=True)
class BarView:
    """A share or a mean of the whole cohort, drawn: `value`, `low` and `high` from 0 to 100, None where hidden.

    `mark` is the study's figure, None where there is none; `text` says all that the drawing shows; `remark` is what
    must be said with it where no table does.
    """

    label: str
    text: str
    value: int | None = None
    low: int | None = None
    high: int | None = None
    mark: int | None = None
    remark: str = ""


@dataclass(frozen=True, slots=True)
class LineView:
    """A line of a table."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableView:
    """A table: a caption, the headings (that of the labels first), the lines; `wordy` when its cells are sentences."""

    caption: str
    headings: tuple[str, ...]
    lines: tuple[LineView, ...]
    wordy: bool = False


@dataclass(frozen=True, slots=True)
class SectionView:
    """A part of the report. `intro` says how to read it, `notes` are numbered and called by the tables."""

    id: str
    title: str
    intro: str
    bars: tuple[BarView, ...]
    tables: tuple[TableView, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CohortView:
    """Everything a report says of a cohort."""

    title: str
    day: str
    pack_label: str
    pack_version: str
    summary: tuple[str, ...]
    sections: tuple[SectionView, ...]
    method: tuple[str, ...]


def points(share: float) -> int:
    """Round a share to whole percents, half up; every output shows this number and no finer one."""
    return int(share * 100 + 0.5)


def percent(share: float) -> str:
    """« 62 % »; a share that is neither nothing nor all never reads as if it were."""
    whole = points(share)
    if whole == 0 and share > 0:
        return f"moins de 1{NBSP}%"
    if whole == 100 and share < 1:  # noqa: PLR2004 - a hundred percent
        return f"plus de 99{NBSP}%"
    return f"{whole}{NBSP}%"


def counted(number: int, noun: str) -> str:
    """« 1 entreprise », « 1 050 entreprises »."""
    return french.many(number, noun, f"{noun}s")


def share_text(part: Part) -> str:
    """« 62 % »."""
    if part.count is None:
        return HIDDEN
    return "–" if part.share is None else percent(part.share)


def full_text(part: Part) -> str:
    """« 62 % (59 à 65) »: with its interval."""
    if part.share is None or part.low is None or part.high is None:
        return share_text(part)
    return f"{percent(part.share)} ({points(part.low)}{NBSP}à{NBSP}{points(part.high)})"


def count_text(count: int | None) -> str:
    """« 1 050 »."""
    return HIDDEN if count is None else french.number(count)


def mean_text(mean: Mean) -> str:
    """« 42 », the score out of a hundred."""
    if mean.count is None:
        return HIDDEN
    return "–" if mean.value is None else str(rounded(mean.value))


def drawn(part: Part) -> tuple[int | None, int | None, int | None]:
    """Numbers of a bar: the share and the two ends of its interval, None where there is none."""
    low, high = (None if bound is None else points(bound) for bound in (part.low, part.high))
    return None if part.share is None else points(part.share), low, high


def rounded(value: float) -> int:
    """Round a score to the nearest whole, half up."""
    return int(value + 0.5)
