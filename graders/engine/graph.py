"""The graph every answer becomes: hash-consed nodes with symbolic shapes.

A node is one primitive applied to nodes. Its shape is symbolic (letters and literals), so one graph serves every
assignment of the sizes, every number system and both modes of differentiation: derivatives are graphs again.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING, Any

from graders.engine.sizes import Shape

if TYPE_CHECKING:
    from graders.engine.primitives import Primitive

EDGED = frozenset({"log", "sqrt", "power"})  # whether these have a value depends on a sign


class Node:
    """One operation, never changed. Nodes of one graph are equal exactly when they are the same object."""

    __slots__ = ("arguments", "moving", "parameters", "primitive", "rational", "shape", "smooth")

    moving: bool  # whether it depends on an input
    rational: bool  # a quotient of polynomials, branching on indices only: residues decide it
    smooth: bool  # without kinks, and without edges where it begins to have a value

    def __init__(
        self, row: Primitive, arguments: tuple[Node, ...], parameters: tuple[Hashable, ...], shape: Shape
    ) -> None:
        self.primitive = row.name
        self.arguments = arguments
        self.parameters = parameters
        self.shape = shape
        moving, rational, smooth = row.name == "input", True, True
        for argument in arguments:
            moving = moving or argument.moving
            rational = rational and argument.rational
            smooth = smooth and argument.smooth
        self.moving = moving
        self.rational = rational and not (moving if row.compares else not row.rational)
        self.smooth = smooth and not (moving and (row.kink or row.name in EDGED))

    def __repr__(self) -> str:
        inside = ", ".join([*map(repr, self.arguments), *map(str, self.parameters)])
        return f"{self.primitive}({inside})"


class Graph:
    """Makes nodes, each only once. A graph made with a `parent` shares the parent's nodes without adding to it."""

    def __init__(self, parent: Graph | None = None) -> None:
        self._parent = parent
        self._nodes: dict[Hashable, Node] = {}

    def input(self, name: str, shape: Shape = ()) -> Node:
        """The value of a declared symbol; () is a scalar, (d, 1) a column, (n, d) a matrix."""
        return self._leaf(("input", name, shape), name)

    def constant(self, value: int | Fraction, shape: Shape = ()) -> Node:
        """An exact number, or an array filled with it."""
        number = value if type(value) is Fraction else Fraction(value)
        return self._leaf(("constant", number.numerator, number.denominator, shape), number)

    def apply(self, primitive: str, *arguments: Node, parameters: tuple[Hashable, ...] = ()) -> Node:
        """A primitive of the table applied to nodes; raises ShapeError where its shape rule is broken."""
        key = (primitive, parameters, *map(id, arguments))
        if (known := self._known(key)) is not None:
            return known
        row = table()[primitive]
        shape = row.shape(*[argument.shape for argument in arguments], *parameters)
        node = self._nodes[key] = Node(row, arguments, parameters, shape)
        return node

    def _leaf(self, key: tuple[Any, ...], parameter: Hashable) -> Node:
        if (known := self._known(key)) is not None:
            return known
        node = self._nodes[key] = Node(table()[key[0]], (), (parameter,), key[-1])
        return node

    def _known(self, key: Hashable) -> Node | None:
        graph: Graph | None = self
        while graph is not None:
            if (node := graph._nodes.get(key)) is not None:
                return node
            graph = graph._parent
        return None


@cache
def table() -> Mapping[str, Primitive]:
    """The primitives, whose derivative rules build graphs in turn."""
    from graders.engine.primitives import PRIMITIVES

    return PRIMITIVES


def tape(outputs: Iterable[Node]) -> Iterator[Node]:
    """Every node that the outputs need, once each, arguments before their users."""
    done: set[int] = set()
    stack = [(node, False) for node in outputs]
    while stack:
        node, ready = stack.pop()
        if id(node) in done:
            continue
        if ready or not node.arguments:
            done.add(id(node))
            yield node
            continue
        stack.append((node, True))
        for argument in node.arguments:
            if id(argument) not in done:
                stack.append((argument, False))
