"""Derivatives of whole graphs: generated ones, products over indices, branches, second derivatives."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.engine.build import Build
from graders.engine.derive import forward, jacobian, reverse
from graders.engine.evaluate import evaluate
from graders.engine.graph import Graph, Node, tape
from graders.engine.layout import numerator
from graders.engine.numbers.floats import FLOATS
from graders.engine.sizes import Size, shape, size

SIZES = {"n": 3, "d": 4, "k": 5}
INPUTS = {"w": shape("d", 1), "b": shape("n", 1), "X": shape("n", "d"), "A": shape("d", "d"), "c": ()}
SMOOTH = ("tanh", "sin", "sigmoid", "softplus", "arctan", "erf", "exp", "negate", "cos")


def points(names: list[str], count: int = 2, seed: int = 5) -> dict[str, np.ndarray]:
    random = np.random.default_rng(seed)
    axes = {name: tuple(axis.at(SIZES) for axis in INPUTS[name]) for name in names}
    return {name: random.uniform(-1, 1, (*axes[name], count)) for name in names}


def full(array: np.ndarray, count: int = 2) -> np.ndarray:
    return np.broadcast_to(array, (*array.shape[:-1], count))


def _matches(left: Node, right: Node) -> bool:
    return all(Size() in pair or pair[0] == pair[1] for pair in zip(left.shape[::-1], right.shape[::-1], strict=False))


@st.composite
def graphs(draw: Callable[..., object]) -> tuple[Graph, Node]:
    """A graph grown one operation at a time from the inputs, of any operations that fit."""
    graph = Graph()
    build = Build(graph)
    nodes = [graph.input(name, axes) for name, axes in INPUTS.items()]
    for _ in range(draw(st.integers(1, 7))):
        x = draw(st.sampled_from(nodes))
        kind = draw(st.sampled_from(("function", "entrywise", "product", "transpose", "sum", "stretch", "square")))
        if kind == "function":
            made = graph.apply(draw(st.sampled_from(SMOOTH)), x)
        elif kind == "square":
            made = graph.apply("integer_power", x, parameters=(draw(st.integers(2, 3)),))
        elif kind == "sum" and x.shape:
            made = graph.apply("sum", x, parameters=((draw(st.integers(0, len(x.shape) - 1)),),))
        elif kind == "stretch" and len(x.shape) == 2:
            made = graph.apply("insert", x, parameters=((draw(st.integers(0, 2)),),))
        elif kind == "transpose" and len(x.shape) == 2:
            made = build.transpose(x)
        elif kind == "product":
            partners = [y for y in nodes if len(y.shape) == len(x.shape) == 2 and y.shape[0] == x.shape[1]]
            if not partners:
                continue
            made = graph.apply("contract", x, draw(st.sampled_from(partners)), parameters=("ij,jk->ik",))
        else:
            y = draw(st.sampled_from([y for y in nodes if _matches(x, y)]))
            made = graph.apply(draw(st.sampled_from(("add", "subtract", "multiply"))), x, y)
        if len(made.shape) <= 3:
            nodes.append(made)
    return graph, nodes[-1]


@settings(max_examples=150, deadline=None)
@given(graphs(), st.sampled_from(sorted(INPUTS)))
def test_forward_reverse_and_autograd_agree_on_generated_graphs(autograd_jacobian, made, name):
    graph, output = made
    values = points(list(INPUTS))
    node = graph.input(name, INPUTS[name])
    columns = forward(graph, output, node, Build(graph).identity(node.shape))
    own = len(node.shape)
    ahead = Build(graph).permute(columns, (*range(own, len(columns.shape)), *range(own)))
    (back,) = reverse(graph, output, Build(graph).identity(output.shape), [node])
    assert ahead.shape == back.shape == output.shape + node.shape
    expected = autograd_jacobian(output, values, name)
    scale = max(1.0, float(np.abs(expected).max()))
    for derived in evaluate([ahead, back, jacobian(graph, output, node)], FLOATS, values, SIZES):
        np.testing.assert_allclose(full(derived) / scale, expected / scale, rtol=1e-8, atol=1e-10)


def test_the_jacobian_of_a_linear_map_is_the_matrix_itself():
    graph = Graph()
    w, X = graph.input("w", shape("d", 1)), graph.input("X", shape("n", "d"))
    value = graph.apply("contract", X, w, parameters=("ij,jk->ik",))
    assert numerator(graph, jacobian(graph, value, w), value.shape, w.shape) is X


def test_a_product_of_matrices_keeps_one_identity():
    graph = Graph()
    X, W = graph.input("X", shape("n", "d")), graph.input("W", shape("k", "d"))
    value = graph.apply("contract", X, W, parameters=("ij,kj->ik",))
    derived = jacobian(graph, value, W)
    assert derived.shape == shape("n", "k", "k", "d")
    assert [node.primitive for node in tape([derived])].count("contract") == 1
    assert len(list(tape([derived]))) == 3


def test_what_does_not_depend_on_it_has_derivative_zero():
    graph = Graph()
    w, X = graph.input("w", shape("d", 1)), graph.input("X", shape("n", "d"))
    assert jacobian(graph, X, w) is graph.constant(0, shape("n", "d", "d", 1))
    assert forward(graph, X, w, w) is graph.constant(0, X.shape)


def test_only_the_branch_taken_need_be_defined():
    graph = Graph()
    z = graph.input("z", shape("d", 1))
    zero = graph.constant(0)
    root = graph.apply("sqrt", z)
    value = graph.apply("where", graph.apply("less", zero, z), root, graph.apply("negate", z))
    derived = jacobian(graph, value, z)
    z_values = np.array([-4.0, 4.0, -1.0, 1.0]).reshape(4, 1, 1)
    (result,) = evaluate([derived], FLOATS, {"z": z_values}, SIZES)
    np.testing.assert_array_equal(result[:, 0, :, 0, 0], np.diag([-1, 0.25, -1, 0.5]))


def test_second_derivatives_are_derivatives_of_derivatives():
    graph = Graph()
    w, A = graph.input("w", shape("d", 1)), graph.input("A", shape("d", "d"))
    value = graph.apply("contract", w, A, w, parameters=("ia,ij,jb->",))
    hessian = jacobian(graph, jacobian(graph, value, w), w)
    (result, matrix) = evaluate([hessian, A], FLOATS, points(["w", "A"]), SIZES)
    np.testing.assert_allclose(full(result)[:, 0, :, 0], matrix + matrix.transpose(1, 0, 2))


def test_inner_nodes_can_be_differentiated_by():
    graph = Graph()
    z = graph.input("z", shape("d", 1))
    inner = graph.apply("exp", z)
    outer = graph.apply("integer_power", inner, parameters=(2,))
    (derived,) = reverse(graph, outer, graph.constant(1, outer.shape), [inner])
    values = {"z": np.ones((4, 1, 1))}
    (result,) = evaluate([derived], FLOATS, values, SIZES)
    np.testing.assert_allclose(result, 2 * np.exp(values["z"]))


@pytest.mark.parametrize(("left", "right"), [("k", "d"), ("d", "k")])
def test_kronecker_products_regroup_their_axes(left, right, autograd_jacobian):
    graph = Graph()
    a, b = graph.input("a", shape(left, "n")), graph.input("b", shape(right, 1))
    outer = graph.apply("contract", a, b, parameters=("ij,kl->ikjl",))
    value = graph.apply("reshape", outer, parameters=((size(left) * size(right), size("n")),))
    random = np.random.default_rng(0)
    values = {"a": random.normal(size=(SIZES[left], 3, 2)), "b": random.normal(size=(SIZES[right], 1, 2))}
    (result,) = evaluate([jacobian(graph, value, b)], FLOATS, values, SIZES)
    np.testing.assert_allclose(full(result), autograd_jacobian(value, values, "b"))
