"""Rules of functions taken entry by entry."""

from __future__ import annotations

from collections.abc import Sequence

from graders.engine.build import Build
from graders.engine.graph import Node
from graders.engine.rules import Forward, Partial, Reverse, leading, lift, unstretch


def elementwise(*partials: Partial | None) -> tuple[Forward, Reverse]:
    """Both rules of an entrywise function from its partial derivatives: functions of (build, value, *arguments)."""

    def forward(build: Build, node: Node, tangents: Sequence[Node | None]) -> Node:
        shape = leading(node, tangents) + node.shape
        terms = []
        for tangent, argument, partial in zip(tangents, node.arguments, partials, strict=True):
            if tangent is not None and partial is not None:
                lifted = lift(build, tangent, len(argument.shape), len(node.shape))
                terms.append(build.multiply(lifted, partial(build, node, *node.arguments)))
        return build.broadcast_to(build.total(terms, shape), shape)

    def reverse(build: Build, node: Node, cotangent: Node, position: int) -> Node | None:
        partial = partials[position]
        if partial is None:
            return None
        before = len(cotangent.shape) - len(node.shape)
        product = build.multiply(cotangent, partial(build, node, *node.arguments))
        return unstretch(build, product, before, node.arguments[position].shape)

    return forward, reverse


def choice_forward(build: Build, node: Node, tangents: Sequence[Node | None]) -> Node:
    """Where: the tangent of the branch taken, so that the other may be undefined."""
    before = leading(node, tangents)
    condition, *branches = node.arguments
    chosen = []
    for branch, tangent in zip(branches, tangents[1:], strict=True):
        if tangent is None:
            chosen.append(build.constant(0, before + node.shape))
        else:
            chosen.append(lift(build, tangent, len(branch.shape), len(node.shape)))
    return build.broadcast_to(build.where(condition, chosen[0], chosen[1]), before + node.shape)


def choice_reverse(build: Build, node: Node, cotangent: Node, position: int) -> Node | None:
    """Where: the cotangent goes to the branch taken."""
    if position == 0:
        return None
    nothing = build.constant(0, cotangent.shape)
    chosen = (cotangent, nothing) if position == 1 else (nothing, cotangent)
    before = len(cotangent.shape) - len(node.shape)
    return unstretch(build, build.where(node.arguments[0], *chosen), before, node.arguments[position].shape)


def none_forward(build: Build, node: Node, tangents: Sequence[Node | None]) -> Node:
    """A value that does not move."""
    return build.constant(0, leading(node, tangents) + node.shape)


def none_reverse(_build: Build, _node: Node, _cotangent: Node, _position: int) -> Node | None:
    """A value that does not move."""
    return None
