"""What a cohort report says first, in sentences."""

from collections.abc import Iterator
from math import inf

from iag_diag.batch.cohort.comparing import Comparison
from iag_diag.batch.cohort.describing import Cohort
from iag_diag.batch.cohort.tables import Entry, Part, Table
from iag_diag.batch.cohort.weights import Weighting
from iag_diag.content.library.reperes import Grade
from iag_diag.reports import french
from iag_diag.reports.cohort_study import told, within
from iag_diag.reports.cohort_view import full_text, mean_text, points, share_text
from iag_diag.reports.french import NBSP

_MOST_FIGURES = 3


def summary(cohort: Cohort) -> Iterator[str]:
    """Say the cohort in ten sentences or so."""
    yield _who(cohort)
    yield _weighted(cohort)
    phases = zip(cohort.phases.entries, cohort.phases.parts[0], strict=True)
    yield "Les phases : " + " ; ".join(f"{entry.label.lower()} {full_text(part)}" for entry, part in phases) + "."
    confirm = cohort.confirm.parts[0][0]
    if confirm.count:
        yield f"Pour {share_text(confirm)} des entreprises, la phase reste à confirmer : des réponses manquent."
    yield from _axes(cohort)
    for table, opening in (
        (cohort.alerts, "Le point de vigilance le plus fréquent"),
        (cohort.gates, "Ce qui manque le plus souvent pour passer à la phase suivante"),
        (cohort.sheets, "La fiche action la plus souvent retenue"),
        (cohort.first_sheets, "La première de la feuille de route, le plus souvent"),
    ):
        if best := most_frequent(table):
            yield f"{opening} : « {best[0].label.rstrip('.')} », {full_text(best[1])}."
    yield from _study(cohort)
    if hidden := hidden_cells(cohort):
        yield (
            f"{french.counted(hidden, 'case est masquée', 'cases sont masquées')} : moins de {cohort.floor} "
            "entreprises, ou de quoi retrouver une case qui en a moins."
        )


def _who(cohort: Cohort) -> str:
    said = f"{french.number(cohort.companies)} entreprises ont un diagnostic"
    if not cohort.aside:
        return f"{said}."
    lines = french.counted(
        cohort.aside, "ligne des résultats n’en a pas et reste", "lignes des résultats n’en ont pas et restent"
    )
    return f"{said} ; {lines} à part."


def _weighted(cohort: Cohort) -> str:
    weighting = cohort.weighting
    if not weighting.margins:
        return (
            "Sans population de référence, chaque entreprise compte pour une : "
            "ces chiffres décrivent celles qui ont répondu."
        )
    said = f"Les résultats sont redressés par {' et par '.join(weighting.margins)}"
    size = french.number(round(weighting.effective))
    capped = f" ; {_capped(weighting)}" if weighting.capped else ""
    return f"{said} : ils ont la précision de {size} réponses de même poids{capped}."


def _capped(weighting: Weighting) -> str:
    held = french.counted(weighting.capped, "entreprise est limitée", "entreprises sont limitées")
    gap = points(weighting.gap)
    left = f", et une part reste à {gap}{NBSP}{'points' if gap > 1 else 'point'} de la population" if gap else ""
    return f"{held} à {decimal(weighting.cap)} fois le poids moyen{left}"


def decimal(number: float) -> str:
    """« 1,8 », « 5 »."""
    return f"{number:.1f}".removesuffix(".0").replace(".", ",")


def _axes(cohort: Cohort) -> Iterator[str]:
    known = [(axis, axis.means[0].value) for axis in cohort.axes]
    ranked = sorted((value, axis.entry.id, axis) for axis, value in known if value is not None)
    if len(ranked) > 1:
        (_, _, low), (_, _, high) = ranked[0], ranked[-1]
        yield (
            f"L’axe le plus haut en moyenne : {high.entry.label} ({mean_text(high.means[0])} sur 100) ; "
            f"le plus bas : {low.entry.label} ({mean_text(low.means[0])} sur 100)."
        )


def most_frequent(table: Table, place: int = 0) -> tuple[Entry, Part] | None:
    """Find the entry that most companies of a segment hold, None when nobody holds any or all are hidden."""
    held = [(entry, part) for entry, part in zip(table.entries, table.parts[place], strict=True) if part.share]
    return min(held, key=lambda one: (-(one[1].share or 0), one[0].id)) if held else None


def hidden_cells(cohort: Cohort) -> int:
    """Count the cells that the tables of the cohort hide."""
    parts = (part for table in cohort.tables for row in table.parts for part in row)
    means = (mean for axis in cohort.axes for mean in axis.means)
    return sum(part.count is None for part in parts) + sum(mean.count is None for mean in means)


def _study(cohort: Cohort) -> Iterator[str]:
    """Set the safest figures of the study beside the cohort's."""
    safe = [one for one in told(cohort) if one.place == 0 and one.shown.grade is Grade.A and one.ours.share is not None]
    if not safe:
        return
    firsts = list({one.shown.item.question: one for one in reversed(safe)}.values())[::-1]
    said = " ; ".join(
        f"{share_text(one.ours)} {figure.label} ({french.tenths(figure.tenths)}{NBSP}% dans l’étude)"
        for one in firsts[:_MOST_FIGURES]
        for figure in [one.shown.figure]
    )
    yield f"À côté de l’étude : {said}."
    inside = sum(within(one) for one in safe)
    furthest = max(safe, key=lambda one: (_distance(one), one.shown.figure.id))
    if inside == len(safe):
        yield f"Ses {len(safe)} chiffres les plus sûrs sont tous dans l’intervalle de la cohorte."
        return
    yield (
        f"Sur ses {len(safe)} chiffres les plus sûrs, {inside} {'est' if inside <= 1 else 'sont'} dans l’intervalle "
        f"de la cohorte ; le plus éloigné : {furthest.shown.figure.label}, {share_text(furthest.ours)} ici, "
        f"{french.tenths(furthest.shown.figure.tenths)}{NBSP}% dans l’étude."
    )


def _distance(comparison: Comparison) -> float:
    return abs(comparison.ours.share - comparison.published) if comparison.ours.share is not None else -inf
