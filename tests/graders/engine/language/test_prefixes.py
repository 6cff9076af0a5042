"""What stands in front of an answer is dropped, and names the axes where it has indices."""

from __future__ import annotations

import pytest

from graders.engine.language.parser import parse
from graders.engine.language.prefixes import axes
from graders.engine.language.printing.plain import to_plain
from graders.engine.language.scope import Scope

SCOPE = Scope.from_question({"X": "n x d", "W": "k x d", "w": "d", "z": "scalar"})


@pytest.mark.parametrize(
    ("text", "answer", "named"),
    [
        ("J = 2w^T", "2w^T", None),
        ("J_f(w) = 2w^T", "2w^T", None),
        ("J_{1j} = 2w_j", "2w_j", ("1", "j")),
        ("J_ij = 2w_i δ_ij", "2w_i δ_ij", ("i", "j")),
        ("J_{ijpq} = X_{iq} δ_{jp}", "X_iq δ_jp", ("i", "j", "p", "q")),
        ("(J_f)_{ij} = w_j", "w_j", ("i", "j")),
        ("∂f/∂w = 2wᵀ", "2w^T", None),
        ("∂f/∂w_j = 2w_j", "2w_j", ("j",)),
        ("df/dw = 2w^T", "2w^T", None),
        ("df_i/dw_j = X_ij", "X_ij", ("i", "j")),
        (r"\frac{\partial f_{ij}}{\partial W_{kl}} = X_{il}\delta_{jk}", "X_il δ_jk", ("i", "j", "k", "l")),
        (r"\frac{\partial f}{\partial \mathbf{w}} = 2\mathbf{w}^\top", "2w^T", None),
        (r"\frac{d}{dw} w^T w = 2w^T", "2w^T", None),
        (r"\frac{\mathrm{d}f}{\mathrm{d}w} = 2w^T", "2w^T", None),
        ("∂(Xw)/∂w = X", "X", None),
        (r"\nabla f = 2w", "2w", None),
        (r"\nabla_w f(w) = 2w", "2w", None),
        ("∇_w ‖w‖² = 2w", "2w", None),
        ("f'(z) = 2z = z + z", "z + z", None),
        ("σ'(z) = σ(z)·(1−σ(z))", "sigmoid(z) * (1 - sigmoid(z))", None),
        ("tanh(z) = 2σ(2z) - 1", "2sigmoid(2z) - 1", None),
        ("relu = max(0,z)", "max(0, z)", None),
        ("y := 2w", "2w", None),
        (r"$\boxed{J_{1j} = 2w_j}$", "2w_j", ("1", "j")),
        (r"\boxed{\frac{\partial f}{\partial w} = 2w^{T}}", "2w^T", None),
        ("≈ 40.17", "40.17", None),
        ("x ≈ 40.17", "40.17", None),
        ("J_ij = 2w_i if i=j else 0", "{2w_i, i = j; 0, otherwise}", ("i", "j")),
        ("J_ij = Σ_{k=1}^d X_ik X_jk", "sum_{k=1}^{d} (X_ik X_jk)", ("i", "j")),
        ("sum_k=1^d w_k", "sum_{k=1}^{d} (w_k)", None),
    ],
)
def test_a_prefix_is_dropped_and_may_name_the_axes(text, answer, named):
    reading = parse(text, SCOPE)
    assert to_plain(reading.tree) == answer
    assert axes(reading.prefix) == named


@pytest.mark.parametrize("text", ["2w_j if i=j else 0", "[j=k]", "{z, z=0; 1, z≠0}", "1_{j=k}", "softmax(X, axis=1)"])
def test_an_equals_sign_inside_an_answer_is_no_prefix(text):
    assert parse(text, SCOPE).prefix is None
