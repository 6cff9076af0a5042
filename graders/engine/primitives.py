"""The table of primitives: one row each, and nothing else knows what a primitive means.

A row gives the shape rule, the forward and the reverse rule (graph builders), the LaTeX name, the domain, whether
rational numbers stay rational, and where a branch is decided. The value is the method of the number system
(graders/engine/numbers) that has the row's name: so a new primitive is a row here and, if no composition of others
will do, a method there. Parameters come first in those methods, then the arrays.

Parameters: eye, iota, onehot, size_value (size) · integer_power (exponent) · broadcast_to, reshape (shape) ·
permute (order) · sum (axes) · insert (positions in the result) · contract ("ij,jk->ik") · take (axis, index) ·
concatenate, stack (axis). The product is of the last axis. Comparisons give 1 or 0.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from graders.engine import shapes
from graders.engine.build import Build
from graders.engine.graph import Node
from graders.engine.rules import Forward, Partial, Reverse, axes, entrywise, matrices, parts, products
from graders.engine.sizes import Shape

Kink = Callable[[Build, Node], Node]


@dataclass(frozen=True, slots=True)
class Primitive:
    """What the engine knows of one operation; `kink` gives the node whose sign decides which branch is taken."""

    name: str
    shape: Callable[..., Shape]
    forward: Forward
    reverse: Reverse
    latex: str = ""
    domain: str = ""
    rational: bool = False
    compares: bool = False
    kink: Kink | None = None


def _entrywise(
    name: str,
    *partials: Partial | None,
    latex: str = "",
    domain: str = "",
    rational: bool = False,
    kink: Kink | None = None,
    shape: Callable[..., Shape] = shapes.elementwise,
) -> Primitive:
    return Primitive(name, shape, *entrywise.elementwise(*partials), latex, domain, rational, kink=kink)


def _linear(name: str, shape: Callable[..., Shape], forward: Forward, reverse: Reverse) -> Primitive:
    return Primitive(name, shape, forward, reverse, rational=True)


def _fixed(name: str, shape: Callable[..., Shape], latex: str = "", rational: bool = True) -> Primitive:
    return Primitive(name, shape, entrywise.none_forward, entrywise.none_reverse, latex, rational=rational)


def _comparison(name: str, latex: str) -> Primitive:
    rules = entrywise.none_forward, entrywise.none_reverse
    return Primitive(name, shapes.elementwise, *rules, latex, compares=True, kink=_difference)


def _argument(_b: Build, node: Node) -> Node:
    return node.arguments[0]


def _difference(b: Build, node: Node) -> Node:
    return b.subtract(*node.arguments)


def _one(b: Build, _y: Node, *_arguments: Node) -> Node:
    return b.constant(1)


def _exponent(node: Node) -> int:
    return node.parameters[0]  # type: ignore[return-value]


def _reciprocal(b: Build, x: Node) -> Node:
    return b.divide(b.constant(1), x)


def _one_less_square(b: Build, x: Node) -> Node:
    return b.subtract(b.constant(1), b.integer_power(x, 2))


def _integer_power(b: Build, y: Node, x: Node) -> Node:
    n = _exponent(y)
    return b.multiply(b.constant(n), b.integer_power(x, n - 1))


def _power_base(b: Build, _y: Node, x: Node, p: Node) -> Node:
    return b.multiply(p, b.power(x, b.subtract(p, b.constant(1))))


def _bell(b: Build, _y: Node, x: Node) -> Node:
    scale = b.multiply(b.constant(2), _reciprocal(b, b.apply("sqrt", b.apply("pi"))))
    return b.multiply(scale, b.apply("exp", b.negate(b.integer_power(x, 2))))


def _root_one_less_square(b: Build, x: Node) -> Node:
    return b.apply("sqrt", _one_less_square(b, x))


def _half_reciprocal(b: Build, y: Node, _x: Node) -> Node:
    return b.divide(b.constant(Fraction(1, 2)), y)


ROWS = (
    # numbers
    _fixed("input", lambda shape: shape),
    _fixed("constant", lambda shape: shape),
    _fixed("pi", shapes.number, r"\pi", rational=False),
    _fixed("size_value", shapes.size_number),
    _fixed("eye", shapes.square, "I"),
    _fixed("iota", shapes.counted),
    _fixed("onehot", shapes.marked),
    # arithmetic
    _entrywise("add", _one, _one, latex="+", rational=True),
    _entrywise("subtract", _one, lambda b, y, x, z: b.constant(-1), latex="-", rational=True),
    _entrywise("multiply", lambda b, y, x, z: z, lambda b, y, x, z: x, latex=r"\odot", rational=True),
    _entrywise(
        "divide",
        lambda b, y, x, z: _reciprocal(b, z),
        lambda b, y, x, z: b.negate(b.multiply(y, _reciprocal(b, z))),
        latex="/",
        domain="a divisor that is not 0",
        rational=True,
    ),
    _entrywise("negate", lambda b, y, x: b.constant(-1), latex="-", rational=True),
    _entrywise("integer_power", _integer_power, latex="^", rational=True, shape=shapes.elementwise_power),
    _entrywise(
        "power", _power_base, lambda b, y, x, p: b.multiply(y, b.apply("log", x)), latex="^", domain="a base > 0"
    ),
    # functions
    _entrywise("exp", lambda b, y, x: y, latex=r"\exp"),
    _entrywise("log", lambda b, y, x: _reciprocal(b, x), latex=r"\ln", domain="x > 0"),
    _entrywise("sqrt", _half_reciprocal, latex=r"\sqrt", domain="x ≥ 0"),
    _entrywise("sin", lambda b, y, x: b.apply("cos", x), latex=r"\sin"),
    _entrywise("cos", lambda b, y, x: b.negate(b.apply("sin", x)), latex=r"\cos"),
    _entrywise("tan", lambda b, y, x: b.add(b.constant(1), b.integer_power(y, 2)), latex=r"\tan"),
    _entrywise(
        "arcsin", lambda b, y, x: _reciprocal(b, _root_one_less_square(b, x)), latex=r"\arcsin", domain="-1 < x < 1"
    ),
    _entrywise(
        "arccos",
        lambda b, y, x: b.negate(_reciprocal(b, _root_one_less_square(b, x))),
        latex=r"\arccos",
        domain="-1 < x < 1",
    ),
    _entrywise("arctan", lambda b, y, x: _reciprocal(b, b.add(b.constant(1), b.integer_power(x, 2))), latex=r"\arctan"),
    _entrywise("sinh", lambda b, y, x: b.apply("cosh", x), latex=r"\sinh"),
    _entrywise("cosh", lambda b, y, x: b.apply("sinh", x), latex=r"\cosh"),
    _entrywise("tanh", lambda b, y, x: _one_less_square(b, y), latex=r"\tanh"),
    _entrywise("sigmoid", lambda b, y, x: b.multiply(y, b.subtract(b.constant(1), y)), latex=r"\sigma"),
    _entrywise("softplus", lambda b, y, x: b.apply("sigmoid", x), latex=r"\operatorname{softplus}"),
    _entrywise("erf", _bell, latex=r"\operatorname{erf}"),
    # branches
    _entrywise("abs", lambda b, y, x: b.apply("sign", x), latex=r"\operatorname{abs}", kink=_argument),
    _entrywise("sign", None, latex=r"\operatorname{sign}", kink=_argument),
    _entrywise("step", None, latex=r"\operatorname{step}", kink=_argument),
    _entrywise("relu", lambda b, y, x: b.apply("step", x), latex=r"\operatorname{relu}", kink=_argument),
    _entrywise(
        "maximum",
        lambda b, y, x, z: b.apply("less", z, x),
        lambda b, y, x, z: b.apply("less_equal", x, z),
        latex=r"\max",
        kink=_difference,
    ),
    _entrywise(
        "minimum",
        lambda b, y, x, z: b.apply("less", x, z),
        lambda b, y, x, z: b.apply("less_equal", z, x),
        latex=r"\min",
        kink=_difference,
    ),
    _comparison("less", "<"),
    _comparison("less_equal", r"\le"),
    _comparison("equal", "="),
    Primitive("where", shapes.elementwise, entrywise.choice_forward, entrywise.choice_reverse, rational=True),
    # axes
    _linear("broadcast_to", shapes.stretched, axes.stretch_forward, axes.stretch_reverse),
    _linear("reshape", shapes.regrouped, axes.reshape_forward, axes.reshape_reverse),
    _linear("permute", shapes.permuted, axes.einsum_forward, axes.einsum_reverse),
    _linear("sum", shapes.without, axes.einsum_forward, axes.einsum_reverse),
    _linear("insert", shapes.inserted, axes.einsum_forward, axes.einsum_reverse),
    _linear("contract", shapes.contracted, axes.einsum_forward, axes.einsum_reverse),
    Primitive("product", shapes.without_last, products.product_forward, products.product_reverse, rational=True),
    _linear("take", shapes.picked, parts.take_forward, parts.take_reverse),
    _linear("concatenate", shapes.joined, parts.concatenate_forward, parts.concatenate_reverse),
    _linear("stack", shapes.stacked, parts.stack_forward, parts.stack_reverse),
    # matrices
    Primitive(
        "inverse",
        shapes.square_matrix,
        matrices.inverse_forward,
        matrices.inverse_reverse,
        domain="an invertible matrix",
        rational=True,
    ),
    Primitive(
        "determinant",
        shapes.determinant,
        matrices.determinant_forward,
        matrices.determinant_reverse,
        latex=r"\det",
        rational=True,
    ),
)

PRIMITIVES = {row.name: row for row in ROWS}
