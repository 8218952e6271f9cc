"""« Pour passer à la phase suivante »: the levers as an owner reads them, on every screen and in the roadmap."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from io import StringIO
from typing import Any

import pytest
from hypothesis import given
from rich.console import Console

from builders import CASES, read
from iag_diag.content.pack import Pack
from iag_diag.content.rules import LeverAction
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.levers import levers
from iag_diag.diagnosis.results import Lever
from iag_diag.reports.contract import Conclusions, as_json
from iag_diag.reports.next_phase import COMMAND, duration, next_phase_view
from iag_diag.reports.reporter import Reporter
from iag_diag.reports.terminal import ResultScreen
from iag_diag.reports.view import NextPhaseView, ReportView
from strategies import COMPANIES

TITLE = "Pour passer à la phase suivante"
Read = Callable[[str], NextPhaseView]


def answers_of(case: str) -> Answers:
    return read(CASES / f"{case}.yaml")["answers"]


def view_of(reporter: Reporter, answers: Answers) -> ReportView:
    return reporter.view(answers, reporter.engine.diagnose(answers), company="Essai")


def opening_of(reporter: Reporter, answers: Answers) -> NextPhaseView:
    opening = view_of(reporter, answers).opening
    assert opening is not None
    return opening


@pytest.fixture
def opening(reporter: Reporter) -> Read:
    return lambda case: opening_of(reporter, answers_of(case))


def screen(view: ReportView, *, columns: int = 80, plain: bool = False) -> str:
    file = StringIO()
    ResultScreen(Console(file=file, width=columns, markup=False, emoji=False, highlight=False), plain=plain).show(view)
    return file.getvalue()


def words(text: str) -> str:
    return " ".join(text.split(" ")).replace("\n", " ")


def said(opening: NextPhaseView) -> list[str]:
    """Every sentence of the section, in order."""
    ways = [text for way in opening.ways for text in (way.title, *way.actions)]
    return [text for text in (opening.lead, *opening.always, opening.choice, *ways, opening.others) if text]


def json_levers(reporter: Reporter, answers: Answers) -> list[dict[str, Any]]:
    diagnosis = reporter.engine.diagnose(answers)
    conclusions = Conclusions(diagnosis, levers(reporter.engine, answers, diagnosis))
    found: list[dict[str, Any]] = json.loads(as_json(reporter.engine.pack, conclusions, company="", day=reporter.day))[
        "levers"
    ]
    return found


# Where it is, and what it says.


def test_the_last_phase_has_no_section(reporter: Reporter):
    view = view_of(reporter, answers_of("import-soie"))
    assert view.opening is None
    assert TITLE not in reporter.roadmap(view) + screen(view) + screen(view, plain=True)


def test_the_section_follows_the_missing_conditions_everywhere(reporter: Reporter):
    view = view_of(reporter, answers_of("optique-du-marche"))
    for text in (reporter.roadmap(view), screen(view), screen(view, columns=40, plain=True)):
        assert text.index("Ce qui manque") < text.index(TITLE)


@pytest.mark.parametrize("case", ["fleuriste-rien-commence", "optique-du-marche", "papeterie-le-buvard"])
def test_screens_and_roadmap_say_the_same_sentences_in_the_same_order(case: str, reporter: Reporter):
    view = view_of(reporter, answers_of(case))
    assert view.opening
    for text in (reporter.roadmap(view), screen(view), screen(view, columns=40, plain=True)):
        section = re.sub(r"\s+[-•] |\s+\d\. ", " ", text.partition(TITLE)[2])
        section = re.sub(r"[ \n]+", " ", section)
        places = [section.find(sentence) for sentence in said(view.opening)]
        assert -1 not in places
        assert places[0] == min(places)
        assert (COMMAND in section) == bool(view.opening.others)


def test_several_ways_are_offered_for_choice_and_the_rest_counted(opening: Read, pack: Pack):
    found = opening("fleuriste-rien-commence")
    assert found.lead == "Pour remplir les deux conditions qui manquent, au choix, du plus court au plus long\u00a0:"
    assert (found.always, found.choice) == ((), "")
    assert len(found.ways) == pack.levers.shown
    assert found.others == "Il y a trois autres façons, au moins aussi longues\u00a0:"


def test_what_no_way_does_without_is_said_once(opening: Read, pack: Pack):
    found = opening("optique-du-marche")
    assert found.lead == "Pour remplir les trois conditions qui manquent, dans tous les cas\u00a0:"
    (always,) = found.always
    assert always == "Choisir un outil d’IA pour le travail, et le mettre en service."
    assert found.choice == "Puis, au choix, du plus court au plus long\u00a0:"
    assert all(always not in way.actions for way in found.ways)
    assert all(way.title.endswith("en tout\u00a0:") for way in found.ways)


def test_a_single_way_is_no_choice(opening: Read):
    found = opening("galeries-lafaye")
    enough = r"trois actions suffisent \(environ \d+\u00a0heures en tout\)"
    assert re.fullmatch(rf"Pour remplir les quatre conditions qui manquent, {enough}\u00a0:", found.lead)
    assert len(found.always) == 3
    assert (found.choice, found.ways, found.others) == ("", (), "")


def test_a_way_of_one_action_is_one_line(opening: Read):
    (shortest, *_) = opening("papeterie-le-buvard").ways
    assert shortest.actions == ()
    assert shortest.title == (
        "Environ 2\u00a0heures\u00a0: suivre ou faire suivre une première formation courte, même d’une heure."
    )


def test_more_changes_than_a_step_takes_are_announced(opening: Read):
    assert opening("primeurs-de-gros").lead.startswith("Comptez quatre actions, pas moins. Pour remplir")
    assert "Comptez" not in opening("brocanteur-seul-essai-abandonne").lead


def test_an_owner_alone_is_spoken_to_as_one(opening: Read, pack: Pack):
    text = " ".join(said(opening("brocanteur-seul-essai-abandonne")))
    assert "Confier chaque semaine une même tâche à l’IA." in text
    assert "Suivre une première formation courte" in text
    assert not re.search("équipe|tout le monde|faire suivre|à tous", text)


def test_sheets_are_named_with_their_place_in_the_roadmap(reporter: Reporter):
    """The charter is the first action of this optician; the workshops are not among its actions."""
    answers = answers_of("optique-du-marche")
    text = " ".join(said(opening_of(reporter, answers)))
    assert reporter.engine.diagnose(answers).roadmap[0].sheet == "charte-ethique"
    assert "remettre à toute l’équipe (action 1 de votre feuille de route)" in text
    assert "(fiche 5, «\u00a0Apprendre à écrire de bonnes consignes à l’IA\u00a0»)" in text


@pytest.mark.parametrize(
    ("case", "changes", "done", "holds"),
    [
        ("electro-sud-salariee", {}, True, True),
        ("optique-du-marche", {}, False, False),
        ("superette-de-la-place", {"strategie": "nsp"}, True, True),
        # « Dans quel délai ? » is not asked of who has no intention, and only comes with it: nothing is left unsaid.
        ("cave-des-halles", {}, False, False),
        # Nothing is left unsaid but what was asked and not known.
        ("jouets-marelle", {"acces-public": "oui", "part-utilisateurs": "nsp"}, True, False),
        # Sans objet is an answer.
        ("sport-evasion", {"referent": "sans-objet"}, False, False),
    ],
)
def test_what_may_be_done_already_is_said_and_what_holds_whatever_is_missing(
    case: str, changes: Answers, done: bool, holds: bool, reporter: Reporter
):
    remark = opening_of(reporter, {**answers_of(case), **changes}).remark
    assert ("déjà faite chez vous" in remark, "quelles que soient les réponses qui manquent" in remark) == (done, holds)
    assert remark.endswith("Durées estimées par l’outil, hors étude, toutes personnes comptées.")


def test_hours_of_an_owner_alone_are_nobody_else_s(opening: Read):
    assert opening("brocanteur-seul-essai-abandonne").remark == "Durées estimées par l’outil, hors étude."


def test_a_pack_without_a_study_speaks_of_none(reporter: Reporter, pack: Pack):
    alone = replace(pack, manifest=pack.manifest.model_copy(update={"study": None}))
    answers = answers_of("optique-du-marche")
    diagnosis = reporter.engine.diagnose(answers)
    states = reporter.engine.flow.facts(answers).states
    view = next_phase_view(alone, diagnosis, levers(reporter.engine, answers, diagnosis), states)
    assert view is not None
    assert view.remark == "Durées estimées, toutes personnes comptées."
    assert view.command == f"{COMMAND} --content RÉFÉRENTIEL"


def test_where_nothing_can_be_advised_a_sentence_says_so(reporter: Reporter, pack: Pack):
    diagnosis = reporter.engine.diagnose(answers_of("galeries-lafaye"))
    view = next_phase_view(pack, diagnosis, (), {})
    assert view is not None
    (only,) = said(view)
    assert only.startswith("Pour remplir les quatre conditions qui manquent, aucune courte liste d’actions ne suffit")


# What a fragile result hangs on.


def test_a_phase_that_hangs_on_an_answer_and_a_doubtful_action_are_said_each_in_its_place(reporter: Reporter):
    view = view_of(reporter, answers_of("brocanteur-seul-essai-abandonne"))
    assert view.phase_caution == (
        "Cette phase tient à une réponse, «\u00a0Où en êtes-vous avec l’IA\u00a0?\u00a0»\u00a0: un cran plus bas, "
        "ce serait la phase de réflexion. Relisez cette réponse avant d’aller plus loin."
    )
    assert re.fullmatch(
        "Nous hésitons sur l’action 3\u00a0: quand le poids de vos réponses change de 20\u00a0% au plus, "
        r"elle n’est retenue que \d+ fois sur 200\. À vous de voir si elle vous convient\.",
        view.actions_caution,
    )
    for text in (reporter.roadmap(view), screen(view), screen(view, columns=40, plain=True)):
        told = " ".join(text.replace("\n", " ").split(" "))
        places = [told.index(part) for part in (view.phase_caution, "Vos ", view.actions_caution)]
        assert places == sorted(places)


def test_several_answers_and_several_actions_are_listed(reporter: Reporter):
    phase = view_of(reporter, answers_of("import-soie")).phase_caution
    assert phase.startswith("Cette phase tient à deux réponses, chacune à un cran près\u00a0: «\u00a0Quelle part")
    assert phase.endswith("\u00a0». Relisez ces réponses avant d’aller plus loin.")
    actions = view_of(reporter, answers_of("jouets-marelle")).actions_caution
    assert re.search(r"les actions 2 et 3\u00a0: .+ retenues que \d+ et \d+ fois sur 200\. .+ conviennent\.$", actions)


def test_a_firm_result_has_no_caution_and_a_roadmap_of_a_batch_none(reporter: Reporter):
    firm = view_of(reporter, answers_of("papeterie-le-buvard"))
    assert (firm.phase_caution, firm.actions_caution) == ("", "")
    answers = answers_of("brocanteur-seul-essai-abandonne")
    view, diagnosis = view_of(reporter, answers), reporter.engine.diagnose(answers)
    plain = reporter.view(answers, diagnosis, company="Essai", cautious=False)
    assert plain == replace(view, phase_caution="", actions_caution="")
    assert "Relisez cette réponse" not in reporter.roadmap(plain)


# What is shown is what the JSON holds.


@given(answers=COMPANIES)
def test_hours_and_actions_shown_are_those_of_the_first_levers_of_the_json(answers: Answers, reporter: Reporter):
    found = json_levers(reporter, answers)
    view = view_of(reporter, answers)
    text = reporter.roadmap(view).partition(f"### {TITLE}")[2].partition("\n### ")[0]
    shown = found[: reporter.engine.pack.levers.shown]
    assert bool(text) == bool(view.opening)
    hours = [int(count) for count in re.findall(r"[Ee]nviron (\d+)\u00a0heures?(?: en tout)?(?:\)|\u00a0:)", text)]
    assert hours == [lever["hours"] for lever in shown]
    for action in (action for lever in shown for action in lever["actions"]):
        assert action["text"][1:] in text
    assert [lever["hours"] for lever in found] == sorted(lever["hours"] for lever in found)


def test_a_lever_of_the_json_carries_its_actions_and_their_traces(reporter: Reporter, pack: Pack):
    (lever, *_) = json_levers(reporter, answers_of("papeterie-le-buvard"))[1:]
    rule = next(rule for rule in pack.levers.actions if rule.id == "atelier-pour-tous")
    assert lever == {
        "phase": "experimentation",
        "gates": ["formation-engagee"],
        "hours": 6,
        "changes": [{"question": "pratique-ateliers-prompt", "from": "absente", "to": "en-place"}],
        "actions": [
            {
                "id": "atelier-pour-tous",
                "rule": "atelier-pour-tous",
                "place": rule.place,
                "questions": ["pratique-ateliers-prompt"],
                "text": rule.text,
                "sheets": ["ateliers-prompt"],
                "hours": 6,
            }
        ],
    }


# What an action takes in this company.


def with_action(pack: Pack, **changes: Any) -> Engine:
    """Make an engine in which the first step of « appropriation » is brought about otherwise."""
    actions = tuple(
        LeverAction.model_validate({**rule.model_dump(), "effort": None, **changes})
        if rule.id == "tache-choisie"
        else rule
        for rule in pack.levers.actions
    )
    return Engine(replace(pack, levers=pack.levers.model_copy(update={"actions": actions})))


def first_lever(engine: Engine, answers: Answers) -> Lever:
    """Give the lever that begins by this action."""
    found = levers(engine, answers, engine.diagnose(answers))
    return next(lever for lever in found if lever.actions[0].trace.rule == "tache-choisie" and len(lever.actions) == 1)


SUPERETTE = answers_of("superette-de-la-place")


def test_hours_are_those_of_the_size(pack: Pack):
    engine = with_action(pack, hours=3, effort={"1-9": 5, "10-49": 7})
    assert first_lever(engine, SUPERETTE).hours == 10
    assert first_lever(engine, {**SUPERETTE, "taille": "1-9"}).hours == 8


def test_sheets_of_another_size_are_not_proposed(pack: Pack):
    engine = with_action(pack, sheets=("comite-gouvernance", "charte-ethique"))
    small, large = (first_lever(engine, {**SUPERETTE, "taille": size}) for size in ("10-49", "200-499"))
    assert (small.actions[0].sheets, small.hours) == (("charte-ethique",), 12)
    assert (large.actions[0].sheets, large.hours) == (("comite-gouvernance", "charte-ethique"), 150)


def test_sheets_in_place_take_no_time_and_are_not_named(pack: Pack):
    engine = with_action(pack, hours=2, sheets=("communication-interne",))
    answers = {**SUPERETTE, "communication": "oui", "pratique-communication-interne": "amorcee"}
    started = first_lever(engine, answers)
    done = first_lever(engine, {**answers, "pratique-communication-interne": "en-place"})
    assert (started.actions[0].sheets, started.hours) == (("communication-interne",), 16)
    assert (done.actions[0].sheets, done.actions[0].hours, done.hours) == ((), 2, 2)


def test_a_lever_without_an_estimate_is_short(pack: Pack):
    engine = with_action(pack, sheets=("comite-gouvernance",))
    lever = first_lever(engine, SUPERETTE)
    assert lever.hours == 0
    assert duration(lever) == "moins d’une heure"


def test_answers_that_one_action_brings_about_are_one_way(pack: Pack):
    """« Écrire une page » here answers both questions: the two levers are one way, and are not offered as a choice."""
    rules = {rule.id: rule for rule in pack.levers.actions}
    engine = with_action(pack, hours=1)
    found = levers(engine, SUPERETTE, engine.diagnose(SUPERETTE))
    same = tuple(replace(lever, actions=found[0].actions) for lever in found)
    assert len(found) > 1
    assert rules["tache-choisie"].text in found[0].actions[0].text
    states = engine.flow.facts(SUPERETTE).states
    view = next_phase_view(engine.pack, engine.diagnose(SUPERETTE), same, states)
    assert view is not None
    assert (len(view.always), view.ways, view.others) == (1, (), "")


def test_signs_of_markup_in_an_action_are_printed_as_they_are(pack: Pack, reporter: Reporter):
    engine = with_action(pack, hours=1, text="écrire [bold]*une*[/bold] page :smile:")
    view = view_of(Reporter(engine, reporter.day), SUPERETTE)
    assert "écrire [bold]*une*[/bold] page :smile:" in screen(view).replace("\n", " ")
