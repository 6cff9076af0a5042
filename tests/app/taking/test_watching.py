"""Watching a network train: only after all fields were answered, since it tells, and only where reasons are shown."""

from __future__ import annotations

from typing import Any

import pytest

from app.taking import screen, service
from tests.app.store import HOMEWORK, Store

QUESTIONS = """
[[question]]
id = "1"
title = "A constant"
prompt = "Pick."
[question.replay]
network = "f(W x + b)"
table = [[[0, 0], 0], [[0, 1], 1]]
choices = ["z", "z^2"]
[[question.field]]
name = "pick"
kind = "choice"
key = ["A"]
options = {A = "this", B = "that"}
[[question.field]]
name = "moves"
kind = "choice"
key = ["A"]
options = {A = "all", B = "nothing"}
"""
ALL = {"pick": "A", "moves": "B"}
HIDDEN = HOMEWORK + 'show_reason = "release"\n'


def begun(store: Store, head: str = HOMEWORK) -> int:
    store.load(head, QUESTIONS, "watched")
    return store.start(name="watched")


def watched(store: Store, attempt: int, **wanted: str) -> Any:
    return screen.watched(service.question(store.db, store.student, attempt, "1"), wanted)


def test_there_is_nothing_to_watch_before_all_is_answered(store: Store) -> None:
    attempt = begun(store)
    assert watched(store, attempt) is None
    service.save_draft(store.db, store.student, attempt, "1", {"pick": "A"}, 1)
    assert watched(store, attempt) is None
    store.submit(attempt, "1", {"pick": "B"}, "first")
    assert watched(store, attempt) is None
    store.submit(attempt, "1", {"moves": "A"}, "second")
    assert watched(store, attempt).choice == "z"


def test_nor_where_reasons_are_not_shown(store: Store) -> None:
    attempt = begun(store, HIDDEN)
    store.submit(attempt, "1", ALL, "first")
    assert watched(store, attempt) is None


@pytest.mark.parametrize(
    ("wanted", "choice"), [({"f": "z^2", "start": "0"}, "z^2"), ({"f": "open('/')", "start": "x"}, "z")]
)
def test_the_address_chooses_among_what_is_offered(store: Store, wanted: dict[str, str], choice: str) -> None:
    attempt = begun(store)
    store.submit(attempt, "1", ALL, "first")
    assert watched(store, attempt, **wanted).choice == choice
