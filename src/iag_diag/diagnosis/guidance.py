"""What the rest of the study has to say to one company: figures to compare with, its jobs, training, things to read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from iag_diag.content.library.entries import Entry
from iag_diag.content.library.reperes import Reperes, Shown
from iag_diag.content.library.selections import SelectionsFile
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import State
from iag_diag.diagnosis.conditions import Facts
from iag_diag.diagnosis.selection import NOTHING, Chosen, Compared, Comparer, Selector


@dataclass(frozen=True, slots=True)
class Guidance:
    """Everything chosen for one company, each choice with its trace."""

    benchmarks: tuple[tuple[Compared, Shown], ...] = ()
    occupations: Chosen = NOTHING
    trainings: Chosen = NOTHING
    resources: Chosen = NOTHING


UNGUIDED = Guidance()


class Guide:
    """The rules of selection of a pack, made ready for any number of companies on one day.

    `entries` are what each selection chooses among, by its name in the rules, as they are on that day.
    """

    def __init__(
        self, pack: Pack, rules: SelectionsFile, entries: Mapping[str, Sequence[Entry]], reperes: Reperes
    ) -> None:
        self._manifest = pack.manifest
        self._best = cache(reperes.best)
        self._comparer = Comparer(pack, rules.benchmarks)
        self._occupations = Selector(pack, rules.occupations, entries["occupations"])
        self._trainings = Selector(pack, rules.trainings, entries["trainings"])
        self._resources = Selector(pack, rules.resources, entries["resources"])

    def guide(self, facts: Facts, *, solo: bool) -> Guidance:
        """Choose for one company whose answers, scores and phase are settled (`Engine.facts`)."""
        return Guidance(
            self._compared(facts),
            self._occupations.choose(facts, solo=solo),
            self._trainings.choose(facts, solo=solo),
            self._resources.choose(facts, solo=solo),
        )

    def _compared(self, facts: Facts) -> tuple[tuple[Compared, Shown], ...]:
        """Set each comparison beside the figure that fits the company, where one is published and comparable."""
        size = _profile(facts, self._manifest.size_question)
        branch = _profile(facts, self._manifest.branch_question)
        found = []
        for compared in self._comparer.compare(facts):
            shown = self._best(compared.question, compared.options, row=compared.row, size=size, branch=branch)
            if shown is not None and shown.comparable:
                found.append((compared, shown))
        return tuple(found[: self._comparer.keep])


def _profile(facts: Facts, question: str | None) -> str | None:
    """Answer of the company to a question of profile, None where it is not known."""
    if question is None or facts.states[question] is not State.GIVEN:
        return None
    value = facts.values[question]
    return value if isinstance(value, str) else None
