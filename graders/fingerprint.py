"""What an answer means, as far as answers that mean the same can be told from others."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """`label` says what kind of thing the answer is (a shape, the letters ticked); `values` what it is worth at the
    question's secret points. They are compared with a tolerance and never shown to students."""

    label: str
    values: tuple[float, ...] = ()


def mixed(values: NDArray[np.float64]) -> tuple[float, ...]:
    """One number for each point (the last axis): all entries there, weighed so that no two count alike."""
    entries = values.reshape(-1, values.shape[-1])
    weights = np.cos(np.arange(len(entries)))
    with np.errstate(all="ignore"):
        return tuple(float(value) for value in weights @ entries)
