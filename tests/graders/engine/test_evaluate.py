"""Tapes: counted once, run often, in any number system."""

from __future__ import annotations

import numpy as np
import pytest

from graders.engine.evaluate import Tape, evaluate
from graders.engine.graph import Graph
from graders.engine.numbers.balls import Balls
from graders.engine.numbers.field import field
from graders.engine.numbers.floats import FLOATS
from graders.engine.sizes import shape, size

SIZES = {"n": 3, "d": 4}


def test_a_tape_runs_under_every_assignment_of_the_sizes():
    graph = Graph()
    w = graph.input("w", shape("d", 1))
    mean = graph.apply(
        "divide", graph.apply("sum", w, parameters=((0, 1),)), graph.apply("size_value", parameters=(size("d"),))
    )
    tape = Tape([mean])
    for length in (2, 5, 7):
        values = np.arange(length * 2.0).reshape(length, 1, 2)
        np.testing.assert_allclose(tape.run(FLOATS, {"w": values}, {"d": length})[0], values.mean(axis=(0, 1)))


def test_constants_have_one_point():
    graph = Graph()
    (value,) = evaluate([graph.constant(7, shape("n", "d"))], FLOATS, {}, SIZES)
    assert value.shape == (3, 4, 1)
    assert (value == 7).all()


def test_known_values_are_not_counted_again():
    graph = Graph()
    x = graph.input("x")
    inner = graph.apply("exp", x)
    outer = graph.apply("add", inner, graph.constant(1))
    (value,) = evaluate([outer], FLOATS, {}, SIZES, known={inner: np.array([41.0])})
    assert value == 42


def test_a_known_output_is_given_back():
    graph = Graph()
    x = graph.input("x")
    value = np.array([3.0])
    assert evaluate([x], FLOATS, {}, {}, known={x: value})[0] is value


def test_the_first_of_several_outputs_can_be_run_alone():
    graph = Graph()
    x, y = graph.input("x"), graph.input("y")
    both = Tape([graph.apply("exp", x), graph.apply("exp", y)])
    assert both.first().run(FLOATS, {"x": np.array([0.0])}, {})[0].tolist() == [1.0]


def test_stretched_arguments_are_stretched_where_the_result_needs_it():
    graph = Graph()
    x = graph.input("x")
    wide = graph.apply("broadcast_to", x, parameters=(shape("n", "d"),))
    total = graph.apply("sum", graph.apply("add", wide, wide), parameters=((0, 1),))
    assert evaluate([total], FLOATS, {"x": np.array([1.0, 2.0])}, SIZES)[0].tolist() == [24.0, 48.0]


def test_undefined_is_not_finite_and_warns_nobody():
    graph = Graph()
    x = graph.input("x")
    outputs = [graph.apply(name, x) for name in ("log", "sqrt", "arcsin")]
    for value in evaluate(outputs, FLOATS, {"x": np.array([-2.0])}, {}):
        assert not FLOATS.defined(value).any()


def test_an_undefined_condition_chooses_nothing():
    graph = Graph()
    x = graph.input("x")
    logarithm = graph.apply("log", x)
    for name in ("less", "less_equal", "equal"):
        condition = graph.apply(name, graph.constant(0), logarithm)
        chosen = graph.apply("where", condition, graph.constant(1), graph.constant(2))
        for value in evaluate([condition, chosen], FLOATS, {"x": np.array([-1.0])}, {}):
            assert np.isnan(value)


@pytest.mark.parametrize("system", [FLOATS, Balls(64), field(2147483629)], ids=["floats", "balls", "field"])
def test_conditions_on_indices_are_exact_in_every_number_system(system):
    graph = Graph()
    X = graph.input("X", shape("d", "d"))
    at = graph.apply("iota", parameters=(size("d"),))
    row, column = graph.apply("insert", at, parameters=((1,),)), graph.apply("insert", at, parameters=((0,),))
    below = graph.apply("less", graph.apply("subtract", column, row), graph.constant(0))
    value = graph.apply("where", below, X, graph.constant(0))
    whole = np.arange(1.0, 17.0).reshape(4, 4, 1)
    (result,) = evaluate([value], system, {"X": system.exact(whole)}, SIZES)
    np.testing.assert_array_equal(result.astype(float)[..., 0], np.tril(whole[..., 0], -1))


def test_programs_are_kept_apart_by_number_system():
    graph = Graph()
    tape = Tape([graph.apply("divide", graph.input("x"), graph.constant(3))])
    for modulus in (11, 13, 11):
        system = field(modulus)
        assert tape.run(system, {"x": system.exact(np.array([6.0]))}, {})[0] == 2
