"""Arrays of zeros and ones, identity matrices, unit vectors; and sizes written as trees."""

from __future__ import annotations

from graders.engine.elaborate.axes import contraction
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.entries import read_index
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.indices import Running, Whole
from graders.engine.elaborate.onehot import onehot
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.words import plain
from graders.engine.language.errors import LanguageError
from graders.engine.sizes import ONE, Size
from graders.engine.syntax import Binary, Bold, Entry, Name, Number, Sized, Tree


def size_of(context: Context, tree: Tree) -> Size | None:
    """The size a tree writes: a letter, a number, a product of these; None if it is none."""
    match tree:
        case Number(value=value) if value.denominator == 1 and value >= 1:
            return Size(int(value))
        case Name(name=name) if name in context.scope.lengths:
            return Size(1, (name,))
        case Binary(operator="juxtaposed" | "*"):
            left, right = size_of(context, tree.left), size_of(context, tree.right)
            return left * right if left and right else None
    return None


def bold(context: Context, tree: Bold) -> Typed:
    """A column of zeros or ones, sized by its place."""
    return Typed(context.build.constant(tree.digit, (context.unknowns.fresh(), ONE)))


def sized(context: Context, tree: Sized) -> Typed:
    """A filled array of the sizes given, or of those its place needs."""
    axes = [_axis(context, axis) for axis in tree.axes]
    if tree.kind == "identity":
        return _identity(context, tree, axes)
    if not axes:
        axes = [context.unknowns.fresh(), context.unknowns.fresh()]
    shape = (axes[0], ONE) if len(axes) == 1 else tuple(axes)
    return Typed(context.build.constant(1 if tree.kind == "ones" else 0, shape))


def _identity(context: Context, tree: Sized, axes: list[Size]) -> Typed:
    size = axes[0] if axes else context.unknowns.fresh()
    if len(axes) > 2 or any(axis != size for axis in axes):
        raise IllTyped(f"{plain(tree)}: an identity matrix is square.", tree.span)
    return Typed(context.build.apply("eye", parameters=(size,)))


def _axis(context: Context, tree: Tree) -> Size:
    size = size_of(context, tree)
    if size is None:
        known = ", ".join(context.scope.sizes)
        raise LanguageError(
            f"`{plain(tree)}` is not a size here; sizes are numbers{known and f' and {known}'}", tree.span
        )
    return size


def unit_vector(context: Context, tree: Entry) -> Typed:
    """e_i: a column with a 1 in place i, sized by its place."""
    (place,) = tree.indices
    index = read_index(context, place)
    if isinstance(index, Whole):
        raise LanguageError("e_i needs the place of its 1", tree.span)
    if isinstance(index, Running):
        length = context.length(index.name)
        eye = context.build.apply("eye", parameters=(length,))
        return Typed(contraction(context.build, [0, 1, 2], (eye, [0, 1]), lengths={2: ONE}), (index.name,))
    length = context.unknowns.fresh()
    vector = onehot(context, index, length)
    return Typed(contraction(context.build, [0, 1], (vector, [0]), lengths={1: ONE}))
