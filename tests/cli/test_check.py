"""`iag-diag check`: what it says of sound packs, of faulty ones, and of folders that are no pack."""

import json
import shutil
from pathlib import Path

import pytest

from iag_diag.batch import coverage as counting
from iag_diag.cli.check import check
from iag_diag.content.starter import write_starter
from iag_diag.errors import DATA, DONE, IagDiagError, UsageError

QUESTIONS, ALERTS, DIMENSIONS = "questionnaires/premiers-pas.yaml", "rules/alerts.yaml", "rules/dimensions.yaml"
NOBODY = "{all: [{answer: relecture, is: jamais}, {answer: relecture, is: toujours}]}"


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Write a small pack without fault."""
    root = tmp_path_factory.mktemp("starter") / "pack"
    write_starter(root)
    return root


@pytest.fixture
def root(starter: Path, tmp_path: Path) -> Path:
    """Copy it, to spoil it."""
    return shutil.copytree(starter, tmp_path / "pack")


def edit(root: Path, file: str, good: str, bad: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert good in text
    (root / file).write_text(text.replace(good, bad, 1), encoding="utf-8")


def checked(
    root: Path, *, companies: int | None = 0, strict: bool = False, json: bool = False, plain: bool = True
) -> int:
    return check(pack=str(root), companies=companies, strict=strict, json=json, plain=plain)


def test_shipped_pack_as_a_command(run):
    result = run("check", "--companies", "600", "--json")
    found = json.loads(result.stdout)
    assert (result.returncode, result.stderr) == (DONE, "")
    assert (found["schema"], found["errors"], found["warnings"], found["findings"]) == (1, 0, 0, [])
    assert (found["pack"]["id"], found["pack"]["version"]) == ("opcommerce-2025", "1.0")
    assert found["coverage"]["companies"] == 600
    assert sum(phase["companies"] for phase in found["coverage"]["phases"]) == 600
    assert len(found["coverage"]["sheets"]) == 16


def test_json_of_findings(root: Path, capsys: pytest.CaptureFixture[str]):
    edit(root, ALERTS, "[regles-donnees]", "[regles-donnee]")
    edit(root, QUESTIONS, 'label: "Votre entreprise"', 'label: "L\'entreprise"')
    assert checked(root, companies=None, json=True) == DATA
    found = json.loads(capsys.readouterr().out)
    assert (found["errors"], found["warnings"], found["coverage"]) == (1, 1, None)
    assert found["pack"] == {"root": str(root), "id": None, "version": None, "hash": None}
    warning, error = found["findings"]
    assert (warning["kind"], warning["severity"], warning["file"]) == ("apostrophe-droite", "warning", QUESTIONS)
    assert error == {
        "kind": "lecture",
        "severity": "error",
        "subject": "alerts[0].sheets[0]",
        "file": ALERTS,
        "line": error["line"],
        "column": 14,
        "what": error["what"],
        "hint": "Vouliez-vous «\u00a0regles-donnees\u00a0»\u00a0?",
        "example": None,
    }
    assert "[regles-donnee]" in (root / ALERTS).read_text(encoding="utf-8").splitlines()[error["line"] - 1]


def test_warnings_alone_are_no_failure_unless_strict(root: Path, capsys: pytest.CaptureFixture[str]):
    assert checked(root, strict=True) == DONE
    assert "rien à\nsignaler." in capsys.readouterr().out
    edit(root, QUESTIONS, 'label: "Votre entreprise"', 'label: "L\'entreprise"')
    assert checked(root) == DONE
    assert checked(root, strict=True) == DATA
    assert "1 avertissement." in capsys.readouterr().out.replace("\u00a0", " ")


@pytest.mark.parametrize("plain", [True, False])
@pytest.mark.parametrize("columns", [40, 80])
def test_screen(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, columns: int, plain: bool
):
    monkeypatch.setenv("COLUMNS", str(columns))
    edit(root, ALERTS, "[regles-donnees]", f"[regles-donnee]  # {'un long discours ' * 9}")
    assert checked(root, plain=plain) == DATA
    lines = capsys.readouterr().out.splitlines()
    place = next(number for number, line in enumerate(lines) if "[regles-donnee" in line)
    assert lines[place + 1].index("^") == lines[place].index("regles")
    assert any("Vouliez-vous" in line for line in lines)
    assert all(len(line) < columns for line in lines)
    assert lines[-1].strip().endswith(".")


@pytest.mark.parametrize("plain", [True, False])
def test_screen_of_coverage(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, plain: bool
):
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setattr(counting, "find_spec", lambda _: None)
    monkeypatch.setattr(counting, "FEW", 60)
    assert checked(root, companies=None, plain=plain) == DONE
    said = capsys.readouterr().out.replace("\u00a0", " ")
    assert "60 entreprises tirées au hasard" in said
    assert "pip install 'iag-diag[batch]'" in said
    assert all(len(line) < 80 for line in said.splitlines())
    assert ("█" in said) is not plain


def test_example_of_a_finding(root: Path, capsys: pytest.CaptureFixture[str]):
    edit(root, DIMENSIONS, "{answer: usage, is: parfois}, points: 50", "{answer: usage, is: parfois}, points: 100")
    edit(
        root,
        DIMENSIONS,
        "{answer: usage, is: chaque-semaine}, points: 100",
        "{answer: usage, is: chaque-semaine}, points: 50",
    )
    assert checked(root, json=True) == DATA
    findings = json.loads(capsys.readouterr().out)["findings"]
    (found,) = [finding for finding in findings if finding["kind"] == "critere-non-monotone"]
    assert found["example"]["usage"] == "parfois"
    assert checked(root) == DATA
    assert "Par exemple\u00a0: usage\u00a0: De temps en temps" in capsys.readouterr().out


def test_nobody_is_drawn_from_a_pack_with_errors_unless_asked(root: Path, capsys: pytest.CaptureFixture[str]):
    edit(root, ALERTS, "{answer: relecture, is: jamais}", NOBODY)
    assert checked(root, companies=None) == DATA
    assert "hasard" not in capsys.readouterr().out
    assert checked(root, companies=6) == DATA
    assert "6 entreprises tirées au hasard" in capsys.readouterr().out.replace("\u00a0", " ")


@pytest.mark.parametrize("companies", [-1, 1_000_001])
def test_number_of_companies(companies: int):
    with pytest.raises(UsageError):
        check(pack=None, companies=companies, strict=False, json=False, plain=False)


@pytest.mark.parametrize("made", ["nothing", "file", "folder", "no-rules"])
def test_folder_that_is_no_pack(made: str, root: Path, tmp_path: Path):
    target = tmp_path / "cible"
    match made:
        case "file":
            target.write_text("id: a", encoding="utf-8")
        case "folder":
            target.mkdir()
        case "no-rules":
            (root / "rules").rename(root / "regles")
            target = root
    with pytest.raises(IagDiagError) as caught:
        checked(target)
    assert "n’est pas un référentiel" in caught.value.message


def test_refusal_as_a_command(run):
    result = run("check", "nulle-part")
    assert (result.returncode, result.stdout) == (DATA, "")
    assert result.stderr.startswith("nulle-part n’est pas un référentiel")


def test_nothing_in_a_pack_moves_the_cursor(root: Path, capsys: pytest.CaptureFixture[str]):
    (root / "catalogue/metiers").mkdir()
    (root / "catalogue/metiers/\x1b[2J.yaml").write_text("id: a", encoding="utf-8")
    edit(root, QUESTIONS, 'label: "Votre entreprise"', 'label: "L\'entre\u202eprise"')
    checked(root)
    said = capsys.readouterr().out
    assert "L'entre·prise" in said
    assert "metiers/·[2J.yaml" in said
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_what_the_author_accepts_is_left_out(root: Path, capsys: pytest.CaptureFixture[str]):
    accepted = "accepted:\n  - {id: a, kind: apostrophe-droite, subject: 'sections[0].label', reason: Un nom propre.}\n"
    (root / "rules/accepted.yaml").write_text(accepted, encoding="utf-8")
    edit(root, QUESTIONS, 'label: "Votre entreprise"', 'label: "L\'entreprise"')
    assert checked(root, strict=True) == DONE
    edit(root, QUESTIONS, 'label: "L\'entreprise"', 'label: "Votre entreprise"')
    capsys.readouterr()
    assert checked(root, strict=True, json=True) == DATA
    (found,) = json.loads(capsys.readouterr().out)["findings"]
    assert (found["kind"], found["file"], found["line"]) == ("acceptation-inutile", "rules/accepted.yaml", 2)
