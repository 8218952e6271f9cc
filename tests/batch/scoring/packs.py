"""Packs drawn at random, as the data of `builders.pack_of`: small, whole, and such that the checks would accept them.

Every draw starts from the simplest choice, so that hypothesis shrinks a failing pack to what the failure needs.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

Draw = st.DrawFn
Entry = dict[str, Any]

ORDERS = (None, "ascending", "descending")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
LEVELS = (("begun", "done"), ("done", "kept", "begun"), ("absent", "begun", "done", "kept"))
POINTS = st.sampled_from((0, 1, 33, 50, 67, 100)) | st.integers(0, 100)
WEIGHTS = st.sampled_from((1, 2, 3, 100)) | st.integers(1, 100)


@st.composite
def packs(draw: Draw) -> Entry:
    """Draw a pack: the questions first, then the rules that read them, then what the rules advise."""
    sizes = [f"s{place}" for place in range(draw(st.integers(1, 3)))]
    sheets = [f"f{place}" for place in range(draw(st.sampled_from((1, 2, 3, 4, 6, 9, 17))))]
    questions, named = _questions(draw, sizes, sheets)
    atoms = [atom for question in questions for atom in _atoms(question)]
    atoms += [{"named": entry["id"]} for entry in named]
    axes = [_axis(draw, f"x{place}", atoms) for place in range(draw(st.integers(1, 3)))]
    phases = [_phase(draw, rank, atoms) for rank in range(draw(st.integers(2, 4)))]
    late = [*atoms, *_late_atoms([axis["id"] for axis in axes], [phase["id"] for phase in phases])]
    alerts = draw(st.sampled_from((0, 1, 2, 13)))
    hours = next(question for question in questions if question["id"] == "hours")["options"]
    return {
        "manifest": {
            "id": "drawn",
            "version": "1",
            "label": "Drawn",
            "study": "Drawn",
            "questionnaire": "drawn",
            "size_question": "size",
            "solo_size": "s0",
        },
        "questions": tuple(questions),
        "conditions": tuple(draw(st.permutations(named))),
        "dimensions": {"coverage_floor": draw(POINTS), "strength_from": 80, "dimensions": tuple(axes)},
        "phases": tuple(phases),
        "alerts": tuple({"id": f"w{place}", "when": _condition(draw, late, 1)} for place in range(alerts)),
        "planning": _planning(draw, sizes, hours),
        "forces": tuple({"id": force, "weight": draw(WEIGHTS)} for force in ("strong", "light")),
        "sheets": _sheets(draw, sheets, sizes, [phase["id"] for phase in phases], late),
    }


def _questions(draw: Draw, sizes: Sequence[str], sheets: Sequence[str]) -> tuple[list[Entry], list[Entry]]:
    """Draw questions in an order of their own, each possibly asked on the answers to those before it."""
    practices = draw(st.lists(st.sampled_from(sheets), unique=True, max_size=4))
    plain = [f"q{place}" for place in range(draw(st.integers(1, 5)))]
    roles = draw(st.permutations(["size", "hours", *plain, *practices]))
    questions: list[Entry] = []
    named: list[Entry] = []
    atoms: list[Entry] = []
    for role in roles:
        question = _question(draw, role, sizes, sheets)
        if atoms and draw(st.integers(0, 2)) == 2:
            question["when"] = _condition(draw, atoms)
        questions.append(question)
        atoms += _atoms(question)
        if atoms and draw(st.integers(0, 3)) == 3:
            named.append({"id": f"n{len(named)}", "when": _condition(draw, atoms)})
            atoms.append({"named": named[-1]["id"]})
    return questions, named


def _question(draw: Draw, role: str, sizes: Sequence[str], sheets: Sequence[str]) -> Entry:
    single = {"kind": "single", "scale": draw(st.sampled_from(ORDERS))}
    if role == "size":
        return {"id": role, **single, "profile": True, "options": tuple(draw(st.permutations(sizes)))}
    if role == "hours":
        return {"id": role, **single, "options": tuple(LETTERS[: draw(st.integers(1, 3))])}
    if role in sheets:
        return {"id": f"practice-{role}", **single, "sheet": role, "options": draw(st.sampled_from(LEVELS))}
    kind = draw(st.sampled_from(("single", "multiple", "matrix", "text")))
    if kind == "text":
        return {"id": role, "kind": kind}
    cell = draw(st.sampled_from(("single", "multiple"))) if kind == "matrix" else kind
    count = draw(st.integers(2, 4)) if cell == "single" else draw(st.sampled_from((2, 3, 6, 7, 14)))
    question = {"id": role, "kind": kind, "options": tuple(LETTERS[:count])}
    if kind == "matrix":
        question |= {"cell": cell, "rows": tuple(f"r{place}" for place in range(draw(st.integers(1, 3))))}
    if cell == "single":
        return {**question, "scale": draw(st.sampled_from(ORDERS))}
    return {**question, "exclusive": draw(st.sampled_from((None, "a", LETTERS[count - 1])))}


def _atoms(question: Entry) -> list[Entry]:
    """Every way to ask for the answer to a question."""
    options = question.get("options", ())
    places = [{"answer": question["id"], "row": row} for row in question.get("rows", ())]
    places = places or [{"answer": question["id"]}]
    if "multiple" in (question["kind"], question.get("cell")):
        words = [{"includes": option} for option in options]
        words += [{"chosen_at_least": count} for count in (1, 2, len(options) + 1)]
    else:
        words = [{"is": option} for option in options]
        words += [{"in": pair} for pair in pairwise(options)]
        words += [{"at_least": option} for option in options if question.get("scale")]
    return [{"unknown": question["id"]}, *(place | word for place in places for word in words)]


def _late_atoms(axes: Sequence[str], phases: Sequence[str]) -> list[Entry]:
    """Every way to ask for an axis or the phase, as alerts and triggers may."""
    limits = [{word: limit} for word in ("below", "at_least") for limit in (1, 50, 100)]
    scores = [{"dimension": axis} | limit for axis in axes for limit in limits]
    groups = [*((phase,) for phase in phases), *pairwise(phases)]
    return [*scores, *({"phase": group} for group in groups)]


def _condition(draw: Draw, atoms: Sequence[Entry], depth: int = 2) -> Entry:
    word = draw(st.sampled_from(("atom", "atom", "any", "all", "not"))) if depth else "atom"
    if word == "atom":
        return draw(st.sampled_from(atoms))
    if word == "not":
        return {"not": _condition(draw, atoms, depth - 1)}
    return {word: tuple(_condition(draw, atoms, depth - 1) for _ in range(draw(st.integers(1, 3))))}


def _axis(draw: Draw, axis: str, atoms: Sequence[Entry]) -> Entry:
    criteria = [_criterion(draw, f"{axis}-{place}", atoms) for place in range(draw(st.integers(1, 3)))]
    return {"id": axis, "criteria": tuple(criteria)}


def _criterion(draw: Draw, criterion: str, atoms: Sequence[Entry]) -> Entry:
    cases = [{"when": _condition(draw, atoms), "points": draw(POINTS)} for _ in range(draw(st.integers(1, 3)))]
    applies = {"applies": _condition(draw, atoms, 1)} if draw(st.booleans()) else {}
    return {"id": criterion, "weight": draw(WEIGHTS), "cases": tuple(cases), "otherwise": draw(POINTS), **applies}


def _phase(draw: Draw, rank: int, atoms: Sequence[Entry]) -> Entry:
    count = draw(st.integers(1, 3)) if rank else 0
    gates = [{"id": f"p{rank}-{place}", "when": _condition(draw, atoms)} for place in range(count)]
    return {"id": f"p{rank}", "gates": tuple(gates)}


def _planning(draw: Draw, sizes: Sequence[str], hours: Sequence[str]) -> Entry:
    months, sheets = st.integers(1, 20), st.integers(1, 6)
    horizons = range(draw(st.integers(1, 2)))
    return {
        "done_from": "done",
        "started_from": "begun",
        "need_floor": draw(st.sampled_from((1, 2, 5, 50, 100))),
        "time_question": "hours",
        "hours": tuple({"option": said, "per_month": draw(months), "or_more": draw(st.booleans())} for said in hours),
        "sizes": tuple({"id": size, "keep": draw(sheets), "hours_per_month": draw(months)} for size in sizes),
        "default_size": draw(st.sampled_from(sizes)),
        "horizons": tuple({"id": f"h{place}", "days": 30, "months": draw(st.integers(1, 3))} for place in horizons),
        "follow_up_days": 180,
    }


def _sheets(
    draw: Draw, sheets: Sequence[str], sizes: Sequence[str], phases: Sequence[str], atoms: Sequence[Entry]
) -> tuple[Entry, ...]:
    """Draw sheets, each after some of those before it in an order that is not that of the numbers."""
    entries = []
    for place, sheet in enumerate(sheets):
        before = draw(st.lists(st.sampled_from(sheets[:place]), unique=True, max_size=3)) if place else []
        triggers = [
            {
                "id": f"{sheet}-{rank}",
                "force": draw(st.sampled_from(("strong", "light"))),
                "when": _condition(draw, atoms, 1),
            }
            for rank in range(draw(st.integers(1, 2)))
        ]
        entries.append(
            {
                "id": sheet,
                "number": draw(st.integers(1, len(sheets))),
                "phase": draw(st.sampled_from(phases)),
                "sizes": tuple(draw(st.lists(st.sampled_from(sizes), unique=True, min_size=1))),
                "effort": {size: draw(st.integers(1, 40) | st.just(500)) for size in sizes},
                "prerequisites": tuple({"sheet": other, "reason": "Before."} for other in before),
                "triggers": tuple(triggers),
                **({"basis": "Basis."} if draw(st.booleans()) else {}),
            }
        )
    return tuple(entries)
