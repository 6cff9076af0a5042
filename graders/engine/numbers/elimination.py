"""Inverses modulo primes: of many numbers at once, and of many matrices at once by elimination."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Residues = NDArray[np.int64]
FEW = 16


def inverses(values: Residues, moduli: Residues) -> Residues:
    """The inverses of residues none of which is 0.

    Only a few numbers are inverted by Euclid's algorithm: those of pairs follow from that of their product.
    """
    wide = np.broadcast_to(values, np.broadcast_shapes(values.shape, moduli.shape))
    return _inverses(wide.reshape(-1, wide.shape[-1]), moduli).reshape(wide.shape)


def _inverses(rows: Residues, moduli: Residues) -> Residues:
    count, points = rows.shape
    if count * points <= FEW or count == 1:
        numbers = rows.ravel().tolist()
        primes = np.broadcast_to(moduli, rows.shape).ravel().tolist()
        inverted = [pow(number, -1, prime) for number, prime in zip(numbers, primes, strict=True)]
        return np.array(inverted, dtype=np.int64).reshape(rows.shape)
    half = count // 2
    left, right = rows[:half], rows[half : 2 * half]
    products = np.concatenate([left * right % moduli, rows[2 * half :]])
    found = _inverses(products, moduli)
    paired = found[:half]
    return np.concatenate([paired * right % moduli, paired * left % moduli, found[half:]])


def eliminate(array: Residues, moduli: Residues) -> tuple[Residues, Residues]:
    """The inverses and determinants of the matrices in the last two axes before the points (Gauss and Jordan).

    Each matrix has its own pivots. Where a determinant is 0 the inverse means nothing.
    """
    *before, size, _, points = np.broadcast_shapes(array.shape, moduli.shape)
    array = np.broadcast_to(array, (*before, size, size, points))
    columns = np.moveaxis(array, (-3, -2), (0, 1)).reshape(size, size, -1)
    primes = np.broadcast_to(moduli, (*before, points)).reshape(-1)
    every = np.arange(columns.shape[-1])
    identity = np.broadcast_to(np.eye(size, dtype=np.int64)[:, :, None], columns.shape)
    work = np.concatenate([columns, identity], axis=1)
    determinant = np.ones_like(primes)
    for at in range(size):
        if not work[at, at].all():
            determinant = determinant * _swap(work, at, every) % primes
        head = work[at, at]
        determinant = determinant * head % primes
        row = work[at] * inverses(np.where(head == 0, 1, head)[None], primes) % primes
        work = (work - work[:, at : at + 1] * row) % primes
        work[at] = row
    inverse = work[:, size:].reshape(size, size, *before, points)
    return np.moveaxis(inverse, (0, 1), (-3, -2)), determinant.reshape(*before, points)


def _swap(work: Residues, at: int, every: Residues) -> Residues:
    """Bring a row with an entry that is not 0 to the place `at`, in each matrix; gives the sign of the exchange."""
    pivot = at + np.argmax(work[at:, at] != 0, axis=0)
    row = work[pivot, :, every].T
    work[pivot, :, every] = work[at].T
    work[at] = row
    return np.where(pivot == at, 1, -1)
