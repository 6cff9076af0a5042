"""The desk sees what an answer does, drawn."""

from __future__ import annotations

from typing import Any

from app.desk import service
from tests.app.store import Store

QUESTIONS = """
[[question]]
id = "1"
title = "A gate"
prompt = "AND"
[[question.field]]
name = "weights"
kind = "network"
layers = "W x + b"
table = [[[0, 0], 0], [[0, 1], 0], [[1, 0], 0], [[1, 1], 1]]
[[question.field]]
name = "pick"
kind = "choice"
key = ["A"]
options = {A = "this", B = "that"}
"""


def fields(store: Store, attempt: int) -> dict[str, Any]:
    (question,) = service.attempt(store.db, store.quiz("drawn"), attempt).questions
    return {field.name: field.picture for field in question.fields}


def test_the_answer_that_counts_is_drawn_with_reasons_in_an_exam_too(store: Store) -> None:
    store.load(head='[quiz]\nmode = "exam"\nshow_reason = "never"\n', questions=QUESTIONS, name="drawn")
    attempt = store.start(name="drawn")
    assert fields(store, attempt) == {"weights": None, "pick": None}
    store.submit(attempt, "1", {"weights": {"W": [[1, 1]], "b": [-1]}, "pick": "A"}, "one", seq=1)
    store.submit(attempt, "1", {"weights": {"W": [[1, 1]], "b": [0]}}, "two", seq=2)
    drawn = fields(store, attempt)
    assert "computes OR, not AND" in drawn["weights"]
    assert drawn["pick"] is None
