"""What trees are worth where every size is 1: there matrix algebra is arithmetic, and a tree is counted as it stands.

An edited answer that is not right there is right nowhere, so it need not be read. Whatever cannot be told this way is
None, and read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import e, pi

import numpy as np

from graders.engine.diagnosis.asked import Asked
from graders.engine.elaborate.functions import ENTRYWISE
from graders.engine.equality.budget import too_large
from graders.engine.equality.depth import largest
from graders.engine.equality.truth import Place
from graders.engine.language.parser import parse
from graders.engine.language.scope import Scope
from graders.engine.language.trees import children
from graders.engine.numbers.floats import FLOATS
from graders.engine.numbers.system import Array
from graders.engine.syntax import (
    Binary,
    Bold,
    Call,
    Comparison,
    Entry,
    Indicator,
    Name,
    Number,
    Postfix,
    Prefix,
    Sized,
    Sum,
    Tree,
)

Function = Callable[[Array], Array]

NEAR = 1e-6
FEWEST = 4  # points at which both have a value
MOST = 0.6  # of these: at some, floats may have cancelled

OPERATORS: Mapping[str, Callable[[Array, Array], Array]] = {
    "+": np.add,
    "-": np.subtract,
    **dict.fromkeys(("juxtaposed", "*", "@", "elementwise*", "kron"), np.multiply),
    **dict.fromkeys(("/", "elementwise/"), np.divide),
    **dict.fromkeys(("^", "elementwise^"), np.power),
}
FUNCTIONS: Mapping[str, Function] = {
    **{name: getattr(FLOATS, name) for name in ENTRYWISE},
    **dict.fromkeys(("sum", "mean", "trace", "det", "diag", "transpose", "vec", "logsumexp"), lambda x: x),
    **dict.fromkeys(("norm1", "norm2", "norminf"), np.abs),
    "inv": lambda x: 1.0 / x,
    "logdet": np.log,
    "softmax": np.ones_like,
}


class Shrunk:
    """The trees of one case, each part counted once."""

    def __init__(self, scope: Scope, asked: Asked) -> None:
        self._scope = scope
        self._place = asked.once(_place)
        self._known: dict[int, tuple[Tree, Array | None]] = {}

    def excludes(self, tree: Tree) -> bool:
        """Whether a tree is certainly not the truth."""
        if self._place is None or (value := self._of(tree)) is None:
            return False
        expected = largest(self._place.values)
        gap, scale = np.abs(value - expected), np.maximum(np.abs(value), np.abs(expected))
        known = np.isfinite(gap) & self._place.usable
        count = int(np.count_nonzero(known))
        return count >= FEWEST and int(np.count_nonzero(known & (gap <= NEAR * (scale + 1)))) <= MOST * count

    def _of(self, tree: Tree) -> Array | None:
        waiting, unknown = [tree], []
        while waiting:
            part = waiting.pop()
            if id(part) not in self._known:
                unknown.append(part)
                waiting.extend(children(part))
        for part in reversed(unknown):
            self._known[id(part)] = (part, self._value(part))
        return self._known[id(tree)][1]

    def _value(self, tree: Tree) -> Array | None:
        """The value of a tree whose parts are known."""
        match tree:
            case Number(value=value):
                return np.array([FLOATS.number(value)])
            case Bold(digit=digit):
                return np.array([float(digit)])
            case Name(name=name):
                return self._name(name)
            case Entry(base=base):
                return self._entry(tree, base)
            case Indicator(condition=condition):
                return np.ones(1) if self._same_place(condition) else None
            case Prefix(operand=operand):
                return self._applied(np.negative, operand)
            case Postfix(operator="T", operand=operand):
                return self._applied(np.positive, operand)
            case Call(function=function, arguments=(argument,), primes=0) if function in FUNCTIONS:
                return self._applied(FUNCTIONS[function], argument)
            case Binary(operator=operator, left=left, right=right):
                return self._applied(OPERATORS[operator], left, right)
            case Sum(body=body, condition=None, start=start, stop=stop) if self._is_one(start) and self._is_one(stop):
                return self._applied(np.positive, body)
            case Sized(kind=kind, axes=axes) if all(map(self._is_one, axes)):
                return np.zeros(1) if kind == "zeros" else np.ones(1)
        return None

    def _applied(self, function: Callable[..., Array], *operands: Tree) -> Array | None:
        values = [self._known[id(operand)][1] for operand in operands]
        return None if any(value is None for value in values) else function(*values)

    def _name(self, name: str) -> Array | None:
        scope = self._scope
        if name in scope.free:
            return None
        if name in scope.definitions:
            return None if scope.definitions[name].indices else self._defined(name)
        if name in scope.symbols:
            symbol = scope.symbols[name]
            fits = not symbol.is_index and all(length.coefficient == 1 for length in symbol.shape)
            return largest(self._place.sample.inputs[name]) if fits and self._place is not None else None
        return {**dict.fromkeys(scope.sizes, np.ones(1)), "e": np.array([e]), "pi": np.array([pi])}.get(name)

    def _defined(self, name: str) -> Array | None:
        trees = self._scope.trees
        if name not in trees:
            trees[name] = parse(self._scope.definitions[name].text, self._scope).tree
        return self._of(trees[name])

    def _entry(self, tree: Entry, base: Tree) -> Array | None:
        """The only entry there is, whatever letters it is called by."""
        if any(isinstance(index, Number) and index.value != 1 for index in tree.indices):
            return None
        if isinstance(base, Name) and base.name not in self._scope.free:
            if base.name in self._scope.definitions:
                return self._defined(base.name)
            if base.name == "e" and "e" not in self._scope.symbols:
                return np.ones(1)  # a unit vector
        return self._known[id(base)][1]

    def _is_one(self, tree: Tree | None) -> bool:
        """Whether this says no size, or one that is 1 here."""
        if isinstance(tree, Number):
            return tree.value == 1
        return tree is None or (isinstance(tree, Name) and tree.name in self._scope.sizes)

    def _same_place(self, condition: Tree) -> bool:
        """Whether two indices are compared, which have only one place here."""
        return (
            isinstance(condition, Comparison)
            and condition.relations == ("=",)
            and all(isinstance(side, Name) and self._is_index(side.name) for side in condition.operands)
        )

    def _is_index(self, name: str) -> bool:
        symbols = self._scope.symbols
        return name not in self._scope.free and (name not in symbols or symbols[name].is_index)


def _place(asked: Asked) -> Place | None:
    """The truth there; None where an array has more than one entry all the same, or not the one that is asked for.

    Fixed indices name a second entry at some points, which are left out.
    """
    points = asked.truth.points
    sizes = dict.fromkeys(points.letters, 1)
    if too_large(asked.node, [sizes]) or any(length.coefficient != 1 for length in asked.node.shape):
        return None
    place = asked.truth.sized(sizes)
    usable = place.usable
    for symbol in points.symbols:
        if symbol.is_index:
            usable = usable & (place.sample.inputs[symbol.name] == 0)
    return Place(place.sample, place.values, usable)
