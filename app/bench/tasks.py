"""Jacobians of the assignment, each with a right answer as a student types it and the same by hand in NumPy."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from graders.derived import Derived, jacobian_of
from graders.engine.language.scope import Scope

Array = Any
Inputs = Mapping[str, Array]  # each with the points as its last axis


@dataclass(frozen=True)
class Task:
    """`by_hand` counts the answer at all points at once; `once` is the function at one point, for automatic tools."""

    name: str
    symbols: Mapping[str, str]
    function: str
    wrt: str
    answer: str
    by_hand: Callable[[Inputs], Array]
    once: Callable[[Any, Inputs], Callable[[Array], Array]]  # takes NumPy or what stands in for it
    index: str | None = None

    def derived(self) -> Derived:
        """The truth."""
        return jacobian_of(Scope.from_question(self.symbols, {}), self.function, self.wrt)


def _softmax(inputs: Inputs) -> Array:
    z = inputs["z"][:, 0]
    grown = np.exp(z - z.max(axis=0))
    s = grown / grown.sum(axis=0)
    return np.eye(len(s))[:, :, None] * s[:, None] - s[:, None] * s[None]


def _once_softmax(np_: Any, point: Inputs) -> Callable[[Array], Array]:
    def softmax(z: Array) -> Array:
        grown = np_.exp(z)
        return grown / np_.sum(grown)

    return softmax


def _squares(inputs: Inputs) -> Array:
    w = inputs["w"][:, 0]
    return 2 * np.eye(len(w))[:, :, None] * w[:, None]


def _norm(inputs: Inputs) -> Array:
    return 2 * np.swapaxes(inputs["w"], 0, 1)


def _sigmoid(inputs: Inputs) -> Array:
    z = inputs["z"][:, 0]
    s = 1 / (1 + np.exp(-z))
    return np.eye(len(z))[:, :, None] * (s * (1 - s))[:, None]


def _products(inputs: Inputs) -> Array:
    X, W = inputs["X"], inputs["W"]
    return np.einsum("ilp,jk->ijklp", X, np.eye(len(W)))


TASKS: Final = (
    Task(
        "softmax", {"z": "k"}, "softmax(z)", "z", "diag(softmax(z)) - softmax(z) softmax(z)^T", _softmax, _once_softmax
    ),
    Task("squared norm", {"w": "d"}, "norm2(w)^2", "w", "2 w^T", _norm, lambda np_, _: lambda w: np_.sum(w**2)),
    Task("X w", {"X": "n x d", "w": "d"}, "X w", "w", "X", lambda p: p["X"], lambda _, p: lambda w: p["X"] @ w),
    Task("w²", {"w": "d"}, "w^2", "w", "2 diag(w)", _squares, lambda np_, _: lambda w: w**2),
    Task(
        "sigmoid",
        {"z": "k"},
        "sigmoid(z)",
        "z",
        "diag(sigmoid(z) ⊙ (1 - sigmoid(z)))",
        _sigmoid,
        lambda np_, _: lambda z: 1 / (1 + np_.exp(-z)),
    ),
    Task(
        "X Wᵀ",
        {"X": "n x d", "W": "k x d"},
        "X W^T",
        "W",
        "delta_jk X_il",
        _products,
        lambda np_, p: lambda W: p["X"] @ W.T,
        "ijkl",
    ),
)
