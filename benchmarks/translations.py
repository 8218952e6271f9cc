"""The conditions of a pack in the languages of other rule engines, and answers in the shape that these read."""

from collections.abc import Mapping
from typing import Any

from iag_diag.content import conditions as op
from iag_diag.content.conditions import Condition
from iag_diag.content.pack import Pack
from iag_diag.diagnosis.answers import NSP, Answers


def written_out(condition: Condition, pack: Pack) -> Condition:
    """Put the conditions of the pack in the place of their names."""
    match condition:
        case op.Named(named=name):
            return written_out(pack.conditions[name], pack)
        case op.All(all=parts):
            return op.All(all=tuple(written_out(part, pack) for part in parts))
        case op.Any_(any=parts):
            return op.Any_(any=tuple(written_out(part, pack) for part in parts))
        case op.Not(not_=part):
            return op.Not.model_validate({"not": written_out(part, pack)})
    return condition


def field(question: str, row: str | None) -> str:
    """Name an answer as every language allows."""
    return (question if row is None else f"{question}__{row}").replace("-", "_")


def flat(answers: Answers) -> dict[str, Any]:
    """One field per answer, several choices as a list: what the peers read."""
    fields: dict[str, Any] = {}
    for question, value in answers.items():
        rows = value.items() if isinstance(value, Mapping) else [(None, value)]
        for row, choice in rows:
            fields[field(question, row)] = list(choice) if isinstance(choice, tuple) else choice
    return fields


def better(condition: op.AnswerAtLeast, pack: Pack) -> list[str]:
    """Options that are this one, or better."""
    scaled = pack.questions[condition.answer]
    return [option.id for option in scaled.options if scaled.rank(option.id) >= scaled.rank(condition.at_least)]


def in_words(condition: Condition, pack: Pack, length: str) -> str:  # noqa: PLR0911 - one return per operator
    """Translate to the language of zen and of rule-engine, which agree but for the length of a list."""
    match condition:
        case op.All(all=parts):
            return f"({' and '.join(in_words(part, pack, length) for part in parts)})"
        case op.Any_(any=parts):
            return f"({' or '.join(in_words(part, pack, length) for part in parts)})"
        case op.Not(not_=part):
            return f"(not ({in_words(part, pack, length)}))"
        case op.Unknown(unknown=question):
            return f"({field(question, None)} == {NSP!r})"
        case op.AnswerIs(is_=option):
            return f"({field(condition.answer, condition.row)} == {option!r})"
        case op.AnswerIn(in_=options):
            return f"({field(condition.answer, condition.row)} in {list(options)!r})"
        case op.AnswerAtLeast():
            return f"({field(condition.answer, condition.row)} in {better(condition, pack)!r})"
        case op.AnswerIncludes(includes=option):
            return f"({option!r} in {field(condition.answer, condition.row)})"
        case op.AnswerChosen(chosen_at_least=count):
            return f"({length.format(field(condition.answer, condition.row))} >= {count})"
    raise NotImplementedError(condition)


def in_json(condition: Condition, pack: Pack) -> Any:  # noqa: PLR0911 - one return per operator
    """Translate to JsonLogic."""
    match condition:
        case op.All(all=parts):
            return {"and": [in_json(part, pack) for part in parts]}
        case op.Any_(any=parts):
            return {"or": [in_json(part, pack) for part in parts]}
        case op.Not(not_=part):
            return {"!": [in_json(part, pack)]}
        case op.Unknown(unknown=question):
            return {"===": [{"var": field(question, None)}, NSP]}
        case op.AnswerIs(is_=option):
            return {"===": [_var(condition), option]}
        case op.AnswerIn(in_=options):
            return {"in": [_var(condition), list(options)]}
        case op.AnswerAtLeast():
            return {"in": [_var(condition), better(condition, pack)]}
        case op.AnswerIncludes(includes=option):
            return {"in": [option, _var(condition)]}
        case op.AnswerChosen(chosen_at_least=count):
            length = {"reduce": [_var(condition), {"+": [1, {"var": "accumulator"}]}, 0]}
            return {">=": [length, count]}
    raise NotImplementedError(condition)


def _var(atom: op.AnswerOperator) -> dict[str, str]:
    return {"var": field(atom.answer, atom.row)}
