"""A graph as a picture, from left to right, and the same as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graders.engine.language.printing.plain import to_plain
from graders.engine.language.scope import Scope
from graders.engine.syntax import Binary, Call, Prefix, Tree
from graders.graph_model import Drawn, Malformed, ordered, read_nodes
from graders.unreadable import Unreadable
from questions.charts import Html, element, scrolled
from questions.kind import JSON
from questions.kinds.graph.layout import HEIGHT, WIDTH, Layout, laid_out, way

TITLE = "Your graph"
DESCRIPTION = "Drawn from left to right; the table below says the same."
LONGEST = 14  # characters in a box
TIP = 6
_SIGNS = {"*": "×", "juxtaposed": "×", "elementwise*": "×", "@": "×", "elementwise/": "/", "elementwise^": "^"}


def picture(value: JSON, inputs: Scope) -> Html | None:
    """The graph drawn, with its table; None where the answer is no graph that can be drawn."""
    try:
        nodes = ordered(read_nodes(value, inputs))
    except (Unreadable, Malformed):
        return None
    used = [name for name in inputs.symbols if any(name in node.operands for node in nodes)]
    plan = laid_out(used, nodes)
    drawn = scrolled(_svg(plan, nodes), TITLE)
    return element("div", drawn, scrolled(_table(nodes), f"{TITLE}, as a table"), class_="computation")


def _svg(plan: Layout, nodes: Sequence[Drawn]) -> Html:
    signs = {node.name: _operation(node.tree) for node in nodes}
    formulas = {node.name: f"{node.name} = {_formula(node)}" for node in nodes}
    return element(
        "svg",
        element("title", TITLE),
        element("desc", DESCRIPTION),
        *map(_arrow, plan.arrows),
        *(_box(name, place, signs.get(name), formulas) for name, place in plan.boxes.items()),
        viewBox=f"0 0 {plan.width} {plan.height}",
        width=plan.width,
        height=plan.height,
        role="img",
    )


def _box(name: str, place: tuple[int, int], sign: str | None, formulas: Mapping[str, str]) -> Html:
    x, y = place
    text = name if sign is None else f"{name}: {sign}"
    return element(
        "g",
        element("title", formulas.get(name, name)),
        element("rect", x=x, y=y, width=WIDTH, height=HEIGHT, rx=HEIGHT / 2 if sign is None else 4),
        element("text", _short(text), x=x + WIDTH / 2, y=y + HEIGHT / 2 + 5),
        class_="input" if sign is None else "node",
    )


def _arrow(corners: Sequence[tuple[int, int]]) -> Html:
    points = way(corners)
    x, y = points[-1]
    line = "L".join(f"{at} {height}" for at, height in [*points[:-1], (x - TIP, y)])
    tip = f"M{x - TIP} {y - 4}L{x} {y}L{x - TIP} {y + 4}z"
    return element("g", element("path", d=f"M{line}"), element("path", d=tip, class_="tip"), class_="arrow")


def _table(nodes: Sequence[Drawn]) -> Html:
    head = ("Node", "Operation", "Computed from", "Used by")
    return element(
        "table",
        element("thead", element("tr", *(element("th", name, scope="col") for name in head))),
        element("tbody", *(_row(node, nodes) for node in nodes)),
    )


def _row(node: Drawn, nodes: Sequence[Drawn]) -> Html:
    users = [other.name for other in nodes if node.name in other.operands]
    return element(
        "tr",
        element("th", node.name, scope="row"),
        element("td", element("code", _formula(node))),
        element("td", ", ".join(node.operands) or "–"),
        element("td", ", ".join(users) or "–"),
    )


def _formula(node: Drawn) -> str:
    return to_plain(node.tree, frozenset(node.operands))


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
