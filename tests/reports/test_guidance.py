"""What the rest of the study says to a company: the right figure with its base, few things, and nothing unsafe."""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import StringIO
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from markdown_it import MarkdownIt
from rich.console import Console

from batch.scoring.coding import coded
from builders import CASES, read
from iag_diag.batch.scoring.slots import slots
from iag_diag.batch.scoring.spelling import Speller
from iag_diag.content.library.reperes import Grade, SegmentKind, Shown
from iag_diag.content.library.selections import Benchmarks, Comparison, SelectionsFile
from iag_diag.content.library.shelves import Library
from iag_diag.content.library.trainings import Cpf, Funding, Level
from iag_diag.content.pack import Pack, load_pack
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Answers
from iag_diag.diagnosis.engine import Engine
from iag_diag.diagnosis.guidance import Guidance, Guide
from iag_diag.diagnosis.results import Reason, Trace
from iag_diag.diagnosis.selection import Chosen, Compared, Fate, Pick
from iag_diag.reports.catalogue.browsing import Catalogue
from iag_diag.reports.contract import Conclusions, as_json
from iag_diag.reports.guidance import GuidanceWriter
from iag_diag.reports.reporter import Reporter
from iag_diag.reports.terminal import ResultScreen
from iag_diag.reports.view import GuidanceView, ReportView
from strategies import COMPANIES

DAY = date(2026, 11, 23)
NBSP = "\u00a0"
SECTOR, JOBS, USUAL = "Vous et le secteur", "Dans vos métiers", "Dans des métiers proches des vôtres"
TRAINING, READING = "Se former", "Pour aller plus loin"
TRACE = Trace("rule", "rules/selections.yaml:1", ())
KNOWN = sorted(CASES.glob("*.yaml"))


def view_of(reporter: Reporter, answers: Answers) -> ReportView:
    return reporter.view(answers, reporter.engine.diagnose(answers), company="Essai")


def guided(reporter: Reporter, answers: Answers) -> GuidanceView:
    return view_of(reporter, answers).guidance


def chosen(reporter: Reporter, answers: Answers) -> Guidance:
    return reporter.guidance(answers, reporter.engine.diagnose(answers))


def roadmap(reporter: Reporter, answers: Answers) -> str:
    return reporter.roadmap(view_of(reporter, answers))


def json_of(reporter: Reporter, answers: Answers) -> dict[str, Any]:
    diagnosis = reporter.engine.diagnose(answers)
    conclusions = Conclusions(diagnosis, guidance=reporter.guidance(answers, diagnosis))
    return json.loads(as_json(reporter.engine.pack, conclusions, company="", day=DAY))["guidance"]


def screen(view: ReportView, *, plain: bool) -> str:
    """Print the result screen on a terminal so wide that nothing folds."""
    file = StringIO()
    output = Console(file=file, width=1_000, markup=False, emoji=False, highlight=False)
    ResultScreen(output, plain=plain).show(view)
    return file.getvalue()


def section(text: str, title: str) -> str:
    """Give what a roadmap says under a title, nothing where it has no such title."""
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def under(text: str, title: str) -> str:
    """Give what a screen says under a title."""
    return text.partition(f"\n{title}\n")[2].partition("\n\n")[0]


# The figure that fits the company: section 9.5 of the inventory, row by row


