"""Values carried on from an earlier question: the chain rule run with the student's own local derivatives.

The earlier answer is a map of fields named like `dh3_dh2`; whoever multiplies wrong values rightly has understood the
rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from flint import arb

from graders.engine.graph import Node, tape
from graders.engine.language.scope import Scope
from graders.number import LEVELS, Number, read_number
from graders.unreadable import Unreadable

FIELD = re.compile(r"d([^\W_]+)_d([^\W_]+)")
MOST_PATHS = 64

Slopes = Mapping[tuple[str, str], arb]


def carried(task: Number, earlier: object, own: Scope | None = None) -> list[arb]:
    """What a derivative comes to along the paths of the graph with the slopes given earlier."""
    output, by = _name(task, task.derived.output), _name(task, task.derived.by)
    if output is None or by is None or not isinstance(earlier, Mapping):
        return []
    slopes = dict(_slopes(task, earlier, own))
    direct = {edge: value for edge, value in slopes.items() if _direct(task, *edge)}
    paths = _paths(direct, output, by)
    return [*([_total(paths, direct)] if paths else []), *_shortcuts(slopes, output, by)]


def _slopes(task: Number, earlier: Mapping[object, object], own: Scope | None) -> Iterator[tuple[tuple[str, str], arb]]:
    for name, value in earlier.items():
        if isinstance(name, str) and (match := FIELD.fullmatch(name)):
            try:
                answer = read_number(task, value, own)
            except Unreadable:
                continue
            yield (match[1], match[2]), task.value(answer.node, LEVELS[0])


def _paths(slopes: Slopes, output: str, by: str) -> list[tuple[tuple[str, str], ...]]:
    """All ways from the output down to the variable."""
    found: list[tuple[tuple[str, str], ...]] = []
    waiting: list[tuple[tuple[str, str], ...]] = [(edge,) for edge in slopes if edge[0] == output]
    while waiting and len(found) < MOST_PATHS:
        path = waiting.pop()
        if path[-1][1] == by:
            found.append(path)
        elif len(path) <= len(slopes):
            waiting += [(*path, edge) for edge in slopes if edge[0] == path[-1][1]]
    return found


def _total(paths: list[tuple[tuple[str, str], ...]], slopes: Slopes) -> arb:
    total = arb(0)
    for path in paths:
        product = arb(1)
        for edge in path:
            product *= slopes[edge]
        total += product
    return total


def _shortcuts(slopes: Slopes, output: str, by: str) -> Iterator[arb]:
    """∂f/∂h · ∂h/∂y where both were asked earlier."""
    for (upper, middle), value in slopes.items():
        if upper == output and (middle, by) in slopes:
            yield value * slopes[middle, by]


def _direct(task: Number, upper: str, lower: str) -> bool:
    """Whether a node is computed from another without a named node between them."""
    nodes, variables = task.worked.nodes, task.worked.variables
    if upper not in nodes or lower not in variables:
        return False
    whole, part = nodes[upper], variables[lower]
    between = [node for name, node in nodes.items() if name not in (upper, lower) and _inside(node, whole)]
    return _inside(part, whole) and not any(_inside(part, node) for node in between)


def _name(task: Number, node: Node | None) -> str | None:
    return next((name for name, other in task.worked.variables.items() if other is node), None)


def _inside(part: Node, whole: Node) -> bool:
    return any(node is part for node in tape([whole]))
