"""Functions of the derivative tables and of libraries: made of others, of whole arrays, under an index."""

from __future__ import annotations

from math import erf, sqrt

import numpy as np
import pytest

from graders.engine.elaborate import IllTyped, read
from graders.engine.elaborate.formulas import FORMULAS
from graders.engine.evaluate import evaluate
from graders.engine.graph import Graph
from graders.engine.language.errors import LanguageError
from graders.engine.language.functions import FUNCTIONS
from graders.engine.language.scope import Scope
from graders.engine.numbers.floats import FLOATS

SYMBOLS = {"x": "scalar", "y": "scalar", "w": "d", "v": "d", "A": "d x d", "X": "n x d", "p": "3", "q": "3", "π": "n"}
SCOPE = Scope.from_question(SYMBOLS)
SIZES = {"n": 2, "d": 3}
X, Y = 0.375, -0.75
W, V = np.array([1.5, -2.0, 0.5]), np.array([0.25, 3.0, -1.0])
A = np.array([[2.0, 1.0, 0.5], [-1.0, 3.0, 0.25], [0.5, 0.0, 1.0]])
M = np.array([[1.0, -2.0, 3.0], [0.5, 4.0, -0.25]])
INPUTS = {"x": X, "y": Y, "w": W[:, None], "v": V[:, None], "A": A, "X": M, "p": W[:, None], "q": V[:, None]}

NUMBERS = {
    "sec(x) + csc(x) + cot(x)": 1 / np.cos(X) + 1 / np.sin(X) + 1 / np.tan(X),
    "csch(x) coth(x)": np.cosh(X) / np.sinh(X) ** 2,
    "arcsinh(x)": np.arcsinh(X),
    "np.arccosh(1 + x)": np.arccosh(1 + X),
    "atanh(x)": np.arctanh(X),
    "arctan2(y, x)": np.arctan2(Y, X),
    "atan2(y, -x)": np.arctan2(Y, -X),
    "log_2(8) + log10(1000)": 6.0,
    "log1p(x) + expm1(x)": np.log1p(X) + np.expm1(X),
    "exp2(x)": 2**X,
    "xlogy(x, 2)": X * np.log(2),
    "logit(x)": np.log(X / (1 - X)),
    "square(x) + reciprocal(x)": X**2 + 1 / X,
    "cbrt(x)": X ** (1 / 3),
    "sinc(x)": np.sinc(X),
    "erfc(x) + erf(x)": 1.0,
    "logsigmoid(x)": -np.log1p(np.exp(-X)),
    "silu(x)": X / (1 + np.exp(-X)),
    "swish(x) - F.silu(x)": 0.0,
    "2 gelu(x) - x": X * erf(X / sqrt(2)),
    "mish(x)": X * np.tanh(np.log1p(np.exp(X))),
    "softsign(y)": Y / (1 - Y),
    "elu(y)": np.expm1(Y),
    "elu(y, 2)": 2 * np.expm1(Y),
    "selu(x)": 1.0507009873554805 * X,
    "leaky_relu(y)": 0.01 * Y,
    "F.leaky_relu(y, negative_slope=0.25)": 0.25 * Y,
    "relu6(x + 7)": 6.0,
    "hardtanh(-7 + x)": -1.0,
    "hard_sigmoid(x)": (X + 3) / 6,
    "hardswish(x)": X * (X + 3) / 6,
    "clip(x, 0, 0.25)": 0.25,
    "huber(x) + huber(4)": X**2 / 2 + 3.5,
    "rsqrt(x)": 1 / np.sqrt(X),
    "hypot(x, y)": np.hypot(X, Y),
    "logaddexp(x, y)": np.logaddexp(X, Y),
    "silu'(0) + mish'(0)": 1.1,
    "tf.reduce_sum(w)": W.sum(),
    "prod(w)": W.prod(),
    r"\prod_{i=1}^{d} w_i": W.prod(),
    "∏_i (w_i + v_i)": (W + V).prod(),
    "prod_{k != 2} w_k": W[0] * W[2],
    "prod_{k=1}^{4} x": X**4,
    "max(w) - min(w)": 3.5,
    "max_i (w_i v_i)": W[0] * V[0],
    r"\min_k w_k": -2.0,
    r"\|w\|_\infty": 2.0,
    "var(w)": W.var(),
    "np.std(w)": W.std(),
    "log|A|": np.log(np.linalg.det(A)),
    "|y| |x - 1|": -Y * (1 - X),
    "|y w_2|": -Y * 2,
    "np.linalg.slogdet(A)[1]": np.log(np.linalg.det(A)),
    r"\langle w, v\rangle": W @ V,
    "⟨A, A⟩": (A * A).sum(),
    "norm(w, ord=1)": 4.0,
    "w.sum()": W.sum(),
    "x.exp()": np.exp(X),
}
ARRAYS = {
    "max(X, axis=1)": M.max(1),
    "min(X, axis=0)": M.min(0),
    "prod(X, axis=1)": M.prod(1),
    "X.var(axis=0)": M.var(0),
    "cumsum(w)": W.cumsum(),
    "cumsum(X, axis=1)": M.cumsum(1),
    "tril(X) + triu(X)": np.tril(M) + np.triu(M),
    "vec(X)": M.ravel("F"),
    "cross(p, q)": np.cross(W, V),
    "np.linalg.solve(A, w)": np.linalg.solve(A, W),
    "A^{-T} w": np.linalg.solve(A.T, W),
    "adj(A)": np.linalg.det(A) * np.linalg.inv(A),
    "log_softmax(w)": W - np.log(np.exp(W).sum()),
    "softmin(w)": np.exp(-W) / np.exp(-W).sum(),
    "torch.mm(X, A.t())": M @ A.T,
    "X.mm(A.T).relu()": np.maximum(M @ A.T, 0),
    "X.sum(1)": M.sum(1),
    "matrix_power(A, 3)": A @ A @ A,
    "torch.transpose(X, 0, 1)": M.T,
    "hypot(w, v)": np.hypot(W, V),
    "max(w, max(v))": np.maximum(W, V.max()),
    "gelu(X)": M * (1 + np.vectorize(erf)(M / sqrt(2))) / 2,
}


