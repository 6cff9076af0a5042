"""Moving axes by name: every rearrangement of arrays here is one contraction."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from graders.engine.build import Build
from graders.engine.contraction import contract
from graders.engine.elaborate.typed import Typed
from graders.engine.graph import Node
from graders.engine.sizes import ONE, Shape, ShapeError, Size

Names = Sequence[Hashable]


def contraction(
    build: Build, output: Names, *parts: tuple[Node, Names], lengths: Mapping[Hashable, Size] | None = None
) -> Node:
    """Σ Π of arrays over the axis names that are not in the output; `lengths` are those of new axes."""
    if len(parts) == 1 and list(parts[0][1]) == list(output):
        return parts[0][0]
    numbers: dict[Hashable, int] = {}
    for names in (*(names for _, names in parts), output):
        for name in names:
            numbers.setdefault(name, len(numbers))
    sizes = {numbers[name]: length for name, length in (lengths or {}).items() if name in numbers}
    placed = [(node, tuple([numbers[name] for name in names])) for node, names in parts]
    return contract(build.graph, tuple([numbers[name] for name in output]), sizes, *placed)


def spread(build: Build, typed: Typed, free: tuple[str, ...], rank: int) -> Node:
    """The array with an axis for each of the free indices and `rank` positional ones, of length 1 where it has none."""
    if typed.free == free and len(typed.shape) == rank:
        return typed.node
    missing = [at for at, name in enumerate(free) if name not in typed.free]
    if typed.scalar:
        missing += range(len(free), len(free) + rank)
    elif len(typed.shape) != rank:
        raise ShapeError("arrays of different numbers of axes do not fit element by element")
    if not typed.node.shape:
        return typed.node  # a number stretches as it is
    return build.apply("insert", typed.node, parameters=(tuple(missing),))


def aligned(build: Build, *values: Typed) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    """The arrays ready to be taken element by element, numbers stretching, and their free indices."""
    first = values[0]
    for value in values:
        if value.free != first.free or len(value.node.shape) != len(first.node.shape):
            break
    else:
        return tuple([value.node for value in values]), first.free
    free = tuple(sorted({name for value in values for name in value.free}))
    rank = max(len(value.shape) for value in values)
    return tuple(spread(build, value, free, rank) for value in values), free


def column(build: Build, typed: Typed, axis: str) -> Typed:
    """A free index turned into the rows of a column."""
    free = tuple(name for name in typed.free if name != axis)
    return Typed(contraction(build, [*free, axis, 0], (typed.node, typed.free), lengths={0: ONE}), free)


def transposed(build: Build, typed: Typed) -> Typed:
    """Rows and columns exchanged."""
    return Typed(build.transpose(typed.node), typed.free)


def is_vector(shape: Shape) -> bool:
    """Whether these are the axes of a column or a row."""
    return len(shape) == 2 and ONE in shape
