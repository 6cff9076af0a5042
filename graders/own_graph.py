"""A student's own graph in place of the question's: which of its nodes is which, and what its names stand for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graders.engine.elaborate import IllTyped
from graders.engine.elaborate.reader import author
from graders.engine.evaluate import Tape
from graders.engine.graph import Graph, Node
from graders.engine.language.errors import LanguageError
from graders.engine.language.printing.latex import to_latex
from graders.engine.language.scope import Scope
from graders.engine.numbers.floats import FLOATS
from graders.engine.numbers.system import Array
from graders.engine.sampling import Points
from graders.engine.syntax import Name
from graders.graph import lowered
from graders.graph_model import Malformed, ordered, read_nodes
from graders.graph_text import statements
from graders.unreadable import Unreadable

SECRET = b"to tell nodes apart, nothing hangs on it"
SAME = 1e-9


@dataclass(frozen=True)
class OwnGraph:
    """A right graph for the question's named nodes: the student's name of each, and a scope in which these are known.

    A name that both use is the student's.
    """

    names: Mapping[str, str]
    scope: Scope
    output: str  # of the question's nodes the one that no other needs

    @property
    def called(self) -> Mapping[str, str]:
        """The student's names in LaTeX, where they differ. The last node is the function itself, whatever its name."""
        return {
            name: to_latex(Name(own, (0, 0))) for name, own in self.names.items() if own != name and name != self.output
        }


def own_graph(scope: Scope, earlier: object) -> OwnGraph | None:
    """The graph among some earlier answers, if it has a node for each of the question's and none besides."""
    for value in _candidates(earlier):
        try:
            if found := _matched(scope, value):
                return found
        except (Unreadable, Malformed, LanguageError, IllTyped):
            continue
    return None


def _candidates(earlier: object) -> Iterator[object]:
    """What may be a graph: the answer itself, or one of its fields."""
    if earlier:
        yield earlier
    if isinstance(earlier, Mapping):
        yield from (value for value in earlier.values() if isinstance(value, (str, list, dict)) and value)


def _matched(scope: Scope, value: object) -> OwnGraph | None:
    inputs, graph = Scope(scope.symbols, {}), Graph()
    nodes = ordered(read_nodes(value, inputs))
    wanted = [name for name, made in scope.definitions.items() if not made.indices]
    if len(nodes) != len(wanted) or any(node.operations != 1 for node in nodes):
        return None
    mine = lowered(nodes, inputs, graph)
    theirs = [author(name, scope, graph) for name in wanted]
    worth = _worth([*(mine[node.name].node for node in nodes), *theirs], inputs)
    names: dict[str, str] = {}
    for name, here in zip(wanted, worth[len(nodes) :], strict=True):
        same = [node.name for node, there in zip(nodes, worth, strict=False) if _same(here, there)]
        left = [own for own in same if own not in names.values()]
        if not left:
            return None
        names[name] = left[0]
    texts = {statement.name: statement.expression for statement in statements(value)}
    standing = {name: own for name, own in names.items() if name not in texts}
    last = next(node.name for node in nodes if not any(node.name in other.operands for other in nodes))
    output = next(name for name, own in names.items() if own == last)
    return OwnGraph(names, scope.extended({**texts, **standing}), output)


def _worth(nodes: Sequence[Node], inputs: Scope) -> list[list[Array]]:
    """The values of each node at the sample points."""
    points = Points.of(inputs, SECRET, "")
    tape = Tape(nodes)
    runs = [tape.run(FLOATS, sample.inputs, sample.sizes) for sample in points.samples]
    return [list(values) for values in zip(*runs, strict=True)]


def _same(here: Sequence[Array], there: Sequence[Array]) -> bool:
    return all(
        one.shape[:-1] == other.shape[:-1] and np.allclose(one, other, rtol=SAME, atol=SAME, equal_nan=True)
        for one, other in zip(here, there, strict=True)
    )
