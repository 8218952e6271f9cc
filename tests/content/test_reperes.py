"""The study's figures: all of them, to the digit; the rule that picks one; a faulty file told with its lines."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iag_diag.content import conditions as op
from iag_diag.content.conditions import atoms
from iag_diag.content.library.reperes import NAME, Figure, Grade, Item, Reperes, SegmentKind, load_reperes
from iag_diag.content.pack import Pack, shipped_root
from iag_diag.content.strict_yaml import parse
from iag_diag.errors import ContentError

SIZES = ("0", "1-9", "10-49", "50-199", "200-499", "500+")
ALL, SIZE, BRANCH, STAFF, PROFILE = SegmentKind
OUI, NON = ("oui",), ("non",)
SHIPPED = parse((shipped_root() / NAME).read_bytes(), NAME)

# Of every figure: question, segment, answers, row, tenths, lines, base. Changes with the study's facts, and only then.
CHECKSUM = "cd404035779dc398ee9f23e816728a505060798cd1347f381196a6742b98f6bd"

INVENTORY = Path(__file__).resolve().parents[3] / "shared" / "study" / "inventory.md"
QUESTIONS = {
    "M.participation": None,
    "P1.branche": "branche",
    "P2.taille": "taille",
    "Q2.1.strategie": "strategie",
    "P4.groupe": "groupe",
    "Q3.2.appropriation": "appropriation",
    "Q4.1.impacts_secteur": "impacts-secteur",
    "Q4.2.impacts_metiers": "impacts-metiers",
    "Q4.3.metiers_identifies": "metiers-identifies",
    "Q5.1.sensib_managers": "sensibilisation-managers",
    "Q5.2.sensib_collab": "sensibilisation-collaborateurs",
    "Q6.1.applications": "applications",
    "Q7.1.acces_public": "acces-public",
    "Q8.1.assistant_deploye": "assistants",
    "Q8.2.intention": "assistants-intention",
    "Q8.3.delai": "assistants-delai",
    "Q9.1.equipe_referent": "referent",
    "Q9.2.processus_conception": "processus",
    "Q9.3.acteurs_conception": "processus-acteurs",
    "Q10.1.freins": "freins",
    "Q10.2.autres_impacts": "autres-impacts",
    "Q11.1.metiers_percus": "metiers-impactes",
    "Q12.1.nature_impact": "nature-impacts",
    "Q13.1.impacts_competences": "impacts-competences",
    "Q13.2.prise_en_charge": "prise-en-charge",
    "Q13.3.besoins_formation": "besoins-formation",
    "Q14.1.communication": "communication",
    "Q14.2.apprehension": "apprehension",
}
SEGMENTS = {"all": ALL, "taille": SIZE, "branche": BRANCH, "csp": STAFF, "profil": PROFILE}
BASES = {
    "26 036 contactées": "contactees",
    "ET-1050": "total-1050",
    "adhérents": "adherents",
    "ET-1050-pond": "total-1050-redresse",
    "ET-1050-pond (branches n>10)": "branches-redresse",
    "non précisée": "non-precisee",
    "non précisée (l.428: répondants ; l.455: entreprises d'un groupe)": "groupe-incertain",
    "ET (branches n>10)": "branches",
    "filtre: n'ont pas déployé (l.583)": "sans-outil",
    "filtre: prévoient de déployer (l.595)": "outil-prevu",
    "non précisée (probablement les 17 % avec processus, l.623)": "methode-probable",
}


@pytest.fixture(scope="module")
def reperes(pack: Pack) -> Reperes:
    return load_reperes(pack)


@pytest.fixture
def copy(pack: Pack, tmp_path: Path) -> Pack:
    """Give the shipped pack, with a file of figures of its own."""
    (tmp_path / "catalogue").mkdir()
    (tmp_path / NAME).write_bytes((shipped_root() / NAME).read_bytes())
    return replace(pack, root=tmp_path)


def figures(reperes: Reperes) -> Iterator[tuple[Item, Figure]]:
    for item in reperes.items:
        yield from ((item, figure) for figure in item.figures)


def edit(copy: Pack, good: str, bad: str) -> None:
    text = (copy.root / NAME).read_text(encoding="utf-8")
    assert good in text
    (copy.root / NAME).write_text(text.replace(good, bad, 1), encoding="utf-8")


def refused(copy: Pack) -> ContentError:
    with pytest.raises(ContentError) as caught:
        load_reperes(copy)
    return caught.value


# The study's facts


def test_every_published_figure(reperes: Reperes):
    counts = Counter(figure.segment.kind for _, figure in figures(reperes))
    assert counts == {ALL: 81, SIZE: 26, BRANCH: 12, STAFF: 6, PROFILE: 10}
    assert counts.total() == 135


def test_no_digit_has_moved(reperes: Reperes):
    facts = [
        (
            item.question,
            *(figure.segment.kind, figure.segment.id),
            *(figure.options, figure.row, figure.tenths),
            *(figure.line, figure.also, figure.base or item.base),
        )
        for item, figure in figures(reperes)
    ]
    assert sha256(json.dumps(facts).encode()).hexdigest() == CHECKSUM


def test_decimals_are_kept(reperes: Reperes):
    decimals = {figure.id: figure.tenths for _, figure in figures(reperes) if figure.tenths % 10}
    assert decimals == {
        "branche-alimentaire-non-specialise": 137,
        "branche-trois-premieres": 497,
        "processus-acteurs-departement-ia": 496,
    }


def published() -> list[list[str]]:
    text = INVENTORY.read_text(encoding="utf-8")
    table = text.partition("### 1.2")[2].partition("```")[2].partition("```")[0]
    return [[cell.strip() for cell in line.split(" | ")] for line in table.strip().splitlines()[1:]]


@pytest.mark.skipif(not INVENTORY.is_file(), reason="the inventory of the study is not beside this checkout")
def test_same_as_the_inventory_of_the_study(reperes: Reperes, pack: Pack):
    rows = published()
    assert len(rows) == 135
    branches = {option.label: option.id for option in pack.questions["branche"].options}
    expected, found = [], []
    for (code, kind, segment, option, percent, line, also, base), (item, figure) in zip(
        rows, figures(reperes), strict=True
    ):
        whole, _, tenth = percent.partition(",")
        lines = [] if also == "-" else [int(number) for number in also.split(",")]
        named = None
        if kind == "taille":
            named = segment.split()[0].replace("–", "-")
        elif kind == "branche" and not segment.startswith("majorité"):
            start = segment.split(" [")[0].replace("'", "’")
            named = next(branches[label] for label in branches if label.startswith(start))
        if figure.options and (yes_or_no := re.match("oui|non", option)):
            assert figure.options[0] == yes_or_no[0], figure.id
        if kind == "csp":
            labels = {row.id: row.label.casefold() for row in pack.questions[QUESTIONS[code]].rows}
            assert labels[figure.row].startswith(segment), figure.id
        answers = (int(whole) * 10 + int(tenth or 0), int(line), lines, BASES[base])
        expected.append((QUESTIONS[code], SEGMENTS[kind], named, *answers))
        about = (figure.tenths, figure.line, list(figure.also), figure.base or item.base)
        found.append((item.question, figure.segment.kind, figure.segment.id, *about))
    assert found == expected


def test_figures_told_in_the_questionnaire_are_those_published(reperes: Reperes, pack: Pack):
    """« En 2024, 8 % … » under a question is a figure of that question, overall."""
    told = {
        (question.id, int(percent) * 10)
        for question in pack.questions.values()
        for percent in re.findall(r"(\d+)\u00a0%", question.why)
    }
    overall = {
        (item.question, figure.tenths) for item, figure in figures(reperes) if figure.segment.overall and item.question
    }
    assert len(told) > 20
    assert told <= overall


# What may be compared


def test_grades(reperes: Reperes):
    grades = {item.question: item.grade for item in reperes.items}
    by_grade = {grade: {question for question in grades if grades[question] is grade} for grade in Grade}
    assert by_grade[Grade.A] == {
        "strategie",
        "appropriation",
        "impacts-secteur",
        "impacts-metiers",
        "sensibilisation-managers",
        "sensibilisation-collaborateurs",
    }
    assert by_grade[Grade.B] == {
        "metiers-identifies",
        "applications",
        "acces-public",
        "assistants",
        "assistants-intention",
        "assistants-delai",
    }
    perceptions = {"metiers-impactes", "nature-impacts", "impacts-competences"}
    assert by_grade[Grade.CONTEXT] == {None, "branche", "taille", *perceptions}
    assert by_grade[Grade.NEVER] == {"processus-acteurs", "autres-impacts"}


def test_weaker_figures_of_a_better_item(reperes: Reperes):
    weaker = {figure.id: figure.grade.value for _, figure in figures(reperes) if figure.grade is not None}
    assert weaker == {
        "branche-alimentaire-detail-gros-adh": "never",
        "branche-detail-non-alimentaire-adh": "never",
        "branche-alimentaire-non-specialise-adh": "never",
        "groupe-propre-structure": "context",
        "groupe-autre-structure": "context",
        "groupe-marges-internes": "context",
        "applications-fourchette-bas": "never",
        "applications-fourchette-haut": "never",
        "acces-public-non-ou-nsp": "context",
        "enjeux-employes-bonne": "context",
        "enjeux-agents-maitrise-moyenne": "context",
        "enjeux-cadres-bonne": "context",
    }


def test_questions_that_compare_in_the_questionnaires_order(reperes: Reperes, pack: Pack):
    graded = {item.question for item in reperes.items if item.grade.comparable}
    assert reperes.questions == tuple(question for question in pack.questions if question in graded)
    assert len(reperes.questions) == 20


def test_what_is_never_shown_is_never_found(reperes: Reperes):
    assert reperes.figures("processus-acteurs") == reperes.figures("autres-impacts") == ()
    assert reperes.best("processus-acteurs", ["departement-ia"]) is None
    assert reperes.best("autres-impacts", ["non"]) is None
    assert [shown.figure.tenths for shown in reperes.figures("branche")] == [180, 180, 137, 497]
    assert {shown.grade for item in reperes.items for shown in reperes.figures(item.question)} == {
        *(Grade.A, Grade.B, Grade.C, Grade.CONTEXT)
    }


def test_figure_of_no_question(reperes: Reperes):
    (participation,) = reperes.figures(None)
    assert (participation.figure.tenths, participation.grade, participation.comparable) == (40, Grade.CONTEXT, False)


def test_small_numbers_are_told(reperes: Reperes):
    for item, figure in figures(reperes):
        cautions = {
            (SIZE, "500+"): "grandes-entreprises",
            (SIZE, "200-499"): "taille-rare",
        }
        expected = "branche-rare" if figure.segment.kind is BRANCH and figure.segment.id else None
        expected = cautions.get((figure.segment.kind, figure.segment.id or ""), expected)
        if expected:
            assert expected in figure.caveats, (item.question, figure.id)


def test_a_question_that_smaller_firms_are_not_asked_says_so(reperes: Reperes, pack: Pack):
    """A cohort's share then leaves out firms that the study's overall figure counts."""
    for item in reperes.items:
        when = pack.questions[item.question].when if item.question else None
        least = [atom.at_least for atom in atoms(when) if isinstance(atom, op.AnswerAtLeast)] if when else []
        later = any(size in SIZES[2:] for size in least)
        assert later == ("10 salariés" in item.caveat) or item.grade is Grade.NEVER, item.question


# The rule that picks a figure


@pytest.mark.parametrize(
    ("question", "options", "asked", "expected"),
    [
        ("strategie", OUI, {}, (80, ALL)),
        ("strategie", OUI, {"size": "0"}, (80, ALL)),
        ("strategie", OUI, {"size": "1-9"}, (80, SIZE)),
        ("strategie", OUI, {"size": "10-49"}, (90, SIZE)),
        ("strategie", OUI, {"size": "50-199"}, (120, SIZE)),
        ("strategie", OUI, {"size": "200-499"}, (180, SIZE)),
        ("strategie", OUI, {"size": "500+"}, (320, SIZE)),
        ("strategie", NON, {"size": "1-9"}, (920, SIZE)),
        ("strategie", NON, {"size": "500+"}, (920, ALL)),
        ("strategie", OUI, {"branch": "commerce-a-distance"}, (290, BRANCH)),
        ("strategie", OUI, {"branch": "negoce-ameublement"}, (60, BRANCH)),
        ("strategie", OUI, {"branch": "optique-lunetterie"}, (100, BRANCH)),
        ("strategie", OUI, {"branch": "bureau-numerique"}, (220, BRANCH)),
        ("strategie", OUI, {"branch": "grands-magasins"}, (80, ALL)),
        ("strategie", OUI, {"size": "10-49", "branch": "commerce-a-distance"}, (90, SIZE)),
        ("strategie", OUI, {"size": "0", "branch": "commerce-a-distance"}, (290, BRANCH)),
        ("appropriation", ("aucune-reflexion",), {"size": "200-499"}, (410, SIZE)),
        ("appropriation", ("acculturation",), {"size": "1-9"}, (170, ALL)),
        ("appropriation", ("premieres-reflexions", "acculturation"), {}, (340, ALL)),
        ("appropriation", ("cas-usage-definis", "strategie-formalisee"), {"size": "500+"}, (300, SIZE)),
        ("sensibilisation-managers", OUI, {"size": "200-499"}, (160, ALL)),
        ("sensibilisation-managers", OUI, {"size": "500+"}, (500, SIZE)),
        ("sensibilisation-collaborateurs", OUI, {"size": "200-499"}, (110, ALL)),
        ("sensibilisation-collaborateurs", OUI, {"size": "50-199"}, (70, SIZE)),
        ("assistants", OUI, {"size": "200-499"}, (170, ALL)),
        ("assistants", OUI, {"size": "10-49", "branch": "negoce-ameublement"}, (230, SIZE)),
        ("applications", OUI, {"size": "10-49", "branch": "bricolage"}, (170, BRANCH)),
        ("applications", OUI, {"size": "10-49", "branch": "photographie"}, (70, ALL)),
        ("assistants-intention", OUI, {"branch": "photographie"}, (350, BRANCH)),
        ("freins", ("couts",), {"size": "1-9"}, (280, ALL)),
        ("freins", ("couts",), {"size": "500+"}, (900, SIZE)),
        ("freins", ("manque-interet",), {"size": "1-9"}, (440, SIZE)),
        ("acces-public", ("non", "nsp"), {"size": "1-9"}, (800, ALL)),
        ("apprehension", ("tres-faible",), {"row": "cadres", "size": "10-49"}, (300, STAFF)),
        ("metiers-impactes", OUI, {"row": "service-client"}, (740, ALL)),
        ("taille", ("1-9",), {}, (850, PROFILE)),
        ("branche", ("alimentaire-detail-gros",), {}, (180, PROFILE)),
    ],
)
def test_segment_rule(reperes: Reperes, question: str, options: Any, asked: Any, expected: Any):
    shown = reperes.best(question, options, **asked)
    assert shown is not None
    assert (shown.figure.tenths, shown.segment.kind) == expected
    assert shown.segment.overall == (shown.segment.kind not in (SIZE, BRANCH))


@pytest.mark.parametrize(
    ("question", "options", "asked"),
    [
        ("strategie", (), {}),
        ("applications", (), {}),
        ("strategie", ("oui", "non"), {}),
        ("appropriation", ("strategie-formalisee", "cas-usage-definis"), {"size": "10-49"}),
        ("acces-public", NON, {}),
        ("sensibilisation-managers", NON, {}),
        ("metiers-impactes", OUI, {}),
        ("apprehension", ("tres-faible",), {"row": "ouvriers"}),
        ("fonction", ("drh",), {}),
        ("nulle-part", OUI, {}),
    ],
)
def test_no_figure_rather_than_another(reperes: Reperes, question: str, options: Any, asked: Any):
    assert reperes.best(question, options, **asked) is None


def test_every_figure_is_found_for_its_own_segment(reperes: Reperes):
    found = 0
    for item in reperes.items:
        for shown in reperes.figures(item.question) if item.question else ():
            kind, name = shown.segment.kind, shown.segment.id
            size, branch = name if kind is SIZE else None, name if kind is BRANCH else None
            own = reperes.best(item.question, shown.figure.options, row=shown.figure.row, size=size, branch=branch)
            assert own is shown
            found += 1
    assert found == 135 - 1 - 7


def test_a_size_without_a_figure_gets_the_overall_one_and_no_other(reperes: Reperes):
    for question in reperes.questions:
        for shown in reperes.figures(question):
            options, row = shown.figure.options, shown.figure.row
            own = {
                one.segment.id
                for one in reperes.figures(question)
                if one.segment.kind is SIZE and set(one.figure.options) == set(options)
            }
            for size in SIZES:
                best = reperes.best(question, options, row=row, size=size)
                if size in own:
                    assert best
                    assert best.segment.id == size
                else:
                    assert best is reperes.best(question, options, row=row)
                    assert best is None or best.segment.overall


def test_caveats_of_the_item_and_of_the_figure_are_both_told(reperes: Reperes):
    shown = reperes.best("freins", ["couts"], size="500+")
    assert shown is not None
    assert shown.caveat.startswith(f"{shown.item.caveat} Les grandes entreprises ne sont que 22")
    assert (shown.base.id, shown.grade, shown.comparable) == ("non-precisee", Grade.C, True)


def test_filter_of_the_study_is_told(reperes: Reperes):
    filtered = {item.question for item in reperes.items if item.filter}
    assert filtered == {"assistants-intention", "assistants-delai"}


# The file


def test_a_pack_is_loaded_without_its_figures(pack: Pack):
    assert NAME not in pack.documents


def test_a_pack_without_figures(copy: Pack):
    (copy.root / NAME).unlink()
    reperes = load_reperes(copy)
    assert reperes == Reperes()
    assert reperes.questions == reperes.figures("strategie") == ()
    assert reperes.best("strategie", ["oui"]) is None


FAULTS = [
    ("question: strategie\n", "question: strategi\n", "La question « strategi » n’existe pas. · Vouliez-vous"),
    ("question: groupe\n", "question: taille\n", "« taille » est écrit deux fois."),
    ("options: [hors-groupe]", "options: [hors-group]", "La réponse « hors-group » n’existe pas. · Vouliez-vous"),
    ('utiliser", options: []', 'utiliser", options: [oui]', "La réponse « oui » n’existe pas."),
    ("row: service-client", "row: service-clients", "La ligne « service-clients » n’existe pas. · Vouliez-vous"),
    ("row: commerce-b2b, ", "", "il manque « row »"),
    ("options: [non, nsp]", "options: [non, nsp], row: x", "La ligne « x » n’existe pas."),
    ('{kind: size, id: "50-199"}', '{kind: size, id: "50-200"}', "La taille « 50-200 » n’existe pas."),
    ("id: optique-lunetterie}", "id: optique}", "La branche « optique » n’existe pas. · Vouliez-vous"),
    ("segment: {kind: profile}", "segment: {kind: profil}", "« profil » n’est pas possible ici."),
    ("segment: {kind: profile}", "segment: {kind: size}", "Il manque « id », qui nomme la taille."),
    ("segment: {kind: profile}", "segment: {kind: profile, id: x}", "ne s’écrit qu’avec elles."),
    ("{id: delai-2-ans, ", "{id: delai-2-ans, segment: {kind: staff}, ", "Une catégorie de salariés est une ligne"),
    ("percent: 92", "percent: 101", "Un pourcentage va de 0 à 100"),
    ("percent: 92", "percent: -1", "Un pourcentage va de 0 à 100"),
    ("percent: 92", "percent: 49.6", "Un pourcentage va de 0 à 100"),
    ("percent: 92", "percent: true", "Un pourcentage va de 0 à 100"),
    ("percent: 92", 'percent: "100,1"', "Un pourcentage va de 0 à 100"),
    ("percent: 92", 'percent: "49,65"', "Un pourcentage va de 0 à 100"),
    ("percent: 92", "percents: 92", "La clé « percents » n’existe pas ici. · Vouliez-vous « percent » ?"),
    ("line: 302", "line: 0", "Ce nombre est trop petit (au moins 1)."),
    ("id: strategie-non,", "id: strategie-oui,", "« strategie-oui » est écrit deux fois."),
    ("id: freins-couts,", "id: groupe-aucun,", "« groupe-aucun » est écrit deux fois."),
    (
        "options: [non], percent: 92",
        "options: [oui], percent: 92",
        "« strategie-non » et « strategie-oui » disent la même",
    ),
    ("base: groupe-incertain", "base: groupe", "La base « groupe » n’existe pas."),
    ("base: contactees\n", "base: contactee\n", "La base « contactee » n’existe pas. · Vouliez-vous"),
    ("- id: adherents", "- id: contactees", "« contactees » est écrit deux fois."),
    ("- id: fourchette", "- id: taille-rare", "« taille-rare » est écrit deux fois."),
    ("caveats: [taille-rare]", "caveats: [rare]", "La mise en garde « rare » n’existe pas."),
    ("grade: context\n", "grade: D\n", "« D » n’est pas possible ici."),
    ('lines: "302"', "lines: 302", "Un texte est attendu."),
    ("    caveat:", "    reserve:", "La clé « reserve » n’existe pas ici."),
]


def spaced(said: str) -> str:
    return re.sub(r" ([:;?!»])", "\u00a0\\1", said).replace("« ", "«\u00a0")


@pytest.mark.parametrize(("good", "bad", "said"), FAULTS, ids=lambda text: text[:30])
def test_fault_is_told_at_its_line(copy: Pack, good: str, bad: str, said: str):
    edit(copy, good, bad)
    text = (copy.root / NAME).read_text(encoding="utf-8")
    lines = {text.count("\n", 0, found.start()) + 1 for found in re.finditer(re.escape(bad), text)} if bad else set()
    told = [problem for problem in refused(copy).problems if spaced(said) in str(problem)]
    assert told
    assert all(problem.file == NAME and problem.line for problem in told)
    assert not bad or {problem.line for problem in told} & lines


def test_faults_come_out_together(copy: Pack):
    edit(copy, "options: [hors-groupe]", "options: [ici]")
    edit(copy, "row: cadres", "row: chefs")
    edit(copy, "id: optique-lunetterie}", "id: optique}")
    error = refused(copy)
    assert len(error.problems) == 3
    assert error.message.startswith(f"Le catalogue du référentiel {copy.root} ne peut pas être chargé\u00a0: 3 fautes.")


def test_pack_without_a_branch_question(copy: Pack):
    bare = replace(copy, manifest=copy.manifest.model_copy(update={"branch_question": None}))
    assert "La branche «\u00a0bricolage\u00a0» n’existe pas." in [problem.what for problem in refused(bare).problems]


def test_folder_in_place_of_the_file(copy: Pack):
    (copy.root / NAME).unlink()
    (copy.root / NAME).mkdir()
    assert "Fichier illisible (c’est un dossier)." in refused(copy).message


@pytest.mark.parametrize("content", [b"", b"\xff", b"- x", b"x: *y", b"items: [{"])
def test_file_that_is_no_list_of_figures(copy: Pack, content: bytes):
    (copy.root / NAME).write_bytes(content)
    assert [problem.file for problem in refused(copy).problems][:1] == [NAME]


DELETE = object()
ODD = [DELETE, None, True, 7, -1, 1.5, 10**12, "", "x", "taille", [], ["x"], [[[]]], {}, {"x": 1}]


@st.composite
def mutations(draw: st.DrawFn) -> str:
    """Draw the shipped file with one place deleted, or replaced by an odd value or by another of its nodes."""
    whole: Any = {"": SHIPPED.data}
    changed = json.loads(json.dumps(whole))
    paths = [("", *path) for path in SHIPPED.lines]
    *parents, last = draw(st.sampled_from(paths))
    value = draw(st.sampled_from(ODD) | st.sampled_from(paths).map(lambda path: at(whole, path)))
    if value is DELETE and parents:
        del at(changed, parents)[last]
    else:
        at(changed, parents)[last] = None if value is DELETE else value
    return json.dumps(changed[""], ensure_ascii=False)


def at(node: Any, path: Any) -> Any:
    for step in path:
        node = node[step]
    return node


@given(text=mutations())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_mutation_crashes_the_loader(copy: Pack, text: str):
    (copy.root / NAME).write_text(text, encoding="utf-8")
    with suppress(ContentError):
        load_reperes(copy)


# How it reads


def texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict | tuple):
        for child in node.values() if isinstance(node, dict) else node:
            yield from texts(child)


def test_typography():
    every = list(texts(SHIPPED.data))
    assert len(every) > 400
    wrong = re.compile(r"'| [:;?!»%]|« |\w[;?!%]( |$)|\.\.\.|\d \d{3}")
    assert [text for text in every if wrong.search(text)] == []


def test_caveats_end_as_sentences_and_stay_short(reperes: Reperes):
    for item in reperes.items:
        assert item.caveat.endswith("."), item.question
        assert len(item.caveat) <= 280, item.question
    for caveat in SHIPPED.data["caveats"]:
        assert caveat["text"].endswith("."), caveat["id"]
        assert len(caveat["text"]) <= 160, caveat["id"]


def test_every_base_and_every_caveat_is_used(reperes: Reperes):
    bases = {figure.base or item.base for item, figure in figures(reperes)}
    caveats = {caveat for _, figure in figures(reperes) for caveat in figure.caveats}
    assert bases == {base["id"] for base in SHIPPED.data["bases"]}
    assert caveats == {caveat["id"] for caveat in SHIPPED.data["caveats"]}
