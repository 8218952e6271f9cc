"""Answers files that scripts and advisers bring: every fault at once, with its line, and how to mend it."""

import json
from pathlib import Path
from textwrap import dedent

import pytest

from iag_diag.content.pack import Pack
from iag_diag.dossiers.reading import Company, read_company
from iag_diag.errors import ContentError, IagDiagError


def read(pack: Pack, tmp_path: Path, content: str | bytes, name: str = "r.yaml") -> Company:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_company(path, pack)


def faults(pack: Pack, tmp_path: Path, content: str | bytes, name: str = "r.yaml") -> list[str]:
    with pytest.raises(ContentError, match="ne peut pas être utilisé") as caught:
        read(pack, tmp_path, content, name)
    return [str(problem).removeprefix(str(tmp_path)).lstrip("/\\") for problem in caught.value.problems]


FAULTS = [
    ("branchee: bricolage", "La question « branchee » n’existe pas. · Vouliez-vous « branche » ?"),
    ("taille: 1-8", "« 1-8 » n’est pas une réponse possible. · Vouliez-vous « 1-9 » ?"),
    ("strategie: Oui", "« Oui » n’est pas une réponse possible. · Écrivez son identifiant : oui."),
    ("groupe: \"L'entreprise n'appartient à aucun groupe\"", "Écrivez son identifiant : hors-groupe."),
    ('fonction: "Direction générale"', "Écrivez son identifiant : direction-generale."),
    ("appropriation: [acculturation, premieres-reflexions]", "Cette question attend une seule réponse, et il y en a"),
    ("acces-public: true", "« true » n’est pas une réponse. · Écrivez oui ou non."),
    ("assistants: No", 'YAML lit « No » comme un « vrai » ou « faux ». · Écrivez-le entre guillemets : "No".'),
    ("processus: 1.5", "« 1.5 » n’est pas une réponse possible. · Possibles : oui, non."),
    ("communication: 2", "« 2 » n’est pas une réponse possible. · Possibles : oui, non."),
    ("referent: {a: oui}", "Il n’y a pas de réponse ici. · Écrivez-en une, ou retirez la ligne."),
    ("budget:", "Il n’y a pas de réponse ici. · Écrivez-en une, ou retirez la ligne."),
    ("prise-en-charge: [aucune-formation, formation]", "« aucune-formation » ne va avec aucune autre réponse."),
    ("freins: coûts", "« coûts » n’est pas une réponse possible. · Vouliez-vous « couts » ?"),
    ("besoins-formation: []", "Aucune réponse dans cette liste. · Mettez-en une, ou nsp, ou sans-objet."),
    ("domaines-usage: [nsp, ressources-humaines]", "« nsp » n’est pas une réponse possible."),
    ("attentes: [{comprendre: oui}]", "Il n’y a pas de réponse ici."),
    ("apprehension: {patrons: faible}", "La ligne « patrons » n’existe pas. · Possibles : employes, agents-maitrise"),
    ("nature-impacts: {}", "Cette question attend une réponse par ligne. · Exemple : {ligne: réponse}."),
    ("metiers-impactes: oui", "Cette question attend une réponse par ligne. · Exemple : {ligne: réponse}."),
    ("autres-impacts-texte: 12", "Un texte est attendu. · Mettez-le entre guillemets."),
]


def test_every_fault_comes_out_at_once_with_its_line(pack: Pack, tmp_path: Path):
    head = "company: [x]\ncompagnie: y\nanswers:\n"
    text = head + "".join(f"  {written}\n" for written, _ in FAULTS)
    told = faults(pack, tmp_path, text)
    expected = [
        ("r.yaml:1 · company · ", "Le nom est un texte."),
        ("r.yaml:2 · compagnie · ", "La clé « compagnie » n’existe pas ici. · Vouliez-vous « company » ?"),
    ]
    for line, (written, said) in enumerate(FAULTS, 4):
        expected.append((f"r.yaml:{line} · answers.{written.split(':')[0]}", said))
    assert [pair for pair in expected if not any(t.startswith(pair[0]) and pair[1] in t for t in told)] == []
    assert len(told) == len(expected)


@pytest.mark.parametrize(
    ("matrix", "where"),
    [("{employes: excellente}", "apprehension.employes"), ("{employes: [bonne, faible]}", "apprehension.employes")],
)
def test_fault_in_a_cell(pack: Pack, tmp_path: Path, matrix: str, where: str):
    (told,) = faults(pack, tmp_path, f"answers:\n  apprehension: {matrix}\n")
    assert told.startswith(f"r.yaml:2 · answers.{where} · ")


