"""Places on an axis: as vectors with a single 1, and as numbers."""

from __future__ import annotations

from fractions import Fraction

from graders.engine.elaborate.context import Context
from graders.engine.elaborate.indices import Fixed, Index, Last, Position, Running
from graders.engine.elaborate.typed import Typed
from graders.engine.graph import Node
from graders.engine.language.errors import LanguageError
from graders.engine.sizes import Size
from graders.engine.syntax import Span


def onehot(context: Context, index: Index, length: Size) -> Node:
    """A vector of this length with a 1 at a place that does not run."""
    build = context.build
    match index:
        case Fixed(name):
            return build.apply("onehot", build.graph.input(name), parameters=(length,))
        case Position(number):
            place = build.constant(number - 1)
        case Last(before):
            place = build.subtract(build.apply("size_value", parameters=(length,)), build.constant(before + 1))
        case _:
            raise AssertionError(index)
    return build.apply("onehot", place, parameters=(length,))


def ordinal(context: Context, index: Index, span: Span) -> Typed:
    """The number of a place, counted from 1."""
    build = context.build
    match index:
        case Running(letter, first):
            length = context.length(letter)
            places = build.apply("iota", parameters=(length,))
            return Typed(build.add(places, build.constant(Fraction(first), (length,))), (letter,))
        case Fixed(name):
            return Typed(build.add(build.graph.input(name), build.constant(1)))
        case Position(number):
            return Typed(build.constant(number))
    raise LanguageError("a whole axis has no value", span)
