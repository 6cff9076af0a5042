"""The line on which a grid of values takes one value (marching squares)."""

from __future__ import annotations

from collections.abc import Sequence

from questions.charts.scale import drawable

Point = tuple[float, float]


def contour(grid: Sequence[Sequence[float]], level: float) -> list[tuple[Point, Point]]:
    """Straight pieces, in columns and rows of the grid; none in cells with a corner that is not finite."""
    pieces = []
    for row in range(len(grid) - 1):
        for column in range(len(grid[row]) - 1):
            corners = [(column, row), (column + 1, row), (column + 1, row + 1), (column, row + 1)]
            values = [grid[y][x] - level for x, y in corners]
            if all(map(drawable, values)):
                pieces += _in_cell(corners, values)
    return pieces


def _in_cell(corners: Sequence[tuple[int, int]], values: Sequence[float]) -> list[tuple[Point, Point]]:
    crossings = [
        _between(corners[at], corners[(at + 1) % 4], values[at], values[(at + 1) % 4])
        for at in range(4)
        if (values[at] > 0) != (values[(at + 1) % 4] > 0)
    ]
    if len(crossings) == 4 and (sum(values) > 0) != (values[0] > 0):  # a saddle: its middle tells which are joined
        crossings = [*crossings[1:], crossings[0]]
    return list(zip(crossings[::2], crossings[1::2], strict=True))


def _between(start: tuple[int, int], end: tuple[int, int], low: float, high: float) -> Point:
    share = low / (low - high)
    return start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])
