"""Symbolic sizes: the length of an axis is a positive integer, a letter, or a product of these."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

COUNTED = "#"  # before a letter: the size of which the letter's axes have a few places only
LATER = 3  # of these few, which are not the first ones


class ShapeError(Exception):
    """Arrays that do not fit together; the message says which sizes."""


class Size(NamedTuple):
    """`coefficient` times the product of `letters` (sorted, repeats allowed): 3, d, n·k, d²."""

    coefficient: int = 1
    letters: tuple[str, ...] = ()

    def __mul__(self, other: Size) -> Size:  # type: ignore[override]
        return Size(self.coefficient * other.coefficient, tuple(sorted(self.letters + other.letters)))

    def __add__(self, other: Size) -> Size:  # type: ignore[override]
        if self.letters != other.letters:
            raise ShapeError(f"the sizes {self} and {other} do not add to a known size")
        return Size(self.coefficient + other.coefficient, self.letters)

    def at(self, sizes: Mapping[str, int]) -> int:
        """This size as a number under an assignment of the letters."""
        number, letters = self
        for letter in letters:
            number *= sizes[letter]
        return number

    def number(self, sizes: Mapping[str, int]) -> int:
        """This size as answers reckon with it, which is more than its length where an axis is thinned out."""
        number, letters = self
        for letter in letters:
            number *= sizes.get(COUNTED + letter, sizes[letter])
        return number

    def places(self, sizes: Mapping[str, int]) -> Sequence[int]:
        """The places along an axis of this size, counted from 0; of a thinned one the first ones, two and the last."""
        length, number = self.at(sizes), self.number(sizes)
        if length == number:
            return range(length)
        return (*range(length - LATER), number // 3, number // 2, number - 1)

    def __str__(self) -> str:
        if not self.letters:
            return str(self.coefficient)
        return ("" if self.coefficient == 1 else str(self.coefficient)) + "".join(self.letters)


Shape = tuple[Size, ...]
ONE = Size()


def size(text: str | int) -> Size:
    """A size from a letter or a literal."""
    if isinstance(text, int) or text.isdigit():
        return Size(int(text))
    return Size(1, (text,))


def shape(*axes: str | int) -> Shape:
    """A shape from letters and literals: `shape("n", "d")`."""
    return tuple(size(axis) for axis in axes)


def product(axes: Iterable[Size]) -> Size:
    """The number of entries of an array with these axes."""
    total = ONE
    for axis in axes:
        total = total * axis
    return total


def broadcast(*shapes: Shape) -> Shape:
    """The common shape of arrays taken element by element: aligned at the right, an axis of length 1 stretches."""
    if len(shapes) == 2:
        left, right = shapes
        if left == right or not right:
            return left
        if not left:
            return right
    common: list[Size] = []
    for position in range(1, max(map(len, shapes), default=0) + 1):
        stretched = {axes[-position] for axes in shapes if len(axes) >= position} - {ONE}
        if len(stretched) > 1:
            raise ShapeError(" and ".join(show(axes) for axes in shapes) + " do not fit element by element")
        common.append(stretched.pop() if stretched else ONE)
    return tuple(reversed(common))


def show(axes: Shape) -> str:
    """A shape for people: n×d; a scalar is 1."""
    return "×".join(map(str, axes)) or "1"
