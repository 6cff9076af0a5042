"""What decides how a graph may be checked."""

from __future__ import annotations

import pytest

from graders.engine.derive import jacobian
from graders.engine.graph import Graph
from graders.engine.sizes import shape, size
from graders.engine.structure import kinks, needed


@pytest.fixture
def graph() -> Graph:
    return Graph()


def test_quotients_of_polynomials_are_rational(graph):
    A, w = graph.input("A", shape("d", "d")), graph.input("w", shape("d", 1))
    solved = graph.apply("contract", graph.apply("inverse", A), w, parameters=("ij,jk->ik",))
    assert graph.apply("divide", solved, graph.apply("determinant", A)).rational
    assert jacobian(graph, solved, A).rational


@pytest.mark.parametrize("name", ["exp", "sqrt", "relu", "abs", "tanh"])
def test_functions_are_not(graph, name):
    assert not graph.apply(name, graph.input("x")).rational


def test_branching_on_indices_is_rational_and_on_values_is_not(graph):
    X = graph.input("X", shape("d"))
    at = graph.apply("iota", parameters=(size("d"),))
    assert graph.apply("where", graph.apply("less", at, graph.constant(2)), X, at).rational
    assert not graph.apply("where", graph.apply("less", X, graph.constant(2)), X, at).rational


@pytest.mark.parametrize("name", ["relu", "abs", "sign", "step"])
def test_the_argument_of_a_branching_function_is_a_kink(graph, name):
    x = graph.input("x")
    assert kinks(graph, graph.apply(name, x)) == [x]


def test_a_comparison_is_decided_by_the_difference(graph):
    x, y = graph.input("x"), graph.input("y")
    difference = graph.apply("subtract", x, y)
    assert kinks(graph, graph.apply("maximum", x, y)) == [difference]
    chosen = graph.apply("where", graph.apply("less", x, y), x, y)
    assert kinks(graph, chosen) == [difference]


def test_the_root_of_a_square_is_an_absolute_value(graph):
    x = graph.input("x")
    assert kinks(graph, graph.apply("sqrt", graph.apply("integer_power", x, parameters=(2,)))) == [x]
    assert kinks(graph, graph.apply("sqrt", graph.apply("multiply", x, x))) == [x]
    assert kinks(graph, graph.apply("sqrt", x)) == []


def test_squares_among_the_factors_under_a_root_are_found(graph):
    x, y = graph.input("x"), graph.input("y")
    squares = [graph.apply("integer_power", node, parameters=(power,)) for node, power in ((x, 2), (y, 4))]
    scaled = graph.apply("multiply", graph.constant(3), graph.apply("divide", *squares))
    half = graph.apply("divide", graph.constant(1), graph.constant(2))
    assert set(kinks(graph, graph.apply("power", scaled, half))) == {x, y}
    assert kinks(graph, graph.apply("sqrt", graph.apply("add", *squares))) == []


def test_what_no_input_moves_is_no_kink(graph):
    at = graph.apply("iota", parameters=(size("d"),))
    x = graph.input("x")
    below = graph.apply("less", at, graph.constant(2))
    assert kinks(graph, graph.apply("multiply", x, below)) == []
    assert kinks(graph, graph.apply("multiply", x, graph.apply("abs", graph.constant(-2)))) == []


def test_a_kink_is_named_once(graph):
    x = graph.input("x")
    assert kinks(graph, graph.apply("add", graph.apply("relu", x), graph.apply("abs", x))) == [x]


def test_only_what_has_neither_kinks_nor_edges_is_smooth(graph):
    x = graph.input("x")
    for name in ("relu", "abs", "sqrt", "log"):
        assert not graph.apply("exp", graph.apply(name, x)).smooth
        assert graph.apply("multiply", x, graph.apply(name, graph.constant(2))).smooth


@pytest.mark.parametrize(
    ("axis", "place", "least"),
    [(size("d"), 2, 3), (size("d") * size("d"), 8, 3), (size("d") * size("d"), 9, 4), (size("d"), 10**9, 10**9 + 1)],
)
def test_a_place_named_by_its_number_says_how_long_its_axis_is(graph, axis, place, least):
    taken = graph.apply("take", graph.input("w", (axis,)), parameters=(0, place))
    assert list(needed([taken])) == [("d", least)]


def test_no_number_is_too_large_to_name_a_place(graph):
    ((_, least),) = needed([graph.apply("take", graph.input("w", shape("d")), parameters=(0, 10**30))])
    assert least > 10**18
