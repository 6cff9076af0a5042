"""An equation solved for a name in which it is linear: `s S' + a = b`, `s = e/(e + R)`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from graders.engine.language.trees import mentions, walk
from graders.engine.syntax import Binary, Name, Number, Operator, Prefix, Span, Tree

MOST_PARTS = 200  # of each of the four: a quotient within quotients doubles them


@dataclass(frozen=True, slots=True)
class Fractional:
    """(a x + b) / (c x + d) in the unknown x; None stands for 0."""

    a: Tree | None
    b: Tree | None
    c: Tree | None
    d: Tree | None

    @property
    def parts(self) -> tuple[Tree | None, ...]:
        """All four."""
        return (self.a, self.b, self.c, self.d)


def solved(left: Tree, right: Tree, name: str) -> Tree | None:
    """What the name must be for the equation to hold; None where that is not told."""
    one, other = _read(left, name), _read(right, name)
    if one is None or other is None:
        return None
    # (a x + b)(C x + D) = (A x + B)(c x + d): linear in x where the squares cancel or vanish
    if one.c is not None and other.c is not None:
        return None
    if (one.a is not None and other.c is not None) or (other.a is not None and one.c is not None):
        return None
    slope = _minus(_plus(_times(one.a, other.d), _times(one.b, other.c)), _times(other.a, one.d))
    slope = _minus(slope, _times(other.b, one.c))
    rest = _minus(_times(other.b, one.d), _times(one.b, other.d))
    if slope is None:
        return None
    return _over(rest, slope) if rest is not None else Number(Fraction(0), "0", left.span)


def _read(tree: Tree, name: str) -> Fractional | None:
    """The tree as a quotient of two linear functions of the name; None where it is none, or too long a one."""
    found = _taken_apart(tree, name)
    if found is None or any(part and next(islice(walk(part), MOST_PARTS, None), None) for part in found.parts):
        return None
    return found


def _taken_apart(tree: Tree, name: str) -> Fractional | None:
    if not mentions(tree, name):
        return Fractional(None, tree, None, _one(tree.span))
    match tree:
        case Name():
            return Fractional(_one(tree.span), None, None, _one(tree.span))
        case Prefix(operand=operand):
            inner = _read(operand, name)
            return inner and Fractional(_minus(None, inner.a), _minus(None, inner.b), inner.c, inner.d)
        case Binary(operator="+" | "-" as sign, left=left, right=right):
            one, other = _read(left, name), _read(right, name)
            return one and other and _sum(one, other, sign)
        case Binary(operator="juxtaposed" | "*" | "elementwise*", left=left, right=right):
            one, other = _read(left, name), _read(right, name)
            return one and other and _product(one, other)
        case Binary(operator="/" | "elementwise/", left=left, right=right):
            one, other = _read(left, name), _read(right, name)
            return one and other and _product(one, Fractional(other.c, other.d, other.a, other.b))
    return None


def _sum(one: Fractional, other: Fractional, sign: Operator) -> Fractional | None:
    join = _plus if sign == "+" else _minus
    if one.c is None and other.c is None:
        a, b = _times(one.a, other.d), _times(one.b, other.d)
        return Fractional(
            join(a, _times(other.a, one.d)), join(b, _times(other.b, one.d)), None, _times(one.d, other.d)
        )
    if one.c is not None and other.c is None and other.a is None:  # a quotient and what does not hold the name
        a = join(_times(one.a, other.d), _times(other.b, one.c))
        b = join(_times(one.b, other.d), _times(other.b, one.d))
        return Fractional(a, b, _times(one.c, other.d), _times(one.d, other.d))
    if other.c is not None and one.c is None and one.a is None:
        turned = Fractional(
            other.a if sign == "+" else _minus(None, other.a),
            other.b if sign == "+" else _minus(None, other.b),
            other.c,
            other.d,
        )
        return _sum(turned, one, "+")
    return None


def _product(one: Fractional, other: Fractional) -> Fractional | None:
    if (one.a is not None and other.a is not None) or (one.c is not None and other.c is not None):
        return None
    above = _plus(_times(one.a, other.b), _times(one.b, other.a))
    below = _plus(_times(one.c, other.d), _times(one.d, other.c))
    return Fractional(above, _times(one.b, other.b), below, _times(one.d, other.d))


def _one(span: Span) -> Tree:
    return Number(Fraction(1), "1", span)


def _is_one(tree: Tree) -> bool:
    return isinstance(tree, Number) and tree.value == 1


def _times(left: Tree | None, right: Tree | None) -> Tree | None:
    if left is None or right is None:
        return None
    if _is_one(left):
        return right
    return left if _is_one(right) else Binary("*", left, right, left.span)


def _plus(left: Tree | None, right: Tree | None) -> Tree | None:
    if left is None or right is None:
        return left or right
    return Binary("+", left, right, left.span)


def _minus(left: Tree | None, right: Tree | None) -> Tree | None:
    if right is None:
        return left
    return Prefix(right, right.span) if left is None else Binary("-", left, right, left.span)


def _over(left: Tree, right: Tree) -> Tree:
    return left if _is_one(right) else Binary("/", left, right, left.span)
