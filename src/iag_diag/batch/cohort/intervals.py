"""How sure a weighted share is."""

from collections.abc import Iterable
from math import fsum, sqrt

_Z = 1.959963984540054  # the normal quantile of a 95 % interval


def effective_size(weighted: Iterable[tuple[int, float]]) -> float:
    """Kish's effective sample size, (Σw)² / Σw², from (companies, weight of each) pairs; 0 when there are none."""
    pairs = [(count, weight) for count, weight in weighted if count]
    squares = fsum(count * weight * weight for count, weight in pairs)
    return fsum(count * weight for count, weight in pairs) ** 2 / squares if squares else 0.0


def wilson(share: float, size: float) -> tuple[float, float]:
    """Bounds of the 95 % Wilson score interval of a share (0–1) seen on `size` companies, a whole number or not."""
    if size <= 0:
        return 0.0, 1.0
    square = _Z * _Z / size
    middle = (share + square / 2) / (1 + square)
    half = _Z * sqrt(share * (1 - share) / size + square / (4 * size)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)