SIZES = ("0", "1-9", "10-49", "50-199", "200-499", "500+")
WHO = {
    "1-9": "des entreprises de 1 à 9 salariés ",
    "10-49": "des entreprises de 10 à 49 salariés ",
    "50-199": "des entreprises de 50 à 199 salariés ",
    "200-499": "des entreprises de 200 à 499 salariés ",
    "500+": "des entreprises de 500 salariés ou plus ",
}
EVERYONE = "toutes tailles confondues,"
BRANCHES = (
    *("commerce-a-distance", "bureau-numerique", "optique-lunetterie", "negoce-ameublement", "bricolage"),
    *("photographie", "distribution-chaussures-jouets-textiles", "grands-magasins", "autre-branche", NSP, None),
)
# Question, an answer, its smallest size, the overall figure, those of 1-9 up to 500+ (None: not published), branches.
PUBLISHED: list[tuple[str, Any, str, int, tuple[int | None, ...], dict[str, int]]] = [
    ("appropriation", "premieres-reflexions", "0", 62, (64, 53, 56, 41, 10), {}),
    (
        *("strategie", "non", "0", 8, (8, 9, 12, 18, 32)),
        {"commerce-a-distance": 29, "bureau-numerique": 22, "optique-lunetterie": 10, "negoce-ameublement": 6},
    ),
    ("sensibilisation-collaborateurs", "oui", "1-9", 11, (12, 8, 7, None, 26), {}),
    ("sensibilisation-managers", "oui", "10-49", 16, (16, 14, 17, None, 50), {}),
    ("assistants", "oui", "0", 17, (15, 23, 20, None, 38), {}),
    ("acces-public", NSP, "1-9", 20, (None,) * 5, {}),
    ("metiers-identifies", "non", "0", 17, (None,) * 5, {}),
    (
        *("applications", "non", "0", 7, (None,) * 5),
        {"commerce-a-distance": 29, "bureau-numerique": 22, "bricolage": 17},
    ),
    ("referent", "non", "1-9", 77, (None,) * 5, {}),
    ("prise-en-charge", ("formation",), "0", 61, (None,) * 5, {}),
]
SMALL = {"200-499": "taille-rare", "500+": "grandes-entreprises"}


@pytest.fixture(scope="module")
def caveats(pack: Pack) -> dict[str, str]:
    return {caveat["id"]: caveat["text"] for caveat in read(pack.root / "catalogue/reperes.yaml")["caveats"]}


def test_the_table_holds_every_comparison(library: Library):
    assert library.selections is not None
    comparisons = library.selections.benchmarks.comparisons
    assert sorted(comparison.question for comparison in comparisons) == sorted(row[0] for row in PUBLISHED)


@pytest.mark.parametrize("row", PUBLISHED, ids=[row[0] for row in PUBLISHED])
def test_the_figure_is_that_of_the_size_else_of_the_branch_else_said_to_be_overall(
    row: tuple[str, Any, str, int, tuple[int | None, ...], dict[str, int]],
    reporter: Reporter,
    caveats: dict[str, str],
):
    question, answer, least, overall, by_size, by_branch = row
    labels = {option.id: option.label for option in reporter.engine.pack.questions["branche"].options}
    sizes = dict(zip(SIZES[1:], by_size, strict=True))
    for size, branch in product((*SIZES, NSP, None), BRANCHES):
        profile = {"taille": size, "branche": branch}
        said = {name: value for name, value in profile.items() if value is not None}
        view = guided(reporter, {question: answer, **said})
        if least != "0" and (size not in SIZES or SIZES.index(size) < SIZES.index(least)):
            assert view.benchmarks == ()
            continue
        (one,) = view.benchmarks
        (note,) = view.notes
        percent, who, small = overall, "", None
        if own := sizes.get(str(size)):
            percent, who, small = own, WHO[str(size)], SMALL.get(str(size))
        elif of_branch := by_branch.get(str(branch)):
            label = labels[str(branch)]
            percent, who, small = of_branch, f"des entreprises de la branche «{NBSP}{label}{NBSP}» ", "branche-rare"
        assert one.percent == f"{percent}{NBSP}%"
        assert one.sentence.startswith(who), (size, branch)
        assert (EVERYONE in one.sentence) == (not who), (size, branch)
        warned = {caveat for caveat in ("branche-rare", *SMALL.values()) if caveats[caveat] in note}
        assert warned == ({small} if small else set())


@pytest.mark.parametrize("file", KNOWN, ids=lambda file: file.stem)
def test_the_overall_figure_is_the_only_one_said_of_all_sizes(file: Path, reporter: Reporter):
    answers = read(file)["answers"]
    for (_, shown), one in zip(chosen(reporter, answers).benchmarks, guided(reporter, answers).benchmarks, strict=True):
        assert shown.segment.overall == (EVERYONE in one.sentence)
        assert shown.segment.kind is not SegmentKind.SIZE or shown.segment.id == answers["taille"]
        assert shown.segment.kind is not SegmentKind.BRANCH or shown.segment.id == answers["branche"]


# How far to trust it


def comparable(library: Library) -> list[Shown]:
    questions = library.reperes.questions
    return [shown for question in questions for shown in library.reperes.figures(question) if shown.comparable]


def written(library: Library, *figures: Shown) -> GuidanceView:
    compared = Compared(TRACE, "question", (), None, "c’est noté")
    return GuidanceWriter(library, DAY).view(Guidance(benchmarks=tuple((compared, shown) for shown in figures)))


