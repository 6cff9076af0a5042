"""Lines that wait together are answered together: each distinct answer of a question once, alike ones in one go."""

from __future__ import annotations

import gc
import json
import logging
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

import msgspec

from questions.faults import BankError
from questions.grading import CannotGrade, grade_many
from questions.kind import JSON, SpecError
from questions.question import Bank, Question
from questions.reading import read_question
from questions.remembering import Remembered
from questions.tamed import tamed

LONGEST: Final = 1 << 20  # bytes of one line
OURS: Final = "This line could not be graded."
COLLECT: Final = (20_000, 20, 20)
BESIDE: Final = 200  # bytes that a remembered answer takes beside its texts

Asked = tuple[bytes, bytes, bytes, bytes]  # question, answer, earlier answers and seed, as JSON text

_LOG = logging.getLogger(__name__)


class _Line(msgspec.Struct):
    """A line as it came; its parts are read where they are new."""

    id: msgspec.Raw = msgspec.Raw(b"null")
    question: msgspec.Raw = msgspec.Raw(b"null")
    answer: msgspec.Raw = msgspec.Raw(b"")
    earlier: msgspec.Raw = msgspec.Raw(b"null")
    seed: msgspec.Raw = msgspec.Raw(b"null")


_READ = msgspec.json.Decoder(_Line).decode
_FIRST_ID = re.compile(rb'\s*\{\s*"id"\s*:\s*("(?:[ !#-\[\]-~]|\\[ -~]){0,1000}"|-?[0-9]{1,1000})\s*,')
_READ_ANY = msgspec.json.Decoder().decode


def settle() -> None:
    """Tell the garbage collector that what is loaded stays and that much comes and goes: for a process of lines only.

    Left to itself it looks through everything that waits, again and again, for half of the time.
    """
    gc.freeze()
    gc.set_threshold(*COLLECT)


class Grader:
    """Answers lines by a bank."""

    def __init__(self, bank: Bank, secret: bytes) -> None:
        self._bank = bank
        self._secret = secret
        self._remembered: Remembered[Asked] = Remembered()

    def answer(self, text: bytes) -> bytes:
        """The results of these lines, in their order; blank ones have none."""
        heads: list[bytes] = []
        asked: list[Asked | bytes] = []  # or a refusal
        tails: dict[Asked, bytes | None] = {}
        for line in text.split(b"\n"):
            if not line or line.isspace():
                continue
            head, key = _taken(line)
            heads.append(head)
            asked.append(key)
            if isinstance(key, tuple) and key not in tails:
                tails[key] = self._remembered.get(key)
        tails.update(self._graded([key for key, tail in tails.items() if tail is None]))
        ends = (key if isinstance(key, bytes) else tails[key] or b"" for key in asked)
        return b"".join([part for pair in zip(heads, ends, strict=True) for part in pair])

    def _graded(self, asked: list[Asked]) -> Iterator[tuple[Asked, bytes]]:
        """The rest of each result line, after its id."""
        together: dict[tuple[bytes, bytes], list[Asked]] = {}
        for key in asked:
            together.setdefault((key[0], key[3]), []).append(key)
        for (question, seed), keys in together.items():
            try:
                for key, tail in self._answers(question, seed, keys):
                    self._remembered.keep(key, sum(map(len, key)) + BESIDE, tail)
                    yield key, tail
            except Exception:  # a fault of ours ends one line, not the run
                _LOG.exception("lines could not be graded")
                if len(keys) == 1:
                    yield keys[0], _refusal(OURS)
                else:
                    yield from (tail for key in keys for tail in self._graded([key]))

    def _answers(self, named: bytes, seed: bytes, keys: list[Asked]) -> Iterator[tuple[Asked, bytes]]:
        pending = []
        for key in keys:
            try:
                pending.append((key, _given(key)))
            except CannotGrade as refusal:
                yield key, _refusal(str(refusal))
        if not pending:
            return
        try:
            question = self._question(named, _seed(seed))
        except (CannotGrade, BankError) as refusal:
            yield from ((key, _refusal(str(refusal))) for key, _ in pending)
            return
        results = grade_many(question, [given for _, given in pending], self._secret)
        tails: dict[int, bytes] = {}  # of results, of which several answers may share one
        for (key, _), result in zip(pending, results, strict=True):
            if id(result) not in tails:
                tails[id(result)] = _refusal(str(result)) if isinstance(result, CannotGrade) else _tail(result)
            yield key, tails[id(result)]

    def _question(self, text: bytes, seed: str | None) -> Question:
        named = _decoded(text)
        if isinstance(named, str):
            if found := self._bank.question(named):
                return found.variant(seed)
            raise CannotGrade(f"There is no question `{named[:100]}`.")
        if isinstance(named, dict):
            return _derived(_inline(text).variant(seed))
        raise CannotGrade("`question` is the id of a question or a question itself.")


