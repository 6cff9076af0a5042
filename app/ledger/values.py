"""Answers as JSON texts."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from app.refusals import Unreadable

LONGEST = 64 * 1024


def encoded(value: Any) -> str:
    """The JSON text of a value, in ASCII so that every database keeps it; raises Unreadable."""
    try:
        text = json.dumps(value, ensure_ascii=True, separators=(",", ":"), allow_nan=False)
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
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode("ascii")).hexdigest()
