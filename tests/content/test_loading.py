"""A faulty pack: all its faults come out at once, each once and in its place; only `IagDiagError` is ever raised."""

import json
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iag_diag.content.pack import load_pack, shipped_root
from iag_diag.content.strict_yaml import parse
from iag_diag.errors import ContentError, IagDiagError

COMPLETE, EXPRESS = "questionnaires/complet.yaml", "questionnaires/express.yaml"
MANIFEST, ALERTS, CONDITIONS = "rules/pack.yaml", "rules/alerts.yaml", "rules/conditions.yaml"
DIMENSIONS, PHASES, SHEETS = "rules/dimensions.yaml", "rules/phases.yaml", "rules/sheets.yaml"
LEVERS, ROBUSTNESS, ACCEPTED = "rules/levers.yaml", "rules/robustness.yaml", "rules/accepted.yaml"
CHARTER, CAFE = "catalogue/fiches/charte-ethique.yaml", "catalogue/fiches/cafe-ia.yaml"


@dataclass(frozen=True, slots=True)
class Fault:
    """The first `good` text of a file becomes `bad`; `said` is then expected there, and nothing else anywhere."""

    file: str
    good: str
    bad: str
    said: str


SHAPES = [
    Fault(MANIFEST, 'solo_size: "0"', "solo_size: 0", "Un texte est attendu."),
    Fault(MANIFEST, "version:", "version: x\nauteur:", "La clé « auteur » n’existe pas ici."),
    Fault(ALERTS, "advice:", "advise:", "La clé « advise » n’existe pas ici. · Vouliez-vous « advice » ?"),
    Fault(ALERTS, "{unknown: acces-public}", "[oui]", "Cette condition n’est pas dans la liste des opérateurs."),
    Fault(ALERTS, "in: [jamais, parfois]", "on: [jamais]", 'Écrivez-la entre guillemets : "on".'),
    Fault(PHASES, 'source: "2031"', "source: 2031", "Un texte est attendu."),
    Fault(DIMENSIONS, "weight: 4", "weight: quatre", "Un nombre entier est attendu."),
    Fault(DIMENSIONS, "points: 100", "points: 101", "Ce nombre est trop grand (au plus 100)."),
    Fault(SHEETS, "row: employes", "rows: employes", "La clé « rows » n’existe pas ici. · Vouliez-vous « row » ?"),
    Fault(COMPLETE, "kind: single", "kind: simple", "« simple » n’est pas possible ici. · Vouliez-vous « single » ?"),
    Fault(COMPLETE, "id: taille", "id: Taille", "« Taille » n’a pas la forme attendue. · Un identifiant :"),
    Fault(COMPLETE, "beyond_study: true", "beyond_study: oui", "« true » ou « false » est attendu."),
    Fault(CAFE, 'source: {lines: "', 'source: {lines: "l. ', "n’a pas la forme attendue. · Des numéros de ligne :"),
    Fault(CAFE, "prepares:", "prepare:", "La clé « prepare » n’existe pas ici. · Vouliez-vous « prepares » ?"),
    Fault(CHARTER, "minutes: 20", "minutes: 90", "Ce nombre est trop grand (au plus 60)."),
    Fault(LEVERS, "most_changes: 3", "most_changes: 9", "Ce nombre est trop grand (au plus 5)."),
    Fault(LEVERS, 'options: ["oui"]', "options: [Oui]", "« Oui » n’a pas la forme attendue."),
    Fault(ROBUSTNESS, "draws: 200", "draws: 2", "Ce nombre est trop petit (au moins 10)."),
    Fault(ALERTS, "    sheets: [risques-biais,", "    sheets: risques-biais #", "Une liste est attendue."),
    Fault(CONDITIONS, "is: oui}", "is: Yes}", "YAML lit « Yes » comme un « vrai » ou « faux »."),
    Fault(SHEETS, "force: decisif", "force: decisif, force: fort", "La clé « force » est écrite deux fois"),
    Fault(CHARTER, "number: 1\n", "number: 1\nnumber: 2\n", ""),
]

