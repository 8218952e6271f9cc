"""Each trap of YAML is a fault, at its exact line, with how to mend it; what is not a trap is read as written."""

import subprocess
import sys
from itertools import pairwise
from textwrap import dedent

import pytest

from iag_diag.content import strict_yaml
from iag_diag.content.strict_yaml import MAX_BYTES, Document, parse

LEAD = "# Un commentaire.\nid: essai\n"  # the fault is then on line 3, so that a first line found by chance shows


def faults(text: str | bytes) -> list[str]:
    content = text if isinstance(text, bytes) else text.encode()
    return [str(problem) for problem in parse(content, "f.yaml").problems]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("No", "un « vrai » ou « faux »"),
        ("on", "un « vrai » ou « faux »"),
        ("off", "un « vrai » ou « faux »"),
        ("True", "un « vrai » ou « faux »"),
        ("0043", "un nombre qu’il transforme"),
        ("12:30", "un nombre qu’il transforme"),
        ("0x1F", "un nombre qu’il transforme"),
        ("1_000", "un nombre qu’il transforme"),
        ("+5", "un nombre qu’il transforme"),
        (".nan", "un nombre qu’il transforme"),
        ("1.5e+3", "un nombre qu’il transforme"),
        ("9" * 19, "un nombre démesuré"),
        ("2026-11-23", "une date"),
        ("2026-11-23T10:00:00Z", "une date"),
        ("=", "une valeur spéciale"),
    ],
)
def test_value_that_yaml_would_change(written: str, read_as: str):
    expected = (
        f'f.yaml:3 · valeur · YAML lit « {written} » comme {read_as}. · Écrivez-le entre guillemets : "{written}".'
    )
    assert faults(f"{LEAD}valeur: {written}\n") == [expected]
    assert faults(f'{LEAD}valeur: "{written}"\n') == []


@pytest.mark.parametrize("key", ["No", "on", "off", "0043", "12:30", "2026-11-23", "12", "~"])
def test_key_that_yaml_would_change(key: str):
    expected = (
        f'f.yaml:3 · La clé « {key} » n’est pas lue comme un mot par YAML. · Écrivez-la entre guillemets : "{key}".'
    )
    assert faults(f"{LEAD}{key}: x\n") == [expected]
    assert parse(f'"{key}": x'.encode(), "f.yaml").data == {key: "x"}


@pytest.mark.parametrize("key", ["[a, b]", "{a: b}"])
def test_key_that_is_no_word(key: str):
    assert "f.yaml:3 · La clé « … » n’est pas lue comme un mot par YAML." in faults(f"{LEAD}? {key}\n: x\n")[0]


def test_duplicate_keys_quoted_or_not():
    text = 'a: 1\nb:\n  c: 1\n  "c": 2\na: 3\n'
    hint = "Gardez-en une, ou commencez un autre élément par un tiret."
    assert faults(text) == [
        f"f.yaml:4 · b · La clé « c » est écrite deux fois (d’abord ligne 3). · {hint}",
        f"f.yaml:5 · La clé « a » est écrite deux fois (d’abord ligne 1). · {hint}",
    ]


def test_an_entry_that_lost_its_dash_is_one_fault_and_its_word_is_not_unknown():
    document = parse(b"- id: a\n  x: 1\n  y: 1\n  x: 2\n  y: {id: b}\n  z: 3\n", "f.yaml")
    assert [(problem.line, problem.column) for problem in document.problems] == [(4, 3)]
    assert document.data == ({"id": "a", "x": 1, "y": 1, "z": 3},)
    assert document.doubts.cover("b")
    assert document.doubts.cover("c", "f")
    assert not document.doubts.cover("c", "g")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: x\nb: No\n", (2, 4)),
        ("a: x\nb:\n  - {c: 1, d: 0043}\n", (3, 15)),
        ("a: x\n  on: x\n", (2, 5)),
        ("{a: x, on: x}", (1, 8)),
        ("a: x\nb: !x y\n", (2, 4)),
        ("a: &n x\nb:\n  - y\n  - *n\n", (4, 5)),
        ('é: é\nb: "c\nd: 3\n', (2, 4)),
        ("a: é\a\n", (1, 5)),
        ("a: x\r\nb: é\u2028c: \a\r\n", (3, 4)),
        (b"a: x\nb: \xc3\xa9 \xe9\n", (2, 6)),
        ("a: " + "[" * 50 + "]" * 50, (1, 43)),
        ("", (0, 0)),
    ],
)
def test_column_of_a_fault(text: str | bytes, place: tuple[int, int]):
    (problem,) = parse(text if isinstance(text, bytes) else text.encode(), "f.yaml").problems
    assert (problem.line, problem.column) == place


