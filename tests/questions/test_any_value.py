"""Whatever JSON arrives, a field of the shipped bank answers in time and never breaks."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import Any

import pytest

from questions.grading import grade, preview
from questions.loading import load_bank
from questions.question import Question

NEVER_READ: list[Any] = [
    None,
    True,
    False,
    [],
    {},
    [[]],
    [None],
    {"x": {}},
    [1, [2, ["A"]]],
    "",
    " ",
    "\x00",
    "\ud800",
    "9" * 70_000,
]
HOSTILE = [
    "().__class__.__bases__[0].__subclasses__()",
    "<script>alert(1)</script>",
    "2w^T'); DROP TABLE answers;--",
    "9**9**9**9**9",
    "exp(exp(exp(exp(exp(9)))))",
    r"\input{/etc/passwd}",
    r"\def\x{\x\x}\x",
    "1e999999",
    "(" * 1500,
    "-" * 1500,
    "{" * 1500 + "}" * 1500,
    "a^" * 900 + "a",
    "[" * 300 + "]" * 300,
    "\u202e\u2066",
    "{{7*7}}${7*7}",
    "%s%n",
    "∂/∂z " * 200,
    "(d/dz)" * 200 + "z",
    "d(" * 60 + "z" + ")/dz" * 60,
    "(1e900 + 77) - 1e900",
    "a" + " " * 30_000 + "b",
    "d" * 8000,
    "From (0,0): " * 5000,
]


def fields() -> Iterator[Any]:
    for full_id, question in load_bank():
        for name in question.fields:
            yield pytest.param(question, name, id=f"{full_id}.{name}")


@pytest.mark.parametrize(("question", "name"), [*fields()])
def test_what_is_no_answer_is_asked_back(question: Question, name: str, caplog: pytest.LogCaptureFixture) -> None:
    for value in NEVER_READ:
        result = grade(question, {name: value})["fields"][name]
        allowed = {"invalid", "ungraded"} if question.fields[name].kind.name == "text" else {"invalid"}
        assert result["outcome"] in allowed, (value, result)
        assert result["feedback"]
        preview(question, name, value)
    assert not caplog.records


@pytest.mark.parametrize(("question", "name"), [*fields()])
def test_nothing_is_called_empty_by_every_kind(question: Question, name: str) -> None:
    for value in (None, "", "  "):
        result = grade(question, {name: value})["fields"][name]
        assert (result["outcome"], result["tag"]) == ("invalid", "empty"), value


@pytest.mark.parametrize(("question", "name"), [*fields()])
def test_hostile_text_earns_nothing(question: Question, name: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    for text in HOSTILE:
        result = grade(question, {name: text})["fields"][name]
        assert result["score"] == 0.0, (text, result)
        assert result["outcome"] in ("invalid", "wrong", "ungraded"), (text, result)
        preview(question, name, text)
    assert not caplog.records
