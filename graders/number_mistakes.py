"""Which mistake a wrong number shows: it is compared with what people get who go wrong in known ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from itertools import islice, permutations
from math import e, isfinite, log

import numpy as np

from graders.derived import Derived
from graders.engine.derive import jacobian
from graders.engine.diagnosis.case import Mistake
from graders.engine.diagnosis.repairs import rotations
from graders.engine.elaborate import IllTyped, author, elaborate
from graders.engine.evaluate import Tape
from graders.engine.graph import Graph, Node, tape
from graders.engine.language.errors import LanguageError
from graders.engine.numbers.floats import FLOATS, Floats
from graders.engine.numbers.system import Array
from graders.engine.syntax import Tree

Alternative = tuple[Mistake, float]

NEAR = 1e-3
MOST_ORDERS = 24
MOST_TREES = 12
SCIENTIFIC = re.compile(r"\d\s*[eE]\s*\d")

TEN = Mistake("scientific-notation", "`2e3` is 2000: powers of Euler's number are written e^3 or exp(3).")
BASE = Mistake("log-base", "The base is Euler's number here: exp is e^…, and ln its inverse.")
SIGN = Mistake("sign", "Right size, wrong sign: follow the signs once more.")
VALUE = Mistake("value-not-derivative", "That is a value, not the derivative.")
DERIVATIVE = Mistake("derivative-not-function", "That is a derivative; the value itself is asked here.")
NODES = Mistake("swapped-nodes", "That is the value of another node: check which one this is.")
VARIABLE = Mistake("index-swap", "That is the derivative by another variable: look at what stands below the line.")
LOCAL = Mistake("local-not-global", "That is the derivative of one step: multiply along the whole path.")
GLOBAL = Mistake("global-not-local", "That is the derivative of the last node: only this one step is asked here.")
POWER_RULE = Mistake(
    "derivative-of-exp", "The power rule is for a variable to a fixed power: here the variable is the exponent."
)
PRODUCT = Mistake("exp-vs-product", "exp of a is e multiplied by itself, a times: neither a·e nor a^e.")
POINT = Mistake("wrong-point", "Check the point: which value does each variable have?")
INVERSE = Mistake("inverse-function", "That is the reciprocal of what is asked.")
PRECEDENCE = Mistake("precedence", "Without brackets, or with these, it is read differently from what you may mean.")
OTHER = Mistake("wrong-function", "That is not the value: work through it step by step once more.")


def _miscounted(**functions: Callable[[Array], Array]) -> Floats:
    """Floats in which some functions are taken for others."""
    members = {name: staticmethod(function) for name, function in functions.items()}
    made: Floats = type("Miscounted", (Floats,), members)()
    return made


TEN_TO_THE = _miscounted(exp=lambda x: 10.0**x, log=np.log10)
NEGATED = _miscounted(exp=lambda x: np.exp(-x))
TIMES_E = _miscounted(exp=lambda x: e * x)
TO_THE_E = _miscounted(exp=lambda x: x**e)
POWER_RULED = _miscounted(exp=lambda x: x * np.exp(x - 1))


@dataclass(eq=False)
class Worked:
    """The question worked out at its point: values of nodes and derivatives between them."""

    derived: Derived
    at: Mapping[str, Fraction]

    @cached_property
    def point(self) -> Mapping[str, float]:
        """The values of the variables."""
        return {name: float(value) for name, value in self.at.items()}

    @cached_property
    def nodes(self) -> Mapping[str, Node]:
        """The question's named nodes."""
        scope, graph = self.derived.scope, self.derived.graph
        return {name: author(name, scope, graph) for name, made in scope.definitions.items() if not made.indices}

    @cached_property
    def variables(self) -> Mapping[str, Node]:
        """The variables and the named nodes."""
        return {**{name: self.derived.graph.input(name) for name in self.at}, **self.nodes}

    @cached_property
    def right(self) -> float:
        """The value asked for."""
        return self.value(self.derived.node)

    @cached_property
    def ten(self) -> float:
        """The same with powers of 10 for those of e."""
        return self.value(self.derived.node, system=TEN_TO_THE)

    @cached_property
    def alternatives(self) -> tuple[Alternative, ...]:
        """Mistakes and what they come to."""
        return tuple(_alternatives(self))

    def value(self, node: Node, point: Mapping[str, float] | None = None, system: Floats = FLOATS) -> float:
        """A node's value, at the question's point or another, perhaps counted wrongly."""
        inputs = {name: np.array([value]) for name, value in (point or self.point).items()}
        return float(Tape([node]).run(system, inputs, {})[0].ravel()[0])

    def slope(self, output: Node, by: Node) -> Node:
        """A derivative."""
        return jacobian(self.derived.graph, output, by)


