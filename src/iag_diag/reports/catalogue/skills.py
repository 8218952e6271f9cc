"""The skills, to browse: four lists of the study under one kind."""

from collections.abc import Mapping

from pydantic import BaseModel

from iag_diag.content.library.shelves import Library
from iag_diag.content.library.skills import (
    Behaviour,
    Evolution,
    Intensity,
    MacroSkill,
    Nature,
    Synthesis,
    Technical,
    Trend,
)
from iag_diag.reports import french
from iag_diag.reports.catalogue.pages import Item, Kind, Page, Part, lines_of, part

INTENSITIES: Mapping[Intensity, str] = {
    Intensity.STRONG: "compte beaucoup plus (++)",
    Intensity.SOME: "compte plus (+)",
    Intensity.UNGRADED: "compte plus (sans degré donné)",
}
NATURES: Mapping[Nature, str] = {
    Nature.NEW: "nouvelle",
    Nature.STRONGER: "renforcée",
    Nature.WEAKER: "diminue",
}
TRENDS: Mapping[Trend, str] = {
    Trend.NEW: "Ce qui est nouveau",
    Trend.STRONGER: "Ce qui compte davantage",
    Trend.WEAKER: "Ce qui compte moins",
}
EVOLUTIONS: Mapping[Evolution, str] = {
    Evolution.STRONGER: "renforcée",
    Evolution.EMERGING: "émergente",
    Evolution.WEAKER: "diminue",
}
_UP, _NEW, _DOWN = "renforcee", "nouvelle", "diminue"


def skills(library: Library) -> Kind:
    """Behavioural skills, technical skills, groups of jobs, synthesis."""
    return Kind(
        "competence",
        "competences",
        "compétence",
        True,
        ("Compétence", "Liste", "Évolution"),
        lambda: (
            *(_behaviour(skill) for skill in library.skills.behaviours),
            *(_technical(skill) for skill in library.skills.technicals),
            *(_macro(library, macro) for macro in library.skills.macros),
            *(_synthesis(library, skill) for skill in library.skills.synthesis),
        ),
    )


def _behaviour(skill: Behaviour) -> Item:
    said = INTENSITIES[skill.intensity]
    return _item(skill, skill.id, skill.label, "comportementale", said, _UP, (), [part("", [skill.text])], skill.lines)


def _technical(skill: Technical) -> Item:
    trend = {Nature.NEW: _NEW, Nature.STRONGER: _UP, Nature.WEAKER: _DOWN}[skill.nature]
    parts = [part("", [skill.text]), part("À savoir", [skill.note] if skill.note else [])]
    return _item(skill, skill.id, skill.label, "technique", NATURES[skill.nature], trend, (), parts, skill.lines)


def _macro(library: Library, macro: MacroSkill) -> Item:
    lists = (
        part(
            title,
            (
                f"{skill.label} : {french.lower_first(skill.note)}" if skill.note else skill.label
                for skill in macro.skills
                if skill.trend is trend
            ),
        )
        for trend, title in TRENDS.items()
    )
    parts = [
        part("", [macro.text]),
        part("Métiers étudiés", [macro.focus]),
        *lists,
        _families(library, macro.families, "Familles (rapprochement de l’outil)"),
    ]
    counts = {trend: sum(skill.trend is trend for skill in macro.skills) for trend in TRENDS}
    said = ", ".join(
        (
            french.many(counts[Trend.NEW], "compétence nouvelle", "compétences nouvelles"),
            f"{counts[Trend.STRONGER]} en hausse",
            f"{counts[Trend.WEAKER]} en baisse",
        )
    )
    return _item(macro, macro.id, macro.label, "groupe", said, "", macro.families, parts, macro.lines)


def _synthesis(library: Library, skill: Synthesis) -> Item:
    trend = {Evolution.EMERGING: _NEW, Evolution.STRONGER: _UP, Evolution.WEAKER: _DOWN}[skill.evolution]
    everyone = part("Familles", ["Toutes."]) if skill.everyone else part("", ())
    parts = [part("", [skill.text]), everyone, _families(library, skill.families, "Surtout dans ces familles")]
    said = EVOLUTIONS[skill.evolution]
    return _item(skill, skill.id, skill.label, "synthese", said, trend, skill.families, parts, skill.lines)


def _families(library: Library, families: tuple[str, ...], title: str) -> Part:
    return part(title, (library.occupation(family).name for family in families))


def _item(  # noqa: PLR0913, PLR0917 - one place where the four lists become the same thing
    entry: BaseModel,
    id_: str,
    label: str,
    list_: str,
    said: str,
    trend: str,
    families: tuple[str, ...],
    parts: list[Part],
    lines: str,
) -> Item:
    kinds = {
        "comportementale": "Compétence comportementale",
        "technique": "Compétence technique",
        "groupe": "Groupe de compétences",
        "synthese": "Compétence de la synthèse",
    }
    return Item(
        id_,
        (label, kinds[list_].lower(), said),
        lambda: Page(label, (f"{kinds[list_]} · {said} · Étude, {lines_of(lines)}",), tuple(parts)),
        lambda: {"list": list_, **entry.model_dump(mode="json")},
        {"list": (list_,), "trend": (trend,) if trend else (), "family": families},
    )
