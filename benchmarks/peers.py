"""The conditions of the shipped rules, run by iag-diag and by other rule engines: rows a second, same outcomes.

    pip install -e '.[batch]' zen-engine rule-engine panzi-json-logic datalogic-py
    python benchmarks/peers.py [--seconds 3] [--markdown]

Every gate, alert and trigger, with the conditions that they share written out in each; companies whose every answer is
known, so that « unknown » plays no part. Each engine gets its favourite form: everything compiled beforehand, one call
a company where it can return a list, companies already in the shape that it reads. A peer that is not installed is
skipped; one whose outcomes differ stops the run. These packages are no dependencies of iag-diag.
"""

import argparse
import platform
import random
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import Any

import polars as pl

from iag_diag.batch.scoring import columns
from iag_diag.batch.scoring.conditions import compiled
from iag_diag.batch.scoring.slots import Slot, slots
from iag_diag.batch.scoring.spelling import Speller
from iag_diag.content.conditions import Condition
from iag_diag.content.pack import Pack, load_pack
from iag_diag.diagnosis.answers import State
from iag_diag.diagnosis.conditions import Facts, interpreted
from translations import flat, in_json, in_words, written_out

MANY, FEW = 500_000, 200  # companies of the compiler; of the others, in turn
Outcomes = Sequence[bool]
Engine = Callable[[Mapping[str, Any]], Outcomes]


def rules(pack: Pack) -> list[Condition]:
    """Every condition that decides something, shared ones written out."""
    gates = [gate.when for phase in pack.phases for gate in phase.gates]
    alerts = [alert.when for alert in pack.alerts]
    triggers = [trigger.when for rule in pack.sheet_rules.values() for trigger in rule.triggers]
    return [written_out(condition, pack) for condition in (*gates, *alerts, *triggers)]


def drawn(pack: Pack, rows: int) -> pl.DataFrame:
    """Draw the codes of companies that answer everything."""
    draw = random.Random(1)  # noqa: S311 - the same companies everywhere
    return pl.DataFrame(
        {
            slot.name: pl.Series(draw.choices(range(*_span(slot)), k=rows), dtype=slot.dtype)
            for slot in slots(pack).values()
        }
    )


def _span(slot: Slot) -> tuple[int, int]:
    if slot.multiple:
        return 1, 1 << len(slot.options)
    first = min(slot.codes.values(), default=3)
    return first, first + max(1, len(slot.options))


def ours(conditions: Sequence[Condition], pack: Pack) -> Engine:
    """Interpret, one company at a time; it reads the answers themselves."""
    tests = [interpreted(condition, pack) for condition in conditions]
    states = dict.fromkeys(pack.questions, State.GIVEN)

    def engine(company: Mapping[str, Any]) -> Outcomes:
        facts = Facts(company, states)
        return [test(facts) is True for test in tests]

    return engine


def zen(conditions: Sequence[Condition], pack: Pack) -> Engine:
    import zen as library

    written = ", ".join(in_words(condition, pack, "len({})") for condition in conditions)
    return library.compile_expression(f"[{written}]").evaluate  # type: ignore[no-any-return]


def rule_engine(conditions: Sequence[Condition], pack: Pack) -> Engine:
    import rule_engine as library

    written = ", ".join(in_words(condition, pack, "{}.length") for condition in conditions)
    return library.Rule(f"[{written}]").evaluate  # type: ignore[no-any-return]


def json_logic(conditions: Sequence[Condition], pack: Pack) -> Engine:
    import json_logic as library

    written = [in_json(condition, pack) for condition in conditions]
    return lambda company: library.jsonLogic(written, company)


def datalogic(conditions: Sequence[Condition], pack: Pack) -> Engine:
    import datalogic_py as library

    written = library.Engine().compile([in_json(condition, pack) for condition in conditions])
    return written.evaluate  # type: ignore[no-any-return]


PEERS = {
    "zen-engine": zen,
    "datalogic-py": datalogic,
    "panzi-json-logic": json_logic,
    "rule-engine": rule_engine,
}


def columnar(
    conditions: Sequence[Condition], pack: Pack, frame: pl.DataFrame, seconds: float
) -> tuple[float, pl.DataFrame]:
    """Compile, and run on every company at once, over and over: rows a second, outcomes."""
    known = slots(pack)
    codes = frame.select(
        *(pl.col(name).alias(columns.answer(name).meta.output_name()) for name in known),
        *(pl.lit(value=False).alias(columns.not_known(question).meta.output_name()) for question in pack.questions),
    )
    wanted = [
        compiled(condition, known, pack.phase_ranks).alias(f"{place}") for place, condition in enumerate(conditions)
    ]
    outcomes = codes.select(wanted)
    count, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        codes.select(wanted)
        count += len(frame)
    return count / spent, outcomes


def speed(engine: Engine, companies: Sequence[Mapping[str, Any]], seconds: float) -> float:
    """Rows a second, over and over the same companies."""
    count, start = 0, time.perf_counter()
    while (spent := time.perf_counter() - start) < seconds:
        for company in companies:
            engine(company)
        count += len(companies)
    return count / spent


def check(name: str, engine: Engine, companies: Sequence[Mapping[str, Any]], expected: Sequence[Outcomes]) -> None:
    """Stop where an engine computes something else."""
    for number, (company, outcomes) in enumerate(zip(companies, expected, strict=True)):
        if list(engine(company)) != outcomes:
            raise SystemExit(f"{name} : résultats différents pour l’entreprise {number}.")


def measured(pack: Pack, seconds: float) -> Iterator[tuple[str, float | None]]:
    """Name and rows a second of each engine, None where it is not installed."""
    conditions = rules(pack)
    frame = drawn(pack, MANY)
    rate, outcomes = columnar(conditions, pack, frame, seconds)
    expected = [list(row) for row in outcomes.head(FEW).iter_rows()]
    yield "iag-diag, compilateur (Polars, colonnes codées)", rate
    companies = list(islice(Speller(pack, slots(pack)).answers(frame.head(FEW)), FEW))
    check("iag-diag", ours(conditions, pack), companies, expected)
    yield "iag-diag, interprète (une entreprise à la fois)", speed(ours(conditions, pack), companies, seconds)
    fields = [flat(company) for company in companies]
    for name, peer in PEERS.items():
        try:
            label = f"{name} {version(name)}"
            engine = peer(conditions, pack)
        except (ImportError, PackageNotFoundError):
            yield name, None
            continue
        check(name, engine, fields, expected)
        yield label, speed(engine, fields, seconds)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--markdown", action="store_true", help="print the table of README.md")
    chosen = parser.parse_args()
    pack = load_pack()
    head = f"Python {platform.python_version()}, polars {version('polars')} ; {len(rules(pack))} conditions par ligne"
    print(head + ("\n\n| Moteur | Lignes par seconde |\n|---|---:|" if chosen.markdown else ""))
    for name, rate in measured(pack, chosen.seconds):
        shown = "non installé" if rate is None else f"{rate:,.0f}".replace(",", "\u202f")
        print(f"| {name} | {shown} |" if chosen.markdown else f"{name:60} {shown:>12}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
