"""What graders type, read."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from app.refusals import Unreadable

MOST = 1_000_000  # thousandths


def read_points(text: str) -> int | None:
    """Points in thousandths, None where nothing was typed; raises Unreadable."""
    thousandths = _thousandths(text)
    if thousandths is not None and thousandths < 0:
        raise Unreadable("Give the points as a number that is not negative, such as 1.5.")
    return thousandths


def _thousandths(text: str) -> int | None:
    if not text.strip():
        return None
    try:
        value = Decimal(text.strip().replace(",", ".").replace("−", "-")) * 1000
    except InvalidOperation:
        raise Unreadable("Give the points as a number, such as 1.5.") from None
    if not value.is_finite() or abs(value) > MOST or value != int(value):
        raise Unreadable("Give the points as a number with at most three decimals, such as 1.5.")
    return int(value)
