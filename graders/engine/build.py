"""Building graphs with the obvious simplifications: nothing times zero, nothing times one, no transposed transpose.

Derivatives are built here, so that they stay about as small as a person would write them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from graders.engine.contraction import contract
from graders.engine.graph import Graph, Node
from graders.engine.letters import Letters, scaled
from graders.engine.shapes import dropped
from graders.engine.sizes import ONE, Shape, ShapeError, broadcast
from graders.engine.totality import is_total

LARGEST_EXPONENT = 64


@dataclass(frozen=True, slots=True)
class Build:
    """Makes simplified nodes on a graph."""

    graph: Graph

    def apply(self, primitive: str, *arguments: Node, parameters: tuple[object, ...] = ()) -> Node:
        """A primitive as it is."""
        return self.graph.apply(primitive, *arguments, parameters=parameters)

    def constant(self, value: int | Fraction, shape: Shape = ()) -> Node:
        """A number, or an array filled with it."""
        return self.graph.constant(value, shape)

    def add(self, left: Node, right: Node) -> Node:
        """left + right."""
        shape = broadcast(left.shape, right.shape)
        if value_of(left) == 0:
            return self.broadcast_to(right, shape)
        if value_of(right) == 0:
            return self.broadcast_to(left, shape)
        if left is right:
            return self._scale(Fraction(2), left)
        if right.primitive == "negate":
            return self.apply("subtract", left, right.arguments[0])
        if left.primitive == "negate":
            return self.apply("subtract", right, left.arguments[0])
        return self.apply("add", left, right)

    def subtract(self, left: Node, right: Node) -> Node:
        """left − right."""
        return self.add(left, self.negate(right))

    def total(self, terms: Sequence[Node], shape: Shape) -> Node:
        """The sum of all terms; nothing is zero."""
        if not terms:
            return self.constant(0, shape)
        first, *others = terms
        for term in others:
            first = self.add(first, term)
        return first

    def negate(self, node: Node) -> Node:
        """−node."""
        if (value := value_of(node)) is not None:
            return self.constant(-value, node.shape)
        if node.primitive == "negate":
            return node.arguments[0]
        if scaled(node):
            return self.multiply(self.negate(node.arguments[0]), node.arguments[1])
        return self.apply("negate", node)

    def multiply(self, left: Node, right: Node) -> Node:
        """left · right, entry by entry."""
        shape = broadcast(left.shape, right.shape)
        if value_of(right) is not None:
            left, right = right, left
        if (value := value_of(left)) is not None:
            return self._scale(value, self.broadcast_to(right, shape))
        if sparse(left) or sparse(right):
            return self._joined(left, right, shape)
        if right.primitive == "negate" or scaled(right):
            left, right = right, left
        if left.primitive == "negate":
            return self.negate(self.multiply(left.arguments[0], right))
        if scaled(left):
            return self.multiply(left.arguments[0], self.multiply(left.arguments[1], right))
        return self.apply("multiply", left, right)

    def _scale(self, value: Fraction, node: Node) -> Node:
        if (known := value_of(node)) is not None:
            return self.constant(value * known, node.shape)
        if not value:
            return self.constant(0, node.shape) if is_total([node]) else self.apply("multiply", self.constant(0), node)
        if node.primitive == "negate":
            value, node = -value, node.arguments[0]
        if scaled(node):
            value, node = value * node.arguments[0].parameters[0], node.arguments[1]  # type: ignore[operator]
        if value == -1:
            return self.negate(node)
        return node if value == 1 else self.apply("multiply", self.constant(value), node)

    def _joined(self, left: Node, right: Node, shape: Shape) -> Node:
        """A product with an identity in it, written with letters so that the identity can go."""
        lengths = dict(enumerate(shape))
        placed = []
        for node in (left, right):
            letters = []
            for axis, length in enumerate(node.shape, start=len(shape) - len(node.shape)):
                letter = axis if length == shape[axis] else len(lengths)
                lengths[letter] = length
                letters.append(letter)
            placed.append((node, tuple(letters)))
        return contract(self.graph, tuple(range(len(shape))), lengths, *placed)

    def divide(self, left: Node, right: Node) -> Node:
        """left / right, entry by entry."""
        if divisor := value_of(right):
            return self.multiply(left, self.constant(1 / divisor, right.shape))
        if (value := value_of(left)) is not None and right.primitive == "broadcast_to":
            shape = broadcast(left.shape, right.shape)
            return self.broadcast_to(self.divide(self.constant(value), right.arguments[0]), shape)
        if sparse(left):
            return self.multiply(left, self.apply("divide", self.constant(1), right))
        return self.apply("divide", left, right)

    def integer_power(self, base: Node, exponent: int) -> Node:
        """base to an integer, entry by entry."""
        if exponent == 0:
            return self.add(self.constant(1), self.multiply(self.constant(0), base))
        return base if exponent == 1 else self.apply("integer_power", base, parameters=(exponent,))

    def power(self, base: Node, exponent: Node) -> Node:
        """base to any exponent, entry by entry."""
        value = value_of(exponent)
        if value is not None and value.denominator == 1 and abs(value) <= LARGEST_EXPONENT:
            return self.broadcast_to(self.integer_power(base, int(value)), broadcast(base.shape, exponent.shape))
        return self.apply("power", base, exponent)

    def where(self, condition: Node, then: Node, otherwise: Node) -> Node:
        """`then` where the condition is not 0."""
        if then is otherwise:
            return self.broadcast_to(then, broadcast(condition.shape, then.shape))
        return self.apply("where", condition, then, otherwise)

    def einsum(self, spec: str, *arrays: Node) -> Node:
        """Σ Π arrays over the letters that are not in the output; an axis before the named ones is kept as it is."""
        named, output, count = _numbered(spec)
        leading = max(len(node.shape) - len(letters) for node, letters in zip(arrays, named, strict=True))
        before = tuple(range(count, count + leading))
        placed = []
        for node, letters in zip(arrays, named, strict=True):
            own = len(node.shape) - len(letters)
            placed.append((node, before[leading - own :] + letters))
        return contract(self.graph, before + output, {}, *placed)

    def permute(self, node: Node, order: Sequence[int]) -> Node:
        """The axes in another order."""
        axes = tuple(range(len(node.shape)))
        return contract(self.graph, tuple(order), dict(enumerate(node.shape)), (node, axes))

    def transpose(self, node: Node) -> Node:
        """The last two axes exchanged."""
        *before, row, column = range(len(node.shape))
        return self.permute(node, (*before, column, row))

    def sum(self, node: Node, axes: Sequence[int]) -> Node:
        """The sum over some axes, which go."""
        letters = tuple(range(len(node.shape)))
        kept = tuple(letter for letter in letters if letter not in axes)
        return contract(self.graph, kept, dict(enumerate(node.shape)), (node, letters))

    def broadcast_to(self, node: Node, shape: Shape) -> Node:
        """The array stretched to a shape."""
        if node.shape == shape:
            return node
        if (value := value_of(node)) is not None:
            return self.constant(value, shape)
        broadcast(node.shape, shape)
        return self._joined(node, self.constant(1, shape), shape)

    def reshape(self, node: Node, shape: Shape) -> Node:
        """The entries in the same order in another shape."""
        if node.shape == shape:
            return node
        if (value := value_of(node)) is not None:
            return self.constant(value, shape)
        if dropped(node.shape) == dropped(shape):
            return self._singletons(node, shape)
        return self.apply("reshape", node, parameters=(shape,))

    def _singletons(self, node: Node, shape: Shape) -> Node:
        """Axes of length 1 dropped and inserted."""
        lengths = dict(enumerate(node.shape))
        long = iter([axis for axis, length in lengths.items() if length != ONE])
        output = []
        for length in shape:
            output.append(len(lengths) if length == ONE else next(long))
            lengths[output[-1]] = length
        return contract(self.graph, tuple(output), lengths, (node, tuple(range(len(node.shape)))))

    def identity(self, axes: Shape) -> Node:
        """The derivative of an array by itself: shape axes + axes."""
        rank = len(axes)
        lengths = dict(enumerate(axes + axes))
        eyes = [
            (self.apply("eye", parameters=(length,)), (at, at + rank))
            for at, length in enumerate(axes)
            if length != ONE
        ]
        return contract(self.graph, tuple(range(2 * rank)), lengths, *eyes)


@lru_cache(maxsize=1024)
def _numbered(spec: str) -> tuple[tuple[Letters, ...], Letters, int]:
    """An einsum string with numbers for letters: of the arrays, of the output, and how many there are."""
    inputs, output = spec.replace(" ", "").split("->")
    numbers = {letter: at for at, letter in enumerate(dict.fromkeys(inputs.replace(",", "")))}
    if not set(output) <= numbers.keys():
        raise ShapeError(f"{output} names an axis that no array has")
    named = tuple(tuple(numbers[letter] for letter in letters) for letters in inputs.split(","))
    return named, tuple(numbers[letter] for letter in output), len(numbers)


def value_of(node: Node) -> Fraction | None:
    """The number a constant is filled with."""
    return node.parameters[0] if node.primitive == "constant" else None  # type: ignore[return-value]


def sparse(node: Node) -> bool:
    """Whether an identity matrix stands in this product."""
    while node.primitive in {"negate", "insert", "permute"} or scaled(node):
        node = node.arguments[-1]
    return node.primitive == "eye" or (
        node.primitive == "contract" and any(argument.primitive == "eye" for argument in node.arguments)
    )
