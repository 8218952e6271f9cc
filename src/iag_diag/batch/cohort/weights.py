"""Weights that bring the companies of a file back to a known population, by size and branch.

Post-stratification is raking with one margin: the joint table. Everything works on the cells of the cross table of
size and branch, never company by company.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from typing import TypeAlias

from iag_diag.batch.cohort.intervals import effective_size
from iag_diag.errors import IagDiagError

Cell: TypeAlias = tuple[str, str]
Weights: TypeAlias = Mapping[Cell, float]

CAP = 5.0
"""No company counts for more than five: beyond, one answer of a rare kind would make the picture alone."""

_PASSES = 1_000
_STEADY = 1e-10
_EXACT = 1e-6
_FEW = 6


@dataclass(frozen=True, slots=True)
class Margin:
    """A distribution known of the population: size of each category (count or share), and the category of each cell.

    A cell without category is absent from `of`. `label` names the margin in French (« taille »).
    """

    label: str
    known: Mapping[str, float]
    of: Mapping[Cell, str]


@dataclass(frozen=True, slots=True)
class Weighting:
    """Weight of a company of each cell, 1 on average over the companies.

    `capped` counts the companies whose weight was cut to `cap`; `gap` is the largest distance that is left between
    the weighted share of a category and the population's (0 to 1); `effective` is Kish's size.
    """

    weights: Weights
    effective: float
    margins: tuple[str, ...] = ()
    joint: bool = False
    cap: float = CAP
    capped: int = 0
    gap: float = 0.0

    @property
    def range(self) -> tuple[float, float]:
        """Lowest and highest weight."""
        return min(self.weights.values()), max(self.weights.values())


def unweighted(counts: Mapping[Cell, int]) -> Weighting:
    """Let every company count for one."""
    return Weighting(dict.fromkeys(counts, 1.0), float(sum(counts.values())))


def rake(counts: Mapping[Cell, int], margins: Sequence[Margin], *, cap: float = CAP) -> Weighting:
    """Weigh the cells so that each margin is the population's (iterative proportional fitting), capped as it goes.

    `counts` are companies per cell, all above zero; `cap` is in multiples of the mean weight, above 1. Raises
    `IagDiagError` when a category has no company, a company no category, or when the margins cannot be reached.
    """
    for margin in margins:
        _check(margin, counts)
    total = sum(counts.values())
    targets = [_targets(margin, total) for margin in margins]
    weights = dict.fromkeys(counts, 1.0)
    for _ in range(_PASSES):
        before = dict(weights)
        for margin, target in zip(margins, targets, strict=True):
            for cell, factor in _factors(margin, target, counts, weights).items():
                weights[cell] *= factor
        held = _trim(weights, counts, cap)
        if all(abs(weights[cell] - before[cell]) <= _STEADY * before[cell] for cell in weights):
            break
    else:
        raise _unreachable(margins)
    gap = _gap(margins, targets, counts, weights) / total
    if not held and gap > _EXACT:
        raise _unreachable(margins)
    effective = effective_size((counts[cell], weights[cell]) for cell in counts)
    capped = sum(counts[cell] for cell in held)
    return Weighting(weights, effective, tuple(margin.label for margin in margins), False, cap, capped, gap)


def _targets(margin: Margin, total: int) -> dict[str, float]:
    whole = fsum(margin.known.values())
    return {category: total * size / whole for category, size in margin.known.items() if size}


def _masses(margin: Margin, counts: Mapping[Cell, int], weights: Weights) -> dict[str, float]:
    """Weighted companies of each category."""
    masses: dict[str, list[float]] = {}
    for cell, count in counts.items():
        masses.setdefault(margin.of[cell], []).append(count * weights[cell])
    return {category: fsum(parts) for category, parts in masses.items()}


def _factors(
    margin: Margin, target: Mapping[str, float], counts: Mapping[Cell, int], weights: Weights
) -> dict[Cell, float]:
    masses = _masses(margin, counts, weights)
    return {cell: target[margin.of[cell]] / masses[margin.of[cell]] for cell in counts}


def _trim(weights: dict[Cell, float], counts: Mapping[Cell, int], cap: float) -> set[Cell]:
    """Cut the weights above the cap and share what was cut among the others; the mean stays 1."""
    held: set[Cell] = set()
    while over := [cell for cell in weights if cell not in held and weights[cell] > cap]:
        held.update(over)
        free = [cell for cell in weights if cell not in held]
        left = sum(counts.values()) - cap * sum(counts[cell] for cell in held)
        factor = left / fsum(counts[cell] * weights[cell] for cell in free)
        weights.update({cell: weights[cell] * factor for cell in free} | dict.fromkeys(over, cap))
    return held


def _gap(
    margins: Sequence[Margin],
    targets: Sequence[Mapping[str, float]],
    counts: Mapping[Cell, int],
    weights: Weights,
) -> float:
    return max(
        abs(mass - target[category])
        for margin, target in zip(margins, targets, strict=True)
        for category, mass in _masses(margin, counts, weights).items()
    )


def _check(margin: Margin, counts: Mapping[Cell, int]) -> None:
    """Refuse what no weight can mend."""
    lost = sum(count for cell, count in counts.items() if cell not in margin.of)
    if lost:
        raise IagDiagError(
            f"La population ne dit rien de {_companies(lost)} de la cohorte ({margin.label}).",
            "Ajoutez leur catégorie au fichier de population, réunissez-la à une autre (par exemple « 0|1-9 »), "
            "ou complétez ces réponses dans l’export.",
        )
    seen = {margin.of[cell] for cell in counts}
    if absent := [category for category, size in margin.known.items() if size and category not in seen]:
        raise IagDiagError(
            f"Aucune entreprise de la cohorte pour {_listed(absent)} ({margin.label}), que la population compte.",
            "Réunissez ces catégories à des voisines dans le fichier de population (par exemple « 200-499|500+ »), "
            "ou retirez-les : la cohorte ne parlera pas de ces entreprises.",
        )
    if empty := [category for category in seen if not margin.known[category]]:
        raise IagDiagError(
            f"La population donne zéro à {_listed(sorted(empty))} ({margin.label}), que la cohorte compte.",
            "Corrigez cet effectif, ou retirez ces entreprises des résultats.",
        )


def _companies(count: int) -> str:
    return f"{count} entreprise{'s' if count > 1 else ''}"


def _listed(categories: Sequence[str]) -> str:
    shown = ", ".join(f"« {category} »" for category in categories[:_FEW])
    more = len(categories) - _FEW
    return f"{shown} et {more} autre{'s' if more > 1 else ''}" if more > 0 else shown


def _unreachable(margins: Sequence[Margin]) -> IagDiagError:
    labels = " et ".join(margin.label for margin in margins)
    return IagDiagError(
        f"Le redressement ne converge pas : aucune pondération ne donne ensemble les répartitions par {labels}.",
        "Réunissez les catégories peu remplies dans le fichier de population, ou donnez une seule répartition.",
    )
