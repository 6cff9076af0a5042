"""Axes that an expression treats place by place: of these a few places show what happens on an axis of any length.

Where nothing is summed or mixed along an axis, an entry depends on the inputs at its own places and on the size as a
number. So an axis with the places 1, 2, …, d/3, d/2, d stands for one of d = a million places, at the cost of a few.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from graders.engine.graph import Node
from graders.engine.rules.axes import as_einsum
from graders.engine.shapes import dropped
from graders.engine.sizes import LATER, Shape, Size

FEW = 7  # places of a thinned axis
_EINSUMS = frozenset({"sum", "contract"})
_WHOLE = frozenset({"inverse", "determinant"})


def summed(node: Node) -> set[str]:
    """The letters of the axes that a node sums over, multiplies along or mixes."""
    return {letter for length in _summed(node) for letter in length.letters}


def thins(nodes: Iterable[Node], letter: str) -> bool:
    """Whether all nodes treat the axes of a size place by place, and name no place behind the first few."""
    return not any(letter in summed(node) or _goes_far(node, letter) or _is_folded(node, letter) for node in nodes)


def _summed(node: Node) -> Iterable[Size]:
    shapes = [argument.shape for argument in node.arguments]
    if node.primitive in _EINSUMS:
        inputs, output = as_einsum(node)
        pairs = [pair for named, shape in zip(inputs, shapes, strict=True) for pair in zip(named, shape, strict=True)]
        return [length for name, length in pairs if name not in output]
    if node.primitive == "product":
        return shapes[0][-1:]
    if node.primitive in _WHOLE:
        return shapes[0][-2:]
    if node.primitive == "reshape" and dropped(shapes[0]) != dropped(node.shape):
        return shapes[0]
    if node.primitive == "concatenate":
        axis: Any = node.parameters[0]
        return [shape[axis] for shape in shapes]
    return ()


def _goes_far(node: Node, letter: str) -> bool:
    if node.primitive != "take":
        return False
    axis, place = node.parameters
    length = node.arguments[0].shape[int(axis)]  # type: ignore[call-overload]
    return letter in length.letters and int(place) >= FEW - LATER  # type: ignore[call-overload]


def _is_folded(node: Node, letter: str) -> bool:
    """Whether an axis is that size and something else: of 2d, n d places there are no few to be had."""
    shape: Shape = node.shape
    return any(letter in length.letters and length != Size(1, (letter,)) for length in shape)
