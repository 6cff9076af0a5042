"""Every example of the shipped bank gets the score it states."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from questions import checking
from questions.checking import check_example, check_question
from questions.loading import load_bank
from questions.question import Bank, Example, Field, Question


@cache
def bank() -> Bank:
    return load_bank()


def examples() -> Iterator[Any]:
    for full_id, question in bank():
        for number, (field, example) in enumerate(checking.examples(question)):
            yield pytest.param(field, example, id=f"{full_id}.{field.name}[{number}]")


@pytest.mark.parametrize(("field", "example"), list(examples()))
def test_an_example_gets_its_score(field: Field, example: Example) -> None:
    assert check_example(field, example) is None


@pytest.mark.parametrize("question", [pytest.param(question, id=full_id) for full_id, question in bank()])
def test_a_question_is_proved(question: Question) -> None:
    assert [str(fault) for fault in check_question(question)] == []
