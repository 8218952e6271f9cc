"""JSON lines, and folders of dossiers and answers files."""

import json

import pytest

from exports import PLAIN, read_file, write
from iag_diag.dossiers import store
from iag_diag.dossiers.model import Dossier, PackReference
from iag_diag.errors import IagDiagError

AT = "2024-05-03T10:00:00Z"


def dossier(company: str, **answers: object) -> Dossier:
    reference = PackReference(id="etude", version="1", hash="0")
    made = Dossier(company=company, questionnaire="complet", pack=reference, created=AT, updated=AT)
    for question, value in answers.items():
        made = made.with_answer(question, value, AT)
    return made


def jsonl(path, *objects: object):
    return write(path, "".join(line if isinstance(line, str) else json.dumps(line) + "\n" for line in objects))


def test_flat_objects_are_rows_under_their_keys(tmp_path):
    path = jsonl(tmp_path / "e.jsonl", {"id": "E1", "a": 3.0, "b": True}, {"id": "E2", "c": ["x", "y"], "a": None})
    reading = read_file(path)
    assert [heading.text for heading in reading.export.headings] == ["id", "a", "b", "c"]
    assert reading.rows == {1: ("E1", "3", "oui", None), 2: ("E2", None, None, "x|y")}


def test_answers_and_dossiers_become_plain_columns(tmp_path):
    answers = {"taille": "1-9", "freins": ["couts", "autre"], "apprehension": {"employes": "faible"}}
    whole = dossier("Au Bon Pain", **answers).model_dump(mode="json")
    reading = read_file(jsonl(tmp_path / "e.jsonl", {"company": "E1", "answers": answers}, whole))
    assert [heading.text for heading in reading.export.headings] == [
        "company",
        "taille",
        "freins",
        "apprehension[employes]",
    ]
    assert reading.cells == [
        ("E1", "1-9", "couts|autre", "faible"),
        ("Au Bon Pain", "1-9", "couts|autre", "faible"),
    ]
    assert reading.export.habits.vendor == "iag-diag"


def test_a_bad_line_is_a_fault(tmp_path):
    deep = "[" * 200_000 + "\n"
    content = ['{"id": "E1", "a": "x"}\n', "{oops\n", "[1]\n", '{"id": "\\ud800"}\n', deep, "\n", '{"id": "E2"}\n']
    reading = read_file(jsonl(tmp_path / "e.jsonl", *content, *['{"id": "E3"}\n']))
    assert sorted(reading.rows) == [1, 7, 8]
    assert sorted(reading.faults) == [2, 3, 4, 5, 6]
    assert reading.faults[6] == "ligne vide"


def test_a_line_in_another_encoding_is_a_fault(tmp_path):
    content = b'{"id": "E1"}\n' + '{"id": "été"}\n'.encode("cp1252")
    assert read_file(write(tmp_path / "e.jsonl", content)).faults == {2: "cette ligne n’est pas en UTF-8"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "E1", "id": "E2"}', "Une clé est écrite deux fois."),
        ('{"a[b]": 1, "a": {"b": 2}}', "Une même réponse est écrite deux fois."),
        ('{"a": ' + "[" * 900 + "]" * 900 + "}", "Une réponse a trop de niveaux emboîtés."),
        ('{"a": "\\udfff"}', "Un texte contient un caractère impossible (la moitié d’un autre)."),
        ('{"a": ' + "9" * 5000 + "}", "cette ligne n’est pas du JSON"),
    ],
)
def test_an_object_that_would_lose_something_is_a_fault(tmp_path, line, said):
    assert read_file(write(tmp_path / "e.jsonl", f'{{"id": "E1"}}\n{line}\n')).faults == {2: said}


@pytest.mark.parametrize(
    "content",
    [
        '{"answers": {}}\n',
        '{"a": "' + "x" * 1_500_000 + '"}\n',
        "{" + ",".join(f'"q{place}": 1' for place in range(5000)) + "}\n",
        '{\n "a": 1\n}\n',
    ],
    ids=["no headings", "endless line", "too wide", "spread over lines"],
)
def test_what_is_no_file_of_objects(tmp_path, content):
    with pytest.raises(IagDiagError):
        read_file(write(tmp_path / "e.jsonl", content))


def test_a_folder_of_dossiers_and_answers_files(tmp_path):
    store.save(tmp_path / "boutique.iag.json", dossier("Au Bon Pain", taille="1-9", apprehension={"cadres": "bonne"}))
    write(tmp_path / "autre.yaml", "company: Chez Léa\nanswers:\n  taille: 0\n  freins: [couts, autre]\n")
    write(tmp_path / "c.json", '{"company": "C", "answers": {"strategie": "non"}}')
    write(tmp_path / "zut.iag.json", "{}")
    write(tmp_path / "zut.yaml", "answers: [")
    write(tmp_path / "zut2.json", '{"a": 1}')
    write(tmp_path / "lisez-moi.txt", "rien")
    write(tmp_path / ".boutique.iag.json.12.tmp", "rien")
    reading = read_file(tmp_path)
    texts = [heading.text for heading in reading.export.headings]
    assert texts == ["identifiant", "company", "taille", "freins", "apprehension[cadres]", "strategie"]
    assert reading.rows == {
        1: ("autre", "Chez Léa", "0", "couts|autre", None, None),
        2: ("boutique", "Au Bon Pain", "1-9", None, "bonne", None),
        3: ("c", "C", None, None, None, "non"),
    }
    assert sorted(reading.faults) == [4, 5, 6]
    assert (reading.export.habits.vendor, reading.export.habits.key) == ("iag-diag", 0)
    assert reading.export.size > 0


def test_a_folder_without_dossiers(tmp_path):
    with pytest.raises(IagDiagError, match="ne contient ni dossier"):
        read_file(tmp_path, plain=PLAIN)
