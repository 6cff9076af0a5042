"""How small a term may hide in an expression at a point: the bits that must be seen before equality may be claimed.

1 + exp(−60) differs from 1 in its 87th bit, tanh(8 + x²) from 1 in about its 24th. For each node this bounds, in bits,
how far the smallest term in it may lie below 1 (and the largest above): products add their depths, sums take the
larger, and functions that grow or saturate exponentially contribute the size of their argument. Ball arithmetic then
works with enough bits to see twice as deep.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from functools import reduce
from math import inf, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graders.engine.build import value_of
from graders.engine.graph import Node
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
LARGEST_SIZE = 9  # of a size letter, where answers are compared
EVEN = frozenset({"cos", "sin", "tan"})  # cos(t) = 1 − t²/2


class Depth:
    """Depths of an expression; `needed` are the nodes whose values it asks for."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        """`nodes` are those of the expression, arguments first."""
        self._nodes = nodes
        self._asking = [node for node in nodes if node.primitive in REACH or node.primitive == "power"]
        self.needed = [node.arguments[-1] for node in self._asking]

    def reached(self, needed: Sequence[Array]) -> list[Bits]:
        """How deep the functions go by themselves at some points, from the values asked for there."""
        with np.errstate(all="ignore"):
            return [
                largest(REACH[node.primitive](value) if node.primitive in REACH else np.abs(value))
                for node, value in zip(self._asking, needed, strict=True)
            ]

    def bits(self, exponents: Mapping[str, Bits], reached: Sequence[Bits], points: int) -> Bits:
        """The depth at each point, from the exponents of the inputs."""
        reaches = {id(node): value for node, value in zip(self._asking, reached, strict=True)}
        depths: dict[int, Any] = {}
        with np.errstate(all="ignore"):
            for node in self._nodes:
                depths[id(node)] = self._depth(node, depths, reaches, exponents)
            found = depths[id(self._nodes[-1])] + np.zeros(points)
        return np.where(np.isnan(found), inf, found)

    def _depth(
        self, node: Node, depths: dict[int, Any], reaches: dict[int, Bits], exponents: Mapping[str, Bits]
    ) -> Any:
        """An array with a bound for each point, or a number for all of them."""
        name = node.primitive
        parts = [depths[id(argument)] for argument in node.arguments]
        if name == "input":
            return exponents[str(node.parameters[0])]
        if name == "constant":
            value = value_of(node) or Fraction(1)
            return max(abs(value.numerator).bit_length(), value.denominator.bit_length()) - 1.0
        if name in FLAT or not parts:
            return 4.0
        if name in PRODUCTS:
            return sum(parts[1:], parts[0])
        if name == "product":
            length = node.arguments[0].shape[-1]
            return parts[0] * float(length.coefficient * LARGEST_SIZE ** len(length.letters))
        if name == "integer_power":
            return parts[0] * abs(node.parameters[0])  # type: ignore[arg-type]
        if name in REACH:
            return np.maximum(parts[0], reaches[id(node)])
        if name == "power":
            return parts[0] * np.maximum(1.0, reaches[id(node)])
        if name in EVEN:
            return parts[0] * 2
        if name in ("inverse", "determinant"):
            return parts[0] * 5
        return reduce(np.maximum, parts)


def largest(values: Array) -> Array:
    """The largest entry at each point."""
    return values if values.ndim == 1 else np.maximum.reduce(values.reshape(-1, values.shape[-1]))


def exponents(inputs: Mapping[str, Array]) -> dict[str, Bits]:
    """How many bits the entries of each input lie above or below 1."""
    return {name: largest(np.abs(np.frexp(values)[1].astype(np.float64))) for name, values in inputs.items()}
