"""The float64 screen: where an answer seems to differ from the truth, where it has no value, how deep its terms lie.

Nothing is decided here; it only says where ball arithmetic should look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from graders.engine.equality.depth import Bits, Depth, exponents, largest
from graders.engine.equality.truth import CLEAR, TINY, Place, Truth, finite
from graders.engine.evaluate import Tape
from graders.engine.graph import Node
from graders.engine.numbers.floats import FLOATS
from graders.engine.numbers.system import Array
from graders.engine.sampling import Sample

SLIGHT = 1e-10  # one that deserves a look


@dataclass(frozen=True, slots=True)
class Seen:
    """What floats say at the points of one assignment."""

    place: Place
    errors: Bits  # the largest relative difference at each point, -1 where there is none
    lost: NDArray[np.bool_]  # the truth has a value, the answer has not
    kinks: tuple[Array, ...]
    needed: tuple[Array, ...]  # the values that depths are told by
    compared: NDArray[np.bool_]  # the points at which the truth has a value and that lie on no kink

    @property
    def differs(self) -> bool:
        """Whether the two seem to differ anywhere."""
        return bool(self.errors.max() > SLIGHT)

    @property
    def visited(self) -> list[Array]:
        """The values of the kinks at the points that are compared."""
        points = self.compared
        return [values if values.shape[-1] != points.size else values[..., points] for values in self.kinks]

    @property
    def suspects(self) -> list[int]:
        """The points where the two seem to differ: small numbers first, then the largest differences."""
        if not self.differs:
            return []
        readable = self.place.sample.readable
        clear = [point for point in range(readable) if self.errors[point] > CLEAR]
        rest = [int(point) for point in np.argsort(-self.errors) if self.errors[point] > SLIGHT]
        return list(dict.fromkeys(clear + [point for point in rest if point >= readable or self.errors[point] > CLEAR]))


@dataclass(frozen=True, slots=True)
class Screened:
    """The same, and how deep the terms lie at each point."""

    seen: Seen
    depths: Bits

    @property
    def place(self) -> Place:
        """The assignment."""
        return self.seen.place


class Screen:
    """An answer laid out once for all assignments; `nodes` are its own, arguments first."""

    def __init__(self, truth: Truth, nodes: Sequence[Node], kinks: Sequence[Node]) -> None:
        self.truth = truth
        self.depth = Depth(nodes)
        self._kinks = len(kinks)
        self._tape = Tape([nodes[-1], *kinks, *self.depth.needed])

    def answer(self) -> Tape:
        """The answer alone."""
        return self._tape.first()

    def at(self, place: Place) -> Seen:
        """The answer at the points of an assignment."""
        value, *others = self._tape.run(FLOATS, place.sample.inputs, place.sample.sizes)
        kinks, needed = tuple(others[: self._kinks]), tuple(others[self._kinks :])
        with FLOATS.running():
            known = finite(value)
            usable = place.usable & ~_on_kink(kinks, place.sample) if kinks else place.usable
            errors = _errors(value, place.values)
            errors = np.where(usable & known & (errors >= 0), errors, -1.0)
        return Seen(place, errors, usable & ~known, kinks, needed, usable)

    def deep(self, seen: Sequence[Seen]) -> list[Screened]:
        """With the depths, of all assignments in one go."""
        bits = self._bits([each.place for each in seen], [each.needed for each in seen])
        return [
            Screened(each, np.maximum(depths, self.truth.depths(each.place)))
            for each, depths in zip(seen, bits, strict=True)
        ]

    def _bits(self, places: Sequence[Place], needed: Sequence[Sequence[Array]]) -> list[Bits]:
        """The depth of the answer at the points of each place."""
        reached = [self.depth.reached(values) for values in needed]
        counts = [place.sample.count for place in places]
        if len(places) == 1:
            return [self.depth.bits(places[0].exponents, reached[0], counts[0])]
        exponents = {name: np.concatenate([place.exponents[name] for place in places]) for name in places[0].exponents}
        together = [
            np.concatenate([np.broadcast_to(part, count) for part, count in zip(parts, counts, strict=True)])
            for parts in zip(*reached, strict=True)
        ]
        bits = self.depth.bits(exponents, together, sum(counts))
        return [bits[end - count : end] for count, end in zip(counts, accumulate(counts), strict=True)]

    def depth_at(self, inputs: Mapping[str, Array], sizes: Mapping[str, int]) -> float:
        """The depth at a single point of its own."""
        reached = self.depth.reached(self._needed.run(FLOATS, inputs, sizes))
        return max(float(self.depth.bits(exponents(inputs), reached, 1)[0]), self.truth.depth_at(inputs, sizes))

    @cached_property
    def _needed(self) -> Tape:
        return Tape(self.depth.needed)


def _on_kink(kinks: Sequence[Array], sample: Sample) -> NDArray[np.bool_]:
    """The readable points at which an entry of a kink happens to be 0; secret points meet only zeros that are meant."""
    found = np.zeros(sample.count, dtype=bool)
    for kink in kinks:
        if kink.shape[-1] == sample.count:
            zero = (kink == 0).reshape(-1, sample.count)
            meant = zero[:, sample.readable :].any(axis=1)
            found[: sample.readable] |= zero[~meant, : sample.readable].any(axis=0)
    return found


def _errors(given: Array, expected: Array) -> Bits:
    """Point by point the largest difference, relative to the entries."""
    difference = np.abs(given - expected)
    relative = difference / (np.abs(given) + np.abs(expected))
    return largest(np.where(difference > TINY, relative, 0.0))
