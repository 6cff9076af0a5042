"""A wrong answer under examination: what was asked, what was given, and how a suspicion is proved."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from graders.engine.build import Build
from graders.engine.diagnosis.asked import Asked, Expected
from graders.engine.diagnosis.effort import PROOF, Effort
from graders.engine.diagnosis.shrunk import Shrunk
from graders.engine.diagnosis.worth import Unaffordable, Worth
from graders.engine.elaborate.trees import Spot, spots
from graders.engine.equality import Equal, Unsampled, decide
from graders.engine.equality.depth import largest
from graders.engine.equality.truth import Place
from graders.engine.graph import Graph, Node, tape
from graders.engine.language.scope import Scope
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
    """A suspicion: the mistake is made if `given` is the same function as what is `expected`."""

    mistake: Mistake
    given: Node
    expected: Expected


@dataclass(frozen=True, eq=False)
class Case:
    """One wrong answer.

    `reread` gives the node of an edited tree, or None if it does not fit. `scope` says what its names mean, which tells
    of most edited trees that they need not be read; None where they may mean something else.
    """

    asked: Asked
    graph: Graph
    tree: Tree
    reread: Callable[[Tree], Node | None]
    scope: Scope | None = None
    effort: Effort = field(default_factory=Effort)

    @property
    def truth(self) -> Node:
        """What is right."""
        return self.asked.node

    @cached_property
    def build(self) -> Build:
        """Makes nodes of suspicions."""
        return Build(self.graph)

    @cached_property
    def worth(self) -> Worth:
        """Values at the points at which suspicions are looked at first."""
        place = self.asked.place
        return Worth(place.sample, self.effort, {self.truth: place.values})

    @cached_property
    def spots(self) -> list[Spot]:
        """The nodes of the tree, each where it may be exchanged."""
        return list(spots(self.tree))

    @cached_property
    def shrunk(self) -> Shrunk | None:
        """What trees are worth where every size is 1."""
        return None if self.scope is None else Shrunk(self.scope, self.asked)

    def holds(self, given: Node, expected: Expected) -> bool:
        """Whether two expressions of one shape are the same function: floats first, then proof."""
        if given is expected.node:
            return True
        if given.shape != expected.node.shape or not self.effort.spend(1):
            return False
        try:
            if not close(self.worth.of(given), expected.values, self.asked.place):
                return False
            return self.effort.spend(PROOF) and isinstance(decide(expected.truth, given, self.graph), Equal)
        except (Unaffordable, Unsampled):
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
    scale = np.maximum(largest(np.abs(left)), largest(np.abs(right)))
    gap = largest(np.abs(left - right))
    known = np.isfinite(gap) & np.isfinite(scale) & place.usable
    count = int(np.count_nonzero(known))
    return count > 3 and int(np.count_nonzero(known & (gap <= CLOSE * scale + 1e-300))) > MOST * count


def inputs(node: Node) -> set[str]:
    """The names of the symbols that an expression depends on."""
    return {str(part.parameters[0]) for part in tape([node]) if part.primitive == "input"}