@pytest.mark.parametrize(
    ("path", "value", "key"),
    [
        ((), (1, 1), (1, 1)),
        (("a",), (1, 4), (1, 1)),
        (("b",), (2, 1), (2, 1)),
        (("b", 0), (3, 5), (3, 5)),
        (("b", 0, "c", "d", 1), (3, 16), (3, 16)),
        (("b", 0, "c", "d"), (3, 12), (3, 9)),
        (("b", 0, "e"), (4, 5), (4, 5)),
        (("b", 0, "e", "z"), (4, 5), (4, 5)),
        (("b", 0, "z"), (3, 5), (3, 5)),
    ],
)
def test_column_of_a_value_and_of_its_key(path: tuple[str | int, ...], value: tuple[int, int], key: tuple[int, int]):
    document = parse(b"a: 1\nb:\n  - c: {d: [x, yy]}\n    e:\n      f\n", "f.yaml")
    document.problem(path, "x")
    document.problem(path, "x", key=True)
    assert [(problem.line, problem.column) for problem in document.problems] == [value, key]


@pytest.mark.parametrize(
    "value", ["!!python/object:os.system x", "!!binary aGVsbG8=", "!maison {a: 1}", "!!set {x, y}"]
)
def test_tag(value: str):
    (fault,) = faults(f"{LEAD}valeur: {value}\n")
    assert fault.startswith("f.yaml:3 · valeur · L’étiquette YAML « ")
    assert fault.endswith(" » n’est pas acceptée. · Retirez-la.")


@pytest.mark.parametrize("anchored", ["un texte", "{a: 1}", "[a, b]"])
def test_alias_stands_where_it_is_written(anchored: str):
    text = f"a: &nom {anchored}\nb:\n  - c\n  - *nom\n"
    assert faults(text) == ["f.yaml:4 · Le renvoi YAML « *nom » n’est pas accepté ici. · Recopiez la valeur."]


def test_merge_key_and_recursive_alias():
    assert "La clé « << » n’est pas lue comme un mot" in faults("a: &x {b: 1}\nc:\n  <<: *x\n")[0]
    assert faults("a: &x\n  - *x\n") == [
        "f.yaml:2 · Le renvoi YAML « *x » n’est pas accepté ici. · Recopiez la valeur."
    ]


def test_alias_bomb_is_not_unfolded():
    levels = "abcdefghijklmnop"
    pairs = pairwise(levels)
    bomb = "a: &a [x]\n" + "".join(f"{after}: &{after} [{', '.join([f'*{before}'] * 9)}]\n" for before, after in pairs)
    assert len(faults(bomb)) == 9 * (len(levels) - 1)


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a: 1\nb: [1, 2\nc: 3\n", 3, " : une liste « [ … ] » est mal fermée"),
        ("a: 1\nb: {c: 1, 2\nd: 3\n", 3, " : un groupe « { … } » est mal fermé"),
        ("a: 1\nb:\n\t- c\n", 3, " : une tabulation, ou un signe à mettre entre guillemets"),
        ('a: 1\nb: "c\nd: 3\n', 2, " : un guillemet ouvert ici n’est jamais fermé"),
        ("a: 1\nb: c : d\n", 2, " : un deux-points ou un retrait est mal placé"),
        ("a: 1\n---\nb: 2\n", 2, " : « --- » ouvre un deuxième document"),
        ("a: 1\nb: *nom\n", 2, " : un renvoi « *nom » ne mène nulle part"),
        ('a: 1\nb: "\\z"\n', 2, " : entre guillemets doubles, « \\ » s’écrit « \\\\ »"),
    ],
)
def test_broken_syntax(text: str, line: int, what: str):
    hint = "Vérifiez les retraits, les guillemets et les deux-points à cet endroit."
    assert faults(text) == [f"f.yaml:{line} · YAML illisible{what}. · {hint}"]


