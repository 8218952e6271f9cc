"""The JSON that scripts read (`--json`): a contract, with its schema number. Keys are English, texts French."""

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from iag_diag.content.pack import Pack
from iag_diag.diagnosis.results import Diagnosis, GateResult, Lever, Reason, SheetResult, Trace
from iag_diag.reports.composition import verdict_text

SCHEMA = 1


def as_json(pack: Pack, diagnosis: Diagnosis, levers: Sequence[Lever], *, company: str, day: date) -> str:
    """Write a diagnosis as JSON, keys in a fixed order."""
    return json.dumps(_contract(pack, diagnosis, levers, company, day), ensure_ascii=False, indent=2)


def _contract(pack: Pack, diagnosis: Diagnosis, levers: Sequence[Lever], company: str, day: date) -> dict[str, Any]:
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
        "levers": [
            {
                "phase": lever.phase,
                "gates": list(lever.gates),
                "changes": [
                    {"question": change.question, "from": change.before, "to": change.after} for change in lever.changes
                ],
            }
            for lever in levers
        ],
        "roadmap": [_kept(result) for result in diagnosis.roadmap],
        "not_kept": [
            {
                "sheet": result.sheet,
                "reason": result.verdict.value,
                "text": verdict_text(pack, result),
                "need": result.need,
            }
            for result in diagnosis.not_kept
        ],
    }


def _trace(trace: Trace) -> dict[str, Any]:
    return {"rule": trace.rule, "place": trace.place, "questions": list(trace.questions)}


def _gate(gate: GateResult) -> dict[str, Any]:
    return {"id": gate.trace.rule, "phase": gate.phase, "holds": gate.holds, "label": gate.label, **_trace(gate.trace)}


def _reason(reason: Reason) -> dict[str, Any]:
    return {**_trace(reason.trace), "weight": reason.weight, "text": reason.text}


def _kept(result: SheetResult) -> dict[str, Any]:
    return {
        "sheet": result.sheet,
        "rank": result.rank,
        "horizon": result.horizon,
        "hours": result.hours,
        "need": result.need,
        "after": list(result.after),
        "practice": result.practice.value,
        "reasons": [_reason(reason) for reason in result.reasons],
    }