def value(text):
    answer = read(text, SCOPE, Graph(), None, None)
    inputs = {name: np.asarray(array)[..., None] for name, array in INPUTS.items()}
    (array,) = evaluate([answer.node], FLOATS, inputs, SIZES)
    return array[..., 0]


@pytest.mark.parametrize("text", NUMBERS)
def test_a_function_to_a_number_has_its_value(text):
    np.testing.assert_allclose(value(text), NUMBERS[text], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("text", ARRAYS)
def test_a_function_to_an_array_has_its_value(text):
    np.testing.assert_allclose(value(text).squeeze(), ARRAYS[text], rtol=1e-12)


def test_every_formula_can_be_typed():
    assert {name for name in FORMULAS if FUNCTIONS.get(name) != name} == set()


@pytest.mark.parametrize("text", ["hypot(w, X)", "cross(w, v)", "solve(X, w)", "cumsum(X)"])
def test_arguments_that_do_not_fit_are_wrong(text):
    with pytest.raises(IllTyped) as refused:
        value(text)
    assert text.partition("(")[0] in refused.value.message


@pytest.mark.parametrize("text", ["hypot(x)", "silu(x, y)", "slogdet(A, w)", "hypot'(x, y)", "max_{i<2} w_i"])
def test_what_has_no_reading_is_asked_back(text):
    with pytest.raises(LanguageError):
        value(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[6 x y; 2]", [[6 * X * Y], [2]]),
        ("[3x^2 y; 2x + y^8]", [[3 * X**2 * Y], [2 * X + Y**8]]),
        ("[x y; y x]", [[X, Y], [Y, X]]),
        ("[2 x; 2 y]", [[2 * X], [2 * Y]]),
    ],
)
def test_spaces_are_products_where_entries_would_make_ragged_rows(text, expected):
    np.testing.assert_allclose(value(text), expected, rtol=1e-15)
