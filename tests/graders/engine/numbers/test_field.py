"""Prime fields: exact, and honest about division by zero."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.engine.numbers.elimination import eliminate, inverses
from graders.engine.numbers.field import UNDEFINED, Field, field

PRIME = 2147483629
SMALL = (101, 103, 107)


def test_the_largest_products_and_sums_do_not_overflow():
    system = field(PRIME)
    large = np.full((3, 1000, 1), PRIME - 1)
    assert (system.multiply(large, large) == 1).all()
    assert system.contract("ij,ij->", large, large) == 3000
    assert system.contract("ij,ij,ij->", large, large, large) == PRIME - 3000


@given(st.fractions(), st.fractions())
def test_arithmetic_is_that_of_fractions(x, y):
    system = field(PRIME)
    left, right = system.constant(x, ()), system.constant(y, ())
    assert system.add(left, right) == system.constant(x + y, ())
    assert system.subtract(left, right) == system.constant(x - y, ())
    assert system.multiply(left, right) == system.constant(x * y, ())
    if y:
        assert system.divide(left, right) == system.constant(x / y, ())
        assert system.integer_power(-3, right) == system.constant(y**-3, ())
    assert system.integer_power(5, left) == system.constant(x**5, ())


def test_every_point_may_have_its_own_modulus():
    system = field(*SMALL)
    third = system.constant(Fraction(1, 3), ())
    assert (third * 3 % np.array(SMALL) == 1).all()
    assert system.iota(range(200))[150].tolist() == [49, 47, 43]


def test_dyadic_points_are_taken_exactly():
    system = field(PRIME)
    assert system.exact(np.array([-0.375])) == system.constant(Fraction(-3, 8), ())


def test_division_by_zero_is_undefined_and_spreads():
    system = Field((PRIME,))
    quotient = system.divide(np.array([[1, 2], [3, 4]]), np.array([[0, 1], [1, 0]]))
    assert quotient.tolist() == [[UNDEFINED, 2], [3, UNDEFINED]]
    assert system.defined(quotient).tolist() == [[False, True], [True, False]]
    one = np.array([1])
    for value in (
        system.add(quotient, one),
        system.subtract(one, quotient),
        system.multiply(quotient, 0 * one),
        system.negate(quotient),
        system.integer_power(2, quotient),
        system.integer_power(-1, quotient),
        system.divide(one, quotient),
    ):
        assert system.defined(value).tolist() == [[False, True], [True, False]]
    assert system.sum((0,), quotient).tolist() == [UNDEFINED, UNDEFINED]


def test_a_branch_not_taken_may_be_undefined():
    system = Field((PRIME,))
    undefined = system.divide(np.array([1]), np.array([0]))
    assert system.where(np.array([1]), np.array([5]), undefined) == 5


def test_singular_matrices_have_determinant_zero_and_no_inverse():
    system = Field((PRIME,))
    matrices = np.array([[[1, 1], [2, 2]], [[3, 3], [6, 4]]])
    assert system.determinant(matrices).tolist() == [0, PRIME - 2]
    assert system.defined(system.inverse(matrices)).all(axis=(0, 1)).tolist() == [False, True]


def test_an_undefined_entry_makes_its_matrix_undefined():
    system = Field((PRIME,))
    matrices = np.array([[[1, 1], [0, 0]], [[0, UNDEFINED], [1, 1]]])
    assert system.determinant(matrices).tolist() == [1, UNDEFINED]
    assert not system.defined(system.inverse(matrices))[..., 1].any()


@pytest.mark.parametrize("rows", [1, 2, 7, 30, 33])
def test_many_inverses_at_once_are_inverses(rows):
    moduli = np.array(SMALL)
    values = np.random.default_rng(rows).integers(1, 101, size=(rows, 3))
    assert (values * inverses(values, moduli) % moduli == 1).all()


@pytest.mark.parametrize("size", [1, 2, 3, 5])
def test_elimination_finds_a_pivot_for_each_matrix(size):
    moduli = np.array([PRIME] * 6)
    random = np.random.default_rng(size)
    matrices = random.integers(0, 2, size=(2, size, size, 6))
    inverse, determinant = eliminate(matrices, moduli)
    expected = np.round(np.linalg.det(np.moveaxis(matrices, -1, 0))).astype(np.int64) % PRIME
    np.testing.assert_array_equal(np.moveaxis(determinant, -1, 0), expected)
    product = np.einsum("aijp,ajkp->aikp", matrices, inverse) % PRIME
    invertible = determinant != 0
    identity = np.broadcast_to(np.eye(size, dtype=int)[None, :, :, None], product.shape)
    for matrix, point in zip(*np.nonzero(invertible), strict=True):
        np.testing.assert_array_equal(product[matrix, ..., point], identity[matrix, ..., point])