def _taken(line: bytes) -> tuple[bytes, Asked | bytes]:
    """The beginning of the result, and what is asked, or else the rest of the result."""
    if len(line) > LONGEST:
        first = _FIRST_ID.match(line)
        return _head(first[1] if first else b"null"), _refusal(f"This line is longer than {LONGEST} bytes.")
    try:
        row = _READ(line)
        if not line.isascii():
            line.decode()  # strings that are skipped were not looked at
    except (ValueError, RecursionError):
        return _unusual(line)
    return _head(bytes(row.id)), (bytes(row.question), bytes(row.answer), bytes(row.earlier), bytes(row.seed))


def _unusual(line: bytes) -> tuple[bytes, Asked | bytes]:
    """NaN, Infinity, huge numbers and deep nesting, which some writers let through, are for graders to refuse."""
    try:
        row = json.loads(tamed(line))
    except (ValueError, RecursionError):
        return _head(b"null"), _refusal("This line is not JSON.")
    if not isinstance(row, dict):
        return _head(b"null"), _refusal("A line is an object with id, question and answer.")
    parts = {name: json.dumps(value).encode() for name, value in row.items()}
    empty = _Line()
    question, answer, earlier, seed = (
        parts.get(name, bytes(getattr(empty, name))) for name in ("question", "answer", "earlier", "seed")
    )
    return _head(_echo(row.get("id"))), (question, answer, earlier, seed)


def _echo(identity: JSON) -> bytes:
    """An id as it came, or null in place of one with NaN in it, which would make the result no JSON."""
    try:
        return json.dumps(identity, allow_nan=False).encode()
    except ValueError:
        return b"null"


def _given(key: Asked) -> tuple[JSON, dict[str, JSON]]:
    _, answer, earlier, _ = key
    if not answer:
        raise CannotGrade("The line has no `answer`.")
    before = None if earlier == b"null" else _decoded(earlier)
    if before is not None and not isinstance(before, dict):
        raise CannotGrade("`earlier` is a map of answers by question.")
    return _decoded(answer), before or {}


def _seed(text: bytes) -> str | None:
    seed = None if text == b"null" else _decoded(text)
    if seed is None or isinstance(seed, str):
        return seed
    raise CannotGrade("`seed` is a text.")


@lru_cache(maxsize=64)
def _inline(content: bytes) -> Question:
    return read_question(_decoded(content))


def _derived(question: Question) -> Question:
    """A question that came with its line, once all its keys are derived."""
    try:
        for field in question.fields.values():
            _ = field.prepared
    except SpecError as error:
        raise CannotGrade(str(error)) from None
    return question


def _head(identity: bytes) -> bytes:
    return b'{"id":' + identity


def _refusal(message: str) -> bytes:
    return _tail({"error": message})


def _tail(result: dict[str, JSON]) -> bytes:
    """A result behind the id of its line."""
    return b"," + _encoded(result)[1:]


def _decoded(text: bytes) -> Any:
    try:
        return _READ_ANY(text)
    except (msgspec.DecodeError, RecursionError):
        return json.loads(tamed(text))


def _encoded(result: dict[str, JSON]) -> bytes:
    try:
        return msgspec.json.encode(result) + b"\n"
    except (msgspec.MsgspecError, ValueError, UnicodeError):  # a text that is none, as "\ud800"
        return json.dumps(result).encode() + b"\n"
