"""How small a term may hide in an expression at a point: the bits that must be seen before equality may be claimed.

1 + exp(−60) differs from 1 in its 87th bit, tanh(8 + x²) from 1 in about its 24th. For each node this bounds, in bits,
how far the smallest term in it may lie below 1 (and the largest above): products add their depths, sums take the
larger, and functions that grow or saturate exponentially contribute the size of their argument. Ball arithmetic then
works with enough bits to see twice as deep.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import inf, log

import numpy as np
from numpy.typing import NDArray

from graders.engine.build import value_of
from graders.engine.graph import Node, tape
from graders.engine.numbers.system import Array

Bits = NDArray[np.float64]

LN2 = log(2.0)
# How deep a function of x goes, by x: e^x is 2^(x/ln 2), 1 − tanh x is about 2e^(−2x), 1 − erf x about e^(−x²).
REACH: Mapping[str, Callable[[Array], Array]] = {
    "exp": lambda x: np.abs(x) / LN2,
    "sinh": lambda x: np.abs(x) / LN2,
    "cosh": lambda x: np.abs(x) / LN2,
    "sigmoid": lambda x: np.abs(x) / LN2,
    "softplus": lambda x: np.abs(x) / LN2,
    "tanh": lambda x: np.abs(x) * 2 / LN2,
    "erf": lambda x: x * x / LN2,
}
FLAT = frozenset({"sign", "step", "less", "less_equal", "equal", "eye", "iota", "onehot"})
PRODUCTS = frozenset({"multiply", "divide", "contract"})
EVEN = frozenset({"cos", "sin", "tan"})  # cos(t) = 1 − t²/2


class Depth:
    """Depths of an expression; `needed` are the nodes whose values it asks for."""

    def __init__(self, outputs: Sequence[Node]) -> None:
        self._order = list(tape(outputs))
        self._outputs = outputs
        wanted = [node for node in self._order if node.primitive in REACH or node.primitive == "power"]
        self.needed = [argument for node in wanted for argument in node.arguments]

    def bits(self, inputs: Mapping[str, Array], needed: Sequence[Array], points: int) -> Bits:
        """The depth at each point."""
        sizes = {id(node): value for node, value in zip(self.needed, needed, strict=True)}
        depths: dict[int, Bits] = {}
        with np.errstate(all="ignore"):
            for node in self._order:
                depths[id(node)] = self._depth(node, depths, sizes, inputs)
        zero = np.zeros(points)
        found = np.maximum.reduce([zero, *(depths[id(output)] + zero for output in self._outputs)])
        return np.where(np.isnan(found), inf, found)

    def _depth(self, node: Node, depths: dict[int, Bits], sizes: dict[int, Array], inputs: Mapping[str, Array]) -> Bits:
        name = node.primitive
        parts = [depths[id(argument)] for argument in node.arguments]
        if name == "input":
            return _exponents(inputs[str(node.parameters[0])])
        if name == "constant":
            value = value_of(node) or Fraction(1)
            return np.array([max(abs(value.numerator).bit_length(), value.denominator.bit_length()) - 1.0])
        if name in FLAT or not parts:
            return np.array([4.0])
        if name in PRODUCTS:
            return sum(parts[1:], parts[0])
        if name == "integer_power":
            return parts[0] * abs(node.parameters[0])  # type: ignore[arg-type]
        if name in REACH:
            return np.maximum(parts[0], _largest(REACH[name](sizes[id(node.arguments[0])])))
        if name == "power":
            return parts[0] * np.maximum(1.0, _largest(np.abs(sizes[id(node.arguments[1])])))
        if name in EVEN:
            return parts[0] * 2
        if name in ("inverse", "determinant"):
            return parts[0] * 5
        return np.maximum.reduce(np.broadcast_arrays(*parts)) if len(parts) > 1 else parts[0]


def _largest(values: Array) -> Bits:
    """The largest entry at each point."""
    found: Bits = values.reshape(-1, values.shape[-1]).max(axis=0, initial=0.0)
    return found


def _exponents(values: Array) -> Bits:
    """How many bits the entries lie above or below 1."""
    return _largest(np.abs(np.frexp(values)[1].astype(np.float64)))
