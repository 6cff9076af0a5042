"""Running a graph: in any number system, at many points at once, under an assignment of the sizes.

A `Tape` is a graph laid out once and run many times; what does not depend on the inputs is counted once for each
number system and assignment of sizes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graders.engine.graph import Node
from graders.engine.numbers.floats import FLOATS
from graders.engine.numbers.system import Array, NumberSystem
from graders.engine.primitives import PRIMITIVES
from graders.engine.shapes import elementwise
from graders.engine.sizes import Size
from graders.engine.thinning import weights

MOST_PROGRAMS = 32
SIZED = frozenset({"eye", "broadcast_to", "reshape"})  # whose parameters have sizes
PLACED = frozenset({"iota", "onehot"})  # which know the places along an axis by their numbers

Line = tuple[Node, tuple[int, ...], bool]  # a node, the places of what it reads, whether an input moves it


@dataclass(slots=True)
class Program:
    """A tape made ready for one number system and one assignment of sizes."""

    start: list[Any]  # one place a node, with what never changes already in it
    inputs: list[tuple[int, str]] = field(default_factory=list)
    known: list[tuple[int, Node]] = field(default_factory=list)
    steps: list[tuple[Callable[..., Array], tuple[int, ...], int]] = field(default_factory=list)


class Tape:
    """Nodes in the order in which they are counted; nothing behind `known` nodes is."""

    def __init__(self, outputs: Sequence[Node], known: Sequence[Node] = ()) -> None:
        self._known = frozenset(map(id, known))
        self._lines, places = _laid_out(outputs, self._known)
        self._outputs = tuple([places[id(node)] for node in outputs])
        self._programs: dict[tuple[NumberSystem, tuple[tuple[str, int], ...]], Program] = {}

    def first(self) -> Tape:
        """The first output alone."""
        alone = Tape((), ())
        alone._known = self._known
        alone._lines = self._lines[: self._outputs[0] + 1]
        alone._outputs = self._outputs[:1]
        return alone

    def run(
        self,
        system: NumberSystem,
        inputs: Mapping[str, Array],
        sizes: Mapping[str, int],
        known: Mapping[Node, Array] | None = None,
    ) -> list[Array]:
        """The values of the outputs."""
        key = (system, tuple(sizes.items()))
        program = self._programs.get(key)
        if program is None:
            if len(self._programs) >= MOST_PROGRAMS:
                self._programs.clear()
            program = self._programs[key] = self._program(system, sizes)
        values = program.start.copy()
        for place, name in program.inputs:
            values[place] = inputs[name]
        for place, node in program.known:
            values[place] = (known or {})[node]
        with system.running():
            for function, arguments, place in program.steps:
                values[place] = function(*[values[at] for at in arguments])
        return [values[place] for place in self._outputs]

    def _program(self, system: NumberSystem, sizes: Mapping[str, int]) -> Program:
        program = Program([None] * len(self._lines))
        with system.running():
            for place, (node, arguments, moving) in enumerate(self._lines):
                if not moving:
                    program.start[place] = self._still(system, node, sizes, [program.start[at] for at in arguments])
                elif self._known and id(node) in self._known:
                    program.known.append((place, node))
                elif node.primitive == "input":
                    program.inputs.append((place, str(node.parameters[0])))
                else:
                    program.steps.append((operation(system, node, sizes), arguments, place))
        return program

    def _still(self, system: NumberSystem, node: Node, sizes: Mapping[str, int], arguments: list[Array]) -> Array:
        """The value of a node that no input moves; its comparisons are of small exact numbers, if floats make them."""
        if not PRIMITIVES[node.primitive].compares or system is FLOATS:
            return operation(system, node, sizes)(*arguments)
        if system.still is None:
            return system.indicator(evaluate([node], FLOATS, {}, sizes)[0] != 0)
        return operation(system.still, node, sizes)(*arguments)


def evaluate(
    outputs: Sequence[Node],
    system: NumberSystem,
    inputs: Mapping[str, Array],
    sizes: Mapping[str, int],
    known: Mapping[Node, Array] | None = None,
) -> list[Array]:
    """The values of the outputs, once; `known` are values from an earlier run at the same points."""
    return Tape(outputs, tuple(known or ())).run(system, inputs, sizes, known)


def _laid_out(outputs: Sequence[Node], known: frozenset[int]) -> tuple[list[Line], dict[int, int]]:
    """What must be counted, arguments first, and the places of the nodes by id."""
    lines: list[Line] = []
    places: dict[int, int] = {}
    for node, read in _order(outputs, known):
        at = tuple([places[id(argument)] for argument in read])
        moving = node.moving if not known else id(node) in known or _moves(node, [lines[place] for place in at])
        places[id(node)] = len(lines)
        lines.append((node, at, moving))
    return lines, places


def _moves(node: Node, read: Sequence[Line]) -> bool:
    return node.primitive == "input" or any(moving for _, _, moving in read)


def _order(outputs: Sequence[Node], known: frozenset[int]) -> Iterator[tuple[Node, Sequence[Node]]]:
    """The nodes with what is read for them; those of the first output first."""
    done: set[int] = set()
    waiting: list[tuple[Node, Sequence[Node] | None]] = [(node, None) for node in reversed(outputs)]
    while waiting:
        node, read = waiting.pop()
        if id(node) in done:
            continue
        if read is None and node.arguments and id(node) not in known:
            read = _read(node, known)
            waiting.append((node, read))
            for argument in read:
                if id(argument) not in done:
                    waiting.append((argument, None))
        else:
            done.add(id(node))
            yield node, read or ()


def _read(node: Node, known: frozenset[int]) -> Sequence[Node]:
    """The nodes whose values are read: entrywise functions stretch their arguments themselves."""
    arguments = node.arguments
    if len(arguments) < 2 or PRIMITIVES[node.primitive].shape is not elementwise:
        return arguments
    for at, argument in enumerate(arguments):
        if argument.primitive == "broadcast_to" and id(argument) not in known:
            shorter = (*arguments[:at], argument.arguments[0], *arguments[at + 1 :])
            if elementwise(*(other.shape for other in shorter)) == node.shape:
                arguments = shorter
    return arguments


def operation(system: NumberSystem, node: Node, sizes: Mapping[str, int]) -> Callable[..., Array]:
    """The method of the number system with the node's parameters in place."""
    method: Callable[..., Array] = getattr(system, node.primitive)
    if repeated := list(weights(node, sizes)):
        method = _weighted(system, method, repeated)
    parameters = node.parameters
    if not parameters:
        return method
    if node.primitive == "size_value":
        parameters = tuple([size.number(sizes) for size in parameters])  # type: ignore[attr-defined]
    elif node.primitive in PLACED:
        parameters = tuple([size.places(sizes) for size in parameters])  # type: ignore[attr-defined]
    elif node.primitive in SIZED:
        parameters = tuple([_concrete(parameter, sizes) for parameter in parameters])
    elif node.primitive == "constant":
        parameters = (*parameters, _concrete(node.shape, sizes))
    return partial(method, *parameters)


def _weighted(
    system: NumberSystem, method: Callable[..., Array], repeated: Sequence[tuple[int, int, Sequence[int]]]
) -> Callable[..., Array]:
    """The method after its arguments were multiplied with weights along some axes."""

    def function(*given: Any) -> Array:
        parameters, arrays = given[:1], list(given[1:])
        for at, axis, places in repeated:
            shape = [1] * arrays[at].ndim
            shape[axis] = len(places)
            arrays[at] = system.multiply(arrays[at], system.iota(places).reshape(*shape[:-1], -1))
        return method(*parameters, *arrays)

    return function


def _concrete(parameter: Any, sizes: Mapping[str, int]) -> Any:
    """Sizes as numbers."""
    if isinstance(parameter, Size):
        return parameter.at(sizes)
    if isinstance(parameter, tuple):
        return tuple([_concrete(part, sizes) for part in parameter])
    return parameter
