"""Diagnosing many companies at once: coded answers in, results out, the same as one by one.

One pass of small integer columns per chunk: the flow, the named conditions and the gates; the exact phase of the
companies that a gate leaves undecided; then the criteria, the alerts, the needs and the sheets kept. Nothing here knows
where the answers come from (see `iag_diag.batch.lots.decoding`).
"""

from collections.abc import Iterable, Sequence

import polars as pl

from iag_diag.batch.scoring.completions import Undecided
from iag_diag.batch.scoring.facts import facts
from iag_diag.batch.scoring.results import Results
from iag_diag.batch.scoring.rules import Rules
from iag_diag.batch.scoring.selection import Selection
from iag_diag.batch.scoring.slots import slots
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.phases import Phases


class Scorer:
    """A pack compiled for columns: made once, then run on any number of frames."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.slots = slots(pack)
        self._selection = Selection(pack, self.slots)
        self._results = Results(pack, self._selection).nodes()
        rules = Rules(pack, self.slots)
        completions = Phases(pack).completions
        self._undecided = Undecided(pack, self.slots, completions) if completions else None
        phase = [*facts(pack, self.slots), *rules.gates()]
        advice = [*rules.nodes(), *self._selection.nodes()]
        wanted = [*self._selection.reads, *(name for name in _read(self._results) if name not in Selection.MAKES)]
        known = [*self.slots, *(node.meta.output_name() for node in phase)]
        self._advice = staged(advice, known, wanted)
        also = self._undecided.reads if self._undecided else ()
        self._phase = staged(phase, self.slots, [*_read(self._advice[0]), *also])

    def score(self, coded: pl.DataFrame) -> pl.DataFrame:
        """Diagnose coded answers (a column per slot, missing ones unanswered): a row of results per row, in order."""
        frame = coded.select(
            pl.col(name) if name in coded.columns else pl.lit(None, dtype=slot.dtype).alias(name)
            for name, slot in self.slots.items()
        )
        for stage in self._phase:
            frame = frame.select(stage)
        if self._undecided:
            frame = self._undecided.settle(frame)
        for stage in self._advice:
            frame = frame.select(stage)
        return frame.hstack(self._selection.choose(frame)).select(self._results)


def staged(nodes: Sequence[pl.Expr], known: Iterable[str], wanted: Iterable[str]) -> list[list[pl.Expr]]:
    """Group expressions so that each group reads what is known and what the groups before it made.

    Each group makes and hands on the columns that a later one reads, or that are wanted at the end, and no other.
    """
    made, left, groups = set(known), list(nodes), []
    while left:
        ready = [node for node in left if made.issuperset(node.meta.root_names())]
        made.update(node.meta.output_name() for node in ready)
        left = [node for node in left if node.meta.output_name() not in made]
        if not ready:
            stuck = ", ".join(node.meta.output_name() for node in left)
            raise RuntimeError(f"these columns wait for one another: {stuck}")
        groups.append(ready)
    stages: list[list[pl.Expr]] = []
    needed = dict.fromkeys(wanted)
    for group in reversed(groups):
        useful = {name: node for node in group if (name := node.meta.output_name()) in needed}
        handed = [name for name in needed if name not in useful]
        stages.append([*map(pl.col, handed), *useful.values()])
        needed = dict.fromkeys([*handed, *_read(useful.values())])
    return stages[::-1]


def _read(expressions: Iterable[pl.Expr]) -> list[str]:
    """Columns that expressions read."""
    return [name for expression in expressions for name in expression.meta.root_names()]
