"""Walking and changing trees of any kind without knowing the kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from graders.engine.syntax import Tree


def parts(tree: Tree) -> Iterator[Tree]:
    """Every node of a tree, in the order of the text as far as the fields follow it."""
    waiting: list[Any] = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, tuple):
            waiting.extend(reversed(part))
        elif is_dataclass(part):
            if hasattr(part, "span"):
                yield part  # type: ignore[misc]
            waiting.extend(getattr(part, each.name) for each in reversed(fields(part)))


def changed(tree: Tree, change: Callable[[Tree], Tree | None]) -> Tree:
    """The tree with every node replaced for which `change` gives another."""
    result: Tree = _changed(tree, change)
    return result


def _changed(part: Any, change: Callable[[Tree], Tree | None]) -> Any:
    if isinstance(part, tuple):
        return tuple(_changed(inner, change) for inner in part)
    if not is_dataclass(part):
        return part
    other = change(part)  # type: ignore[arg-type]
    if other is not None:
        return other
    inner = {each.name: _changed(getattr(part, each.name), change) for each in fields(part) if each.name != "span"}
    return replace(part, **inner)  # type: ignore[type-var]
