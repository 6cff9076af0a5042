"""Answers as JSON texts."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from app.refusals import Unreadable

LONGEST = 64 * 1024

_COMPACT = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), allow_nan=False)
_SORTED = json.JSONEncoder(sort_keys=True)


def encoded(value: Any) -> str:
    """The JSON text of a value, in ASCII so that every database keeps it; raises Unreadable."""
    try:
        text = _COMPACT.encode(value)
    except (ValueError, TypeError, RecursionError):
        raise Unreadable("An answer is made of texts, finite numbers, lists and objects.") from None
    if len(text) > LONGEST:
        raise Unreadable("That answer is too long: at most 64 kB are kept.")
    return text


def decoded(text: str) -> Any:
    """The value of a stored text."""
    return json.loads(text)


def digest(value: Any) -> str:
    """A hash that two equal answers share, whatever the order of their members."""
    return hashlib.sha256(_SORTED.encode(value).encode("ascii")).hexdigest()
