"""The library beside the study and its inventory, where they are: nothing missing, nothing changed."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from iag_diag.content.folding import folded
from iag_diag.content.library.resources import Resource
from iag_diag.content.library.shelves import Library
from iag_diag.content.library.skills import Evolution, Intensity, Nature, Trend
from iag_diag.content.library.trainings import Registration, Table

STUDY = Path(__file__).resolve().parents[3] / "shared" / "study"
pytestmark = pytest.mark.skipif(not STUDY.is_dir(), reason="the study is not beside this checkout")

# Families that the inventory names otherwise, then two that its section 5.4 shortens.
RENAMED = {
    "DRH": "Ressources humaines (DRH)",
    "E-commerce": "E-commerce (vente en ligne)",
    "Commerce pièces détachées": "Commerce de pièces détachées",
    "Collections & Styles": "Collections et styles",
    "Logistique entrepôt": "Logistique en entrepôt",
    "Merchandising": "Merchandising (mise en valeur des produits)",
    "Pilotage supply chain": "Pilotage de la chaîne d’approvisionnement (supply chain)",
    "QHSE": "Qualité, hygiène, sécurité, environnement (QHSE)",
    "Qualité fournisseurs et produits": "Qualité des fournisseurs et des produits",
    "Vente B to B": "Vente B to B (aux professionnels)",
}
SHORTENED = {"sav": "sav", "vente en magasin": "vente-magasin"}

# What we mend in the study's texts, once folded, as one of its spellings: I-53, I-54, l. 1592.
MENDED = {
    "intelex": "intelix",
    "intalex": "intelix",
    "symbotic": "symbolic",
    "algorithmes d ia": "algorithmes de ia",
}

# The one label, by its line, that we do not copy: what it must still say.
REWORDED = {1095: "la valeur des emplacements"}

# Cells of its tables that we mend, leave out or write in full.
WRITTEN = {
    "Aivacity Paris-Cachan": "aivancity Paris-Cachan",  # I-82
    "Mastère Spécialisé IA Générative Corporate - ECE": "ECE",  # I-79
    "Titre RS niveau 5": "Titre RS",  # I-80: the RS has no level
    "Executive, Bootcamps, MOOCs": "",  # I-87: no level
    "Educformation": "Eduformation",  # I-92
    "5-10 heures": "5 à 10 heures",
    "Variable": "Durée variable",
    "Pros numérique, marketing, RH": "Professionnels du numérique, du marketing, des RH",
    "Pros, reconversion tech": "Professionnels, reconversion tech",
    "Devs, entrepreneurs": "Développeurs, entrepreneurs",
    "Stages labo + entreprises": "Stages en laboratoire et en entreprise",
    "Non": "Aucune",
}
ABBREVIATED = {"ML", "IAG", "IBP"}  # by the inventory alone, among the technologies
MODES = {"Présentiel & en ligne": "mixte", "En ligne/présentiel": "mixte", "Présentiel": "presentiel"}
PLACES = {"National": "toute la France", "France": "toute la France", "ARA": "Auvergne-Rhône-Alpes"}
LANGUAGES = {"fr": "fr", "en": "en", "not stated": "non-precisee"}
LEVELS = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
MONTHS = {"mars": 3, "avril": 4, "decembre": 12, "aout": 8, "fevrier": 2, "octobre": 10, "juillet": 7}


@pytest.fixture(scope="module")
def study() -> list[str]:
    """Give the lines of the study, the first at 1."""
    return ["", *(STUDY / "etude.txt").read_text(encoding="utf-8").split("\n")]


def table(heading: str) -> list[list[str]]:
    """Read the rows of the table under a heading of the inventory."""
    text = (STUDY / "inventory.md").read_text(encoding="utf-8").partition(f"\n{heading}")[2]
    rows = [line for line in re.split(r"\n#+ ", text)[0].splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line[1:-1].split(" | ")] for line in rows[2:]]


def numbers(lines: str) -> list[int]:
    spans = [part.partition("-") for part in lines.split(", ")]
    return [line for first, _, last in spans for line in range(int(first), int(last or first) + 1)]


def searched(text: str) -> str:
    """Fold a text to look for one in another: one name for IAG, our mending undone."""
    text = re.sub("IAG|IA générative", "Intelligence Artificielle Générative", text.replace("®", ""))
    text = folded(text)
    for ours, theirs in MENDED.items():
        text = text.replace(ours, theirs)
    return text


def same(text: str | None) -> str:
    """Keep of a cell, theirs or ours, what must be equal; what we explain in a parenthesis is ours."""
    bare = re.sub(r"\([^)]*\)", "", text or "").strip()
    return folded(WRITTEN.get(bare, bare)).replace(" ", "")


# Families of jobs


def test_families_and_their_impacts(library: Library, study: list[str]):
    bold = re.compile(r"- \*\*(?!Technologies)(.+?)\*\*")
    for row, family in zip(table("## 4. "), library.occupations.values(), strict=True):
        number, name, section, impacts, _, line, _, risks, *_ = row
        in_table = None if line == "—" else int(line)
        assert (family.number, family.table_line) == (int(number), in_table), family.id
        assert folded(family.name) == folded(RENAMED.get(name, name))
        assert family.source
        assert family.source.lines == section.replace("–", "-") + (f", {line}" if in_table else "")
        labels = [(n, searched(found[1])) for n in numbers(family.source.lines) if (found := bold.match(study[n]))]
        for (at, label), impact in zip(labels, family.impacts, strict=True):
            ours = searched(impact.label)
            assert numbers(impact.lines)[0] == at, impact.id
            assert REWORDED[at] in ours if at in REWORDED else ours == label, impact.id
        assert len(labels) == len(impacts.split(" ; ")), family.id
        assert [risk.lines for risk in family.risks] == ([line] * len(risks.split(" ; ")) if in_table else [])


def test_table_of_risks_is_where_its_line_says(library: Library, study: list[str]):
    lines = [family.table_line for family in library.occupations.values() if family.table_line]
    assert len(lines) == 30
    assert lines == [n for n in range(1376, 1407) if study[n]]


def test_technologies(library: Library, study: list[str]):
    for row, family in zip(table("## 4. "), library.occupations.values(), strict=True):
        for technology in family.technologies:
            cited = searched(" ".join(study[line] for line in numbers(technology.lines)))
            assert searched(technology.name.split(" (")[0]) in cited, (family.id, technology.name)
        named = set(re.findall(r"[A-Z][\w.-]+", f"{row[4]} {row[8]}")) - ABBREVIATED
        ours = searched(" ".join(f"{technology.name} {technology.what}" for technology in family.technologies))
        assert {word for word in named if searched(word) not in ours} == set(), family.id


# Skills


def test_behavioural_skills(library: Library):
    signs = {"++": Intensity.STRONG, "+": Intensity.SOME, "(none)": Intensity.UNGRADED}
    for row, skill in zip(table("### 5.1 "), library.skills.behaviours, strict=True):
        _, label, sign, lines = row
        assert (folded(skill.label), skill.intensity) == (folded(label), signs[sign])
        assert set(numbers(lines)) <= set(numbers(skill.lines)), label


def test_technical_skills(library: Library):
    printed = [
        (nature, label, int(line))
        for nature, (_, cell) in zip(Nature, table("### 5.2 "), strict=True)
        for label, line in re.findall(r"(?:^|; )(.+?) \((\d{4})\)", cell)
    ]
    for (nature, label, line), skill in zip(printed, library.skills.technicals, strict=True):
        assert (folded(skill.label), skill.nature) == (folded(label), nature)
        assert line in numbers(skill.lines), label


def test_macro_skills(library: Library):
    for row, macro in zip(table("### 5.3 "), library.skills.macros, strict=True):
        counts = Counter(skill.trend for skill in macro.skills)
        assert folded(macro.label).startswith(folded(row[1]))
        assert str(macro.focus_number) == row[0][0], macro.id
        assert "+".join(str(counts[trend]) for trend in Trend) + f"={len(macro.skills)}" == row[5], macro.id


def test_every_row_of_the_tables_of_sub_skills(library: Library, study: list[str]):
    """Their nature is printed once, for the rows that follow (I-71), those with shifted cells too (I-70)."""
    printed = dict(zip(Trend, ("Nouveauté", "Compétence dont l'importance", "Importance renforcée"), strict=True))
    trends, trend = {}, None
    for line in range(1503, 1641):
        trend = next((one for one, words in printed.items() if words in study[line]), trend)
        trends[line] = trend
    own = []
    for skill in (skill for macro in library.skills.macros for skill in macro.skills):
        found = [line for line in numbers(skill.lines) if searched(skill.label) in searched(study[line])]
        assert {trends[line] for line in found} == {skill.trend}, skill.label
        own.append(found[-1])
    assert len(set(own)) == 87


def test_synthesis(library: Library):
    evolutions = dict(zip(("Renforcement", "**Émergence**", "**Diminution**"), Evolution, strict=True))
    ids = {folded(family.name): family.id for family in library.occupations.values()}
    ids |= {folded(theirs): ids[folded(ours)] for theirs, ours in RENAMED.items()} | SHORTENED
    for row, skill in zip(table("### 5.4 "), library.skills.synthesis, strict=True):
        label, evolution, families, line = row
        assert searched(skill.label) == searched(label)
        assert (skill.evolution, skill.lines) == (evolutions[evolution], line)
        assert skill.everyone == families.startswith("Tous"), label
        named = re.sub(r"^Tous( \(niveaux différents\)|, focus )?", "", families).split(", ")
        assert list(skill.families) == [ids[folded(name)] for name in named if name], label


# Training


def registered(code: str, until: str) -> tuple[str, str | None, int | None, date | None]:
    """Read what a table prints of the register: which one, code, level, last day."""
    number = re.search(r"(RNCP|RS)\d+", code)
    registry = "aucun" if "Non" in (code[:3], until[:3]) else "non-precise"
    if number:
        registry = "en-attente" if "en attente" in code else number[1].lower()
    level = re.search(r"[Nn]iveau (\d)", code) if registry == "rncp" else None
    last = None
    if found := re.search(r"(\d+) (?:er )?(\w+) (20\d\d)", folded(f"{code} {until}")):
        month = int(found[2]) if found[2].isdigit() else MONTHS[found[2]]
        last = date(int(found[3]), month, int(found[1]))
    return registry, number and number[0], level and int(level[1]), last


def region(place: str) -> str:
    """Read where a programme is held; « En ligne », « Présentiel » are said by its mode."""
    left = re.sub(r"En ligne|Présentiel( & en ligne)?|/présentiel|online|[()]", "", place).strip()
    return PLACES.get(left, left)


def flat(registration: Registration) -> tuple[str, str | None, int | None, date | None]:
    return registration.registry.value, registration.code, registration.level, registration.until


@pytest.mark.parametrize(("heading", "which"), list(zip(("### 6.1 ", "### 6.2 ", "### 6.3 "), Table, strict=True)))
def test_rows_of_the_tables_of_training(library: Library, heading: str, which: Table):
    assert library.trainings
    ours = {row.line: one for one in library.trainings.trainings for row in one.rows if row.table is which}
    rows = table(heading)
    assert sorted(ours) == [int(row[1]) for row in rows]
    for row in rows:
        one = ours[int(row[1])]
        assert folded(one.title) == folded(row[3])
        pairs: list[tuple[str, str | None]] = [(row[2], one.provider)]
        if which is Table.CONTINUING:
            length, public, place, credential, cpf, code, until = *row[5:11], ""
            pairs += [(length, one.duration), (public, one.public), (credential, one.credential)]
            pairs += [(cpf.upper(), one.cpf.value.upper())]
            code += credential.replace("Titre RS niveau 5", "")
        else:
            first, second, place, code, until, _, highlights = row[4:11]
            kind, level = (first, second) if which is Table.INITIAL else (second, None)
            pairs += [(kind, one.kind), (highlights, one.highlights)] + ([(level, one.diploma)] if level else [])
        pairs += [(region(place), one.place)]
        assert [pair for pair in pairs if same(pair[0]) != same(pair[1])] == [], row
        assert flat(one.registration) == registered(code, until), row
        mode = MODES.get(place.split(" (")[0], "en-ligne" if re.search("En ligne|online", place) else "non-precise")
        if which is not Table.INITIAL or len(one.rows) == 1:
            assert one.mode.value == mode, row


def test_cpf_outside_the_one_table_that_has_a_column_for_it(library: Library):
    assert library.trainings
    told = {int(row[1]) for heading in ("### 6.1 ", "### 6.3 ") for row in table(heading) if "CPF" in row[10]}
    for one in library.trainings.trainings:
        if not any(row.table is Table.CONTINUING for row in one.rows):
            assert one.cpf.value == ("possible" if one.rows[0].line in told else "non-precise"), one.id


def test_services_and_schemes(library: Library):
    assert library.services
    assert library.schemes
    for row, service in zip(table("### 6.4 "), library.services.services, strict=True):
        _, line, name, _, public, highlights = row
        assert (same(service.name), service.lines, same(service.public)) == (same(name), line, same(public))
        told = {"subvention": "subvention", "tarif-negocie": "tarifs négociés"}.get(service.funding.value)
        assert (told in highlights) if told else not re.search("subvention|tarif", highlights), name
    for row, scheme in zip(table("### 6.5 "), library.schemes.schemes, strict=True):
        name, lines, detail = row
        assert (same(scheme.name), scheme.lines) == (same(name), lines.replace("–", "-"))
        assert [item.lines for item in scheme.items] == re.findall(r"\d{4}", detail)


# To read and to look up


def resources(library: Library) -> Iterator[tuple[list[str], Resource]]:
    """Pair the inventory's rows with our resources, without the one written twice and the list of persons."""
    assert library.resources
    rows = [row for row in table("## 7. ") if row[2] != "Liste" and "duplicate" not in row[1]]
    return zip(rows, library.resources.resources, strict=True)


