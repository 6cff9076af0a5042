"""The workers of a Dask cluster share the lines of a stream, also when one of them dies half-way.

The scheduler keeps each piece until its answers are back, and gives it to another worker where one is lost; since no
answer depends on who gives it, that changes none. The bank and the key go to the workers once, as a task that can be
repeated, and are forgotten when the client leaves. Dask writes the `repr` of tasks and their arguments to its logs:
`Sealed` keeps key and lines out of there.
"""

from __future__ import annotations

import hashlib
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import IO, Any, Final, Generic, TypeVar

import dask
from distributed import Client, KilledWorker

import graders
import questions
from questions.batch import Grader, settle
from questions.pieces import AHEAD, Pieces
from questions.question import Bank

PATIENCE: Final = 10.0  # seconds until a scheduler, or the first of its workers, is thought absent
NO_LOG: Final = {"distributed.admin.low-level-log-length": 0}  # it would keep the last thousand pieces in memory

T = TypeVar("T")
A = TypeVar("A")
B = TypeVar("B")


class ClusterFault(Exception):
    """The cluster cannot do what is asked; the message is for whoever runs it."""


class Sealed(Generic[T]):
    """Holds what no log may show."""

    def __init__(self, value: T) -> None:
        self.value = value


class Grading:
    """A bank and the key, on a worker: each of its threads answers with a grader of its own."""

    def __init__(self, bank: Bank, secret: bytes, code: str) -> None:
        self._given = (bank, secret, code)
        self._threads = threading.local()
        settle()

    def __reduce__(self) -> tuple[type[Grading], tuple[Bank, bytes, str]]:
        return Grading, self._given

    def answer(self, lines: bytes) -> bytes:
        """What a grader of the client would answer; raises ClusterFault where this would be another code's."""
        bank, secret, code = self._given
        _check(code)
        if not hasattr(self._threads, "grader"):
            self._threads.grader = Grader(bank, secret)
        answers: bytes = self._threads.grader.answer(lines)
        return answers


@contextmanager
def on_cluster(bank: Bank, secret: bytes, address: str, sink: IO[bytes]) -> Iterator[Pieces]:
    """What is given is answered by the workers of the scheduler at this address; at the end all of it is written.

    Raises ClusterFault when the scheduler is not there, has no workers, or is lost on the way.
    """
    with _client(address) as client:
        grading = client.submit(_grading, Sealed((bank, secret, code_here())), pure=False)
        threads = sum(client.nthreads().values())  # type: ignore[no-untyped-call]

        def start(lines: bytes) -> Any:
            return client.submit(_answer, grading, Sealed(lines), pure=False)

        with Pieces(start, max(threads, 1), sink) as pieces:
            yield pieces


@contextmanager
def spreading(function: Callable[[A], B], address: str) -> Iterator[Callable[[Sequence[A]], Sequence[B]]]:
    """What gives the function of each value, in order, with few under way; for a pure one of Chainrule's own.

    Raises ClusterFault as `on_cluster` does.
    """
    with _client(address) as client:
        ahead = AHEAD * max(sum(client.nthreads().values()), 1)  # type: ignore[no-untyped-call]

        def run(given: Sequence[A]) -> Sequence[B]:
            waiting: deque[Any] = deque()
            done: list[B] = []
            for value in given:
                waiting.append(client.submit(_of, function, Sealed(value), code_here(), pure=False))
                if len(waiting) == ahead:
                    done.append(waiting.popleft().result())
            return [*done, *(future.result() for future in waiting)]

        yield run


@cache
def code_here() -> str:
    """A digest of the code that grades, the same on every machine with the same version."""
    digest = hashlib.sha256()
    for package in (graders, questions):
        root = Path(package.__path__[0])
        for path in sorted(root.rglob("*.py")):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


@contextmanager
def _client(address: str) -> Iterator[Client]:
    try:
        with dask.config.set(NO_LOG):
            client = Client(address, timeout=PATIENCE, set_as_default=False)  # type: ignore[no-untyped-call]
    except (OSError, ValueError) as error:
        raise ClusterFault(f"There is no Dask scheduler at {address}: {error}") from None
    with client:
        try:
            client.wait_for_workers(1, timeout=PATIENCE)
        except TimeoutError:
            raise ClusterFault(f"The scheduler at {address} has no workers (`dask worker {address}`).") from None
        try:
            yield client
        except CancelledError:
            raise ClusterFault(f"The scheduler at {address} was lost; what is written so far is right.") from None
        except KilledWorker as error:
            raise ClusterFault(f"Some answers ended worker after worker: {error}") from None


def _grading(given: Sealed[tuple[Bank, bytes, str]]) -> Grading:
    return Grading(*given.value)


def _answer(grading: Grading, lines: Sealed[bytes]) -> bytes:
    return grading.answer(lines.value)


def _of(function: Callable[[A], B], value: Sealed[A], code: str) -> B:
    _check(code)
    return function(value.value)


def _check(code: str) -> None:
    if code != code_here():
        raise ClusterFault("A worker has another version of Chainrule. Install the same one on all machines.")