@pytest.mark.parametrize("code", [0, 7, 27, 0x7F, 0xFFFE])
def test_invisible_character(code: int):
    expected = [f"f.yaml:3 · Un caractère invisible (code {code}) n’est pas permis. · Effacez-le."]
    assert faults(f"{LEAD}valeur: é{chr(code)}\n") == expected


def test_not_utf8():
    expected = ["f.yaml:2 · Ce fichier n’est pas en UTF-8. · Enregistrez-le en UTF-8."]
    assert faults("a: x\nb: é\n".encode("cp1252")) == expected
    assert "n’est pas en UTF-8" in faults("a: é\n".encode("utf-16"))[0]


@pytest.mark.parametrize("text", ["", "\ufeff", "# Rien qu’un commentaire.\n", "---\n...\n", "~"])
def test_empty(text: str):
    (fault,) = faults(text)
    assert fault.endswith("Le fichier est vide. · Remplissez-le ou retirez-le.")


def test_too_big_is_refused_before_it_is_read():
    assert faults(b"a: [" + b"\xff" * MAX_BYTES) == ["f.yaml · Fichier trop gros. · Au plus 2 Mo."]
    assert faults(b"a: x\n#" + b"x" * (MAX_BYTES - 6)) == []


@pytest.mark.parametrize(
    "nested",
    ["'[' * 10_000 + ']' * 10_000", "'[' * 10_000", "''.join(' ' * depth + 'a:\\n' for depth in range(1_500))"],
)
def test_ten_thousand_levels_do_not_crash_python(nested: str):
    script = dedent(f"""
        from iag_diag.content.strict_yaml import parse
        print(*parse(({nested}).encode(), "f.yaml").problems)
    """)
    run = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", script], capture_output=True, encoding="utf-8", check=False
    )
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout.startswith("f.yaml")
    assert "YAML illisible" in run.stdout


def test_what_is_not_a_trap_is_read_as_written():
    text = """\
    mots: [oui, non, y, n, 1-9, 500+, "No"]
    nombres: [0, -3, 12, 1.50]
    etats: [true, false, null]
    plie: >-
      deux
      lignes
    """
    document = parse(b"\xef\xbb\xbf" + dedent(text).encode(), "f.yaml")
    assert document.problems == []
    assert document.data == {
        "mots": ("oui", "non", "y", "n", "1-9", "500+", "No"),
        "nombres": (0, -3, 12, 1.5),
        "etats": (True, False, None),
        "plie": "deux lignes",
    }


def test_several_faults_come_out_together_in_order():
    assert [
        problem.line for problem in parse(b"a: No\nb:\n  - 0043\n  - {c: 1, c: 2}\non: x\n", "f.yaml").problems
    ] == [1, 3, 4, 5]


def test_line_of_a_place_that_is_not_written_is_that_of_the_nearest_one():
    document = parse(b"a:\n  - b: 1\n    c: 2\n", "f.yaml")
    assert [document.line(path) for path in (("a", 0, "c"), ("a", 0, "d"), ("a", "étape", 0, "c"), ("z",))] == [
        3,
        2,
        3,
        1,
    ]
    assert strict_yaml.show_path(("a", 0, "c")) == "a[0].c"
    assert Document("vide.yaml").line(("a",)) == 0
