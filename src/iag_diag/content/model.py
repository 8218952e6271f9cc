"""What every entry of a pack shares: frozen, strict, and with a source in the study or a mark that it is ours."""

from datetime import date
from typing import Annotated, Any, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationInfo,
    model_validator,
)
from pydantic.config import JsonDict

from iag_diag.content.strict_yaml import Group

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*\+?$", max_length=40)]
Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Points = Annotated[int, Field(ge=0, le=100)]
Weight = Annotated[int, Field(ge=1, le=100)]
Line = Annotated[int, Field(ge=1, le=9999)]
Lines = Annotated[str, StringConstraints(pattern=r"^\d{1,4}(-\d{1,4})?(, \d{1,4}(-\d{1,4})?)*$")]


def _day(text: Any) -> date:
    """Read a date written « 2026-11-25 », and only so."""
    try:
        day = date.fromisoformat(text)
    except (TypeError, ValueError):
        day = None
    if day is None or day.isoformat() != text:
        raise ValueError('Une date s’écrit année-mois-jour, entre guillemets : "2026-11-25".')
    return day


Day = Annotated[date, BeforeValidator(_day)]


class Content(BaseModel):
    """An object of the pack: never changed once loaded; an unknown key or a wrong type is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


def one_of_keys(*keys: str) -> JsonDict:
    """Say in a JSON Schema that at least one of these keys must be there; validators say the rest."""
    return {"anyOf": [{"required": [key]} for key in keys]}


class Source(Content):
    """Where the study says it: 1-based lines of its text, as « 384 », « 384-417 » or several joined by a comma."""

    lines: Lines


class Sourced(Content):
    """An entry that either points into the study or says that it is our own."""

    model_config = ConfigDict(json_schema_extra=one_of_keys("source", "beyond_study"))

    source: Source | None = None
    beyond_study: bool = False

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if (self.source is None) == (not self.beyond_study):
            raise ValueError("origin")
        return self


class Rule(Content):
    """A decision of the pack. `place` (« rules/phases.yaml:41 ») comes from the file itself, for the trace."""

    id: Slug
    place: str

    @model_validator(mode="before")
    @classmethod
    def _placed(cls, data: Any, info: ValidationInfo) -> Any:
        """Write where the rule stands; `info.context` is the name of its file."""
        if not isinstance(data, Group):
            return data
        if "place" in data:
            raise ValueError("place")
        return {**data, "place": f"{info.context}:{data.line}"}
