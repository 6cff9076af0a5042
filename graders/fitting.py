"""Whether arrays of zeros have the shapes of the parameters whose gradients they are meant for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graders.engine.shapes import dropped
from graders.engine.sizes import Shape, Size


@dataclass(frozen=True, slots=True)
class Given:
    """The shape of an array given where another is wanted."""

    shape: Shape
    wanted: Shape


def misfits(arrays: Mapping[str, Given]) -> Sequence[str]:
    """The arrays that do not fit, as few as there must be.

    They are of one network: where 0_{2×3} is given for a k×d one, k is 2 for all of them. A bare 0 fits anywhere, and
    axes of length 1 may be left out, so that a row of zeros is as good as a column.
    """
    names = list(arrays)
    orders = [names[at:] + names[:at] for at in range(max(1, len(names)))]
    return min((_unfitting(arrays, order) for order in orders), key=len)


def _unfitting(arrays: Mapping[str, Given], order: Sequence[str]) -> Sequence[str]:
    """Those that contradict what the arrays before them say of the sizes."""
    known: dict[Size, Size] = {}
    return [name for name in order if not _fits(arrays[name], known)]


def _fits(given: Given, known: dict[Size, Size]) -> bool:
    shape, wanted = given.shape, given.wanted
    return shape == () or _match(shape, wanted, known) or _match(dropped(shape), dropped(wanted), known)


def _match(shape: Sequence[Size], wanted: Sequence[Size], known: dict[Size, Size]) -> bool:
    """Whether a shape is another one, a letter of either standing for a size of the other; `known` learns which."""
    if len(shape) != len(wanted):
        return False
    found = dict(known)
    for own, length in zip(shape, wanted, strict=True):
        letter, meant = (length, own) if length.letters else (own, length)
        if (own != length and not letter.letters) or found.setdefault(letter, meant) != meant:
            return False
    known.update(found)
    return True
