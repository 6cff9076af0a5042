"""Functions applied: entry by entry, to whole arrays, their derivatives, and functions named without an argument."""

from __future__ import annotations

from graders.engine.build import Build
from graders.engine.derive import forward
from graders.engine.elaborate.arrays import cross
from graders.engine.elaborate.axes import aligned, column, is_vector
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.formulas import FORMULAS, applied
from graders.engine.elaborate.functions import ENTRYWISE, PAIRWISE, WHOLE, determinant, diagonal
from graders.engine.elaborate.names import entries
from graders.engine.elaborate.products import kronecker
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.words import dimensions, misfit, plain
from graders.engine.graph import Node, tape
from graders.engine.language.errors import LanguageError
from graders.engine.sizes import ONE, ShapeError
from graders.engine.syntax import Bare, Binary, Brackets, Call, Entry, Name

# Of one entry of an array these are what they are of any number; the others would be taken of the whole by mistake.
_ON_ENTRIES = "trace det logdet logabsdet inv transpose diag vec norm1 norm2 norminf"
ON_ENTRIES = frozenset(_ON_ENTRIES.split())
STEEPEST = 4  # derivative marks on one function
VARIABLE = "'"  # the name of no symbol


def call(context: Context, tree: Call) -> Typed:
    """A function of its arguments."""
    if tree.function == "at":
        return entries(context, Entry(tree.arguments[0], tree.arguments[1:], tree.span))
    if tree.function == "kron":
        return _kron(context, tree)
    if tree.function in PAIRWISE and len(tree.arguments) > 1:
        return _extreme(context, tree)
    if tree.function == "diag" and len(tree.arguments) > 1:
        row = Brackets((tree.arguments,), tree.span)
        return _whole(context, tree, context.value(row))
    if tree.function == "cross":
        return _cross(context, tree)
    if tree.primes > STEEPEST:
        raise LanguageError(f"a derivative of order {tree.primes} is not read", tree.span)
    if tree.function in FORMULAS and not (tree.primes and FORMULAS[tree.function].of_one):
        if tree.primes:
            raise LanguageError(f"only functions of one number have a derivative {tree.function}'", tree.span)
        return applied(context, tree, [context.value(argument) for argument in tree.arguments])
    if len(tree.arguments) != 1:
        raise LanguageError(f"{tree.function} takes one argument", tree.span)
    argument = context.value(tree.arguments[0])
    if tree.function == "bars":
        return _bars(context, tree, argument)
    if tree.function in ENTRYWISE or tree.function in FORMULAS:
        return _entrywise(context, tree, argument)
    if tree.function not in WHOLE:
        raise LanguageError(f"there is no function {tree.function} here", tree.span)
    if tree.primes:
        raise LanguageError(f"only functions of one number have a derivative {tree.function}'", tree.span)
    return _whole(context, tree, argument)


def bare(context: Context, tree: Bare) -> Typed:
    """A function without an argument is meant of the only number there is."""
    scalar = context.scope.scalar
    if scalar is None:
        raise LanguageError(f"{tree.function} of what? Write its argument in brackets", tree.span, "ambiguous")
    argument = Name(scalar, tree.span)
    return context.value(Call(tree.function, (argument,), tree.span, tree.primes))


def _entrywise(context: Context, tree: Call, argument: Typed) -> Typed:
    """A function of one number, or its derivative, at every entry."""
    build = context.build
    if not tree.primes:
        return Typed(build.apply(tree.function, argument.node), argument.free)
    shape = argument.node.shape
    variable = build.graph.input(VARIABLE, shape)
    if tree.function in FORMULAS:
        value = applied(context, tree, [Typed(variable)]).node
    else:
        value = build.apply(tree.function, variable)
    for _ in range(tree.primes):
        value = forward(build.graph, value, variable, build.constant(1, shape))
    return Typed(_put_in(build, value, variable, argument.node), argument.free)


