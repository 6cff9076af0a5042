"""JSON that Python would stumble over: nested thousands of brackets deep, or with numbers of thousands of digits."""

from __future__ import annotations

import re
from typing import Final

DEEPEST: Final = 64  # brackets within brackets; what lies deeper reads null
DIGITS: Final = 1_000  # of a whole number; longer ones become texts, which graders refuse in their own words

_PIECE = re.compile(rb'"(?:[^"\\]|\\.)*"|-?[0-9][0-9.eE+-]*|[\[\]{}]', re.DOTALL)


def tamed(text: bytes) -> bytes:
    """The same JSON within these bounds, in one pass and without recursion. What is not JSON stays none."""
    kept: list[bytes] = []
    depth = begun = 0  # what begins here is copied when it ends
    for piece in _PIECE.finditer(text):
        sign = piece[0]
        if sign in (b"[", b"{"):
            depth += 1
            if depth == DEEPEST + 1:
                kept += [text[begun : piece.start()], b"null"]
        elif sign in (b"]", b"}"):
            depth -= 1
            if depth == DEEPEST:
                begun = piece.end()
        elif depth <= DEEPEST and len(sign) > DIGITS and sign.removeprefix(b"-").isdigit():
            kept += [text[begun : piece.start()], b'"', sign, b'"']
            begun = piece.end()
    return b"".join([*kept, text[begun:] if depth <= DEEPEST else b""])
