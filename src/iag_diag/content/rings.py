"""Names that cite names, until one cites itself."""

from collections.abc import Collection, Mapping

Cited = Mapping[str, Collection[str]]


def rings(cited: Cited) -> dict[str, set[str]]:
    """Give the names that lead back to themselves, each with all those of its ring."""
    citing: dict[str, list[str]] = {name: [] for name in cited}
    for name, others in cited.items():
        for other in others:
            citing.setdefault(other, []).append(name)
    found: dict[str, set[str]] = {}
    for name in cited:
        if name not in found and name in (ahead := _reached(cited, name)):
            ring = ahead & _reached(citing, name)
            found |= dict.fromkeys(ring, ring)
    return found


def _reached(cited: Cited, start: str) -> set[str]:
    reached: set[str] = set()
    waiting = list(cited.get(start, ()))
    while waiting:
        name = waiting.pop()
        if name not in reached:
            reached.add(name)
            waiting += cited.get(name, ())
    return reached
