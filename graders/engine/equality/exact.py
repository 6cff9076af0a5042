"""Rational expressions: equal where they agree modulo two secret primes at secret points, for three sizes.

Two rational functions of total degree D that differ agree at a random point modulo p with probability at most D/p
(Schwartz 1980, Zippel 1979); with D ≤ 2²⁰, p > 2³⁰ and 8 points for each of up to three sizes that is below 2⁻⁸⁰.
A difference found here is a proof: residues are exact.
"""

from __future__ import annotations

import numpy as np

from graders.engine.equality.depth import largest
from graders.engine.equality.truth import Place, Truth, finite
from graders.engine.evaluate import Tape
from graders.engine.graph import Node
from graders.engine.numbers.field import field
from graders.engine.numbers.floats import FLOATS

HALF = 0.5


def equal(truth: Truth, answer: Node) -> bool:
    """Whether the residues agree and floats, which cancellation may spoil at some points, bear it out at most."""
    run = Tape([answer])
    return agree(truth, run) is True and all(_floats_agree(place, run) for place in truth.places)


def agree(truth: Truth, answer: Tape) -> bool | None:
    """Whether the residues agree; None where the answer is undefined at most points."""
    system = field(*truth.points.moduli)
    undefined = False
    for place, sizes in enumerate(truth.points.assignments):
        expected = truth.residues[place]
        given = answer.run(system, truth.points.residues[place], sizes)[0]
        differ = given != expected
        if system.partial:
            both = system.defined(expected) & system.defined(given)
            differ = differ & both
            undefined |= not both.reshape(-1, both.shape[-1]).all(axis=0).any()
        if differ.any():
            return False
    return None if undefined else True


def _floats_agree(place: Place, run: Tape) -> bool:
    """Whether floats agree at most of the secret points; the answer must have a value at all of them."""
    given = run.run(FLOATS, place.sample.inputs, place.sample.sizes)[0]
    with FLOATS.running():
        gaps = np.subtract(given, place.values)
        gaps = largest(np.abs(gaps, out=gaps))
    near = gaps <= place.tolerance
    if near[place.secret].all():
        return True
    known = finite(np.broadcast_to(given, place.values.shape))
    return bool(known[place.secret].all() and near[place.secret].mean() > HALF)
