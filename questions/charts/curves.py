"""A curve as the few straight pieces that draw it: broken where it is undefined, cut off at the edges."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import pairwise

from questions.charts.frame import Plot
from questions.charts.scale import drawable

Point = tuple[float, float]
FLAT = 0.2  # units that a curve may stray from a piece that stands for it


def pieces(plot: Plot, x: Sequence[float], values: Sequence[float]) -> list[list[Point]]:
    """The visible parts of a curve in the picture's units."""
    found: list[list[Point]] = []
    open_piece: list[Point] = []
    for start, end in _segments(x, values):
        inside = _clipped(start, end, plot.up.low, plot.up.high)
        if inside is None:
            continue
        first, last = (plot.point(*point) for point in inside)
        if not open_piece or open_piece[-1] != first:
            open_piece = [first]
            found.append(open_piece)
        open_piece.append(last)
    return [_simplified(piece) for piece in found]


def _segments(x: Sequence[float], values: Sequence[float]) -> Iterator[tuple[Point, Point]]:
    for start, end in pairwise(zip(x, values, strict=True)):
        if drawable(start[1]) and drawable(end[1]):
            yield start, end


def _clipped(start: Point, end: Point, low: float, high: float) -> tuple[Point, Point] | None:
    """The part of a segment between two heights; none where it leaps from beyond one to beyond the other."""
    bottom, top = sorted((start[1], end[1]))
    if top < low or bottom > high or (bottom < low and top > high):
        return None

    def cut(inner: Point, outer: Point) -> Point:
        edge = min(max(outer[1], low), high)
        if edge == outer[1]:
            return outer
        share = (edge - inner[1]) / (outer[1] - inner[1])
        return inner[0] + share * (outer[0] - inner[0]), edge

    return cut(end, start), cut(start, end)


def _simplified(points: Sequence[Point]) -> list[Point]:
    """Fewer points along the same way (Douglas and Peucker)."""
    kept = {0, len(points) - 1}
    waiting = [(0, len(points) - 1)]
    while waiting:
        first, last = waiting.pop()
        if last - first < 2:
            continue
        farthest = max(range(first + 1, last), key=lambda at: _away(points[at], points[first], points[last]))
        if _away(points[farthest], points[first], points[last]) > FLAT:
            kept.add(farthest)
            waiting += [(first, farthest), (farthest, last)]
    return [points[at] for at in sorted(kept)]


def _away(point: Point, start: Point, end: Point) -> float:
    """How far a point is from the line through two others."""
    (px, py), (x0, y0), (x1, y1) = point, start, end
    length = math.hypot(x1 - x0, y1 - y0)
    if length == 0:
        return math.hypot(px - x0, py - y0)
    return abs((x1 - x0) * (py - y0) - (y1 - y0) * (px - x0)) / length
