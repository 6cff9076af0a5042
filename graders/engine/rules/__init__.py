"""Derivative rules as graph builders: what a row of the table of primitives is made of.

A forward rule turns tangents of the arguments into the tangent of the value; a reverse rule turns a cotangent of the
value into the cotangent of one argument. Both may carry extra leading axes, one for all columns or rows of a Jacobian.
None stands for a derivative that is zero everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from graders.engine.build import Build
from graders.engine.contraction import contract
from graders.engine.graph import Node
from graders.engine.sizes import ONE, Shape

Partial = Callable[..., Node]
Forward = Callable[[Build, Node, Sequence[Node | None]], Node]
Reverse = Callable[[Build, Node, Node, int], Node | None]


def leading(node: Node, tangents: Sequence[Node | None]) -> Shape:
    """The extra axes that the tangents carry in front."""
    for argument, tangent in zip(node.arguments, tangents, strict=True):
        if tangent is not None:
            return tangent.shape[: len(tangent.shape) - len(argument.shape)]
    return ()


def only(tangents: Sequence[Node | None]) -> Node:
    """The tangent of the argument that moves, where there is just one."""
    return next(tangent for tangent in tangents if tangent is not None)


def lift(build: Build, tangent: Node, own: int, rank: int) -> Node:
    """A tangent of an array of `own` axes made ready to meet arrays of `rank` axes."""
    before = len(tangent.shape) - own
    return build.reshape(tangent, tangent.shape[:before] + (ONE,) * (rank - own) + tangent.shape[before:])


def unstretch(build: Build, cotangent: Node, before: int, target: Shape) -> Node:
    """The reverse of stretching an array of the shape `target`: sums over the axes along which it was repeated."""
    missing = len(cotangent.shape) - before - len(target)
    lengths = dict(enumerate(cotangent.shape))
    letters = tuple(lengths)
    output = list(letters[:before])
    for letter, length in zip(letters[before + missing :], target, strict=True):
        if length == lengths[letter]:
            output.append(letter)
        else:
            output.append(len(lengths))
            lengths[len(lengths)] = length
    return contract(build.graph, tuple(output), lengths, (cotangent, letters))
