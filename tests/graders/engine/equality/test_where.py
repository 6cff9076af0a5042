"""Where a wrong answer is right after all."""

from __future__ import annotations

import pytest

from graders.engine.elaborate import author
from graders.engine.equality import Truth, agreement
from graders.engine.graph import Graph
from graders.engine.language.scope import Scope
from graders.engine.sampling import Points


@pytest.mark.parametrize(
    ("symbols", "truth", "answer", "words"),
    [
        ({"x": "scalar"}, "x", "|x|", "for x > 0"),
        ({"x": "scalar"}, "relu(x)", "x", "for x > 0"),
        ({"A": "n x n"}, "A", "A^T", "for symmetric A"),
        ({"X": "n x d"}, "mean(X)", "sum(X)/n^2", "for n = d"),
        ({"w": "d"}, "sum(w)", "sum(w)/d", "when all sizes are 1"),
        ({"X": "n x d"}, "X_{33} mean(X)", "X_{33} sum(X)/n^2", "for n = d"),
        ({"w": "d"}, "w_3 sum(w)", "w_3 sum(w)/d", None),
        ({"x": "scalar"}, "x", "2x", None),
    ],
)
def test_it_says_where_two_expressions_agree(symbols, truth, answer, words):
    scope, graph = Scope.from_question(symbols), Graph()
    prepared = Truth(graph, author(truth, scope, graph), Points.of(scope, b"secret", "content"))
    assert agreement(prepared, author(answer, scope, graph), graph) == words
