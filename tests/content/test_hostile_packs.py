"""Packs made to hurt: each is refused with its reason, before it takes time, memory or the process itself."""

import errno
import os
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from iag_diag.content.pack import load_pack, shipped_root
from iag_diag.content.reading import read_pack
from iag_diag.errors import ContentError, Problem

ALERTS, CONDITIONS, SHEETS = "rules/alerts.yaml", "rules/conditions.yaml", "rules/sheets.yaml"
COMPLETE, CHARTER = "questionnaires/complet.yaml", "catalogue/fiches/charte-ethique.yaml"
SAFETY_NET = 60
READ = """
import resource, sys
from pathlib import Path
from iag_diag.content.reading import read_pack
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
_, problems = read_pack(Path(sys.argv[1]))
print(*problems, sep="\\n")
"""


def named(*conditions: str) -> str:
    """Write more conditions after the shipped ones: `c0`, `c1` and so on."""
    more = (f"  - {{id: c{place}, reason: x, when: {when}}}\n" for place, when in enumerate(conditions))
    return (shipped_root() / CONDITIONS).read_text(encoding="utf-8") + "".join(more)


def both(name: str) -> str:
    return f"{{all: [{{named: {name}}}, {{named: {name}}}]}}"


def questionnaire(count: int, sections: int) -> str:
    lines = ["id: complet", "label: x", "minutes: 1", "sections:"]
    for section in range(sections):
        lines += [f"  - id: s{section}", "    label: x", "    questions:"]
        ids = (f"q{section}-{place}" for place in range(count // sections))
        lines += [f"      - {{id: {name}, kind: text, label: x, help: x, why: x, beyond_study: true}}" for name in ids]
    return "\n".join(lines)


TRUE = "{answer: taille, is: '0'}"
LEVELS = "abcdefghijklmnop"
BOMB = "".join(f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n" for before, after in pairwise(LEVELS))
DEEP = "Répartissez cette règle en conditions nommées."

FILES = {
    "ten-megabytes": (ALERTS, "alerts:\n" + "  - {id: x}\n" * 900_000, "Fichier trop gros. · Au plus 2 Mo."),
    "many-entries": (ALERTS, "alerts:\n" + "  - x\n" * 74_000, "Fichier trop gros : plus de 40 000 éléments."),
    "nots": (CONDITIONS, named("{not: " * 10_000 + TRUE + "}" * 10_000), DEEP),
    "nots-in-a-block": (ALERTS, "alerts:\n" + "".join(" " * d + "not:\n" for d in range(1, 1_900)), DEEP),
    "nots-left-open": (ALERTS, "alerts: " + "{not: " * 10_000, DEEP),
    "forty-nots": (CONDITIONS, named("{not: " * 40 + TRUE + "}" * 40), "Trop de niveaux emboîtés (plus de 40)."),
    "alias-bomb": (ALERTS, f"a: &a [x]\n{BOMB}", "Le renvoi YAML « *a » n’est pas accepté ici."),
    "cycle": (CONDITIONS, named(*(f"{{named: c{(n + 1) % 400}}}" for n in range(400))), "« c399 » se cite elle-même."),
    "named-bomb": (CONDITIONS, named(TRUE, *(both(f"c{n}") for n in range(40))), "La condition « c10 » ne peut plus"),
    "ladder": (CONDITIONS, named(TRUE, *(f"{{named: c{n}}}" for n in range(400))), "La condition « c20 » ne peut plus"),
    "crowd": (CONDITIONS, named(*([TRUE] * 600)), "Cette liste est trop longue (au plus 500)."),
    "questions": (COMPLETE, questionnaire(10_000, 1), "Fichier trop gros : plus de 40 000 éléments."),
    "section": (COMPLETE, questionnaire(1_000, 1), "Cette liste est trop longue (au plus 100)."),
    "sections": (COMPLETE, questionnaire(1_000, 100), "Cette liste est trop longue (au plus 50)."),
    "one-word": (ALERTS, "alerts: " + "x" * 1_900_000, "Une liste est attendue."),
}


def problems(root: Path) -> tuple[Problem, ...]:
    return read_pack(root)[1]


@pytest.mark.parametrize("name", FILES)
def test_a_file_made_to_hurt_is_refused_at_once(root: Path, name: str):
    file, text, said = FILES[name]
    (root / file).write_text(text, encoding="utf-8")
    command = [sys.executable, "-X", "utf8", "-c", READ, str(root)]
    run = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=SAFETY_NET, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    assert [line for line in run.stdout.splitlines() if line.startswith(file) and said in line]


def test_a_bomb_of_conditions_is_told_once(root: Path):
    for name in ("named-bomb", "ladder"):
        (root / CONDITIONS).write_text(FILES[name][1], encoding="utf-8")
        assert len(problems(root)) == 1


def test_what_unfolds_within_reason_is_a_pack(root: Path):
    (root / CONDITIONS).write_text(named(TRUE, *(both(f"c{n}") for n in range(9))), encoding="utf-8")
    assert problems(root) == ()
    (root / CONDITIONS).write_text(named(TRUE, *(f"{{named: c{n}}}" for n in range(19))), encoding="utf-8")
    assert problems(root) == ()


def test_every_condition_of_a_loop_is_told_and_no_other(root: Path):
    text = named("{named: c1}", both("c2"), "{any: [{named: c0}, {named: c4}]}", "{named: c0}", TRUE)
    (root / CONDITIONS).write_text(text, encoding="utf-8")
    assert [problem.what for problem in problems(root)] == [
        f"La condition « c{place} » se cite elle-même." for place in (0, 1, 2)
    ]


def test_sheets_that_wait_for_each_other_in_a_long_loop(root: Path):
    """Each of them waits for another that waits for it; the shipped prerequisites that lead into the loop do not."""
    path = root / SHEETS
    loop = ["charte-ethique", "comite-gouvernance", "communication-interne", "formation-continue"]
    pairs = list(zip(loop, [*loop[1:], loop[0]], strict=True))
    text = path.read_text(encoding="utf-8")
    for one, other in pairs:
        start = f"  - id: {one}\n"
        text = text.replace(start, f"{start}    prerequisites: [{{sheet: {other}, reason: x}}]\n")
    path.write_text(text, encoding="utf-8")
    told = [problem.what for problem in problems(root)]
    assert told == [f"« {one} » et « {other} » s’attendent l’une l’autre." for one, other in pairs]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"id: a\0b\n", f"{CHARTER}:1 · Un caractère invisible (code 0) n’est pas permis. · Effacez-le."),
        (b"id: a\nname: \xe9t\xe9\n", f"{CHARTER}:2 · Ce fichier n’est pas en UTF-8. · Enregistrez-le en UTF-8."),
        (b"", f"{CHARTER} · Le fichier est vide. · Remplissez-le ou retirez-le."),
        (b"- a\n", f"{CHARTER}:1 · Un groupe de clés est attendu."),
    ],
)
def test_a_file_that_is_no_text_or_no_sheet(root: Path, content: bytes, said: str):
    (root / CHARTER).write_bytes(content)
    assert [str(problem) for problem in problems(root)] == [said]


