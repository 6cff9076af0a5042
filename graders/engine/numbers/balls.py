"""Ball arithmetic: every value is an interval that certainly holds the true one. What is not finite is undefined.

Where a ball lies on both sides of a branch, the value holds both branches.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from fractions import Fraction
from threading import RLock
from typing import Any, ClassVar

import numpy as np
from flint import arb, arb_mat, ctx, fmpq
from numpy.typing import NDArray

from graders.engine.numbers.system import Array, NumberSystem

# The working precision belongs to the whole process: two threads must not change it under each other.
_precision = RLock()
NOTHING = arb.nan()
ZERO, ONE = arb(0), arb(1)


def _map(function: Callable[..., Any], arity: int = 1) -> Callable[..., Array]:
    mapped: Callable[..., Array] = np.frompyfunc(function, arity, 1)
    return mapped


def _either(truth: bool, falsehood: bool) -> arb:
    """1, 0, or a ball with both if neither is certain."""
    return ONE if truth else ZERO if falsehood else ZERO.union(ONE)


def _choose(condition: arb, then: arb, otherwise: arb) -> arb:
    if not condition.is_finite():
        return NOTHING
    if not condition.contains(0):
        return then
    return otherwise if condition == 0 else then.union(otherwise)


def _compared(test: Callable[[arb, arb], bool], contrary: Callable[[arb, arb], bool]) -> Callable[[arb, arb], arb]:
    def compare(left: arb, right: arb) -> arb:
        if not (left.is_finite() and right.is_finite()):
            return NOTHING
        return _either(test(left, right), contrary(left, right))

    return compare


def _open_sign(x: arb) -> arb:
    if not x.is_finite():
        return NOTHING
    return (-ONE).union(ONE) if x.contains(0) else x.sgn()


def _relu(x: arb) -> arb:
    return x.max(ZERO) if x.is_finite() else NOTHING


@dataclass(frozen=True, slots=True)
class Balls(NumberSystem):
    """Balls with midpoints of `bits` bits."""

    bits: int

    dtype: ClassVar[Any] = object

    add = staticmethod(np.add)
    subtract = staticmethod(np.subtract)
    multiply = staticmethod(np.multiply)
    divide = staticmethod(np.true_divide)
    negate = staticmethod(np.negative)
    power = staticmethod(np.power)
    abs = staticmethod(np.abs)
    exp = staticmethod(_map(arb.exp))
    log = staticmethod(_map(arb.log))
    sqrt = staticmethod(_map(arb.sqrt))
    sin = staticmethod(_map(arb.sin))
    cos = staticmethod(_map(arb.cos))
    tan = staticmethod(_map(arb.tan))
    arcsin = staticmethod(_map(arb.asin))
    arccos = staticmethod(_map(arb.acos))
    arctan = staticmethod(_map(arb.atan))
    sinh = staticmethod(_map(arb.sinh))
    cosh = staticmethod(_map(arb.cosh))
    tanh = staticmethod(_map(arb.tanh))
    erf = staticmethod(_map(arb.erf))
    sigmoid = staticmethod(_map(lambda x: 1 / (1 + (-x).exp())))
    softplus = staticmethod(_map(lambda x: x.exp().log1p()))
    sign = staticmethod(_map(lambda x: x.sgn() if x.is_finite() else NOTHING))
    relu = staticmethod(_map(_relu))
    step = staticmethod(_map(lambda x: _either(x > 0, x <= 0) if x.is_finite() else NOTHING))
    maximum = staticmethod(_map(arb.max, 2))
    minimum = staticmethod(_map(arb.min, 2))
    less = staticmethod(_map(_compared(lambda x, y: x < y, lambda x, y: x >= y), 2))
    less_equal = staticmethod(_map(_compared(lambda x, y: x <= y, lambda x, y: x > y), 2))
    equal = staticmethod(_map(_compared(lambda x, y: x == y, lambda x, y: not x.overlaps(y)), 2))
    where = staticmethod(_map(_choose, 3))

    def running(self) -> AbstractContextManager[Any]:
        """At this precision, alone."""
        return _Precision(self.bits)

    def number(self, value: Fraction) -> arb:
        """A ball around an exact number."""
        return arb(fmpq(value.numerator, value.denominator))

    def exact(self, points: NDArray[np.float64]) -> Array:
        """Doubles as the exact numbers they are."""
        return _map(arb)(points.astype(object))

    def defined(self, array: Array) -> NDArray[np.bool_]:
        """Where the balls are finite."""
        return _map(arb.is_finite)(array).astype(bool)

    def indicator(self, truth: NDArray[np.bool_]) -> Array:
        """1 where true, else 0."""
        return _map(lambda true: ONE if true else ZERO)(truth)

    def constant(self, value: Fraction, shape: tuple[int, ...]) -> Array:
        """An array filled with a number."""
        array = np.empty((*shape, 1), dtype=object)
        array.fill(self.number(value))
        return array

    def pi(self) -> Array:
        """π."""
        return np.array([arb.pi()], dtype=object)

    def integer_power(self, exponent: int, array: Array) -> Array:
        """To an integer."""
        power: Array = array**exponent
        return power

    def inverse(self, array: Array) -> Array:
        """The inverse of the matrices in the last two axes; one that may be singular is undefined."""
        matrices = np.moveaxis(array, -1, 0)
        inverses = [_inverse(matrix) for matrix in matrices.reshape(-1, *matrices.shape[-2:])]
        return np.moveaxis(np.array(inverses, dtype=object).reshape(matrices.shape), 0, -1)

    def determinant(self, array: Array) -> Array:
        """The determinant of the matrices in the last two axes."""
        matrices = np.moveaxis(array, -1, 0)
        values = [arb_mat(matrix.tolist()).det() for matrix in matrices.reshape(-1, *matrices.shape[-2:])]
        return np.moveaxis(np.array(values, dtype=object).reshape(matrices.shape[:-2]), 0, -1)


@dataclass(frozen=True, slots=True)
class OpenBalls(Balls):
    """Balls in which a jump that is met has the values of both sides, as only a convention says which one it has.

    What no input moves is compared as it is, as in j ≤ d; where balls cannot tell, it holds and does not hold.
    """

    sign = staticmethod(_map(_open_sign))
    step = staticmethod(_map(lambda x: _either(x > 0, x < 0) if x.is_finite() else NOTHING))
    less = less_equal = staticmethod(_map(_compared(lambda x, y: x < y, lambda x, y: x > y), 2))
    equal = staticmethod(_map(_compared(lambda x, y: False, lambda x, y: not x.overlaps(y)), 2))

    @property
    def still(self) -> Balls:
        """Balls for which equal is equal."""
        return Balls(self.bits)


class _Precision:
    """The surroundings of one precision."""

    __slots__ = ("_before", "_bits")

    def __init__(self, bits: int) -> None:
        self._bits = bits

    def __enter__(self) -> None:
        _precision.acquire()
        self._before = ctx.prec
        ctx.prec = self._bits

    def __exit__(self, *_: object) -> None:
        ctx.prec = self._before
        _precision.release()


def _inverse(matrix: Array) -> Any:
    try:
        return np.array(arb_mat(matrix.tolist()).inv().tolist(), dtype=object)
    except ZeroDivisionError:
        return np.full(matrix.shape, NOTHING, dtype=object)
