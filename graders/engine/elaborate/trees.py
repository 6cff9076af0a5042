"""Walking and changing trees of any kind without knowing the kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, get_args

from graders.engine.syntax import Tree

Put = Callable[[Any], Tree]

# The members of each kind of tree that may hold trees.
MEMBERS: Mapping[type, tuple[str, ...]] = {
    kind: tuple(each.name for each in fields(kind) if each.name != "span") for kind in get_args(Tree)
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A node of a tree; `put` gives the whole tree with another node in its place."""

    part: Tree
    put: Put

    def inside(self) -> list[Spot]:
        """The nodes directly inside this one, in the order of the text as far as the fields follow it."""
        found: list[Spot] = []
        for name in MEMBERS[type(self.part)]:
            _add(found, getattr(self.part, name), _member_put(self.part, name, self.put))
        return found


def spots(tree: Tree) -> Iterator[Spot]:
    """Every node of a tree, each before those inside it."""
    waiting = [Spot(tree, lambda other: other)]
    while waiting:
        spot = waiting.pop()
        yield spot
        waiting.extend(reversed(spot.inside()))


def parts(tree: Tree) -> Iterator[Tree]:
    """The same nodes, where none is to be changed."""
    waiting: list[Any] = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(reversed(part))
        elif (members := MEMBERS.get(type(part))) is not None:
            yield part
            waiting.extend([getattr(part, name) for name in reversed(members)])


def changed(tree: Tree, change: Callable[[Tree], Tree | None]) -> Tree:
    """The tree with every node replaced for which `change` gives another; what does not change is not copied."""
    result: Tree = _changed(tree, change)
    return result


def _changed(part: Any, change: Callable[[Tree], Tree | None]) -> Any:
    if isinstance(part, tuple):
        inner = tuple([_changed(each, change) for each in part])
        return part if all(new is old for new, old in zip(inner, part, strict=True)) else inner
    members = MEMBERS.get(type(part))
    if members is None:
        return part
    other = change(part)
    if other is not None:
        return other
    pairs = [(name, getattr(part, name)) for name in members]
    new = {name: value for name, old in pairs if (value := _changed(old, change)) is not old}
    return replace(part, **new) if new else part


def _add(found: list[Spot], value: Any, put: Put) -> None:
    if isinstance(value, tuple):
        for at, each in enumerate(value):
            _add(found, each, _item_put(value, at, put))
    elif type(value) in MEMBERS:
        found.append(Spot(value, put))


def _member_put(part: Any, name: str, put: Put) -> Put:
    return lambda other: put(replace(part, **{name: other}))


def _item_put(items: tuple[Any, ...], at: int, put: Put) -> Put:
    return lambda other: put((*items[:at], other, *items[at + 1 :]))
