"""Comparing two texts."""

from __future__ import annotations

import pytest

from graders.engine.elaborate import author
from graders.engine.equality import Truth, decide
from graders.engine.graph import Graph
from graders.engine.language.scope import Scope
from graders.engine.sampling import Points


def truth_of(symbols, text, seed=0):
    """A truth that nothing was compared with yet."""
    scope = Scope.from_question(symbols)
    graph = Graph()
    points = Points.of(scope, f"seed {seed}".encode(), "content")
    return Truth(graph, author(text, scope, graph), points), scope


def against(truth, scope, answer):
    """The decision on the text of an answer."""
    own = Graph(truth.graph)
    return decide(truth, author(answer, scope, own), own)


def comparing(symbols, truth, answer, seed=0):
    """The decision on an answer, both given as texts."""
    return against(*truth_of(symbols, truth, seed), answer)


@pytest.fixture
def compare():
    return comparing
