"""The two-parameter logistic model: P(right | θ) = 1 / (1 + e^(−a (θ − b))), fitted by marginal maximum likelihood.

θ is standard normal and integrated out on Gauss–Hermite nodes; the maximum is found by EM (Bock & Aitkin 1981), whose
M-step is one logistic regression an item. Only for items marked right or wrong and for at least LEAST attempts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from app.insight.statistics.items import Array

LEAST = 200
NODES = 21
ROUNDS = 2000
STILL = 1e-7  # the largest change of a parameter at which EM ends


@dataclass(frozen=True, slots=True)
class Fit:
    """Difficulties b, discriminations a (an entry an item) and the log-likelihood they reach."""

    difficulty: Array
    discrimination: Array
    log_likelihood: float


def fit_2pl(patterns: Array, counts: Array) -> Fit:
    """The fit to distinct patterns of noughts and ones (patterns × items) and how often each was seen."""
    nodes, weights = _standard_normal()
    intercept, slope = np.zeros(patterns.shape[1]), np.ones(patterns.shape[1])
    for _ in range(ROUNDS):
        posterior, _ = _expect(patterns, nodes, weights, intercept, slope)
        mass = counts[:, None] * posterior
        there, right = mass.sum(axis=0), patterns.T @ mass
        moved = _regress(nodes, there, right, intercept, slope)
        step = max(np.abs(moved[0] - intercept).max(), np.abs(moved[1] - slope).max())
        intercept, slope = moved
        if step < STILL:
            break
    _, likelihood = _expect(patterns, nodes, weights, intercept, slope)
    return Fit(-intercept / slope, slope, float(counts @ np.log(likelihood)))


def _standard_normal() -> tuple[Array, Array]:
    nodes, weights = np.polynomial.hermite_e.hermegauss(NODES)
    return nodes, weights / weights.sum()


def _right(nodes: Array, intercept: Array, slope: Array) -> Array:
    """P(right), nodes × items."""
    return np.asarray(1 / (1 + np.exp(-(intercept + nodes[:, None] * slope))))


def _expect(patterns: Array, nodes: Array, weights: Array, intercept: Array, slope: Array) -> tuple[Array, Array]:
    """Where on the nodes each pattern is (patterns × nodes), and the likelihood of each pattern."""
    right = np.clip(_right(nodes, intercept, slope), 1e-12, 1 - 1e-12)
    given = np.exp(patterns @ np.log(right).T + (1 - patterns) @ np.log(1 - right).T) * weights
    likelihood = given.sum(axis=1)
    return given / likelihood[:, None], likelihood


def _regress(nodes: Array, there: Array, right: Array, intercept: Array, slope: Array) -> tuple[Array, Array]:
    """One Newton step of each item's logistic regression on the nodes; the slope stays within ±6."""
    chance = _right(nodes, intercept, slope)
    rest = right.T - there[:, None] * chance
    weight = there[:, None] * chance * (1 - chance)
    g0, g1 = rest.sum(axis=0), (rest * nodes[:, None]).sum(axis=0)
    h00, h01 = weight.sum(axis=0), (weight * nodes[:, None]).sum(axis=0)
    h11 = (weight * nodes[:, None] ** 2).sum(axis=0)
    det = np.maximum(h00 * h11 - h01**2, 1e-12)
    by0, by1 = (h11 * g0 - h01 * g1) / det, (h00 * g1 - h01 * g0) / det
    return intercept + np.clip(by0, -1, 1), np.clip(slope + np.clip(by1, -1, 1), -6, 6)
