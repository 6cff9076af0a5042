"""What waits for people in one field is what waits of that field in the quiz."""

from __future__ import annotations

import json
from typing import Any

import pytest

from app.desk import service as desk
from app.ledger import service as ledger
from app.ledger.views import NewEvent
from tests.app.store import Store


def by_hand(store: Store, field: str = "why", question: int = 2) -> list[tuple[int, int, str, Any]]:
    """Item, answer, outcome and value; the same as the quiz-wide list has of this field."""
    with store.db.read() as c:
        found = ledger.answers_by_hand(c, question, field)
        listed = [item for item in ledger.items_for_people(c, 1) if (item.question_id, item.field) == (question, field)]
    assert {(one.item_id, one.answer_id, one.outcome) for one in found} == {
        (one.item_id, one.answer_id, one.outcome) for one in listed
    }
    return [(one.item_id, one.answer_id, one.outcome, json.loads(one.value)) for one in found]


def judge(store: Store, answer: int, points: int) -> None:
    last = desk.task(store.db, store.quiz(), store.instructor, answer).last_event
    desk.grade(store.db, store.instructor, store.quiz(), answer, points=points, last_event=last)


def test_nothing_waits_where_nobody_wrote(store: Store) -> None:
    store.start()
    assert by_hand(store) == []


def test_the_last_text_waits_and_an_older_one_in_vain(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.2", {"why": "First."}, "one")
    store.submit(attempt, "1.2", {"why": "Second."}, "two")
    assert [(outcome, value) for _, _, outcome, value in by_hand(store)] == [("ungraded", "Second.")]


def test_a_judged_text_gives_way_to_a_newer_one(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.2", {"why": "First."}, "one")
    judge(store, 1, 1000)
    assert [(outcome, value) for _, _, outcome, value in by_hand(store)] == [("partial", "First.")]
    store.submit(attempt, "1.2", {"why": "Second."}, "two")
    assert [(outcome, value) for _, _, outcome, value in by_hand(store)] == [("ungraded", "Second.")]


@pytest.mark.parametrize(("points", "waits"), [(2000, False), (1000, True)])
def test_what_was_undecided_waits_until_all_points_are_earned(store: Store, points: int, waits: bool) -> None:
    attempt = store.start()
    store.submit(attempt, "1.1", {"pick": "B"}, "one")
    store.submit(attempt, "1.1", {"pick": "A"}, "two")
    with store.db.read() as c:
        (item, *_) = ledger.items(c, [attempt], 1)
        first, second = ledger.answers_to(c, [item.id])

    def append(answer: int, outcome: str, points: int) -> None:
        event = NewEvent(item.id, answer, "regrade", outcome, points, None, {}, item.version)
        store.db.write(lambda c: ledger.append(c, store.db.keys, attempt, [event], store.clock()) and None)

    append(first.id, "undecided", 0)
    append(second.id, "partial" if waits else "correct", points)
    assert [answer for _, answer, _, _ in by_hand(store, "pick", 1)] == ([first.id] if waits else [])
