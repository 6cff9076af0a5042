"""Shapes that differ only in which size letter stands where."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import permutations

from graders.engine.sizes import Shape, Size

MOST_LETTERS = 6


def renamed_alike(given: Shape, target: Shape, letters: Collection[str]) -> bool:
    """Whether exchanging size letters makes one shape the other."""
    used = {letter for axis in (*given, *target) for letter in axis.letters}
    if len(given) != len(target) or not used <= set(letters) or len(used) > MOST_LETTERS:
        return False
    ordered = sorted(used)
    renamings = (dict(zip(ordered, permuted, strict=True)) for permuted in permutations(ordered))
    return any(_renamed(given, renaming) == target for renaming in renamings)


def _renamed(shape: Shape, renaming: Mapping[str, str]) -> Shape:
    return tuple(Size(axis.coefficient, tuple(sorted(renaming[x] for x in axis.letters))) for axis in shape)
