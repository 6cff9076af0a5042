"""Functions: entry by entry, of whole arrays, their derivatives, definitions."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace

import numpy as np
import pytest

from graders.engine.elaborate import IllTyped, author
from graders.engine.graph import Graph
from graders.engine.language.errors import LanguageError
from graders.engine.language.scope import Scope

Value = Callable[..., np.ndarray]


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def soft(z: np.ndarray, axis: int | None = None) -> np.ndarray:
    return np.exp(z) / np.exp(z).sum(axis, keepdims=axis is not None)


CASES = {
    "σ(w)": lambda p: sigmoid(p.w),
    "exp(X)": lambda p: np.exp(p.X),
    "relu(w)": lambda p: np.maximum(p.w, 0),
    "max(0, w)": lambda p: np.maximum(p.w, 0),
    "max(w, v)": lambda p: np.maximum(p.w, p.v),
    "min(c, 1, 2)": lambda p: min(p.c, 1),
    "sech(c)^2": lambda p: 1 / np.cosh(p.c) ** 2,
    "1 - tanh^2 c": lambda p: 1 - np.tanh(p.c) ** 2,
    "σ'(c)": lambda p: sigmoid(p.c) * sigmoid(-p.c),
    "tanh'(w)": lambda p: 1 - np.tanh(p.w) ** 2,
    "sin''(w)": lambda p: -np.sin(p.w),
    "sech'(1)": lambda p: -np.tanh(1) / np.cosh(1),
    "norm2(w)": lambda p: np.linalg.norm(p.w),
    "norm1(w)": lambda p: np.abs(p.w).sum(),
    "norm2(X)^2": lambda p: (p.X**2).sum(),
    "sum(w)": lambda p: p.w.sum(),
    "sum(X, axis=0)": lambda p: p.X.sum(0),
    "sum(X, axis=1)": lambda p: p.X.sum(1),
    "mean(X)": lambda p: p.X.mean(),
    "mean(w)": lambda p: p.w.mean(),
    "mean(X, axis=0)": lambda p: p.X.mean(0),
    "tr(A)": lambda p: np.trace(p.A),
    "tr(X^T X)": lambda p: (p.X**2).sum(),
    "det(A)": lambda p: np.linalg.det(p.A),
    "inv(A)": lambda p: np.linalg.inv(p.A),
    "logdet(A A^T)": lambda p: np.linalg.slogdet(p.A @ p.A.T)[1],
    "diag(w)": lambda p: np.diag(p.w),
    "diag(w^T)": lambda p: np.diag(p.w),
    "diag(A)": lambda p: np.diag(p.A),
    "transpose(X)": lambda p: p.X.T,
    "np.transpose(X)": lambda p: p.X.T,
    "softmax(z)": lambda p: soft(p.z),
    "softmax(X, axis=1)": lambda p: soft(p.X, 1),
    "logsumexp(z)": lambda p: np.log(np.exp(p.z).sum()),
    "s": lambda p: soft(p.z),
    "s - s^2": lambda p: soft(p.z) - soft(p.z) ** 2,
    "s(z)": lambda p: soft(p.z),
    "w/√d": lambda p: p.w / 2,
    "pi": lambda p: np.pi,
    "e": lambda p: np.e,
    "log2(8)": lambda p: 3,
    "abs(c)": lambda p: abs(p.c),
}


@pytest.mark.parametrize("text", CASES)
def test_functions(text: str, read_value: Value, at: SimpleNamespace) -> None:
    np.testing.assert_allclose(read_value(text).squeeze(), np.squeeze(CASES[text](at)), rtol=1e-10)


def test_a_bare_function_is_of_the_only_scalar(read_value: Value, at: SimpleNamespace) -> None:
    np.testing.assert_allclose(read_value("σ(1-σ)"), sigmoid(at.c) * sigmoid(-at.c))


@pytest.mark.parametrize("text", ["softmax(X)", "softmax(c)", "w'(X)", "tr(w)"])
def test_functions_that_do_not_fit_are_wrong(text: str, reader: Callable[..., object]) -> None:
    with pytest.raises(IllTyped):
        reader().answer(text)  # type: ignore[attr-defined]


def test_a_function_of_the_whole_is_not_taken_of_an_entry(reader: Callable[..., object]) -> None:
    with pytest.raises(LanguageError) as refused:
        reader().answer("softmax(z_i)")  # type: ignore[attr-defined]
    assert refused.value.tag == "ambiguous"


def test_definitions_may_use_each_other(reader: Callable[..., object]) -> None:
    made = reader({"s": "softmax(z)", "t": "s - 1/k", "y_ij": "X_ij t_1"})
    t = soft(made.at.z) - 1 / 5  # type: ignore[attr-defined]
    np.testing.assert_allclose(made.value("t")[:, 0], t)  # type: ignore[attr-defined]
    np.testing.assert_allclose(made.value("y_{12}"), made.at.X[0, 1] * t[0])  # type: ignore[attr-defined]
    np.testing.assert_allclose(made.value("y_{ji}"), made.at.X.T * t[0])  # type: ignore[attr-defined]


def test_a_sum_inside_a_definition_keeps_its_index(reader: Callable[..., object]) -> None:
    made = reader({"S": "sum_k e^{z_k}", "p_i": "e^{z_i} / S"})
    np.testing.assert_allclose(made.value("p_k"), soft(made.at.z))  # type: ignore[attr-defined]
    np.testing.assert_allclose(made.value("sum_k k p_k"), soft(made.at.z) @ np.arange(1, 6))  # type: ignore[attr-defined]


def test_a_definition_by_itself_is_refused(reader: Callable[..., object]) -> None:
    with pytest.raises(LanguageError):
        reader({"t": "1 + t"}).answer("t")  # type: ignore[attr-defined]


def test_an_author_says_all_sizes() -> None:
    scope = Scope.from_question({"w": "d"})
    assert author("norm2(w)^2", scope, Graph()).shape == ()
    with pytest.raises(LanguageError):
        author("2 I", scope, Graph())


def test_a_derivative_is_not_left_to_the_engine(reader: Callable[..., object]) -> None:
    with pytest.raises(LanguageError):
        reader().answer("∂s_i/∂z_j")  # type: ignore[attr-defined]