LINKS = [
    Fault(MANIFEST, 'solo_size: "0"', 'solo_size: "1"', "La taille « 1 » n’existe pas."),
    Fault(MANIFEST, "branch_question: branche", "branch_question: freins", "doit attendre une seule réponse"),
    Fault(SHEETS, "option: 6-10h", 'option: "3-5h"', "« 3-5h » a deux fois des heures."),
    Fault(PHASES, "id: charte-remise", 'id: "cadre-minimal"', "« cadre-minimal » est écrit deux fois."),
    Fault(DIMENSIONS, "id: relecture", 'id: "referent-nomme"', "« referent-nomme » est écrit deux fois."),
    Fault(EXPRESS, "- freins", "- frein", "La question « frein » n’existe pas. · Vouliez-vous « freins » ?"),
    Fault(EXPRESS, "- taille", '- "branche"', "La question « branche » est citée deux fois."),
    Fault(ALERTS, "{unknown: acces-public}", "{unknown: acces-prive}", "La question « acces-prive » n’existe pas."),
    Fault(ALERTS, "sheets: [risques-biais,", "sheets: [risque-biais,", "Vouliez-vous « risques-biais » ?"),
    Fault(ALERTS, "id: usage-ignore", 'id: "sans-relecture"', "« sans-relecture » est écrit deux fois."),
    Fault(
        CONDITIONS, "{answer: taille, in: [", "{answer: taille, in: [mille, ", "(à « taille ») « mille » n’existe pas."
    ),
    Fault(DIMENSIONS, "{answer: taille, at_least: 1-9}", "{answer: acces-public, at_least: oui}", "n’a pas d’échelle"),
    Fault(DIMENSIONS, "{answer: strategie, is: oui}", "{named: petite}", "La condition « petite » n’existe pas."),
    Fault(DIMENSIONS, "{answer: referent, is: oui}", "{phase: [reflexion]}", "La phase ne se lit que dans les alertes"),
    Fault(SHEETS, "force: decisif", "force: enorme", "La force « enorme » n’existe pas. · Possibles : decisif, fort"),
    Fault(
        SHEETS, "{answer: freins, includes: securite-informatique}", "{answer: freins, is: couts}", "Utilisez includes"
    ),
    Fault(SHEETS, "{answer: communication, is: non}", "{answer: communication, includes: non}", "Utilisez is, in"),
    Fault(SHEETS, "{answer: apprehension, row: employes,", "{answer: apprehension,", "« row » est nécessaire"),
    Fault(
        SHEETS,
        "{sheet: communication-interne,",
        "{sheet: communication-externe,",
        "Vouliez-vous « communication-interne »",
    ),
    Fault(SHEETS, "default_size: 1-9", "default_size: 1-10", "La taille « 1-10 » n’existe pas."),
    Fault(SHEETS, "option: moins-1h", "option: moins-2h", "« moins-2h » n’existe pas. · Vouliez-vous « moins-1h » ?"),
    Fault(
        COMPLETE, 'when: {answer: taille, at_least: "1-9"}', "when: {answer: budget, is: aucun}", "qui n’est pas posée"
    ),
    Fault(COMPLETE, "answer_set: oui-non", "answer_set: oui-nom", "Le jeu de réponses « oui-nom » n’existe pas."),
    Fault(CAFE, "phase: ", "phase: x", "La phase « xdeploiement » n’existe pas. · Vouliez-vous « deploiement » ?"),
    Fault(CHARTER, 'effort: {"0": 2, ', "effort: {", "La taille « 0 » y manque, alors que la fiche lui est destinée."),
    Fault(LEVERS, "question: strategie", "question: strategies", "La question « strategies » n’existe pas."),
    Fault(LEVERS, 'options: ["non"], reason', "options: [nom], reason", "(à « assistants ») « nom » n’existe pas."),
    Fault(LEVERS, "sheets: [cas-usage]", "sheets: [cas-usages]", "La fiche « cas-usages » n’existe pas."),
    Fault(LEVERS, "[cas-usage-definis]", "[cas-usage-definis, acculturation]", "a déjà une action."),
    Fault(LEVERS, "[1-an]", "[1-an, 2-ans]", "« 2-ans » (à « assistants-delai ») est écartée dans « excluded »."),
    Fault(CHARTER, "{sheet: comite-gouvernance,", "{sheet: comite,", "La fiche « comite » n’existe pas."),
]


