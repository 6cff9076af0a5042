"""What is written is read back, and its parts are held against each other."""

from __future__ import annotations

import pytest

from questions.previewing import previews
from questions.question import Question
from questions.reading import read_question

ASKED = {"jacobian_of": "norm2(w)^2", "wrt": "w"}


@pytest.fixture(scope="module")
def question() -> Question:
    fields = [{"name": "shape", "kind": "shape", **ASKED}, {"name": "row", "kind": "expression", **ASKED}]
    return read_question({"symbols": {"w": "d", "X": "n x d"}, "field": fields})


@pytest.mark.parametrize(("said", "typed"), [("1 x d", "2w^T"), ("d x 1", "2w"), ("d x 1", "nonsense("), ("", "2w")])
def test_what_agrees_or_cannot_be_compared_is_not_remarked(question: Question, said: str, typed: str) -> None:
    assert not any(
        "You say" in problem for problem in previews(question, {"shape": said, "row": typed})["row"].problems
    )


@pytest.mark.parametrize(("said", "typed"), [("1 x d", "2w"), ("d x 1", "w^T"), ("n x d", "w")])
def test_a_shape_that_differs_from_what_was_typed_is_remarked_right_or_wrong(
    question: Question, said: str, typed: str
) -> None:
    found = previews(question, {"shape": said, "row": typed})
    assert found["row"].problems[-1].startswith("You say")
    assert found["row"].reading
    assert not found["shape"].problems


def test_the_place_of_what_cannot_be_read_is_told(question: Question) -> None:
    seen = previews(question, {"row": "2wT"})["row"]
    assert seen.span == (1, 3)
    assert "w^T" in seen.problems[0]


def test_nothing_is_said_of_right_and_wrong(question: Question) -> None:
    right, wrong = (previews(question, {"row": typed})["row"] for typed in ("2w^T", "3w^T"))
    assert right.problems == wrong.problems == ()
    assert right.shape == wrong.shape
