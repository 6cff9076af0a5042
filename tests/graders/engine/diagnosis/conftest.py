"""Questions from two texts, as mistakes see them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from graders.engine.diagnosis import Asked
from graders.engine.elaborate import author
from graders.engine.equality import Truth
from graders.engine.graph import Graph
from graders.engine.language.scope import Scope
from graders.engine.sampling import Points

Asking = Callable[[Mapping[str, str], str], tuple[Scope, Asked]]


@pytest.fixture
def ask() -> Asking:
    def asked(symbols: Mapping[str, str], truth: str) -> tuple[Scope, Asked]:
        scope, graph = Scope.from_question(symbols), Graph()
        node = author(truth, scope, graph)
        return scope, Asked(Truth(graph, node, Points.of(scope, b"secret", "content")))

    return asked
