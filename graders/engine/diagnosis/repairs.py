"""One-edit repairs: a small change of what was typed that makes it right names the mistake."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import islice, permutations
from math import e, log, pi, sqrt

from graders.engine.diagnosis.case import Case, Mistake
from graders.engine.diagnosis.effort import REREAD
from graders.engine.diagnosis.reach import overruns
from graders.engine.elaborate.trees import Spot, changed, spots
from graders.engine.syntax import (
    Binary,
    Call,
    Comparison,
    Entry,
    Indicator,
    Name,
    Number,
    Postfix,
    Prefix,
    Span,
    Tree,
)

Edit = Callable[[Tree], Iterator[Tree]]
Edits = tuple[tuple[Mistake, Iterator[Tree]], ...]

MOST_TRIES = 64
MOST_OCCURRENCES = 5

INDEX = Mistake("index-swap", "The right pieces with the wrong indices: write one entry as a sum and compare.")
PRECEDENCE = Mistake("precedence", "Without brackets this is read differently from what you may mean: see the preview.")
SIGN = Mistake("sign", "One sign is wrong: put a single number in and compare.")
SQUARE = Mistake("forgot-square", "A square is missing: compare with the rule you used.")
EXTRA = Mistake("extra-factor", "There is one factor too many: differentiate step by step and compare.")
DELTA = Mistake("forgot-delta", "Right for equal indices: what is it when they differ?")
OUTER = Mistake("inner-for-outer", "A row times a column is a number, a column times a row a matrix: which is meant?")
ROUNDED = Mistake("rounding", "A constant in it is rounded: write the exact one, as a fraction, a root or e^….")

PRODUCTS = frozenset({"juxtaposed", "*", "@", "elementwise*"})
SUMS = frozenset({"+", "-"})
CONSTANTS = {e: "e", pi: "pi", 1 / e: "1/e", sqrt(2): "sqrt(2)", log(2): "ln 2", 1 / sqrt(2): "1/sqrt(2)"}


def repair(case: Case) -> Mistake | None:
    """The mistake whose repair makes the answer right; the number of tries is bounded."""
    edits = (
        (DELTA, _once(case.spots, _delta_for_one) if any(_index_places(case.spots)) else iter(())),
        (INDEX, _indices(case)),
        (PRECEDENCE, _once(case.spots, _rotated)),
        (SIGN, _once(case.spots, _sign)),
        (SQUARE, _once(case.spots, _squared)),
        (EXTRA, _once(case.spots, _shortened)),
        (OUTER, _once(case.spots, _outer)),
        (ROUNDED, _once(case.spots, _exact)),
    )
    return _first(case, edits)


def rotations(tree: Tree) -> Iterator[Tree]:
    """The tree with one pair of operators bracketed the other way."""
    return _once(spots(tree), _rotated)


def repair_indices(case: Case) -> Mistake | None:
    """The same with other indices only: for answers whose parts do not fit together."""
    return _first(case, ((INDEX, _indices(case)),))


def _first(case: Case, edits: Edits) -> Mistake | None:
    steps = REREAD * len(case.spots)
    for mistake, tree in islice(_candidates(case, edits), MOST_TRIES):
        if mistake is not INDEX and case.shrunk is not None and case.shrunk.excludes(tree):
            continue
        if not case.effort.spend(steps):
            return None
        if mistake is INDEX and case.scope is not None and overruns(tree, case.scope, case.asked.lengths):
            continue
        node = case.reread(tree)
        if node is not None and case.holds(node, case.asked.right):
            return mistake
    return None


def _candidates(case: Case, edits: Edits) -> Iterator[tuple[Mistake, Tree]]:
    """Edited trees, none twice."""
    seen = {case.tree}
    for mistake, trees in edits:
        for tree in trees:
            count = len(seen)
            seen.add(tree)
            if len(seen) > count:
                yield mistake, tree


def _once(places: Iterable[Spot], edit: Edit) -> Iterator[Tree]:
    """The trees in which one node is replaced by one of its alternatives."""
    for spot in places:
        for other in edit(spot.part):
            yield spot.put(other)


def _indices(case: Case) -> Iterator[Tree]:
    """1 − δ as δ; a number as the fixed index; one letter changed; the same letters in another order."""
    yield from _once(case.spots, _complement)
    yield from _once(case.spots, lambda part: _fixed(part, case))
    if case.shrunk is not None and case.shrunk.excludes(case.tree):
        return  # where every size is 1 all letters name the same entry
    places = list(_index_places(case.spots))
    names = [spot.part for spot in places if isinstance(spot.part, Name)]
    letters = sorted({name.name for name in names} | set(case.asked.letters))
    for spot, name in zip(places, names, strict=True):
        for letter in letters:
            if letter != name.name:
                yield spot.put(Name(letter, name.span))
    if 2 <= len(names) <= MOST_OCCURRENCES:
        yield from (_renamed(case.tree, names, order) for order in permutations([name.name for name in names]))


def _fixed(part: Tree, case: Case) -> Iterator[Tree]:
    if isinstance(part, Entry):
        fixed = [symbol.name for symbol in case.asked.truth.points.symbols if symbol.is_index]
        for at, place in enumerate(part.indices):
            if isinstance(place, Number):
                for letter in fixed:
                    indices = (*part.indices[:at], Name(letter, place.span), *part.indices[at + 1 :])
                    yield replace(part, indices=indices)


def _renamed(tree: Tree, places: list[Name], names: tuple[str, ...]) -> Tree:
    new = {id(place): Name(name, place.span) for place, name in zip(places, names, strict=True)}
    return changed(tree, lambda node: new.get(id(node)))


def _index_places(places: Iterable[Spot]) -> Iterator[Spot]:
    """The letters that stand as an index, in order."""
    for spot in places:
        part = spot.part
        if isinstance(part, Entry):
            yield from (inner for inner in spot.inside()[1:] if isinstance(inner.part, Name))
        elif isinstance(part, Indicator) and isinstance(part.condition, Comparison):
            (condition,) = spot.inside()
            yield from (inner for inner in condition.inside() if isinstance(inner.part, Name))


def _complement(tree: Tree) -> Iterator[Tree]:
    match tree:
        case Binary(operator="-", left=Number(value=value), right=Indicator() as delta) if value == 1:
            yield delta


def _delta_for_one(tree: Tree) -> Iterator[Tree]:
    """`s_i (1 − s_j)` for `s_i (δ_ij − s_j)`."""
    if isinstance(tree, Binary) and tree.operator in PRODUCTS | SUMS:
        names = (spot.part.name for spot in _index_places(spots(tree)) if isinstance(spot.part, Name))
        letters = list(dict.fromkeys(names))
        if len(letters) == 2:
            for spot in spots(tree):
                if isinstance(spot.part, Number) and spot.part.value == 1:
                    span = spot.part.span
                    sides = tuple(Name(letter, span) for letter in letters)
                    yield spot.put(Indicator(Comparison(sides, ("=",), span), span))


def _rotated(tree: Tree) -> Iterator[Tree]:
    """(a · b) + c as a · (b + c), a + (b · c) as (a + b) · c, and the same with quotients and powers."""
    if not isinstance(tree, Binary):
        return
    left, right, span = tree.left, tree.right, tree.span
    if isinstance(left, Binary) and left.operator != tree.operator:
        yield Binary(left.operator, left.left, Binary(tree.operator, left.right, right, span), span)
    if isinstance(right, Binary) and right.operator != tree.operator:
        yield Binary(right.operator, Binary(tree.operator, left, right.left, span), right.right, span)
    if isinstance(left, Binary) and left.operator == tree.operator == "/":
        yield Binary("/", left.left, Binary("*", left.right, right, span), span)
        yield Binary("/", left.left, Binary("/", left.right, right, span), span)


def _sign(tree: Tree) -> Iterator[Tree]:
    match tree:
        case Binary(operator="+"):
            yield Binary("-", tree.left, tree.right, tree.span)
        case Binary(operator="-"):
            yield Binary("+", tree.left, tree.right, tree.span)
            yield Binary("-", tree.right, tree.left, tree.span)
        case Prefix():
            yield tree.operand
        case Binary(operator="^"):
            yield Binary("^", tree.left, Prefix(tree.right, tree.span), tree.span)
        case Call(arguments=(argument,)):
            yield Call(tree.function, (Prefix(argument, tree.span),), tree.span, tree.primes, tree.axis)


def _squared(tree: Tree) -> Iterator[Tree]:
    if isinstance(tree, Call | Name) or (isinstance(tree, Binary) and tree.operator in SUMS):
        yield Binary("^", tree, _number(2, tree.span), tree.span)


def _shortened(tree: Tree) -> Iterator[Tree]:
    match tree:
        case Binary(operator=operator) if operator in PRODUCTS:
            yield tree.left
            yield tree.right
        case Binary(operator="^", right=Number(value=value)) if value > 1:
            yield tree.left if value == 2 else Binary("^", tree.left, _number(value - 1, tree.span), tree.span)


def _outer(tree: Tree) -> Iterator[Tree]:
    match tree:
        case Binary(operator=operator, left=Postfix(operator="T", operand=inner), right=right) if operator in PRODUCTS:
            yield Binary(tree.operator, inner, Postfix("T", right, tree.span), tree.span)
        case Binary(operator=operator, left=left, right=Postfix(operator="T", operand=inner)) if operator in PRODUCTS:
            yield Binary(tree.operator, Postfix("T", left, tree.span), inner, tree.span)


def _exact(tree: Tree) -> Iterator[Tree]:
    """A decimal near a simple fraction or a well-known constant as that."""
    if not isinstance(tree, Number) or "." not in tree.text:
        return
    simple = tree.value.limit_denominator(16)
    if 0 < abs(simple - tree.value) <= abs(tree.value) / 50:
        yield _number(simple, tree.span)
    for constant, spelled in CONSTANTS.items():
        if abs(float(tree.value) - constant) <= constant / 50:
            yield _spelled(spelled, tree.span)


def _spelled(text: str, span: Span) -> Tree:
    if text.startswith("1/"):
        return Binary("/", _number(1, span), _spelled(text[2:], span), span)
    if text == "sqrt(2)":
        return Call("sqrt", (_number(2, span),), span)
    if text == "ln 2":
        return Call("log", (_number(2, span),), span)
    return Name(text, span)


def _number(value: int | Fraction, span: Span) -> Number:
    return Number(Fraction(value), str(value), span)