def test_a_safe_figure_has_its_base_and_others_their_caveat_and_how_far_to_trust_them(library: Library):
    words = {Grade.B: "À prendre avec prudence.", Grade.C: "Chiffre fragile."}
    seen = set()
    for shown in comparable(library):
        (note,) = written(library, shown).notes
        asked = [shown.item.filter] if shown.item.filter else []
        base = [f"Base{NBSP}: {shown.base.label}.", *asked]
        warnings = list(shown.warnings)
        if shown.grade is Grade.A:
            assert note == " ".join((*base, *warnings))
            assert shown.item.caveat not in note
        else:
            assert note == " ".join((*base, words[shown.grade], shown.item.caveat, *warnings))
        seen.add((shown.grade, bool(shown.warnings)))
    assert seen == {(grade, warned) for grade in (Grade.A, Grade.B, Grade.C) for warned in (False, True)}


def test_percentages_are_as_printed_and_bars_as_long(library: Library):
    figures = comparable(library)
    view = written(library, *figures)
    assert len(view.benchmarks) == len(figures) > 60
    for shown, one in zip(figures, view.benchmarks, strict=True):
        whole, tenth = divmod(shown.figure.tenths, 10)
        assert one.percent == f"{whole}{f',{tenth}' if tenth else ''}{NBSP}%"
        assert one.bar == "█" * one.share + "░" * (20 - one.share)
        assert abs(one.share * 50 - shown.figure.tenths) <= 25
        assert one.sentence.endswith(f" {shown.figure.label}{NBSP}; c’est noté.")


def test_footnotes_are_numbered_as_they_come_and_never_written_twice(library: Library):
    figures = comparable(library)
    notes = [written(library, shown).notes[0] for shown in figures]
    view = written(library, *figures)
    assert view.notes == tuple(dict.fromkeys(notes))
    assert [view.notes[one.note - 1] for one in view.benchmarks] == notes
    assert len(view.notes) < len(notes)


def asking(library: Library, *asked: tuple[str, tuple[str, ...], str | None], keep: int = 9) -> SelectionsFile:
    """Give the shipped rules, with comparisons that always say something."""
    comparisons = tuple(
        Comparison.model_validate(
            {
                "id": f"r{number}",
                "place": "-",
                "question": question,
                "options": options,
                "row": row,
                "says": ({"when": {"answer": "taille", "in": SIZES}, "text": "c’est noté"},),
            }
        )
        for number, (question, options, row) in enumerate(asked)
    )
    assert library.selections is not None
    benchmarks = Benchmarks(keep=keep, keep_reason="-", comparisons=comparisons)
    return library.selections.model_copy(update={"benchmarks": benchmarks})


def test_no_rule_can_show_a_figure_that_is_not_to_be_compared(library: Library, engine: Engine):
    never = [
        (item.question, figure.options, figure.row)
        for item in library.reperes.items
        for figure in item.figures
        if (figure.grade or item.grade) in (Grade.NEVER, Grade.CONTEXT) and item.question and figure.options
    ]
    safe, second = ("groupe", ("hors-groupe",), None), ("communication", ("oui",), None)
    assert len(never) > 30
    answers = {"taille": "1-9"}
    facts = engine.facts(answers, engine.diagnose(answers))
    for keep, expected in ((1, ["groupe-aucun"]), (2, ["groupe-aucun", "communication-oui"])):
        guide = Guide(
            engine.pack, asking(library, *never, safe, second, keep=keep), library.entries(DAY), library.reperes
        )
        shown = guide.guide(facts, solo=False).benchmarks
        assert [figure.figure.id for _, figure in shown] == expected


def test_figures_never_to_be_shown_are_not_browsed_either(
    library: Library, pack: Pack, capsys: pytest.CaptureFixture[str]
):
    grades = {figure.id: figure.grade or item.grade for item in library.reperes.items for figure in item.figures}
    never = {figure for figure, grade in grades.items() if grade is Grade.NEVER}
    assert len(never) == 7
    Catalogue(pack, DAY, as_json=True).show("reperes", None, None, [])
    browsed = {figure["id"]: figure for item in json.loads(capsys.readouterr().out) for figure in item["figures"]}
    assert set(browsed) == set(grades) - never
    assert {figure["grade"] for figure in browsed.values()} == {"A", "B", "C", "context"}
    Catalogue(pack, DAY, as_json=True).search("branche")
    assert not [one for one in never if one in capsys.readouterr().out]


