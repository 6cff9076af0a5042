"""The three outcomes of a comparison, and the point that proves a difference."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Witness:
    """A point at which the two differ: in one entry (counted from 1) the answer gives `given`, the truth `expected`.

    `given` is None where the answer has no value.
    """

    sizes: Mapping[str, int]
    point: Mapping[str, Any]
    entry: tuple[int, ...]
    given: float | int | str | None
    expected: float | int | str

    def json(self) -> dict[str, Any]:
        """The witness as it is stored and shown."""
        return {
            "sizes": dict(self.sizes),
            "at": dict(self.point),
            "entry": list(self.entry),
            "yours": self.given,
            "expected": self.expected,
        }


@dataclass(frozen=True, slots=True)
class Equal:
    """The same function: exactly so for rational expressions, else to the last of very many digits everywhere tried."""

    exact: bool


@dataclass(frozen=True, slots=True)
class Different:
    """Not the same function; the witness is certain."""

    witness: Witness


@dataclass(frozen=True, slots=True)
class Undecided:
    """Neither could be shown within the budget."""

    reason: str


Decision = Equal | Different | Undecided
