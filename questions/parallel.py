"""Several processes share the lines of a stream; what they answer is written in the order of the lines."""

from __future__ import annotations

import multiprocessing
import pkgutil
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import forkserver
from queue import Queue
from threading import Thread
from types import TracebackType
from typing import IO, Final

import questions.kinds
from questions.batch import Grader, settle
from questions.question import Bank

AHEAD: Final = 2  # pieces for each process that are read before their turn to be written comes

_CONTEXT: Final = multiprocessing.get_context("forkserver")

_graders: list[Grader] = []  # of this process, where it is a worker


def prepare() -> None:
    """Start the process whose children the workers are, if it does not run yet: it loads the code once for them all."""
    found = pkgutil.iter_modules(questions.kinds.__path__, f"{questions.kinds.__name__}.")
    _CONTEXT.set_forkserver_preload(["__main__", __name__, *(module.name for module in found)])
    forkserver.ensure_running()


class Workers:
    """Use as a context: at its end everything given is written. An error of the sink ends the next `give`."""

    def __init__(self, bank: Bank, secret: bytes, jobs: int, sink: IO[bytes]) -> None:
        prepare()
        self._pool = ProcessPoolExecutor(jobs, mp_context=_CONTEXT, initializer=_begin, initargs=(bank, secret))
        self._sink = sink
        self._waiting: Queue[Future[bytes] | None] = Queue(AHEAD * jobs)
        self._failed: BaseException | None = None
        self._writer = Thread(target=self._write, daemon=True)

    def __enter__(self) -> Workers:
        self._writer.start()
        return self

    def give(self, lines: bytes) -> None:
        """Have these lines answered after all that were given before."""
        self._check()
        self._waiting.put(self._pool.submit(_answer, lines))

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.put(None)
        self._writer.join()
        self._pool.shutdown(cancel_futures=True)
        if error is None:
            self._check()

    def _check(self) -> None:
        if self._failed is not None:
            raise self._failed

    def _write(self) -> None:
        """In a thread, since the reader may wait for a line while answers are ready."""
        while (future := self._waiting.get()) is not None:
            try:
                if self._failed is None:
                    self._sink.write(future.result())
                    self._sink.flush()
            except BaseException as error:  # told to the reader's thread
                self._failed = error


def _begin(bank: Bank, secret: bytes) -> None:
    _graders[:] = [Grader(bank, secret)]
    settle()


def _answer(lines: bytes) -> bytes:
    return _graders[0].answer(lines)
