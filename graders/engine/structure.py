"""What an expression depends on, and where its branches meet."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import Any

from graders.engine.build import Build, value_of
from graders.engine.graph import Graph, Node, tape
from graders.engine.primitives import PRIMITIVES
from graders.engine.sizes import ONE, Size


def kinks(graph: Graph, output: Node) -> list[Node]:
    """The nodes whose sign decides a branch: both signs must be met before two answers may be called equal.

    Besides the arguments of the branching primitives these are squares under a root, which make an absolute value.
    """
    if output.smooth:
        return []
    build = Build(graph)
    found: dict[int, Node] = {}
    for node in tape([output]):
        if node.moving:
            found |= {id(kink): kink for kink in _kinks(build, node) if value_of(kink) is None}
    return list(found.values())


def inputs(output: Node) -> set[str]:
    """The names of the symbols that an expression depends on."""
    return {str(node.parameters[0]) for node in tape([output]) if node.primitive == "input"}


def reckoned(nodes: Iterable[Node]) -> set[str]:
    """The letters of sizes whose value, or the number of a place along them, nodes reckon with."""
    sizes: Iterator[Any] = (node.parameters[0] for node in nodes if node.primitive in {"size_value", "iota"})
    return {letter for size in sizes for letter in size.letters}


def needed(nodes: Iterable[Node]) -> Iterator[tuple[str, int]]:
    """Letters of sizes along which nodes name a place by its number, and how large they are at least."""
    for node in nodes:
        place, length = _named(node)
        yield from dict.fromkeys(length.letters, _least(length, place)).items()


def _least(length: Size, place: int) -> int:
    """How large all letters of a length are at least where it has a place, which may be named by any number."""

    def long(letter: int) -> int:
        return length.at(dict.fromkeys(length.letters, letter))

    return 1 + bisect_right(range(1, min(place, sys.maxsize // 2) + 2), place, key=long)


def _named(node: Node) -> tuple[int, Size]:
    """The place, counted from 0, that a node names by its number, and the length of its axis; -1 if it names none."""
    parameters: tuple[Any, ...] = node.parameters
    if node.primitive == "take":
        return parameters[1], node.arguments[0].shape[parameters[0]]
    if node.primitive == "onehot" and (place := value_of(node.arguments[0])) is not None:
        return int(place), node.shape[-1]
    return -1, ONE


def _kinks(build: Build, node: Node) -> Iterator[Node]:
    row = PRIMITIVES[node.primitive]
    if row.kink is not None:
        yield row.kink(build, node)
    elif node.primitive in {"sqrt", "power"}:
        yield from squared(node.arguments[0])


def squared(node: Node) -> Iterator[Node]:
    """What is squared (or raised to an even power, or taken without its sign) among the factors of a node."""
    waiting = [node]
    while waiting:
        node = waiting.pop()
        if node.primitive == "integer_power":
            exponent: Any = node.parameters[0]
            if exponent % 2 == 0:
                yield node.arguments[0]
        elif (node.primitive == "multiply" and node.arguments[0] is node.arguments[1]) or node.primitive == "abs":
            yield node.arguments[0]
        elif node.primitive in {"multiply", "divide"}:
            waiting.extend(node.arguments)