@pytest.mark.parametrize("question", ["branche", "taille", "metiers-impactes"])
def test_figures_to_read_and_not_to_compare_say_so(question: str, pack: Pack, capsys: pytest.CaptureFixture[str]):
    Catalogue(pack, DAY, plain=True).show("repere", question, None, [])
    assert "à lire, sans se comparer" in " ".join(capsys.readouterr().out.split())


# The same numbers everywhere


@given(answers=COMPANIES)
@settings(max_examples=25)
def test_figures_of_every_view_are_those_of_the_json_and_of_the_study(
    answers: Answers, reporter: Reporter, library: Library
):
    figures = {figure.id: figure.tenths for item in library.reperes.items for figure in item.figures}
    view, told = view_of(reporter, answers), json_of(reporter, answers)["benchmarks"]
    expected = [
        (figures[one["figure"]], note)
        for one, note in zip(told, (b.note for b in view.guidance.benchmarks), strict=True)
    ]
    assert [one["percent"] * 10 for one in told] == [tenths for tenths, _ in expected]
    assert {one["grade"] for one in told} <= {"A", "B", "C"}
    written_lines = section(reporter.roadmap(view), SECTOR).splitlines()
    found = re.findall(r"^- `[█░]{20}` \*\*(\d+)\u00a0%\*\* .* \((\d+)\)$", "\n".join(written_lines), re.MULTILINE)
    assert [(int(percent) * 10, int(note)) for percent, note in found] == expected
    for plain, bullet in ((True, "  - "), (False, r"  [█░]{20} ")):
        lines = under(screen(view, plain=plain), SECTOR)
        printed = re.findall(rf"^{bullet}(\d+)\u00a0% .* \((\d+)\)$", lines, re.MULTILINE)
        assert [(int(percent) * 10, int(note)) for percent, note in printed] == expected
    numbers = [int(number) for number in re.findall(r"^\((\d+)\) Base", "\n".join(written_lines), re.MULTILINE)]
    assert numbers == list(range(1, len(view.guidance.notes) + 1))
    assert list(dict.fromkeys(note for _, note in expected)) == numbers


def test_bars_are_for_screens_that_are_not_plain(reporter: Reporter):
    view = view_of(reporter, read(CASES / "bureau-concept.yaml")["answers"])
    plain, drawn = (under(screen(view, plain=plain), SECTOR) for plain in (True, False))
    assert not set(plain) & set("█░#")
    for one in view.guidance.benchmarks:
        assert f"{one.bar} {one.percent}" in drawn
        assert f"- {one.percent}" in plain


# Jobs


def families(pack: Pack) -> list[str]:
    return [option.id for option in pack.questions["metiers-presents"].options]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 31])
@pytest.mark.parametrize("size", ["0", "1-9", "500+"])
def test_three_families_at_most_are_shown_and_the_others_are_named(count: int, size: str, reporter: Reporter):
    for first in range(0, 31 - count + 1, 5):
        ticked = tuple(families(reporter.engine.pack)[first : first + count])
        answers = {"taille": size, "metiers-presents": ticked}
        view = guided(reporter, answers)
        own = [one.id for one in view.occupations]
        assert len(own) == min(count, 3)
        assert sorted([*own, *view.more_occupations]) == sorted(ticked)
        assert not view.usual_occupations
        jobs = section(roadmap(reporter, answers), JOBS)
        assert re.findall(r"^### (.*)$", jobs, re.MULTILINE) == [one.name for one in view.occupations]
        assert re.findall(r"`iag-diag show metier ([a-z-]+)`", jobs) == [*own, *view.more_occupations]


def test_a_family_says_what_changes_what_to_watch_and_one_thing_to_try(reporter: Reporter, library: Library):
    for family in library.occupations.values():
        (one,) = guided(reporter, {"metiers-presents": (family.id,)}).occupations
        assert (one.change, one.watch, one.prompt) == (family.change, family.watch, family.trial.prompt)
        assert one.cautions == tuple(caution.text for caution in family.cautions)
        assert (one.minutes, one.trial, one.how) == (family.trial.minutes, family.trial.title, family.trial.text)


