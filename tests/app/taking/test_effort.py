"""However many questions there are, looking at them takes the same few queries."""

from __future__ import annotations

from app.taking import service as taking
from tests.app.store import HOMEWORK, Store, counting

ONE = """
[[question]]
id = "9.{n}"
title = "Pick"
[[question.field]]
name = "pick"
kind = "choice"
key = ["A"]
options = {{A = "this", B = "that"}}
"""


def looked(store: Store, count: int) -> int:
    """The statements that it takes to look at all questions of an answered quiz of this many."""
    name = f"of-{count}"
    store.load(HOMEWORK, "".join(ONE.format(n=n) for n in range(count)), name)
    attempt = store.start(name=name)
    for n in range(count):
        store.submit(attempt, f"9.{n}", {"pick": "B"}, f"answer {n}")
    taking.questions(store.db, store.student, attempt)
    with counting(store) as sent:
        assert len(taking.questions(store.db, store.student, attempt)) == count
    return len(sent)


def test_all_questions_take_as_many_queries_as_two(store: Store) -> None:
    few, many = looked(store, 2), looked(store, 12)
    assert few == many <= 15
