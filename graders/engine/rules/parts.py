"""Rules of picking an entry and of putting arrays together."""

from __future__ import annotations

from collections.abc import Sequence

from graders.engine.build import Build
from graders.engine.contraction import contract
from graders.engine.graph import Node
from graders.engine.rules import leading, only
from graders.engine.sizes import Shape


def take_forward(build: Build, node: Node, tangents: Sequence[Node | None]) -> Node:
    """The same entry of the tangent."""
    axis, index = _integers(node)
    tangent = only(tangents)
    return build.apply("take", tangent, parameters=(axis + len(leading(node, tangents)), index))


def take_reverse(build: Build, node: Node, cotangent: Node, _position: int) -> Node:
    """The cotangent at that entry, zeros elsewhere."""
    axis, index = _integers(node)
    length = node.arguments[0].shape[axis]
    marker = build.apply("take", build.apply("eye", parameters=(length,)), parameters=(0, index))
    return _placed(build, cotangent, marker, axis + len(cotangent.shape) - len(node.shape))


def _placed(build: Build, cotangent: Node, marker: Node, axis: int) -> Node:
    """The outer product of an array with a vector, whose axis is put at a place."""
    letters = tuple(range(len(cotangent.shape)))
    new = len(letters)
    output = (*letters[:axis], new, *letters[axis:])
    return contract(build.graph, output, {}, (cotangent, letters), (marker, (new,)))


def stack_forward(build: Build, node: Node, tangents: Sequence[Node | None]) -> Node:
    """The tangents stacked."""
    before = leading(node, tangents)
    return build.apply("stack", *_filled(build, node, tangents, before), parameters=(_integers(node)[0] + len(before),))


def stack_reverse(build: Build, node: Node, cotangent: Node, position: int) -> Node:
    """The slice of the cotangent that belongs to one array."""
    axis = _integers(node)[0] + len(cotangent.shape) - len(node.shape)
    return build.apply("take", cotangent, parameters=(axis, position))


def concatenate_forward(build: Build, node: Node, tangents: Sequence[Node | None]) -> Node:
    """The tangents one after the other."""
    before = leading(node, tangents)
    filled = _filled(build, node, tangents, before)
    return build.apply("concatenate", *filled, parameters=(_integers(node)[0] + len(before),))


def concatenate_reverse(build: Build, node: Node, cotangent: Node, position: int) -> Node:
    """The part of the cotangent that belongs to one array, read off by a matrix of zeros and one identity."""
    (own,) = _integers(node)
    length = node.arguments[position].shape[own]
    blocks = [
        build.apply("eye", parameters=(length,)) if at == position else build.constant(0, (length, argument.shape[own]))
        for at, argument in enumerate(node.arguments)
    ]
    part = build.apply("concatenate", *blocks, parameters=(1,))
    axis = own + len(cotangent.shape) - len(node.shape)
    letters = tuple(range(len(cotangent.shape)))
    new = len(letters)
    output = (*letters[:axis], new, *letters[axis + 1 :])
    return contract(build.graph, output, {}, (cotangent, letters), (part, (new, axis)))


def _filled(build: Build, node: Node, tangents: Sequence[Node | None], before: Shape) -> list[Node]:
    return [
        build.constant(0, before + argument.shape) if tangent is None else tangent
        for argument, tangent in zip(node.arguments, tangents, strict=True)
    ]


def _integers(node: Node) -> tuple[int, ...]:
    return node.parameters  # type: ignore[return-value]
