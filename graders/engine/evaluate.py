"""Running a graph: in any number system, at many points at once, under an assignment of the sizes.

A `Tape` is a graph laid out once and run many times; what does not depend on the inputs is counted once for each
number system and assignment of sizes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from graders.engine.graph import Node
from graders.engine.numbers.floats import FLOATS
from graders.engine.numbers.system import Array, NumberSystem
from graders.engine.primitives import PRIMITIVES
from graders.engine.shapes import elementwise
from graders.engine.sizes import Size

MOST_PROGRAMS = 32


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
        self._order = _order(outputs, self._known)
        self._places = {id(node): place for place, node in enumerate(self._order)}
        self._outputs = tuple(self._places[id(node)] for node in outputs)
        self._moving = _moving(self._order, self._known)
        self._programs: dict[tuple[NumberSystem, tuple[tuple[str, int], ...]], Program] = {}

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
        program = Program([None] * len(self._order))
        with system.running():
            for place, node in enumerate(self._order):
                if id(node) in self._known:
                    program.known.append((place, node))
                elif node.primitive == "input":
                    program.inputs.append((place, str(node.parameters[0])))
                elif id(node) in self._moving:
                    arguments = tuple(self._places[id(argument)] for argument in _read(node, self._known))
                    program.steps.append((operation(system, node, sizes), arguments, place))
                else:
                    program.start[place] = self._still(system, node, sizes, program.start)
        return program

    def _still(self, system: NumberSystem, node: Node, sizes: Mapping[str, int], values: list[Any]) -> Array:
        """The value of a node that no input moves; its comparisons are of small exact numbers."""
        if PRIMITIVES[node.primitive].compares and system is not FLOATS:
            return system.indicator(evaluate([node], FLOATS, {}, sizes)[0] != 0)
        arguments = [values[self._places[id(argument)]] for argument in _read(node, self._known)]
        return operation(system, node, sizes)(*arguments)


def evaluate(
    outputs: Sequence[Node],
    system: NumberSystem,
    inputs: Mapping[str, Array],
    sizes: Mapping[str, int],
    known: Mapping[Node, Array] | None = None,
) -> list[Array]:
    """The values of the outputs, once; `known` are values from an earlier run at the same points."""
    return Tape(outputs, tuple(known or ())).run(system, inputs, sizes, known)


def _read(node: Node, known: frozenset[int]) -> Sequence[Node]:
    """The nodes whose values are read: entrywise functions stretch their arguments themselves."""
    if len(node.arguments) < 2 or PRIMITIVES[node.primitive].shape is not elementwise:
        return node.arguments
    arguments = list(node.arguments)
    for at, argument in enumerate(arguments):
        if argument.primitive == "broadcast_to" and id(argument) not in known:
            shorter = [*arguments[:at], argument.arguments[0], *arguments[at + 1 :]]
            if elementwise(*(other.shape for other in shorter)) == node.shape:
                arguments = shorter
    return arguments


def _order(outputs: Sequence[Node], known: frozenset[int]) -> list[Node]:
    """What must be counted, arguments first."""
    done: set[int] = set()
    order = []
    waiting = [(node, False) for node in outputs]
    while waiting:
        node, ready = waiting.pop()
        if id(node) in done:
            continue
        if ready or id(node) in known or not node.arguments:
            done.add(id(node))
            order.append(node)
        else:
            waiting.append((node, True))
            waiting.extend((argument, False) for argument in _read(node, known) if id(argument) not in done)
    return order


def _moving(order: Sequence[Node], known: frozenset[int]) -> set[int]:
    """The nodes whose value depends on the inputs."""
    moving = set(known)
    for node in order:
        if node.primitive == "input" or any(id(argument) in moving for argument in _read(node, known)):
            moving.add(id(node))
    return moving


def operation(system: NumberSystem, node: Node, sizes: Mapping[str, int]) -> Callable[..., Array]:
    """The method of the number system with the node's parameters in place."""
    method: Callable[..., Array] = getattr(system, node.primitive)
    parameters = [_concrete(parameter, sizes) for parameter in node.parameters]
    if node.primitive == "constant":
        parameters.append(_concrete(node.shape, sizes))
    return partial(method, *parameters) if parameters else method


def _concrete(parameter: Any, sizes: Mapping[str, int]) -> Any:
    """Sizes as numbers."""
    if isinstance(parameter, Size):
        return parameter.at(sizes)
    if isinstance(parameter, tuple):
        return tuple(_concrete(part, sizes) for part in parameter)
    return parameter
