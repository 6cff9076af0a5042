"""Two more number systems, as oracles: autograd's own arithmetic, and Python's fractions.

The evaluator does not know what it counts with, so a graph can be run by somebody else's code and differentiated there.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable
from contextlib import nullcontext
from fractions import Fraction
from itertools import permutations
from math import erf, prod

import autograd
import autograd.numpy as anp
import numpy as np
import pytest
from autograd.extend import defvjp, primitive

from graders.engine.evaluate import Tape
from graders.engine.numbers.system import NumberSystem

SIZES = {"n": 3, "d": 4, "k": 5}


_erf = primitive(np.vectorize(erf, otypes=[np.float64]))
defvjp(_erf, lambda value, x: lambda cotangent: cotangent * 2 / np.sqrt(np.pi) * anp.exp(-(x**2)))


class AutogradNumbers(NumberSystem):
    """Counts with autograd.numpy, one point at a time."""

    dtype = np.float64

    def __getattr__(self, name: str) -> Callable[..., object]:
        return getattr(anp, name)

    def running(self):
        return np.errstate(all="ignore")

    def number(self, value):
        return float(value)

    def indicator(self, truth):
        return truth.astype(float)

    def pi(self):
        return np.array([np.pi])

    def divide(self, left, right):
        return left / right

    def negate(self, x):
        return -x

    def integer_power(self, exponent, x):
        return x ** float(exponent)

    def sigmoid(self, x):
        return 1 / (1 + anp.exp(-x))

    def softplus(self, x):
        return anp.logaddexp(0.0, x)

    def erf(self, x):
        return _erf(x)

    def relu(self, x):
        return anp.maximum(x, 0.0)

    def step(self, x):
        return (x > 0) * 1.0

    def less(self, x, y):
        return (x < y) * 1.0

    def less_equal(self, x, y):
        return (x <= y) * 1.0

    def equal(self, x, y):
        return (x == y) * 1.0

    def where(self, condition, then, otherwise):
        return condition * then + (1 - condition) * otherwise

    def broadcast_to(self, shape, x):
        return x * np.ones((*shape, 1))

    def reshape(self, shape, x):
        return anp.reshape(x, (*shape, 1))

    def permute(self, order, x):
        return anp.transpose(x, (*order, len(order)))

    def insert(self, positions, x):
        for position in positions:
            x = anp.expand_dims(x, position)
        return x

    def sum(self, axes, x):
        return anp.sum(x, axis=axes)

    def product(self, x):
        return anp.prod(x, axis=-2)

    def concatenate(self, axis, *arrays):
        return anp.concatenate(arrays, axis=axis)

    def stack(self, axis, *arrays):
        return anp.stack(arrays, axis=axis)

    def contract(self, spec, *arrays):
        """einsum, whose derivative autograd refuses for a letter twice in one array: that becomes an identity."""
        inputs, output = spec.split("->")
        unused = iter("ZYXWVUTSRQPO")
        named, extra = [], []
        for letters, array in zip(inputs.split(","), arrays, strict=True):
            seen = ""
            for letter, length in zip(letters, array.shape, strict=False):
                if letter in seen:
                    copy = next(unused)
                    extra.append((letter + copy, np.eye(length)[:, :, None]))
                    letter = copy
                seen += letter
            named.append(seen)
        named += [letters for letters, _ in extra]
        operands = [array[..., 0] for array in [*arrays, *(eye for _, eye in extra)]]
        return anp.einsum(",".join(named) + "->" + output, *operands)[..., None]

    def inverse(self, x):
        return anp.linalg.inv(x[..., 0])[..., None]

    def determinant(self, x):
        return anp.linalg.det(x[..., 0])[..., None]


class Fractions(NumberSystem):
    """Counts with fractions, which are never rounded."""

    dtype = object

    add, subtract, multiply = staticmethod(np.add), staticmethod(np.subtract), staticmethod(np.multiply)
    divide, negate = staticmethod(np.true_divide), staticmethod(np.negative)

    def running(self):
        return nullcontext()

    def number(self, value):
        return value

    def exact(self, points):
        return np.frompyfunc(Fraction, 1, 1)(points)

    def indicator(self, truth):
        return np.frompyfunc(lambda true: Fraction(int(true)), 1, 1)(truth)

    def integer_power(self, exponent, x):
        return x**exponent

    def determinant(self, x):
        size = x.shape[-2]
        total = 0
        for order in permutations(range(size)):
            swaps = sum(order[i] > order[j] for j in range(size) for i in range(j))
            total = total + (-1) ** swaps * prod((x[..., i, order[i], :] for i in range(size)), start=Fraction(1))
        return total

    def inverse(self, x):
        size = x.shape[-2]
        value = np.empty_like(x)
        for i in range(size):
            for j in range(size):
                minor = np.delete(np.delete(x, j, axis=-3), i, axis=-2)
                value[..., i, j, :] = (-1) ** (i + j) * self.determinant(minor) / self.determinant(x)
        return value


@pytest.fixture(scope="session")
def fractions() -> Fractions:
    """Exact arithmetic by Python."""
    return Fractions()


@pytest.fixture(scope="session")
def autograd_jacobian():
    """The Jacobian of a node by an input at the points, as autograd finds it: output axes, input axes, points."""

    def jacobian(output, inputs, wrt, sizes=SIZES):
        numbers, tape = AutogradNumbers(), Tape([output])
        points = next(iter(inputs.values())).shape[-1]
        columns = []
        for point in range(points):
            here = {name: value[..., point : point + 1] for name, value in inputs.items()}

            def value(x, here=here):
                return tape.run(numbers, {**here, wrt: x[..., None]}, sizes)[0][..., 0]

            with warnings.catch_warnings(action="ignore"):  # autograd warns where a value does not move
                columns.append(autograd.jacobian(value)(inputs[wrt][..., point]))
        return np.stack(columns, axis=-1)

    return jacobian
