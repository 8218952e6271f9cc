"""The shipped content, counted against the study, and held together: questions, rules and sheets need one another."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from iag_diag.content import conditions as op
from iag_diag.content.conditions import Condition, atoms, questions_read
from iag_diag.content.library.shelves import Library
from iag_diag.content.pack import Pack
from iag_diag.content.sheets import ActionSheet

STUDY_ITEMS = [
    "branche",
    "taille",
    "fonction",
    "groupe",
    "strategie",
    "appropriation",
    "impacts-secteur",
    "impacts-metiers",
    "metiers-identifies",
    "metiers-lesquels",
    "sensibilisation-managers",
    "sensibilisation-collaborateurs",
    "applications",
    "acces-public",
    "assistants",
    "assistants-intention",
    "assistants-delai",
    "referent",
    "processus",
    "processus-acteurs",
    "direction-porteuse",
    "freins",
    "autres-impacts",
    "autres-impacts-texte",
    "metiers-impactes",
    "nature-impacts",
    "impacts-competences",
    "prise-en-charge",
    "besoins-formation",
    "communication",
    "apprehension",
    "domaines-usage",
    "attentes",
]
BEYOND_STUDY = {
    "consignes-donnees",
    "verification-humaine",
    "outil-entreprise",
    "part-utilisateurs",
    "mesure-gains",
    "metiers-presents",
    "temps-disponible",
    "budget",
    "format-formation",
}

# Asked, and read by no rule: why it is asked all the same.
MIRRORS = {
    "fonction": "profile: says who answered",
    "processus-acteurs": "mirror of Q9.3: whether the process exists is what rules read",
    "autres-impacts-texte": "mirror of Q10.3: free text, never interpreted",
    "metiers-impactes": "mirror of Q11.1: a perception, never scored",
    "nature-impacts": "mirror of Q12.1: a perception, never scored",
}

# Scored, and yet some neighbouring options are worth the same to every rule: why.
ALIKE = {
    ("assistants-delai", "6-mois", "1-an"): "both are within the year, which is what the gate asks",
    ("assistants-delai", "2-ans", "plus-tard"): "both are beyond the year",
}

# Numbers 1 to 16: roles, conditions of success, expected results, indicators (the study's own counts).
ROLES = (3, 4, 6, 4, 4, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 4)
CONDITIONS = (4, 3, 4, 4, 3, 3, 4, 3, 3, 4, 4, 4, 4, 4, 4, 4)
RESULTS = (3, 3, 3, 3, 4, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4)
INDICATORS = (4, 3, 3, 3, 4, 3, 5, 3, 3, 3, 4, 5, 5, 5, 5, 5)

OFFICIAL = ("title", "table_title")


def rule_conditions(pack: Pack) -> Iterator[Condition]:
    """Give every condition of `rules/`, but the named ones that nobody cites."""
    for phase in pack.phases:
        yield from (gate.when for gate in phase.gates)
    yield from (alert.when for alert in pack.alerts)
    for rule in pack.sheet_rules.values():
        yield from (trigger.when for trigger in rule.triggers)
    yield from criteria_conditions(pack)


def criteria_conditions(pack: Pack) -> Iterator[Condition]:
    for dimension in pack.dimensions.dimensions:
        for criterion in dimension.criteria:
            yield from (case.when for case in criterion.cases)


def question_conditions(pack: Pack) -> list[Condition]:
    return [question.when for question in pack.questions.values() if question.when is not None]


def sheets(pack: Pack) -> list[ActionSheet]:
    return list(pack.sheets.values())


# The study's facts


def test_sixteen_sheets_in_the_studys_order(pack: Pack):
    assert [sheet.number for sheet in sheets(pack)] == list(range(1, 17))
    assert [sheet.table_number for sheet in sheets(pack)] == [*range(1, 11), 12, 11, *range(13, 17)]


def test_sheets_of_each_phase(pack: Pack):
    counts = Counter(sheet.phase for sheet in sheets(pack))
    assert [counts[phase.id] for phase in pack.phases] == [4, 8, 2, 2]


def test_counts_of_the_studys_facts(pack: Pack):
    assert tuple(len(sheet.roles) for sheet in sheets(pack)) == ROLES
    assert tuple(len(sheet.conditions) for sheet in sheets(pack)) == CONDITIONS
    assert tuple(len(sheet.results) for sheet in sheets(pack)) == RESULTS
    assert tuple(len(sheet.indicators) for sheet in sheets(pack)) == INDICATORS
    assert (sum(ROLES), sum(CONDITIONS), sum(RESULTS), sum(INDICATORS)) == (58, 59, 56, 63)


def test_thirty_three_items_in_the_studys_order(pack: Pack):
    asked = [question for question in pack.questionnaires["complet"].questions if question in STUDY_ITEMS]
    assert asked == STUDY_ITEMS
    assert len(STUDY_ITEMS) == 33
    for question in pack.questions.values():
        assert question.beyond_study == (question.id not in STUDY_ITEMS), question.id


def test_questions_beyond_the_study(pack: Pack):
    beyond = {question.id for question in pack.questions.values() if question.beyond_study}
    assert beyond == BEYOND_STUDY | {f"pratique-{sheet.id}" for sheet in sheets(pack)}


def test_ids_that_answers_files_rely_on(pack: Pack):
    def options(question: str) -> list[str]:
        return [option.id for option in pack.questions[question].options]

    assert options("taille") == ["0", "1-9", "10-49", "50-199", "200-499", "500+"]
    assert options("strategie") == ["oui", "non"]
    assert options("appropriation") == [
        "aucune-reflexion",
        "acculturation",
        "premieres-reflexions",
        "strategie-formalisee",
        "cas-usage-definis",
    ]
    for practice in pack.practices.values():
        assert options(practice) == ["absente", "amorcee", "en-place", "suivie"]


def test_wordings_that_the_study_quotes(pack: Pack):
    assert [question.id for question in pack.questions.values() if question.quoted] == ["strategie", "freins"]


# What a shop owner can live with


def test_option_labels_are_short(pack: Pack):
    labels = {option.label for question in pack.questions.values() for option in (*question.options, *question.rows)}
    assert [label for label in labels if len(label) > 100] == []


def test_first_steps_take_less_than_an_hour(pack: Pack):
    assert max(variant.first_step.minutes for sheet in sheets(pack) for variant in sheet.variants) <= 60


def test_every_sheet_has_a_version_for_small_firms(pack: Pack):
    for sheet in sheets(pack):
        assert [variant.sizes for variant in sheet.variants if "1-9" in variant.sizes] == [("1-9",)], sheet.id


def texts(node: Any, key: str = "") -> Iterator[tuple[str, str]]:
    """Give every text of a document, with the key under which it stands."""
    if isinstance(node, dict):
        for name, child in node.items():
            yield from texts(child, name)
    elif isinstance(node, tuple):
        for child in node:
            yield from texts(child, key)
    elif isinstance(node, str):
        yield key, node


def test_typography(pack: Pack):
    branches = {option.label for option in pack.questions["branche"].options}
    ours = [
        text
        for document in pack.documents.values()
        for key, text in texts(document.data)
        if key not in OFFICIAL and text not in branches
    ]
    assert len(ours) > 3_000
    assert [text for text in ours if re.search(r"'| [:;?!»]|« |\w[;?!]( |$)|\.\.\.", text)] == []


# Questions, rules and sheets need one another


def selection_conditions(library: Library) -> Iterator[Condition]:
    """Give every condition of `rules/selections.yaml`."""
    rules = library.selections
    assert rules
    for selection in (rules.occupations, rules.trainings, rules.resources):
        written = (*selection.wishes, *selection.otherwise, *selection.bars, *selection.notices)
        yield from (rule.when for rule in written if rule.when is not None)
    yield from (saying.when for comparison in rules.benchmarks.comparisons for saying in comparison.says)


def test_every_question_is_read_or_said_to_be_a_mirror(pack: Pack, library: Library):
    conditions = [*rule_conditions(pack), *question_conditions(pack), *selection_conditions(library)]
    read = {question for condition in conditions for question in questions_read(condition, pack.conditions)}
    read |= {wish.ticked for wish in library.selections.occupations.wishes if wish.ticked}
    read |= {pack.manifest.size_question, pack.planning.time_question, *pack.practices.values()}
    assert set(pack.questions) - read == set(MIRRORS)


def test_every_named_condition_is_used(pack: Pack):
    written = [*rule_conditions(pack), *question_conditions(pack), *pack.conditions.values()]
    written += [c.applies for d in pack.dimensions.dimensions for c in d.criteria if c.applies is not None]
    cited = {atom.named for condition in written for atom in atoms(condition) if isinstance(atom, op.Named)}
    assert cited == set(pack.conditions)


def test_every_force_is_used(pack: Pack):
    used = {trigger.force for rule in pack.sheet_rules.values() for trigger in rule.triggers}
    assert used == set(pack.forces)


def test_profile_perceptions_barriers_and_needs_are_never_scored(pack: Pack):
    scored = {
        question for condition in criteria_conditions(pack) for question in questions_read(condition, pack.conditions)
    }
    never = {question.id for question in pack.questions.values() if question.profile}
    never |= {"freins", "besoins-formation", "attentes", "metiers-impactes", "nature-impacts", "apprehension"}
    assert never & scored <= {pack.manifest.size_question}


def reads(pack: Pack, question: str, option: str, atom: Condition) -> bool:
    """Say whether one operator would hold for a company that gave this option."""
    asked = pack.questions[question]
    match atom:
        case op.AnswerIs(is_=wanted) | op.AnswerIncludes(includes=wanted):
            return option == wanted
        case op.AnswerIn(in_=several):
            return option in several
        case op.AnswerAtLeast(at_least=least):
            return asked.rank(option) >= asked.rank(least)
    return False


def test_every_scored_option_can_change_something(pack: Pack):
    """Two neighbouring options of a scored question are told apart by a rule, or by what is advised once in place."""
    written = [*rule_conditions(pack), *pack.conditions.values(), *question_conditions(pack)]
    every = [atom for condition in written for atom in atoms(condition)]
    scored = {q for condition in criteria_conditions(pack) for q in questions_read(condition, pack.conditions)}
    levels = {pack.planning.started_from, pack.planning.done_from}
    alike = set()
    for question in scored:
        read = [atom for atom in every if isinstance(atom, op.AnswerOperator) and atom.answer == question]
        ids = [option.id for option in pack.questions[question].options]
        for one, other in pairwise(ids):
            advised = question in pack.practices.values() and other in levels
            if not advised and all(reads(pack, question, one, a) == reads(pack, question, other, a) for a in read):
                alike.add((question, one, other))
    assert alike == set(ALIKE)


def test_every_sheet_has_triggers_and_a_practice_question(pack: Pack):
    assert set(pack.sheet_rules) == set(pack.sheets) == set(pack.practices)
    ids = [trigger.id for rule in pack.sheet_rules.values() for trigger in rule.triggers]
    assert len(ids) == len(set(ids))


def test_a_practice_is_asked_where_its_sheet_fits(pack: Pack):
    """Nobody is asked about a sheet that is never for them, and nobody is advised one they were not asked about."""
    sizes = [option.id for option in pack.questions[pack.manifest.size_question].options]
    for sheet, practice in pack.practices.items():
        when = pack.questions[practice].when
        by_size = [a for a in atoms(when) if isinstance(a, op.AnswerAtLeast) and a.answer == "taille"] if when else []
        for atom in by_size:
            assert list(pack.sheet_rules[sheet].sizes) == sizes[sizes.index(atom.at_least) :], sheet


@pytest.mark.parametrize(("questionnaire", "minutes"), [("express", 5), ("complet", 15)])
def test_announced_time(pack: Pack, questionnaire: str, minutes: int):
    assert pack.questionnaires[questionnaire].minutes == minutes
