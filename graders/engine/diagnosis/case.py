"""A wrong answer under examination: what was asked, what was given, and how a suspicion is proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from graders.engine.build import Build
from graders.engine.diagnosis.effort import Effort
from graders.engine.equality import Equal, Truth, Unsampled, decide
from graders.engine.equality.budget import too_large
from graders.engine.equality.truth import Place
from graders.engine.evaluate import Tape
from graders.engine.graph import Graph, Node, tape
from graders.engine.numbers.floats import FLOATS
from graders.engine.numbers.system import Array
from graders.engine.syntax import Tree

CLOSE = 1e-9
MOST = 0.6  # of the points: at some, floats may have cancelled


@dataclass(frozen=True, slots=True)
class Mistake:
    """A named mistake and one sentence about it, which never gives the key.

    Only a mistake that was proved with the answer's values `earns` what authors give for its tag.
    """

    tag: str
    feedback: str
    earns: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """A suspicion: the mistake is made if `given` is the same function as `expected`."""

    mistake: Mistake
    given: Node
    expected: Node


@dataclass(frozen=True, eq=False)
class Case:
    """One wrong answer.

    `output` is the function whose derivative by `by` was asked (None where an expression itself was), `variables` are
    other things one might differentiate by, `letters` name its axes. `reread` gives the node of an edited tree, or
    None if it does not fit.
    """

    graph: Graph
    truth: Truth
    tree: Tree
    output: Node | None
    by: Node | None
    variables: tuple[Node, ...]
    reread: Callable[[Tree], Node | None]
    letters: str = "ij"
    effort: Effort = field(default_factory=Effort)
    _values: dict[Node, Array] = field(default_factory=dict, repr=False)

    @cached_property
    def build(self) -> Build:
        """Makes nodes of suspicions."""
        return Build(self.graph)

    @cached_property
    def place(self) -> Place:
        """The points at which suspicions are looked at first."""
        return self.truth.places[0]

    def values(self, *nodes: Node) -> list[Array]:
        """What nodes are worth at those points."""
        sample = self.place.sample
        found = Tape(nodes).run(FLOATS, sample.inputs, sample.sizes)
        return [np.broadcast_to(value, (*value.shape[:-1], sample.count)) for value in found]

    def fits(self, node: Node) -> bool:
        """Whether an edited answer may be counted at all."""
        return not too_large(node, self.truth.points.assignments)

    def _value(self, node: Node) -> Array:
        if node is self.truth.node:
            return self.place.values
        if node not in self._values:
            self._values[node] = self.values(node)[0]
        return self._values[node]

    def holds(self, given: Node, expected: Node) -> bool:
        """Whether two expressions of one shape are the same function: floats first, then proof."""
        if given.shape != expected.shape:
            return False
        if given is expected:
            return True
        if not self.effort.spend(sum(1 for _ in tape([given, expected]))):
            return False
        left, right = self._value(given), self._value(expected)
        if not close(left, right, self.place):
            return False
        try:
            truth = Truth(self.graph, expected, self.truth.points)
            return isinstance(decide(truth, given, self.graph), Equal)
        except Unsampled:
            return False

    def first(self, claims: Iterator[Claim]) -> Mistake | None:
        """The first suspicion that is proved."""
        for claim in claims:
            if self.holds(claim.given, claim.expected):
                return claim.mistake
            if self.effort.spent:
                break
        return None


def close(left: Array, right: Array, place: Place) -> bool:
    """Whether floats agree at most points where both have a value."""
    count = left.shape[-1]
    a, b = left.reshape(-1, count), right.reshape(-1, count)
    with np.errstate(all="ignore"):
        known = np.isfinite(a).all(axis=0) & np.isfinite(b).all(axis=0) & place.usable
        scale = np.maximum(np.abs(a).max(axis=0, initial=0.0), np.abs(b).max(axis=0, initial=0.0))
        near = np.abs(a - b).max(axis=0, initial=0.0) <= CLOSE * scale + 1e-300
        return bool(known.sum() > 3 and near[known].mean() > MOST)


def inputs(node: Node) -> set[str]:
    """The names of the symbols that an expression depends on."""
    return {str(part.parameters[0]) for part in tape([node]) if part.primitive == "input"}
