"""Rows, columns and matrices with an ellipsis."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from graders.engine.language.errors import LanguageError

Value = Callable[..., np.ndarray]
ROW, COLUMN, SQUARE = (1, "d"), ("d", 1), ("d", "d")
CASES = {
    "(0 0 ⋯ 0)": (ROW, lambda p: np.zeros((1, 4))),
    "\\begin{bmatrix}0&\\dots&0\\end{bmatrix}": (ROW, lambda p: np.zeros((1, 4))),
    "[0; 0; ...; 0]": (COLUMN, lambda p: np.zeros((4, 1))),
    "[1, 0, ..., 0]": (ROW, lambda p: np.eye(4)[:1]),
    "[0, …, 0, 1]": (ROW, lambda p: np.eye(4)[3:]),
    "(2w_1 2w_2 ... 2w_d)": (ROW, lambda p: 2 * p.w[None, :]),
    "\\left(2w_1,\\ldots,2w_d\\right)": (ROW, lambda p: 2 * p.w[None, :]),
    "[2w_1; …; 2w_d]": (COLUMN, lambda p: 2 * p.w[:, None]),
    "[2w_1, …, 2w_d]^T": (COLUMN, lambda p: 2 * p.w[:, None]),
    "[w_1, w_2, …, w_{d-1}, w_d]": (ROW, lambda p: p.w[None, :]),
    "[0, w_2, …, w_d]": (ROW, lambda p: np.concatenate([[0], p.w[1:]])[None, :]),
    "[w_1, …, w_d] / d": (ROW, lambda p: p.w[None, :] / 4),
    "[1, 2, …, d]": (ROW, lambda p: np.arange(1, 5)[None, :]),
    "[x_1, …, x_n]^T": (("n", "d"), lambda p: p.X),
    "\\begin{bmatrix}x_1^\\top\\\\ \\vdots\\\\ x_n^\\top\\end{bmatrix}": (("n", "d"), lambda p: p.X),
    "diag(2w_1, ..., 2w_d)": (SQUARE, lambda p: 2 * np.diag(p.w)),
    "\\begin{pmatrix}1&0&\\cdots&0\\\\0&1&\\cdots&0\\\\ \\vdots&&\\ddots&\\vdots\\\\0&0&\\cdots&1\\end{pmatrix}": (
        SQUARE,
        lambda p: np.eye(4),
    ),
    "\\begin{pmatrix}2w_1&\\cdots&0\\\\ \\vdots&\\ddots&\\vdots\\\\0&\\cdots&2w_d\\end{pmatrix}": (
        SQUARE,
        lambda p: 2 * np.diag(p.w),
    ),
    "\\begin{pmatrix}X_{11}&\\cdots&X_{1d}\\\\ \\vdots&&\\vdots\\\\X_{n1}&\\cdots&X_{nd}\\end{pmatrix}": (
        ("n", "d"),
        lambda p: p.X,
    ),
    "\\begin{bmatrix}2w_1 & & \\\\ & \\ddots & \\\\ & & 2w_d\\end{bmatrix}": (SQUARE, lambda p: 2 * np.diag(p.w)),
    "\\begin{bmatrix}x_{11}&\\cdots&x_{1d}\\\\ \\vdots&\\ddots&\\vdots\\\\x_{n1}&\\cdots&x_{nd}\\end{bmatrix}": (
        ("n", "d"),
        lambda p: p.X,
    ),
    "[c, 2c; 0, 1]": ((2, 2), lambda p: np.array([[p.c, 2 * p.c], [0, 1]])),
    "[c, 1, 2]": ((1, 3), lambda p: np.array([[p.c, 1, 2]])),
}


@pytest.mark.parametrize("text", CASES)
def test_an_ellipsis_is_filled_from_the_terms_beside_it(text: str, read_value: Value, at: SimpleNamespace) -> None:
    place, truth = CASES[text]
    np.testing.assert_allclose(read_value(text, *place), truth(at), rtol=1e-12)


@pytest.mark.parametrize("text", ["[w_1, w_3, …, w_d]", "[w_1, …]", "[1, 2, 4, …, d]", "[w_1, …, v_d]"])
def test_terms_without_a_pattern_are_asked_back(text: str, reader: Callable[..., object]) -> None:
    with pytest.raises(LanguageError):
        reader().answer(text, *ROW)  # type: ignore[attr-defined]
