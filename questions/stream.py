"""Lines in, lines out: what `chainrule grade` does. Memory is bounded and every line is answered when it is there."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from functools import lru_cache
from typing import IO, Any, Final

import msgspec

from questions.faults import BankError
from questions.grading import PUBLIC_KEY, CannotGrade, grade
from questions.kind import JSON, SpecError
from questions.question import Bank, Question
from questions.reading import read_question

CHUNK: Final = 1 << 18
LONGEST: Final = 1 << 20  # bytes of one line

_LOG = logging.getLogger(__name__)


def run(source: IO[bytes], sink: IO[bytes], bank: Bank, secret: bytes = PUBLIC_KEY) -> None:
    """Answer every line of a stream, in order; lines that arrive together are answered together."""
    for lines in _arriving(source):
        sink.write(b"".join(_encoded(answer(line, bank, secret)) for line in lines if line.strip()))
        sink.flush()


def answer(line: bytes, bank: Bank, secret: bytes = PUBLIC_KEY) -> dict[str, JSON]:
    """The result of one line, or its `error`."""
    if len(line) > LONGEST:
        return {"id": None, "error": f"This line is longer than {LONGEST} bytes."}
    try:
        row = _decoded(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": "This line is not JSON."}
    if not isinstance(row, dict):
        return {"id": None, "error": "A line is an object with id, question and answer."}
    known = {"id": row.get("id")}
    try:
        return {**known, **_graded(row, bank, secret)}
    except (CannotGrade, BankError) as error:
        return {**known, "error": str(error)}
    except Exception:  # a fault of ours ends one line, not the run
        _LOG.exception("a line could not be graded")
        return {**known, "error": "This line could not be graded."}


def _graded(row: dict[str, JSON], bank: Bank, secret: bytes) -> dict[str, JSON]:
    if "answer" not in row:
        raise CannotGrade("The line has no `answer`.")
    earlier = row.get("earlier")
    if earlier is not None and not isinstance(earlier, dict):
        raise CannotGrade("`earlier` is a map of answers by question.")
    question = _question(row.get("question"), bank)
    return grade(question, row["answer"], earlier, secret)


def _question(named: JSON, bank: Bank) -> Question:
    if isinstance(named, str):
        if found := bank.question(named):
            return found
        raise CannotGrade(f"There is no question `{named[:100]}`.")
    if isinstance(named, dict):
        return _inline(msgspec.json.encode(named))
    raise CannotGrade("`question` is the id of a question or a question itself.")


@lru_cache(maxsize=64)
def _inline(content: bytes) -> Question:
    question = read_question(msgspec.json.decode(content))
    try:
        for field in question.fields.values():
            _ = field.prepared
    except SpecError as error:
        raise CannotGrade(str(error)) from None
    return question


def _arriving(source: IO[bytes]) -> Iterator[list[bytes]]:
    """The whole lines of each piece that arrives; of a line that is too long only its beginning is kept."""
    read = getattr(source, "read1", source.read)
    rest = b""
    while piece := read(CHUNK):
        *lines, last = piece.split(b"\n")
        if lines:
            lines[0] = rest + lines[0]
            rest = last
            yield lines
        else:
            rest = (rest + last)[: LONGEST + 1]
    yield [rest]


def _decoded(line: bytes) -> Any:
    """JSON; the NaN and Infinity that some writers let through are read too, for graders to refuse by name."""
    try:
        return msgspec.json.decode(line)
    except msgspec.DecodeError:
        return json.loads(line)


def _encoded(result: dict[str, JSON]) -> bytes:
    try:
        return msgspec.json.encode(result) + b"\n"
    except (msgspec.MsgspecError, ValueError, UnicodeError):  # an id that is no JSON value, as in "\ud800"
        return json.dumps(result).encode() + b"\n"
