"""Writers of PostgreSQL that run side by side come between each other; whoever loses begins anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError

T = TypeVar("T")

TIMES = 3
CAME_BETWEEN = frozenset({"23505", "40001", "40P01"})  # the same unique value, a serialization failure, a deadlock


def again_where_another_came_between(transaction: Callable[[], T]) -> T:
    """The result of the transaction, which is run anew when it failed because of another; raises what it raises the
    last time, as a unique value does that was there before."""
    for _ in range(TIMES - 1):
        try:
            return transaction()
        except DBAPIError as error:
            if getattr(error.orig, "sqlstate", None) not in CAME_BETWEEN:
                raise
    return transaction()
