"""Shape rules: what shape a primitive gives from the shapes of its arguments and its parameters."""

from __future__ import annotations

from typing import Any

from graders.engine.sizes import ONE, Shape, ShapeError, Size, broadcast, product, show


def elementwise(*arguments: Shape) -> Shape:
    """Entry by entry, an axis of length 1 stretching."""
    return broadcast(*arguments)


def elementwise_power(base: Shape, _exponent: int) -> Shape:
    """The same shape, whatever the exponent."""
    return base


def number() -> Shape:
    """A number."""
    return ()


def size_number(_size: Size) -> Shape:
    """A size as a number."""
    return ()


def square(length: Size) -> Shape:
    """The identity matrix of a size."""
    return (length, length)


def counted(length: Size) -> Shape:
    """0, 1, … up to a size."""
    return (length,)


def marked(index: Shape, length: Size) -> Shape:
    """An axis with a 1 at the index, which counts from 0."""
    return (*index, length)


def stretched(argument: Shape, target: Shape) -> Shape:
    """The target, if the argument stretches to it."""
    if broadcast(argument, target) != target:
        raise ShapeError(f"{show(argument)} does not stretch to {show(target)}")
    return target


def regrouped(argument: Shape, target: Shape) -> Shape:
    """The target, if it has as many entries as the argument."""
    if product(argument) != product(target):
        raise ShapeError(f"{show(argument)} has not as many entries as {show(target)}")
    return target


def permuted(argument: Shape, order: tuple[int, ...]) -> Shape:
    """The same axes in another order."""
    if sorted(order) != list(range(len(argument))):
        raise ShapeError(f"{order} is not an order of the axes of {show(argument)}")
    return tuple(argument[axis] for axis in order)


def without(argument: Shape, axes: tuple[int, ...]) -> Shape:
    """All axes but those that are summed."""
    if not set(axes) <= set(range(len(argument))):
        raise ShapeError(f"{show(argument)} has no axes {axes}")
    return tuple(axis for position, axis in enumerate(argument) if position not in axes)


def without_last(argument: Shape) -> Shape:
    """All axes but the last."""
    if not argument:
        raise ShapeError("a number has no axis")
    return argument[:-1]


def inserted(argument: Shape, positions: tuple[int, ...]) -> Shape:
    """The axes with new ones of length 1 at the given positions of the result."""
    axes = list(argument)
    for position in positions:
        axes.insert(position, ONE)
    return tuple(axes)


def contracted(*arguments: Any) -> Shape:
    """The axes named after the arrow of an einsum string, whose letters must agree in size."""
    *shapes, spec = arguments
    inputs, output = spec.split("->")
    lengths: dict[str, Size] = {}
    for letters, axes in zip(inputs.split(","), shapes, strict=True):
        if len(letters) != len(axes):
            raise ShapeError(f"{letters} does not name the axes of {show(axes)}")
        for letter, axis in zip(letters, axes, strict=True):
            if lengths.setdefault(letter, axis) != axis:
                raise ShapeError(f"the sizes {lengths[letter]} and {axis} do not match")
    if len(set(output)) != len(output) or not set(output) <= lengths.keys():
        raise ShapeError(f"{output} repeats an axis or names one that no array has")
    return tuple(lengths[letter] for letter in output)


def picked(argument: Shape, axis: int, index: int) -> Shape:
    """All axes but the one in which an entry is picked."""
    if not 0 <= axis < len(argument):
        raise ShapeError(f"{show(argument)} has no axis {axis}")
    length = argument[axis]
    if not length.letters and not 0 <= index < length.coefficient:
        raise ShapeError(f"there is no entry {index + 1} among {length}")
    return argument[:axis] + argument[axis + 1 :]


def joined(*arguments: Any) -> Shape:
    """Arrays one after the other along an axis."""
    *shapes, axis = arguments
    first, *others = shapes
    length: Size = first[axis]
    for other in others:
        if len(other) != len(first) or other[:axis] + other[axis + 1 :] != first[:axis] + first[axis + 1 :]:
            raise ShapeError(f"{show(first)} and {show(other)} cannot be put side by side")
        length = length + other[axis]
    return (*first[:axis], length, *first[axis + 1 :])


def stacked(*arguments: Any) -> Shape:
    """Arrays of one shape along a new axis."""
    *shapes, axis = arguments
    first = shapes[0]
    if any(other != first for other in shapes):
        raise ShapeError("entries of different shapes cannot be stacked")
    return (*first[:axis], Size(len(shapes)), *first[axis:])


def square_matrix(argument: Shape) -> Shape:
    """The shape itself, if its last two axes are a square matrix."""
    if len(argument) < 2 or argument[-1] != argument[-2]:
        raise ShapeError(f"{show(argument)} is not a square matrix")
    return argument


def determinant(argument: Shape) -> Shape:
    """The axes before a square matrix."""
    return square_matrix(argument)[:-2]


def dropped(axes: Shape) -> Shape:
    """The shape without axes of length 1."""
    return tuple(axis for axis in axes if axis != ONE)
