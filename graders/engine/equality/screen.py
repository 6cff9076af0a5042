"""The float64 screen: where an answer seems to differ from the truth, where it has no value, how deep its terms lie.

Nothing is decided here; it only says where ball arithmetic should look.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graders.engine.equality.depth import Bits, Depth
from graders.engine.equality.truth import Place, Truth, finite
from graders.engine.evaluate import Tape
from graders.engine.graph import Node
from graders.engine.numbers.floats import FLOATS
from graders.engine.numbers.system import Array
from graders.engine.sampling import Sample

CLEAR = 1e-6  # a relative difference that rounding hardly makes
SLIGHT = 1e-10  # one that deserves a look


@dataclass(frozen=True, slots=True)
class Screened:
    """What floats say at the points of one assignment."""

    place: Place
    values: Array
    errors: Bits  # the largest relative difference at each point, nan where there is none
    lost: NDArray[np.bool_]  # the truth has a value, the answer has not
    depths: Bits
    kinks: tuple[Array, ...]

    @property
    def suspects(self) -> list[int]:
        """The points where the two seem to differ: small numbers first, then the largest differences."""
        readable = self.place.sample.readable
        clear = [point for point in range(readable) if self.errors[point] > CLEAR]
        rest = [int(point) for point in np.argsort(-self.errors) if self.errors[point] > SLIGHT]
        return list(dict.fromkeys(clear + [point for point in rest if point >= readable or self.errors[point] > CLEAR]))


class Screen:
    """An answer laid out once for all assignments."""

    def __init__(self, truth: Truth, answer: Node, kinks: Sequence[Node]) -> None:
        self.truth = truth
        self.depth = Depth([answer])
        self._kinks = len(kinks)
        self._tape = Tape([answer, *kinks, *self.depth.needed])

    def at(self, place: Place) -> Screened:
        """The answer at the points of one assignment."""
        sample = place.sample
        value, *others = self._tape.run(FLOATS, sample.inputs, sample.sizes)
        values = np.broadcast_to(value, place.values.shape)
        kinks, needed = others[: self._kinks], others[self._kinks :]
        known = finite(values)
        usable = place.usable & ~_on_kink(kinks, sample)
        errors = np.where(usable & known, _errors(values, place.values), np.nan)
        depths = np.maximum(self.depth.bits(sample.inputs, needed, sample.count), self.truth.depths(place))
        return Screened(place, values, np.nan_to_num(errors, nan=-1.0), usable & ~known, depths, tuple(kinks))

    def depth_at(self, inputs: Mapping[str, Array], sizes: Mapping[str, int]) -> float:
        """The depth at a single point of its own."""
        needed = self._needed.run(FLOATS, inputs, sizes)
        return max(float(self.depth.bits(inputs, needed, 1)[0]), self.truth.depth_at(inputs, sizes))

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
    with np.errstate(all="ignore"):
        difference = np.abs(given - expected)
        scale = np.abs(given) + np.abs(expected)
        relative = np.where(difference > 1e-12, difference / scale, 0.0)
    found: Bits = relative.reshape(-1, relative.shape[-1]).max(axis=0, initial=0.0)
    return found
