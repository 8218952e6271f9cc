"""The closed set of operators a pack may use to ask something of a company.

Each operator is one frozen data class and nothing more, so that several evaluators can read it: the interpreter
of `iag_diag.diagnosis.conditions` today, a compiler to dataframe expressions later. Their meaning, in Kleene's
three values (true, false, unknown), with the five states an answer can be in:

==================  =====  =========  ==========  ==========  ==========
operator            given  « nsp »    s. objet    hidden      unanswered
==================  =====  =========  ==========  ==========  ==========
is, in, at_least,
includes, chosen    T / F  unknown    F           F           unknown
unknown             F      T          F           F           F
dimension …         T / F; unknown while the dimension has no score
phase …             T / F (the phase is the last thing settled, and always known)
==================  =====  =========  ==========  ==========  ==========

*Hidden*: the question's own `when` is false, so the answer is a certain « no ». *Unanswered*: the question concerns
the company (or nobody knows yet whether it does) and holds no answer. `all`, `any` and `not` are Kleene's.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import ConfigDict, Discriminator, Field, Tag

from iag_diag.content.model import Content, Points, Slug


class Operator(Content):
    """An operator of the closed set; YAML keys that are Python words carry an underscore in the attribute."""

    model_config = ConfigDict(validate_by_name=False, validate_by_alias=True, serialize_by_alias=True)


class All(Operator):
    """Every condition holds."""

    all: Annotated[tuple["Condition", ...], Field(min_length=1)]


class Any_(Operator):  # noqa: N801 - the YAML word is « any »
    """At least one condition holds."""

    any: Annotated[tuple["Condition", ...], Field(min_length=1)]


class Not(Operator):
    """The condition does not hold."""

    not_: "Condition" = Field(alias="not")


class Named(Operator):
    """A condition of `rules/conditions.yaml`, by its id."""

    named: Slug


class AnswerOperator(Operator):
    """Looks at one answer; `row` picks a line of a matrix question."""

    answer: Slug
    row: Slug | None = None


class AnswerIs(AnswerOperator):
    """The single choice is exactly this option."""

    is_: Slug = Field(alias="is")


class AnswerIn(AnswerOperator):
    """The single choice is one of these options."""

    in_: Annotated[tuple[Slug, ...], Field(alias="in", min_length=1)]


class AnswerAtLeast(AnswerOperator):
    """The single choice of a question with a scale is this option or a better one."""

    at_least: Slug


class AnswerIncludes(AnswerOperator):
    """The options ticked include this one."""

    includes: Slug


class AnswerChosen(AnswerOperator):
    """At least this many options are ticked."""

    chosen_at_least: Annotated[int, Field(ge=1)]


class Unknown(Operator):
    """The company said « je ne sais pas » to this question (an unanswered one does not count)."""

    unknown: Slug


class DimensionBelow(Operator):
    """The score of the axis is strictly under this number of points."""

    dimension: Slug
    below: Points


class DimensionAtLeast(Operator):
    """The score of the axis is this number of points or more."""

    dimension: Slug
    at_least: Points


class PhaseIn(Operator):
    """The company's phase is one of these."""

    phase: Annotated[tuple[Slug, ...], Field(min_length=1)]


def _operator_of(value: Any) -> str | None:
    """Pick the operator by the keys present; None (« no such operator ») lets the loader list the closed set."""
    if isinstance(value, Operator):
        keys = {type(value).model_fields[field].alias or field for field in value.model_fields_set}
    else:
        keys = set(value) if isinstance(value, dict) else set()
    if "dimension" in keys:
        return next((f"dimension {word}" for word in ("below", "at_least") if word in keys), None)
    if "answer" in keys:
        words = ("is", "in", "at_least", "includes", "chosen_at_least")
        return next((f"answer {word}" for word in words if word in keys), None)
    return next((word for word in ("all", "any", "not", "named", "unknown", "phase") if word in keys), None)


Condition = Annotated[
    Annotated[All, Tag("all")]
    | Annotated[Any_, Tag("any")]
    | Annotated[Not, Tag("not")]
    | Annotated[Named, Tag("named")]
    | Annotated[AnswerIs, Tag("answer is")]
    | Annotated[AnswerIn, Tag("answer in")]
    | Annotated[AnswerAtLeast, Tag("answer at_least")]
    | Annotated[AnswerIncludes, Tag("answer includes")]
    | Annotated[AnswerChosen, Tag("answer chosen_at_least")]
    | Annotated[Unknown, Tag("unknown")]
    | Annotated[DimensionBelow, Tag("dimension below")]
    | Annotated[DimensionAtLeast, Tag("dimension at_least")]
    | Annotated[PhaseIn, Tag("phase")],
    Discriminator(_operator_of),
]

for _recursive in (All, Any_, Not):
    _recursive.model_rebuild()


def atoms(condition: Condition) -> tuple[Condition, ...]:
    """List the operators without a condition inside them, in reading order."""
    match condition:
        case All(all=parts) | Any_(any=parts):
            return tuple(atom for part in parts for atom in atoms(part))
        case Not(not_=part):
            return atoms(part)
        case _:
            return (condition,)


def questions_read(condition: Condition, named: Mapping[str, Condition]) -> tuple[str, ...]:
    """Questions that a condition looks at, once each, in reading order, named conditions followed."""
    read: dict[str, None] = {}
    followed: set[str] = set()
    waiting = [condition]
    while waiting:
        match waiting.pop():
            case All(all=parts) | Any_(any=parts):
                waiting += reversed(parts)
            case Not(not_=part):
                waiting.append(part)
            case AnswerOperator(answer=question) | Unknown(unknown=question):
                read[question] = None
            case Named(named=name) if name in named and name not in followed:
                followed.add(name)
                waiting.append(named[name])
    return tuple(read)
