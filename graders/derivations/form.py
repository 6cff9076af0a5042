"""Whether a line is the goal itself in other clothes, and whether it is written in the goal's own names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from fractions import Fraction

from graders.derivations.region import Part, Region
from graders.derivations.rewriting import exchanged, naming
from graders.engine.graph import Node
from graders.engine.language.trees import children, walk
from graders.engine.syntax import (
    Bare,
    Binary,
    Call,
    Comparison,
    Derivative,
    Entry,
    Indicator,
    Name,
    Number,
    Postfix,
    Prefix,
    Tree,
)

Meaning = Callable[[Tree], Node | None]  # the node of a part of a line
Factors = tuple[tuple[Hashable, int], ...]

LARGEST = 64  # exponents beyond are not multiplied out
ZERO: Hashable = ("number", Fraction(0))
ONE: Hashable = ("number", Fraction(1))


@dataclass(frozen=True)
class Forms:
    """Forms of trees on a region; `meaning` tells names of the same value from others."""

    region: Region
    meaning: Meaning
    declared: frozenset[str]  # the names that stand for something, which indices do not

    def of(self, tree: Tree) -> Hashable:
        """The same for trees that differ in the order of factors and terms, in signs, and in names for one thing."""
        negative, form = self._signed(self._on_region(tree))
        return (negative, form)

    def factors(self, tree: Tree) -> Counter[Hashable]:
        """How often each factor but numbers and signs stands in a tree."""
        _, form = self._signed(self._on_region(tree))
        return Counter(dict(_factors(form)[1]))

    def foreign(self, tree: Tree, goal: Tree) -> bool:
        """Whether a tree uses a name, or takes a derivative, that does not stand in the goal."""
        known = {node for part in walk(goal) if is_atom(part) and (node := self.meaning(part)) is not None}
        waiting = [tree]
        while waiting:
            part = waiting.pop()
            if isinstance(part, Derivative) or (isinstance(part, Postfix) and part.operator == "'"):
                return True
            if is_atom(part) and (node := self.meaning(part)) is not None:
                if node in known:
                    continue
                if isinstance(part, Bare) or (isinstance(part, Name) and part.name in self.declared):
                    return True
            if isinstance(part, Indicator):
                continue
            waiting += [part.base] if isinstance(part, Entry) else children(part)
        return False

    def _on_region(self, tree: Tree) -> Tree:
        if self.region.part is not Part.SAME or self.region.pair is None:
            return tree
        first, second = self.region.pair
        return exchanged(tree, lambda part: naming(first, part) if part == Name(second, (0, 0)) else None)

    def _signed(self, tree: Tree) -> tuple[bool, Hashable]:
        match tree:
            case Prefix(operand=operand):
                negative, form = self._signed(operand)
                return (not negative and form != ZERO, form)
            case Number(value=value):
                return value < 0, ("number", abs(value))
            case Indicator(condition=condition):
                return False, self._delta(condition)
            case Binary(operator="+" | "-"):
                return self._sum(tree)
            case Binary(operator="juxtaposed" | "*" | "elementwise*" | "/" | "elementwise/"):
                return self._product(tree)
            case Binary(operator="^", right=Number(value=value)) if value.denominator == 1:
                return self._product(tree)
            case Binary(operator=operator, left=left, right=right):
                return False, (operator, self._signed(left), self._signed(right))
        node = self.meaning(tree)
        return False, ("tree", tree) if node is None else ("value", id(node))

    def _delta(self, condition: Tree) -> Hashable:
        if isinstance(condition, Comparison) and condition.relations == ("=",) and self.region.pair:
            names = {part.name for part in condition.operands if isinstance(part, Name)}
            if self.region.part is Part.OTHER and names == set(self.region.pair):
                return ZERO
            if len(names) == 1 and self.region.part is Part.SAME:
                return ONE
            return ("delta", frozenset(names))
        return ("tree", condition)

    def _sum(self, tree: Tree) -> tuple[bool, Hashable]:
        found: defaultdict[Factors, Fraction] = defaultdict(Fraction)  # how often each product of factors is there
        waiting = [(False, tree)]
        while waiting:
            negative, part = waiting.pop()
            if isinstance(part, Binary) and part.operator in ("+", "-"):
                waiting += [(negative, part.left), (negative != (part.operator == "-"), part.right)]
                continue
            own, form = self._signed(part)
            number, factors = _factors(form)
            found[factors] += -number if negative != own else number
        terms = [_scaled(number, factors) for factors, number in found.items() if number]
        if not terms:
            return False, ZERO
        if len(terms) == 1:
            return terms[0]
        terms.sort(key=lambda term: repr(term[1]))
        turned = terms[0][0]  # one of a − b and b − a stands for both
        return turned, ("sum", tuple((negative != turned, form) for negative, form in terms))

    def _product(self, tree: Tree) -> tuple[bool, Hashable]:
        """The number in front, and how often every other factor stands above or below the line."""
        negative, number = False, Fraction(1)
        factors: Counter[Hashable] = Counter()
        waiting: list[tuple[Tree, int]] = [(tree, 1)]
        while waiting:
            part, times = waiting.pop()
            match part:
                case Binary(operator="juxtaposed" | "*" | "elementwise*", left=left, right=right):
                    waiting += [(left, times), (right, times)]
                    continue
                case Binary(operator="/" | "elementwise/", left=left, right=right):
                    waiting += [(left, times), (right, -times)]
                    continue
                case Binary(operator="^", left=base, right=Number(value=value)) if (
                    value.denominator == 1 and abs(value * times) <= LARGEST
                ):
                    waiting.append((base, times * int(value)))
                    continue
                case Binary(operator="^", left=base, right=exponent):
                    factors["^", self._signed(base), self._signed(exponent)] += times
                    continue
            own, form = self._signed(part)
            negative = negative != (own and times % 2 == 1)
            match form:
                case ("number", Fraction() as value) if value or times > 0:
                    number *= value**times
                case ("product", Fraction() as value, tuple() as inner):
                    number *= value**times
                    for factor, count in inner:
                        factors[factor] += count * times
                case _:
                    factors[form] += times
        left_over = tuple(sorted((pair for pair in factors.items() if pair[1]), key=repr))
        if not number:
            return False, ZERO
        turned, form = _scaled(number, left_over)
        return negative != turned, form


def _factors(form: Hashable) -> tuple[Fraction, Factors]:
    """The number in front of a form, and its factors with how often each stands there."""
    match form:
        case ("number", Fraction() as number):
            return number, ()
        case ("product", Fraction() as number, tuple() as factors):
            return number, factors
    return Fraction(1), ((form, 1),)


def _scaled(number: Fraction, factors: Factors) -> tuple[bool, Hashable]:
    """The sign and the form of a number times factors."""
    if not factors:
        return number < 0, ("number", abs(number))
    if abs(number) == 1 and len(factors) == 1 and factors[0][1] == 1:
        return number < 0, factors[0][0]
    return number < 0, ("product", abs(number), factors)


def is_atom(tree: Tree) -> bool:
    """Whether a tree is compared by its value, not by its parts."""
    return isinstance(tree, Name | Entry | Call | Bare)