@pytest.mark.parametrize("answer", [NSP, SANS_OBJET, None])
def test_a_company_that_does_not_say_its_families_reads_about_usual_ones(answer: str | None, reporter: Reporter):
    answers = {"branche": "optique-lunetterie"} | ({"metiers-presents": answer} if answer else {})
    assert chosen(reporter, answers).occupations.left
    view = view_of(reporter, answers)
    assert view.guidance.usual_occupations
    assert 1 <= len(view.guidance.occupations) <= 3
    assert view.guidance.more_occupations == ()
    text = reporter.roadmap(view)
    assert section(text, JOBS) == ""
    assert section(text, USUAL).startswith("\nVous n’avez pas dit quelles familles de métiers existent chez vous")
    assert "Vos autres familles" not in text
    for plain in (True, False):
        printed = screen(view, plain=plain)
        assert f"\n{USUAL}\n" in printed
        assert f"\n{JOBS}\n" not in printed


def test_prompts_are_quoted_and_nobody_touches_them(reporter: Reporter, library: Library):
    reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    ids = list(library.occupations)
    for start in range(0, len(ids), 3):
        text = roadmap(reporter, {"taille": "1-9", "metiers-presents": tuple(ids[start : start + 3])})
        quoted = [line.removeprefix("> ") for line in text.splitlines() if line.startswith(">")]
        prompts = {
            family.trial.prompt for family in library.occupations.values() if family.id in ids[start : start + 3]
        }
        assert len(quoted) == len(prompts)
        assert set(quoted) == prompts
        tokens = reader.parse(text)
        opened = [place for place, token in enumerate(tokens) if token.type == "blockquote_open"]
        assert [[piece.type for piece in tokens[place + 2].children or ()] for place in opened] == [["text"]] * len(
            opened
        )
        assert {(tokens[place + 2].children or ())[0].content for place in opened} == prompts


def test_nothing_is_explained_inside_a_prompt(reporter: Reporter):
    view = view_of(reporter, {"taille": "1-9", "metiers-presents": ("marketing",)})
    prompt = "Avec un MOOC et une FAQ, décris un jumeau numérique de [produit] (en 20 mots)."
    occupations = (replace(view.guidance.occupations[0], prompt=prompt),)
    view = replace(view, guidance=replace(view.guidance, occupations=occupations))
    assert f"\n> {prompt}\n" in reporter.roadmap(view)


# Training


def price_and_length(library: Library, name: str) -> tuple[int, float]:
    """Say how far from aided, then how long: what the study gives no price or no length of comes last."""
    assert library.services is not None
    assert library.trainings is not None
    aided = {Funding.SUBSIDY: 0, Funding.NEGOTIATED: 1, Funding.UNSAID: 2}
    prices = {service.id: aided[service.funding] for service in library.services.services}
    lengths = {training.id: training.hours for training in library.trainings.trainings}
    return prices.get(name, 2), lengths.get(name) or float("inf")


@given(answers=COMPANIES)
@settings(max_examples=60)
def test_trainings_are_few_the_aided_first_then_the_shortest_and_none_that_is_over(
    answers: Answers, reporter: Reporter, library: Library
):
    assert library.trainings is not None
    shown = [one.id for one in guided(reporter, answers).trainings]
    assert len(shown) <= 5
    order = [price_and_length(library, name) for name in shown]
    assert order == sorted(order)
    for training in library.trainings.trainings:
        if training.id in shown:
            assert training.level is not Level.DEGREE
            assert not training.registration.expired(DAY)


def picked(name: str) -> Chosen:
    return Chosen((Pick(name, Fate.KEPT, 5, (Reason(TRACE, "Voilà pourquoi.", 5),)),))


@pytest.mark.parametrize("day", [date(2026, 1, 1), DAY, date(2035, 1, 1)])
def test_the_cpf_is_announced_only_where_the_register_agrees_on_that_day(day: date, library: Library):
    assert library.trainings is not None
    writer = GuidanceWriter(library, day)
    seen = set()
    for training in library.trainings.trainings:
        (one,) = writer.view(Guidance(trainings=picked(training.id))).trainings
        registration = training.registration
        over = registration.until is not None and registration.until < day
        sure = registration.registry in ("rncp", "rs") and registration.code is not None and not over
        told = {Cpf.YES: True, Cpf.POSSIBLE: True}.get(training.cpf, False)
        assert [fact for fact in one.facts if "CPF" in fact] == (
            [] if not told else ["CPF"] if sure else ["CPF annoncé, à vérifier"]
        )
        assert (sum("L’inscription au registre national s’est arrêtée le" in said for said in one.remarks)) == over
        seen.add((told, sure, over))
    assert {(True, False, False), (False, False, False)} <= seen


