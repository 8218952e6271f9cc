"""The roadmap as a file: where it goes, and what it never replaces."""

from dataclasses import replace
from pathlib import Path

import pytest

from builders import CASES, read
from iag_diag.dossiers.reading import Company
from iag_diag.errors import IagDiagError
from iag_diag.reports.delivery import Delivery, roadmap_path
from iag_diag.reports.glossing import Glossary
from iag_diag.reports.markdown import RoadmapTemplate
from iag_diag.reports.reporter import Reporter


@pytest.fixture
def delivery(reporter: Reporter) -> Delivery:
    return Delivery(reporter, Company("Essai", read(CASES / "bureau-concept.yaml")["answers"]))


def test_the_same_roadmap_is_written_over_itself(delivery: Delivery, tmp_path: Path):
    path = tmp_path / "feuille.md"
    assert [delivery.write_roadmap(path), delivery.write_roadmap(path)] == [None, None]
    assert list(tmp_path.iterdir()) == [path]


def test_a_roadmap_filled_in_is_set_aside_each_time(delivery: Delivery, tmp_path: Path):
    path = tmp_path / "feuille.md"
    for number, filled in enumerate(("Fait.", "Fait aussi."), 1):
        path.write_text(filled, encoding="utf-8")
        former = delivery.write_roadmap(path)
        assert former == tmp_path / f"feuille.precedente-{number}.md"
        assert former.read_text(encoding="utf-8") == filled
    assert path.read_text(encoding="utf-8").startswith("# Feuille de route")


def test_roadmap_lies_beside_its_dossier_and_takes_its_name_among_several(tmp_path: Path):
    dossier = tmp_path / "boutique.iag.json"
    dossier.touch()
    assert roadmap_path(dossier) == tmp_path / "feuille-de-route.md"
    (tmp_path / "autre.iag.json").touch()
    assert roadmap_path(dossier) == tmp_path / "feuille-de-route-boutique.md"


@pytest.mark.parametrize("template", ["a\n{% if %}\n", "a\n{{ r.company.__class__.__mro__ }}", "a\n{{ r.nothing }}"])
def test_a_broken_template_is_named(template: str, delivery: Delivery, tmp_path: Path):
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "feuille-de-route.md.j2").write_text(template, encoding="utf-8")
    elsewhere = replace(delivery.reporter.engine.pack, root=tmp_path)
    with pytest.raises(IagDiagError, match=r"Le modèle feuille-de-route\.md\.j2"):
        RoadmapTemplate(elsewhere, Glossary(())).render(delivery.view)
