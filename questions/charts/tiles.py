"""Tiles: heat maps so small that many stand side by side, all with the same scale and without numbers."""

from __future__ import annotations

from collections.abc import Sequence

from questions.charts.contour import contour
from questions.charts.heat import cells
from questions.charts.markup import Html, drawing, element
from questions.charts.markup import coordinate as c

SIDE = 96


def tile(
    title: str,
    values: Sequence[Sequence[float]],
    low: float,
    high: float,
    *,
    level: float | None = None,
    spots: Sequence[tuple[float, float, bool]] = (),
    description: str,
) -> Html:
    """The values of a grid, row by row from the lowest y, in shades from `low` to `high`. `spots` are marked points as
    shares of the width and the height, filled or not."""
    marks = [
        element("circle", cx=x * SIDE, cy=(1 - y) * SIDE, r=3.5, class_="filled" if filled else None)
        for x, y, filled in spots
    ]
    return drawing(
        title,
        description,
        SIDE,
        SIDE,
        cells(values, low, high, 0, 0, SIDE),
        _line(values, level) if level is not None else Html(),
        element("g", *marks, class_="spot"),
        kind="heat tile",
    )


def _line(values: Sequence[Sequence[float]], level: float) -> Html:
    rows, columns = len(values), len(values[0])
    ends = [
        [(x / (columns - 1) * SIDE, (1 - y / (rows - 1)) * SIDE) for x, y in piece] for piece in contour(values, level)
    ]
    way = "".join(f"M{c(x0)} {c(y0)}L{c(x1)} {c(y1)}" for (x0, y0), (x1, y1) in ends)
    both = (element("path", d=way, class_="under"), element("path", d=way, class_="over"))
    return element("g", *both, class_="level") if way else Html()
