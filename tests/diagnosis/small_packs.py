"""Packs drawn at random that are small enough to try every answer, and companies that leave a few things unsaid."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from builders import pack_of
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Answers
from strategies import in_order

Draw = st.DrawFn
Entry = dict[str, Any]

OPTIONS = ("a", "b", "c")
AXIS = "q0"  # an axis may bear the name of a question


@st.composite
def small_packs(draw: Draw, *, rising: bool | None = None) -> Entry:
    """Draw what `small_pack` makes a pack of; where it is `rising`, a better answer never closes a gate."""
    rising = draw(st.booleans()) if rising is None else rising
    questions: list[Entry] = []
    named: list[Entry] = []
    atoms: list[Entry] = []
    places = draw(st.permutations(range(draw(st.integers(1, 4)))))
    for role in [*(f"q{place}" for place in places), *(["size"] if draw(st.booleans()) else [])]:
        question = _question(draw, role, rising=rising)
        if atoms and draw(st.integers(0, 2)) == 0:
            question["when"] = _condition(draw, atoms, rising=rising)
        questions.append(question)
        atoms += _atoms(question, rising=rising)
        if draw(st.integers(0, 3)) == 0:
            named.append({"id": f"n{len(named)}", "when": _condition(draw, atoms, rising=rising)})
            atoms.append({"named": named[-1]["id"]})
    if questions[-1]["id"] != "size":
        questions.append(_question(draw, "size", rising=rising))
    phases = [_phase(draw, rank, atoms, rising=rising) for rank in range(draw(st.integers(2, 4)))]
    return {"questions": questions, "conditions": named, "phases": phases, "levers": _levers(draw, questions)}


def small_pack(data: Entry, shipped: Pack) -> Pack:
    """Build the pack that was drawn; what no gate reads is the same in all of them."""
    return pack_of({**_REST, **data}, shipped)


_REST: Entry = {
    "manifest": {
        "id": "small",
        "version": "1",
        "label": "Small",
        "study": "Small",
        "questionnaire": "small",
        "size_question": "size",
        "solo_size": "a",
    },
    "dimensions": {
        "coverage_floor": 50,
        "strength_from": 80,
        "dimensions": [
            {
                "id": AXIS,
                "criteria": [
                    {
                        "id": "c",
                        "weight": 1,
                        "otherwise": 0,
                        "cases": ({"when": {"answer": "size", "is": "a"}, "points": 1},),
                    }
                ],
            }
        ],
    },
    "alerts": (),
    "planning": {
        "done_from": "b",
        "started_from": "a",
        "need_floor": 1,
        "time_question": "size",
        "hours": tuple({"option": option, "per_month": 1} for option in OPTIONS[:2]),
        "sizes": [{"id": option, "keep": 1, "hours_per_month": 1} for option in OPTIONS[:2]],
        "default_size": "a",
        "horizons": [{"id": "soon", "days": 30, "months": 1}],
        "follow_up_days": 180,
    },
    "forces": [{"id": "strong", "weight": 1}],
    "sheets": [
        {
            "id": "f",
            "number": 1,
            "phase": "p0",
            "effort": 1,
            "sizes": OPTIONS[:2],
            "triggers": [{"id": "t", "force": "strong", "when": {"answer": "size", "is": "a"}}],
        }
    ],
}


def _question(draw: Draw, role: str, *, rising: bool) -> Entry:
    if role == "size":
        return {"id": role, "kind": "single", "scale": "ascending", "profile": True, "options": OPTIONS[:2]}
    kind = draw(st.sampled_from(("single", "single", "multiple", "matrix", *(() if rising else ("text",)))))
    if kind == "text":
        return {"id": role, "kind": kind, "options": (), "scale": None}
    cell = draw(st.sampled_from(("single", "multiple"))) if kind == "matrix" else kind
    options = OPTIONS[: draw(st.integers(2, 2 if kind == "matrix" else 3))]
    question = {"id": role, "kind": kind, "options": options}
    if kind == "matrix":
        question |= {"cell": cell, "rows": ("r", "s")[: draw(st.integers(1, 2))]}
    if cell == "single":
        return {**question, "scale": draw(st.sampled_from(("ascending", "descending", None)))}
    return {**question, "exclusive": draw(st.sampled_from((None, options[-1])))}


def _atoms(question: Entry, *, rising: bool) -> list[Entry]:
    """Every way to ask for the answer to a question, or those that a better answer satisfies better."""
    options = question["options"]
    places = [{"answer": question["id"], "row": row} for row in question.get("rows", ())]
    places = places or [{"answer": question["id"]}]
    if "multiple" in (question["kind"], question.get("cell")):
        words = [{"includes": option} for option in options if not rising or option != question["exclusive"]]
        words += [{"chosen_at_least": count} for count in (1, 2, 3)]
    else:
        words = [{"at_least": option} for option in options if question["scale"]]
        if not rising or not question["scale"]:
            words += [{"is": option} for option in options] + [{"in": pair} for pair in pairwise(options)]
    said = [] if rising else [{"unknown": question["id"]}]
    return [*(place | word for place in places for word in words), *said]


def _condition(draw: Draw, atoms: Sequence[Entry], depth: int = 2, *, rising: bool) -> Entry:
    words = ("atom", "any", "all") if rising else ("atom", "any", "all", "not")
    word = draw(st.sampled_from(words)) if depth else "atom"
    if word == "atom":
        return draw(st.sampled_from(atoms))
    if word == "not":
        return {"not": _condition(draw, atoms, depth - 1, rising=rising)}
    return {word: tuple(_condition(draw, atoms, depth - 1, rising=rising) for _ in range(draw(st.integers(1, 3))))}


@st.composite
def conditions_of(draw: Draw, data: Entry) -> list[Entry]:
    """Draw conditions on all that can be asked of a company of this pack, once it has its scores and its phase."""
    atoms = [atom for question in data["questions"] for atom in _atoms(question, rising=False)]
    atoms += [{"named": named["id"]} for named in data["conditions"]]
    atoms += [{"dimension": AXIS, word: points} for word in ("below", "at_least") for points in (1, 50, 100)]
    atoms += [{"phase": (phase["id"],)} for phase in data["phases"]]
    return [_condition(draw, atoms, rising=False) for _ in range(draw(st.integers(1, 3)))]


def _phase(draw: Draw, rank: int, atoms: Sequence[Entry], *, rising: bool) -> Entry:
    count = draw(st.integers(1, 2)) if rank else 0
    gates = [{"id": f"p{rank}-{place}", "when": _condition(draw, atoms, rising=rising)} for place in range(count)]
    return {"id": f"p{rank}", "gates": tuple(gates)}


def _levers(draw: Draw, questions: Sequence[Entry]) -> Entry:
    """Draw how many changes a lever holds at most, and sometimes a question, or an option, that never moves."""
    excluded = []
    if draw(st.integers(0, 3)) == 0:
        question = draw(st.sampled_from(questions))
        options = draw(st.sampled_from(((), question["options"][-1:], question["options"][:1])))
        excluded.append({"id": "still", "question": question["id"], "options": options})
    return {"most_changes": draw(st.integers(1, 3)), "excluded": excluded}


def companies_of(pack: Pack, *, lines_known: bool = False) -> st.SearchStrategy[Answers]:
    """Draw a company of a small pack: each question answered, « nsp », « sans-objet » or left out.

    With `lines_known`, something is said of every line of a matrix that is answered.
    """
    drawn = {question.id: _said(question, lines_known=lines_known) for question in pack.questions.values()}
    return st.fixed_dictionaries(drawn).map(
        lambda answers: {question: value for question, value in answers.items() if value is not None}
    )


def _said(question: Question, *, lines_known: bool) -> st.SearchStrategy[Any]:
    unsaid = st.sampled_from((NSP, None, SANS_OBJET))
    if question.kind is not Kind.MATRIX:
        return st.sampled_from(offered(question, question.kind)) | unsaid
    cells = st.sampled_from(offered(question, question.cell)) | (st.just(SANS_OBJET) if lines_known else unsaid)
    lines = st.fixed_dictionaries({row.id: cells for row in question.rows})
    return lines.map(lambda given: {row: cell for row, cell in given.items() if cell is not None} or None) | unsaid


def offered(question: Question, kind: Kind) -> list[Any]:
    """Every answer that can be given to a question, or to a line of it."""
    if kind is Kind.TEXT:
        return ["words"]
    if kind is Kind.SINGLE:
        return [option.id for option in question.options]
    plain = [option.id for option in question.options if not option.exclusive]
    subsets = ([name for place, name in enumerate(plain) if bits >> place & 1] for bits in range(1, 2 ** len(plain)))
    return [in_order(question, ticked) for ticked in subsets] + [
        (option.id,) for option in question.options if option.exclusive
    ]
