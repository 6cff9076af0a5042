"""The truth behind a question, derived from what its author wrote: no key is ever typed."""

from __future__ import annotations

from dataclasses import dataclass

from graders.engine.derive import jacobian
from graders.engine.elaborate.reader import author
from graders.engine.graph import Graph, Node
from graders.engine.language.scope import Scope
from graders.engine.layout import is_number, numerator


@dataclass(frozen=True)
class Derived:
    """An expression on a graph of its own; of a derivative, `output` is the function and `by` its variable."""

    scope: Scope
    graph: Graph
    node: Node
    output: Node | None = None
    by: Node | None = None


def expression(scope: Scope, text: str) -> Derived:
    """An author's expression itself."""
    graph = Graph()
    return Derived(scope, graph, author(text, scope, graph))


def jacobian_of(scope: Scope, text: str, wrt: str) -> Derived:
    """Its derivative by a symbol or a definition, in numerator layout."""
    graph = Graph()
    output, by = author(text, scope, graph), author(wrt, scope, graph)
    node = numerator(graph, jacobian(graph, output, by), output.shape, by.shape)
    return Derived(scope, graph, node, output, by)


def derivative_of(scope: Scope, text: str, wrt: str) -> Derived:
    """The same by a single number; raises ValueError where `wrt` is none."""
    derived = jacobian_of(scope, text, wrt)
    if derived.by is None or not is_number(derived.by.shape):
        raise ValueError(f"`derivative_of` is by a scalar, and {wrt} is none: use `jacobian_of`")
    return derived
