"""Several processes of this machine share the lines of a stream."""

from __future__ import annotations

import multiprocessing
import os
import pkgutil
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import forkserver
from threading import Thread
from typing import IO, Final

import questions.kinds
from questions.batch import Grader, settle
from questions.pieces import Pieces
from questions.question import Bank

_CONTEXT: Final = multiprocessing.get_context("forkserver")

_graders: list[Grader] = []  # of this process, where it is a worker


def prepare() -> None:
    """Start the process whose children the workers are, if it does not run yet: it loads the code once for them all."""
    found = pkgutil.iter_modules(questions.kinds.__path__, f"{questions.kinds.__name__}.")
    _CONTEXT.set_forkserver_preload(["__main__", __name__, *(module.name for module in found)])
    forkserver.ensure_running()


@contextmanager
def on_processes(bank: Bank, secret: bytes, jobs: int, sink: IO[bytes]) -> Iterator[Pieces]:
    """What is given is answered by as many processes; at the end all of it is written."""
    prepare()
    pool = ProcessPoolExecutor(jobs, mp_context=_CONTEXT, initializer=_begin, initargs=(bank, secret))
    try:
        with Pieces(lambda lines: pool.submit(_answer, lines), jobs, sink) as pieces:
            yield pieces
    finally:
        pool.shutdown(cancel_futures=True)


def _begin(bank: Bank, secret: bytes) -> None:
    Thread(target=_end_with_reader, daemon=True).start()
    _graders[:] = [Grader(bank, secret)]
    settle()


def _end_with_reader() -> None:
    """A worker waits for lines for ever, also of a reader that was killed and could tell it nothing."""
    reader = multiprocessing.parent_process()
    if reader is not None:
        reader.join()
        os._exit(1)


def _answer(lines: bytes) -> bytes:
    return _graders[0].answer(lines)
