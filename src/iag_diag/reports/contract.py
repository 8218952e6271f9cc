"""The JSON that scripts read (`--json`): a contract, with its schema number. Keys are English, texts French."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from iag_diag.content.pack import Pack
from iag_diag.diagnosis.guidance import UNGUIDED, Guidance
from iag_diag.diagnosis.results import Diagnosis, GateResult, Lever, Reason, SheetResult, Trace
from iag_diag.diagnosis.robustness import Robustness
from iag_diag.diagnosis.selection import Chosen, Pick
from iag_diag.reports.composition import verdict_text

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Conclusions:
    """All that is said of a company."""

    diagnosis: Diagnosis
    levers: Sequence[Lever] = ()
    guidance: Guidance = UNGUIDED
    robustness: Robustness | None = None


def as_json(pack: Pack, conclusions: Conclusions, *, company: str, day: date) -> str:
    """Write what is said of a company as JSON, keys in a fixed order."""
    return json.dumps(contract(pack, conclusions, company, day), ensure_ascii=False, indent=2)


def contract(pack: Pack, conclusions: Conclusions, company: str, day: date) -> dict[str, Any]:
    """Lay out what is said of a company, with the trace of each conclusion."""
    diagnosis = conclusions.diagnosis
    phase = diagnosis.phase
    return {
        "schema": SCHEMA,
        "pack": {"id": diagnosis.pack_id, "version": diagnosis.pack_version, "hash": diagnosis.pack_hash},
        "company": company,
        "date": day.isoformat(),
        "phase": {
            "id": phase.id,
            "label": phase.label,
            "lowest": phase.lowest,
            "highest": phase.highest,
            "deciding": list(phase.deciding),
            "gates": [_gate(gate) for gate in phase.gates],
        },
        "dimensions": [
            {
                "id": axis.id,
                "label": axis.label,
                "score": axis.score,
                "coverage": axis.coverage,
                "criteria": [
                    {
                        **_trace(criterion.trace),
                        "weight": criterion.weight,
                        "points": criterion.points,
                        "case": criterion.case,
                        "applies": criterion.applies,
                    }
                    for criterion in axis.criteria
                ],
            }
            for axis in diagnosis.dimensions
        ],
        "weakest": diagnosis.weakest,
        "alerts": [
            {
                "id": alert.trace.rule,
                **_trace(alert.trace),
                "label": alert.label,
                "text": alert.text,
                "advice": alert.advice,
            }
            for alert in diagnosis.alerts
        ],
        "strengths": [
            {"id": strength.trace.rule, **_trace(strength.trace), "text": strength.text}
            for strength in diagnosis.strengths
        ],
        "levers": [_lever(lever) for lever in conclusions.levers],
        "roadmap": [_kept(result) for result in diagnosis.roadmap],
        "not_kept": [
            {
                "sheet": result.sheet,
                "place": result.place,
                "reason": result.verdict.value,
                "text": verdict_text(pack, result),
                "need": result.need,
                "practice": result.practice.value,
                "reasons": [_reason(reason) for reason in result.reasons],
            }
            for result in diagnosis.not_kept
        ],
        "guidance": _guidance(conclusions.guidance),
        "robustness": None if conclusions.robustness is None else _robustness(conclusions.robustness),
    }


def _robustness(found: Robustness) -> dict[str, Any]:
    return {
        "fragile": found.fragile,
        "certain": found.certain,
        "close": [
            {
                "question": call.question,
                "from": call.before,
                "to": call.after,
                "phase": call.phase,
                "near": call in found.near,
            }
            for call in found.close
        ],
        "percent": found.percent,
        "draws": found.draws,
        "stays_from": found.stays_from,
        "sheets": [{"sheet": one.sheet, "stays": one.draws} for one in found.kept],
        "entering": [{"sheet": one.sheet, "enters": one.draws} for one in found.entering],
    }


def _guidance(guidance: Guidance) -> dict[str, Any]:
    return {
        "benchmarks": [
            {
                **_trace(compared.trace),
                "figure": shown.figure.id,
                "percent": shown.figure.tenths / 10,
                "label": shown.figure.label,
                "text": compared.text,
                "segment": {"kind": shown.segment.kind.value, "id": shown.segment.id},
                "grade": shown.grade.value,
                "base": shown.base.id,
                "lines": [shown.figure.line, *shown.figure.also],
            }
            for compared, shown in guidance.benchmarks
        ],
        "occupations": _chosen(guidance.occupations),
        "trainings": _chosen(guidance.trainings),
        "resources": _chosen(guidance.resources),
    }


def _chosen(chosen: Chosen) -> dict[str, Any]:
    return {
        "fallback": chosen.fallback,
        "kept": [_pick(pick) for pick in chosen.kept],
        "left": [{**_pick(pick), "fate": pick.fate.value} for pick in chosen.left],
        "notices": [_reason(notice) for notice in chosen.notices],
    }


def _pick(pick: Pick) -> dict[str, Any]:
    bar = {} if pick.bar is None else {"bar": _reason(pick.bar)}
    return {"id": pick.entry, "need": pick.need, "reasons": [_reason(reason) for reason in pick.reasons], **bar}


def _trace(trace: Trace) -> dict[str, Any]:
    return {"rule": trace.rule, "place": trace.place, "questions": list(trace.questions)}


def _gate(gate: GateResult) -> dict[str, Any]:
    return {
        "id": gate.trace.rule,
        "phase": gate.phase,
        "holds": gate.holds,
        "label": gate.label,
        "missing": gate.missing,
        **_trace(gate.trace),
    }


def _lever(lever: Lever) -> dict[str, Any]:
    return {
        "phase": lever.phase,
        "gates": list(lever.gates),
        "hours": lever.hours,
        "changes": [
            {"question": change.question, "from": change.before, "to": change.after} for change in lever.changes
        ],
        "actions": [
            {
                "id": action.trace.rule,
                **_trace(action.trace),
                "text": action.text,
                "sheets": list(action.sheets),
                "hours": action.hours,
            }
            for action in lever.actions
        ],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    return {**_trace(reason.trace), "weight": reason.weight, "text": reason.text}


def _kept(result: SheetResult) -> dict[str, Any]:
    return {
        "sheet": result.sheet,
        "place": result.place,
        "rank": result.rank,
        "horizon": result.horizon,
        "hours": result.hours,
        "need": result.need,
        "after": list(result.after),
        "practice": result.practice.value,
        "reasons": [_reason(reason) for reason in result.reasons],
    }
