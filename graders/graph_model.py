"""A student's graph: nodes read one by one, in an order in which each comes after those it needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass
from typing import Any

from graders.engine import syntax
from graders.engine.language.declarations import Symbol
from graders.engine.language.errors import LanguageError
from graders.engine.language.names import canonical
from graders.engine.language.parser import parse
from graders.engine.language.scope import Scope
from graders.engine.syntax import Tree
from graders.graph_text import statements
from graders.reading import unreadable
from graders.unreadable import UNPARSABLE, Unreadable

OPEN = "?"  # what is still to be chosen in a row of the table
UNFINISHED = " is not finished: something in it is still open."


class Malformed(ValueError):
    """Lines that can be read, but make no graph."""

    def __init__(self, tag: str, feedback: str) -> None:
        super().__init__(feedback)
        self.tag = tag
        self.feedback = feedback


@dataclass(frozen=True, slots=True)
class Drawn:
    """One node as it was read: what it is computed from, and in how many operations."""

    name: str
    tree: Tree
    operands: tuple[str, ...]
    operations: int


def read_nodes(value: object, inputs: Scope) -> list[Drawn]:
    """The nodes in the order given; raises Unreadable, or Malformed for a name that is used twice or not defined."""
    made = statements(value)
    names = [statement.name for statement in made]
    scope = within(inputs, names)
    nodes, undefined = [], None
    for number, (name, text) in enumerate(((each.name, each.expression) for each in made), 1):
        try:
            tree = parse(text, scope).tree
        except LanguageError as problem:
            if problem.tag != "free-index":
                fault = unreadable(problem)
                said = UNFINISHED if OPEN in text and fault.tag == UNPARSABLE else f": {fault.feedback}"
                raise Unreadable(fault.tag, f"Node {number} ({name}){said}") from None
            undefined = undefined or Malformed("undefined-name", f"Node {name} uses a name that is never defined.")
        else:
            nodes.append(Drawn(name, tree, tuple(dict.fromkeys(_names(tree, scope))), operations(tree)))
    _refuse_double(names, inputs)
    if undefined:
        raise undefined
    return nodes


def within(inputs: Scope, names: Sequence[str]) -> Scope:
    """The inputs and the nodes by name; a node may be called whatever its author likes."""
    taken = {canonical(name) for name in inputs.symbols}
    nodes = {name: Symbol(name) for name in names if canonical(name) not in taken}
    return Scope({**inputs.symbols, **nodes}, {})


def ordered(nodes: Sequence[Drawn]) -> list[Drawn]:
    """The nodes, each after those it needs; raises Malformed where they run in a circle."""
    names = {node.name for node in nodes}
    waiting = {node.name: {name for name in node.operands if name in names} for node in nodes}
    by_name = {node.name: node for node in nodes}
    done: list[Drawn] = []
    while ready := [name for name, needed in waiting.items() if not needed]:
        for name in ready:
            del waiting[name]
            done.append(by_name[name])
        for needed in waiting.values():
            needed.difference_update(ready)
    if waiting:
        circle = [
            name for name in waiting if any(name in reached(operand, nodes) for operand in by_name[name].operands)
        ]
        said = f"{circle[0]} needs itself" if len(circle) == 1 else f"{', '.join(circle)} need each other"
        raise Malformed("cycle", f"There is a cycle: {said}, so there is no order in which to compute them.")
    return done


def reached(output: str, nodes: Sequence[Drawn]) -> set[str]:
    """The names of the nodes that an output is computed from, itself included."""
    by_name: Mapping[str, Drawn] = {node.name: node for node in nodes}
    found: set[str] = set()
    waiting = [output]
    while waiting:
        name = waiting.pop()
        if name in by_name and name not in found:
            found.add(name)
            waiting += by_name[name].operands
    return found


def operations(tree: Tree) -> int:
    """How many operations a formula has; a number with a sign is a number, e to a power is one operation."""
    match tree:
        case syntax.Number() | syntax.Name() | syntax.Bold() | syntax.Sized():
            return 0
        case syntax.Prefix(operand=syntax.Number()):
            return 0
    return 1 + sum(operations(part) for part in _parts(tree))


def _parts(tree: Tree) -> Iterator[Tree]:
    for field in fields(tree):
        yield from _trees(getattr(tree, field.name))


def _trees(part: Any) -> Iterator[Tree]:
    if isinstance(part, tuple):
        for each in part:
            yield from _trees(each)
    elif is_dataclass(part):
        yield part  # type: ignore[misc]


def _names(tree: Tree, scope: Scope) -> Iterator[str]:
    if isinstance(tree, syntax.Name) and tree.name in scope.symbols:
        yield tree.name
    for part in _parts(tree):
        yield from _names(part, scope)


def _refuse_double(names: Sequence[str], inputs: Scope) -> None:
    seen = {canonical(name): True for name in inputs.symbols}
    for name in names:
        if (known := seen.get(canonical(name))) is not None:
            said = f"{name} is an input already" if known else f"The name {name} is used for two nodes"
            raise Malformed("node-defined-twice", f"{said}: give every node a name of its own.")
        seen[canonical(name)] = False
