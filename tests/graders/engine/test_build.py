"""What is built is already simplified."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from graders.engine.build import Build
from graders.engine.evaluate import evaluate
from graders.engine.graph import Graph, Node
from graders.engine.numbers.floats import FLOATS
from graders.engine.sizes import shape


@pytest.fixture
def build() -> Build:
    return Build(Graph())


@pytest.fixture
def x(build) -> Node:
    return build.graph.input("x", shape("n", "d"))


def test_adding_nothing_changes_nothing(build, x):
    assert build.add(x, build.constant(0)) is x
    assert build.add(build.constant(0, x.shape), x) is x
    assert build.subtract(x, build.constant(0)) is x
    assert build.total([], x.shape) is build.constant(0, x.shape)


def test_adding_nothing_of_a_larger_shape_stretches(build):
    w = build.graph.input("w", shape("d"))
    assert build.add(w, build.constant(0, shape("n", "d"))).shape == shape("n", "d")


def test_something_twice_is_double(build, x):
    assert build.add(x, x) is build.multiply(build.constant(2), x)


def test_signs_cancel(build, x):
    y = build.graph.input("y")
    assert build.negate(build.negate(x)) is x
    assert build.multiply(build.negate(x), build.negate(y)) is build.multiply(x, y)
    assert build.subtract(y, build.negate(x)) is build.add(y, x)
    assert build.add(build.negate(x), y) is build.subtract(y, x)


def test_numbers_are_multiplied_with_each_other(build, x):
    half, three = build.constant(Fraction(1, 2)), build.constant(3)
    product = build.multiply(three, build.multiply(x, half))
    assert product is build.multiply(build.constant(Fraction(3, 2)), x)
    assert build.multiply(build.constant(2), build.multiply(half, x)) is x
    assert build.negate(product) is build.multiply(build.constant(Fraction(-3, 2)), x)


def test_dividing_by_a_number_multiplies_with_its_reciprocal(build, x):
    assert build.divide(x, build.constant(1)) is x
    assert build.divide(x, build.constant(4)) is build.multiply(build.constant(Fraction(1, 4)), x)
    assert build.divide(x, build.constant(0)).primitive == "divide"


def test_the_reciprocal_is_taken_before_stretching(build, x):
    y = build.graph.input("y")
    reciprocal = build.divide(build.constant(1), build.broadcast_to(y, x.shape))
    assert reciprocal is build.broadcast_to(build.divide(build.constant(1), y), x.shape)


@pytest.mark.parametrize("power", [0, 1, 2, -1])
def test_whole_exponents_become_integer_powers(build, x, power):
    (value,) = evaluate(
        [build.power(x, build.constant(power))], FLOATS, {"x": np.full((1, 1, 1), -3.0)}, {"n": 1, "d": 1}
    )
    assert value.item() == (-3.0) ** power


@pytest.mark.parametrize("name", ["log", "sqrt", "arcsin"])
def test_nothing_times_what_may_be_undefined_is_not_nothing(build, x, name):
    value = build.apply(name, x)
    zero = build.constant(0)
    given = {"x": np.full((1, 1, 1), -4.0)}
    made = [
        build.multiply(zero, value),
        build.multiply(build.multiply(value, build.constant(2)), zero),
        build.einsum("ij,->i", value, zero),
        build.integer_power(value, 0),
        build.divide(zero, build.multiply(value, zero)),
        build.divide(zero, zero),
    ]
    for result in evaluate(made, FLOATS, given, {"n": 1, "d": 1}):
        assert np.isnan(result).all()


def test_nothing_times_what_is_always_defined_is_nothing(build, x):
    value = build.apply("tanh", build.integer_power(x, 3))
    assert build.multiply(build.constant(0), value) is build.constant(0, x.shape)
    assert build.integer_power(value, 0) is build.constant(1, x.shape)


def test_huge_and_fractional_exponents_stay_powers(build, x):
    for exponent in (Fraction(1, 2), 65):
        assert build.power(x, build.constant(exponent)).primitive == "power"


def test_a_choice_between_the_same_is_no_choice(build, x):
    condition = build.apply("less", x, build.constant(0))
    assert build.where(condition, x, x) is x


def test_the_identity_of_a_column_has_one_identity_matrix(build):
    identity = build.identity(shape("d", 1))
    assert identity.shape == shape("d", 1, "d", 1)
    assert build.reshape(identity, shape("d", "d")).primitive == "eye"


def test_the_identity_of_a_matrix_picks_every_entry(build):
    (value,) = evaluate([build.identity(shape("n", "d"))], FLOATS, {}, {"n": 2, "d": 3})
    np.testing.assert_array_equal(value.reshape(6, 6), np.eye(6))
