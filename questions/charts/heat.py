"""Heat maps: a function of two numbers in shades, with a line of one value, borders and points on top."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from questions.charts.contour import contour
from questions.charts.frame import LETTER, Plot
from questions.charts.markup import Html, drawing, element, join
from questions.charts.markup import coordinate as c
from questions.charts.scale import Axis, drawable, short
from questions.charts.viridis import SHADES, shade, shade_of

WIDTH, LEFT, TOP, SIDE = 320, 34, 22, 252
BELOW = 40  # for the numbers and the name of the axis
SCALE = 12  # height of the scale of shades
HEIGHT = TOP + SIDE + BELOW + SCALE + 22


@dataclass(frozen=True)
class Border:
    """The straight line a·x + b·y + c = 0."""

    label: str
    a: float
    b: float
    c: float


@dataclass(frozen=True)
class Spot:
    """A marked point; `filled` ones are meant to be high."""

    x: float
    y: float
    label: str
    filled: bool = False


def heat_map(
    title: str,
    values: Sequence[Sequence[float]],
    x_range: tuple[float, float],
    y_range: tuple[float, float],
    *,
    level: float | None = None,
    borders: Sequence[Border] = (),
    spots: Sequence[Spot] = (),
    x_label: str = "",
    y_label: str = "",
    description: str = "",
) -> Html:
    """The values of a grid over both ranges, row by row from the lowest y."""
    plot = Plot(Axis(*x_range, LEFT, LEFT + SIDE), Axis(*y_range, TOP + SIDE, TOP))
    finite = [value for row in values for value in row if drawable(value)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    return drawing(
        title,
        description or f"Values from {short(low)} to {short(high)}.",
        WIDTH,
        HEIGHT,
        cells(values, low, high, LEFT, TOP, SIDE),
        _axes(plot, x_label, y_label),
        *(_border(plot, border) for border in borders),
        _level(plot, values, level) if level is not None else Html(),
        *(_spot(plot, spot) for spot in spots),
        _scale(low, high),
        kind="heat",
    )


def cells(values: Sequence[Sequence[float]], low: float, high: float, left: float, top: float, side: float) -> Html:
    """A square of shades: one path a shade, of runs of neighbouring cells two units wide; the rim cuts the outermost in
    half."""
    rows, columns = len(values), len(values[0])
    ways: dict[int, list[str]] = {}
    for row, line in enumerate(reversed(values)):
        first = 0
        for found, run in groupby(shade_of(cell, low, high) if drawable(cell) else None for cell in line):
            length = len(list(run))
            if found is not None:
                ways.setdefault(found, []).append(f"M{2 * first - 1} {2 * row - 1}h{2 * length}v2h-{2 * length}z")
            first += length
    return element(
        "svg",
        *(element("path", d="".join(way), fill=shade(at)) for at, way in sorted(ways.items())),
        x=left,
        y=top,
        width=side,
        height=side,
        viewBox=f"0 0 {2 * columns - 2} {2 * rows - 2}",
        preserveAspectRatio="none",
        class_="cells",
    )


def _axes(plot: Plot, x_label: str, y_label: str) -> Html:
    across, up = plot.across, plot.up
    numbers = [
        element("text", short(tick), x=across.at(tick), y=up.start + 15, text_anchor="middle")
        for tick in across.ticks()
    ] + [element("text", short(tick), x=LEFT - 6, y=up.at(tick) + 4, text_anchor="end") for tick in up.ticks()]
    names = [
        element("text", x_label, x=LEFT + SIDE / 2, y=up.start + 30, text_anchor="middle"),
        element("text", y_label, x=LEFT - 6, y=TOP - 9),
    ]
    rim = element("rect", x=LEFT, y=TOP, width=SIDE, height=SIDE, class_="rim")
    return join(rim, element("g", *numbers, class_="ticks"), element("g", *names, class_="axes"))


def _border(plot: Plot, border: Border) -> Html:
    ends = _through(plot, border)
    if len(ends) < 2:
        return Html()
    (x0, y0), (x1, y1) = (plot.point(*end) for end in ends[:2])
    half = len(border.label) * LETTER / 2 + 3
    at_x, at_y = min(max(x1, LEFT + half), LEFT + SIDE - half), min(max(y1, TOP + 16), TOP + SIDE - 8)
    way = f"M{c(x0)} {c(y0)}L{c(x1)} {c(y1)}"
    return element(
        "g",
        element("path", d=way, class_="under"),
        element("path", d=way, class_="over"),
        element("text", border.label, x=at_x, y=at_y, text_anchor="middle"),
        class_="border",
    )


def _through(plot: Plot, border: Border) -> list[tuple[float, float]]:
    """Where a line meets the rim, each place once, the rightmost last."""
    found: set[tuple[float, float]] = set()
    across, up = plot.across, plot.up
    if border.b:
        for x in (across.low, across.high):
            y = -(border.a * x + border.c) / border.b
            if up.low <= y <= up.high:
                found.add((x, round(y, 9)))
    if border.a:
        for y in (up.low, up.high):
            x = -(border.b * y + border.c) / border.a
            if across.low <= x <= across.high:
                found.add((round(x, 9), y))
    ends = sorted(found)
    return [ends[0], ends[-1]] if len(ends) > 1 else ends


def _level(plot: Plot, values: Sequence[Sequence[float]], level: float) -> Html:
    rows, columns = len(values), len(values[0])
    pieces = [
        [(LEFT + x / (columns - 1) * SIDE, TOP + SIDE - y / (rows - 1) * SIDE) for x, y in piece]
        for piece in contour(values, level)
    ]
    if not pieces:
        return Html()
    way = "".join(f"M{c(x0)} {c(y0)}L{c(x1)} {c(y1)}" for (x0, y0), (x1, y1) in pieces)
    middle = (LEFT + SIDE / 2, TOP + SIDE / 2)
    near = min(pieces, key=lambda piece: math.dist(piece[0], middle))[0]
    return element(
        "g",
        element("path", d=way, class_="under"),
        element("path", d=way, class_="over"),
        element("text", short(level), x=near[0], y=near[1] + 4, text_anchor="middle"),
        class_="level",
    )


def _spot(plot: Plot, spot: Spot) -> Html:
    x, y = plot.point(spot.x, spot.y)
    above = y - 10 if y > TOP + 26 else y + 20
    return element(
        "g",
        element("circle", cx=x, cy=y, r=5, class_="filled" if spot.filled else None),
        element("text", spot.label, x=x, y=above, text_anchor="middle"),
        class_="spot",
    )


def _scale(low: float, high: float) -> Html:
    top, wide = TOP + SIDE + BELOW, SIDE / SHADES
    steps = [
        element("rect", x=LEFT + at * wide, y=top, width=wide + 0.5, height=SCALE, fill=shade(at))
        for at in range(SHADES)
    ]
    ends = [
        element("text", short(value), x=LEFT + share * SIDE, y=top + SCALE + 15, text_anchor=anchor)
        for value, share, anchor in ((low, 0, "start"), ((low + high) / 2, 0.5, "middle"), (high, 1, "end"))
    ]
    return element("g", element("g", *steps), element("g", *ends, class_="ticks"), class_="scale")
