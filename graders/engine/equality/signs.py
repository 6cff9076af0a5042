"""Which signs an expression can take, read off its structure: e^z is positive, a square is never negative."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set

from graders.engine.build import value_of
from graders.engine.graph import Node, tape
from graders.engine.language.declarations import Symbol
from graders.engine.sizes import ONE

Signs = frozenset[int]  # of −1, 0, 1

POSITIVE: Signs = frozenset({1})
NOT_NEGATIVE: Signs = frozenset({0, 1})
ANY: Signs = frozenset({-1, 0, 1})
POSITIVE_FUNCTIONS = frozenset({"exp", "sigmoid", "softplus", "cosh", "size_value", "pi"})
INDICATORS = frozenset({"step", "less", "less_equal", "equal", "eye", "onehot", "iota"})
ODD = frozenset({"sinh", "tanh", "arctan", "arcsin", "erf", "sign"})
SMALL_FUNCTIONS = frozenset({"sigmoid", "tanh", "erf"})
KEEPING_SMALL = frozenset({"multiply", "negate", "abs", "broadcast_to", "reshape", "permute", "insert", "take"})
SAME = frozenset({"broadcast_to", "reshape", "permute", "insert", "take", "sum"})


def signs(output: Node, symbols: Iterable[Symbol]) -> Signs:
    """A set that holds every sign an entry can have on the declared domain."""
    symbols = list(symbols)
    declared = {symbol.name: _declared(symbol) for symbol in symbols}
    units = {symbol.name for symbol in symbols if "unit" in symbol.domains}
    found: dict[int, Signs] = {}
    small: set[Node] = set()
    for node in tape([output]):
        found[id(node)] = _signs(node, [found[id(argument)] for argument in node.arguments], declared)
        if _is_small(node, small, units):
            small.add(node)
        elif node.primitive in ("add", "subtract") and _is_one_beside(node, small):
            found[id(node)] = POSITIVE
    return found[id(output)]


def _is_small(node: Node, small: Set[Node], units: Set[str]) -> bool:
    """Whether an entry is less than 1 in absolute value, as far as the form tells."""
    name, parts = node.primitive, [argument in small for argument in node.arguments]
    if name == "input":
        return node.parameters[0] in units
    if name == "integer_power":
        return parts[0] and int(node.parameters[0]) > 0  # type: ignore[call-overload]
    return name in SMALL_FUNCTIONS or (name in KEEPING_SMALL and all(parts))


def _is_one_beside(node: Node, small: Set[Node]) -> bool:
    """Whether a sum is 1, or more, and something smaller: 1 − p for a p in (0, 1)."""
    one, other = node.arguments
    value = value_of(one)
    return other in small and value is not None and value >= 1


def _declared(symbol: Symbol) -> Signs:
    if "positive" in symbol.domains:
        return POSITIVE
    return NOT_NEGATIVE if "onehot" in symbol.domains else ANY


def _signs(node: Node, parts: list[Signs], declared: Mapping[str, Signs]) -> Signs:
    name = node.primitive
    if name == "input":
        return declared.get(str(node.parameters[0]), ANY)
    if name == "constant":
        value = node.parameters[0]
        return frozenset({(value > 0) - (value < 0)})  # type: ignore[operator]
    if name in POSITIVE_FUNCTIONS:
        return POSITIVE
    if name in INDICATORS:
        return NOT_NEGATIVE
    if name in ("abs", "sqrt"):
        return NOT_NEGATIVE & frozenset(abs(sign) for sign in parts[0])
    if name == "relu":
        return frozenset(max(sign, 0) for sign in parts[0])
    if name in ODD or name in SAME:
        return parts[0]
    if name == "negate":
        return frozenset(-sign for sign in parts[0])
    if name == "integer_power":
        return frozenset(sign ** abs(int(node.parameters[0])) for sign in parts[0])  # type: ignore[call-overload]
    if name == "power":
        return POSITIVE
    if name == "multiply" and node.arguments[0] is node.arguments[1]:
        return frozenset(sign * sign for sign in parts[0])
    if name == "contract" and len(parts) == 2 and node.arguments[0] is node.arguments[1] and _squares(node):
        return frozenset(sign * sign for sign in parts[0])
    if name == "product":
        return parts[0] | _products([parts[0], parts[0]])
    if name in ("multiply", "divide", "contract"):
        return _products(parts)
    if name in ("add", "subtract"):
        other = parts[1] if name == "add" else frozenset(-sign for sign in parts[1])
        return _sums(parts[0], other)
    if name in ("maximum", "minimum"):
        pick = max if name == "maximum" else min
        return frozenset(pick(a, b) for a in parts[0] for b in parts[1])
    if name == "where":
        return parts[1] | parts[2]
    if name in ("concatenate", "stack"):
        return frozenset[int]().union(*parts)
    return ANY


def _squares(node: Node) -> bool:
    """Whether the two factors, the same array, are matched axis by axis; axes of length 1 do not matter."""
    left, right = str(node.parameters[0]).partition("->")[0].split(",")
    axes = zip(left, right, node.arguments[0].shape, strict=True)
    return all(one == other or length == ONE for one, other, length in axes)


def _products(parts: list[Signs]) -> Signs:
    total = POSITIVE
    for part in parts:
        total = frozenset(a * b for a in total for b in part)
    return total


def _sums(left: Signs, right: Signs) -> Signs:
    return frozenset(s for a in left for b in right for s in (ANY if a * b < 0 else {a or b}))
