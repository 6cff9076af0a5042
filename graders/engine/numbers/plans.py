"""How an einsum of several arrays is carried out: two at a time, the smallest results first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

MOST_COMPARED = 8
Item = tuple[int, str]  # the number of an array and the letters of its axes


@dataclass(frozen=True, slots=True)
class Place:
    """How an array is brought in line with the letters of a step: diagonal, order, axes of length 1."""

    diagonal: str
    order: tuple[int, ...]
    missing: tuple[slice | None, ...]

    def of(self, array: NDArray[Any]) -> NDArray[Any]:
        """A view of the array with one axis for each letter of the step."""
        if self.diagonal:
            array = _diagonal(self.diagonal, array)
        if self.order:
            array = array.transpose(self.order)
        return array[self.missing] if self.missing else array


@dataclass(frozen=True, slots=True)
class Step:
    """One or two arrays (numbers in the list, results are appended to it) multiplied, then summed over axes."""

    operands: tuple[int, ...]
    places: tuple[Place, ...]
    summed: tuple[int, ...]
    spec: str


def _diagonal(spec: str, array: NDArray[Any]) -> NDArray[Any]:
    """Repeated letters read on the diagonal; objects, which einsum refuses, are found by their numbers."""
    if array.dtype != object:
        return np.einsum(spec, array)  # type: ignore[no-any-return]
    numbers = np.arange(array.size).reshape(array.shape)
    diagonal: NDArray[Any] = array.reshape(-1)[np.einsum(spec, numbers)]
    return diagonal


@lru_cache(maxsize=4096)
def plan(spec: str) -> tuple[Step, ...]:
    """The steps of an einsum string."""
    named, output = spec.split("->")
    waiting = list(enumerate(named.split(",")))
    steps = []
    count = len(waiting)
    while True:
        pair = _cheapest(waiting, output)
        rest = [item for item in waiting if item not in pair]
        if rest:
            needed = set(output).union(*(letters for _, letters in rest))
            result = "".join(dict.fromkeys(letter for _, letters in pair for letter in letters if letter in needed))
        else:
            result = output
        steps.append(_step(pair, result))
        if not rest:
            return tuple(steps)
        waiting = [*rest, (count, result)]
        count += 1


def _cheapest(waiting: list[Item], output: str) -> list[Item]:
    """The pair whose product has the fewest letters to loop over, then the fewest to keep."""
    if len(waiting) <= 2:
        return waiting
    return list(min(combinations(waiting[:MOST_COMPARED], 2), key=lambda pair: _cost(list(pair), waiting, output)))


def _cost(pair: list[Item], waiting: list[Item], output: str) -> tuple[int, int]:
    together = set().union(*(letters for _, letters in pair))
    needed = set(output).union(*(letters for item, letters in waiting if all(item != at for at, _ in pair)))
    return len(together), len(together & needed)


def _step(pair: list[Item], result: str) -> Step:
    letters = result + "".join(dict.fromkeys(x for _, named in pair for x in named if x not in result))
    places = tuple(_place(named, letters) for _, named in pair)
    summed = tuple(range(len(result), len(letters)))
    spec = ",".join(named + "..." for _, named in pair) + "->" + result + "..."
    return Step(tuple(at for at, _ in pair), places, summed, spec)


def _place(named: str, letters: str) -> Place:
    """Where the axes `named` go among `letters`; the points stay last."""
    single = "".join(dict.fromkeys(named))
    diagonal = "" if single == named else f"{named}...->{single}..."
    order = (*(single.index(letter) for letter in letters if letter in single), len(single))
    missing = tuple(slice(None) if letter in single else None for letter in letters)
    in_order = order == tuple(range(len(order)))
    return Place(diagonal, () if in_order else order, missing if None in missing else ())
