"""The figures set beside a company's answers: one that is published and comparable, or none."""

from dataclasses import replace
from datetime import date

from iag_diag.content.library.reperes import Reperes
from iag_diag.content.library.shelves import Library
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.guidance import Guide

ANSWERS = {"taille": "1-9", "strategie": "oui"}


def test_a_comparison_without_a_published_figure_is_not_made(engine: Engine, library: Library):
    rules = library.selections
    assert rules is not None
    facts = engine.facts(ANSWERS, engine.diagnose(ANSWERS))
    made = {
        name: Guide(engine.pack, rules, library.entries(date(2026, 11, 26)), reperes).guide(facts, solo=False)
        for name, reperes in (("all", library.reperes), ("none", Reperes()))
    }
    assert [shown.figure.id for _, shown in made["all"].benchmarks] == ["strategie-oui-1-9"]
    assert made["none"] == replace(made["all"], benchmarks=())
