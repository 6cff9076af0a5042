"""The one function that decides what may be shown when."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from app.quizzes.views import Mode, QuizView, Visible, When
from app.quizzes.visibility import visibility
from tests.app.store import NOON

DUE = NOON + timedelta(days=1)
ALL, NONE = Visible(True, True, True, True), Visible(False, False, False, False)


def quiz(
    when: When, due_at: datetime | None = DUE, released_at: datetime | None = None, mode: Mode = "homework"
) -> QuizView:
    """A quiz that shows everything at the same time."""
    return QuizView(1, 1, "q", "Q", mode, None, due_at, None, None, when, when, when, when, released_at, {})


@pytest.mark.parametrize(
    ("when", "before", "after_due", "after_release"),
    [("never", NONE, NONE, NONE), ("check", ALL, ALL, ALL), ("due", NONE, ALL, NONE), ("release", NONE, NONE, ALL)],
)
def test_each_setting_waits_for_its_moment(when: When, before: Visible, after_due: Visible, after_release: Visible):
    assert visibility(quiz(when), DUE, NOON) == before
    assert visibility(quiz(when), DUE, DUE) == before
    assert visibility(quiz(when), DUE, DUE + timedelta(seconds=1)) == after_due
    assert visibility(quiz(when, released_at=NOON), DUE, NOON) == after_release


def test_each_part_has_its_own_setting():
    mixed = QuizView(1, 1, "q", "Q", "homework", None, DUE, None, None, "check", "due", "never", "release", None, {})
    assert visibility(mixed, DUE, NOON) == Visible(True, False, False, False)
    assert visibility(mixed, DUE, DUE + timedelta(1)) == Visible(True, True, False, False)


def test_a_time_limit_that_ends_before_the_due_time_shows_nothing_earlier():
    assert visibility(quiz("due"), NOON, NOON + timedelta(hours=1)) == NONE


def test_an_extension_is_waited_for():
    extended = DUE + timedelta(days=2)
    assert visibility(quiz("due"), extended, DUE + timedelta(days=1)) == NONE
    assert visibility(quiz("due"), extended, extended + timedelta(seconds=1)) == ALL


def test_without_any_due_time_it_waits_for_the_release():
    open_end = quiz("due", due_at=None)
    assert visibility(open_end, None, NOON + timedelta(days=999)) == NONE
    assert visibility(open_end, NOON, NOON + timedelta(days=1)) == NONE
    assert visibility(quiz("due", due_at=None, released_at=NOON), None, NOON) == ALL


def test_a_release_in_the_future_is_none_yet():
    assert visibility(quiz("release", released_at=DUE), DUE, NOON) == NONE


# By mode and setting: what is shown before the due time, after it, and after the release (before the due time, after).
TABLE = {
    ("practice", "never"): (False, False, False, False),
    ("practice", "check"): (True, True, True, True),
    ("practice", "due"): (False, True, False, True),
    ("practice", "release"): (False, False, True, True),
    ("homework", "never"): (False, False, False, False),
    ("homework", "check"): (True, True, True, True),
    ("homework", "due"): (False, True, False, True),
    ("homework", "release"): (False, False, True, True),
    ("exam", "never"): (False, False, False, False),
    ("exam", "check"): (False, False, True, True),
    ("exam", "due"): (False, False, False, True),
    ("exam", "release"): (False, False, True, True),
}


@pytest.mark.parametrize(("mode", "when"), list(TABLE))
def test_the_whole_table(mode: Mode, when: When):
    after = DUE + timedelta(seconds=1)
    moments = ((NOON, None), (after, None), (NOON, NOON), (after, NOON))
    shown = [visibility(quiz(when, released_at=released, mode=mode), DUE, now) for now, released in moments]
    assert shown == [ALL if visible else NONE for visible in TABLE[mode, when]]
