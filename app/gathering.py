"""Writers of PostgreSQL that do the same at the same time do it in one transaction.

A statement for many rows takes little longer than one for a single row, most of which is the way to the server and
back. So whoever comes while others are at the same work waits until they are done; then one does it for all who wait.
Where that fails, or somebody holds what one of them needs, each goes on alone and nobody bears another's fault.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, func, select

from app.prepared import Prepared

S = TypeVar("S")
T = TypeVar("T")
Work = Callable[[Connection, Sequence[S]], Sequence[T]]

PATIENCE = "100ms"  # how long all wait for what one of them needs
_BE_BRIEF = Prepared(select(func.set_config("lock_timeout", bindparam("patience"), True)))


class Gathering:
    """Gathers those who want the same work done; `transaction` runs a function in one of its own."""

    def __init__(self, transaction: Callable[[Callable[[Connection], Any]], Any]) -> None:
        self._transaction = transaction
        self._groups: dict[Any, _Group] = {}

    def done_for_all(self, work: Work[S, T], asked: S) -> list[T]:
        """The one result, once it is on disk; none where it could not be done together with others."""
        group = self._groups.setdefault(work, _Group())
        mine = _Asked(asked)
        group.waiting.append(mine)
        with group.turn:
            if not mine.seen:
                self._lead(work, group)
        return mine.results

    def _lead(self, work: Work[S, T], group: _Group) -> None:
        all = [group.waiting.popleft() for _ in range(len(group.waiting))]
        for one in all:
            one.seen = True

        def briefly(c: Connection) -> Sequence[T]:
            _BE_BRIEF.rows(c, patience=PATIENCE)
            return work(c, [one.asked for one in all])

        try:
            results = self._transaction(briefly)
        except Exception:  # whatever it is, each meets their own share of it alone
            return
        for one, result in zip(all, results, strict=True):
            one.results = [result]


class _Group:
    """Those who want the same."""

    def __init__(self) -> None:
        self.waiting: deque[_Asked] = deque()
        self.turn = threading.Lock()


class _Asked:
    """What one of them asked for, whether somebody saw to it, and what came out."""

    def __init__(self, asked: Any) -> None:
        self.asked = asked
        self.seen = False
        self.results: list[Any] = []
