"""The axes of a whole answer: free indices in the order that `index` or a prefix such as `J_ij =` names."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass

from graders.engine.elaborate.axes import contraction
from graders.engine.elaborate.context import Context
from graders.engine.elaborate.errors import IllTyped
from graders.engine.elaborate.typed import Typed
from graders.engine.elaborate.unknowns import MARK
from graders.engine.elaborate.words import plain
from graders.engine.graph import Node
from graders.engine.language.errors import LanguageError
from graders.engine.sizes import ONE, Shape, Size, product, size
from graders.engine.syntax import Binary, Derivative, Entry, Name, Number, Tree

Axis = str | None  # a letter; None is an axis of length 1, as in `J_1j`

LETTERS = frozenset("ijklmnpqrst")  # of which the f of `J_f = …` is none


def _prefix_axes(context: Context, prefix: Tree) -> Iterator[Axis]:
    """The indices of `J_ij`, `∂f_i/∂w_j`."""
    if isinstance(prefix, Derivative):
        if not isinstance(prefix.of, Name | Entry) or (isinstance(prefix.of, Name) and not prefix.of.name):
            return  # ∂/∂W_kl Σ_m …, whose other axes are those of what follows
        yield from _prefix_axes(context, prefix.of)
        yield from _prefix_axes(context, prefix.by)
    elif isinstance(prefix, Binary):  # J_ij(w)
        yield from _prefix_axes(context, prefix.left)
    elif isinstance(prefix, Entry):
        several = len(prefix.indices) > 1  # J_ab; but the f of J_f is a name
        for place in prefix.indices:
            if isinstance(place, Name) and (several or place.name in LETTERS) and not context.is_fixed(place.name):
                yield place.name
            elif isinstance(place, Number):
                yield None


def _names_a_place(context: Context, prefix: Tree) -> bool:
    """Whether a prefix such as `J_1i` names one entry, i being a fixed index."""
    if not isinstance(prefix, Entry) or len(prefix.indices) < 2:
        return False
    return any(isinstance(place, Name) and context.is_fixed(place.name) for place in prefix.indices)


@dataclass(frozen=True, slots=True)
class Axes:
    """The names of the axes, and whether the answer itself gives them, which makes a number an array of it."""

    names: tuple[Axis, ...] = ()
    by_answer: bool = False

    @property
    def letters(self) -> list[str]:
        """The indices among them."""
        return [name for name in self.names if name is not None]


def named_axes(context: Context, prefix: Tree | None, index: str | None) -> Axes:
    """The axes that a prefix names, otherwise those that the question does."""
    if prefix is not None:
        axes = Axes(tuple(_prefix_axes(context, prefix)), by_answer=True)
        if axes.letters or _names_a_place(context, prefix):
            return axes
    return Axes(tuple(index or ""))


def expect(context: Context, axes: Axes, expected: Shape | None, lengths: Mapping[str, Size]) -> None:
    """An index whose length the answer does not tell runs over the axis it names, or as far as `lengths` say."""
    context.named = frozenset(axes.letters)
    likely: dict[Axis, Size] = dict(lengths.items())
    if expected is not None and len(expected) == len(axes.names):
        likely.update(zip(axes.names, expected, strict=True))
    for name, length in likely.items():
        if name is not None and name not in context.unknowns.refused:
            context.expected[name] = length


def arranged(context: Context, value: Typed, axes: Axes, expected: Shape | None, tree: Tree) -> Node:
    """The answer's array, its axes in the order they are named; a named index it does not depend on is an axis too.

    A number stays one unless the answer names all axes, as `J_ij = 0` does.
    """
    all_named = axes.by_answer and (expected is None or len(axes.names) == len(expected))
    if not (axes.names or axes.by_answer) or not (value.free or (all_named and value.scalar)):
        return value.node
    for letter in value.free:
        if letter not in axes.letters:
            named = ", ".join(axes.letters) or "those in front of the equals sign"
            message = f"the index {letter} is not one of {named}: sum over it, or name it as an axis"
            raise LanguageError(message, tree.span, "free-index")
    output: list[Hashable] = []
    lengths: dict[Hashable, Size] = {}
    for at, axis in enumerate(axes.names):
        name: Hashable = ("single", at) if axis is None else axis
        if name in output:
            raise IllTyped(f"The index {axis} names two axes.", tree.span)
        output.append(name)
        lengths[name] = ONE if axis is None else context.length(axis)
    value = context.settled(value)
    positions = range(len(value.shape))
    return contraction(context.build, [*output, *positions], (value.node, [*value.free, *positions]), lengths=lengths)


def fit_place(context: Context, shape: Shape, expected: Shape | None) -> None:
    """Find out sizes that are still open from the place of the whole answer, then from indices that were compared."""
    unknowns = context.unknowns
    if expected is not None:
        unknowns.try_all(shape, expected)
    for first, second in context.pairs:
        unknowns.unify(context.length(first), context.length(second))


def guess(context: Context, answer: Tree, shape: Shape, expected: Shape) -> None:
    """The answer does not fit its place, whatever its open sizes are: take likely ones, so that it can be judged.

    First those with which it has as many entries as its place, as `X ⊗ I` has. An open size that does not show in the
    shape is asked back.
    """
    unknowns = context.unknowns
    if len(shape) != len(expected) and unknowns.unify(product(shape), product(expected)):
        return
    long = [length for length in expected if length != ONE] or [size(letter) for letter in context.scope.sizes]
    likely = long[-1] if long else Size(2)
    for length in shape:
        for letter in length.letters:
            if letter[0] == MARK:
                unknowns.unify(Size(1, (letter,)), likely)
    if not unknowns.changed:
        message = f"how large are the arrays in {plain(answer)}? Write I_d, ones(d), zeros(1,d)"
        raise LanguageError(message, answer.span, "ambiguous")
