"""Companies for the columnar engine: drawn by a seed, coded without the batch's readers, diagnosed one by one."""

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import polars as pl

from iag_diag.batch.scoring.slots import FIRST, Slot
from iag_diag.content.kinds import Kind
from iag_diag.content.pack import Pack
from iag_diag.content.questions import Question
from iag_diag.diagnosis.answers import NSP, SANS_OBJET, Answers, Value
from iag_diag.diagnosis.engine import Engine

UNSAID = (NSP, SANS_OBJET, None)
HOLES = (0.0, 0.1, 0.5)


def coded(pack: Pack, slots: Mapping[str, Slot], companies: Iterable[Answers]) -> pl.DataFrame:
    """Code answers as the interview holds them: a column per slot, a row per company."""
    companies = list(companies)
    return pl.DataFrame(
        [
            pl.Series(
                name, [_code(slot, pack.questions[slot.question], answers) for answers in companies], dtype=slot.dtype
            )
            for name, slot in slots.items()
        ]
    )


def _code(slot: Slot, question: Question, answers: Answers) -> int | None:
    value: Value | None = answers.get(question.id)
    whole = question.kind is Kind.TEXT or (question.kind is Kind.MATRIX and slot.row is None)
    if slot.row is not None:
        value = value.get(slot.row) if isinstance(value, dict) else None
    match value:
        case None:
            return None
        case "nsp":
            return slot.not_known
        case "sans-objet":
            return slot.not_applicable
        case tuple():
            return sum(slot.codes[option] for option in value)
        case _:
            return FIRST if whole else slot.codes[str(value)]


def drawn(pack: Pack, seed: int, count: int) -> list[Answers]:
    """Draw companies for any pack: whole or with holes, matrices in part, hidden questions answered too.

    Half of them keep to the upper half of the scales, for chance alone would hardly ever reach the last phases.
    """
    chance = random.Random(seed)
    return [dict(_company(pack, chance, chance.choice(HOLES), advanced=chance.random() < 0.5)) for _ in range(count)]


def _company(pack: Pack, chance: random.Random, holes: float, *, advanced: bool) -> Iterator[tuple[str, Any]]:
    for question in pack.questions.values():
        if chance.random() >= holes:
            yield question.id, _given(question, chance, holes, advanced=advanced)
        elif (unsaid := chance.choice(UNSAID)) is not None:
            yield question.id, unsaid


def _given(question: Question, chance: random.Random, holes: float, *, advanced: bool) -> Any:
    if question.kind is Kind.TEXT:
        return chance.choice(("", "Une phrase, « libre »."))
    if question.kind is not Kind.MATRIX:
        return _chosen(question, question.kind, chance, advanced=advanced)
    cells = {
        row.id: chance.choice(UNSAID)
        if chance.random() < holes
        else _chosen(question, question.cell, chance, advanced=advanced)
        for row in question.rows
    }
    return {row: cell for row, cell in cells.items() if cell is not None}


def _chosen(question: Question, kind: Kind, chance: random.Random, *, advanced: bool) -> str | tuple[str, ...]:
    options = [option.id for option in question.options]
    if kind is Kind.SINGLE:
        if advanced and question.scale is not None and not question.profile:
            options = [option for option in options if question.rank(option) >= len(options) // 2]
        return chance.choice(options)
    alone = [option.id for option in question.options if option.exclusive]
    if alone and chance.random() < 0.2:
        return (chance.choice(alone),)
    beside = [option for option in options if option not in alone]
    ticked = chance.sample(beside, chance.randint(1, len(beside)))
    return tuple(option for option in beside if option in ticked)


def concluded(engine: Engine, companies: Sequence[Answers]) -> list[dict[str, Any]]:
    """Results of the interpreter, as the rows of the batch."""
    return [_row(engine, answers) for answers in companies]


def _row(engine: Engine, answers: Answers) -> dict[str, Any]:
    found = engine.diagnose(answers)
    row: dict[str, Any] = {
        "phase": found.phase.id,
        "phase_min": found.phase.lowest,
        "phase_max": found.phase.highest,
    }
    for axis in found.dimensions:
        row |= {f"axe_{axis.id}": axis.score, f"axe_{axis.id}_couverture": axis.coverage}
    row |= {
        "axe_plus_faible": found.weakest,
        "alertes": "|".join(alert.trace.rule for alert in found.alerts) or None,
        "conditions_manquantes": "|".join(gate.trace.rule for gate in found.phase.blocking) or None,
    }
    kept = [result.sheet for result in found.roadmap]
    most = min(len(engine.pack.sheets), max(size.keep for size in engine.pack.planning.sizes))
    return row | {f"fiche_{rank + 1}": kept[rank] if rank < len(kept) else None for rank in range(most)}
