"""What could still be true, on columns: gates and span of the companies that Kleene's logic leaves undecided.

Twin of `iag_diag.diagnosis.completions`: the same diagrams, but many companies at once, so from the leaves up.

* At each node, a company has a set of bits: the values that it can still reach from there. Of a leaf, its one value.
* A node reaches what its children reach, of those to which the company's answer may lead: one where the answer is
  known, several where it is not. So a branch costs two operations on columns of bytes, an « and » and an « or ».
* At the root of a gate, YES alone is true, NO alone is false, both are unknown. At that of the phase, the lowest and
  the highest bit are the span.

What an answer leads to is looked up: it falls in one of a few cases (a number), and each case is worth one value of the
variable, or any that can be given where it is not known.
"""

from collections.abc import Iterator, Mapping
from functools import reduce
from itertools import chain
from operator import or_

import polars as pl

from iag_diag.batch.scoring import columns
from iag_diag.batch.scoring.conditions import compiled
from iag_diag.batch.scoring.facts import known
from iag_diag.batch.scoring.rules import summed, worth
from iag_diag.batch.scoring.slots import FIRST, Slot, unsigned
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.completions import Completions
from iag_diag.diagnosis.diagrams import Node
from iag_diag.diagnosis.variables import NO, YES, Role, Variable

_CELLS = 1 << 26  # of all the columns made for the companies that go through the diagrams together

Branch = tuple[int, frozenset[int]]
"""A variable, and those of its values that lead from a node to the same child; many nodes share it."""

Cases = tuple[pl.Expr, list[int | None]]
"""Number of the case that the answer of a company falls in; value of the variable in each case, None for any."""


