"""Every row of the table, differentiated forward, backward, by differences and by autograd, in every number system."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import pytest

from graders.engine.build import Build
from graders.engine.derive import forward, jacobian, reverse
from graders.engine.evaluate import evaluate
from graders.engine.graph import Graph, Node
from graders.engine.numbers.balls import Balls
from graders.engine.numbers.field import field as prime_field
from graders.engine.numbers.floats import FLOATS
from graders.engine.primitives import PRIMITIVES
from graders.engine.sizes import Shape, shape, size

SIZES = {"n": 3, "d": 4, "k": 5}
PRIMES = (2147483629, 2147483587)
COLUMN, MATRIX, SQUARE = shape("d", 1), shape("n", "d"), shape("d", "d")


@dataclass(frozen=True)
class Example:
    """A primitive at work on `x` and perhaps `y`, both in an interval where it is smooth."""

    make: Callable[..., Node]
    shapes: tuple[Shape, ...] = (COLUMN,)
    low: float = -2.0
    high: float = 2.0
    parameters: tuple[object, ...] = field(default=())


def on(name: str, *shapes: Shape, low: float = -2.0, high: float = 2.0, parameters: tuple[object, ...] = ()) -> Example:
    return Example(
        lambda graph, *inputs: graph.apply(name, *inputs, parameters=parameters), shapes or (COLUMN,), low, high
    )


def times(name: str, *parameters: object) -> Example:
    """A value without arguments, times x so that there is something to differentiate."""
    return Example(
        lambda graph, x: graph.apply("multiply", x, graph.apply(name, parameters=parameters)), (shape("d", "d"),)
    )


EXAMPLES: dict[str, list[Example]] = {
    "input": [Example(lambda graph, x: x)],
    "constant": [Example(lambda graph, x: graph.apply("multiply", x, graph.constant(3, COLUMN)))],
    "pi": [times("pi")],
    "size_value": [times("size_value", size("d"))],
    "eye": [times("eye", size("d"))],
    "iota": [times("iota", size("d"))],
    "onehot": [
        Example(
            lambda graph, x: graph.apply(
                "multiply", x, graph.apply("onehot", graph.constant(2), parameters=(size("d"),))
            ),
            (MATRIX,),
        )
    ],
    "add": [on("add", MATRIX, COLUMN[1:]), on("add", (), MATRIX)],
    "subtract": [on("subtract", MATRIX, shape("n", 1)), on("subtract", (), MATRIX)],
    "multiply": [on("multiply", MATRIX, shape(1, "d")), on("multiply", MATRIX, ())],
    "divide": [on("divide", MATRIX, shape("d"), low=0.5), on("divide", (), MATRIX, low=0.5)],
    "negate": [on("negate")],
    "integer_power": [on("integer_power", parameters=(power,), low=0.5) for power in (-3, -1, 2, 5)],
    "power": [on("power", COLUMN, COLUMN, low=0.5), on("power", (), COLUMN, low=0.5)],
    "exp": [on("exp")],
    "log": [on("log", low=0.5)],
    "sqrt": [on("sqrt", low=0.5)],
    "sin": [on("sin")],
    "cos": [on("cos")],
    "tan": [on("tan", low=-1, high=1)],
    "arcsin": [on("arcsin", low=-0.75, high=0.75)],
    "arccos": [on("arccos", low=-0.75, high=0.75)],
    "arctan": [on("arctan")],
    "sinh": [on("sinh")],
    "cosh": [on("cosh")],
    "tanh": [on("tanh")],
    "sigmoid": [on("sigmoid")],
    "softplus": [on("softplus")],
    "erf": [on("erf")],
    "abs": [on("abs")],
    "sign": [on("sign")],
    "step": [on("step")],
    "relu": [on("relu")],
    "maximum": [on("maximum", MATRIX, shape("d")), on("maximum", (), MATRIX)],
    "minimum": [on("minimum", MATRIX, shape("d")), on("minimum", (), MATRIX)],
    "less": [on("less", MATRIX, MATRIX)],
    "less_equal": [on("less_equal", MATRIX, MATRIX)],
    "equal": [on("equal", MATRIX, MATRIX)],
    "where": [
        Example(lambda graph, x, y: graph.apply("where", graph.apply("less", x, y), y, x), (MATRIX, shape("d"))),
    ],
    "broadcast_to": [
        on("broadcast_to", shape("n", 1), parameters=(shape("k", "n", "d"),)),
        on("broadcast_to", (), parameters=(MATRIX,)),
    ],
    "reshape": [
        on("reshape", MATRIX, parameters=((size("n") * size("d"),),)),
        on("reshape", COLUMN, parameters=(shape(1, "d", 1),)),
    ],
    "permute": [on("permute", shape("n", "d", "k"), parameters=((2, 0, 1),))],
    "sum": [on("sum", MATRIX, parameters=((0,),)), on("sum", MATRIX, parameters=((0, 1),))],
    "insert": [on("insert", MATRIX, parameters=((1, 3),))],
    "contract": [
        on("contract", MATRIX, shape("d", "k"), parameters=("ij,jk->ik",)),
        on("contract", MATRIX, MATRIX, parameters=("ij,ij->",)),
        on("contract", SQUARE, parameters=("ii->i",)),
        on("contract", SQUARE, parameters=("ii->",)),
        on("contract", shape("n", "d", "d"), COLUMN, parameters=("abb,bc->ca",)),
        Example(lambda graph, x: graph.apply("contract", x, x, x, parameters=("ij,kj,kl->il",)), (MATRIX,)),
    ],
    "product": [on("product", MATRIX), on("product", shape("n", "d", "k"))],
    "take": [on("take", MATRIX, parameters=(1, 2)), on("take", MATRIX, parameters=(0, 0))],
    "concatenate": [on("concatenate", MATRIX, MATRIX, parameters=(1,)), on("concatenate", COLUMN, parameters=(0,))],
    "stack": [on("stack", MATRIX, MATRIX, parameters=(1,)), on("stack", (), (), parameters=(0,))],
    "inverse": [Example(lambda graph, x: graph.apply("inverse", x), (SQUARE,), 0.25, 2)],
    "determinant": [on("determinant", SQUARE), on("determinant", shape("n", "d", "d"))],
}

CASES = [pytest.param(example, id=f"{name}-{at}") for name, rows in EXAMPLES.items() for at, example in enumerate(rows)]


def build(example: Example, points: int = 3) -> tuple[Graph, Node, list[Node], dict[str, np.ndarray]]:
    """The graph of an example and dyadic points for it, the same on every run."""
    graph = Graph()
    inputs = [graph.input(name, axes) for name, axes in zip("xy", example.shapes, strict=False)]
    random = np.random.default_rng(7)
    values = {
        str(node.parameters[0]): np.round(
            random.uniform(example.low, example.high, (*(axis.at(SIZES) for axis in node.shape), points)) * 64
        )
        / 64
        for node in inputs
    }
    return graph, example.make(graph, *inputs), inputs, values


def full(array: np.ndarray, points: int = 3) -> np.ndarray:
    return np.broadcast_to(array, (*array.shape[:-1], points))


def test_every_primitive_has_an_example():
    assert EXAMPLES.keys() == PRIMITIVES.keys()


def test_every_number_system_counts_every_primitive_it_should():
    needed = PRIMITIVES.keys() - {"input"}
    rational = {row.name for row in PRIMITIVES.values() if row.rational} - {"input"}
    for system, names in ((FLOATS, needed), (Balls(64), needed), (prime_field(*PRIMES), rational)):
        assert [name for name in sorted(names) if not hasattr(system, name)] == []


@pytest.mark.parametrize("example", CASES)
def test_forward_and_reverse_agree_with_differences_along_a_random_direction(example):
    graph, output, inputs, values = build(example)
    random = np.random.default_rng(11)
    for node in inputs:
        name = str(node.parameters[0])
        along, against = graph.input("along", node.shape), graph.input("against", output.shape)
        moved = forward(graph, output, node, along)
        (pulled,) = reverse(graph, output, against, [node])
        directions = {
            "along": random.normal(size=values[name].shape),
            "against": random.normal(size=(*(axis.at(SIZES) for axis in output.shape), 3)),
        }
        jvp, vjp = evaluate([moved, pulled], FLOATS, values | directions, SIZES)
        assert moved.shape == output.shape
        assert pulled.shape == node.shape
        left = np.sum(jvp * directions["against"], axis=tuple(range(len(output.shape))))
        right = np.sum(vjp * directions["along"], axis=tuple(range(len(node.shape))))
        np.testing.assert_allclose(left, right, rtol=1e-9, atol=1e-11)
        step = 1e-6 * directions["along"]
        (high,) = evaluate([output], FLOATS, values | {name: values[name] + step}, SIZES)
        (low,) = evaluate([output], FLOATS, values | {name: values[name] - step}, SIZES)
        np.testing.assert_allclose(full(jvp), full((high - low) / 2e-6), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("example", CASES)
def test_whole_jacobians_agree_with_autograd(example, autograd_jacobian):
    graph, output, inputs, values = build(example)
    for node in inputs:
        name = str(node.parameters[0])
        expected = autograd_jacobian(output, values, name)
        one_way = jacobian(graph, output, node)
        columns = forward(graph, output, node, Build(graph).identity(node.shape))
        (rows,) = reverse(graph, output, Build(graph).identity(output.shape), [node])
        axes = range(len(columns.shape))
        other_way = Build(graph).permute(columns, (*axes[len(node.shape) :], *axes[: len(node.shape)]))
        for derived in evaluate([one_way, other_way, rows], FLOATS, values, SIZES):
            np.testing.assert_allclose(full(derived), expected, rtol=1e-9, atol=1e-11)


@pytest.mark.parametrize("example", CASES)
def test_balls_hold_what_floats_count(example):
    graph, output, inputs, values = build(example)
    outputs = [output, *(jacobian(graph, output, node) for node in inputs)]
    system = Balls(160)
    exact = {name: system.exact(value) for name, value in values.items()}
    for float_value, balls in zip(
        evaluate(outputs, FLOATS, values, SIZES), evaluate(outputs, system, exact, SIZES), strict=True
    ):
        assert system.defined(balls).all()
        assert balls.shape[:-1] == float_value.shape[:-1]
        np.testing.assert_allclose(full(float_value), full(balls.astype(float)), rtol=1e-9, atol=1e-12)
        assert max(float(ball.rad()) for ball in balls.ravel()) < 1e-30


@pytest.mark.parametrize("example", CASES)
def test_fields_and_balls_agree_with_fractions_where_everything_is_rational(example, fractions):
    graph, output, inputs, values = build(example, points=2)
    outputs = [node for node in [output, *(jacobian(graph, output, node) for node in inputs)] if node.rational]
    system, balls = prime_field(*PRIMES), Balls(160)

    def run(numbers):
        return evaluate(outputs, numbers, {name: numbers.exact(value) for name, value in values.items()}, SIZES)

    for exact, residues, ball in zip(run(fractions), run(system), run(balls), strict=True):
        expected = [
            np.frompyfunc(lambda value, prime=prime: system._residue(value, prime), 1, 1)(column)
            for prime, column in zip(PRIMES, np.moveaxis(full(exact, 2), -1, 0), strict=True)
        ]
        np.testing.assert_array_equal(np.moveaxis(full(residues, 2), -1, 0), np.array(expected, dtype=np.int64))
        difference = np.ravel(full(ball, 2) - np.frompyfunc(balls.number, 1, 1)(full(exact, 2)))
        assert all(entry.contains(0) for entry in difference)
