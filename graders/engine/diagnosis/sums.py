"""Entries added up that should stay apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

from graders.engine.diagnosis.case import Case, Claim, Mistake
from graders.engine.graph import Node
from graders.engine.sizes import ONE

SUMMED = Mistake("summed", "That adds derivatives up: there is one entry for each output and each input.")


def summed(case: Case, answer: Node) -> Iterator[Claim]:
    """The truth summed over some of its axes, these gone, kept with length 1, or filled with the sum."""
    truth, build = case.truth.node, case.build
    axes = [axis for axis, length in enumerate(truth.shape) if length != ONE]
    for some in chain.from_iterable(combinations(axes, count) for count in range(len(axes), 0, -1)):
        total = build.sum(truth, some)
        kept = build.reshape(total, tuple(ONE if axis in some else length for axis, length in enumerate(truth.shape)))
        for arranged in (total, kept, build.broadcast_to(kept, truth.shape)):
            if arranged.shape == answer.shape:
                yield Claim(SUMMED, answer, arranged)
        if all(truth.shape[axis] == ONE for axis in range(len(truth.shape)) if axis not in some) and answer.shape == ():
            yield Claim(SUMMED, answer, build.reshape(total, ()))
