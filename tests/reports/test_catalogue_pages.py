"""What the catalogue says on screen: all that the content holds, whole at any width, and the same for a machine."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import lru_cache, partial
from io import StringIO
from typing import Any

import pytest
from rich.console import Console

from iag_diag.content.folding import folded
from iag_diag.content.library.reperes import Grade
from iag_diag.content.library.shelves import Library
from iag_diag.content.library.skills import Evolution, Trend
from iag_diag.content.library.trainings import Cpf
from iag_diag.content.pack import Pack
from iag_diag.reports.catalogue.browsing import Catalogue
from iag_diag.reports.catalogue.pages import Item, Kind, Page, name_of
from iag_diag.reports.catalogue.printing import print_list, print_page
from iag_diag.reports.catalogue.sheets import sheets
from iag_diag.reports.glossing import Glossary
from iag_diag.reports.library_words import FACETS

DAY = date(2026, 11, 23)
COUNTS = {
    "fiche": 16,
    "metier": 31,
    "competence": 14 + 15 + 10 + 17,
    "formation": 44,
    "service": 4,
    "dispositif": 3,
    "ressource": 21 + 5,  # 21 to read, watch or hear, 5 people to follow
    "repere": 28 - 2,  # two items of the survey have no figure that may be shown
    "terme": 70,
    "question": 58,
}
ADDED = {
    "fiche": {"sizes", "prerequisites"},
    "metier": {"skills"},
    "competence": {"list"},
    "formation": {"cpf_to_check", "expired"},
    "ressource": {"expired"},
}
CODES = {  # what a page says in other words, or not at all, for nobody reads it
    *("id", "lines", "phase", "sheet", "sizes", "prerequisites", "level", "table_title", "synthesis", "macros"),
    *("nature", "focus", "families", "trend", "evolution", "list", "topics", "audiences", "mode", "cpf", "registry"),
    *(
        "until",
        "table",
        "funding",
        "language",
        "type",
        "opens",
        "closes",
        "short",
        "forms",
        "told",
        "kind",
        "solo",
        "ask",
    ),
    *("cell", "scale", "answer_set", "grade", "options", "question", "row"),
}
SILENT = {("", "when"), ("options", "note"), ("figures", "caveat")}
Printed = Mapping[tuple[str, str], str]
ONE_WORD = re.compile(r" *(- )?[^ ]+")


@pytest.fixture(scope="module")
def kinds(pack: Pack) -> dict[str, Kind]:
    return {kind.name: kind for kind in Catalogue(pack, DAY)._kinds()}


@pytest.fixture(scope="module")
def printed(kinds: dict[str, Kind], library: Library) -> Callable[..., Printed]:
    """Every page as it is printed at a width, by kind and id."""
    glossary = Glossary(library.terms)

    @lru_cache
    def pages(columns: int, *, plain: bool = False) -> Printed:
        return {
            (kind.name, item.id): lines_of(
                columns, partial(print_page, page=item.page(), explain=glossary.reader(), plain=plain)
            )
            for kind in kinds.values()
            for item in kind.items()
        }

    return pages


def lines_of(columns: int, print_on: Callable[[Console], None]) -> str:
    file = StringIO()
    print_on(Console(file=file, width=columns, markup=False, emoji=False, highlight=False))
    return file.getvalue()


def listed(kind: Kind, columns: int) -> str:
    return lines_of(columns, lambda output: print_list(output, kind, kind.items()))


def said(page: Page) -> str:
    """All the words of a page."""
    return "\n".join(
        (page.title, *page.subtitles, *(text for part in page.parts for text in (part.title, *part.lines)))
    )


def part_of(page: Page, title: str) -> tuple[str, ...]:
    (lines,) = (part.lines for part in page.parts if part.title.startswith(title))
    return lines


def item_of(kinds: dict[str, Kind], kind: str, entry: str) -> Item:
    return next(item for item in kinds[kind].items() if item.id == entry)


# Every entry of every kind


def test_counts(kinds: dict[str, Kind]):
    assert {name: len(kind.items()) for name, kind in kinds.items()} == COUNTS


@pytest.mark.parametrize("name", COUNTS)
def test_entries_are_called_apart(kinds: dict[str, Kind], name: str):
    items = kinds[name].items()
    called = [
        word
        for item in items
        for word in dict.fromkeys(map(folded, (item.id, name_of(kinds[name], item), *item.names)))
    ]
    assert len(called) == len(set(called))
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", item.id) and len(item.id) <= 40 for item in items)


@pytest.mark.parametrize("name", COUNTS)
def test_every_page_has_a_title_its_source_and_words(kinds: dict[str, Kind], name: str):
    for item in kinds[name].items():
        page = item.page()
        assert page.title.strip() == page.title != ""
        assert re.search(r"[Ll]ignes? [0-9]|Hors étude", " ".join(page.subtitles)), item.id
        texts = [text for part in page.parts for text in part.lines]
        assert texts, item.id
        for text in (*item.cells, *page.subtitles, *texts):
            assert text == text.strip(), (item.id, text)
            assert not re.search(r"None|  |\.\.|Slug|<|StrEnum", text), (item.id, text)
        assert all(text for text in (*page.subtitles, *texts)), item.id
        assert len(item.cells) == len(kinds[name].columns), item.id


def models(kind: str, pack: Pack, library: Library) -> tuple[Any, ...]:
    trainings, services, schemes, resources = library.trainings, library.services, library.schemes, library.resources
    assert trainings is not None
    assert services is not None
    assert schemes is not None
    assert resources is not None
    skills = library.skills
    return {
        "fiche": tuple(pack.sheets.values()),
        "metier": tuple(library.occupations.values()),
        "competence": (*skills.behaviours, *skills.technicals, *skills.macros, *skills.synthesis),
        "formation": trainings.trainings,
        "service": services.services,
        "dispositif": schemes.schemes,
        "ressource": (*resources.resources, *resources.people),
        "terme": library.terms,
        "question": tuple(pack.questions.values()),
    }[kind]


@pytest.mark.parametrize("name", [name for name in COUNTS if name != "repere"])
def test_json_is_the_content(kinds: dict[str, Kind], pack: Pack, library: Library, name: str):
    shown = {item.id: json.loads(json.dumps(item.data(), allow_nan=False)) for item in kinds[name].items()}
    content = {entry.id: json.loads(entry.model_dump_json()) for entry in models(name, pack, library)}
    assert shown.keys() == content.keys()
    for entry, data in content.items():
        added = {key for key in shown[entry] if key not in data}
        assert added == (ADDED.get(name, set()) if "who" not in data else set()), entry
        assert {key: shown[entry][key] for key in data} == data


def test_json_of_the_figures_is_the_content(kinds: dict[str, Kind], library: Library):
    shown = {figure["id"]: figure for item in kinds["repere"].items() for figure in item.data()["figures"]}
    allowed = {
        figure.id: figure
        for item in library.reperes.items
        for figure in item.figures
        if (figure.grade or item.grade) is not Grade.NEVER
    }
    assert shown.keys() == allowed.keys()
    assert len(shown) == 135 - 7  # seven may never be shown
    for entry, figure in allowed.items():
        data = shown[entry]
        assert round(data["percent"] * 10) == figure.tenths
        assert (data["lines"], data["row"]) == ([figure.line, *figure.also], figure.row)
        assert (data["segment"]["kind"], data["segment"]["id"]) == (figure.segment.kind, figure.segment.id)
        assert data["options"] == list(figure.options)
        assert data["base"]
        assert data["caveat"]


def texts_of(data: Any, key: str = "") -> Iterator[str]:
    """Texts that a reader must find on the page."""
    if isinstance(data, str) and key not in CODES:
        yield data
    elif isinstance(data, Mapping):
        for name, value in data.items():
            if (key, name) not in SILENT:
                yield from texts_of(value, name)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from texts_of(value, key)


@pytest.mark.parametrize("name", COUNTS)
def test_nothing_written_is_lost_on_the_page(kinds: dict[str, Kind], name: str):
    texts = 0
    for item in kinds[name].items():
        page = said(item.page()).casefold()
        for text in texts_of(item.data()):
            texts += 1
            assert text.casefold() in page, item.id
    assert texts >= 2 * COUNTS[name]


# What is ours says so; what the study does not say is not said


def test_what_is_ours_in_a_family_says_so(kinds: dict[str, Kind], library: Library):
    for item in kinds["metier"].items():
        family, page = library.occupation(item.id), item.page()
        titles = {part.title for part in page.parts if part.lines or part.strong}
        minutes = f"{family.trial.title} ({family.trial.minutes} minutes, hors étude)"
        assert f"À essayer cette semaine\u00a0: {minutes}" in " ".join(titles).replace("\u00a0minutes", " minutes")
        assert ("Prudence (hors étude)" in titles) == bool(family.cautions)
        study = [part.title for part in page.parts]
        assert study.index("Ce que dit l’étude") > study.index("N’y écrivez jamais")


def test_what_is_not_generative_says_so(kinds: dict[str, Kind], library: Library):
    marked = 0
    for item in kinds["metier"].items():
        family, page = library.occupation(item.id), item.page()
        for lines, entries in (
            (part_of(page, "Ce que l’IA peut y faire"), family.impacts),
            (part_of(page, "Les outils cités") if family.technologies else (), family.technologies),
        ):
            marks = ["pas de l’IA générative]\u00a0:" in line for line in lines]
            assert marks == [not entry.generative for entry in entries], item.id
            marked += sum(marks)
    assert marked > 31


TRENDS = {
    "Celles qui comptent davantage": (Evolution.STRONGER, Trend.STRONGER),
    "Celles qui apparaissent": (Evolution.EMERGING, Trend.NEW),
    "Celles qui comptent moins": (Evolution.WEAKER, Trend.WEAKER),
}


def test_skills_of_a_family_stand_under_what_becomes_of_them(kinds: dict[str, Kind], library: Library):
    for item in kinds["metier"].items():
        page = item.page()
        for title, (evolution, trend) in TRENDS.items():
            rows = {
                row.label
                for row in library.skills.synthesis
                if row.evolution is evolution and (row.everyone or item.id in row.families)
            }
            macros = [macro for macro in library.skills.macros if item.id in macro.families]
            groups = []
            for macro in macros:
                labels = "\u00a0; ".join(skill.label for skill in macro.skills if skill.trend is trend)
                groups += [f"Pour {macro.label}\u00a0: {labels}".casefold()] if labels else []
            lines = part_of(page, title)
            of_groups = [line for line in lines if line.startswith("Pour ")]
            assert {line for line in lines if line not in of_groups} == rows, item.id
            assert [line.casefold() for line in of_groups] == groups, item.id


def test_skills_tied_to_a_family_by_us_say_so(kinds: dict[str, Kind]):
    silent = []
    for item in kinds["metier"].items():
        titles = [part.title for part in item.page().parts if part.lines or part.strong]
        ours = [title for title in titles if "rapprochement de l’outil" in title]
        if any(title in TRENDS for title in titles) and len(ours) != 1:
            silent.append(item.id)
    assert silent == []


def test_the_family_without_a_risk_says_so(kinds: dict[str, Kind]):
    silent = [item.id for item in kinds["metier"].items() if item.facets["risk"] == ("non-publie",)]
    assert silent == ["commerce-export"]
    (why,) = part_of(item_of(kinds, "metier", "commerce-export").page(), "Les risques")
    assert why.startswith("Aucun risque n’est publié")


def test_where_a_word_comes_from(kinds: dict[str, Kind], library: Library):
    origins = {item.id: item.page().subtitles[0] for item in kinds["terme"].items()}
    for term in library.terms:
        if term.in_glossary:
            assert origins[term.id].startswith("Glossaire de l’étude")
        else:
            assert origins[term.id].startswith("Hors étude" if term.beyond_study else "Expliqué dans l’étude, hors de")
    assert sum(origin.startswith("Glossaire") for origin in origins.values()) == 11


def test_a_programme_claims_no_more_than_the_register(kinds: dict[str, Kind], library: Library):
    assert library.trainings
    doubtful = 0
    for training in library.trainings.trainings:
        page = item_of(kinds, "formation", training.id).page()
        (cpf,), (register,) = part_of(page, "CPF"), part_of(page, "Registre national")
        announced = training.cpf in (Cpf.YES, Cpf.POSSIBLE)
        if announced and not training.registration.valid(DAY):
            doubtful += 1
            assert cpf == "CPF annoncé, à vérifier."
        else:
            assert cpf.startswith(("Oui", "Possible") if announced else ("Non", "L’étude ne le dit pas"))
        assert ("s’est arrêtée" in register) == training.registration.expired(DAY)
    assert doubtful == 9


def test_no_page_names_a_price(kinds: dict[str, Kind]):
    for name in ("formation", "service", "dispositif", "ressource"):
        for item in kinds[name].items():
            assert not re.search(r"\d\s*(€|euros?\b)", said(item.page())), item.id


def test_figures_come_with_their_line_their_base_and_their_warnings(kinds: dict[str, Kind], library: Library):
    noted = 0
    for item in kinds["repere"].items():
        page, surveyed = item.page(), library.reperes.figures(item.data()["question"])
        assert re.search(r"· Fiabilité\u00a0: \S", page.subtitles[0])
        (usual,) = part_of(page, "Base")
        (lines,) = (part.lines for part in page.parts if not part.title)
        for line, one in zip(lines, surveyed, strict=True):
            found = re.search(r"\s(?P<percent>[\d,]+)\u00a0%\s.*, l\.\s(?P<line>\d+)(\s\((?P<notes>[\d, ]+)\))?$", line)
            assert found, line
            assert (round(float(found["percent"].replace(",", ".")) * 10), int(found["line"])) == (
                one.figure.tenths,
                one.figure.line,
            )
            numbers = (found["notes"] or "").replace(",", " ").split()
            notes = " ".join(part_of(page, "Notes")[int(number) - 1].partition(". ")[2] for number in numbers)
            assert one.base.label.casefold() in f"{usual} {notes}".casefold(), one.figure.id
            assert all(warning in notes for warning in one.warnings), one.figure.id
            assert one.item.caveat in part_of(page, "À savoir")
            noted += bool(notes)
    assert noted > 30


def test_a_figure_less_sure_than_its_neighbours_says_so(library: Library):
    """The head of the page names every reliability at once: a note tells which figure is the weaker one."""
    weaker = [
        one
        for item in library.reperes.items
        for one in library.reperes.figures(item.question)
        if one.item is item and one.grade is not item.grade
    ]
    assert len(weaker) == 7
    assert [one.figure.id for one in weaker if not one.warnings] == []


def test_the_base_keeps_its_capitals(kinds: dict[str, Kind]):
    (base,) = part_of(item_of(kinds, "repere", "assistants-intention").page(), "Base")
    assert "de l’IA" in base


def test_a_figure_of_a_size_or_a_branch_says_which(kinds: dict[str, Kind], pack: Pack):
    named = 0
    for item in kinds["repere"].items():
        (lines,) = (part.lines for part in item.page().parts if not part.title)
        for line, figure in zip(lines, item.data()["figures"], strict=True):
            question = {"size": "taille", "branch": "branche"}.get(figure["segment"]["kind"])
            option = question and figure["segment"]["id"] and pack.questions[question].option(figure["segment"]["id"])
            assert (f"[{option.label}]" in line) if option else ("[" not in line)
            named += bool(option)
    assert named == 26 + 10  # every size, and every branch that the study names


@pytest.mark.parametrize("size", ["0", "1-9", "10-49", "50-199", "200-499", "500+"])
def test_a_sheet_for_one_size(pack: Pack, size: str):
    for item in sheets(pack, size).items():
        sheet, page = pack.sheets[item.id], said(item.page())
        assert page.count("(adaptation de l’outil, hors étude)") == 1
        assert sheet.variant(size).first_step.text in page
        others = [variant for variant in sheet.variants if variant is not sheet.variant(size)]
        assert not any(variant.first_step.text in page for variant in others)


# On the terminal


def test_names_and_subtitles_are_left_as_they_are(printed: Callable[..., Printed], kinds: dict[str, Kind]):
    for kind in kinds.values():
        for item in kind.items():
            page = item.page()
            head = " ".join((page.title, *page.subtitles))
            assert " ".join(printed(80)[kind.name, item.id].split()).startswith(" ".join(head.split())), item.id


def test_bars_are_drawn_but_when_plain(printed: Callable[..., Printed], kinds: dict[str, Kind]):
    for item in kinds["repere"].items():
        drawn, plain = (printed(80, plain=plain)["repere", item.id] for plain in (False, True))
        assert len(re.findall("[█░]{20} ", drawn)) == len(item.data()["figures"])
        assert not re.search("[█░]", plain)
        assert re.sub("[█░]{20} ", "", " ".join(drawn.split())) == " ".join(plain.split())


@pytest.mark.parametrize("columns", [40, 80])
def test_pages_fit_the_width(printed: Callable[..., Printed], columns: int):
    """Only an address or an id goes further, for it is never cut."""
    wide = [
        (entry, line)
        for plain in (False, True)
        for entry, text in printed(columns, plain=plain).items()
        for line in text.split("\n")
        if len(line) > columns and not ONE_WORD.fullmatch(line)
    ]
    assert wide == []


@pytest.mark.parametrize("columns", [40, 80, 100])
@pytest.mark.parametrize("name", COUNTS)
def test_lists_fit_the_width_and_every_short_name_can_be_copied(kinds: dict[str, Kind], name: str, columns: int):
    """A heading for each entry, whole on its line, then what is said of it, folded."""
    kind = kinds[name]
    told = re.findall(r"^(\S.*)\n((?:  \S.*\n)*)", listed(kind, columns), re.MULTILINE)
    assert "".join(f"{heading}\n{rest}" for heading, rest in told) == listed(kind, columns)
    numbers = name == "fiche"
    assert [heading for heading, _ in told] == [
        f"{f'{item.names[0]}. ' if numbers else ''}{name_of(kind, item)} [{item.id}]" for item in kind.items()
    ]
    assert [
        line for _, rest in told for line in rest.split("\n") if len(line) > columns and not ONE_WORD.fullmatch(line)
    ] == []
    # A word longer than the line is cut: the blanks do not count.
    assert ["".join(rest.split()) for _, rest in told] == [
        "".join(" · ".join(cell for cell in item.cells[1 + numbers :] if cell).split()) for item in kind.items()
    ]


@pytest.mark.parametrize("columns", [40, 80, 100])
def test_the_list_of_questions_gives_what_a_file_of_answers_takes(kinds: dict[str, Kind], pack: Pack, columns: int):
    words = set(re.findall(r"[^\s,]+", listed(kinds["question"], columns)))
    taken = {entry.id for question in pack.questions.values() for entry in (*question.options, *question.rows)}
    assert taken - words == set()
    assert len(taken) > 100


@pytest.mark.parametrize("columns", [40, 80])
def test_an_address_is_never_cut(printed: Callable[..., Printed], library: Library, columns: int):
    assert library.resources
    pages = printed(columns)
    cut = [
        one.id for one in library.resources.resources if f"  {one.url}" not in pages["ressource", one.id].split("\n")
    ]
    assert cut == []


def test_the_text_to_copy_is_printed_word_for_word(printed: Callable[..., Printed], library: Library):
    """No explanation slips into what the owner will paste in the tool."""
    for family in library.occupations.values():
        page = " ".join(printed(80)["metier", family.id].split())
        assert " ".join(family.trial.prompt.split()) in page, family.id


def test_each_word_is_explained_once_a_page(printed: Callable[..., Printed], library: Library):
    explained = 0
    for entry, text in printed(80).items():
        page = " ".join(text.split())
        for term in library.terms:
            count = page.count(f"({' '.join(term.short.split())})")
            explained += count
            assert count <= 1, (entry, term.id)
    assert explained > 100


def test_the_name_of_a_product_is_left_whole(printed: Callable[..., Printed], library: Library):
    pages = {family: " ".join(printed(80)["metier", family].split()) for family in library.occupations}
    broken = [
        technology.name
        for family in library.occupations.values()
        for technology in family.technologies
        if " ".join(technology.name.split()) not in pages[family.id]
    ]
    assert broken == []


def test_a_question_is_not_explained_twice(printed: Callable[..., Printed], pack: Pack):
    for question in pack.questions.values():
        page = " ".join(printed(80)["question", question.id].split())
        for text in (question.help, question.why, question.ask or ""):
            assert " ".join(text.split()) in page, question.id


def test_one_line_is_singular(kinds: dict[str, Kind]):
    plural = [
        item.id
        for kind in kinds.values()
        for item in kind.items()
        if re.search(r"[Ll]ignes \d+$", " ".join(item.page().subtitles))
    ]
    assert plural == []


def test_cells_are_written_in_french(kinds: dict[str, Kind]):
    cells = " ".join(cell for item in kinds["competence"].items() for cell in item.cells[1:])
    assert not re.search("synthese|renforcee|emergente", cells)
    assert "compétence de la synthèse" in cells


def test_acronyms_keep_their_capitals(kinds: dict[str, Kind]):
    subtitles = " ".join(subtitle for item in kinds["fiche"].items() for subtitle in item.page().subtitles)
    assert re.findall(r"\b(?:eti|pme|tpe)\b", subtitles) == []


def test_words_stand_as_in_a_dictionary(kinds: dict[str, Kind]):
    order = [item.id for item in kinds["terme"].items()]
    assert order.index("referent-ia") < order.index("retour-experience") < order.index("rgpd")


# The criteria of --filter


@pytest.mark.parametrize("name", COUNTS)
def test_criteria_have_french_names_and_words_to_type(kinds: dict[str, Kind], name: str):
    facets = {facet for item in kinds[name].items() for facet in item.facets}
    assert facets <= FACETS.keys()
    words = {word for item in kinds[name].items() for several in item.facets.values() for word in several}
    assert all(re.fullmatch(r"[a-z0-9+-]+", word) for word in words), words


def test_words_of_the_figures_are_french(kinds: dict[str, Kind]):
    words = {word for item in kinds["repere"].items() for several in item.facets.values() for word in several}
    assert words == {
        *("bonne", "prudence", "fragile", "a-lire"),
        *("ensemble", "taille", "branche", "categorie", "profil"),
    }


def test_names_of_the_criteria():
    assert len(set(FACETS.values())) == len(FACETS)
    assert all(re.fullmatch(r"[a-z]+", name) for name in FACETS.values())
    assert not {"topic", "level", "funding", "language", "state", "size", "kind", "family", "list"} & {*FACETS.values()}
