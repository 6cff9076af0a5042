"""Running a graph: in any number system, at many points at once, under an assignment of the sizes.

`Tape` is a graph laid out once and run many times; what does not depend on the inputs is counted once for each number
system and assignment of sizes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from graders.engine.graph import Node, tape
from graders.engine.numbers.floats import FLOATS
from graders.engine.numbers.system import Array, NumberSystem
from graders.engine.primitives import PRIMITIVES
from graders.engine.sizes import Size

Step = tuple[Callable[..., Array], tuple[int, ...], int]
MOST_PROGRAMS = 32


class Tape:
    """Nodes in the order in which they are counted."""

    def __init__(self, outputs: Sequence[Node], known: Sequence[Node] = ()) -> None:
        self._known = tuple(known)
        self._order = _order(outputs, self._known)
        self._slots = {id(node): slot for slot, node in enumerate(self._order)}
        self._outputs = tuple(self._slots[id(node)] for node in outputs)
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
        for slot, name in program.inputs:
            values[slot] = inputs[name]
        for slot, node in program.known:
            values[slot] = known[node]  # type: ignore[index]
        with system.running():
            for function, arguments, slot in program.steps:
                values[slot] = function(*[values[at] for at in arguments])
        return [values[slot] for slot in self._outputs]

    def _program(self, system: NumberSystem, sizes: Mapping[str, int]) -> Program:
        program = Program([None] * len(self._order))
        known = set(map(id, self._known))
        with system.running():
            for slot, node in enumerate(self._order):
                if id(node) in known:
                    program.known.append((slot, node))
                elif node.primitive == "input":
                    program.inputs.append((slot, str(node.parameters[0])))
                elif id(node) in self._moving:
                    arguments = tuple(self._slots[id(argument)] for argument in node.arguments)
                    program.steps.append((_function(system, node, sizes), arguments, slot))
                else:
                    program.start[slot] = self._still(system, node, sizes, program.start)
        return program

    def _still(self, system: NumberSystem, node: Node, sizes: Mapping[str, int], values: list[Any]) -> Array:
        """The value of a node that no input moves; its comparisons are of small exact numbers."""
        if PRIMITIVES[node.primitive].compares and system is not FLOATS:
            return system.indicator(evaluate([node], FLOATS, {}, sizes)[0] != 0)
        arguments = [values[self._slots[id(argument)]] for argument in node.arguments]
        return _function(system, node, sizes)(*arguments)


class Program:
    """A tape made ready for one number system and one assignment of sizes."""

    __slots__ = ("inputs", "known", "start", "steps")

    def __init__(self, start: list[Any]) -> None:
        self.start = start
        self.inputs: list[tuple[int, str]] = []
        self.known: list[tuple[int, Node]] = []
        self.steps: list[Step] = []


def evaluate(
    outputs: Sequence[Node],
    system: NumberSystem,
    inputs: Mapping[str, Array],
    sizes: Mapping[str, int],
    known: Mapping[Node, Array] | None = None,
) -> list[Array]:
    """The values of the outputs, once; `known` are values from an earlier run at the same points."""
    return Tape(outputs, tuple(known or ())).run(system, inputs, sizes, known)


def _order(outputs: Sequence[Node], known: Sequence[Node]) -> list[Node]:
    """What must be counted, arguments first, not looking behind what is known."""
    if not known:
        return list(tape(outputs))
    ends = set(map(id, known))
    done: set[int] = set()
    order = []
    stack = [(node, False) for node in outputs]
    while stack:
        node, ready = stack.pop()
        if id(node) in done:
            continue
        if ready or id(node) in ends or not node.arguments:
            done.add(id(node))
            order.append(node)
        else:
            stack.append((node, True))
            stack.extend((argument, False) for argument in node.arguments if id(argument) not in done)
    return order


def _moving(order: Sequence[Node], known: Sequence[Node]) -> set[int]:
    """The nodes whose value depends on the inputs."""
    moving = set(map(id, known))
    for node in order:
        if node.primitive == "input" or any(id(argument) in moving for argument in node.arguments):
            moving.add(id(node))
    return moving


def _function(system: NumberSystem, node: Node, sizes: Mapping[str, int]) -> Callable[..., Array]:
    """The method of the number system with the node's parameters in place."""
    method: Callable[..., Array] = getattr(system, node.primitive)
    parameters = [_concrete(parameter, sizes) for parameter in node.parameters]
    if node.primitive == "constant":
        parameters.append(_concrete(node.shape, sizes))
    return partial(method, *parameters) if parameters else method


def _concrete(parameter: Any, sizes: Mapping[str, int]) -> Any:
    if isinstance(parameter, Size):
        return parameter.at(sizes)
    if isinstance(parameter, tuple):
        return tuple(_concrete(part, sizes) for part in parameter)
    return parameter
