"""Entries, rows and columns of arrays: `w_j`, `X_{ij}`, `X[i,:]`, `(A B)_{ij}`."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from fractions import Fraction

from graders.engine.elaborate.axes import contraction
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.indices import Fixed, Index, Last, Position, Running, Whole
from graders.engine.elaborate.onehot import onehot
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.words import dimensions, plain
from graders.engine.graph import Node
from graders.engine.language.errors import LanguageError
from graders.engine.sizes import ONE, Size
from graders.engine.syntax import Entry, Everything, Name, Number, Tree

FIRST = Fraction(1)


def read_index(context: Context, tree: Tree, length: Size | None = None) -> Index:
    """What stands in an index; `length` is that of its axis, which tells the last place in `w_1, …, w_d`."""
    match tree:
        case Everything():
            return Whole()
        case Number():
            if tree.value.denominator == 1 and tree.value >= 1:
                return Position(int(tree.value))
            raise LanguageError("entries are counted 1, 2, 3, …", tree.span, "unparsable")
        case Name():
            if context.ends and length is not None and length == Size(1, (tree.name,)):
                return Last()
            if context.is_taken(tree.name):
                message = f"{tree.name} has a value of its own here: use another letter for the index"
                raise LanguageError(message, tree.span, "free-index")
            return context.index(tree.name)
    raise LanguageError(f"`{plain(tree)}` is not an index: write a letter, a number or `:`", tree.span, "unparsable")


def entry(context: Context, base: Typed, tree: Entry) -> Typed:
    """The entries of an array that the indices name."""
    if base.scalar and (whole := _family(context, base, tree)) is not None:
        return whole
    if base.scalar:
        raise IllTyped(f"{plain(tree)}: {plain(tree.base)} is a number and has no entries.", tree.span)
    places = _places(context, base, tree)
    indices = [read_index(context, part, length) for part, length in zip(places, base.shape, strict=True)]
    for index, length in zip(indices, base.shape, strict=True):
        if isinstance(index, Running):
            context.run(index.name, length, tree.span)
    free = tuple(sorted({*base.free, *(index.name for index in indices if isinstance(index, Running))}))
    output, lengths = _kept([axis for axis, index in enumerate(indices) if isinstance(index, Whole)], base)
    if context.unknowns.changed:
        return context.blank((*map(context.length, free), *(lengths[axis] for axis in output)), free)
    return Typed(_picked(context, base, indices, tree, [*free, *output], lengths), free)


def _family(context: Context, base: Typed, tree: Entry) -> Typed | None:
    """`(x_ij)_{ij}`, the array of the entries that its own indices name."""
    letters = [place.name for place in tree.indices if isinstance(place, Name)]
    if len(letters) != len(tree.indices) or sorted(letters) != list(base.free):
        return None
    if len(letters) == 1 or context.named:
        return base
    return Typed(contraction(context.build, letters, (base.node, base.free)))


def _picked(
    context: Context,
    base: Typed,
    indices: Sequence[Index],
    tree: Entry,
    output: Sequence[Hashable],
    lengths: dict[Hashable, Size],
) -> Node:
    """The array with each index put in: an axis renamed, taken apart, or met with a one-hot vector."""
    node, names = base.node, [*base.free, *range(len(indices))]
    parts: list[tuple[Node, Sequence[Hashable]]] = []
    for axis in reversed(range(len(indices))):
        at = len(base.free) + axis
        match indices[axis]:
            case Running(letter):
                names[at] = letter
            case Position(number):
                node = _taken(context, node, at, number, tree)
                del names[at]
            case Fixed() | Last():
                parts.append((onehot(context, indices[axis], base.shape[axis]), (axis,)))
    return contraction(context.build, output, (node, names), *parts, lengths=lengths)


def _places(context: Context, base: Typed, tree: Entry) -> tuple[Tree, ...]:
    """An index for each axis: that of a column or row is one, a matrix with one index is its row."""
    given, rank = tree.indices, len(base.shape)
    if len(given) == rank:
        return given
    here = tree.span
    if len(given) == 1 and rank == 2:
        if base.shape[1] == ONE:
            return (given[0], Number(FIRST, "1", here))
        if base.shape[0] == ONE:
            return (Number(FIRST, "1", here), given[0])
        context.note(f"{plain(tree)} is read as a row of {plain(tree.base)}.")
        return (given[0], Everything(here))
    count = f"{len(given)} ind{'ex' if len(given) == 1 else 'ices'}"
    raise IllTyped(f"{plain(tree)}: {plain(tree.base)} is {dimensions(base.shape)}, {count} do not fit.", here)


def _taken(context: Context, node: Node, axis: int, number: int, tree: Entry) -> Node:
    length = node.shape[axis]
    if not length.letters and number > length.coefficient:
        raise IllTyped(f"{plain(tree)}: there is no entry {number} among {length}.", tree.span)
    if length == ONE:
        return context.build.reshape(node, node.shape[:axis] + node.shape[axis + 1 :])
    return context.build.apply("take", node, parameters=(axis, number - 1))


def _kept(whole: Sequence[int], base: Typed) -> tuple[list[Hashable], dict[Hashable, Size]]:
    """The positional axes that stay and their lengths; a single one is a row if it was the columns of a matrix."""
    lengths: dict[Hashable, Size] = {axis: base.shape[axis] for axis in whole}
    if len(whole) != 1:
        return list(whole), lengths
    row = len(base.shape) == 2 and whole[0] == 1
    return (["one", whole[0]] if row else [whole[0], "one"]), {**lengths, "one": ONE}
