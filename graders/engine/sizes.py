"""Symbolic sizes: the length of an axis is a positive integer, a letter, or a product of these."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Size:
    """`coefficient` times the product of `letters` (sorted, repeats allowed): 3, d, n·k, d²."""

    coefficient: int = 1
    letters: tuple[str, ...] = ()

    def __mul__(self, other: Size) -> Size:
        return Size(self.coefficient * other.coefficient, tuple(sorted(self.letters + other.letters)))

    def at(self, sizes: Mapping[str, int]) -> int:
        """This size as a number under an assignment of the letters."""
        return self.coefficient * math.prod(sizes[letter] for letter in self.letters)

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