def first_line(resource: Resource) -> str:
    assert resource.source
    return str(numbers(resource.source.lines)[0])


def test_resources(library: Library):
    for row, ours in resources(library):
        _, title, _, level, language, _, url, paid, line = row
        name, _, author = title.rpartition(" — ") if ours.author else (title, "", "")
        assert (same(ours.title), same(ours.author)) == (same(name), same(author))
        assert (ours.level, ours.language.value) == (LEVELS[level], LANGUAGES[language]), title
        assert (ours.url, first_line(ours)) == (url.split(" (")[0], line)
        assert ours.paid == (True if "payante" in paid else None), title


def test_lengths_of_resources(library: Library):
    minutes = {"h": 60, "min": 1}
    for row, ours in resources(library):
        length = re.match(r"(?:≈ )?(\d+) (h|min|p)\b", row[5])
        count, unit = (int(length[1]), length[2]) if length else (0, "")
        assert ours.minutes == (count * minutes[unit] if unit in minutes else None), row
        assert ours.pages == (count if unit == "p" else None), row
        days = [date(int(year), int(month), int(day)) for day, month, year in re.findall(r"(\d+)/(\d+)/(\d+)", row[5])]
        assert [day for day in (ours.opens, ours.closes) if day] == days, row


def test_resource_written_twice_and_persons_to_follow(library: Library):
    assert library.resources
    (twice,) = (row for row in table("## 7. ") if "duplicate" in row[1])
    (ours,) = (one for one in library.resources.resources if one.also)
    assert ours.also == (LEVELS[twice[3]],)
    assert ours.source
    assert int(twice[8]) in numbers(ours.source.lines)
    (persons,) = (row for row in table("## 7. ") if row[2] == "Liste")
    named = re.findall(r"([A-Z]\S+ \S+) \((\d{4})\)", persons[1])
    assert [(one.name, one.lines) for one in library.resources.people] == named


