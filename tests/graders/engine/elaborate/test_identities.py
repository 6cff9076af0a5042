"""Derivatives as the literature writes them, in several notations each, against the engine's own Jacobian."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from graders.engine.derive import jacobian
from graders.engine.elaborate import author, read
from graders.engine.evaluate import evaluate
from graders.engine.graph import Graph, Node
from graders.engine.language.scope import Scope
from graders.engine.layout import numerator
from graders.engine.numbers.floats import FLOATS

SIZES = {"n": 3, "d": 4, "k": 5}
# symbols, function, variable, index, how its derivative is written
IDENTITIES = [
    ("X = n x n spd", "logdet(X)", "X", "", ["X^{-1}", "(X^{-1})^T", "inv(X)"]),
    ("X = n x n invertible", "ln|det(X)|", "X", "", ["X^{-T}", "(X^T)^{-1}", r"(X^{-1})^\top", "inv(X^T)"]),
    ("X = n x n invertible", "tr(X^{-1})", "X", "", ["-(X^{-2})^T", "-X^{-T}X^{-T}", "-(X^{-1}X^{-1})^T"]),
    ("X = n x n; a = n; b = n", "a^T X^3 b", "X", "", ["a b^T (X^2)^T + X^T a b^T X^T + (X^2)^T a b^T"]),
    ("X = n x n", "tr(X^4)", "X", "", ["4(X^3)^T", "4 (X^T)^3"]),
    ("X = n x d; A = n x n", "tr(X^T A X)", "X", "", ["(A+A^T)X"]),
    ("A = n x d; x = d; b = n", "‖A x + b‖^2", "x", "", ["2 (A x + b)^T A", "2(Ax+b)'A"]),
    ("A = n x d; x = d; b = n", "‖A x + b‖", "x", "", ["(A x + b)^T A / ‖A x + b‖"]),
    ("x = d", "x/‖x‖", "x", "", ["I/‖x‖ - x x^T/‖x‖^3", "(I - x x^T/(x^T x))/‖x‖", "1/‖x‖ (I - x x^T/‖x‖^2)"]),
    ("z = k; y = k onehot", "-sum(y ⊙ log(softmax(z)))", "z", "", ["softmax(z)^T - y^T", "(softmax(z)-y)^T"]),
    ("z = k; y = k", "logsumexp(z) - y^T z", "z", "", ["softmax(z)^T - y^T"]),
    ("z = k", "logsumexp(z)", "z", "", ["J_{1j} = e^{z_j}/Σ_k e^{z_k}", "exp(z)^T / sum(exp(z))"]),
    (
        "z = k",
        "softmax(z)",
        "z",
        "",
        ["softmax(z)_i (δ_ij - softmax(z)_j)", "diag(softmax(z))(I - 1 softmax(z)^T)", "J_{ij} = s_i(1[i=j] - s_j)"],
    ),
    (
        "W = k x n; V = n x d; x = d",
        "W tanh(V x)",
        "x",
        "",
        ["W diag(1 - tanh(V x)^2) V", "W diag(1 - tanh(Vx).^2) V", "W diag(tanh'(V x)) V"],
    ),
    (
        "W = k x n; V = n x d; x = d; b = n",
        "W σ(V x + b)",
        "x",
        "",
        ["W diag(σ'(V x + b)) V", "W diag(σ(V x + b) ⊙ (1 - σ(V x + b))) V"],
    ),
    (
        "w = n; V = n x d; x = d; b = n",
        "w^T relu(V x + b)",
        "V",
        "",
        ["(w ⊙ 1[V x + b > 0]) x^T", "diag(step(V x + b)) w x^T", "J_{ij} = w_i x_j 1[(V x + b)_i > 0]"],
    ),
    ("W = k x n; V = n x d; x = d", "W relu(V x)", "V", "ijk", ["W_ij step((V x)_j) x_k", "W_{ij} 1[(V x)_j > 0] x_k"]),
    ("A = n x d; B = d x k", "A B", "A", "ijkl", ["δ_ik B_lj"]),
    ("A = n x n; B = d x d", "tr(A ⊗ B)", "A", "", ["tr(B) I"]),
    ("x = n; y = d", "x ⊗ y", "x", "", ["I ⊗ y", "kron(I_n, y)"]),
    ("x = n; y = d", "kron(x,y)", "y", "", ["x ⊗ I_d", "kron(x, I)"]),
    ("X = n x n", "X^2", "X", "ijkl", ["δ_ik X_lj + X_ik δ_jl"]),
    ("X = n x n", "X X^T", "X", "ijkl", ["δ_ik X_jl + X_il δ_jk"]),
    ("X = n x d; Y = n x d", "X ⊙ Y", "X", "ijkl", ["δ_ik δ_jl Y_ij"]),
    ("X = n x d", "exp(X)", "X", "ijkl", ["e^{X_ij} δ_ik δ_jl", "exp(X)_{ij} δ_ik δ_jl"]),
    ("X = n x d", "sum(X, axis=1)", "X", "ijk", ["δ_ij"]),
    ("X = n x d", "sum(X, axis=0)", "X", "ijk", ["δ_ik"]),
    (
        "X = n x d",
        "mean(X)",
        "X",
        "",
        ["ones(n,d)/(n d)", "1_{nxd}/(nd)", r"\frac{1}{nd} \mathbf{1}\mathbf{1}^T", "J_{ij} = 1/(n d)"],
    ),
    ("x = d", "sum(x)", "x", "", ["1^T", r"\mathbf{1}^T", "[1, …, 1]", "ones(1,d)", "ones(d)^T"]),
    ("x = d", "max(0,x)", "x", "", ["diag(1[x>0])", "diag(step(x))", "1[i=j] 1[x_i>0]"]),
    ("x = d", "‖x‖_1", "x", "", ["sign(x)^T", "sgn(x)^T"]),
    ("x = d", "x^3", "x", "", ["3 diag(x^2)", "diag(3 x .^ 2)", "3 diag(x)^2", "3x_i^2 δ_ij"]),
    ("x = d; A = d x d", "x^T A x", "A", "", ["x x^T"]),
    ("x = d; A = d x d; c = scalar", "c x^T A x", "c", "", ["x^T A x"]),
    (
        "X = n x d; w = d; y = n; c = scalar positive",
        "(X w - y)^T (X w - y)/(2n) + c/2 w^T w",
        "w",
        "",
        ["1/n (X w - y)^T X + c w^T", "(Xw-y)^T X/n + c w^T"],
    ),
    (
        "m = d; x = d; C = d x d spd",
        "-(x-m)^T C^{-1} (x-m)/2 - 1/2 logdet(C)",
        "C",
        "",
        ["(C^{-1}(x-m)(x-m)^T C^{-1} - C^{-1})/2"],
    ),
    ("p = scalar unit; y = scalar", "y ln(p^2) + (1-y) ln(1-p^2)", "p", "", ["2y/p - 2p(1-y)/(1-p^2)"]),
    (
        "q = d; K = n x d; V = n x k",
        "V^T softmax(K q)",
        "q",
        "",
        ["V^T (diag(softmax(K q)) - softmax(K q) softmax(K q)^T) K"],
    ),
    ("x = d", "x x^T x", "x", "", ["x^T x I + 2 x x^T", "‖x‖^2 I + 2 x x^T"]),
    ("X = n x n", "X_{11}", "X", "", ["δ_{i1} δ_{j1}", "e_1 e_1^T", "1[i=1] 1[j=1]"]),
    ("x = d", "x_2", "x", "", ["e_2^T", "[0, 1, 0, …, 0]", "J_{1j} = δ_{2j}"]),
    ("X = n x d", "X^T", "X", "ijkl", ["δ_il δ_jk", 'np.einsum("il,jk->ijkl", eye(d), eye(n))']),
    ("z = scalar", "max(0.01z, z)", "z", "", ["1 if z>0 else 0.01", "{1, z>0; 0.01, z<0}"]),
    ("x = d", "sum(x)^2", "x", "", ["2 sum(x) 1^T", "2 (Σ_j x_j) 1^T", r"2 sum(x) \mathbf{1}^\top"]),
    ("x = d", "Σ_i Σ_j x_i x_j", "x", "", ["2 sum(x) 1^T"]),
    ("x = d", "x - mean(x)", "x", "", [r"I - \frac{1}{d}\mathbf{1}\mathbf{1}^T", "δ_ij - 1/d"]),
    ("x = d", r"\mathbf{1}^T x", "x", "", ["1^T", r"\mathbf{1}^T"]),
    ("A = n x d; x = d", "tr(diag(A x))", "x", "", ["1^T A", "sum(A, axis=0)"]),
    ("A = n x n; x = n", "diag(x) A", "x", "ijk", ["δ_ik A_ij"]),
    ("A = n x n", "A^T A", "A", "ijkl", ["δ_il A_kj + A_ki δ_jl"]),
    ("a = n; b = d", "a b^T", "a", "ijk", ["δ_ik b_j"]),
    (
        "W = n x d; x = d",
        "W x",
        "W",
        "ijk",
        ["δ_ij x_k", "1[i=j] x_k", "J_{ijk} = δ_{ij} x_k", 'np.einsum("ij,k->ijk", np.eye(n), x)'],
    ),
]
CASES = [(*row[:4], answer) for row in IDENTITIES for answer in row[4]]


def _inputs(scope: Scope) -> Mapping[str, np.ndarray]:
    random = np.random.default_rng(3)
    inputs = {}
    for name, symbol in scope.symbols.items():
        values = random.uniform(-2, 2, (*(axis.at(SIZES) for axis in symbol.shape), 3))
        if "spd" in symbol.domains:
            values = np.einsum("ijb,kjb->ikb", values, values) + np.eye(len(values))[:, :, None]
        if "unit" in symbol.domains:
            values = values / 2.1
        if "positive" in symbol.domains:
            values = np.abs(values)
        if "onehot" in symbol.domains:
            values = np.zeros_like(values)
            values[1] = 1
        inputs[name] = values
    return inputs


def _value(node: Node, scope: Scope) -> np.ndarray:
    return evaluate([node], FLOATS, _inputs(scope), SIZES)[0]


@pytest.mark.parametrize(("symbols", "function", "by", "index", "answer"), CASES)
def test_a_published_derivative_is_the_jacobian(symbols: str, function: str, by: str, index: str, answer: str) -> None:
    declared = dict(line.split(" = ") for line in symbols.split("; "))
    scope = Scope.from_question(declared, {"s": "softmax(z)"} if declared.get("z") == "k" else {})
    graph = Graph()
    output, variable = author(function, scope, graph), author(by, scope, graph)
    truth = numerator(graph, jacobian(graph, output, variable), output.shape, variable.shape)
    given = read(answer, scope, Graph(graph), truth.shape, index or None)
    assert given.shape == truth.shape
    expected, actual = np.broadcast_arrays(_value(truth, scope), _value(given.node, scope))
    np.testing.assert_allclose(actual, expected, rtol=1e-9, atol=1e-9)
