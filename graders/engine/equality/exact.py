"""Rational expressions: equal where they agree modulo two secret primes at secret points, for three sizes.

Two rational functions of total degree D that differ agree at a random point modulo p with probability at most D/p
(Schwartz 1980, Zippel 1979); with D ≤ 2²⁰, p > 2³⁰ and 8 points for each of up to three sizes that is below 2⁻⁸⁰.
A difference found here is a proof: residues are exact.
"""

from __future__ import annotations

import numpy as np

from graders.engine.equality.truth import Place, Truth, finite
from graders.engine.evaluate import Tape
from graders.engine.graph import Node
from graders.engine.numbers.field import field
from graders.engine.numbers.floats import FLOATS

CLEAR, TINY, HALF = 1e-6, 1e-12, 0.5


def equal(truth: Truth, answer: Node) -> bool:
    """Whether the residues agree and floats, which cancellation may spoil at some points, bear it out at most."""
    run = Tape([answer])
    return agree(truth, run) is True and all(_floats_agree(place, run) for place in truth.places)


def agree(truth: Truth, answer: Tape) -> bool | None:
    """Whether the residues agree; None where the answer is undefined at most points."""
    system = field(*truth.points.moduli)
    compared = 0
    for place, sizes in enumerate(truth.points.assignments):
        expected = truth.residues[place]
        given = answer.run(system, truth.points.residues[place], sizes)[0]
        both = system.defined(expected) & system.defined(given)
        if ((given != expected) & both).any():
            return False
        compared += bool(both.reshape(-1, both.shape[-1]).all(axis=0).any())
    return True if compared == len(truth.points.assignments) else None


def _floats_agree(place: Place, run: Tape) -> bool:
    given = run.run(FLOATS, place.sample.inputs, place.sample.sizes)[0]
    gaps = np.abs(np.broadcast_to(given, place.values.shape) - place.values).reshape(-1, place.sample.count)
    scale = np.abs(place.values).reshape(-1, place.sample.count).max(axis=0, initial=0.0)
    secret = place.usable & (np.arange(place.sample.count) >= place.sample.readable)
    known = secret & finite(np.broadcast_to(given, place.values.shape))
    near = gaps.max(axis=0, initial=0.0) <= CLEAR * scale + TINY
    return bool((known == secret).all() and near[secret].mean() > HALF)
