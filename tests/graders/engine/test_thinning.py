"""Axes that are treated place by place, and what a few places of them show."""

from __future__ import annotations

import pytest

from graders.engine.elaborate import author
from graders.engine.evaluate import evaluate
from graders.engine.graph import Graph, tape
from graders.engine.language.scope import Scope
from graders.engine.numbers.floats import FLOATS
from graders.engine.sampling import Points
from graders.engine.thinning import FEW, summed, thins

SCOPE = Scope.from_question({"X": "n x d", "w": "d", "A": "n x n"})
HUGE = 1_000_003


def nodes(text):
    return list(tape([author(text, SCOPE, Graph())]))


@pytest.mark.parametrize("text", ["2 w", "diag(w)", "w + d", "X^T", "exp(w) ⊙ w", "w_2 w", "I_d", "w w^T"])
def test_place_by_place(text):
    assert thins(nodes(text), "d")


@pytest.mark.parametrize("text", ["w^T w", "X w", "sum(w)", "w_5 w", "softmax(w)", "kron(w, w)", "tr(X^T X)"])
def test_summed_far_or_folded_axes_do_not_thin(text):
    assert not thins(nodes(text), "d")


def test_only_what_is_summed_along_is_named():
    assert set().union(*map(summed, nodes("X w"))) == {"d"}
    assert set().union(*map(summed, nodes("inv(A)"))) == {"n"}


def test_a_few_places_show_the_first_ones_and_the_last_of_many():
    points = Points.of(SCOPE, b"secret", "content").thinned("d", HUGE)
    (sample,) = points.samples
    assert sample.inputs["w"].shape[0] == FEW
    graph = Graph()
    places, size = evaluate(
        [author(text, SCOPE, graph) for text in ("w ⊙ 0 + [1; 2; …; d]", "d")], FLOATS, sample.inputs, sample.sizes
    )
    assert size.ravel().tolist() == [HUGE]
    assert places[:4, 0, 0].tolist() == [1, 2, 3, 4]
    assert places[-1, 0, 0] == HUGE
