"""Trees with some of their parts exchanged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, replace

from graders.engine.syntax import Binary, Derivative, Name, Number, Postfix, Prefix, Tree

Exchange = Callable[[Tree], Tree | None]


def exchanged(tree: Tree, exchange: Exchange) -> Tree:
    """The tree with `exchange(part)` in the place of every outermost part for which it is not None."""
    if (other := exchange(tree)) is not None:
        return other
    changed = {
        each.name: value
        for each in fields(tree)
        if each.name != "span" and (value := _inside(getattr(tree, each.name), exchange)) is not None
    }
    return replace(tree, **changed) if changed else tree  # type: ignore[arg-type]


def _inside(value: object, exchange: Exchange) -> object | None:
    """The new value of a member that holds trees; None where nothing changes."""
    if isinstance(value, Tree):
        other = exchanged(value, exchange)
        return None if other is value else other
    if isinstance(value, tuple):
        parts = [_inside(part, exchange) for part in value]
        if any(part is not None for part in parts):
            return tuple(old if new is None else new for old, new in zip(value, parts, strict=True))
    return None


def drawn_out(tree: Tree) -> Tree:
    """The tree with numbers drawn out of its derivatives: (2 u)' as 2 u', and (-u)' as -u'."""
    return exchanged(tree, _drawn_out)


def _drawn_out(part: Tree) -> Tree | None:
    if isinstance(part, Derivative):
        inner = part.of
    elif isinstance(part, Postfix) and part.operator == "'":
        inner = part.operand
    else:
        return None
    match inner:
        case Binary(operator="*" | "juxtaposed", left=Number() | Prefix(operand=Number()), right=rest):
            return replace(inner, right=_same(part, rest))
        case Binary(operator="*" | "juxtaposed" | "/", left=rest, right=Number()):
            return replace(inner, left=_same(part, rest))
        case Prefix(operand=rest):
            return replace(inner, operand=_same(part, rest))
    return None


def _same(part: Derivative | Postfix, of: Tree) -> Tree:
    """The same derivative of something else."""
    other = replace(part, of=of) if isinstance(part, Derivative) else replace(part, operand=of)
    return _drawn_out(other) or other


def naming(name: str, tree: Tree) -> Tree:
    """A name in the place of a tree."""
    return Name(name, tree.span)