def test_what_is_accepted(pack: Pack, tmp_path: Path):
    text = """\
    company: "L’Épicerie"
    answers:
      taille: 0
      strategie: nsp
      groupe: sans-objet
      freins: couts
      besoins-formation: [prompting, cybersecurite]
      apprehension: {employes: bonne, cadres: sans-objet, agents-maitrise: nsp}
      autres-impacts-texte: "  Un  texte\\n\\e[31m rouge "
    """
    company = read(pack, tmp_path, b"\xef\xbb\xbf" + dedent(text).replace("\n", "\r\n").encode())
    assert company.name == "L’Épicerie"
    assert company.answers == {
        "taille": "0",
        "strategie": "nsp",
        "groupe": "sans-objet",
        "freins": ("couts",),
        "besoins-formation": tuple(
            option.id
            for option in pack.questions["besoins-formation"].options
            if option.id in {"prompting", "cybersecurite"}
        ),
        "apprehension": {"employes": "bonne", "cadres": "sans-objet", "agents-maitrise": "nsp"},
        "autres-impacts-texte": "Un texte [31m rouge",
    }


def test_json_says_the_same(pack: Pack, tmp_path: Path):
    answers = {"taille": 0, "freins": ["couts"], "apprehension": {"employes": "bonne"}}
    company = read(pack, tmp_path, json.dumps({"answers": answers}), "r.json")
    assert company.answers == {"taille": "0", "freins": ("couts",), "apprehension": {"employes": "bonne"}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ('{"answers": {"taille": "0", "taille": "1-9"}}', "r.json · La clé « taille » est écrite deux fois."),
        ('{"answers": {"taille": "0",}}', "r.json:1 · Ce n’est pas du JSON. · Vérifiez les virgules"),
        ('{\n"answers": {\n"taille" "0"}}', "r.json:3 · Ce n’est pas du JSON."),
        ("[" * 100_000, "r.json · Ce n’est pas du JSON."),
        ("", "r.json:1 · Ce n’est pas du JSON."),
        ("[]", "r.json · Ce fichier n’est pas un fichier de réponses. · Exemple : answers:"),
        ("{}", "r.json · Il manque « answers ». · Exemple : answers:"),
        ('{"answers": []}', "r.json · answers · Les réponses sont un groupe « question: réponse »."),
        ('{"answers": {"acces-public": true}}', "r.json · answers.acces-public · « true » n’est pas une réponse."),
        ('{"answers": {"taille": null}}', "r.json · answers.taille · Il n’y a pas de réponse ici."),
        ('{"answers": {"strategie": "oui"}}'.encode("utf-16"), "r.json · Ce fichier n’est pas en UTF-8."),
    ],
)
def test_faulty_json(pack: Pack, tmp_path: Path, content: str | bytes, said: str):
    assert faults(pack, tmp_path, content, "r.json")[0].startswith(said)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "Le fichier est vide."),
        ("bonjour", "Ce fichier n’est pas un fichier de réponses."),
        ("- answers", "Ce fichier n’est pas un fichier de réponses."),
        ("company: X\n", "Il manque « answers »."),
        ("answers:\n", "Les réponses sont un groupe « question: réponse »."),
        ("answers: oui\n", "Les réponses sont un groupe « question: réponse »."),
        ("answers:\n  taille: 0\n  taille: 1-9\n", "r.yaml:3 · answers · La clé « taille » est écrite deux fois"),
        ("answers: {taille: 0\n", "YAML illisible"),
        ("answers: {strategie: é}\n".encode("cp1252"), "Ce fichier n’est pas en UTF-8."),
        (b"#" * 2_000_001, "Fichier trop gros."),
    ],
)
def test_faulty_yaml(pack: Pack, tmp_path: Path, content: str | bytes, said: str):
    told = faults(pack, tmp_path, content)
    assert any(said in problem for problem in told)


def test_missing_file_and_folder(pack: Pack, tmp_path: Path):
    with pytest.raises(IagDiagError, match="n’existe pas"):
        read_company(tmp_path / "absent.yaml", pack)
    with pytest.raises(IagDiagError, match=r"ne peut pas être lu \(c’est un dossier\)"):
        read_company(tmp_path, pack)
