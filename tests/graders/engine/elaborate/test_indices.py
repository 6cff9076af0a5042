"""Index notation: free indices are axes, a repeated index is not summed, deltas and prefixes."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from graders.engine.elaborate import IllTyped
from graders.engine.language.errors import LanguageError

Value = Callable[..., np.ndarray]
TENSOR = ("n", "k", "k", "d")


def truth(p: SimpleNamespace) -> np.ndarray:
    return np.einsum("il,jk->ijkl", p.X, np.eye(5))


@pytest.mark.parametrize(
    "text",
    [
        "X_il * 1[j=k]",
        "X_{il}\\mathbf{1}_{j=k}",
        "δ_{kj} X_{il}",
        "X[i,l]*(j==k)",
        "x_{il} \\mathbb{1}[j = k]",
        "J_{ijkl} = X_{il} δ_{jk}",
        "J_{ijpq} = X_{iq} δ_{jp}",
        "J_{abcd} = X_{ad} δ_{bc}",
        "np.einsum('id,jk->ijkd', X, np.eye(k))",
        "Σ_p X_ip δ_jk δ_pl",
        "X_il if j = k, otherwise 0",
        "X_il δ_jk^2",
        "(I_k)_{jk} X_{il}",
        "\\frac{\\partial f_{ij}}{\\partial W_{kl}} = X_{il}\\delta_{jk}",
        "x_{i,l} when j equals k, else 0",
    ],
)
def test_a_tensor_has_the_axes_that_are_named(text: str, read_value: Value, reader: Callable[..., object]) -> None:
    made = reader()
    np.testing.assert_allclose(made.value(text, *TENSOR, index="ijkl"), truth(made.at))  # type: ignore[attr-defined]


CASES = {
    "2 w_j δ_ij": (("d", "d"), lambda p: 2 * np.diag(p.w)),
    "2 w_i if i=j else 0": (("d", "d"), lambda p: 2 * np.diag(p.w)),
    "J_{ij} = 2w_i": (("d", "d"), lambda p: 2 * np.outer(p.w, np.ones(4))),
    "J_{ij} = 2w_j": (("d", "d"), lambda p: 2 * np.outer(np.ones(4), p.w)),
    "J_{1j} = 2 w_j": ((1, "d"), lambda p: 2 * p.w[None, :]),
    "J_{ij} = 1 - δ_{ij}": (("d", "d"), lambda p: 1 - np.eye(4)),
    "J_{jk} = δ_{jk}": (("d", "d"), lambda p: np.eye(4)),
    "1[i=j]": (("d", "d"), lambda p: np.eye(4)),
    "1[i≤j]": (("d", "d"), lambda p: np.triu(np.ones((4, 4)))),
    "w_j w_j": (("d",), lambda p: p.w**2),
    "w_i w_j": (("d", "d"), lambda p: np.outer(p.w, p.w)),
    "x_{ij}": (("n", "d"), lambda p: p.X),
    "x_ij": (("n", "d"), lambda p: p.X),
    "A_{ii}": (("n",), lambda p: np.diag(p.A)),
    "A_{ji}": (("n", "n"), lambda p: p.A.T),
    "s_i (δ_ij - s_j)": (("k", "k"), lambda p: np.diag(soft(p.z)) - np.outer(soft(p.z), soft(p.z))),
    "softmax(z)_i": (("k",), lambda p: soft(p.z)),
    "(X w)_i": (("n",), lambda p: p.X @ p.w),
    "(X X^T)_{ij}": (("n", "n"), lambda p: p.X @ p.X.T),
    "w_1": ((), lambda p: p.w[0]),
    "X_{2,3}": ((), lambda p: p.X[1, 2]),
    "X[1,:]": ((1, "d"), lambda p: p.X[:1]),
    "X[:,2]": (("n", 1), lambda p: p.X[:, 1:2]),
    "x_2^T": ((1, "d"), lambda p: p.X[1:2]),
    "e_2^T X": ((1, "d"), lambda p: p.X[1:2]),
    "diag(x_i)": (("n", "d", "d"), lambda p: np.einsum("ij,jk->ijk", p.X, np.eye(4))),
    "at(X, i, j)": (("n", "d"), lambda p: p.X),
}


def soft(z: np.ndarray) -> np.ndarray:
    return np.exp(z) / np.exp(z).sum()


@pytest.mark.parametrize("text", CASES)
def test_free_indices_are_axes(text: str, read_value: Value, at: SimpleNamespace) -> None:
    place, expected = CASES[text]
    np.testing.assert_allclose(read_value(text, *place) if place else read_value(text), expected(at), rtol=1e-12)


@pytest.mark.parametrize(
    "text", ["x_i^T", "xᵢᵀ", "\\mathbf{x}_i^\\top", "e_i^T X", "X_{i\\cdot}", "X[i,:]", "X_{i:}", "1*x_i^T"]
)
def test_a_fixed_index_is_one_position(text: str, reader: Callable[..., object]) -> None:
    made = reader(i="index")
    np.testing.assert_allclose(made.value(text, 1, "d"), made.at.X[1:2])  # type: ignore[attr-defined]


def test_a_fixed_index_is_not_an_axis(reader: Callable[..., object]) -> None:
    made = reader(i="index")
    np.testing.assert_allclose(made.value("x_{ij}", "d"), made.at.X[1])  # type: ignore[attr-defined]
    np.testing.assert_allclose(made.value("x_i x_i^T", "d", "d"), np.outer(made.at.X[1], made.at.X[1]))  # type: ignore[attr-defined]
    np.testing.assert_allclose(made.value("δ_ij", "n"), np.eye(3)[1])  # type: ignore[attr-defined]


def test_an_index_that_is_not_named_is_asked_back(reader: Callable[..., object]) -> None:
    with pytest.raises(LanguageError) as refused:
        reader().answer("X_{ip} δ_{jk}", *TENSOR, index="ijkl")  # type: ignore[attr-defined]
    assert refused.value.tag == "free-index"


def test_an_index_cannot_run_over_axes_of_different_sizes(reader: Callable[..., object]) -> None:
    with pytest.raises(IllTyped) as refused:
        reader().answer("X_{ij} W_{ij}")  # type: ignore[attr-defined]
    assert refused.value.message == "The index i runs to n in one place and to k in another."


def test_an_index_of_another_size_gives_another_shape(reader: Callable[..., object]) -> None:
    answer = reader().answer("X_{ij} δ_{kl}", *TENSOR, index="ijkl")  # type: ignore[attr-defined]
    assert [str(axis) for axis in answer.shape] == ["n", "d", "k", "d"]


def test_the_free_indices_are_told(reader: Callable[..., object]) -> None:
    assert reader().answer("2w_j", 1, "d").free == ("j",)  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["X_{Xj}", "X_{wj}", "X[b, :]", "w_c"])
def test_a_letter_with_a_value_is_no_index(reader: Callable[..., object], text: str) -> None:
    with pytest.raises(LanguageError) as refused:
        reader().answer(text)  # type: ignore[attr-defined]
    assert refused.value.tag == "free-index"


def test_it_is_one_where_a_sum_or_the_front_of_the_answer_makes_it_one(reader: Callable[..., object]) -> None:
    made = reader()
    np.testing.assert_allclose(made.value("Σ_c w_c"), made.at.w.sum())  # type: ignore[attr-defined]
    np.testing.assert_allclose(made.value("J_cb = X_cb", "n", "d"), made.at.X)  # type: ignore[attr-defined]
