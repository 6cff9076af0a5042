"""What was asked, as mistakes see it: what depends on the truth alone is made once, not for every answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from threading import RLock
from typing import Any, TypeVar

import numpy as np

from graders.engine.build import Build
from graders.engine.equality import Truth
from graders.engine.equality.truth import Place
from graders.engine.graph import Node
from graders.engine.numbers.system import Array
from graders.engine.sizes import Size

Made = TypeVar("Made")


@dataclass(frozen=True, eq=False)
class Expected:
    """Something that an answer may be: as a truth to be compared with, and its values at the points of a place."""

    truth: Truth
    values: Array

    @property
    def node(self) -> Node:
        """The expression."""
        return self.truth.node


@dataclass(eq=False)
class Asked:
    """A question and its truth.

    `output` is the function whose derivative by `by` was asked (None where an expression itself was), `variables` are
    other things one might differentiate by, `letters` name the axes, at least if it is asked for by entries (`named`).
    """

    truth: Truth
    output: Node | None = None
    by: Node | None = None
    variables: tuple[Node, ...] = ()
    letters: str = "ij"
    named: bool = False
    _made: dict[Any, Any] = field(default_factory=dict, repr=False)
    _making: RLock = field(default_factory=RLock, repr=False)

    @property
    def node(self) -> Node:
        """The truth."""
        return self.truth.node

    @cached_property
    def build(self) -> Build:
        """Makes nodes of the truth, which stay; only within `once`."""
        return Build(self.truth.graph)

    @cached_property
    def lengths(self) -> Mapping[str, Size]:
        """How far the letters run that name the axes; nothing where any letters do."""
        return dict(zip(self.letters, self.node.shape, strict=False)) if self.named else {}

    @cached_property
    def place(self) -> Place:
        """The points at which suspicions are looked at first."""
        return self.truth.places[0]

    @cached_property
    def right(self) -> Expected:
        """The truth itself."""
        return Expected(self.truth, self.place.values)

    def expected(self, node: Node) -> Expected:
        """Another expression that an answer may be."""
        other = Truth(self.truth.graph, node, self.truth.points)
        return Expected(other, other.values_at(self.place.sample).values)

    def once(self, make: Callable[[Asked], Made]) -> Made:
        """What a function makes of this question: made when it is first asked for, by one thread."""
        with self._making:
            if make not in self._made:
                with np.errstate(all="ignore"):
                    self._made[make] = make(self)
            made: Made = self._made[make]
            return made
