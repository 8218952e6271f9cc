"""What the study gives to read, to watch and to listen to (Partie VI)."""

import re
from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, WithJsonSchema, model_validator

from iag_diag.content.model import Content, Day, Lines, Slug, Sourced, Text

_WEB = re.compile(r"https?://[^/]+\.[^/]+(/.*)?")


def _web(url: str) -> str:
    """Accept a plain web address only: no script, no file, nothing that a screen would not show as it is."""
    if not _WEB.fullmatch(url) or not url.isprintable() or any(letter in " <>\"'`|" for letter in url):
        raise ValueError("Une adresse commence par « https:// » et ne contient ni espace ni guillemet.")
    return url


Url = Annotated[str, AfterValidator(_web), WithJsonSchema({"type": "string", "pattern": "^https?://"})]


class Type(StrEnum):
    """What it is."""

    MOOC = "mooc"
    COURSE = "formation"
    WHITE_PAPER = "livre-blanc"
    TESTIMONIES = "temoignages"
    VIDEOS = "videos"
    COLLECTION = "collection"
    PODCAST = "podcast"
    WEBINAR = "webinaire"
    NEWSLETTER = "lettre"
    SITE = "site"


class Language(StrEnum):
    """The language that the study gives."""

    FRENCH = "fr"
    ENGLISH = "en"
    UNSAID = "non-precisee"


class Resource(Sourced):
    """A resource. `level` is the study's section, 1 to 5 (5: to follow the news, not a difficulty).

    `minutes` or `pages` only where the study gives them; `paid` is None where it says nothing (I-95); `opens` and
    `closes` bound it in time; `check` is our reason to doubt its address; `also` are the levels of a second mention.
    """

    id: Slug
    title: Text
    author: Text | None = None
    type: Annotated[Type, Field(strict=False)]
    level: Annotated[int, Field(ge=1, le=5)]
    also: tuple[Annotated[int, Field(ge=1, le=5)], ...] = ()
    language: Annotated[Language, Field(strict=False)]
    what: Text
    topics: Annotated[tuple[Slug, ...], Field(min_length=1)]
    length: Text | None = None
    minutes: Annotated[int, Field(ge=1)] | None = None
    pages: Annotated[int, Field(ge=1)] | None = None
    url: Url
    paid: bool | None = None
    opens: Day | None = None
    closes: Day | None = None
    check: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.opens and self.closes and self.closes < self.opens:
            raise ValueError("« closes » vient avant « opens ».")
        return self

    def expired(self, day: date) -> bool:
        """Whether it is closed on that day."""
        return self.closes is not None and self.closes < day


class Person(Content):
    """Someone whom the study advises to follow."""

    id: Slug
    name: Text
    who: Text
    lines: Lines


class ReadingLevel(Content):
    """A section of the study's list."""

    number: Annotated[int, Field(ge=1, le=5)]
    label: Text
    lines: Lines


class ResourcesFile(Content):
    """`catalogue/ressources.yaml`."""

    levels: Annotated[tuple[ReadingLevel, ...], Field(min_length=1)]
    resources: Annotated[tuple[Resource, ...], Field(min_length=1)]
    people: tuple[Person, ...] = ()
