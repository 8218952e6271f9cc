"""Several choices in one cell, where the labels themselves may contain the separator."""

from collections.abc import Callable


def pieces(cell: str, separator: str, known: Callable[[str], bool], longest: int) -> list[str]:
    """Cut a cell into labels, the longest known ones first; what is known nowhere is cut at every separator.

    `longest` is how many parts a known label spans at most; empty parts (« A;B; ») are dropped.
    """
    parts = cell.split(separator)
    found: list[str] = []
    place = 0
    while place < len(parts):
        end = next(
            (
                end
                for end in range(min(len(parts), place + longest), place + 1, -1)
                if known(separator.join(parts[place:end]).strip())
            ),
            place + 1,
        )
        found.append(separator.join(parts[place:end]).strip())
        place = end
    return [piece for piece in found if piece]
