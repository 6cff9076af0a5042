"""Lines in, lines out: what `chainrule grade` does. Memory is bounded and every line is answered when it is there."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import IO, Final

from questions.batch import LONGEST, Grader
from questions.grading import PUBLIC_KEY
from questions.parallel import on_processes
from questions.pieces import Pieces
from questions.question import Bank

CHUNK: Final = 1 << 18


def run(source: IO[bytes], sink: IO[bytes], bank: Bank, secret: bytes = PUBLIC_KEY, jobs: int = 1) -> None:
    """Answer every line of a stream, in order; lines that arrive together are answered together.

    With several jobs as many processes share the lines; the answers are the same.
    """
    if jobs > 1:
        share(source, on_processes(bank, secret, jobs, sink))
        return
    grader = Grader(bank, secret)
    for lines in _arriving(source):
        sink.write(grader.answer(lines))
        sink.flush()


def share(source: IO[bytes], workers: AbstractContextManager[Pieces]) -> None:
    """Give every line of a stream to workers, which write the answers in order."""
    with workers as pieces:
        for lines in _arriving(source):
            pieces.give(lines)


def _arriving(source: IO[bytes]) -> Iterator[bytes]:
    """The whole lines of each piece that arrives; of a line that is too long only its beginning is kept."""
    read = getattr(source, "read1", source.read)
    rest = b""
    while piece := read(CHUNK):
        end = piece.rfind(b"\n") + 1
        if end:
            yield rest + piece[:end]
            rest = piece[end:]
        else:
            rest = (rest + piece)[: LONGEST + 1]
    yield rest
