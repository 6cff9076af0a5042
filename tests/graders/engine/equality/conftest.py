"""Comparing two texts."""

from __future__ import annotations

import pytest

from graders.engine.elaborate import author
from graders.engine.equality import Truth, decide
from graders.engine.graph import Graph
from graders.engine.language.scope import Scope
from graders.engine.sampling import Points


def comparing(symbols, truth, answer, seed=0):
    """The decision on an answer, both given as texts."""
    scope = Scope.from_question(symbols)
    graph = Graph()
    points = Points.of(scope, f"seed {seed}".encode(), "content")
    prepared = Truth(graph, author(truth, scope, graph), points)
    own = Graph(graph)
    return decide(prepared, author(answer, scope, own), own)


@pytest.fixture
def compare():
    return comparing
