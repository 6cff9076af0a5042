"""Writers of PostgreSQL that do the same at the same time do it in one transaction.

A statement for many rows takes little longer than one for a single row, most of which is the way to the server and
back. So whoever comes while others are at the same work waits until they are done; then one does it for all who wait.
Where that fails, or somebody holds what one of them needs, each goes on alone and nobody bears another's fault.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, bindparam, func, select

from app.db.prepared import Prepared
from app.db.writing import Work

_LOG = logging.getLogger(__name__)

S = TypeVar("S")
T = TypeVar("T")

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
        if not group.join(mine):
            mine.woken.acquire()
        if not mine.seen:
            with group.led() as all:
                self._do(work, all)
        return mine.results

    def _do(self, work: Work[S, T], all: Sequence[_Asked]) -> None:
        def briefly(c: Connection) -> Sequence[T]:
            _BE_BRIEF.rows(c, patience=PATIENCE)
            return work(c, [one.asked for one in all])

        try:
            results = self._transaction(briefly)
        except Exception as error:  # whatever it is, each meets their own share of it alone
            _LOG.info("%d are written one by one: %s", len(all), type(error).__name__)
            return
        for one, result in zip(all, results, strict=True):
            one.results = [result]


class _Group:
    """Those who want the same. One of them leads; when that is over it wakes the next to lead, and those it did it for,
    who need not wait for the next: with one lock for both, most of them would."""

    def __init__(self) -> None:
        self._waiting: list[_Asked] = []
        self._is_led = False
        self._changing = threading.Lock()

    def join(self, one: _Asked) -> bool:
        """Whether this one leads, as nobody does; otherwise it will be woken."""
        with self._changing:
            self._waiting.append(one)
            leads, self._is_led = not self._is_led, True
        return leads

    @contextmanager
    def led(self) -> Iterator[Sequence[_Asked]]:
        """All who wait, for who leads; whatever comes of it, they and the next go on afterwards."""
        with self._changing:
            all, self._waiting = self._waiting, []
        for one in all:
            one.seen = True
        try:
            yield all
        finally:
            with self._changing:
                next, self._is_led = self._waiting[:1], bool(self._waiting)
            for one in (*next, *all):
                one.woken.release()


class _Asked:
    """What one of them asked for, whether somebody saw to it, and what came out."""

    def __init__(self, asked: Any) -> None:
        self.asked = asked
        self.seen = False
        self.results: list[Any] = []
        self.woken = threading.Lock()
        self.woken.acquire()
