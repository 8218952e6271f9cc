"""`init` and `schema` as a user runs them, then the pack just written, carried through the other commands."""

import json

import pytest

from conftest import Run
from iag_diag.content.starter import write_starter

ANSWERS = """\
company: "Menuiserie Roux"
answers:
  taille: 1-9
  temps: 1-2h
  usage: parfois
  relecture: parfois
  pratique-regles: absente
  pratique-carnet: absente
  retient: [donnees]
"""
TYPED = "Menuiserie Roux\n2\n2\n2\n2\n1\n1\n2\n\n"
PACK = ("--content", "mon-referentiel")


def test_the_pack_just_written_is_interviewed_to_the_end(run: Run, tmp_path):
    begun = run("init", "mon-referentiel")
    assert (begun.returncode, begun.stdout) == (0, "")
    assert "lisez d’abord LISEZ-MOI.md" in begun.stderr
    assert "iag-diag start --content mon-referentiel" in begun.stderr
    done = run("start", "--plain", "--date", "2026-11-26", *PACK, given=TYPED)
    assert done.returncode == 0, done.stderr
    assert "Phase\u00a0: ESSAIS, la deuxième des trois" in done.stdout
    assert "Pour passer à la phase suivante" in done.stdout
    assert "iag-diag start diagnostic --content mon-referentiel" in done.stderr
    roadmap = (tmp_path / "feuille-de-route.md").read_text(encoding="utf-8")
    assert "#### 1. Écrire vos règles en une page" in roadmap
    assert "fiche action 2 (`iag-diag show fiche 2 --content RÉFÉRENTIEL`)" in roadmap
    assert "étude" not in done.stdout + done.stderr + roadmap


def test_the_other_commands_read_it(run: Run, tmp_path):
    write_starter(tmp_path / "mon-referentiel")
    (tmp_path / "reponses.yaml").write_text(ANSWERS, encoding="utf-8")
    (tmp_path / "export.csv").write_text(
        "identifiant;taille;temps;usage;relecture;pratique-regles;pratique-carnet;retient\n"
        "A;1-9;1-2h;parfois;parfois;absente;absente;donnees\n"
        "B;0;moins-1h;jamais;;absente;absente;rien\n",
        encoding="utf-8",
    )
    scored = run("score", "reponses.yaml", "--json", *PACK)
    assert scored.returncode == 0, scored.stderr
    result = json.loads(scored.stdout)
    assert (result["pack"]["id"], result["phase"]["id"]) == ("premiers-pas-artisans", "essais")
    assert [entry["sheet"] for entry in result["roadmap"]] == ["regles-donnees", "carnet-consignes"]
    explained = run("explain", "reponses.yaml", *PACK)
    assert explained.returncode == 0, explained.stderr
    assert "étude" not in explained.stdout
    lot = run("batch", "export.csv", "--format", "csv", *PACK)
    assert lot.returncode == 0, lot.stderr
    rows = (tmp_path / "resultats-export" / "resultats.csv").read_text(encoding="utf-8-sig").splitlines()
    assert [row.split(";")[1:3] for row in rows[1:]] == [["A", "essais"], ["B", "decouverte"]]


def test_schema_says_what_it_wrote_and_how_an_editor_finds_it(run: Run, tmp_path):
    done = run("schema", "schemas")
    assert (done.returncode, done.stdout) == (0, "")
    assert f"{len(list((tmp_path / 'schemas').iterdir()))} schémas écrits dans schemas." in done.stderr
    assert "# yaml-language-server: $schema=../schemas/phases.json" in done.stderr


@pytest.mark.parametrize("command", ["init", "schema"])
def test_what_is_in_the_way_is_said_without_a_traceback(command: str, run: Run, tmp_path):
    (tmp_path / "fichier").write_text("à moi", encoding="utf-8")
    done = run(command, "fichier")
    assert done.returncode == 1
    assert "«\u00a0fichier\u00a0»" in done.stderr
    assert (tmp_path / "fichier").read_text(encoding="utf-8") == "à moi"
