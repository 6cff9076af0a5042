"""A graph as a picture: columns from left to right, each node right of all that it needs, and the same as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from graders.engine.language.declarations import Symbol
from graders.engine.language.functions import FUNCTIONS
from graders.engine.language.names import canonical
from graders.engine.language.printing.plain import to_plain
from graders.engine.language.scope import Scope
from graders.engine.syntax import Binary, Call, Prefix, Tree
from graders.graph_model import Drawn, Malformed, ordered, read_nodes
from graders.graph_text import statements
from graders.unreadable import Unreadable
from questions.kind import JSON

COLUMN, ROW, WIDTH, HEIGHT, MARGIN = 150, 64, 96, 40, 12
LONGEST = 14  # characters in a box
_WORD = re.compile(r"(?<!\\)\b[A-Za-z][A-Za-z0-9_]*")
_SIGNS = {"*": "×", "juxtaposed": "×", "elementwise*": "×", "@": "×", "elementwise/": "/", "elementwise^": "^"}


def picture(value: JSON, inputs: Sequence[str] = ()) -> Mapping[str, JSON]:
    """Boxes, arrows and table rows for the template; nothing where the answer is no graph that can be drawn."""
    try:
        names = list(inputs) or _inputs(value)
        nodes = ordered(read_nodes(value, Scope({name: Symbol(name) for name in names}, {})))
    except (Unreadable, Malformed):
        return {}
    used = [name for name in names if any(name in node.operands for node in nodes)]
    columns = _columns(used, nodes)
    places = _places(columns, nodes)
    signs = {node.name: _operation(node.tree) for node in nodes}
    return {
        "width": max(x for x, _ in places.values()) + WIDTH + MARGIN,
        "height": max(y for _, y in places.values()) + HEIGHT + MARGIN,
        "boxes": [_box(name, places[name, column], signs.get(name)) for name, column in columns.items()],
        "arrows": [
            _arrow(
                [places[name, at] for at in range(columns[name], columns[node.name])]
                + [places[node.name, columns[node.name]]]
            )
            for node in nodes
            for name in node.operands
        ],
        "rows": [_row(node, nodes) for node in nodes],
    }


def _inputs(value: JSON) -> list[str]:
    """The words that are neither nodes nor functions, where the question's inputs are not at hand."""
    made = statements(value)
    nodes = {canonical(statement.name) for statement in made}
    words = dict.fromkeys(word for statement in made for word in _WORD.findall(statement.expression))
    return [word for word in words if canonical(word) not in nodes and word.lower() not in FUNCTIONS and word != "e"]


def _columns(inputs: Sequence[str], nodes: Sequence[Drawn]) -> dict[str, int]:
    """Inputs in the first column, a node in the one behind the last of its operands."""
    columns = dict.fromkeys(inputs, 0)
    for node in nodes:
        columns[node.name] = 1 + max((columns[name] for name in node.operands), default=0)
    return columns


def _places(columns: Mapping[str, int], nodes: Sequence[Drawn]) -> dict[tuple[str, int], tuple[int, int]]:
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
    return {
        (name, column): (MARGIN + column * COLUMN, MARGIN + round((height - top) * ROW))
        for (name, column), height in heights.items()
    }


def _box(name: str, place: tuple[int, int], sign: str | None) -> dict[str, JSON]:
    x, y = place
    return {
        "x": x,
        "y": y,
        "width": WIDTH,
        "height": HEIGHT,
        "text": _short(name if sign is None else f"{name}: {sign}"),
        "input": sign is None,
        "middle_x": x + WIDTH // 2,
        "middle_y": y + HEIGHT // 2 + 5,
    }


def _arrow(way: Sequence[tuple[int, int]]) -> str:
    """The points from the right side of the first box, through the gaps between, to the left side of the last."""
    (x, y), *between, (end_x, end_y) = way
    points = [(x + WIDTH, y + HEIGHT // 2)]
    for gap_x, gap_y in between:
        points += [(gap_x, gap_y + HEIGHT // 2), (gap_x + WIDTH, gap_y + HEIGHT // 2)]
    points.append((end_x - 6, end_y + HEIGHT // 2))  # room for the tip
    return " ".join(f"{at},{height}" for at, height in points)


def _row(node: Drawn, nodes: Sequence[Drawn]) -> dict[str, JSON]:
    users = [other.name for other in nodes if node.name in other.operands]
    return {
        "name": node.name,
        "formula": to_plain(node.tree),
        "operands": list(node.operands),
        "used_by": users,
    }


def _operation(tree: Tree) -> str:
    match tree:
        case Call():
            return "ln" if tree.function == "log" else tree.function
        case Binary(operator="^"):
            return "exp" if to_plain(tree.left) == "e" else "^"
        case Binary():
            return _SIGNS.get(tree.operator, tree.operator)
        case Prefix():
            return "−"
    return "="


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
