"""Rules of the inverse and the determinant, of the last two axes."""

from __future__ import annotations

from collections.abc import Sequence

from graders.engine.build import Build
from graders.engine.graph import Node
from graders.engine.rules import only
from graders.engine.sizes import ONE


def inverse_forward(build: Build, node: Node, tangents: Sequence[Node | None]) -> Node:
    """d(X⁻¹) = −X⁻¹ dX X⁻¹."""
    tangent = only(tangents)
    return build.negate(build.einsum("ij,jk,kl->il", node, tangent, node))


def inverse_reverse(build: Build, node: Node, cotangent: Node, _position: int) -> Node:
    """−X⁻ᵀ G X⁻ᵀ."""
    return build.negate(build.einsum("ji,jk,lk->il", node, cotangent, node))


def determinant_forward(build: Build, node: Node, tangents: Sequence[Node | None]) -> Node:
    """d det X = det X · tr(X⁻¹ dX)."""
    tangent = only(tangents)
    inverse = build.apply("inverse", node.arguments[0])
    return build.multiply(node, build.einsum("ij,ji->", inverse, tangent))


def determinant_reverse(build: Build, node: Node, cotangent: Node, _position: int) -> Node:
    """G det X · X⁻ᵀ."""
    inverse = build.apply("inverse", node.arguments[0])
    weight = build.multiply(cotangent, node)
    return build.multiply(build.reshape(weight, (*weight.shape, ONE, ONE)), build.transpose(inverse))