@pytest.mark.parametrize(
    ("day", "fact", "remark"),
    [
        (date(2028, 10, 1), "CPF", ""),
        (
            date(2028, 10, 2),
            "CPF annoncé, à vérifier",
            "L’inscription au registre national s’est arrêtée le 1er~octobre 2028~: à vérifier.",
        ),
    ],
)
def test_a_registration_holds_through_its_last_day(day: date, fact: str, remark: str, library: Library):
    (one,) = GuidanceWriter(library, day).view(Guidance(trainings=picked("wild-code-school-chatgpt-prompt"))).trainings
    assert fact in one.facts
    assert [said for said in one.remarks if "registre" in said] == ([remark.replace("~", NBSP)] if remark else [])


def test_services_and_schemes_say_what_they_are(library: Library):
    writer = GuidanceWriter(library, DAY)
    kinds = [
        (one.kind, one.by)
        for name in ("cap-sur-l-ia", "carif-oref", "estaca-supply-chain-genai")
        for one in writer.view(Guidance(trainings=picked(name))).trainings
    ]
    assert kinds == [("service", "service de l’Opcommerce"), ("dispositif", "dispositif"), ("formation", "ESTACA")]


def test_no_training_is_found_for_cybersecurity_and_it_is_said(reporter: Reporter, library: Library):
    assert library.trainings is not None
    assert not [training.id for training in library.trainings.trainings if "cybersecurite" in training.topics]
    answers = {"taille": "1-9", "besoins-formation": ("cybersecurite",)}
    view = view_of(reporter, answers)
    (notice,) = view.guidance.training_notices
    assert "aucune formation recensée" in notice
    assert {one.kind for one in view.guidance.trainings} <= {"service", "dispositif"}
    assert "aucune formation recensée" in section(reporter.roadmap(view), TRAINING)
    assert notice in under(screen(view, plain=True), TRAINING)
    other = guided(reporter, {**answers, "besoins-formation": ("prompting",)})
    assert other.training_notices == ()


# Things to read


LEVELS = {
    "aucune-reflexion": {1},
    "acculturation": {1, 2},
    "premieres-reflexions": {2, 3},
    "strategie-formalisee": {3},
    "cas-usage-definis": {3, 4},
}


@given(answers=COMPANIES)
@settings(max_examples=60)
def test_resources_are_few_open_and_of_the_level_of_the_reader(answers: Answers, reporter: Reporter, library: Library):
    assert library.resources is not None
    known = {resource.id: resource for resource in library.resources.resources}
    found = chosen(reporter, answers).resources
    assert len(found.kept) <= 3
    levels = LEVELS.get(str(answers.get("appropriation")), set())
    for pick in found.kept:
        resource = known[pick.entry]
        assert not resource.expired(DAY)
        safety = {reason.trace.rule for reason in pick.reasons} & {"lecture-cybersecurite", "lecture-actualite"}
        fits = {1} if found.fallback else levels
        assert safety or fits & {resource.level, *resource.also}


@pytest.mark.parametrize(
    ("day", "kept", "remark"),
    [
        (date(2025, 6, 1), False, ""),
        (date(2025, 6, 2), True, ""),
        (date(2025, 9, 1), True, ""),
        (date(2025, 9, 2), False, ""),
        (DAY, False, ""),
    ],
)
def test_a_resource_is_shown_while_it_is_open(day: date, kept: bool, remark: str, engine: Engine):
    answers = {
        "taille": "50-199",
        "appropriation": "premieres-reflexions",
        "besoins-formation": ("gestion-changement",),
        "domaines-usage": ("ressources-humaines",),
    }
    reporter = Reporter(engine, day)
    found = chosen(reporter, answers).resources
    (pick,) = (pick for pick in (*found.kept, *found.left) if pick.entry == "mooc-ia-rh")
    assert (pick.fate is Fate.KEPT) == kept
    assert (pick.bar is None) == kept
    shown = [one for one in guided(reporter, answers).resources if one.name == "IA et RH"]
    assert [one.remarks for one in shown] == ([(remark,) if remark else ()] if kept else [])


# The whole


