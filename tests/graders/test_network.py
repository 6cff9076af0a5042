"""Networks are judged by running them; a mistake is named when changing it makes them right."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graders.network import grade
from graders.network_model import Layer, Network, fit, right, run
from graders.verdict import Outcome

XOR = Network(
    layers=(Layer("W1", "b1", "relu"), Layer("W2", "b2")),
    inputs=([0.0, 0.0, 1.0, 1.0], [0.0, 1.0, 0.0, 1.0]),
    targets=([0.0, 1.0, 1.0, 0.0],),
    tolerance=1e-2,
    max_width=64,
)


def weights(W1: Any, b1: Any, W2: Any, b2: Any) -> dict[str, Any]:
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


ONES = [[1, 1], [1, 1]]


@pytest.mark.parametrize(
    "value",
    [
        weights(ONES, [0, -1], [[1, -2]], 0),
        weights(ONES, [0, -1], [1, -2], [0]),
        weights(ONES, [[0], [-1]], [[1, -2]], [[0]]),
        weights([[1, -1], [-1, 1]], [0, 0], [1, 1], 0),
        weights([["1/3", "1/3"], [1, 1]], [0, -1], [3, -2], 0),
        weights([[1, 1]] * 64, [0, -1] * 32, [["1/32", "-2/32"] * 32], 0),
        "W1 = [1 1; 1 1]; b1 = [0; -1]; W2 = [1 -2]; b2 = 0.009",
    ],
)
def test_any_weights_that_compute_the_table_are_right(value: Any) -> None:
    assert grade(XOR, value).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        (weights(ONES, [0, -1], [[0.9, -1.8]], 0), "thresholded-only"),
        (weights(ONES, [0, -1], [[1, -2]], 0.1), "thresholded-only"),
        (weights([[2, 1], [2, 1]], [0, -1], [[0.5, -2]], 0), "transposed-layout"),
        (weights(ONES, [0, -1], [[1], [-2]], 0), "transposed-layout"),
        (weights([[1, 1, 1], [1, 1, 1]], [0, -1, -1], [[1, -1, -1]], 0), "transposed-layout"),
    ],
)
def test_half_for_the_right_sides_or_one_transposition(value: Any, tag: str) -> None:
    verdict = grade(XOR, value)
    assert (verdict.outcome, verdict.score, verdict.tag) == (Outcome.PARTIAL, 0.5, tag)


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        (weights(ONES, [0, -1], [1, -1], 0), "wrong-gate"),
        (weights(ONES, [-1, -1], [1, 0], 0), "wrong-gate"),
        (weights(ONES, [0, 0], [0, 0], 0.5), "linear-only"),
        (weights([[1, 1], [-1, -1]], [-0.5, 1.5], [1, 1], -1.5), "step-activation"),
        (weights([[1, 1]], [0], [1], 0), "linear-only"),
        (weights([[1, -1], [-1, 1]], [0, 0], [1, -1], 0), "no-relu"),
        (weights(ONES, [0, -1], [-2, 1], 0), "index-swap"),
        (weights(ONES, [-1, 0], [1, -2], 0), "index-swap"),
        (weights(ONES, [0, -1], [1, -2], 1), "bias-sign"),
        (weights(ONES, [-2, -1], [1, -2], -2), "bias-sign"),
        (weights(ONES, [0, -1], [1, 2], 0), "sign"),
        (weights(ONES, [-1, -1], [1, -2], 0), "identical-units"),
        (weights([[1, -1], [0, 0]], [0, 0], [1, 1], 0), "three-of-four"),
    ],
)
def test_a_mistake_is_named(value: Any, tag: str) -> None:
    verdict = grade(XOR, value)
    assert (verdict.outcome, verdict.score, verdict.tag) == (Outcome.WRONG, 0.0, tag)


def test_the_witness_is_the_row_that_is_furthest_off() -> None:
    verdict = grade(XOR, weights(ONES, [0, -1], [-3, 1], 0))
    assert verdict.witness == {"inputs": [1.0, 1.0], "output": [-5.0], "target": [0.0]}


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        (weights(ONES, [0, -1, 0], [1, -2], 0), "wrong-shape"),
        (weights([[1, 1], [1, 1], [1, 1]], [0, -1], [1, -2], 0), "wrong-shape"),
        (weights([1, 1], 0, 1, 0), "wrong-shape"),
        (weights([], [], [], 0), "wrong-shape"),
        (weights([[]], [0], [1], 0), "wrong-shape"),
        (weights(ONES, [0, -1], [1, -2], [0, 0]), "wrong-shape"),
        (weights(ONES, [0, -1], [[1, -2], [1, -2]], 0), "wrong-shape"),
        ({"W1": ONES, "b1": [0, -1], "W2": [1, -2]}, "wrong-shape"),
        ({}, "wrong-shape"),
        (weights([[1, 1]] * 65, [0] * 65, [[0] * 65], 0), "too-wide"),
        (weights([[2**62, 2**62]], [0], ["1/4611686018427387904"], 0), "too-large"),
    ],
)
def test_what_does_not_fit_together_is_asked_back(value: Any, tag: str) -> None:
    verdict = grade(XOR, value)
    assert (verdict.outcome, verdict.tag) == (Outcome.INVALID, tag)
    assert verdict.feedback


def test_the_constant_one_half_earns_nothing() -> None:
    assert grade(XOR, weights(ONES, [0, 0], [0, 0], 0.5)).score == 0.0


def test_what_is_no_number_is_never_right() -> None:
    assert not right(XOR, [[float("nan")] * 4])


def test_a_text_is_shown_as_it_was_read() -> None:
    verdict = grade(XOR, "W1 = [1 1; 1 1]; b1 = [0; -1]; W2 = [1 -2]; b2 = 0")
    assert verdict.reading is not None
    assert verdict.reading.startswith(r"W_{1} = \begin{pmatrix}1 & 1 \\ 1 & 1\end{pmatrix}")


cells = st.floats(-8, 8, allow_nan=False, width=32)


@settings(max_examples=60)
@given(st.data())
def test_running_agrees_with_numpy(data: st.DataObject) -> None:
    inputs, hidden, outputs = (data.draw(st.integers(1, 4)) for _ in range(3))

    def draw(*shape: int) -> np.ndarray:
        count = math.prod(shape)
        return np.array(data.draw(st.lists(cells, min_size=count, max_size=count))).reshape(shape)

    X, W1, b1, W2 = draw(5, inputs), draw(hidden, inputs), draw(hidden), draw(outputs, hidden)
    layers = (Layer("W1", "b1", data.draw(st.sampled_from(["relu", "tanh", "sigmoid"]))), Layer("W2", None))
    network = Network(layers, tuple(X.T.tolist()), tuple([[0.0] * 5] * outputs), 1e-2, 64)
    found = run(network, fit(network, {"W1": W1.tolist(), "b1": b1.tolist(), "W2": W2.tolist()}))
    act = {"relu": lambda z: np.maximum(z, 0), "tanh": np.tanh, "sigmoid": lambda z: 1 / (1 + np.exp(-z))}
    expected = (act[layers[0].activation](X @ W1.T + b1) @ W2.T).T
    np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-9)


@settings(max_examples=60)
@given(st.integers(1, 64), st.data())
def test_numpy_and_the_grader_agree_on_what_is_right(hidden: int, data: st.DataObject) -> None:
    small = st.integers(-2, 2)
    column = st.lists(small, min_size=hidden, max_size=hidden)
    W1 = data.draw(st.lists(st.lists(small, min_size=2, max_size=2), min_size=hidden, max_size=hidden))
    b1, W2, b2 = data.draw(column), data.draw(column), data.draw(small)
    X = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
    outputs = np.maximum(X @ np.array(W1).T + b1, 0) @ np.array(W2) + b2
    assert (grade(XOR, weights(W1, b1, W2, b2)).score == 1.0) == bool(np.all(np.abs(outputs - [0, 1, 1, 0]) <= 0.01))