def unreadable(path: Path, how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path.unlink()
    match how:
        case "folder":
            path.mkdir()
        case "loop":
            path.symlink_to(path.name)
        case "fifo":
            os.mkfifo(path)
        case "forbidden":
            path.touch()
            read = Path.read_bytes

            def refuse(other: Path) -> bytes:
                if other == path:
                    raise PermissionError(errno.EACCES, "")
                return read(other)

            monkeypatch.setattr(Path, "read_bytes", refuse)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("folder", "c’est un dossier"),
        ("loop", "c’est un lien qui tourne en rond"),
        ("fifo", "ce n’est pas un fichier ordinaire"),
        ("forbidden", "accès refusé"),
    ],
)
@pytest.mark.parametrize("file", [CHARTER, CONDITIONS, COMPLETE])
def test_what_cannot_be_opened(root: Path, file: str, how: str, said: str, monkeypatch: pytest.MonkeyPatch):
    unreadable(root / file, how, monkeypatch)
    expected = f"{file} · Fichier illisible ({said}). · Créez-le ou rendez-le lisible."
    assert [str(problem) for problem in problems(root)] == [expected]


@pytest.mark.parametrize("folder", ["questionnaires", "catalogue/fiches"])
def test_a_folder_with_nothing_to_read_is_one_fault(root: Path, folder: str):
    shutil.rmtree(root / folder)
    (root / folder).mkdir()
    assert [str(problem) for problem in problems(root)] == [
        f"{folder} · Il n’y a aucun fichier .yaml ici. · Ajoutez-en un."
    ]


def test_names_of_files_that_would_write_on_the_screen(root: Path):
    (root / "questionnaires" / "\x1b[31mrouge.yaml").write_text("id: x\n", encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        load_pack(root)
    assert "\x1b" not in caught.value.message
    assert "Un nom de fichier contient un caractère invisible." in caught.value.message


def test_thousands_of_files(root: Path):
    for number in range(300):
        (root / "catalogue/fiches" / f"x{number}.yaml").touch()
    assert "catalogue/fiches · Il y a plus de 200 fichiers ici. · Retirez-en." in map(str, problems(root))