class Undecided:
    """The diagrams of a pack, ready to settle what Kleene's logic leaves open."""

    def __init__(self, pack: Pack, slots: Mapping[str, Slot], completions: Completions) -> None:
        self._slots = slots
        self._variables = completions.variables
        self._gates = completions.gates
        self._ranks = range(len(pack.phases))
        values = range(max(YES + 1, len(pack.phases)))
        self._sets = unsigned((1 << len(values)) - 1)
        self._leaves = {self._variables.diagrams.leaf(value): 1 << value for value in values}
        self._roots = {f"gate:{gate}": node for gate, node in completions.gates.items()} | {"phase": completions.phase}
        branches: dict[Branch, int] = {}
        inside = chain.from_iterable(map(self._variables.diagrams.inside, self._roots.values()))
        self._nodes = {node: self._below(node, branches) for node in dict.fromkeys(inside)}
        self._answers = [self._given(variable) for variable in self._variables.all]
        self.reads = list(dict.fromkeys(name for answer in self._answers for name in answer.meta.root_names()))
        cases = [self._cases_of(place, variable) for place, variable in enumerate(self._variables.all)]
        self._cases = [case.alias(f"case:{place}") for place, (case, _) in enumerate(cases)]
        self._taken = [
            self._taking(branch, cases[branch[0]][1]).alias(f"branch:{place}") for branch, place in branches.items()
        ]
        self._conclusions = [*map(self._gate, self._gates), *self._span()]
        self._together = 1 + _CELLS // (1 + len(self._nodes) + len(branches))

    def settle(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Give their exact gates and span to the companies of which a gate is unknown."""
        unknown = pl.any_horizontal(columns.gate(gate).is_null() for gate in self._gates)
        places = frame.select(unknown).to_series().arg_true()
        if places.is_empty():
            return frame
        companies = frame.select(self.reads)[places]
        exact = pl.concat([self._exact(some) for some in companies.iter_slices(self._together)])
        return frame.with_columns(frame[name].scatter(places, exact[name]) for name in exact.columns)

    def _exact(self, companies: pl.DataFrame) -> pl.DataFrame:
        """Give gates and span of companies, whether or not Kleene's logic decides them."""
        cases = companies.with_columns(self._answers).with_columns(self._cases)
        taken = cases.select(self._taken).get_columns()
        count = companies.height
        reached = {leaf: pl.repeat(bit, count, dtype=self._sets, eager=True) for leaf, bit in self._leaves.items()}
        for node, below in self._nodes.items():
            reached[node] = reduce(or_, (taken[place] & reached[child] for place, child in below))
        return pl.DataFrame({name: reached[root] for name, root in self._roots.items()}).select(self._conclusions)

    def _below(self, node: Node, branches: dict[Branch, int]) -> list[tuple[int, Node]]:
        """Children of a node, each with the place of its branch; branches met for the first time are added."""
        variable, below = self._variables.diagrams.branches(node)
        leading: dict[Node, set[int]] = {}
        for value, child in enumerate(below):
            leading.setdefault(child, set()).add(value)
        return [
            (branches.setdefault((variable, frozenset(values)), len(branches)), child)
            for child, values in leading.items()
        ]

    def _given(self, variable: Variable) -> pl.Expr:
        """Answer as it was given, whether or not the question concerns the company."""
        if variable.role is Role.IGNORED:
            return columns.not_known(variable.question)
        slot = self._slot(variable)
        given = columns.raw(slot.name)
        if variable.role is Role.LINE:
            given = pl.when(columns.raw(variable.question) == FIRST).then(given)
        return known(slot, given)

    def _slot(self, variable: Variable) -> Slot:
        return self._slots[variable.question if variable.row is None else f"{variable.question}[{variable.row}]"]

    def _cases_of(self, place: int, variable: Variable) -> Cases:
        if variable.role is Role.IGNORED:
            return columns.not_known(variable.question).cast(pl.UInt8) + 1, [None, 0, 1]
        slot = self._slot(variable)
        if slot.multiple:
            return self._cases_ticked(variable, slot)
        options = slot.options or variable.values  # of a matrix as a whole, « given »
        given = [self._variables.value(place, option) for option in options]
        return columns.answer(slot.name).fill_null(0), [None, variable.not_applicable, None, *given]  # as slots code it

    def _cases_ticked(self, variable: Variable, slot: Slot) -> Cases:
        """Tell the kinds of ticking apart as the variable does: by the operators that hold."""
        tests = self._variables.tests[variable.question, variable.row]
        bits = unsigned((1 << len(tests)) - 1)
        held = summed([worth(compiled(atom, self._slots, {}), 1 << bit, bits) for bit, atom in enumerate(tests)])  # type: ignore[arg-type]
        # « sans objet », for which none holds, is worth the same as an answer for which none does
        values = {0: variable.not_applicable} | {
            sum(accept(ticked) << bit for bit, accept in enumerate(tests.values())): value
            for value, ticked in enumerate(variable.values)
        }
        kinds = sorted(values)
        case = pl.lit(pl.Series(kinds, dtype=bits)).search_sorted(held) + 1
        known = columns.answer(slot.name).is_not_null()
        return pl.when(known).then(case).otherwise(0), [None, *map(values.__getitem__, kinds)]

    def _taking(self, branch: Branch, cases: list[int | None]) -> pl.Expr:
        """Every bit for a company that may take a branch, none for the others."""
        variable, values = branch
        free = not values.isdisjoint(self._variables.free[variable])
        may = [free if value is None else value in values for value in cases]
        table = pl.Series([sum(self._leaves.values()) if led else 0 for led in may], dtype=self._sets)
        return pl.lit(table).gather(pl.col(f"case:{variable}"))

    def _set(self, value: int) -> pl.Expr:
        return pl.lit(1 << value, dtype=self._sets)

    def _gate(self, gate: str) -> pl.Expr:
        held = pl.when(columns.gate(gate) == self._set(YES)).then(pl.lit(value=True))
        return held.when(columns.gate(gate) == self._set(NO)).then(pl.lit(value=False)).alias(f"gate:{gate}")

    def _span(self) -> Iterator[pl.Expr]:
        """Lowest and highest rank among those that the phase can have."""
        reached = pl.col("phase")
        yield reached.bitwise_trailing_zeros().cast(pl.UInt8).alias("phase:lowest")
        yield summed([(reached >= self._set(rank)).cast(pl.UInt8) for rank in self._ranks[1:]]).alias("phase:highest")
