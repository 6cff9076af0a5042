"""Rules of the product along the last axis: the derivative by each factor is the product of the others."""

from __future__ import annotations

from collections.abc import Sequence

from graders.engine.build import Build
from graders.engine.graph import Node
from graders.engine.rules import only
from graders.engine.sizes import ONE


def product_forward(build: Build, node: Node, tangents: Sequence[Node | None]) -> Node:
    """Σ_i dx_i Π_{k≠i} x_k."""
    return build.einsum("i,i->", only(tangents), _others(build, node.arguments[0]))


def product_reverse(build: Build, node: Node, cotangent: Node, _position: int) -> Node:
    """G Π_{k≠i} x_k."""
    return build.einsum(",i->i", cotangent, _others(build, node.arguments[0]))


def _others(build: Build, factors: Node) -> Node:
    """For each factor the product of the others, which is defined where the factor is 0, too."""
    *before, length = factors.shape
    rows = build.reshape(factors, (*before, ONE, length))
    eye = build.apply("eye", parameters=(length,))
    return build.apply("product", build.where(eye, build.constant(1, (length, length)), rows))
