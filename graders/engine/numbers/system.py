"""What every number system offers: the value of each primitive on arrays whose last axis is the sample points.

The methods carry the names of the primitives; parameters come first, then the arrays. What only moves entries
about is the same in all systems and stands here; arithmetic and functions are the systems' own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from fractions import Fraction
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from graders.engine.numbers.plans import Step, plan

Array = NDArray[Any]


class NumberSystem:
    """Numbers of one kind, counted at many points at once. Points are the last axis; constants have one point."""

    dtype: ClassVar[Any]
    multiply: Callable[..., Array]

    @property
    def still(self) -> NumberSystem | None:
        """Who compares what no input moves; None for floats."""
        return None

    def running(self) -> AbstractContextManager[Any]:
        """The surroundings in which the methods are called."""
        raise NotImplementedError

    def number(self, value: Fraction) -> Any:
        """An exact number in this system."""
        raise NotImplementedError

    def exact(self, points: NDArray[np.float64]) -> Array:
        """Doubles as the exact (dyadic) numbers they are."""
        raise NotImplementedError

    def defined(self, array: Array) -> NDArray[np.bool_]:
        """Where an array has a value."""
        raise NotImplementedError

    def constant(self, value: Fraction, shape: tuple[int, ...]) -> Array:
        """An array filled with a number."""
        number = np.array([self.number(value)], dtype=self.dtype)
        return np.broadcast_to(number, (*shape, 1)) if shape else number

    def size_value(self, size: int) -> Array:
        """A size as a number."""
        return self.constant(Fraction(size), ())

    def indicator(self, truth: NDArray[np.bool_]) -> Array:
        """1 where true, else 0."""
        raise NotImplementedError

    def eye(self, size: int) -> Array:
        """The identity matrix."""
        return _identity(self, size)

    def iota(self, places: Sequence[int]) -> Array:
        """0, 1, 2, … along an axis, or whichever places it has."""
        return np.array([[self.number(Fraction(at))] for at in places], dtype=self.dtype)

    def onehot(self, places: Sequence[int], index: Array) -> Array:
        """1 at an index, which is a whole number below the size, and 0 elsewhere along a new axis."""
        at = index.astype(float).astype(np.int64)[..., None, :]
        return self.indicator(at == np.array(places)[:, None])

    def where(self, condition: Array, then: Array, otherwise: Array) -> Array:
        """`then` where the condition is not 0."""
        return np.where(condition != 0, then, otherwise)

    def broadcast_to(self, shape: tuple[int, ...], array: Array) -> Array:
        """Stretched to a shape."""
        return np.broadcast_to(array, (*shape, array.shape[-1]))

    def reshape(self, shape: tuple[int, ...], array: Array) -> Array:
        """The entries in the same order in another shape."""
        return array.reshape(*shape, array.shape[-1])

    def permute(self, order: tuple[int, ...], array: Array) -> Array:
        """The axes in another order."""
        return array.transpose(*order, len(order))

    def insert(self, positions: tuple[int, ...], array: Array) -> Array:
        """New axes of length 1."""
        return array[_inserting(positions, array.ndim + len(positions))]

    def sum(self, axes: tuple[int, ...], array: Array) -> Array:
        """The sum over axes."""
        return np.add.reduce(array, axis=axes)  # type: ignore[no-any-return]

    def product(self, array: Array) -> Array:
        """The product along the last axis."""
        return np.multiply.reduce(array, axis=-2)  # type: ignore[no-any-return]

    def contract(self, spec: str, *arrays: Array) -> Array:
        """An einsum over all but the last axis, two arrays at a time."""
        steps = plan(spec)
        if len(steps) == 1:
            return self.carry_out(steps[0], arrays)
        values = list(arrays)
        for step in steps:
            values.append(self.carry_out(step, [values[at] for at in step.operands]))
        return values[-1]

    def carry_out(self, step: Step, arrays: Sequence[Array]) -> Array:
        """One step of a contraction: a product, then a sum."""
        value = step.places[0].of(arrays[0])
        if len(arrays) == 2:
            value = self.multiply(value, step.places[1].of(arrays[1]))
        return self.sum(step.summed, value) if step.summed else value

    def take(self, axis: int, index: int, array: Array) -> Array:
        """One entry along an axis."""
        return array[(slice(None),) * axis + (index,)]

    def concatenate(self, axis: int, *arrays: Array) -> Array:
        """One after the other along an axis."""
        return np.concatenate(_same_points(arrays), axis=axis)

    def stack(self, axis: int, *arrays: Array) -> Array:
        """Side by side along a new axis."""
        return np.stack(_same_points(arrays), axis=axis)


@lru_cache(maxsize=256)
def _identity(system: NumberSystem, size: int) -> Array:
    matrix = system.indicator(np.eye(size, dtype=bool)[:, :, None])
    matrix.setflags(write=False)
    return matrix


@lru_cache(maxsize=1024)
def _inserting(positions: tuple[int, ...], rank: int) -> tuple[slice | None, ...]:
    return tuple(None if axis in positions else slice(None) for axis in range(rank))


def _same_points(arrays: Sequence[Array]) -> list[Array]:
    points = max(array.shape[-1] for array in arrays)
    return [np.broadcast_to(array, (*array.shape[:-1], points)) for array in arrays]
