"""Answers that mean the same leave one fingerprint; others do not."""

from __future__ import annotations

from fractions import Fraction

import pytest

from graders import choice, derived, expression, network, number, ordering, shape
from graders.choice import Choice
from graders.engine.language.scope import Scope
from graders.engine.sizes import shape as axes
from graders.network_model import Layer, Network
from graders.number import Number
from graders.shape import ShapeTruth

SCOPE = Scope.from_question({"X": "n x d", "W": "k x d", "w": "d"}, {})
NORM = expression.prepare(derived.jacobian_of(SCOPE, "norm2(w)^2", "w"), "norm2(w)^2", "content")
XOR = Network(
    layers=(Layer("W1", "b1", "relu"), Layer("W2", "b2")),
    inputs=([0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]),
    targets=([0.0, 1.0, 1.0, 0.0],),
    tolerance=1e-2,
    max_width=64,
)


def of(text: object):
    return expression.fingerprint(NORM, text, b"secret")


@pytest.mark.parametrize("text", ["w^T + w^T", "2*w.T", r"2\mathbf{w}^\top", "[2w_1, …, 2w_d]", "(w + w)^T"])
def test_a_formula_is_what_it_is_worth(text: str) -> None:
    assert of(text).label == of("2w^T").label
    assert of(text).values == pytest.approx(of("2w^T").values, rel=1e-12)


@pytest.mark.parametrize("text", ["2w", "w^T", "-2w^T", "2w^T + ones(1,d)", "2w^T/norm2(w)", "0"])
def test_another_formula_leaves_another(text: str) -> None:
    other = of(text)
    assert (other.label, other.values) != (of("2w^T").label, pytest.approx(of("2w^T").values, rel=1e-6))


def test_other_points_with_another_secret() -> None:
    assert expression.fingerprint(NORM, "2w^T", b"another").values != of("2w^T").values


@pytest.mark.parametrize("text", ["2wT", "w^^", "", None, 7, "X w + w", "w_{99}"])
def test_what_cannot_be_read_or_counted_leaves_none(text: object) -> None:
    assert of(text) is None


def test_a_number_is_its_value() -> None:
    task = Number(derived.expression(Scope.from_question({"y": "scalar"}), "exp(y)"), {"y": Fraction(3)})
    exact, formula = number.fingerprint(task, "e^3"), number.fingerprint(task, "exp(y)")
    assert exact.values == pytest.approx(formula.values)
    assert number.fingerprint(task, "20.0855369") != exact
    assert number.fingerprint(task, "40,171") is None


def test_a_shape_is_its_axes() -> None:
    truth = ShapeTruth(axes(1, "d"), frozenset("nd"), (), axes("d", 1))
    assert shape.fingerprint(truth, "1 by d") == shape.fingerprint(truth, r"\mathbb{R}^{1\times d}")
    assert shape.fingerprint(truth, "d x 1") != shape.fingerprint(truth, "1 x d")
    assert shape.fingerprint(truth, "1 d") is None


def test_networks_that_compute_the_same_are_alike() -> None:
    one = {"W1": [[1, 1], [1, 1]], "b1": [0, -1], "W2": [[1, -2]], "b2": [0]}
    turned = {"W1": [[1, 1], [1, 1]], "b1": [-1, 0], "W2": [[-2, 1]], "b2": [0]}
    assert network.fingerprint(XOR, one) == network.fingerprint(XOR, turned)
    assert network.fingerprint(XOR, {**one, "b2": [1]}) != network.fingerprint(XOR, one)
    assert network.fingerprint(XOR, "nonsense") is None


def test_a_choice_is_its_letters_and_a_proof_its_order() -> None:
    several = Choice({"A": "first", "B": "second", "C": "third"}, frozenset("AC"), multiple=True)
    assert choice.fingerprint(several, ["C", "A"]) == choice.fingerprint(several, "A, C")
    assert choice.fingerprint(several, 3.5) is None
    assert ordering.fingerprint("A, B", {"A": "", "B": ""}).label == "A, B"
    assert ordering.fingerprint("A, A", {"A": "", "B": ""}) is None
