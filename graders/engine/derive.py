"""Derivatives as graphs: tangents forward, cotangents backward, whole Jacobians in one pass."""

from __future__ import annotations

from collections.abc import Sequence

from graders.engine.build import Build
from graders.engine.graph import Graph, Node, tape
from graders.engine.primitives import PRIMITIVES
from graders.engine.shapes import dropped

# Where only one branch is defined, a cotangent of 0 times an infinite slope would spoil the other: go forward.
BRANCHING = frozenset({"where"})


def forward(graph: Graph, output: Node, wrt: Node, tangent: Node) -> Node:
    """The tangent of the output when `wrt` moves along `tangent`, which may have extra leading axes."""
    before = tangent.shape[: len(tangent.shape) - len(wrt.shape)]
    return tangents(graph, output, wrt, tangent).get(id(output)) or graph.constant(0, before + output.shape)


def tangents(graph: Graph, output: Node, wrt: Node, tangent: Node) -> dict[int, Node]:
    """The tangents of everything in the output that moves with `wrt`, by id."""
    build = Build(graph)
    found: dict[int, Node] = {id(wrt): tangent}
    for node in tape([output]):
        if id(node) in found:
            continue
        moved = [found.get(id(argument)) for argument in node.arguments]
        if any(part is not None for part in moved):
            found[id(node)] = PRIMITIVES[node.primitive].forward(build, node, moved)
    return found


def reverse(graph: Graph, output: Node, cotangent: Node, wrt: Sequence[Node]) -> list[Node]:
    """The cotangents of some nodes for one of the output, which may have extra leading axes."""
    build = Build(graph)
    order = list(tape([output]))
    needed = _users(order, wrt)
    gathered: dict[int, list[Node]] = {id(output): [cotangent]}
    before = cotangent.shape[: len(cotangent.shape) - len(output.shape)]
    found: dict[int, Node] = {}
    for node in reversed(order):
        if id(node) not in needed or id(node) not in gathered:
            continue
        total = build.total(gathered[id(node)], before + node.shape)
        found[id(node)] = total
        for position, argument in enumerate(node.arguments):
            if id(argument) in needed:
                part = PRIMITIVES[node.primitive].reverse(build, node, total, position)
                if part is not None:
                    gathered.setdefault(id(argument), []).append(part)
    return [found.get(id(node)) or graph.constant(0, before + node.shape) for node in wrt]


def jacobian(graph: Graph, output: Node, wrt: Node) -> Node:
    """All partial derivatives: shape output.shape + wrt.shape, every axis kept."""
    if _goes_forward(output, wrt):
        columns = forward(graph, output, wrt, Build(graph).identity(wrt.shape))
        own = len(wrt.shape)
        return Build(graph).permute(columns, (*range(own, len(columns.shape)), *range(own)))
    return reverse(graph, output, Build(graph).identity(output.shape), [wrt])[0]


def _goes_forward(output: Node, wrt: Node) -> bool:
    """Forward for few inputs and many outputs, and where only one branch may be defined."""
    if len(dropped(wrt.shape)) < len(dropped(output.shape)):
        return True
    return any(node.primitive in BRANCHING for node in tape([output]))


def _users(order: Sequence[Node], wrt: Sequence[Node]) -> set[int]:
    """The nodes that depend on one of `wrt`."""
    users = set(map(id, wrt))
    for node in order:
        if any(id(argument) in users for argument in node.arguments):
            users.add(id(node))
    return users
