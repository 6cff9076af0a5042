"""Numerator layout, row by row of its definition."""

from __future__ import annotations

import numpy as np
import pytest

from graders.engine.derive import jacobian
from graders.engine.evaluate import evaluate
from graders.engine.graph import Graph
from graders.engine.layout import numerator, numerator_shape
from graders.engine.numbers.floats import FLOATS
from graders.engine.sizes import shape


@pytest.mark.parametrize(
    ("output", "by", "expected"),
    [
        ((), ("d", 1), (1, "d")),
        ((1, 1), ("d", 1), (1, "d")),
        ((), (1, "d"), (1, "d")),
        ((), ("n", "d"), ("n", "d")),
        ((), (), ()),
        (("n", 1), ("d", 1), ("n", "d")),
        (("n", 1), (), ("n", 1)),
        (("n", "d"), (), ("n", "d")),
        (("n", "k"), ("k", "d"), ("n", "k", "k", "d")),
        (("n", 1), ("k", "d"), ("n", "k", "d")),
        (("n", "d"), ("k", 1), ("n", "d", "k")),
        ((1, "d"), ("d", 1), ("d", "d")),
    ],
)
def test_the_output_names_the_first_axes_and_the_input_the_last(output, by, expected):
    assert numerator_shape(shape(*output), shape(*by)) == shape(*expected)


def test_the_entries_of_a_gradient_stand_in_a_row():
    graph = Graph()
    w = graph.input("w", shape("d", 1))
    norm = graph.apply("contract", w, w, parameters=("ij,ij->",))
    row = numerator(graph, jacobian(graph, norm, w), (), w.shape)
    (value,) = evaluate([row], FLOATS, {"w": np.array([[[1.0]], [[2.0]], [[3.0]]])}, {"d": 3})
    np.testing.assert_array_equal(value[..., 0], [[2, 4, 6]])
