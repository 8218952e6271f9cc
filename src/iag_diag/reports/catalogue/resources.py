"""Resources, people to follow and words explained, to browse."""

from datetime import date

from iag_diag.content.folding import folded
from iag_diag.content.library.entries import resource_facets
from iag_diag.content.library.glossary import Term
from iag_diag.content.library.resources import Person, Resource
from iag_diag.content.library.shelves import Library
from iag_diag.reports.catalogue.pages import Item, Kind, Page, lines_of, part
from iag_diag.reports.guidance import resource_facts, resource_remarks
from iag_diag.reports.library_words import LANGUAGES, TYPES


def resources(library: Library, day: date) -> Kind:
    """List what there is to read, watch and listen to, as it is on that day, then people to follow."""

    def items() -> tuple[Item, ...]:
        file = library.resources
        if file is None:
            return ()
        levels = {level.number: level.label for level in file.levels}
        return (*(_resource(resource, levels, day) for resource in file.resources), *map(_person, file.people))

    return Kind(
        "ressource",
        "ressources",
        "ressource",
        True,
        ("Ressource", "Type", "Niveau", "Langue", "État"),
        items,
    )


def _resource(resource: Resource, levels: dict[int, str], day: date) -> Item:
    facets = resource_facets(resource, day)
    state = {
        "fermee": "fermée",
        "pas-encore-ouverte": "pas encore ouverte",
        "lien-a-verifier": "lien à vérifier",
        "ouverte": "",
    }[facets["state"][0]]

    def page() -> Page:
        parts = (
            part("Ce que l’on y trouve", [resource.what]),
            part("À savoir", [*resource_remarks(resource, day), *([resource.note] if resource.note else [])]),
            part("Adresse", [resource.url]),
        )
        lines = resource.source.lines if resource.source else ""
        subtitles = (" · ".join((*resource_facts(resource), levels[resource.level])), f"Étude, {lines_of(lines)}")
        return Page(resource.title, subtitles, parts)

    return Item(
        resource.id,
        (
            resource.title,
            TYPES[resource.type],
            levels[resource.level],
            LANGUAGES[resource.language].removeprefix("en "),
            state,
        ),
        page,
        lambda: {**resource.model_dump(mode="json"), "expired": resource.expired(day)},
        {name: words for name, words in facets.items() if name != "id"},
    )


def _person(person: Person) -> Item:
    return Item(
        person.id,
        (person.name, "personne à suivre", "", "", ""),
        lambda: Page(person.name, (f"Personne à suivre · Étude, {lines_of(person.lines)}",), (part("", [person.who]),)),
        lambda: person.model_dump(mode="json"),
        {"type": ("personne",)},
    )


def terms(library: Library) -> Kind:
    """List the words explained."""
    return Kind(
        "terme",
        "termes",
        "terme",
        False,
        ("Terme", "En deux mots"),
        lambda: tuple(_term(term) for term in sorted(library.terms, key=lambda term: (folded(term.term), term.id))),
    )


def _term(term: Term) -> Item:
    if term.in_glossary:
        origin, said = "glossaire", "Glossaire de l’étude"
    elif term.source:
        origin, said = "etude", "Expliqué dans l’étude, hors de son glossaire"
    else:
        origin, said = "hors-etude", "Hors étude : mot de l’outil"
    lines = f" · {lines_of(term.source.lines).capitalize()}" if term.source else ""
    return Item(
        term.id,
        (term.term, term.short),
        lambda: Page(term.term, (f"{said}{lines}",), (part("", [term.text]),)),
        lambda: term.model_dump(mode="json"),
        {"origin": (origin,)},
        term.forms,
    )
