"""Which worker takes a new connection.

All of them hear of it, and the quickest takes it. A browser or a proxy then keeps it open, so that one worker may do
nearly everything, on one core, while another idles: of eight connections that came at once the quickest took seven. So
whoever has more of them than another leaves that one a moment to come first.
"""

from __future__ import annotations

import mmap
import time
from typing import Any

from gunicorn.workers.gthread import ThreadWorker

from app.counting import SLOTS

A_MOMENT = 0.001  # seconds; who is idle accepts within a tenth of it
NOBODY = -1

# How many connections each worker has, by its slot; mapped by the first process, before it makes the workers.
_held = memoryview(mmap.mmap(-1, SLOTS * 4)).cast("i")
for _slot in range(SLOTS):
    _held[_slot] = NOBODY


class EvenWorker(ThreadWorker):  # type: ignore[misc]  # gunicorn has no types
    """gunicorn's worker with threads that shares connections evenly with its siblings. Who is slow, stopped or dead
    keeps nobody waiting for longer than a moment a connection."""

    slot: int  # given by `app.gunicorn_conf`

    def accept(self, listener: Any) -> None:
        """Take a connection, if it is still there."""
        if any(NOBODY < others < self.nr_conns for others in _held):
            time.sleep(A_MOMENT)
        super().accept(listener)

    def notify(self) -> None:
        """Sign of life, in every round of the worker's loop: to gunicorn, and to the others with what it holds."""
        super().notify()
        _held[self.slot] = self.nr_conns if self.alive else NOBODY
