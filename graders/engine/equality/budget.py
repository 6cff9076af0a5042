"""What a decision may cost, counted in operations and bits, never in time: the same everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import prod

from graders.engine.build import value_of
from graders.engine.graph import Node, tape

MOST_ENTRIES = 40_000  # numbers in one array at one point
MOST_OPERATIONS = 150_000  # entries counted at one point
BALLS = 120_000  # ball operations at 256 bits for one decision


class Budget:
    """Ball operations left to one decision."""

    def __init__(self, left: int = BALLS) -> None:
        self.left = left

    def spend(self, operations: int, bits: int) -> bool:
        """Whether so many operations at so many bits may still be made."""
        self.left -= _weight(operations, bits)
        return self.left >= 0

    def allows(self, expenses: Iterable[tuple[int, int]]) -> bool:
        """Whether all of these could be made."""
        return sum(_weight(operations, bits) for operations, bits in expenses) <= self.left


def _weight(operations: int, bits: int) -> int:
    return operations * (256 + bits) // 512


class Costs:
    """The operations of an expression at one point, counted once for each assignment of the sizes."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = nodes
        self._known: dict[tuple[tuple[str, int], ...], int | None] = {}

    def at(self, sizes: Mapping[str, int]) -> int | None:
        """See `operations`."""
        key = tuple(sizes.items())
        if key not in self._known:
            self._known[key] = operations(self._nodes, sizes)
        return self._known[key]


def operations(nodes: Sequence[Node], sizes: Mapping[str, int]) -> int | None:
    """The entries counted in running nodes at one point, a contraction counting each of its products.

    None where that is more than one answer may cost, or where an entry does not exist.
    """
    total = 0
    for node in nodes:
        if _beyond(node, sizes):
            return None
        entries = _entries(node, sizes)
        total += entries
        if entries > MOST_ENTRIES or total > MOST_OPERATIONS:
            return None
    return total


def beyond(output: Node, assignments: Iterable[Mapping[str, int]]) -> bool:
    """Whether an expression names a place by its number that an axis has not got for one of several sizes."""
    named = [node for node in tape([output]) if node.primitive in {"take", "onehot"}]
    return any(_beyond(node, sizes) for node in named for sizes in assignments)


def _beyond(node: Node, sizes: Mapping[str, int]) -> bool:
    if node.primitive == "onehot":
        place = value_of(node.arguments[0])
        return place is not None and place >= node.shape[-1].number(sizes)
    if node.primitive != "take":
        return False
    axis, index = node.parameters
    return int(index) >= node.arguments[0].shape[int(axis)].at(sizes)  # type: ignore[call-overload, no-any-return]


def too_large(output: Node, assignments: Iterable[Mapping[str, int]]) -> bool:
    """Whether an expression is beyond what one answer may cost, for one of several sizes."""
    nodes = list(tape([output]))
    return any(operations(nodes, sizes) is None for sizes in assignments)


def _entries(node: Node, sizes: Mapping[str, int]) -> int:
    if node.primitive == "contract":
        spelt = str(node.parameters[0]).partition("->")[0].replace(",", "")
        axes = [axis for argument in node.arguments for axis in argument.shape]
        letters = {letter: axis.at(sizes) for letter, axis in zip(spelt, axes, strict=True)}
        return prod(letters.values())
    if node.primitive == "product":
        return prod(axis.at(sizes) for axis in node.arguments[0].shape)
    if node.primitive in ("inverse", "determinant"):
        return prod(axis.at(sizes) for axis in node.arguments[0].shape) * node.arguments[0].shape[-1].at(sizes)
    return prod(axis.at(sizes) for axis in node.shape)
