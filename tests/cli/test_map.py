"""`iag-diag map` as a script runs it: the file it writes, what it never does, what it says next."""

import pytest

from iag_diag.batch.mapping.model import read_mapping
from iag_diag.batch.mapping.writing import mapping_text
from iag_diag.content.pack import Pack

EXPORT = """\
Horodateur,Code entreprise,Nombre de salariés,Stratégie IA,Freins
2024/11/05,a,1 à 9 salariés,Non,"Le coût, Aucun frein"
2024/11/06,b,10 à 49 salariés,Oui,Manque de temps
"""
FILE = "enquete.correspondance.yaml"


@pytest.fixture
def export(tmp_path):
    (tmp_path / "enquete.csv").write_text(EXPORT, encoding="utf-8")
    return tmp_path / "enquete.csv"


def test_the_draft_is_written_and_doubts_wait(run, tmp_path, export, pack: Pack):
    done = run("map", "enquete.csv")
    assert done.returncode == 0, done.stderr
    assert "3\u00a0colonnes reconnues" in done.stdout
    mapping = read_mapping(tmp_path / FILE, pack)
    assert mapping.undecided == ("« Manque de temps » (colonne 5)",)
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    assert "Il y reste 1 « ? » à remplacer".replace("« ? »", "«\u00a0?\u00a0»") in done.stderr
    assert f"iag-diag batch enquete.csv --mapping {FILE}" in done.stderr


def test_the_same_export_gives_the_same_bytes(run, tmp_path, export):
    run("map", "enquete.csv", "-o", "un.yaml")
    run("map", "enquete.csv", "-o", "deux.yaml", "--no-input")
    assert (tmp_path / "un.yaml").read_bytes() == (tmp_path / "deux.yaml").read_bytes()


def test_a_mapping_reviewed_by_a_person_is_never_overwritten(run, tmp_path, export):
    (tmp_path / FILE).write_text("relu", encoding="utf-8")
    done = run("map", "enquete.csv")
    assert (done.returncode, done.stdout) == (1, "")
    assert "existe déjà, et n’a pas été touché." in done.stderr
    assert (tmp_path / FILE).read_text(encoding="utf-8") == "relu"
    assert run("map", "enquete.csv", "--force").returncode == 0
    assert (tmp_path / FILE).read_text(encoding="utf-8").startswith("# Correspondance")


def test_codes_instead_of_answers_are_refused_loudly_and_the_draft_kept(run, tmp_path, pack: Pack):
    (tmp_path / "codes.csv").write_text("id;taille;strategie\n1;A1;1\n2;A2;2\n", encoding="utf-8")
    done = run("map", "codes.csv")
    assert done.returncode == 1
    assert "Ce qui a été trouvé\u00a0:" in done.stderr
    assert "colonne 2, «\u00a0taille\u00a0»\u00a0: A1, A2" in done.stderr
    assert "ou complétez la correspondance\u00a0: codes.correspondance.yaml" in done.stderr
    assert len(read_mapping(tmp_path / "codes.correspondance.yaml", pack).undecided) == 4


def test_our_own_format_needs_none(run, tmp_path):
    (tmp_path / "plat.csv").write_text("identifiant;taille\na;1-9\n", encoding="utf-8")
    done = run("map", "plat.csv")
    assert done.returncode == 0
    assert "n’a pas besoin de correspondance" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["plat.csv"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["map"], 2, "Il manque EXPORT."),
        (["map", "absent.csv"], 1, "absent.csv"),
        (["map", "enquete.csv", "-o", "absent/m.yaml"], 1, "ne peut pas être écrit"),
        (["map", "enquete.csv", "--content", "absent"], 1, "n’est pas un référentiel"),
    ],
)
def test_errors(run, export, arguments, code, said):
    done = run(*arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_the_text_is_the_one_of_the_library(run, tmp_path, export, pack: Pack):
    from iag_diag.batch.mapping.drafting import drafter_of
    from iag_diag.batch.reading import open_export

    run("map", "enquete.csv")
    draft = drafter_of(open_export(export), pack).draft()
    assert (tmp_path / FILE).read_text(encoding="utf-8") == mapping_text(draft, pack)
