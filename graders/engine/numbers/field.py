"""Exact arithmetic modulo primes of about 31 bits: two rational expressions that agree here at random points are equal.

Every column (sample point) may have a modulus of its own. Residues are int64 in [0, p), so that a product fits; −1
stands for undefined (a division by zero) and spreads to whatever is counted with it.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from fractions import Fraction
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from graders.engine.numbers.elimination import eliminate, inverses
from graders.engine.numbers.system import Array, NumberSystem

UNDEFINED = -1
LARGEST = 2**63  # of the integers that an array takes


class Field(NumberSystem):
    """Residues modulo `moduli`: one for all points, or one for each. Made by `field`, once for the same moduli."""

    dtype: ClassVar[Any] = np.int64

    def __init__(self, moduli: tuple[int, ...]) -> None:
        self.moduli = np.array(moduli, dtype=np.int64)
        self.partial = False  # whether something undefined was ever met; until then nobody looks for it

    def running(self) -> AbstractContextManager[Any]:
        """Nothing is needed."""
        return nullcontext()

    def number(self, value: Fraction) -> NDArray[np.int64]:
        """The residues of an exact number, one for each modulus."""
        if value.denominator == 1 and abs(value.numerator) < LARGEST:
            return value.numerator % self.moduli
        return np.array([self._residue(value, modulus) for modulus in self.moduli.tolist()], dtype=np.int64)

    def _residue(self, value: Fraction, modulus: int) -> int:
        if value.denominator % modulus == 0:
            self.partial = True
            return UNDEFINED
        return value.numerator * pow(value.denominator, -1, modulus) % modulus

    def exact(self, points: NDArray[np.float64]) -> Array:
        """Doubles as the dyadic numbers they are."""
        wide = np.broadcast_to(points, np.broadcast_shapes(points.shape, self.moduli.shape))
        moduli = np.broadcast_to(self.moduli, wide.shape)
        residues = [
            self._residue(Fraction(x), m) for x, m in zip(wide.ravel().tolist(), moduli.ravel().tolist(), strict=True)
        ]
        return np.array(residues, dtype=np.int64).reshape(wide.shape)

    def defined(self, array: Array) -> NDArray[np.bool_]:
        """Where nothing was divided by zero."""
        return array >= 0

    def constant(self, value: Fraction, shape: tuple[int, ...]) -> Array:
        """An array filled with a number."""
        number = self.number(value)
        return np.broadcast_to(number, (*shape, len(self.moduli))) if shape else number

    def iota(self, places: Sequence[int]) -> Array:
        """0, 1, 2, … along an axis, or whichever places it has."""
        return np.array(places, dtype=np.int64)[:, None] % self.moduli

    def indicator(self, truth: NDArray[np.bool_]) -> Array:
        """1 where true, else 0."""
        return truth.astype(np.int64)

    def _marked(self, value: Array, *operands: Array) -> Array:
        """The value, undefined where an operand is."""
        if not self.partial:
            return value
        undefined = operands[0] < 0
        for operand in operands[1:]:
            undefined = undefined | (operand < 0)
        return np.where(undefined, UNDEFINED, value)

    def add(self, left: Array, right: Array) -> Array:
        """left + right."""
        return self._marked((left + right) % self.moduli, left, right)

    def subtract(self, left: Array, right: Array) -> Array:
        """left − right."""
        return self._marked((left - right) % self.moduli, left, right)

    def multiply(self, left: Array, right: Array) -> Array:
        """left · right."""
        return self._marked(left * right % self.moduli, left, right)

    def negate(self, array: Array) -> Array:
        """−x."""
        return self._marked(-array % self.moduli, array)

    def divide(self, left: Array, right: Array) -> Array:
        """left / right."""
        return self.multiply(left, self._reciprocal(right))

    def _reciprocal(self, array: Array) -> Array:
        zero = array <= 0
        if zero.any():
            self.partial = True
            return np.where(zero, UNDEFINED, inverses(np.where(zero, 1, array), self.moduli))
        return inverses(array, self.moduli)

    def integer_power(self, exponent: int, array: Array) -> Array:
        """To an integer, by squaring."""
        if exponent < 0:
            return self.integer_power(-exponent, self._reciprocal(array))
        value = np.ones_like(array)
        square = array
        while exponent:
            if exponent & 1:
                value = value * square % self.moduli
            exponent >>= 1
            if exponent:
                square = square * square % self.moduli
        return self._marked(value, array)

    def sum(self, axes: tuple[int, ...], array: Array) -> Array:
        """The sum over axes: of residues below 2³¹, fewer than 2³² of them, it fits."""
        value = np.add.reduce(array, axis=axes) % self.moduli
        if self.partial:
            return np.where((array < 0).any(axis=axes), UNDEFINED, value)
        return value  # type: ignore[no-any-return]

    def product(self, array: Array) -> Array:
        """The product along the last axis, one factor at a time."""
        value = array[..., 0, :]
        for at in range(1, array.shape[-2]):
            value = self.multiply(value, array[..., at, :])
        return value

    def equal(self, left: Array, right: Array) -> Array:
        """1 where left = right."""
        return self._marked((left == right).astype(np.int64), left, right)

    def inverse(self, array: Array) -> Array:
        """The inverse of the matrices in the last two axes; singular ones are undefined."""
        return self._eliminated(array)[0]

    def determinant(self, array: Array) -> Array:
        """The determinant of the matrices in the last two axes."""
        return self._eliminated(array)[1]

    def _eliminated(self, array: Array) -> tuple[Array, Array]:
        inverse, determinant = eliminate(np.where(array < 0, 0, array), self.moduli)
        lost = (array < 0).any(axis=(-3, -2))
        if lost.any() or not determinant.all():
            self.partial = True
            inverse = np.where(((determinant == 0) | lost)[..., None, None, :], UNDEFINED, inverse)
            determinant = np.where(lost, UNDEFINED, determinant)
        return inverse, determinant


@lru_cache(maxsize=256)
def field(*moduli: int) -> Field:
    """The field of a prime below 2³¹, or one prime for each sample point."""
    return Field(moduli)
