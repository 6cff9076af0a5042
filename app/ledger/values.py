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


def as_text(text: str) -> str:
    """A stored value for people to read: a text as it was typed, a list of texts line by line, an object by names."""
    return _told(json.loads(text))


def _told(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and all(isinstance(part, str) for part in value):
        return "\n".join(value)
    if isinstance(value, dict):
        return "\n".join(f"{name}: {_told(part)}" for name, part in value.items())
    return json.dumps(value, ensure_ascii=False)


def digest(value: Any) -> str:
    """A hash that two equal answers share, whatever the order of their members."""
    return hashlib.sha256(_SORTED.encode(value).encode("ascii")).hexdigest()
