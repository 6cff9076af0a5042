"""Lines in, lines out, in order and as they come."""

from __future__ import annotations

import io
import json
import os
import threading
import tracemalloc
from typing import Any

import pytest

from questions.question import Bank
from questions.stream import LONGEST, run

INLINE = {"field": [{"name": "only", "kind": "choice", "key": ["A"], "options": {"A": "one", "B": "two"}}]}
NOTHING = Bank({})


def stream(data: bytes) -> list[dict[str, Any]]:
    sink = io.BytesIO()
    run(io.BytesIO(data), sink, NOTHING)
    return [json.loads(line) for line in sink.getvalue().splitlines()]


def line(**members: Any) -> bytes:
    return json.dumps({"id": 1, "question": INLINE, "answer": "A", **members}).encode() + b"\n"


def test_every_line_has_its_answer_in_order() -> None:
    results = stream(b"".join(line(id=n, answer="AB"[n % 2]) for n in range(50)))
    assert [result["id"] for result in results] == list(range(50))
    assert [result["score"] for result in results] == [1.0, 0.0] * 25
    assert list(results[0]) == ["id", "score", "outcome", "fields"]


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"not json\n", "JSON"),
        (b"\xff\xfe\n", "JSON"),
        (b"[1]\n", "object"),
        (b"[" * 100_000 + b"\n", "JSON"),
        (line(question="nowhere/1.1"), "no question"),
        (line(question=3), "id of a question"),
        (line(question={"field": []}), "at least one field"),
        (line(question={"field": [{"name": "x", "kind": "none"}]}), "no kind"),
        (line(answer={"only": "A", "else": "B"}), "no field"),
        (line(earlier=[1]), "earlier"),
        (b'{"id": 1, "question": "x"}\n', "answer"),
        (b'{"id": "' + b"x" * LONGEST + b'"}\n', "longer"),
    ],
)
def test_a_line_that_cannot_be_graded_says_why_and_the_run_goes_on(data: bytes, part: str) -> None:
    refused, graded = stream(data + line(id="after"))
    assert set(refused) == {"id", "error"}
    assert part in refused["error"]
    assert graded["id"] == "after"
    assert graded["score"] == 1.0


def test_blank_lines_are_skipped_and_the_last_line_needs_no_end() -> None:
    assert [result["id"] for result in stream(b"\n\n" + line(id=1) + b"  \n" + line(id=2).rstrip())] == [1, 2]


@pytest.mark.parametrize("identity", [None, "", 1.5, [1], {"a": None}, "\ud800", 10**30])
def test_any_id_comes_back(identity: Any) -> None:
    assert stream(line(id=identity))[0]["id"] == identity


@pytest.mark.parametrize("identity", [b"NaN", b"[1, -Infinity]"])
def test_an_id_that_is_no_json_comes_back_as_null(identity: bytes) -> None:
    data = line(id="here", question="nowhere", answer=1).replace(b'"here"', identity)
    sink = io.BytesIO()
    run(io.BytesIO(data), sink, NOTHING)
    assert sink.getvalue().startswith(b'{"id":null,')


def test_numbers_that_are_not_finite_are_asked_back_by_name() -> None:
    network = {
        "field": [{"name": "w", "kind": "network", "layers": "W x", "table": [[[1], 1]]}],
    }
    (result,) = stream(line(question=network, answer={"W": [[float("nan")]]}))
    assert result["fields"]["w"]["tag"] == "nonfinite"


def test_a_line_is_answered_while_the_input_stays_open() -> None:
    reading, writing = os.pipe()
    answers, sink = os.pipe()
    with os.fdopen(reading, "rb") as source, os.fdopen(sink, "wb") as out, os.fdopen(answers, "rb") as back:
        thread = threading.Thread(target=run, args=(source, out, NOTHING))
        thread.start()
        with os.fdopen(writing, "wb", buffering=0) as open_input:
            open_input.write(line(id="first"))
            assert json.loads(back.readline())["id"] == "first"
            whole = line(id="second")
            open_input.write(whole[:20])
            open_input.write(whole[20:])
            assert json.loads(back.readline())["id"] == "second"
        thread.join()


class Endless(io.RawIOBase):
    """A stream of equal lines that is never whole in memory."""

    def __init__(self, text: bytes, count: int) -> None:
        self.text, self.count = text * 100, count // 100

    def read1(self, _: int = -1) -> bytes:
        self.count -= 1
        return self.text if self.count >= 0 else b""


class Nowhere(io.RawIOBase):
    """Takes everything and keeps nothing."""

    def write(self, data: Any) -> int:
        return len(data)


def test_memory_does_not_grow_with_the_input() -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        run(Endless(line(), count), Nowhere(), NOTHING)  # type: ignore[arg-type]
        size = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return size

    peak(200)
    assert peak(4_000) < 2 * peak(400)


def test_an_endless_line_is_not_kept() -> None:
    sink = io.BytesIO()
    tracemalloc.start()
    run(Endless(b"x" * 100, 300_000), sink, NOTHING)  # type: ignore[arg-type]
    assert tracemalloc.get_traced_memory()[1] < 8 * LONGEST
    tracemalloc.stop()
    assert b"longer" in sink.getvalue()
