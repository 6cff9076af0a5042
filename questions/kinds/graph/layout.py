"""Where the boxes of a graph stand: columns from left to right, each node right of all that it needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graders.graph_model import Drawn

COLUMN, WIDTH, HEIGHT, MARGIN = 150, 96, 40, 12
ROW, CLOSE_ROW, MANY = 64, 50, 8  # from one box to the next below it, closer where a column has many

Place = tuple[int, int]


@dataclass(frozen=True)
class Layout:
    """The upper left corner of each box; the ways of the arrows, with the gaps they pass through."""

    boxes: Mapping[str, Place]
    arrows: Sequence[Sequence[Place]]
    width: int
    height: int


def laid_out(inputs: Sequence[str], nodes: Sequence[Drawn]) -> Layout:
    """A place for every input and node; `nodes` come after those they need."""
    columns = _columns(inputs, nodes)
    places = _places(columns, nodes)
    arrows = [_corners(name, node.name, columns, places) for node in nodes for name in node.operands]
    width = max(x for x, _ in places.values()) + WIDTH + MARGIN
    height = max(y for _, y in places.values()) + HEIGHT + MARGIN
    return Layout({name: places[name, column] for name, column in columns.items()}, arrows, width, height)


def way(corners: Sequence[Place]) -> list[Place]:
    """The points of an arrow: from the right side of the first box, through the gaps, to the left side of the last."""
    (x, y), *between, (end_x, end_y) = corners
    points = [(x + WIDTH, y + HEIGHT // 2)]
    for gap_x, gap_y in between:
        points += [(gap_x, gap_y + HEIGHT // 2), (gap_x + WIDTH, gap_y + HEIGHT // 2)]
    return [*points, (end_x, end_y + HEIGHT // 2)]


def _corners(start: str, end: str, columns: Mapping[str, int], places: Mapping[tuple[str, int], Place]) -> list[Place]:
    return [*(places[start, at] for at in range(columns[start], columns[end])), places[end, columns[end]]]


def _columns(inputs: Sequence[str], nodes: Sequence[Drawn]) -> dict[str, int]:
    """Inputs in the first column, a node in the one behind the last of its operands."""
    columns = dict.fromkeys(inputs, 0)
    for node in nodes:
        columns[node.name] = 1 + max((columns[name] for name in node.operands), default=0)
    return columns


def _places(columns: Mapping[str, int], nodes: Sequence[Drawn]) -> dict[tuple[str, int], Place]:
    """The upper left corner of each box, and of the gap it keeps free in each column that its arrows cross."""
    reach = dict(columns)
    for node in nodes:
        for name in node.operands:
            reach[name] = max(reach[name], columns[node.name] - 1)
    operands = {node.name: node.operands for node in nodes}
    heights: dict[tuple[str, int], float] = {}
    for column in range(max(columns.values()) + 1):
        here = [name for name in columns if columns[name] <= column <= reach[name]]
        before = {
            name: [heights[other, column - 1] for other in operands.get(name, ())] or [0.0]
            if columns[name] == column
            else [heights[name, column - 1]]
            for name in here
        }
        if column:  # as high as what they come from, so that few arrows cross
            here.sort(key=lambda name: sum(before[name]) / len(before[name]))
        for row, name in enumerate(here):
            heights[name, column] = row - (len(here) - 1) / 2
    top = min(heights.values())
    row = CLOSE_ROW if max(heights.values()) - top >= MANY else ROW
    return {
        (name, column): (MARGIN + column * COLUMN, MARGIN + round((height - top) * row))
        for (name, column), height in heights.items()
    }
