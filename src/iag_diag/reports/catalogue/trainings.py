"""Programmes, services and schemes, to browse."""

from datetime import date

from iag_diag.content.library.entries import training_facets
from iag_diag.content.library.shelves import Library
from iag_diag.content.library.trainings import Cpf, Registry, Scheme, Service, Training
from iag_diag.reports import french
from iag_diag.reports.catalogue.pages import Item, Kind, Page, lines_of, part
from iag_diag.reports.library_words import LEVELS, MODES, funding

_CPF = {
    Cpf.YES: "Oui, d’après l’étude",
    Cpf.NO: "Non, d’après l’étude",
    Cpf.POSSIBLE: "Possible, d’après l’étude",
    Cpf.UNSAID: "L’étude ne le dit pas",
}
_NO_CPF = {Cpf.NO: "sans CPF", Cpf.UNSAID: "CPF non dit"}
_REGISTRIES = {
    Registry.RNCP: "Inscrite au RNCP",
    Registry.RS: "Inscrite au RS",
    Registry.PENDING: "Inscription au RNCP en attente : rien n’est acquis",
    Registry.NONE: "Pas inscrite",
    Registry.UNSAID: "L’étude ne le dit pas clairement",
}


def trainings(library: Library, day: date) -> Kind:
    """List the programmes, as they are on that day."""

    def items() -> tuple[Item, ...]:
        file = library.trainings
        return tuple(_programme(library, training, day) for training in (file.trainings if file else ()))

    return Kind(
        "formation",
        "formations",
        "formation",
        True,
        ("Formation", "Organisme", "Durée", "Mode", "CPF"),
        items,
        lambda: " ".join(library.trainings.none_found) if library.trainings else "",
    )


def _programme(library: Library, training: Training, day: date) -> Item:
    mode = MODES.get(training.mode, "")
    cpf = funding(training, day) or _NO_CPF[training.cpf]
    return Item(
        training.id,
        (training.title, training.provider, training.duration or "", mode, cpf),
        lambda: _programme_page(library, training, day),
        lambda: {
            **training.model_dump(mode="json"),
            "cpf_to_check": training.cpf_to_check(day),
            "expired": training.registration.expired(day),
        },
        {name: words for name, words in training_facets(training, day).items() if name not in ("id", "kind")},
    )


def _programme_page(library: Library, training: Training, day: date) -> Page:
    file = library.trainings
    topics = {named.id: named.label for named in file.topics} if file else {}
    audiences = {named.id: named.label for named in file.audiences} if file else {}
    cpf = funding(training, day) if training.cpf_to_check(day) else _CPF[training.cpf]
    lines = training.source.lines if training.source else ""
    parts = (
        part("Ce que l’on apprend", [training.learn]),
        part("Thèmes (classement de l’outil)", (topics[topic] for topic in training.topics)),
        part("Pour qui, d’après l’étude", [training.public] if training.public else []),
        part("Pour qui (classement de l’outil)", (audiences[audience] for audience in training.audiences)),
        part("Niveau (classement de l’outil)", [LEVELS[training.level].capitalize()]),
        part("Diplôme ou niveau d’entrée", [training.diploma] if training.diploma else []),
        part("Durée", [training.duration or "L’étude ne la donne pas."]),
        part("Comment", [f"{(MODES.get(training.mode) or 'l’étude ne le dit pas').capitalize()}."]),
        part("Où", [training.place] if training.place else []),
        part("Ce que l’on obtient", [training.credential] if training.credential else []),
        part("CPF", [f"{cpf}."]),
        part("Registre national", [_registration(training, day)]),
        part("Points forts annoncés", [training.highlights] if training.highlights else []),
        part("À savoir", [training.note] if training.note else []),
    )
    return Page(training.title, (f"{training.provider} · {training.kind} · Étude, {lines_of(lines)}",), parts)


def _registration(training: Training, day: date) -> str:
    registration = training.registration
    level = f", niveau {registration.level}" if registration.level else ""
    code = f" ({registration.code}{level})" if registration.code else ""
    if registration.until is None:
        return f"{_REGISTRIES[registration.registry]}{code}."
    until = french.long_date(registration.until)
    if registration.expired(day):
        return f"L’inscription{code} s’est arrêtée le {until} : à vérifier avant de vous engager."
    return f"{_REGISTRIES[registration.registry]}{code}, jusqu’au {until}."


def services(library: Library) -> Kind:
    """List the services of the Opcommerce."""

    def items() -> tuple[Item, ...]:
        file = library.services
        return tuple(_service(service, _described(library)) for service in (file.services if file else ()))

    columns = ("Service", "Ce que c’est")
    return Kind("service", "services", "service", False, columns, items, lambda: _described(library))


def _described(library: Library) -> str:
    checked = library.services.checked if library.services else ""
    return f"Tels que l’étude les décrit ({checked}) : les conditions sont à demander à l’Opcommerce."


def _service(service: Service, remark: str) -> Item:
    def page() -> Page:
        parts = (part("", [service.what]), part("Pour qui", [service.public]), part("À savoir", [service.highlights]))
        return Page(service.name, (f"Service de l’Opcommerce · Étude, {lines_of(service.lines)}", remark), parts)

    return Item(
        service.id,
        (service.name, service.what),
        page,
        lambda: service.model_dump(mode="json"),
        {"topic": service.topics, "funding": (service.funding.value,)},
    )


def schemes(library: Library) -> Kind:
    """List the other schemes."""

    def items() -> tuple[Item, ...]:
        file = library.schemes
        return tuple(_scheme(scheme) for scheme in (file.schemes if file else ()))

    return Kind("dispositif", "dispositifs", "dispositif", False, ("Dispositif", "Pour qui"), items)


def _scheme(scheme: Scheme) -> Item:
    def page() -> Page:
        parts = (
            part("", [scheme.what]),
            part("Pour qui", [scheme.for_whom]),
            part("Ce qu’il propose", (f"{item.name} : {item.text}" for item in scheme.items)),
        )
        return Page(scheme.name, (f"Étude, {lines_of(scheme.lines)}",), parts)

    return Item(
        scheme.id,
        (scheme.name, scheme.for_whom),
        page,
        lambda: scheme.model_dump(mode="json"),
        {"topic": scheme.topics},
    )