def test_glossary(library: Library):
    terms = {folded(term.term.split(" (")[0]): term for term in library.terms if term.in_glossary}
    rows = table("### 8.1 ")
    assert set(terms) == {folded(row[1].split(" (")[0]) for row in rows}
    for _, term, line, _ in rows:
        source = terms[folded(term.split(" (")[0])].source
        assert source
        assert int(line) in numbers(source.lines), term


# Every line


def cited(node: Any) -> Iterator[str]:
    """Give every text of `lines`, and every line, of a shelf."""
    if isinstance(node, BaseModel):
        for name in type(node).model_fields:
            value = getattr(node, name)
            if value is not None and name in ("lines", "line", "table_line"):
                yield str(value)
            else:
                yield from cited(value)
    elif isinstance(node, tuple):
        for child in node:
            yield from cited(child)


def test_every_line_cited_is_one_of_the_study_and_not_a_blank_one(library: Library, study: list[str]):
    skills = library.skills
    shelves = (
        *(tuple(library.occupations.values()), library.terms),
        *(skills.behaviours, skills.technicals, skills.macros, skills.synthesis),
        *(library.trainings, library.services, library.schemes, library.resources),
    )
    every = list(cited(shelves))
    assert len(every) > 600
    assert len(study) - 2 == 3169
    for lines in every:
        ends = [int(line) for line in re.findall(r"\d+", lines)]
        assert ends == sorted(ends), lines
        assert all(1 <= line <= 3169 and study[line].strip() for line in ends), lines
