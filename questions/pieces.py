"""Pieces of a stream are answered elsewhere; what they answer is written in the order in which they were given."""

from __future__ import annotations

from collections.abc import Callable
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import IO, Final, Protocol

AHEAD: Final = 2  # pieces for each worker that are read before their turn to be written comes


class Answer(Protocol):
    """What will come of a piece, such as a future of a pool."""

    def result(self) -> bytes:
        """The answers to its lines, once they are there; raises what kept them from coming."""


class Pieces:
    """Use as a context: at its end everything given is written. An error of the sink ends the next `give`."""

    def __init__(self, start: Callable[[bytes], Answer], workers: int, sink: IO[bytes]) -> None:
        self._start = start
        self._sink = sink
        self._waiting: Queue[Answer | None] = Queue(AHEAD * workers)
        self._failed: BaseException | None = None
        self._writer = Thread(target=self._write, daemon=True)

    def __enter__(self) -> Pieces:
        self._writer.start()
        return self

    def give(self, lines: bytes) -> None:
        """Have these lines answered after all that were given before."""
        self._check()
        self._waiting.put(self._start(lines))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.put(None)
        self._writer.join()
        if error is None:
            self._check()

    def _check(self) -> None:
        if self._failed is not None:
            raise self._failed

    def _write(self) -> None:
        """In a thread, since the reader may wait for a line while answers are ready."""
        while (answer := self._waiting.get()) is not None:
            try:
                if self._failed is None:
                    self._sink.write(answer.result())
                    self._sink.flush()
            except BaseException as error:  # told to the reader's thread
                self._failed = error
