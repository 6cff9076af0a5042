"""Rational expressions: equal where they agree modulo two secret primes at secret points, for three sizes.

Two rational functions of total degree D that differ agree at a random point modulo p with probability at most D/p
(Schwartz 1980, Zippel 1979); with D ≤ 2²⁰, p > 2³⁰ and 8 points for each of up to three sizes that is below 2⁻⁸⁰.
A difference found here is a proof: residues are exact.
"""

from __future__ import annotations

from graders.engine.equality.truth import Truth
from graders.engine.evaluate import Tape
from graders.engine.numbers.field import field


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
