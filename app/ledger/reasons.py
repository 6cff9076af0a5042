"""What a regrade adds to a result: why, and which regrade it was. The rest are the words of whoever judged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

ADDED = ("because", "regrade")


def with_reason(result: Mapping[str, Any], reason: str, regrade: int) -> dict[str, Any]:
    """The result with the reason why it is given now."""
    return {**result, **dict(zip(ADDED, (reason, regrade), strict=True))}


def without_reason(result: Mapping[str, Any]) -> dict[str, Any]:
    """The result without what an earlier regrade said."""
    return {name: value for name, value in result.items() if name not in ADDED}
