"""Signs that the form of an expression settles."""

from __future__ import annotations

import pytest

from graders.engine.elaborate import author
from graders.engine.equality.signs import signs
from graders.engine.graph import Graph
from graders.engine.language.scope import Scope

SCOPE = Scope.from_question({"x": "scalar", "p": "scalar positive", "w": "d", "y": "d onehot", "q": "scalar unit"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("exp(x) + 1", {1}),
        ("x^2", {0, 1}),
        ("x^2 + 1", {1}),
        ("x x", {0, 1}),
        ("-exp(x)", {-1}),
        ("p", {1}),
        ("p x", {-1, 0, 1}),
        ("|x| + p", {1}),
        ("w^T w", {0, 1}),
        ("sqrt(p)", {1}),
        ("relu(x)", {0, 1}),
        ("relu(-p)", {0}),
        ("min(x, -p)", {-1}),
        ("1/p - x", {-1, 0, 1}),
        ("-2/p", {-1}),
        ("tanh(p)", {1}),
        ("sin(x)", {-1, 0, 1}),
        ("y^T softmax(w)", {0, 1}),
        ("y^T w", {-1, 0, 1}),
        ("1 - q", {1}),
        ("1 - q^2", {1}),
        ("2 + q tanh(x)", {1}),
        ("1 - σ(x)", {1}),
        ("1 - 2q", {-1, 0, 1}),
        ("1/2 - q", {-1, 0, 1}),
        ("q - 1", {-1, 0, 1}),
        ("1 - x q", {-1, 0, 1}),
    ],
)
def test_it_holds_every_sign_the_expression_can_take(text, expected):
    assert signs(author(text, SCOPE, Graph()), SCOPE.symbols.values()) == expected
