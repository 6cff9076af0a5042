"""What a graph is made of, as far as it decides how it may be checked: rational or not, and where branches meet."""

from __future__ import annotations

from collections.abc import Sequence

from graders.engine.build import Build, value_of
from graders.engine.graph import Graph, Node, tape
from graders.engine.primitives import PRIMITIVES


def moving(outputs: Sequence[Node]) -> set[int]:
    """The ids of the nodes that depend on an input."""
    found: set[int] = set()
    for node in tape(outputs):
        if node.primitive == "input" or any(id(argument) in found for argument in node.arguments):
            found.add(id(node))
    return found


def is_rational(output: Node) -> bool:
    """Whether exact arithmetic modulo a prime decides this: quotients of polynomials, branching on indices only."""
    depends = moving([output])
    return all(_stays_rational(node, depends) for node in tape([output]))


def _stays_rational(node: Node, depends: set[int]) -> bool:
    row = PRIMITIVES[node.primitive]
    if row.compares:
        return id(node) not in depends
    return row.rational


def kinks(graph: Graph, output: Node) -> list[Node]:
    """The nodes whose sign decides a branch: both signs must be met before two answers may be called equal.

    Besides the branching primitives this is the root of a square, which is an absolute value.
    """
    build = Build(graph)
    depends = moving([output])
    found: dict[int, Node] = {}
    for node in tape([output]):
        if id(node) in depends and (kink := _kink(build, node)) is not None and value_of(kink) is None:
            found[id(kink)] = kink
    return list(found.values())


def _kink(build: Build, node: Node) -> Node | None:
    row = PRIMITIVES[node.primitive]
    if row.kink is not None:
        return row.kink(build, node)
    if node.primitive in {"sqrt", "power"}:
        return _squared(node.arguments[0])
    return None


def _squared(node: Node) -> Node | None:
    """What was squared (or raised to an even power) to give this node."""
    if node.primitive == "integer_power" and node.parameters[0] % 2 == 0:  # type: ignore[operator]
        return node.arguments[0]
    if node.primitive == "multiply" and node.arguments[0] is node.arguments[1]:
        return node.arguments[0]
    return None
