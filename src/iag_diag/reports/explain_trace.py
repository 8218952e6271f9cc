"""The trace behind an explanation, for a machine: the contract of `score --json`, less what was not asked for.

`words` hold all that the sentences need besides: the answers read, in words, and the names and numbers of the pack that
the traces point to.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from iag_diag.diagnosis.guidance import UNGUIDED
from iag_diag.reports.contract import Conclusions, contract
from iag_diag.reports.explaining import Explanation

_WITH_ITS_PICK = ("bar",)
_HEAD = ("schema", "pack", "company", "date")


def trace_of(explanation: Explanation, what: str | None, entry: str | None) -> dict[str, Any]:
    """Lay out the trace of what is explained; `entry` is an id that exists."""
    head = contract_of(explanation, guided=what in (None, "question"))
    found = {key: head[key] for key in _HEAD}
    match what:
        case None:
            found = head
            found["former"] = explanation.former.data() if explanation.former else None
        case "phase":
            found |= {key: head[key] for key in ("phase", "levers", "robustness")}
        case "solidite":
            found |= {key: head[key] for key in ("phase", "roadmap", "robustness")}
        case "vigilance":
            found["alerts"] = head["alerts"]
        case "axe":
            found["dimensions"] = _only(head["dimensions"], "id", entry)
        case "fiche":
            found |= {key: _only(head[key], "sheet", entry) for key in ("roadmap", "not_kept")}
            found["robustness"] = head["robustness"]
        case _:
            found |= _question(explanation, head, entry or "")
    return {**found, "words": _words(explanation, found)}


def contract_of(explanation: Explanation, *, guided: bool = True) -> dict[str, Any]:
    """Lay out all that is concluded; what the rest of the study says only where it is wanted, for it takes time."""
    guidance = explanation.guidance if guided else UNGUIDED
    conclusions = Conclusions(explanation.diagnosis, explanation.levers, guidance, explanation.firmness)
    return contract(explanation.pack, conclusions, explanation.company.name, explanation.day)


def _only(entries: list[dict[str, Any]], key: str, entry: str | None) -> list[dict[str, Any]]:
    return entries if entry is None else [one for one in entries if one[key] == entry]


def _question(explanation: Explanation, whole: dict[str, Any], question: str) -> dict[str, Any]:
    """Keep what read the question, in its place of the contract, and give what other answers would change."""
    pack, diagnosis = explanation.pack, explanation.diagnosis
    practices = [sheet for sheet, asked in pack.practices.items() if asked == question]
    read = {key: _reading(whole[key], question, practices) for key in whole if key not in _HEAD}
    return {
        "question": question,
        **{key: value for key, value in read.items() if value},
        "size": diagnosis.size,
        "hours_per_month": diagnosis.hours_per_month,
        "otherwise": [
            {
                "answers": list(one.answers),
                "values": [value if not isinstance(value, tuple) else list(value) for value in one.values],
                "differences": [asdict(difference) for difference in one.differences],
            }
            for one in explanation.otherwise(question)
        ],
    }


def _reading(data: Any, question: str, sheets: list[str]) -> Any:
    """Prune what no trace of the question leads to; what holds such a trace keeps its own words."""
    if isinstance(data, list):
        return [kept for one in data if (kept := _reading(one, question, sheets))]
    if not isinstance(data, dict):
        return None
    inside = {key: kept for key, value in data.items() if (kept := _reading(value, question, sheets))}
    bar = {key: data[key] for key in _WITH_ITS_PICK if key in data}
    read = question in (*data.get("questions", ()), data.get("question")) or data.get("sheet") in sheets
    if not inside and not read:
        return None
    return {key: value for key, value in data.items() if _plain(value)} | bar | inside


def _plain(value: Any) -> bool:
    """Whether a value holds no other trace."""
    return not isinstance(value, dict) and not (isinstance(value, list) and any(isinstance(one, dict) for one in value))


def _words(explanation: Explanation, found: dict[str, Any]) -> dict[str, Any]:
    """Say what the ids of the traces stand for."""
    pack = explanation.pack
    texts = set(_strings(found))
    ranks = {result.sheet: result.rank for result in explanation.diagnosis.roadmap}
    asked = [question for question in pack.questions if question in texts]
    sheets = texts.intersection(pack.sheets)
    size = explanation.size
    return {
        "questions": {
            question.id: {
                "label": question.label,
                "ask": question.ask,
                "state": explanation.states[question.id].value,
                "answer": explanation.said(question.id),
                "place": explanation.asked_at(question.id),
                "options": {option.id: option.label for option in question.options},
            }
            for question in map(explanation.question_read, asked)
        },
        "phases": {phase.id: {"label": phase.label, "place": phase.place} for phase in pack.phases},
        "sheets": {
            sheet.id: {
                "name": sheet.name,
                "number": sheet.number,
                "rank": ranks.get(sheet.id),
                "place": pack.sheet_rules[sheet.id].place,
            }
            for sheet in pack.sheets.values()
            if sheet.id in sheets
        },
        "dimensions": {
            axis.id: {
                "meaning": axis.meaning,
                "place": rule.place,
                "points": axis.points,
                "weight": axis.weight,
                "criteria": {one.id: one.label for one in rule.criteria},
            }
            for axis, rule in zip(explanation.diagnosis.dimensions, pack.dimensions.dimensions, strict=True)
        },
        "entries": {
            pick["id"]: explanation.named(pick["id"])
            for chosen in found.get("guidance", {}).values()
            if isinstance(chosen, dict)
            for pick in (*chosen.get("kept", ()), *chosen.get("left", ()))
        },
        "size": {"keep": size.keep, "place": size.place},
        "need_floor": pack.planning.need_floor,
        "places": {
            "need_floor": explanation.place("sheets", "planning", "need_floor"),
            "hours": explanation.place("sheets", "planning", "hours"),
            "coverage_floor": explanation.place("dimensions", "coverage_floor"),
            "stays_from": explanation.place("robustness", "stays_from"),
        },
    }


def _strings(data: Any) -> Iterator[str]:
    """Every text of the trace, and every key of a question."""
    if isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)
    elif isinstance(data, list | tuple):
        for value in data:
            yield from _strings(value)
    elif isinstance(data, str):
        yield data