def edit(root: Path, file: str, good: str, bad: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert good in text
    (root / file).write_text(text.replace(good, bad, 1), encoding="utf-8")


def refused(root: Path) -> ContentError:
    with pytest.raises(ContentError) as caught:
        load_pack(root)
    return caught.value


def spread(text: str, part: str) -> tuple[int, range]:
    """Line of the end of a part of a text, and the columns where the part stands on it."""
    part = part.rstrip()
    end = text.index(part) + len(part)
    line_start = text.rfind("\n", 0, end) + 1
    return text.count("\n", 0, end) + 1, range(max(text.index(part), line_start) - line_start + 1, end - line_start + 1)


def missing(root: Path, faults: list[Fault]) -> list[str]:
    """List the faults that are not told at the line and column where they stand."""
    for fault in faults:
        edit(root, fault.file, fault.good, fault.bad)
    told = refused(root).problems
    lost = []
    for fault in faults:
        line, columns = spread((root / fault.file).read_text(encoding="utf-8"), fault.bad)
        here = [problem for problem in told if (problem.file, problem.line) == (fault.file, line)]
        if not any(fault.said in str(problem) and problem.column in columns for problem in here):
            lost.append(f"{fault.file}:{line}:{columns.start} {fault.said} {here}")
    return lost


def test_faults_of_shape_come_out_together(root: Path):
    assert missing(root, SHAPES) == []


def test_broken_links_come_out_together(root: Path):
    assert missing(root, LINKS) == []


@pytest.mark.parametrize("fault", SHAPES + LINKS, ids=lambda fault: f"{Path(fault.file).stem}: {fault.bad}")
def test_each_fault_alone(root: Path, fault: Fault):
    assert missing(root, [fault]) == []
    assert len(refused(root).problems) == 1


TEN = (
    (Fault(COMPLETE, "kind: single", "kind: simple", "« simple » n’est pas possible ici."), "simple"),
    (Fault(EXPRESS, "- freins", "- frein", "La question « frein » n’existe pas."), "frein"),
    (Fault(MANIFEST, "version:", "versoin:", "La clé « versoin » n’existe pas ici."), "versoin"),
    (Fault(CONDITIONS, "is: oui}", "is: Yes}", "YAML lit « Yes » comme un « vrai » ou « faux »."), "Yes"),
    (Fault(DIMENSIONS, "weight: 4", "weight: quatre", "Un nombre entier est attendu."), "quatre"),
    (Fault(PHASES, "id: charte-remise", 'id: "cadre-minimal"', "« cadre-minimal » est écrit deux fois."), '"cadre'),
    (Fault(ALERTS, 'label: "', 'label: x: "', "YAML illisible"), ': "'),
    (Fault(SHEETS, "force: decisif", "force: enorme", "La force « enorme » n’existe pas."), "enorme"),
    (Fault(LEVERS, "sheets: [cas-usage]", "sheets: [cas-usages]", "La fiche « cas-usages » n’existe pas."), "cas-"),
    (Fault(CHARTER, "{sheet: comite-gouvernance,", "{sheet: comite,", "La fiche « comite » n’existe pas."), "comite"),
)


def test_ten_faults_in_ten_files_are_ten_problems(root: Path):
    expected = set()
    for fault, word in TEN:
        edit(root, fault.file, fault.good, fault.bad)
        line, columns = spread((root / fault.file).read_text(encoding="utf-8"), fault.bad)
        expected.add((fault.file, line, columns.start + fault.bad.index(word)))
    problems = {problem.file: problem for problem in refused(root).problems}
    assert {(problem.file, problem.line, problem.column) for problem in problems.values()} == expected
    assert [fault.said for fault, _ in TEN if not problems[fault.file].what.startswith(fault.said)] == []
    assert len(refused(root).problems) == len(TEN)


@pytest.mark.parametrize("text", ['x: "jamais fermé', "", "- a\n- b\n", None], ids=["syntax", "empty", "list", "gone"])
def test_a_file_that_cannot_be_read_hides_no_word_of_others(root: Path, text: str | None):
    """Nobody knows what it declares: the ids that it should hold are not said to be missing elsewhere."""
    rules = (MANIFEST, CONDITIONS, DIMENSIONS, PHASES, ALERTS, SHEETS, LEVERS, ROBUSTNESS)
    for file in rules if text is None else (COMPLETE, EXPRESS, *rules, CHARTER):
        whole = (root / file).read_text(encoding="utf-8")
        if text is None:
            (root / file).unlink()
        else:
            (root / file).write_text(whole + text if text.startswith("x") else text, encoding="utf-8")
        assert [problem.file for problem in refused(root).problems] == [file]
        (root / file).write_text(whole, encoding="utf-8")


def test_faults_are_told_file_by_file_from_the_first_line(root: Path):
    for fault in LINKS:
        edit(root, fault.file, fault.good, fault.bad)
    places = [(problem.file, problem.line) for problem in refused(root).problems]
    files = list(dict.fromkeys(file for file, _ in places))
    assert places == sorted(places, key=lambda place: (files.index(place[0]), place[1]))


def test_sizes_that_are_not_those_of_the_question_are_told_once(root: Path):
    edit(root, SHEETS, '{id: "0", keep', '{id: "00", keep')
    (problem,) = refused(root).problems
    assert problem.what == "Les tailles ne sont pas celles de la question de taille."


def test_an_answer_that_a_gate_reads_has_an_action(root: Path):
    edit(root, LEVERS, "options: [2-ans, plus-tard]", "options: [plus-tard]")
    (problem,) = refused(root).problems
    assert (problem.file, problem.column) == (LEVERS, 1)
    assert problem.what.startswith("Aucune action ne mène à « 2-ans » (à « assistants-delai »), dont dépend")


def test_what_is_accepted_is_read_and_changes_no_hash(root: Path):
    whole = load_pack(root).hash
    (root / ACCEPTED).write_text("accepted:\n  - {id: a, kind: b, subject: c, reason: d}\n", encoding="utf-8")
    assert load_pack(root).hash == whole
    edit(root, ACCEPTED, "subject: c", "sujet: c")
    assert [str(problem) for problem in refused(root).problems] == [
        f"{ACCEPTED}:2 · accepted[0].sujet · La clé « sujet » n’existe pas ici. · Vouliez-vous « subject » ?"
    ]


def test_branch_question_that_does_not_exist(root: Path):
    edit(root, MANIFEST, "branch_question: branche", "branch_question: branches")
    assert "La question «\u00a0branches\u00a0» n’existe pas." in refused(root).message


def test_time_question_with_several_answers(root: Path):
    edit(root, SHEETS, "time_question: temps-disponible", "time_question: freins")
    assert "La question «\u00a0freins\u00a0» doit attendre une seule réponse" in refused(root).message


def test_named_conditions_in_a_circle(root: Path):
    edit(root, CONDITIONS, "- {named: outil-deploye}", "- {named: regles-ecrites}")
    edit(root, CONDITIONS, "- {answer: consignes-donnees, at_least: ecrites}", "- {named: utilise-ia}")
    told = [problem.what for problem in refused(root).problems]
    assert "La condition « utilise-ia » se cite elle-même." in told
    assert "La condition « regles-ecrites » se cite elle-même." in told


def test_sheets_that_wait_for_each_other(root: Path):
    edit(root, SHEETS, "    basis:", "    prerequisites: [{sheet: ateliers-prompt, reason: Essai.}]\n    basis:")
    told = [problem.what for problem in refused(root).problems]
    assert told == [
        "« charte-ethique » et « ateliers-prompt » s’attendent l’une l’autre.",
        "« ateliers-prompt » et « charte-ethique » s’attendent l’une l’autre.",
    ]


def test_question_written_twice(root: Path):
    edit(root, COMPLETE, "- id: fonction", "- id: branche")
    assert "La question « branche » est écrite deux fois." in refused(root).message


def test_sheet_written_in_two_files(root: Path):
    shutil.copy(root / CHARTER, root / "catalogue/fiches/charte-bis.yaml")
    said = f"{CHARTER}:2 · id · « charte-ethique » est déjà dans catalogue/fiches/charte-bis.yaml."
    assert said in refused(root).message


def test_two_questionnaires_of_one_name(root: Path):
    edit(root, EXPRESS, "id: express", "id: complet")
    said = "questionnaires/express.yaml:4 · id · « complet » est déjà dans questionnaires/complet.yaml."
    assert said in refused(root).message


def test_question_written_in_two_questionnaires(root: Path):
    copy = root / "questionnaires/autre.yaml"
    shutil.copy(root / COMPLETE, copy)
    edit(root, "questionnaires/autre.yaml", "id: complet", "id: autre")
    assert "La question « branche » est écrite deux fois." in refused(root).message


def test_questionnaire_whose_file_has_another_name(root: Path):
    (root / COMPLETE).rename(root / "questionnaires/entier.yaml")
    edit(root, "questionnaires/entier.yaml", "answer_set: oui-non", "answer_set: oui-nom")
    assert "questionnaires/entier.yaml:" in refused(root).message
    assert "Le jeu de réponses « oui-nom » n’existe pas." in refused(root).message


@pytest.mark.parametrize("file", [MANIFEST, CONDITIONS, DIMENSIONS, PHASES, ALERTS, SHEETS])
def test_missing_rules_file(root: Path, file: str):
    (root / file).unlink()
    assert [str(problem) for problem in refused(root).problems] == [
        f"{file} · Fichier illisible (introuvable). · Créez-le ou rendez-le lisible."
    ]


@pytest.mark.parametrize("file", [COMPLETE, EXPRESS, CHARTER])
def test_missing_content_file(root: Path, file: str):
    (root / file).unlink()
    assert refused(root).problems


def test_folder_in_place_of_a_file(root: Path):
    (root / CAFE).unlink()
    (root / CAFE).mkdir()
    assert f"{CAFE} · Fichier illisible (c’est un dossier)." in refused(root).message


def test_missing_folders(root: Path, tmp_path: Path):
    shutil.rmtree(root / "rules")
    shutil.rmtree(root / "templates")
    with pytest.raises(IagDiagError, match="n’est pas un référentiel : il y manque « rules », « templates »"):
        load_pack(root)
    with pytest.raises(IagDiagError, match="n’est pas un référentiel"):
        load_pack(tmp_path / "nulle-part")


def test_long_list_of_faults_is_cut(root: Path):
    text = (root / COMPLETE).read_text(encoding="utf-8")
    (root / COMPLETE).write_text(text.replace("why: ", "pourquoi: "), encoding="utf-8")
    error = refused(root)
    assert len(error.problems) > 50
    assert error.message.endswith(f"… et {len(error.problems) - 50} autres.")


DELETE = object()
NAMES = [COMPLETE, EXPRESS, MANIFEST, ALERTS, CONDITIONS, DIMENSIONS, PHASES, SHEETS, CHARTER, CAFE]
ODD = [DELETE, None, True, 7, -1, 1.5, 10**12, "", "x", "taille", [], ["x"], [[[]]], {}, {"x": 1}, {"not": {}}]
SHIPPED = {name: parse((shipped_root() / name).read_bytes(), name) for name in NAMES}


@st.composite
def mutations(draw: st.DrawFn) -> tuple[str, str]:
    """Draw a shipped file with one place deleted, or replaced by an odd value or by another of its nodes."""
    name = draw(st.sampled_from(NAMES))
    whole: Any = {"": SHIPPED[name].data}
    copy = json.loads(json.dumps(whole))
    paths = [("", *path) for path in SHIPPED[name].lines]
    *parents, last = draw(st.sampled_from(paths))
    value = draw(st.sampled_from(ODD) | st.sampled_from(paths).map(lambda path: at(whole, path)))
    if value is DELETE and parents:
        del at(copy, parents)[last]
    else:
        at(copy, parents)[last] = None if value is DELETE else value
    return name, json.dumps(copy[""], ensure_ascii=False, indent=1)


def at(node: Any, path: Any) -> Any:
    for step in path:
        node = node[step]
    return node


@given(mutation=mutations())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_mutation_crashes_the_loader(root: Path, mutation: tuple[str, str]):
    name, text = mutation
    whole = (root / name).read_bytes()
    (root / name).write_text(text, encoding="utf-8")
    try:
        with suppress(ContentError):
            load_pack(root)
    finally:
        (root / name).write_bytes(whole)
