"""Rulings beside everything else that happens to grades: each changes what it is about, and nothing more."""

from __future__ import annotations

import json

import pytest

from app.desk import deciding, regrading, withdrawing
from app.ledger import service as ledger
from app.people import service as people
from app.refusals import Conflict
from tests.app.desk.test_deciding import QUESTION, decide, earned, squares, submit
from tests.app.store import HOMEWORK, Store

__all__ = ["squares"]  # the fixture
OTHER_KEY = QUESTION.replace("norm2(w)^2", "3/2*norm2(w)^2")  # so that 3w^T is right, and 2w^T is not


def both(store: Store) -> list[int]:
    """What the two students have."""
    return [earned(store, store.start(one, "squares")) for one in (store.student, store.other)]


def read_as(store: Store, text: str) -> None:
    """Have 2wT read as this."""
    quiz, about = store.quiz("squares"), ("2.2", "expression", '"2wT"', text)
    plan = deciding.plan_reading(store.db, quiz, *about)
    deciding.accept_reading(store.db, store.instructor, quiz, *about, plan)


def withdraw(store: Store, n: int = 0) -> None:
    """Take a standing ruling back."""
    quiz = store.quiz("squares")
    one = withdrawing.standing_rulings(store.db, quiz)[n]
    plan = withdrawing.plan_withdrawal(store.db, quiz, one)
    withdrawing.withdraw(store.db, store.instructor, quiz, one, plan)


def test_a_decision_leaves_a_changed_key_to_its_own_dry_run(squares: Store) -> None:
    answer, _ = submit(squares, "5w^T")
    submit(squares, "2w^T", squares.other)
    squares.load(HOMEWORK, OTHER_KEY, name="squares")
    decide(squares, answer)
    assert both(squares) == [1000, 2000]
    withdraw(squares)
    assert both(squares) == [0, 2000]
    assert len(regrading.plan(squares.db, squares.quiz("squares")).changes) == 1
    assert list(ledger.verify(squares.db)) == []


def test_what_is_read_as_something_else_is_decided_with_it_sooner_or_later(squares: Store) -> None:
    submit(squares, "2wT")
    read_as(squares, "3w^T")
    answer, _ = submit(squares, "3*w^T", squares.other)
    decide(squares, answer)
    assert both(squares) == [1000, 1000]
    assert submit(squares, "2wT", squares.instructor)[1] == 1000
    assert regrading.plan(squares.db, squares.quiz("squares")).changes == []
    withdraw(squares, 1)
    assert both(squares) == [0, 0]


def test_a_reading_in_place_of_another_is_decided_about_by_what_it_is_now(squares: Store) -> None:
    submit(squares, "2wT")
    answer, _ = submit(squares, "3*w^T", squares.other)
    decide(squares, answer)
    read_as(squares, "3w^T")
    assert both(squares) == [1000, 1000]
    read_as(squares, "2w^T")
    assert both(squares) == [2000, 1000]
    withdraw(squares)
    assert both(squares) == [0, 1000]


def test_the_regrade_of_a_ruling_is_taken_back_with_the_ruling(squares: Store) -> None:
    answer, _ = submit(squares, "3w^T")
    decide(squares, answer)
    quiz = squares.quiz("squares")
    (done,) = regrading.past_regrades(squares.db, quiz)
    with pytest.raises(Conflict, match="Withdraw"):
        regrading.undo(squares.db, squares.instructor, quiz, done.id, "No.")
    assert earned(squares, squares.start(name="squares")) == 1000


def test_a_regrade_before_a_decision_is_still_taken_back(squares: Store) -> None:
    answer, _ = submit(squares, "5w^T")
    submit(squares, "3w^T", squares.other)
    squares.load(HOMEWORK, OTHER_KEY, name="squares")
    quiz = squares.quiz("squares")
    number = regrading.apply(squares.db, None, quiz, regrading.plan(squares.db, quiz), "The key was wrong.")
    squares.clock.forward(minutes=1)
    decide(squares, answer)
    assert both(squares) == [1000, 2000]
    regrading.undo(squares.db, None, quiz, number, "It was right.")
    assert both(squares) == [1000, 0]
    assert list(ledger.verify(squares.db)) == []


def test_the_audit_says_what_stood_before_and_what_was_withdrawn(squares: Store) -> None:
    answer, _ = submit(squares, "3w^T")
    decide(squares, answer, 500)
    decide(squares, answer, 1500)
    withdraw(squares)
    submit(squares, "2wT")
    read_as(squares, "2w^T")
    withdraw(squares)
    found = {"decide for a group": [], "withdraw a decision": [], "withdraw a reading": []}
    for entry in people.audit_entries(squares.db, squares.quiz("squares").course_id):
        if entry.action in found:
            told = json.loads(entry.detail)
            found[entry.action].append(told.get("points", told.get("read_as")))
    assert found == {
        "decide for a group": [[500, 1500], [None, 500]],
        "withdraw a decision": [[1500, None]],
        "withdraw a reading": [["2w^T", None]],
    }
