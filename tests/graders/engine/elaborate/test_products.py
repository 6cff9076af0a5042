"""Products, quotients and powers: which of matrix algebra and element by element is meant."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from graders.engine.elaborate import IllTyped

Value = Callable[..., np.ndarray]
CASES = {
    "X w": (("n", 1), lambda p: p.X @ p.w),
    "X*w": (("n", 1), lambda p: p.X @ p.w),
    "w^T v": ((), lambda p: p.w @ p.v),
    "w v^T": (("d", "d"), lambda p: np.outer(p.w, p.v)),
    "w^T X^T b": ((), lambda p: p.w @ p.X.T @ p.b),
    "b^T A X w": ((), lambda p: p.b @ p.A @ p.X @ p.w),
    "w^T v w^T": ((1, "d"), lambda p: p.w @ p.v * p.w),
    "2 w^T": ((1, "d"), lambda p: 2 * p.w),
    "(2w)^T": ((1, "d"), lambda p: 2 * p.w),
    "w · v": ((), lambda p: p.w @ p.v),
    r"-2 \mathbf{w} \cdot \mathbf{v}": ((), lambda p: -2 * p.w @ p.v),
    "np.dot(w, v)": ((), lambda p: p.w @ p.v),
    "w @ v": ((), lambda p: p.w @ p.v),
    "w ⊙ v": (("d", 1), lambda p: p.w * p.v),
    "X / sum(X, axis=1, keepdims=True)": (("n", "d"), lambda p: p.X / p.X.sum(axis=1, keepdims=True)),
    "X / X.sum(axis=0)": (("n", "d"), lambda p: p.X / p.X.sum(axis=0)),
    "w ./ v": (("d", 1), lambda p: p.w / p.v),
    "w / v": (("d", 1), lambda p: p.w / p.v),
    "1/w": (("d", 1), lambda p: 1 / p.w),
    "X/2": (("n", "d"), lambda p: p.X / 2),
    "w^2": (("d", 1), lambda p: p.w**2),
    "w^{-1}": (("d", 1), lambda p: 1 / p.w),
    "X^2": (("n", "d"), lambda p: p.X**2),
    "A^3": (("n", "n"), lambda p: p.A @ p.A @ p.A),
    "A .^ 3": (("n", "n"), lambda p: p.A**3),
    "A^{-1}": (("n", "n"), lambda p: np.linalg.inv(p.A)),
    "A^{-2}": (("n", "n"), lambda p: np.linalg.inv(p.A @ p.A)),
    "A^{-T}": (("n", "n"), lambda p: np.linalg.inv(p.A).T),
    "A^0": (("n", "n"), lambda p: np.eye(3)),
    "2^w": (("d", 1), lambda p: 2**p.w),
    "e^w": (("d", 1), lambda p: np.exp(p.w)),
    "A ⊗ X": (("nn", "nd"), lambda p: np.kron(p.A, p.X)),
    "kron(w, b)": (("dn", 1), lambda p: np.kron(p.w, p.b)),
    "w + 1": (("d", 1), lambda p: p.w + 1),
    "1 - X": (("n", "d"), lambda p: 1 - p.X),
    "X''": (("n", "d"), lambda p: p.X),
    "--c": ((), lambda p: p.c[0] if p.c.ndim else p.c),
    "(w^T w)^3": ((), lambda p: (p.w @ p.w) ** 3),
    "‖w‖^2": ((), lambda p: p.w @ p.w),
}


@pytest.mark.parametrize("text", CASES)
def test_a_product_is_what_the_shapes_say(text: str, read_value: Value, at: SimpleNamespace) -> None:
    _, truth = CASES[text]
    np.testing.assert_allclose(read_value(text).squeeze(), np.squeeze(truth(at)), rtol=1e-12)


ILL_TYPED = {
    "X w + w": "X w + w: X w is n×1, w is d×1.",
    "X w^T": "X w^T: X is n×d, w^T is 1×d.",
    "w w": "w w: w is d×1, w is d×1.",
    "w w^{-1}": "w w^(-1): w is d×1, w^(-1) is d×1.",
    "X^{-1}": "X^(-1): X is not square, so it has no inverse.",
    "w ⊙ w^T": "w .* w^T: w is d×1, w^T is 1×d.",
    "X + W": "X + W: X is n×d, W is k×d.",
    "tr(X)": "tr(X): X is n×d, not square.",
    "I - w": "I - w: I takes the size its place needs and is square, w is d×1.",
}


@pytest.mark.parametrize("text", ILL_TYPED)
def test_it_says_what_does_not_fit(text: str, reader: Callable[..., object]) -> None:
    with pytest.raises(IllTyped) as refused:
        reader().answer(text)  # type: ignore[attr-defined]
    assert refused.value.message == ILL_TYPED[text]


@pytest.mark.parametrize("text", ["w / v", "w^2", "1/w", "2^w", "w + 1", "X^2", "1 - X"])
def test_element_by_element_readings_are_noted(text: str, reader: Callable[..., object]) -> None:
    assert reader().answer(text).notes  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["w ./ v", "w .^ 2", "exp(w)", "2w", "X w", "w/2", "A^2"])
def test_ordinary_algebra_is_not_remarked_on(text: str, reader: Callable[..., object]) -> None:
    assert not reader().answer(text).notes  # type: ignore[attr-defined]
