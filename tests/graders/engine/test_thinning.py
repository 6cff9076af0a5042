"""Axes that are treated place by place, and what a few places of them show."""

from __future__ import annotations

import numpy as np
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


@pytest.mark.parametrize(
    "text", ["2 w", "diag(w)", "w + d", "X^T", "exp(w) ⊙ w", "w_2 w", "I_d", "w w^T", "X w", "diag(softmax(w)) - w w^T"]
)
def test_place_by_place_and_by_sums_of_what_knows_no_places(text):
    assert thins(nodes(text), "d")


@pytest.mark.parametrize("text", ["Σ_j j w_j", "w_5 w", "kron(w, w)", "[X, X]", "det(w w^T)", "sum(tril(w w^T))"])
def test_sums_by_number_places_far_off_and_folded_axes_do_not_thin(text):
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


@pytest.mark.parametrize(
    "text", ["w^T w", "sum(exp(w))", "X w", "X^T X", "w^T X^T X w", "sum(softmax(w))", "mean(w)", "tr(w w^T)"]
)
def test_a_sum_is_that_of_all_places_if_those_behind_are_alike(text):
    few = Points.of(SCOPE, b"secret", "content").thinned("d", 20).samples[0]
    repeated = [*range(FEW - 1), *[FEW - 1] * (20 - FEW + 1)]
    whole = {"w": few.inputs["w"][repeated], "X": few.inputs["X"][:, repeated], "A": few.inputs["A"]}
    node = author(text, SCOPE, Graph())
    (thin,) = evaluate([node], FLOATS, few.inputs, few.sizes)
    (full,) = evaluate([node], FLOATS, whole, {**few.sizes, "d": 20, "#d": 20})
    places = [slice(0, FEW) if axis.letters == ("d",) else slice(None) for axis in node.shape]
    np.testing.assert_allclose(thin, full[tuple(places)], rtol=1e-9, atol=1e-9)
