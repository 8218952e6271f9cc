"""Training as the study lists it (Partie V): programmes, services of the Opcommerce, other schemes."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from iag_diag.content.model import Content, Day, Line, Lines, Slug, Sourced, Text


class Table(StrEnum):
    """The study's three tables."""

    INITIAL = "initiale"
    CONTINUING = "continue"
    SECTOR = "sectorielle"


class Row(Content):
    """A row of one of the study's tables."""

    table: Annotated[Table, Field(strict=False)]
    line: Line


class Level(StrEnum):
    """Whom a programme suits: ours, read from its public, its themes and its length."""

    BEGINNER = "debutant"
    INTERMEDIATE = "intermediaire"
    ADVANCED = "avance"
    DEGREE = "diplome"


class Mode(StrEnum):
    """Where one learns."""

    ONLINE = "en-ligne"
    ON_SITE = "presentiel"
    MIXED = "mixte"
    UNSAID = "non-precise"


class Cpf(StrEnum):
    """What the study's table says of the CPF; POSSIBLE: only a remark in the highlights."""

    YES = "oui"
    NO = "non"
    POSSIBLE = "possible"
    UNSAID = "non-precise"


class Registry(StrEnum):
    """The national register of certifications."""

    RNCP = "rncp"
    RS = "rs"
    PENDING = "en-attente"
    NONE = "aucun"
    UNSAID = "non-precise"


class Registration(Content):
    """The registration that the study prints. `until` is its last day of validity."""

    registry: Annotated[Registry, Field(strict=False)]
    code: Text | None = None
    level: Annotated[int, Field(ge=3, le=8)] | None = None
    until: Day | None = None

    @model_validator(mode="after")
    def _coded(self) -> Self:
        if self.until is not None and self.code is None:
            raise ValueError("Une date de validité va avec un « code ».")
        return self

    def expired(self, day: date) -> bool:
        """Whether it is over on that day."""
        return self.until is not None and self.until < day

    def valid(self, day: date) -> bool:
        """Whether the study prints a code that still holds on that day."""
        return self.registry in (Registry.RNCP, Registry.RS) and self.code is not None and not self.expired(day)


class Training(Sourced):
    """A programme: one or two rows of the study. Ours: `topics`, `audiences`, `level`, `hours`, `weeks`, `note`.

    `topics` and `audiences` are those of the file; `hours` an order of magnitude, to sort (a day is 7, a full week
    35), None where the study does not give it; `weeks` how long it lasts where that is counted in weeks or more;
    `learn` says in plain words what one learns.
    """

    id: Slug
    title: Text
    provider: Text
    rows: Annotated[tuple[Row, ...], Field(min_length=1, max_length=2)]
    kind: Text
    learn: Text
    topics: Annotated[tuple[Slug, ...], Field(min_length=1)]
    public: Text | None = None
    audiences: Annotated[tuple[Slug, ...], Field(min_length=1)]
    level: Annotated[Level, Field(strict=False)]
    diploma: Text | None = None
    duration: Text | None = None
    hours: Annotated[int, Field(ge=1)] | None = None
    weeks: Annotated[int, Field(ge=1)] | None = None
    mode: Annotated[Mode, Field(strict=False)]
    place: Text | None = None
    credential: Text | None = None
    cpf: Annotated[Cpf, Field(strict=False)]
    registration: Registration
    highlights: Text | None = None
    note: Text | None = None

    def cpf_to_check(self, day: date) -> bool:
        """Whether the CPF is announced without a registration that holds on that day (I-76, I-81)."""
        return self.cpf in (Cpf.YES, Cpf.POSSIBLE) and not self.registration.valid(day)


class Named(Content):
    """A word of ours that several programmes share, with what it is called on screen."""

    id: Slug
    label: Text


class TrainingsFile(Content):
    """`catalogue/formations.yaml`."""

    topics: Annotated[tuple[Named, ...], Field(min_length=1)]
    audiences: Annotated[tuple[Named, ...], Field(min_length=1)]
    none_found: tuple[Text, ...] = ()
    trainings: Annotated[tuple[Training, ...], Field(min_length=1)]


class Funding(StrEnum):
    """What the study says of the price of a service."""

    SUBSIDY = "subvention"
    NEGOTIATED = "tarif-negocie"
    UNSAID = "non-dit"


class Service(Content):
    """A service of the Opcommerce, as the study describes it."""

    id: Slug
    name: Text
    what: Text
    public: Text
    highlights: Text
    funding: Annotated[Funding, Field(strict=False)] = Funding.UNSAID
    topics: tuple[Slug, ...]
    lines: Lines


class ServicesFile(Content):
    """`catalogue/services.yaml`; `checked` is when the study described them, for the reader."""

    checked: Text
    services: Annotated[tuple[Service, ...], Field(min_length=1)]


class SchemeItem(Content):
    """Something that a scheme offers, by its name."""

    name: Text
    text: Text
    lines: Lines


class Scheme(Content):
    """Another scheme that the study presents."""

    id: Slug
    name: Text
    what: Text
    for_whom: Text
    topics: tuple[Slug, ...]
    items: tuple[SchemeItem, ...]
    lines: Lines


class SchemesFile(Content):
    """`catalogue/dispositifs.yaml`."""

    schemes: Annotated[tuple[Scheme, ...], Field(min_length=1)]
