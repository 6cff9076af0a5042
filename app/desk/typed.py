"""What graders type, read."""

from __future__ import annotations

import re
from decimal import Decimal

from app.refusals import Unreadable

MOST = 1_000_000  # thousandths
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,9}\.?[0-9]{0,9}|\.[0-9]{1,9})")


def read_points(text: str) -> int | None:
    """Points in thousandths, None where nothing was typed; raises Unreadable."""
    thousandths = _thousandths(text)
    if thousandths is not None and thousandths < 0:
        raise Unreadable("Give the points as a number that is not negative, such as 1.5.")
    return thousandths


def _thousandths(text: str) -> int | None:
    typed = text.strip().replace(",", ".").replace("−", "-")
    if not typed:
        return None
    if not _NUMBER.fullmatch(typed):
        raise Unreadable("Give the points as a number, such as 1.5.")
    value = Decimal(typed) * 1000
    if abs(value) > MOST or value != int(value):
        raise Unreadable("Give the points as a number with at most three decimals, such as 1.5.")
    return int(value)
