"""Axes of which a few places show what happens on an axis of any length.

An entry depends on the inputs at its own places, on sums along the axes, and on the sizes as numbers. So the places
1, 2, 3, 4, d/3, d/2 and d stand for d = a billion places, of which all but the first six are taken to be alike: a sum
along the axis counts the last of the seven as often as there are places like it. That is the sum at a real point of
that size, as long as what is summed does not know the places by their numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from graders.engine.graph import Node
from graders.engine.rules.axes import as_einsum
from graders.engine.shapes import dropped
from graders.engine.sizes import LATER, Shape, Size

FEW = 7  # places of a thinned axis
_EINSUMS = frozenset({"sum", "contract"})
_WHOLE = frozenset({"inverse", "determinant"})
_POSITIONAL = frozenset({"eye", "iota", "onehot"})


def summed(node: Node) -> set[str]:
    """The letters of the axes that a node sums over, multiplies along or mixes."""
    return {letter for length in (*_mixed(node), *_added(node)) for letter in length.letters}


def thins(nodes: Sequence[Node], letter: str) -> bool:
    """Whether no node, arguments coming first, multiplies along or mixes the axes of a size or names a place far off.

    What they sum along them may not depend on the numbers of the places.
    """
    positional: set[Node] = set()
    for node in nodes:
        if any(letter in length.letters for length in _mixed(node)) or _goes_far(node, letter):
            return False
        if any(letter in length.letters and length != Size(1, (letter,)) for length in node.shape):
            return False  # of 2d or n d places there are no few to be had
        knows = not positional.isdisjoint(node.arguments)
        if knows and any(letter in length.letters for length in _added(node)):
            return False
        if knows or (node.primitive in _POSITIONAL and any(letter in length.letters for length in node.shape)):
            positional.add(node)
    return True


def weights(node: Node, sizes: Mapping[str, int]) -> Iterable[tuple[int, int, Sequence[int]]]:
    """How often each place counts in a sum along thinned axes: the argument, its axis, the weights of its places."""
    if node.primitive not in _EINSUMS:
        return
    inputs, output = as_einsum(node)
    done = set(output)
    for at, (named, argument) in enumerate(zip(inputs, node.arguments, strict=True)):
        for axis, (name, length) in enumerate(zip(named, argument.shape, strict=True)):
            alike = length.number(sizes) - length.at(sizes)
            if name not in done and alike:
                yield at, axis, (*[1] * (FEW - 1), alike + 1)
            done.add(name)


def _added(node: Node) -> Iterable[Size]:
    if node.primitive not in _EINSUMS:
        return ()
    inputs, output = as_einsum(node)
    shapes = [argument.shape for argument in node.arguments]
    pairs = [pair for named, shape in zip(inputs, shapes, strict=True) for pair in zip(named, shape, strict=True)]
    return [length for name, length in pairs if name not in output]


def _mixed(node: Node) -> Iterable[Size]:
    shapes: list[Shape] = [argument.shape for argument in node.arguments]
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
