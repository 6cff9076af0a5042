"""What a student is told of a wrong answer never holds a right one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from questions.grading import grade
from questions.loading import load_bank
from questions.question import Field, Question

KINDS = ("number", "shape", "expression", "derivation")
SHORTEST = 3  # of what counts as giving a right answer away
TRIED = [
    "3*e",
    "3^e",
    "3e^2",
    "e^2",
    "2e3",
    "-1",
    "square",
    "a matrix",
    "n",
    "0.5",
    "w",
    "d x d",
    "",
    "forty",
    "(",
    "x y z",
]


def fields() -> Iterator[Any]:
    for full_id, question in load_bank():
        for name, field in question.fields.items():
            if field.kind.name in KINDS:
                yield pytest.param(question, field, id=f"{full_id}.{name}")


def texts(field: Field, right: bool) -> list[str]:
    """The examples that are texts, and what is tried besides."""
    own = [each.answer for each in field.examples if (each.score == 1) == right and isinstance(each.answer, str)]
    return own if right else [*own, *TRIED]


@pytest.mark.parametrize(("question", "field"), [*fields()])
def test_no_right_answer_is_told(question: Question, field: Field) -> None:
    right = [text.replace(" ", "") for text in texts(field, right=True) if len(text) >= SHORTEST]
    for text in texts(field, right=False):
        judged = grade(question, {field.name: text})["fields"][field.name]
        if judged["outcome"] != "correct":
            said = judged["feedback"].replace(" ", "")
            assert not [key for key in right if key in said and key not in text.replace(" ", "")], (text, said)
