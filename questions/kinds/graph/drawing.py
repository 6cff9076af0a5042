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
    places = _places(used, nodes)
    signs = {node.name: _operation(node.tree) for node in nodes}
    return {
        "width": max(x for x, _ in places.values()) + WIDTH + MARGIN,
        "height": max(y for _, y in places.values()) + HEIGHT + MARGIN,
        "boxes": [_box(name, places[name], signs.get(name)) for name in places],
        "arrows": [_arrow(places[name], places[node.name]) for node in nodes for name in node.operands],
        "rows": [_row(node, nodes) for node in nodes],
    }


def _inputs(value: JSON) -> list[str]:
    """The words that are neither nodes nor functions, where the question's inputs are not at hand."""
    made = statements(value)
    nodes = {canonical(statement.name) for statement in made}
    words = dict.fromkeys(word for statement in made for word in _WORD.findall(statement.expression))
    return [word for word in words if canonical(word) not in nodes and word.lower() not in FUNCTIONS and word != "e"]


def _places(inputs: Sequence[str], nodes: Sequence[Drawn]) -> dict[str, tuple[int, int]]:
    """The upper left corner of each box: inputs in the first column, a node behind the last of its operands."""
    columns = dict.fromkeys(inputs, 0)
    for node in nodes:
        columns[node.name] = 1 + max((columns[name] for name in node.operands), default=0)
    filled: dict[int, int] = {}
    places = {}
    for name, column in columns.items():
        row = filled.get(column, 0)
        filled[column] = row + 1
        places[name] = (MARGIN + column * COLUMN, MARGIN + row * ROW)
    tallest = max(filled.values())
    return {
        name: (x, y + (tallest - filled[columns[name]]) * ROW // 2)  # each column stands in the middle
        for name, (x, y) in places.items()
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


def _arrow(start: tuple[int, int], end: tuple[int, int]) -> dict[str, JSON]:
    """From the right side of one box to the left side of another."""
    return {
        "x1": start[0] + WIDTH,
        "y1": start[1] + HEIGHT // 2,
        "x2": end[0] - 6,  # room for the tip
        "y2": end[1] + HEIGHT // 2,
    }


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
