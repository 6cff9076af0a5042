"""Entries added up that should stay apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, combinations

from graders.engine.diagnosis.asked import Asked, Expected
from graders.engine.diagnosis.case import Case, Claim, Mistake
from graders.engine.graph import Node
from graders.engine.sizes import ONE

SUMMED = Mistake("summed", "That adds derivatives up: there is one entry for each output and each input.")


def summed(case: Case, answer: Node) -> Iterator[Claim]:
    """The truth summed over some of its axes, these gone, kept with length 1, or filled with the sum."""
    for expected in case.asked.once(_sums):
        if expected.node.shape == answer.shape:
            yield Claim(SUMMED, answer, expected)


def _sums(asked: Asked) -> list[Expected]:
    shape, build = asked.node.shape, asked.build
    axes = [axis for axis, length in enumerate(shape) if length != ONE]
    found: dict[Node, None] = {}
    for some in chain.from_iterable(combinations(axes, count) for count in range(len(axes), 0, -1)):
        total = build.sum(asked.node, some)
        kept = build.reshape(total, tuple(ONE if axis in some else length for axis, length in enumerate(shape)))
        found |= dict.fromkeys((total, kept, build.broadcast_to(kept, shape)))
        if len(some) == len(axes):
            found[build.reshape(total, ())] = None
    return [asked.expected(node) for node in found]
