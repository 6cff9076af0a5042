"""Double precision: the screen before any proof. NaN and infinity stand for undefined."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager
from fractions import Fraction
from math import erf, inf, pi
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from graders.engine.numbers.plans import Step
from graders.engine.numbers.system import Array, NumberSystem

_erf = np.vectorize(erf, otypes=[np.float64])


class Floats(NumberSystem):
    """float64."""

    dtype: ClassVar[Any] = np.float64

    add = staticmethod(np.add)
    subtract = staticmethod(np.subtract)
    multiply = staticmethod(np.multiply)
    divide = staticmethod(np.divide)
    negate = staticmethod(np.negative)
    power = staticmethod(np.power)
    exp = staticmethod(np.exp)
    log = staticmethod(np.log)
    sqrt = staticmethod(np.sqrt)
    sin = staticmethod(np.sin)
    cos = staticmethod(np.cos)
    tan = staticmethod(np.tan)
    arcsin = staticmethod(np.arcsin)
    arccos = staticmethod(np.arccos)
    arctan = staticmethod(np.arctan)
    sinh = staticmethod(np.sinh)
    cosh = staticmethod(np.cosh)
    tanh = staticmethod(np.tanh)
    abs = staticmethod(np.abs)
    sign = staticmethod(np.sign)
    maximum = staticmethod(np.maximum)
    minimum = staticmethod(np.minimum)

    def running(self) -> AbstractContextManager[Any]:
        """Undefined values are no warnings here."""
        return np.errstate(all="ignore")

    def number(self, value: Fraction) -> float:
        """The nearest double; beyond the doubles, infinity."""
        try:
            return float(value)
        except OverflowError:
            return inf if value > 0 else -inf

    def exact(self, points: NDArray[np.float64]) -> Array:
        """Themselves."""
        return points

    def defined(self, array: Array) -> NDArray[np.bool_]:
        """Where an array is finite."""
        return np.isfinite(array)

    def indicator(self, truth: NDArray[np.bool_]) -> Array:
        """1 where true, else 0."""
        return truth.astype(np.float64)

    def pi(self) -> Array:
        """π."""
        return np.array([pi])

    def integer_power(self, exponent: int, array: Array) -> Array:
        """To an integer; squares and reciprocals by what is exact."""
        if exponent == 2:
            return array * array
        return 1.0 / array if exponent == -1 else array ** float(exponent)

    def sigmoid(self, array: Array) -> Array:
        """1 / (1 + e^−x)."""
        return 1.0 / (1.0 + np.exp(-array))

    def softplus(self, array: Array) -> Array:
        """log(1 + e^x)."""
        return np.logaddexp(0.0, array)

    def erf(self, array: Array) -> Array:
        """The error function."""
        return _erf(array)  # type: ignore[no-any-return]

    def relu(self, array: Array) -> Array:
        """max(x, 0)."""
        return np.maximum(array, 0.0)

    def step(self, array: Array) -> Array:
        """1 for x > 0, else 0; undefined stays undefined."""
        return np.heaviside(array, 0.0)

    def less(self, left: Array, right: Array) -> Array:
        """1 where left < right; undefined stays undefined."""
        return np.heaviside(right - left, 0.0)  # type: ignore[no-any-return]

    def less_equal(self, left: Array, right: Array) -> Array:
        """1 where left ≤ right; undefined stays undefined."""
        return np.heaviside(right - left, 1.0)  # type: ignore[no-any-return]

    def equal(self, left: Array, right: Array) -> Array:
        """1 where left = right; undefined stays undefined."""
        return 1.0 - np.abs(np.sign(left - right))  # type: ignore[no-any-return]

    def where(self, condition: Array, then: Array, otherwise: Array) -> Array:
        """`then` where the condition is not 0; an undefined condition chooses nothing."""
        return np.where(np.isnan(condition), np.nan, np.where(condition != 0, then, otherwise))

    def carry_out(self, step: Step, arrays: Sequence[Array]) -> Array:
        """One step of a contraction; sums by einsum, which keeps no products."""
        if step.summed:
            return np.einsum(step.spec, *arrays)  # type: ignore[no-any-return]
        return super().carry_out(step, arrays)

    def inverse(self, array: Array) -> Array:
        """The inverse of the matrices in the last two axes; singular ones are undefined."""
        matrices = np.moveaxis(array, -1, 0)
        try:
            inverses = np.linalg.inv(matrices)
        except np.linalg.LinAlgError:
            inverses = np.array([_inverse(matrix) for matrix in matrices.reshape(-1, *matrices.shape[-2:])])
            inverses = inverses.reshape(matrices.shape)
        return np.moveaxis(inverses, 0, -1)

    def determinant(self, array: Array) -> Array:
        """The determinant of the matrices in the last two axes."""
        return np.moveaxis(np.linalg.det(np.moveaxis(array, -1, 0)), 0, -1)


def _inverse(matrix: Array) -> Array:
    try:
        return np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        return np.full(matrix.shape, np.nan)


FLOATS = Floats()
