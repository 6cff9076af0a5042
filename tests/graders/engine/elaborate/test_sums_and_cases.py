"""Σ with ranges and conditions; values by cases; indicators."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

Value = Callable[..., np.ndarray]
CASES = {
    "sum_k e^{z_k}": lambda p: np.exp(p.z).sum(),
    "\\sum_{k=1}^{K} e^{z_k}": lambda p: np.exp(p.z).sum(),
    "\\sum_{j=1}^{d} w_j v_j": lambda p: p.w @ p.v,
    "Σ_j w_j^2": lambda p: p.w @ p.w,
    "\\sum_{j=2}^{d} w_j": lambda p: p.w[1:].sum(),
    "\\sum_{j=1}^{2} w_j": lambda p: p.w[:2].sum(),
    "\\sum_{j=1}^{d-1} w_j": lambda p: p.w[:-1].sum(),
    "\\sum_{j=1}^{3} j c": lambda p: 6 * p.c,
    "\\sum_{j=1}^{3} c^j": lambda p: p.c + p.c**2 + p.c**3,
    "\\sum_{j=1}^{n} c": lambda p: 3 * p.c,
    "\\sum_i \\sum_j X_{ij}": lambda p: p.X.sum(),
    "Σ_j X_{ij} w_j": lambda p: p.X @ p.w,
    "Σ_k z_k / Σ_k e^{z_k}": lambda p: p.z.sum() / np.exp(p.z).sum(),
    "sum_(k != i) e^(z_k - z_i)": lambda p: np.exp(p.z[None, :] - p.z[:, None]).sum(1) - 1,
    "e^{z_i} / Σ_k e^{z_k}": lambda p: np.exp(p.z) / np.exp(p.z).sum(),
    "c if c > 0 else 0": lambda p: max(p.c, 0),
    "{1, c>0; 0, c<0}": lambda p: float(p.c > 0),
    "0 if c<0, 1 if c>0, undefined at 0": lambda p: float(p.c > 0),
    "\\begin{cases} c & c > 0\\\\ -c & c \\le 0\\end{cases}": lambda p: abs(p.c),
    "c*(c>0)": lambda p: max(p.c, 0),
    "𝟙[c>0]": lambda p: float(p.c > 0),
    "1[-3 < c < 3]": lambda p: float(-3 < p.c < 3),
    "(w > 0) ⊙ w": lambda p: np.maximum(p.w, 0),
    "np.where(w > 0, w, 0)": lambda p: np.maximum(p.w, 0),
    "2w_i if i = j else 0": lambda p: 2 * np.diag(p.w),
    "2w_i if i ≠ j else 0": lambda p: 2 * (np.outer(p.w, np.ones(4)) - np.diag(p.w)),
    "{w_i, i=j; 0, i≠j}": lambda p: np.diag(p.w),
    "c if n > 0 else 0": lambda p: p.c,
    "w_j if j <= d else 0": lambda p: p.w,
    "w_j if j < d else 0": lambda p: np.append(p.w[:3], 0),
    "c if d = 4 else 0": lambda p: p.c,
    "w_d if d <= 2 else 0": lambda p: np.append(p.w[:2], [0, 0]),
    "2w_k δ_kj": lambda p: 2 * np.diag(p.w),
}


@pytest.mark.parametrize("text", CASES)
def test_sums_and_cases(text: str, read_value: Value, at: SimpleNamespace) -> None:
    np.testing.assert_allclose(read_value(text).squeeze(), CASES[text](at), rtol=1e-12, atol=1e-12)


def test_what_no_case_covers_has_no_value(reader: Callable[..., object]) -> None:
    made = reader()
    sign = ">" if made.at.c < 0 else "<"  # type: ignore[attr-defined]
    assert np.isnan(made.value(f"{{c, c {sign} 0; c, c {sign} -1}}"))  # type: ignore[attr-defined]