@pytest.mark.parametrize("file", KNOWN, ids=lambda file: file.stem)
def test_sections_come_in_their_order_after_the_actions(file: Path, reporter: Reporter):
    answers = read(file)["answers"]
    view = view_of(reporter, answers)
    titles = [SECTOR, USUAL if view.guidance.usual_occupations else JOBS, TRAINING, READING]
    found = re.findall(r"^## (.*)$", reporter.roadmap(view), re.MULTILINE)
    assert [title for title in found if title in (SECTOR, JOBS, USUAL, TRAINING, READING)] == titles
    assert found.index("À cocher") < found.index(SECTOR)
    for plain in (True, False):
        printed = [line for line in screen(view, plain=plain).splitlines() if line in titles]
        assert printed == titles


@given(answers=COMPANIES)
@settings(max_examples=40)
def test_what_is_shown_is_what_the_json_keeps(answers: Answers, reporter: Reporter, library: Library):
    view, told = guided(reporter, answers), json_of(reporter, answers)
    titles = {resource.id: resource.title for resource in library.resources.resources} if library.resources else {}
    assert [one.id for one in view.occupations] == [one["id"] for one in told["occupations"]["kept"]]
    assert [one.id for one in view.trainings] == [one["id"] for one in told["trainings"]["kept"]]
    assert [one.name for one in view.resources] == [titles[one["id"]] for one in told["resources"]["kept"]]
    assert [one.why for one in view.trainings] == [one["reasons"][0]["text"] for one in told["trainings"]["kept"]]
    assert list(view.training_notices) == [one["text"] for one in told["trainings"]["notices"]]
    assert view.usual_occupations == told["occupations"]["fallback"]
    for name in ("occupations", "trainings", "resources"):
        for one in told[name]["left"]:
            assert one["fate"] in {"barred", "same-wish", "no-room"}
            assert (one["fate"] == "barred") == ("bar" in one)


def test_a_company_read_from_an_export_is_guided_as_the_interview_guides_it(reporter: Reporter):
    """What a batch codes and spells back gives the same roadmap, but for what was typed."""
    pack = reporter.engine.pack
    companies = [read(file)["answers"] for file in KNOWN]
    known = slots(pack)
    for answers, again in zip(companies, Speller(pack, known).answers(coded(pack, known, companies)), strict=True):
        assert roadmap(reporter, again) == roadmap(reporter, answers)


# A pack without a library


@pytest.fixture
def copied(pack: Pack, tmp_path: Path) -> Callable[..., Reporter]:
    """Copy the shipped pack without some of its files."""

    def copy(*without: str) -> Reporter:
        root = tmp_path / "pack"
        for folder in ("questionnaires", "rules", "catalogue", "templates"):
            shutil.copytree(pack.root / folder, root / folder)
        for name in without:
            path = root / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        return Reporter(Engine(load_pack(root)), DAY)

    return copy


def test_a_pack_without_a_library_says_nothing_of_it(copied: Callable[..., Reporter], library: Library):
    folders = ("catalogue/metiers", "catalogue/competences")
    shelves = ("formations", "services", "dispositifs", "ressources", "glossaire", "reperes")
    bare = copied("rules/selections.yaml", *folders, *(f"catalogue/{shelf}.yaml" for shelf in shelves))
    answers = read(CASES / "bureau-concept.yaml")["answers"]
    view = view_of(bare, answers)
    assert view.guidance == GuidanceView()
    nothing = {"fallback": False, "kept": [], "left": [], "notices": []}
    assert json_of(bare, answers) == {
        "benchmarks": [],
        **dict.fromkeys(("occupations", "trainings", "resources"), nothing),
    }
    text = bare.roadmap(view)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
        *("En bref", "Pourquoi cette phase", "Vos points forts", "Vos actions", "À cocher"),
        *("Ce que nous n’avons pas retenu, et pourquoi", "La méthode et ses limites"),
    ]
    assert not [title for title in (SECTOR, JOBS, USUAL, TRAINING, READING) if title in screen(view, plain=True)]
    assert not [term.id for term in library.terms if f" ({term.short})" in text]


def test_a_pack_without_figures_compares_nothing_and_keeps_the_rest(copied: Callable[..., Reporter]):
    view = guided(copied("catalogue/reperes.yaml"), read(CASES / "bureau-concept.yaml")["answers"])
    assert (view.benchmarks, view.notes) == ((), ())
    assert view.occupations
    assert view.trainings
    assert view.resources
