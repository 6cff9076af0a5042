"""Functions of the derivative tables that are made of others: read as the formula they stand for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from graders.engine.syntax import Binary, Call, Number, Operator, Prefix, Span, Tree

Rewrite = Callable[[list[Tree], Span], Tree]


def _of_one(make: Callable[[_Words, Tree], Tree]) -> tuple[int, Rewrite]:
    return 1, lambda arguments, span: make(_Words(span), arguments[0])


def _of_two(make: Callable[[_Words, Tree, Tree], Tree]) -> tuple[int, Rewrite]:
    return 2, lambda arguments, span: make(_Words(span), arguments[0], arguments[1])


class _Words:
    """Short words for trees that all stand for the same piece of text."""

    def __init__(self, span: Span) -> None:
        self.span = span

    def number(self, value: int) -> Tree:
        return Number(Fraction(value), str(value), self.span)

    def call(self, function: str, argument: Tree) -> Tree:
        return Call(function, (argument,), self.span)

    def join(self, left: Tree, operator: Operator, right: Tree) -> Tree:
        return Binary(operator, left, right, self.span)

    def square(self, tree: Tree) -> Tree:
        return self.join(tree, "elementwise^", self.number(2))

    def minus(self, tree: Tree) -> Tree:
        return Prefix(tree, self.span)


def _arcsinh(words: _Words, x: Tree) -> Tree:
    root = words.call("sqrt", words.join(words.square(x), "+", words.number(1)))
    return words.call("log", words.join(x, "+", root))


def _arccosh(words: _Words, x: Tree) -> Tree:
    root = words.call("sqrt", words.join(words.square(x), "-", words.number(1)))
    return words.call("log", words.join(x, "+", root))


def _arctanh(words: _Words, x: Tree) -> Tree:
    one = words.number(1)
    ratio = words.join(words.join(one, "+", x), "elementwise/", words.join(one, "-", x))
    return words.join(words.call("log", ratio), "/", words.number(2))


def _gelu(words: _Words, x: Tree) -> Tree:
    scaled = words.join(x, "/", words.call("sqrt", words.number(2)))
    bell = words.join(words.number(1), "+", words.call("erf", scaled))
    return words.join(words.join(x, "elementwise*", bell), "/", words.number(2))


def _hypot(words: _Words, x: Tree, y: Tree) -> Tree:
    return words.call("sqrt", words.join(words.square(x), "+", words.square(y)))


def _logaddexp(words: _Words, x: Tree, y: Tree) -> Tree:
    return words.call("log", words.join(words.call("exp", x), "+", words.call("exp", y)))


_ARCSINH, _ARCCOSH, _ARCTANH = _of_one(_arcsinh), _of_one(_arccosh), _of_one(_arctanh)
_SILU = _of_one(lambda words, x: words.join(x, "elementwise*", words.call("sigmoid", x)))

COMPOSITES: Mapping[str, tuple[int, Rewrite]] = {
    "arcsinh": _ARCSINH,
    "asinh": _ARCSINH,
    "arccosh": _ARCCOSH,
    "acosh": _ARCCOSH,
    "arctanh": _ARCTANH,
    "atanh": _ARCTANH,
    "erfc": _of_one(lambda words, x: words.join(words.number(1), "-", words.call("erf", x))),
    "logsigmoid": _of_one(lambda words, x: words.minus(words.call("softplus", words.minus(x)))),
    "silu": _SILU,
    "swish": _SILU,
    "gelu": _of_one(_gelu),
    "rsqrt": _of_one(lambda words, x: words.join(words.number(1), "elementwise/", words.call("sqrt", x))),
    "hypot": _of_two(_hypot),
    "logaddexp": _of_two(_logaddexp),
}