def _bars(context: Context, tree: Call, argument: Typed) -> Typed:
    """The absolute value; bars around a square matrix are its determinant."""
    shape = argument.shape
    if len(shape) == 2 and shape[0] == shape[1] != ONE:
        context.note(f"{plain(tree)} is read as the determinant of {plain(tree.arguments[0])}.")
        return determinant(context.build, argument, None)
    return Typed(context.build.apply("abs", argument.node), argument.free)


def _put_in(build: Build, output: Node, variable: Node, argument: Node) -> Node:
    """The output with the argument in the place of the variable."""
    made = {id(variable): argument}
    for node in tape([output]):
        if id(node) not in made:
            arguments = [made[id(inner)] for inner in node.arguments]
            made[id(node)] = build.apply(node.primitive, *arguments, parameters=node.parameters) if arguments else node
    return made[id(output)]


def _whole(context: Context, tree: Call, argument: Typed) -> Typed:
    function = WHOLE[tree.function]
    if tree.axis is not None and not function.axis:
        raise LanguageError(f"{tree.function} takes no axis", tree.span)
    if argument.scalar:
        return _of_number(context, tree, argument)
    if len(argument.shape) != 2:
        raise IllTyped(f"{plain(tree)}: {plain(tree.arguments[0])} has {len(argument.shape)} axes.", tree.span)
    if function.square or (tree.function == "diag" and not is_vector(argument.shape)):
        if not context.unknowns.unify(*argument.shape):
            shape = dimensions(argument.shape)
            raise IllTyped(f"{plain(tree)}: {plain(tree.arguments[0])} is {shape}, not square.", tree.span)
        argument = context.settled(argument)
    try:
        return function.build(context.build, argument, tree.axis)
    except ShapeError as error:
        raise IllTyped(f"{plain(tree)}: {error}.", tree.span) from error


def _of_number(context: Context, tree: Call, argument: Typed) -> Typed:
    number = WHOLE[tree.function].number
    written = plain(tree.arguments[0])
    if argument.free and tree.function not in ON_ENTRIES:
        message = f"{tree.function} takes the whole array, and {written} is one entry of it"
        raise LanguageError(message, tree.span, "ambiguous")
    if tree.function == "diag" and len(argument.free) == 1:
        context.note(f"{plain(tree)} is read as the diagonal matrix of all {written}.")
        return diagonal(context.build, column(context.build, argument, argument.free[0]), None)
    if number is None:
        raise IllTyped(f"{plain(tree)}: {tree.function} takes a vector, {written} is a number.", tree.span)
    return Typed(number(context.build, argument.node), argument.free)


def _extreme(context: Context, tree: Call) -> Typed:
    """max and min of two or more numbers, entry by entry."""
    if tree.axis is not None or tree.primes:
        raise LanguageError(f"{tree.function} compares numbers, as in {tree.function}(0, z)", tree.span)
    first, *others = tree.arguments
    result = context.value(first)
    for other in others:
        value = context.value(other)
        if not (result.scalar or value.scalar) and not context.unknowns.unify_all(result.shape, value.shape):
            raise IllTyped(misfit(tree, first, result.shape, other, value.shape), tree.span)
        (a, b), free = aligned(context.build, context.settled(result), context.settled(value))
        result = Typed(context.build.apply(PAIRWISE[tree.function], a, b), free)
    return result


def _kron(context: Context, tree: Call) -> Typed:
    if len(tree.arguments) != 2:
        raise LanguageError("kron takes two matrices", tree.span)
    left, right = tree.arguments
    product = Binary("kron", left, right, tree.span)
    return kronecker(context, product, context.value(left), context.value(right))


def _cross(context: Context, tree: Call) -> Typed:
    if len(tree.arguments) != 2:
        raise LanguageError("cross takes two vectors", tree.span)
    left, right = (context.value(argument) for argument in tree.arguments)
    context.unknowns.unify_all(left.shape, right.shape)
    try:
        return cross(context.build, context.settled(left), context.settled(right))
    except ShapeError as error:
        raise IllTyped(f"{plain(tree)}: {error}.", tree.span) from error
