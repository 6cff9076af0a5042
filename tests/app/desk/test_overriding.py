"""Points that a person sets for one field."""

from __future__ import annotations

import pytest

from app.desk import service as desk
from app.ledger import service as ledger
from app.people import service as people
from app.refusals import Conflict, NotThere, Unreadable
from app.taking import service as taking
from tests.app.store import Store


@pytest.fixture
def wrong(store: Store) -> Store:
    """A student's wrong answer to 1.1, of 2 points."""
    store.submit(store.start(), "1.1", "B", "wrong")
    return store


def override(store: Store, points: int | None = 1500, reason: str = "The page was misprinted.", last: int = 1) -> None:
    desk.override(store.db, store.instructor, store.quiz(), 1, points, reason, last)


def test_it_counts_whatever_comes_and_says_why(wrong: Store) -> None:
    override(wrong)
    wrong.submit(1, "1.1", "A", "right")
    view = taking.question(wrong.db, wrong.student, 1, "1.1")
    (said,) = view.fields[0].amended
    assert (said.before, said.after, said.reason) == (None, 1500, "The page was misprinted.")
    assert view.attempt.earned == 1500
    assert wrong.counts() == (2, 2, 3)
    field = desk.attempt(wrong.db, wrong.quiz(), 1).questions[0].fields[0]
    assert (field.earned, [event.points for event in field.overrides]) == (1500, [1500])
    assert list(ledger.verify(wrong.db)) == []
    entry = people.audit_entries(wrong.db, 1)[0]
    assert (entry.action, entry.subject) == ("override", "small/1.1 pick, attempt 1")


def test_a_second_one_takes_the_place_of_the_first(wrong: Store) -> None:
    override(wrong)
    override(wrong, 500, "It was not that bad.", last=2)
    assert desk.attempt(wrong.db, wrong.quiz(), 1).earned == 500


def test_what_was_judged_meanwhile_is_a_conflict(wrong: Store) -> None:
    wrong.submit(1, "1.1", "A", "right")
    with pytest.raises(Conflict):
        override(wrong)
    assert desk.attempt(wrong.db, wrong.quiz(), 1).earned == 2000


@pytest.mark.parametrize(("points", "reason"), [(2001, "x"), (None, "x"), (1, " "), (1, "x" * 1001)])
def test_points_there_are_not_and_no_reason_are_refused(wrong: Store, points: int | None, reason: str) -> None:
    with pytest.raises(Unreadable):
        override(wrong, points, reason)


def test_an_item_of_another_quiz_is_not_there(wrong: Store) -> None:
    other = wrong.load(name="other")
    with pytest.raises(NotThere):
        desk.override(wrong.db, wrong.instructor, other, 1, 0, "x", 1)
