"""Answers that mean the same, however they are written.

An answer's fingerprint is a label (what kind of thing it is, such as its shape) and its values at the question's secret
points. Values are sorted and cut where neighbours are apart, coordinate by coordinate: rounding them to make them equal
would part what lies on either side of an edge.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from graders.fingerprint import Fingerprint

NEAR = 1e-9  # relative to the larger one, or to 1
K = TypeVar("K", bound=int)


def groups(fingerprints: Mapping[K, Fingerprint]) -> list[list[K]]:
    """The keys of equal fingerprints together, the largest group first, keys in the order they came."""
    alike: dict[tuple[str, int], list[K]] = {}
    for key, one in fingerprints.items():
        alike.setdefault((one.label, len(one.values)), []).append(key)
    found: list[list[K]] = []
    for keys in alike.values():
        values = np.array([fingerprints[key].values for key in keys], dtype=np.float64).reshape(len(keys), -1)
        found += [[keys[row] for row in sorted(part)] for part in _parts(values, np.arange(len(keys)))]
    order = {key: place for place, key in enumerate(fingerprints)}
    return sorted(found, key=lambda group: (-len(group), order[group[0]]))


def near(left: Fingerprint, right: Fingerprint) -> bool:
    """Whether two fingerprints are of the same meaning."""
    return len(groups({0: left, 1: right})) == 1


def _parts(values: NDArray[np.float64], rows: NDArray[np.intp]) -> list[list[int]]:
    """The rows cut into parts whose values are together in every column."""
    parts = [rows]
    for column in range(values.shape[1]):
        parts = [piece for part in parts for piece in _cut(values[:, column], part)]
    return [[int(row) for row in part] for part in parts]


def _cut(values: NDArray[np.float64], rows: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """The rows in pieces, cut where a value is away from the one below it. Undefined values are together."""
    if len(rows) == 1:
        return [rows]
    rows = rows[np.argsort(values[rows], kind="stable")]
    below, above = values[rows[:-1]], values[rows[1:]]
    with np.errstate(invalid="ignore", over="ignore"):
        scale = np.maximum(1.0, np.maximum(np.abs(below), np.abs(above)))
        together = (above - below <= NEAR * scale) | (above == below) | (np.isnan(above) & np.isnan(below))
    return np.split(rows, np.flatnonzero(~together) + 1)
