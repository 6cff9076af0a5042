"""Walking trees without recursion."""

from __future__ import annotations

from collections.abc import Iterator

from graders.engine.syntax import (
    Binary,
    Brackets,
    Call,
    Cases,
    Comparison,
    Derivative,
    Einsum,
    Entry,
    Indicator,
    Name,
    Postfix,
    Prefix,
    Sized,
    Sum,
    Tree,
)


def children(tree: Tree) -> tuple[Tree, ...]:
    """The trees directly inside a tree, in the order of the text."""
    match tree:
        case Binary():
            return (tree.left, tree.right)
        case Prefix() | Postfix():
            return (tree.operand,)
        case Call():
            return tree.arguments
        case Entry():
            return (tree.base, *tree.indices)
        case Comparison() | Einsum():
            return tree.operands
        case Indicator():
            return (tree.condition,)
        case Cases():
            return tuple(part for branch in tree.branches for part in branch if part is not None)
        case Sum():
            return tuple(part for part in (tree.start, tree.stop, tree.condition, tree.body) if part is not None)
        case Brackets():
            return tuple(cell for row in tree.rows for cell in row)
        case Sized():
            return tree.axes
        case Derivative():
            return (tree.of, tree.by)
        case _:
            return ()


def walk(tree: Tree) -> Iterator[Tree]:
    """The tree and everything in it."""
    stack = [tree]
    while stack:
        here = stack.pop()
        yield here
        stack.extend(reversed(children(here)))


def mentions(tree: Tree, name: str) -> bool:
    """Whether a name occurs in a tree, other than as the index of a sum in it."""
    waiting: list[Tree] = [tree]
    while waiting:
        each = waiting.pop()
        if isinstance(each, Name) and each.name == name:
            return True
        if isinstance(each, Sum) and each.index == name:
            waiting += [part for part in (each.start, each.stop) if part is not None]
        else:
            waiting += children(each)
    return False
