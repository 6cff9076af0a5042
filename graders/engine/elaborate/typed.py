"""A value with its axes: the free indices first, in alphabetical order, then the rows and columns of matrix algebra."""

from __future__ import annotations

from dataclasses import dataclass

from graders.engine.graph import Node
from graders.engine.sizes import Shape


@dataclass(frozen=True, slots=True)
class Typed:
    """`node`, whose leading axes are the free indices `free` (sorted).

    The remaining axes are positional: none for a number, two for a column, row or matrix, more for a tensor.
    """

    node: Node
    free: tuple[str, ...] = ()

    @property
    def shape(self) -> Shape:
        """The positional axes."""
        return self.node.shape[len(self.free) :]

    @property
    def scalar(self) -> bool:
        """Whether there is one number for each value of the free indices."""
        return len(self.node.shape) == len(self.free)