def find(worked: Worked, text: str, tree: Tree, given: float) -> Mistake:
    """The first way of going wrong that gives the number."""
    if not isfinite(given):
        return OTHER
    right = worked.right
    for mistake, value in (_power_of_ten(worked, text), *worked.alternatives):
        if isfinite(value) and not _same(value, right) and _same(value, given):
            return mistake
    for edited in islice(rotations(tree), MOST_TREES):
        if _same(_value(worked, edited), right):
            return PRECEDENCE
    return OTHER


def _power_of_ten(worked: Worked, text: str) -> Alternative:
    """10^x where e^x is meant: by its notation, or as another base."""
    ten = worked.ten
    scientific = bool(SCIENTIFIC.search(text)) or (ten > 0 and abs(np.log10(ten) - round(np.log10(ten))) > NEAR)
    return TEN if scientific and _has(worked, "exp") else BASE, ten


def _alternatives(worked: Worked) -> Iterator[Alternative]:
    kinds: tuple[Callable[[Worked], Iterator[Alternative]], ...] = (
        _signs,
        _exponentials,
        _nodes if worked.derived.output is None else _derivatives,
        _logarithms,
        _points,
        _multiplied_exponents,
    )
    for kind in kinds:
        yield from kind(worked)
    if worked.right:
        yield INVERSE, 1 / worked.right


def _signs(worked: Worked) -> Iterator[Alternative]:
    node = worked.derived.node
    yield SIGN, -worked.value(node)
    yield SIGN, worked.value(node, system=NEGATED)


def _nodes(worked: Worked) -> Iterator[Alternative]:
    """Where a value is asked: values of other nodes, derivatives of it."""
    node = worked.derived.node
    for other in worked.nodes.values():
        if value := worked.value(other):
            yield NODES, value
    for name in worked.at:
        if slope := worked.value(worked.slope(node, worked.variables[name])):
            yield DERIVATIVE, slope


def _derivatives(worked: Worked) -> Iterator[Alternative]:
    """Where a derivative is asked: values, and derivatives of and by other things."""
    output, by = worked.derived.output, worked.derived.by
    if output is None or by is None:
        return
    yield VALUE, worked.value(output)
    if by.primitive != "input":
        yield VALUE, worked.value(by)
    for variable in worked.variables.values():
        if variable is not by and variable is not output and _inside(variable, output):
            on_path = _inside(by, variable)
            yield (LOCAL if on_path else VARIABLE), worked.value(worked.slope(output, variable))
    for node in worked.nodes.values():
        if node is not output and _inside(by, node):
            yield (LOCAL if _inside(node, output) else GLOBAL), worked.value(worked.slope(node, by))
    for node in worked.nodes.values():
        for variable in worked.variables.values():
            if variable is not node and _inside(variable, node):
                yield LOCAL, worked.value(worked.slope(node, variable))
    yield POWER_RULE, worked.value(worked.derived.node, system=POWER_RULED)


def _exponentials(worked: Worked) -> Iterator[Alternative]:
    """e^x mistaken for a product or for x^e."""
    if _has(worked, "exp"):
        yield PRODUCT, worked.value(worked.derived.node, system=TIMES_E)
        yield PRODUCT, worked.value(worked.derived.node, system=TO_THE_E)


def _multiplied_exponents(worked: Worked) -> Iterator[Alternative]:
    """e^(p·q) and p^e·q for values p and q of the point."""
    if not _has(worked, "exp"):
        return
    for p, q in permutations(worked.point.values(), 2):
        with np.errstate(all="ignore"):
            yield PRODUCT, float(np.exp(p * q))
            yield PRODUCT, float(np.power(p, e) * q)


def _logarithms(worked: Worked) -> Iterator[Alternative]:
    """The derivative of a logarithm to base 10."""
    output = worked.derived.output
    if output is not None and any(node.primitive == "log" for node in tape([output])):
        yield BASE, worked.value(worked.derived.node) / log(10)


def _points(worked: Worked) -> Iterator[Alternative]:
    """The right formula at another point: values exchanged, one off, or a plain value of a variable."""
    names, values = list(worked.point), list(worked.point.values())
    nodes = [worked.derived.node]
    for order in islice(permutations(values), MOST_ORDERS):
        for node in nodes:
            yield POINT, worked.value(node, dict(zip(names, order, strict=True)))
    for name in names:
        for step in (-1.0, 1.0):
            yield POINT, worked.value(nodes[0], {**worked.point, name: worked.point[name] + step})
    for value in values:
        yield POINT, value


def _has(worked: Worked, primitive: str) -> bool:
    return any(node.primitive == primitive for node in tape([worked.derived.node]))


def _inside(part: Node, whole: Node) -> bool:
    return any(node is part for node in tape([whole]))


def _value(worked: Worked, tree: Tree) -> float:
    """The value of an edited tree; nan if it means nothing."""
    try:
        answer = elaborate(tree, worked.derived.scope, Graph(worked.derived.graph))
        return worked.value(answer.node) if answer.shape == () else float("nan")
    except (LanguageError, IllTyped, KeyError):
        return float("nan")


def _same(left: float, right: float) -> bool:
    return abs(left - right) <= max(NEAR * abs(right), 1e-9)
