"""Scores drawn by hand as SVG: a radar and bars, each with its text; nothing is said by the drawing alone."""

import math
import textwrap
from collections.abc import Iterator, Sequence
from html import escape

from iag_diag.reports.view import AxisView

_WIDTH, _HEIGHT, _RADIUS, _LABEL = 540, 360, 120, 138
_CENTRE = _WIDTH / 2, _HEIGHT / 2 + 12
_RINGS = (25, 50, 75, 100)
_FEWEST = 3
_LINE = 17
_STYLE = (
    "text{font:15px sans-serif;fill:#1c1c28}.score{font-weight:bold}.ring{fill:none;stroke:#b9b9c9}"
    ".shape{fill:#2f5fd0;fill-opacity:.25;stroke:#2f5fd0;stroke-width:2.5}.shape.open{fill:none}.dot{fill:#2f5fd0}"
)
_WIDEST = 16


def said(axis: AxisView) -> str:
    """« Usages : 38 sur 100 (connu à 87 %) »."""
    if axis.score is None:
        return f"{axis.label} : {axis.remark or 'à compléter'}"
    return f"{axis.label} : {axis.score} sur 100{f' ({axis.remark})' if axis.remark else ''}"


def radar(axes: Sequence[AxisView], title: str) -> str:
    """Draw axes around a centre; an axis without a score keeps its place, and no line goes through it.

    Empty where fewer than three axes have a score: bars say that better.
    """
    if sum(axis.score is not None for axis in axes) < _FEWEST:
        return ""
    described = " ; ".join(map(said, axes))
    parts = [
        f'<svg class="radar" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img" aria-labelledby="radar-titre radar-texte">',
        f'<title id="radar-titre">{escape(title)}</title><desc id="radar-texte">{escape(described)}</desc>',
        *_grid(len(axes)),
        *_shape(axes),
        *_labels(axes),
        "</svg>",
    ]
    return "".join(parts)


def standalone_radar(axes: Sequence[AxisView]) -> str:
    """Draw the same radar for a page without a style sheet; empty where `radar` is."""
    drawing = radar(axes, "")
    return drawing.replace("<title", f"<style>{_STYLE}</style><title", 1).replace(
        "<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1
    )


def bar(percent: int) -> str:
    """Draw a share of a hundred beside a text that says it."""
    full = min(100, max(0, percent))
    return (
        '<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        f'<rect class="rail" width="100" height="10"/><rect class="full" width="{full}" height="10"/></svg>'
    )


def _point(place: int, count: int, distance: float) -> tuple[float, float]:
    angle = 2 * math.pi * place / count - math.pi / 2
    return round(_CENTRE[0] + distance * math.cos(angle), 1), round(_CENTRE[1] + distance * math.sin(angle), 1)


def _joined(points: Iterator[tuple[float, float]]) -> str:
    return " ".join(f"{x:g},{y:g}" for x, y in points)


def _grid(count: int) -> Iterator[str]:
    for ring in _RINGS:
        around = _joined(_point(place, count, _RADIUS * ring / 100) for place in range(count))
        yield f'<polygon class="ring" points="{around}"/>'
    for place in range(count):
        x, y = _point(place, count, _RADIUS)
        yield f'<line class="ring" x1="{_CENTRE[0]:g}" y1="{_CENTRE[1]:g}" x2="{x:g}" y2="{y:g}"/>'


def _shape(axes: Sequence[AxisView]) -> Iterator[str]:
    count = len(axes)
    points = [
        None if axis.score is None else _point(place, count, _RADIUS * axis.score / 100)
        for place, axis in enumerate(axes)
    ]
    known = [point for point in points if point is not None]
    if len(known) == count:
        yield f'<polygon class="shape" points="{_joined(iter(known))}"/>'
    else:
        for place, here in enumerate(points):
            after = points[(place + 1) % count]
            if here is not None and after is not None:
                yield f'<polyline class="shape open" points="{_joined(iter((here, after)))}"/>'
    for x, y in known:
        yield f'<circle class="dot" cx="{x:g}" cy="{y:g}" r="4"/>'


def _labels(axes: Sequence[AxisView]) -> Iterator[str]:
    count = len(axes)
    for place, axis in enumerate(axes):
        x, y = _point(place, count, _LABEL)
        side = "middle" if abs(x - _CENTRE[0]) < _RADIUS / 5 else "start" if x > _CENTRE[0] else "end"
        lines = [*textwrap.wrap(axis.label, _WIDEST), "?" if axis.score is None else str(axis.score)]
        top = y - _LINE * (len(lines) - 1) / 2 + _LINE / 3
        for number, line in enumerate(lines):
            weight = ' class="score"' if number == len(lines) - 1 else ""
            yield f'<text{weight} x="{x:g}" y="{top + number * _LINE:.1f}" text-anchor="{side}">{escape(line)}</text>'
