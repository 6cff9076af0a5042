"""JSON values as typed structs.

msgspec learns a struct when it first meets it, and lets another thread see it half learnt: two requests that met the
same struct at the same moment, right after a start, ended their process. So whoever meets one first is alone.
"""

from __future__ import annotations

from threading import Lock
from typing import TypeVar

import msgspec

from questions.kind import JSON

T = TypeVar("T")

_known: set[object] = set()
_learning = Lock()


def typed(value: JSON, into: type[T], strict: bool = True) -> T:
    """The value as a struct of this type, where not `strict` with numbers also from their text; raises
    msgspec.ValidationError."""
    if into not in _known:
        with _learning:
            msgspec.json.Decoder(into)
            _known.add(into)
    return msgspec.convert(value, into, strict=strict)  # noqa: TID251  # by now it is known
