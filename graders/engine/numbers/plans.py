"""How an einsum of several arrays is carried out: two at a time, the smallest results first."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Place:
    """How an array is brought in line with the letters of a step: diagonal, order, axes of length 1."""

    diagonal: str
    order: tuple[int, ...]
    missing: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One or two arrays (numbers in the list, results are appended to it) multiplied, then summed over axes."""

    operands: tuple[int, ...]
    places: tuple[Place, ...]
    summed: tuple[int, ...]
    spec: str

    @staticmethod
    def place(place: Place, array: NDArray[np.generic]) -> NDArray[np.generic]:
        """A view of the array with one axis for each letter of the step."""
        if place.diagonal:
            array = np.einsum(place.diagonal, array) if array.dtype != object else _diagonal(place.diagonal, array)
        if place.order:
            array = array.transpose(place.order)
        return np.expand_dims(array, place.missing) if place.missing else array


def _diagonal(spec: str, array: NDArray[np.generic]) -> NDArray[np.generic]:
    """The diagonal of an array of objects: the same entries, found by their numbers."""
    numbers = np.arange(array.size).reshape(array.shape)
    return array.reshape(-1)[np.einsum(spec, numbers)]


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


def _cheapest(waiting: list[tuple[int, str]], output: str) -> list[tuple[int, str]]:
    """The pair whose product has the fewest letters to loop over, then the fewest to keep."""
    if len(waiting) <= 2:
        return waiting
    best: tuple[tuple[int, int], list[tuple[int, str]]] | None = None
    for at, first in enumerate(waiting):
        for second in waiting[at + 1 :]:
            others = {letter for item in waiting if item not in (first, second) for letter in item[1]}.union(output)
            together = set(first[1] + second[1])
            cost = (len(together), len(together & others))
            if best is None or cost < best[0]:
                best = (cost, [first, second])
    assert best is not None
    return best[1]


def _step(pair: list[tuple[int, str]], result: str) -> Step:
    letters = result + "".join(dict.fromkeys(x for _, named in pair for x in named if x not in result))
    places = tuple(_place(named, letters) for _, named in pair)
    summed = tuple(range(len(result), len(letters)))
    spec = ",".join(named + "..." for _, named in pair) + "->" + result + "..."
    return Step(tuple(at for at, _ in pair), places, summed, spec)


def _place(named: str, letters: str) -> Place:
    """Where the axes `named` go among `letters`; the points stay last."""
    single = "".join(dict.fromkeys(named))
    diagonal = "" if single == named else f"{named}...->{single}..."
    order = tuple(single.index(letter) for letter in letters if letter in single) + (len(single),)
    missing = tuple(at for at, letter in enumerate(letters) if letter not in single)
    return Place(diagonal, () if order == tuple(range(len(order))) else order, missing)
