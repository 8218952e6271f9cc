"""The families of jobs, to browse, with the skills that grow, appear and fade in each."""

from collections.abc import Iterable
from typing import Any

from iag_diag.content.library.occupations import Impact, Occupation, Technology
from iag_diag.content.library.shelves import Library
from iag_diag.content.library.skills import Evolution, MacroSkill, Synthesis, Trend
from iag_diag.reports import french
from iag_diag.reports.catalogue.pages import Item, Kind, Page, lines_of, part

_OURS = "hors étude"
_SKILLS = "Les compétences (par groupes de métiers : rapprochement de l’outil)"


def occupations(library: Library) -> Kind:
    """Every family, in the study's order."""
    return Kind(
        "metier",
        "metiers",
        "famille de métiers",
        True,
        ("Famille de métiers", "À essayer cette semaine"),
        lambda: tuple(_item(library, family) for family in library.occupations.values()),
    )


def _item(library: Library, family: Occupation) -> Item:
    return Item(
        family.id,
        (family.name, f"à essayer, {family.trial.minutes} minutes : {french.lower_first(family.trial.title)}"),
        lambda: _page(library, family),
        lambda: {**family.model_dump(mode="json"), "skills": _skills_data(library, family.id)},
        {
            "risk": ("publie" if family.risks else "non-publie",),
            "caution": ("oui" if family.cautions else "non",),
        },
    )


def _page(library: Library, family: Occupation) -> Page:
    trial = family.trial
    growing, appearing, fading = skills_of(library, family.id)
    lines = f"Étude, {lines_of(family.source.lines)}" if family.source else "Hors étude"
    parts = (
        part("Ce qui change", [family.change]),
        part("À surveiller", [family.watch]),
        part(f"À essayer cette semaine : {trial.title} ({trial.minutes} minutes, {_OURS})", (), strong=True),
        part("", [trial.text]),
        part("Le texte à copier dans l’outil, blancs à remplir", [trial.prompt]),
        part("Avant de vous en servir", [trial.check]),
        part("N’y écrivez jamais", [trial.keep_out]),
        part("Ce que dit l’étude", (), strong=True),
        part("Ce que l’IA peut y faire", (_impact(impact) for impact in family.impacts)),
        part("Les risques", [*(risk.text for risk in family.risks), *([family.no_risks] if family.no_risks else [])]),
        part("Les outils cités (citer n’est pas conseiller)", map(_technology, family.technologies), glossed=False),
        part(f"Prudence ({_OURS})", (caution.text for caution in family.cautions)),
        *([part(_SKILLS, (), strong=True)] if growing or appearing or fading else []),
        part("Celles qui comptent davantage", growing),
        part("Celles qui apparaissent", appearing),
        part("Celles qui comptent moins", fading),
    )
    return Page(family.name, (f"{family.id} · {lines}",), parts)


def _impact(impact: Impact) -> str:
    mark = "" if impact.generative else " [ce n’est pas de l’IA générative]"
    return f"{impact.label}{mark} : {impact.text}"


def _technology(technology: Technology) -> str:
    mark = "" if technology.generative else " [pas de l’IA générative]"
    note = f" {technology.note}" if technology.note else ""
    return f"{technology.name}{mark} : {technology.what}{note}"


def skills_of(library: Library, family: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """List the skills that grow, appear and fade in a family: by the synthesis first, then by its groups of jobs."""
    rows = _rows(library, family)
    macros = _macros(library, family)
    return (
        _labels(rows, macros, Evolution.STRONGER, Trend.STRONGER),
        _labels(rows, macros, Evolution.EMERGING, Trend.NEW),
        _labels(rows, macros, Evolution.WEAKER, Trend.WEAKER),
    )


def _labels(
    rows: Iterable[Synthesis], macros: Iterable[MacroSkill], evolution: Evolution, trend: Trend
) -> tuple[str, ...]:
    labels = [row.label for row in rows if row.evolution is evolution]
    for macro in macros:
        skills = [french.lower_first(skill.label) for skill in macro.skills if skill.trend is trend]
        if skills:
            labels.append(f"Pour {french.lower_first(macro.label)} : {' ; '.join(skills)}")
    return tuple(labels)


def _rows(library: Library, family: str) -> list[Synthesis]:
    """Rows of the synthesis about a family: those that name it first, then those for every family."""
    named_rows = [row for row in library.skills.synthesis if family in row.families]
    return named_rows + [row for row in library.skills.synthesis if row.everyone and family not in row.families]


def _macros(library: Library, family: str) -> list[MacroSkill]:
    return [macro for macro in library.skills.macros if family in macro.families]


def _skills_data(library: Library, family: str) -> dict[str, Any]:
    return {
        "synthesis": [row.id for row in _rows(library, family)],
        "macros": [macro.id for macro in _macros(library, family)],
    }
