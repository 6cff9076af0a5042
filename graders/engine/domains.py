"""What may be declared of a symbol's values, and how values that obey it are made from arbitrary ones.

Arrays have the batch of points as their last axis.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Residues = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Domain:
    """How reals, and residues modulo primes (one a point), are made to obey a declaration; None leaves them alone.

    Only algebraic declarations bind residues: an identity of rational functions on an open set holds everywhere.
    """

    reals: Callable[[Array], Any]
    residues: Callable[[Residues, Residues], Residues] | None = None


def _integer(x: Array) -> Any:
    """Away from zero, so that nothing becomes 0."""
    return np.copysign(np.ceil(np.abs(x)), x)


def _unit(x: Array) -> Any:
    """Shrink the points that reach 1 by a power of two."""
    return np.ldexp(x, -np.maximum(_exponents(x), 0))


def _symmetric(x: Array) -> Any:
    return (x + np.swapaxes(x, 0, 1)) / 2


def _spd(x: Array) -> Any:
    """B Bᵀ + I/2 with few bits, at the point's scale."""
    exponents = _exponents(x)
    b = np.rint(np.ldexp(x, 6 - exponents)) / 64
    product = np.einsum("ij...,kj...->ik...", b, b) + np.eye(x.shape[0])[:, :, None] / 2
    return np.ldexp(product, np.clip(exponents, -3, 3))


def _invertible(x: Array) -> Any:
    """A dominant diagonal, of either sign."""
    size = x.shape[0]
    weight = np.ldexp(1.0, _exponents(x) + size.bit_length())
    diagonal = np.eye(size)[:, :, None]
    return x + np.copysign(weight, x) * diagonal


def _onehot(x: Any, column: bool) -> Any:
    """A one in a column vector, or in each row of a matrix, where the largest entry is."""
    axis = 0 if column else x.ndim - 2
    places = np.expand_dims(x.argmax(axis=axis), axis)
    hot = np.zeros_like(x)
    np.put_along_axis(hot, places, np.ones((), x.dtype), axis)
    return hot


def _exponents(x: Array) -> NDArray[Any]:
    """The exponent of two of the largest entry, point by point."""
    largest = np.abs(x).reshape(-1, x.shape[-1]).max(axis=0, initial=0.0)
    return np.frexp(largest)[1]  # type: ignore[no-any-return]


def _sign_residues(x: Residues, moduli: Residues) -> Residues:
    signs: Residues = np.where(x % 2 == 0, 1, moduli - 1)
    return signs


def _symmetric_residues(x: Residues, moduli: Residues) -> Residues:
    total: Residues = (x + np.swapaxes(x, 0, 1)) % moduli
    return total


# In the order in which several declarations of one symbol apply; last comes onehot, which asks what is a row.
DOMAINS: Mapping[str, Domain] = {
    "integer": Domain(_integer),
    "unit": Domain(_unit),
    "positive": Domain(np.abs),
    "pm1": Domain(np.sign, _sign_residues),
    "symmetric": Domain(_symmetric, _symmetric_residues),
    "spd": Domain(_spd, _symmetric_residues),
    "invertible": Domain(_invertible),
}


def obey_reals(values: Array, declared: Collection[str], column: bool) -> Array:
    """Values of a column vector or of a matrix that obey all that is declared."""
    for name, domain in DOMAINS.items():
        if name in declared:
            values = domain.reals(values)
    return _onehot(values, column) if "onehot" in declared else values


def obey_residues(values: Residues, declared: Collection[str], column: bool, moduli: Residues) -> Residues:
    """Residues that obey what is declared, as far as it is algebraic."""
    for name, domain in DOMAINS.items():
        if name in declared and domain.residues is not None:
            values = domain.residues(values, moduli)
    return _onehot(values, column) if "onehot" in declared else values
