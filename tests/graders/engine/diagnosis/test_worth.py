"""Values of suspicions: counted once, and no more than may be."""

from __future__ import annotations

import numpy as np
import pytest

from graders.engine.diagnosis.effort import Effort
from graders.engine.diagnosis.worth import Unaffordable, Worth
from graders.engine.elaborate import author
from graders.engine.equality.budget import MOST_ENTRIES
from graders.engine.evaluate import evaluate
from graders.engine.graph import Graph, Node
from graders.engine.language.scope import Scope
from graders.engine.numbers.floats import FLOATS
from graders.engine.sampling import Points, Sample
from graders.engine.sizes import shape

SCOPE = Scope.from_question({"X": "n x d", "w": "d", "z": "scalar"})


def read(text: str, graph: Graph) -> Node:
    return author(text, SCOPE, graph)


def sample() -> Sample:
    return Points.of(SCOPE, b"secret", "content").samples[0]


@pytest.mark.parametrize("text", ["X w", "2 w^T", "tanh(z) + sum(X)", "X diag(w)", "3", "z if z > 0 else 0"])
def test_it_is_what_a_tape_gives(text: str) -> None:
    node = read(text, Graph())
    here = sample()
    (expected,) = evaluate([node], FLOATS, here.inputs, here.sizes)
    assert np.array_equal(Worth(here, Effort(), {}).of(node), expected)


def test_what_was_counted_is_not_counted_again() -> None:
    graph, effort = Graph(), Effort()
    worth = Worth(sample(), effort, {})
    worth.of(read("tanh(X w)", graph))
    before = effort.left
    worth.of(read("tanh(X w)", graph))
    assert effort.left == before
    worth.of(read("2 tanh(X w)", graph))
    assert before - 4 < effort.left < before


def test_known_values_are_taken_as_they_are() -> None:
    node = read("X w", Graph())
    known = np.zeros((3, 1, sample().count))
    assert Worth(sample(), Effort(0), {node: known}).of(node) is known


def test_what_takes_too_much_is_not_counted() -> None:
    graph = Graph()
    large = graph.apply("broadcast_to", graph.input("z"), parameters=(shape(str(MOST_ENTRIES + 1)),))
    with pytest.raises(Unaffordable):
        Worth(sample(), Effort(), {}).of(large)
    with pytest.raises(Unaffordable):
        Worth(sample(), Effort(1), {}).of(read("exp(X w) + 1", graph))
