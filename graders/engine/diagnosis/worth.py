"""What nodes are worth at a few points, each counted once: suspicions share nearly all of their nodes."""

from __future__ import annotations

from collections.abc import Mapping

from graders.engine.diagnosis.effort import Effort
from graders.engine.equality.budget import operations
from graders.engine.evaluate import operation
from graders.engine.graph import Node
from graders.engine.numbers.floats import FLOATS
from graders.engine.numbers.system import Array
from graders.engine.sampling import Sample

ENTRIES_A_STEP = 256


class Unaffordable(Exception):
    """A value that takes too much to count, or an entry that does not exist."""


class Worth:
    """Values at the points of a sample; `known` are some that were counted before."""

    def __init__(self, sample: Sample, effort: Effort, known: Mapping[Node, Array]) -> None:
        self._sample = sample
        self._effort = effort
        self._values = dict(known)

    def of(self, node: Node) -> Array:
        """The value of a node; raises Unaffordable. Whoever asks ignores what NumPy says of undefined values."""
        values = self._values
        waiting = [node]
        while waiting:
            part = waiting[-1]
            missing = [] if part in values else [other for other in part.arguments if other not in values]
            if missing:
                waiting += missing
            elif waiting.pop() not in values:
                values[part] = self._counted(part)
        return values[node]

    def _counted(self, node: Node) -> Array:
        sizes = self._sample.sizes
        if node.primitive == "input":
            return self._sample.inputs[str(node.parameters[0])]
        cost = operations([node], sizes)
        if cost is None or not self._effort.spend(1 + cost // ENTRIES_A_STEP):
            raise Unaffordable
        return operation(FLOATS, node, sizes)(*[self._values[argument] for argument in node.arguments])
