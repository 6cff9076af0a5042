"""Which worker takes a new connection.

All of them hear of it, and the quickest takes it. A browser or a proxy then keeps it open, so that one worker may do
nearly everything, on one core, while another idles: of eight connections that came at once the quickest took seven. So
whoever has more of them than another leaves that one a moment to come first.

Where the system grants no more connections, those that there are go on, and others come when some of them end.

When HUP replaces the workers, the new ones load for seconds. The old ones go on until then, or everybody would wait.
"""

from __future__ import annotations

import errno
import logging
import mmap
import signal
import time
from typing import Any

from app.counting import SLOTS
from app.worker.patience import Patient

A_MOMENT = 0.002  # seconds; who is idle accepts within a tenth of it, unless the machine is busy
LOADING = 15.0  # seconds that an old worker waits for new ones, half of what gunicorn grants it to end
ABSENT, COMING = -1, -2
FULL = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
ROOM = 32  # files that stay free for the database when a process may open no more
SCARCE = 5.0  # seconds until it is tried whether there are more again

log = logging.getLogger(__name__)

# How many connections each worker has, by its slot; mapped by the first process, before it makes the workers.
_held = memoryview(mmap.mmap(-1, SLOTS * 4)).cast("i")
for _slot in range(SLOTS):
    _held[_slot] = ABSENT


class Worker(Patient):
    """gunicorn's worker with threads that shares connections evenly with its siblings. Who is slow, stopped or dead
    keeps nobody waiting for longer than a moment a connection."""

    _scarce_until: float | None = None
    _ends_by: float | None = None  # once it was told to end, and others are to come instead

    def come(self, slot: int) -> None:
        """Take this slot; called before the worker has a process."""
        self.slot = slot
        _held[slot] = COMING

    def run(self) -> None:
        """Serve until the end."""
        try:
            super().run()
        finally:
            _held[self.slot] = ABSENT

    def accept(self, listener: Any) -> None:
        """Take a connection, if it is still there."""
        if any(ABSENT < others < self.nr_conns for others in _held):
            time.sleep(A_MOMENT)
        try:
            super().accept(listener)
        except OSError as error:  # which gunicorn lets end the worker, and every request with it
            if error.errno not in FULL:
                raise
            self.worker_connections = max(1, self.nr_conns - ROOM)
            self._scarce_until = time.monotonic() + SCARCE
            log.error("no more than %d connections for a while: %s", self.worker_connections, error.strerror)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """TERM: end, but not before those that come instead are there."""
        self._ends_by = self._ends_by or time.monotonic() + LOADING
        self._end_if_nobody_is_to_come()

    def notify(self) -> None:
        """Sign of life, in every round of the worker's loop: to gunicorn, and to the others with what it holds."""
        super().notify()
        _held[self.slot] = self.nr_conns if self.alive else ABSENT
        if self._scarce_until and time.monotonic() > self._scarce_until:
            self.worker_connections, self._scarce_until = self.cfg.worker_connections, None
        self._end_if_nobody_is_to_come()

    def _end_if_nobody_is_to_come(self) -> None:
        if self._ends_by and (COMING not in _held or time.monotonic() > self._ends_by):
            super().handle_exit(signal.SIGTERM, None)
