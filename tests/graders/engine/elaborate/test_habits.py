"""Habits that are no formula in the strict sense, but have one meaning each."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from graders.engine.elaborate import IllTyped
from graders.engine.language.errors import LanguageError

CASES = {
    "I + A(u)": lambda p: np.eye(3) + p.A,
    "I_n + A(u, b)": lambda p: np.eye(3) + p.A,
    "A(u) + 0 u": lambda p: p.A @ p.u,  # a product where that fits
    "diag(2w_i)": lambda p: 2 * np.diag(p.w),
    "2 diag(w_j)": lambda p: 2 * np.diag(p.w),
    "(X_ij)_{ij}": lambda p: p.X,
    "(x_ij)_{ji}": lambda p: p.X.T,
    "(2w_i δ_ij)_ij": lambda p: 2 * np.diag(p.w),
    "I_d×d": lambda p: np.eye(4),
    "0_1×d": lambda p: np.zeros((1, 4)),
    "I_n×n X": lambda p: p.X,
    "np.eye(n)[2] @ X": lambda p: p.X[1:2],
    "X_{2:}": lambda p: p.X[1:2],
}


@pytest.mark.parametrize("text", CASES)
def test_it_is_read_as_what_it_means(text: str, read_value: Callable[..., np.ndarray], at: SimpleNamespace) -> None:
    np.testing.assert_allclose(read_value(text).squeeze(), np.squeeze(CASES[text](at)), rtol=1e-12)


def test_a_vector_has_no_value_at_a_point(reader: Callable[..., object]) -> None:
    with pytest.raises(IllTyped):
        reader().answer("2w(w)")  # type: ignore[attr-defined]


@pytest.mark.parametrize(("text", "tag"), [("X (n×d)", "ambiguous"), ("X[1:2, :]", "unparsable")])
def test_shapes_behind_a_formula_and_slices_are_asked_back(text: str, tag: str, reader: Callable[..., object]) -> None:
    with pytest.raises(LanguageError) as refused:
        reader().answer(text)  # type: ignore[attr-defined]
    assert refused.value.tag == tag
