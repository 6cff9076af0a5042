"""The marks of a quiz as arrays."""

from __future__ import annotations

import numpy as np
import pytest

from app.insight.marks import marks
from app.taking import service as taking
from tests.app.store import Store, counting


def test_a_mark_is_missing_until_it_is_given_and_nought_once_handed_in(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.1", "A", "first")
    store.submit(attempt, "1.2", {"why": "Because.", "pick": "B"}, "second")
    found = marks(store.db, store.quiz())
    assert [field for _, field in found.columns] == ["pick", "why", "pick", "pick"]
    assert found.points[0] == pytest.approx([2, np.nan, 1, np.nan], nan_ok=True)
    taking.finish(store.db, store.student, attempt)
    assert marks(store.db, store.quiz()).points[0] == pytest.approx([2, np.nan, 1, 0], nan_ok=True)


def test_questions_add_up_their_fields(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.1", "B", "first")
    store.submit(attempt, "1.2", {"why": "Because.", "pick": "B"}, "second")
    questions, points, worth = marks(store.db, store.quiz()).by_question()
    assert len(questions) == 3
    assert worth.tolist() == [2, 4, 1]
    assert points[0] == pytest.approx([0, np.nan, np.nan], nan_ok=True)


def test_only_what_changed_is_read_again(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.1", "B", "first")
    before = marks(store.db, store.quiz())
    with counting(store) as sent:
        assert marks(store.db, store.quiz()).rows == before.rows
    assert not [statement for statement in sent if "current_grades" in statement or "items" in statement]
    store.submit(attempt, "1.1", "A", "second")
    assert marks(store.db, store.quiz()).points[0][0] == 2


def test_who_only_looked_is_no_row(store: Store) -> None:
    store.start()
    found = marks(store.db, store.quiz())
    assert found.rows == []
    assert found.by_question()[1].shape == (0, 3)


def test_a_question_added_later_is_a_column(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.1", "A", "first")
    assert marks(store.db, store.quiz()).points.shape == (1, 4)
    more = '\n[[question]]\nid = "3"\ntitle = "T"\nprompt = "P"\n[[question.field]]\nname = "f"\nkind = "choice"\n'
    path = store.folder / "bank" / "course" / "small.toml"
    store.load(head=path.read_text() + more + 'key = ["A"]\noptions = {A = "this", B = "that"}\n', questions="")
    assert marks(store.db, store.quiz()).points.shape == (1, 5)


def test_time_is_between_submissions_and_a_long_pause_is_not_spent(store: Store) -> None:
    attempt = store.start()
    store.clock.forward(minutes=2)
    store.submit(attempt, "1.1", "B", "first")
    store.clock.forward(minutes=3)
    store.submit(attempt, "1.1", "A", "second")
    store.clock.forward(hours=9)
    store.submit(attempt, "2.1", "A", "third")
    (row,) = marks(store.db, store.quiz()).rows
    assert list(row.seconds.values()) == [300, 1800]
    assert list(row.tries.values()) == [2, 1]
