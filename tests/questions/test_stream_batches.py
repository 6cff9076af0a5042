"""However lines come together, every one gets the answer it would get alone."""

from __future__ import annotations

import io
import json
import os
import random
import threading
from typing import Any

import pytest

from questions.batch import Grader
from questions.grading import PUBLIC_KEY
from questions.loading import BANK, load_bank
from questions.question import Bank
from questions.remembering import Remembered
from questions.stream import run


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(BANK)


def weights(chance: random.Random) -> dict[str, Any]:
    scale = chance.uniform(0.1, 5) * chance.choice((1, 1, -1))
    return {"W1": [[scale, scale]] * 2, "b1": [0, -scale], "W2": [[1 / scale, -2 / scale]], "b2": [0]}


def mixed(count: int) -> bytes:
    """Networks, formulas, shapes, lines that cannot be graded, and repetitions of all of them."""
    chance = random.Random(3)
    inline = {"symbols": {"w": "d"}, "field": [{"name": "only", "kind": "expression", "equals": "2w"}]}
    answers: list[dict[str, Any]] = [
        {"question": "assignment-3/2.2", "answer": {"shape": "1 x d", "expression": "2w^T"}},
        {"question": "assignment-3/2.2", "answer": {"expression": "2 w", "shape": "d"}},
        {"question": "assignment-3/2.2", "answer": {"expression": "2w^T + w^T"}},
        {"question": "assignment-3/2.2", "answer": {"nowhere": 1}},
        {"question": "assignment-3/2.2", "answer": {"expression": "\ud800"}},
        {"question": "assignment-3/2.2"},
        {"question": inline, "answer": "w + w"},
        {"question": inline, "answer": "2w", "earlier": {"assignment-3/5.3": "1"}},
        {"question": inline, "answer": ["2w"], "earlier": 3},
        {"question": "nowhere", "answer": 1},
        {"question": "assignment-3/4.2", "answer": {"weights": {"W1": [[1, float("nan")]]}}},
    ]
    lines = []
    for number in range(count):
        network = {"question": "assignment-3/4.2", "answer": weights(chance)}
        row = chance.choice(answers) if chance.random() < 0.3 else network
        lines.append(json.dumps({"id": chance.choice((number, f"n° {number}")), **row}))
    lines[7:7] = ["", "not json", "[1]", "  "]
    return "\n".join(lines).encode() + json.dumps({"id": "n°"}, ensure_ascii=False).encode()


def graded(bank: Bank, data: bytes, jobs: int = 1) -> bytes:
    sink = io.BytesIO()
    run(io.BytesIO(data), sink, bank, jobs=jobs)
    return sink.getvalue()


def test_answers_are_the_same_to_the_byte_alone_together_and_in_several_processes(bank: Bank) -> None:
    data = mixed(400)
    together = graded(bank, data)
    alone = b"".join(Grader(bank, PUBLIC_KEY).answer(line) for line in data.split(b"\n"))
    assert together == alone
    assert graded(bank, data, jobs=2) == alone


def test_order_is_kept_over_many_pieces_and_processes(bank: Bank) -> None:
    data = b"".join(
        json.dumps({"id": n, "question": "assignment-3/4.2", "answer": {"b2": n}}).encode() + b"\n" for n in range(9000)
    )
    results = graded(bank, data, jobs=2).splitlines()
    assert [json.loads(line)["id"] for line in results] == list(range(9000))


def test_a_line_is_answered_while_the_input_of_several_processes_stays_open(bank: Bank) -> None:
    reading, writing = os.pipe()
    answers, sink = os.pipe()
    with os.fdopen(reading, "rb") as source, os.fdopen(sink, "wb") as out, os.fdopen(answers, "rb") as back:
        thread = threading.Thread(target=run, args=(source, out, bank), kwargs={"jobs": 2})
        thread.start()
        with os.fdopen(writing, "wb", buffering=0) as open_input:
            for name in ("first", "second"):
                open_input.write(json.dumps({"id": name, "question": "nowhere", "answer": 1}).encode() + b"\n")
                assert json.loads(back.readline())["id"] == name
        thread.join()


class Broken(io.BytesIO):
    def write(self, data: Any) -> int:
        raise BrokenPipeError


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_output_that_is_closed_ends_the_run(bank: Bank, jobs: int) -> None:
    with pytest.raises(BrokenPipeError):
        run(io.BytesIO(mixed(20)), Broken(), bank, jobs=jobs)


def test_text_that_is_not_utf8_is_refused_wherever_it_stands(bank: Bank) -> None:
    for line in (b'{"id": "\xff"}', b'{"id": 1, "more": "\xff", "question": "assignment-3/4.2", "answer": {}}'):
        assert b"not JSON" in Grader(bank, PUBLIC_KEY).answer(line)


def test_equal_answers_are_graded_once(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def counting(question: Any, given: Any, secret: bytes) -> Any:
        seen.append(len(given))
        return original(question, given, secret)

    from questions import batch

    original = batch.grade_many
    monkeypatch.setattr(batch, "grade_many", counting)
    grader = Grader(bank, PUBLIC_KEY)
    line = b'{"id": %d, "question": "assignment-3/2.2", "answer": {"shape": "1 x d"}}\n'
    first = grader.answer(b"".join(line % n for n in range(5)))
    assert grader.answer(line % 3) == first.splitlines(keepends=True)[3]
    assert seen == [1]


def test_what_nobody_asks_for_any_more_is_forgotten() -> None:
    remembered: Remembered[int] = Remembered(space=100)
    remembered.keep(0, 10, b"kept")
    for number in range(1, 50):
        remembered.keep(number, 10, b"text")
        assert remembered.get(0) == b"kept"
    assert remembered.get(1) is None
    assert remembered.get(49) == b"text"
