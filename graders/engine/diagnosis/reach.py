"""How far indices run: an edited answer whose letters run further, or less far, than the axes they name is no repair.

That is told by the declared shapes alone, so most exchanged indices of a tensor need not be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from graders.engine.elaborate.trees import parts
from graders.engine.language.scope import Scope
from graders.engine.sizes import ONE, Shape, Size
from graders.engine.syntax import Binary, Comparison, Entry, Indicator, Name, Number, Prefix, Tree

UNBOUND = (Binary, Comparison, Entry, Indicator, Name, Number, Prefix)  # in these no letter is bound


def overruns(tree: Tree, scope: Scope, lengths: Mapping[str, Size]) -> bool:
    """Whether some entry of a declared array has a letter whose axis is not as long as `lengths` says."""
    inside = list(parts(tree))
    if not lengths or not all(isinstance(part, UNBOUND) for part in inside):
        return False
    return any(lengths.get(letter, length) != length for part in inside for letter, length in _run(part, scope))


def _run(part: Tree, scope: Scope) -> Iterator[tuple[str, Size]]:
    """The letters that stand as indices of a declared array, each with the length of its axis."""
    if not isinstance(part, Entry) or not isinstance(part.base, Name):
        return
    name = part.base.name
    if name in scope.symbols and name not in scope.free and name not in scope.definitions:
        for place, length in zip(part.indices, _axes(scope.symbols[name].shape, len(part.indices)), strict=False):
            if isinstance(place, Name):
                yield place.name, length


def _axes(shape: Shape, count: int) -> Shape:
    """The axes that so many indices name: all of them, or the long one of a column or row."""
    if count == len(shape):
        return shape
    return tuple(length for length in shape if length != ONE) if count == 1 and ONE in shape else ()
