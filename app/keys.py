"""The secrets that outlive every process."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Keys:
    """The persistent secrets without which a database is of no use."""

    grading: bytes = field(repr=False)  # sample points
    ledger: bytes = field(repr=False)  # hash chains
