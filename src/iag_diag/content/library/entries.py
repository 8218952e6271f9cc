"""The library's entries as the rules of selection see them: an id, the words that each carries, a few numbers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from iag_diag.content.library.resources import Resource, ResourcesFile
from iag_diag.content.library.trainings import Mode, SchemesFile, ServicesFile, Training, TrainingsFile

Facets = Mapping[str, tuple[str, ...]]
UNSAID = "non-dit"
_MODES = {
    Mode.ONLINE: ("en-ligne",),
    Mode.ON_SITE: ("presentiel",),
    Mode.MIXED: ("en-ligne", "presentiel"),
    Mode.UNSAID: (UNSAID,),
}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be selected. Entries come in the order of the library."""

    id: str
    facets: Facets
    measures: Mapping[str, int] = field(default_factory=dict)

    def carries(self, words: Mapping[str, Iterable[str]]) -> bool:
        """Whether it has, for every facet named, one of the words."""
        return all(any(word in self.facets.get(facet, ()) for word in several) for facet, several in words.items())


def occupation_entries(families: Iterable[str]) -> tuple[Entry, ...]:
    """Families of jobs, by id alone: their files are read once they are chosen."""
    return tuple(Entry(family, {"id": (family,)}) for family in families)


def training_entries(
    services: ServicesFile | None, trainings: TrainingsFile | None, schemes: SchemesFile | None, day: date
) -> tuple[Entry, ...]:
    """Services, then programmes, then schemes: all that teaches."""
    found = [
        Entry(
            service.id,
            {"id": (service.id,), "kind": ("service",), "topic": service.topics, "funding": (service.funding,)},
        )
        for service in (services.services if services else ())
    ]
    for training in trainings.trainings if trainings else ():
        lengths = _given(hours=training.hours, weeks=training.weeks)
        found.append(Entry(training.id, training_facets(training, day), lengths))
    found += [
        Entry(scheme.id, {"id": (scheme.id,), "kind": ("dispositif",), "topic": scheme.topics, "funding": (UNSAID,)})
        for scheme in (schemes.schemes if schemes else ())
    ]
    return tuple(found)


def training_facets(training: Training, day: date) -> Facets:
    """Words of a programme on that day."""
    return {
        "id": (training.id,),
        "kind": ("formation",),
        "topic": training.topics,
        "audience": training.audiences,
        "level": (training.level.value,),
        "mode": _MODES[training.mode],
        "table": tuple(dict.fromkeys(row.table.value for row in training.rows)),
        "funding": (_funding(training, day),),
        "certification": (_certification(training, day),),
    }


def _funding(training: Training, day: date) -> str:
    if training.cpf_to_check(day):
        return "cpf-a-verifier"
    return "cpf" if training.cpf.value in ("oui", "possible") else UNSAID


def _certification(training: Training, day: date) -> str:
    if training.registration.expired(day):
        return "expiree"
    return "certifiante" if training.registration.valid(day) else "sans"


def resource_entries(file: ResourcesFile | None, day: date) -> tuple[Entry, ...]:
    """Resources, in the study's order."""
    return tuple(
        Entry(resource.id, resource_facets(resource, day), _given(minutes=resource.minutes, pages=resource.pages))
        for resource in (file.resources if file else ())
    )


def _given(**measures: int | None) -> Mapping[str, int]:
    return {name: measure for name, measure in measures.items() if measure is not None}


def resource_facets(resource: Resource, day: date) -> Facets:
    """Words of a resource on that day."""
    if resource.expired(day):
        state = "fermee"
    elif resource.opens is not None and day < resource.opens:
        state = "pas-encore-ouverte"
    else:
        state = "lien-a-verifier" if resource.check else "ouverte"
    return {
        "id": (resource.id,),
        "level": tuple(str(level) for level in (resource.level, *resource.also)),
        "language": (resource.language.value,),
        "type": (resource.type.value,),
        "topic": resource.topics,
        "state": (state,),
        "paid": ("payante" if resource.paid else UNSAID,),
    }
