"""Objects that several tests need, each built in one place."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter

from iag_diag.content.conditions import Condition
from iag_diag.content.kinds import Kind
from iag_diag.content.model import Content
from iag_diag.content.pack import Pack, Part, Questionnaire
from iag_diag.content.questions import Option, Question, Row
from iag_diag.content.rules import (
    Alert,
    Criterion,
    Dimension,
    DimensionsFile,
    Force,
    Gate,
    Horizon,
    LeverAction,
    LeverExclusion,
    LeversFile,
    Manifest,
    NamedCondition,
    Phase,
    Planning,
    SheetRule,
    Size,
    Trigger,
)
from iag_diag.content.sheets import ActionSheet
from iag_diag.content.strict_yaml import parse
from iag_diag.diagnosis.answers import Answers
from iag_diag.diagnosis.results import Change

TESTS = Path(__file__).parent
CASES = TESTS / "content" / "cases"
CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
M = TypeVar("M", bound=Content)


def read(path: Path) -> dict[str, Any]:
    """Read a YAML file of the tests, which must be without fault."""
    document = parse(path.read_bytes(), path.name)
    assert not document.problems, "\n".join(map(str, document.problems))
    return document.data


def toy_pack(shipped: Pack) -> Pack:
    """Build the pack of `diagnosis/toy.yaml`."""
    return pack_of(read(TESTS / "diagnosis" / "toy.yaml"), shipped)


def pack_of(data: dict[str, Any], shipped: Pack) -> Pack:
    """Build a pack written as `diagnosis/toy.yaml` is: wordings are ids, sheets wear the body of a shipped one.

    The effort of a sheet is a number of hours, or a number per size.
    """
    name = data["manifest"]["questionnaire"]
    questions = {entry["id"]: _question(entry) for entry in data["questions"]}
    sheets = (_sheet(entry, next(iter(shipped.sheets.values()))) for entry in data["sheets"])
    return Pack(
        root=shipped.root,
        hash=name,
        manifest=Manifest.model_validate(data["manifest"]),
        questions=questions,
        questionnaires={name: Questionnaire(name, name, 1, (Part(name, tuple(questions)),))},
        conditions={named.id: named.when for named in _worded(NamedCondition, data["conditions"])},
        dimensions=_dimensions(data["dimensions"]),
        phases=_worded(Phase, ({**entry, "gates": _worded(Gate, entry.get("gates", ()))} for entry in data["phases"])),
        alerts=_worded(Alert, data["alerts"]),
        planning=_planning(data["planning"]),
        forces={force.id: force for force in _worded(Force, data["forces"])},
        sheet_rules={rule.id: rule for rule in map(_sheet_rule, data["sheets"])},
        sheets={sheet.id: sheet for sheet in sorted(sheets, key=lambda sheet: (sheet.number, sheet.id))},
        levers=_levers(data.get("levers", {}), questions),
        robustness=shipped.robustness.model_copy(update=data.get("robustness", {})),
        documents={},
    )


def _worded(model: type[M], entries: Iterable[dict[str, Any]]) -> tuple[M, ...]:
    """Read entries, their missing texts replaced by their id."""
    texts = [name for name, field in model.model_fields.items() if field.is_required()]
    return tuple(model.model_validate({**dict.fromkeys(texts, entry["id"]), **entry}) for entry in entries)


def _question(entry: dict[str, Any]) -> Question:
    marks = {name: entry.get(name) for name in ("exclusive", "inferred")}
    options = (
        {"id": option} | {name: option == mark for name, mark in marks.items()} for option in entry.get("options", ())
    )
    rows = ({"id": row} for row in entry.get("rows", ()))
    plain = {key: value for key, value in entry.items() if key not in marks}
    return _worded(
        Question, [{**plain, "beyond_study": True, "options": _worded(Option, options), "rows": _worded(Row, rows)}]
    )[0]


def _dimensions(data: dict[str, Any]) -> DimensionsFile:
    axes = _worded(
        Dimension, ({**axis, "criteria": _worded(Criterion, axis["criteria"])} for axis in data["dimensions"])
    )
    return DimensionsFile.model_validate({**data, "coverage_reason": "-", "strength_reason": "-", "dimensions": axes})


def _planning(data: dict[str, Any]) -> Planning:
    reasons = [name for name in Planning.model_fields if name.endswith("_reason")]
    lists = {"sizes": _worded(Size, data["sizes"]), "horizons": _worded(Horizon, data["horizons"])}
    return Planning.model_validate({**dict.fromkeys(reasons, "-"), **data, **lists})


def _levers(data: dict[str, Any], questions: dict[str, Question]) -> LeversFile:
    """Read what may change; an answer for which no action is written takes an hour, and is called by its name."""
    written = {(entry["question"], option) for entry in data.get("actions", ()) for option in entry["options"]}
    plain = (
        {"id": f"{question.id}-{option.id}", "question": question.id, "options": (option.id,), "hours": 1}
        for question in questions.values()
        for option in question.options
        if (question.id, option.id) not in written
    )
    size = {"id": "size", "question": "size", "reason": "-"}
    return LeversFile(
        most_changes=data.get("most_changes", 3),
        most_reason="-",
        shown=3,
        shown_reason="-",
        excluded=_worded(LeverExclusion, (size, *data.get("excluded", ()))),
        actions=_worded(LeverAction, (*data.get("actions", ()), *plain)),
    )


def _sheet_rule(entry: dict[str, Any]) -> SheetRule:
    rule = {key: value for key, value in entry.items() if key in SheetRule.model_fields}
    return _worded(SheetRule, [{**rule, "triggers": _worded(Trigger, entry["triggers"])}])[0]


def _sheet(entry: dict[str, Any], body: ActionSheet) -> ActionSheet:
    effort = entry["effort"]
    hours = effort if isinstance(effort, dict) else dict.fromkeys(entry["sizes"], effort)
    return body.model_copy(update={name: entry[name] for name in ("id", "number", "phase")} | {"effort": hours})


def changed(pack: Pack, answers: Answers, changes: Iterable[Change]) -> Answers:
    """Apply the changes of a lever as a company would: an option ticked is added to those that can stand beside it."""
    after = dict(answers)
    for change in changes:
        question = pack.questions[change.question]
        if question.kind is Kind.MULTIPLE:
            exclusive = {option.id for option in question.options if option.exclusive}
            now = after.get(question.id)
            ticked = {change.after, *(now if isinstance(now, tuple) else ())} - exclusive
            after[question.id] = tuple(option.id for option in question.options if option.id in ticked)
        else:
            after[question.id] = change.after
    return after
