"""Grading lines may carry the seed of an attempt; the web draws the same from it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from questions import stream
from questions.loading import load_bank
from questions.question import Bank

BANK = """\
[[question]]
id = "1"
prompt = "What is {{a}} + {{b}}?"
[question.parameters]
a = {from = 1, to = 500}
b = {from = 1, to = 500}
[[question.field]]
name = "sum"
kind = "number"
value = "{{a}} + {{b}}"
"""
INLINE = {"parameters": {"a": {"from": 1, "to": 500}}, "field": [{"name": "n", "kind": "number", "value": "{{a}}"}]}


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    path = tmp_path / "course" / "quiz.toml"
    path.parent.mkdir()
    path.write_text(BANK)
    return load_bank(tmp_path)


def run(bank: Bank, *lines: dict[str, Any], jobs: int = 1) -> list[dict[str, Any]]:
    source = io.BytesIO(b"".join(json.dumps(line).encode() + b"\n" for line in lines))
    sink = io.BytesIO()
    stream.run(source, sink, bank, jobs=jobs)
    return [json.loads(line) for line in sink.getvalue().splitlines()]


def total(bank: Bank, seed: str | None) -> int:
    question = bank.question("quiz/1")
    assert question is not None
    return sum(map(int, re.findall(r"\d+", question.variant(seed).prompt)))


@pytest.mark.parametrize("jobs", [1, 2])
def test_each_line_is_graded_by_the_key_of_its_seed(bank: Bank, jobs: int) -> None:
    seeds = [None, "a", "b", "c", "a"]
    sums = [total(bank, seed) for seed in seeds]
    assert len(set(sums)) == 4
    lines = [
        {"id": [m, n], "question": "quiz/1", "answer": sums[n], "seed": seeds[m]}
        for m in range(len(seeds))
        for n in range(len(seeds))
    ]
    for result in run(bank, *lines, jobs=jobs):
        m, n = result["id"]
        assert (result["score"] == 1) == (sums[m] == sums[n]), result


def test_an_inline_question_takes_a_seed(bank: Bank) -> None:
    answers = [{"id": n, "question": INLINE, "answer": n, "seed": "x"} for n in range(1, 501)]
    assert [result["score"] for result in run(bank, *answers)].count(1.0) == 1
    (right,) = run(bank, {"id": 0, "question": INLINE, "answer": 1})
    assert right["score"] == 1


@pytest.mark.parametrize("seed", [3, True, ["a"], {"a": 1}])
def test_a_seed_is_a_text(bank: Bank, seed: Any) -> None:
    results = run(bank, {"id": 1, "question": "quiz/1", "answer": "3", "seed": seed})
    assert results == [{"id": 1, "error": "`seed` is a text."}]


@pytest.mark.parametrize("seed", ["", "é", "\ud800", "x" * 10_000])
def test_any_text_is_a_seed(bank: Bank, seed: str) -> None:
    (result,) = run(bank, {"id": 1, "question": "quiz/1", "answer": total(bank, seed), "seed": seed})
    assert result["score"] == 1


def test_a_draw_without_a_key_is_an_error(bank: Bank) -> None:
    field = {"name": "n", "kind": "number", "value": "x + {{a}}", "at": {"{{a}}": 1}}
    question = {"symbols": {"x": "scalar"}, "parameters": {"a": ["1"]}, "field": [field]}
    (result,) = run(bank, {"id": 1, "question": question, "answer": "3", "seed": "s"})
    assert "no symbol" in result["error"]
