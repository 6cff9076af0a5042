"""Typed text to numbers: read, elaborate, evaluate in floats at one random point."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np
import pytest

from graders.engine.elaborate import Answer, read
from graders.engine.evaluate import evaluate
from graders.engine.graph import Graph
from graders.engine.language.scope import Scope
from graders.engine.numbers.floats import FLOATS
from graders.engine.sizes import shape

SIZES = {"n": 3, "d": 4, "k": 5, "m": 2}
SYMBOLS = {"X": "n x d", "W": "k x d", "w": "d", "v": "d", "b": "n", "z": "k", "c": "scalar", "A": "n x n", "u": "n"}
DEFINITIONS = {"s": "softmax(z)", "x_i": "X[i,:]^T"}


@dataclass(frozen=True)
class Reader:
    """Reads text in one scope."""

    symbols: Mapping[str, str]
    definitions: Mapping[str, str]

    def answer(self, text: str, *expected: str | int, index: str | None = None, placeless: bool = False) -> Answer:
        scope = Scope.from_question(self.symbols, self.definitions)
        return read(text, scope, Graph(), None if placeless else shape(*expected), index)

    def value(self, text: str, *expected: str | int, index: str | None = None) -> np.ndarray:
        """The value at the point of `at`, at the place of this shape."""
        answer = self.answer(text, *expected, index=index, placeless=not expected)
        assert not answer.open
        (array,) = evaluate([answer.node], FLOATS, self.inputs(), SIZES)
        assert array.shape[:-1] == tuple(axis.at(SIZES) for axis in answer.shape)
        return array[..., 0]

    def inputs(self) -> dict[str, np.ndarray]:
        random = np.random.default_rng(7)
        scope = Scope.from_question(self.symbols, self.definitions)
        arrays = {}
        for name, symbol in scope.symbols.items():
            axes = tuple(axis.at(SIZES) for axis in symbol.shape)
            arrays[name] = np.ones(1) if symbol.is_index else random.uniform(-2, 2, (*axes, 1))
        return arrays

    @property
    def at(self) -> SimpleNamespace:
        """The point: vectors have one axis here."""
        return SimpleNamespace(**{name: _plain(array[..., 0]) for name, array in self.inputs().items()})


def _plain(array: np.ndarray) -> np.ndarray:
    return array[:, 0] if array.ndim == 2 and array.shape[1] == 1 else array


def make_reader(definitions: Mapping[str, str] = DEFINITIONS, **more: str) -> Reader:
    """A reader of the usual symbols and some more."""
    return Reader({**SYMBOLS, **more}, definitions)


@pytest.fixture
def reader() -> Callable[..., Reader]:
    return make_reader


@pytest.fixture
def read_value() -> Callable[..., np.ndarray]:
    """The value of a text in the usual scope at a place of some shape."""
    return make_reader().value


@pytest.fixture
def at() -> SimpleNamespace:
    """The point at which values are taken."""
    return make_reader().at
