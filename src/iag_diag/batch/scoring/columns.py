"""Names of the working columns, each in one place: what the compiled rules read, in the order in which it is known.

A raw answer is the column of its slot; the others carry a prefix, which no id can hold.
"""

import polars as pl


def raw(slot: str) -> pl.Expr:
    """Code of the answer as it was given, whether or not the question concerns the company."""
    return pl.col(slot)


def state(slot: str) -> pl.Expr:
    """Code of the answer once the flow is replayed: hidden where the question does not concern the company."""
    return pl.col(f"state:{slot}")


def answer(slot: str) -> pl.Expr:
    """Like the state, and unknown (null) where the company does not know."""
    return pl.col(f"answer:{slot}")


def not_known(question: str) -> pl.Expr:
    """Whether the company said that it does not know."""
    return pl.col(f"nsp:{question}")


def named(condition: str) -> pl.Expr:
    """Outcome of a condition that several rules share."""
    return pl.col(f"named:{condition}")


def axis_points(dimension: str) -> pl.Expr:
    """Sum of points × weights of the known criteria."""
    return pl.col(f"points:{dimension}")


def axis_weight(dimension: str) -> pl.Expr:
    """Sum of the weights of the known criteria."""
    return pl.col(f"weight:{dimension}")


def axis_total(dimension: str) -> pl.Expr:
    """Sum of the weights of the criteria that apply."""
    return pl.col(f"total:{dimension}")


def axis_shown(dimension: str) -> pl.Expr:
    """Whether enough is known for a score."""
    return pl.col(f"shown:{dimension}")


def weakest(count: int) -> pl.Expr:
    """Place of the weakest of the first axes; null while none of them has a score."""
    return pl.col(f"weakest:{count}")


def gate(gate_id: str) -> pl.Expr:
    """Outcome of a gate."""
    return pl.col(f"gate:{gate_id}")


def phase() -> pl.Expr:
    """Rank of the phase, 0 for the first."""
    return pl.col("phase:lowest")


def highest_phase() -> pl.Expr:
    """Rank of the highest phase that the unknowns leave open."""
    return pl.col("phase:highest")
