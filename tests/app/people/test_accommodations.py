"""More time for some, and where it comes from."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from app.people import service
from app.people.views import Allowance, Extra, Part, Target, Wanted
from app.refusals import Closed, NotThere, Unreadable
from tests.app.store import NOON, OTHER, STUDENT, Store

DAY = NOON + timedelta(days=1)
MINE = Target(1, STUDENT.id, None, None)
SLOW = Target(1, None, "slow", None)


def label(store: Store, word: str, *enrolments: int) -> None:
    for enrolment in enrolments:
        store.run(f"INSERT INTO labels (enrolment_id, label) VALUES ({enrolment}, '{word}')")


def give(store: Store, target: Target, **extra: Any) -> None:
    store.db.write(lambda c: service.accommodate(c, NOON, store.instructor, target, Extra(**extra)))


def parts(store: Store, user: int = STUDENT.id, quiz: int = 1) -> list[Part]:
    with store.db.read() as c:
        return list(service.allowance_parts(c, [user], 1, quiz)[user])


def test_nobody_has_anything_at_first(store: Store) -> None:
    assert parts(store) == []
    with store.db.read() as c:
        assert service.allowances(c, [1, 2], 1, 1) == {1: Allowance(), 2: Allowance()}


def test_each_part_is_inherited_by_itself_from_the_nearest(store: Store) -> None:
    label(store, "slow", 1, 2)
    give(store, SLOW, time_percent=125, extra_minutes=5)
    give(store, replace(SLOW, quiz_id=1), due_at=DAY)
    give(store, MINE, time_percent=150)
    assert parts(store) == [
        Part("time_percent", 150, None, True),
        Part("extra_minutes", 5, "slow", True),
        Part("due_at", DAY, "slow", False),
    ]
    give(store, replace(MINE, quiz_id=1), extra_minutes=0)
    assert parts(store)[1] == Part("extra_minutes", 0, None, False)
    assert [part.value for part in parts(store, OTHER.id)] == [125, 5, DAY]
    store.load(name="another")
    assert [part.name for part in parts(store, quiz=2)] == ["time_percent", "extra_minutes"]


def test_of_several_labels_the_most_generous_counts(store: Store) -> None:
    label(store, "slow", 1)
    label(store, "slower", 1)
    give(store, SLOW, time_percent=125, extra_minutes=20)
    give(store, replace(SLOW, label="slower"), time_percent=150, extra_minutes=10)
    assert parts(store) == [Part("time_percent", 150, "slower", True), Part("extra_minutes", 20, "slow", True)]
    give(store, replace(SLOW, quiz_id=1), time_percent=110)
    assert parts(store)[0] == Part("time_percent", 110, "slow", False)


def test_what_is_set_to_nothing_is_gone(store: Store) -> None:
    give(store, MINE, time_percent=150)
    give(store, MINE, extra_minutes=5)
    assert [part.name for part in parts(store)] == ["extra_minutes"]
    give(store, MINE)
    assert store.scalar("SELECT count(*) FROM accommodations") == 0


def test_it_is_audited_with_before_and_after_and_only_when_something_changes(store: Store) -> None:
    for _ in range(2):
        give(store, replace(MINE, quiz_id=1, quiz="small"), time_percent=150)
    (entry,) = service.audit_entries(store.db, 1, wanted=Wanted(action="accommodate"))
    assert (entry.actor, entry.action, entry.subject) == ("instructor", "accommodate", "small: student")
    assert entry.detail == '{"time_percent": [null, 150]}'


def test_all_that_is_set_is_listed(store: Store) -> None:
    label(store, "slow", 2)
    give(store, replace(MINE, quiz_id=1), due_at=DAY)
    give(store, MINE, extra_minutes=3)
    give(store, SLOW, time_percent=125)
    with store.db.read() as c:
        found = service.accommodations(c, 1)
    assert sorted(found, key=str) == sorted(
        [
            (SLOW, "slow", Extra(time_percent=125)),
            (replace(MINE, quiz_id=1), "student", Extra(due_at=DAY)),
            (MINE, "student", Extra(extra_minutes=3)),
        ],
        key=str,
    )


@pytest.mark.parametrize(
    ("extra", "sentence"),
    [
        ({"time_percent": 99}, "between 100"),
        ({"time_percent": 1001}, "between 100"),
        ({"extra_minutes": -1}, "between 0"),
        ({"extra_minutes": 1441}, "between 0"),
        ({"due_at": DAY}, "choose which"),
    ],
)
def test_what_is_no_more_time_is_refused(store: Store, extra: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        give(store, MINE, **extra)


@pytest.mark.parametrize("target", [replace(MINE, user_id=99), SLOW, replace(MINE, course_id=2)])
def test_who_is_not_in_the_course_gets_nothing(store: Store, target: Target) -> None:
    with pytest.raises(NotThere):
        give(store, target, time_percent=150)


def test_extra_minutes_reach_a_running_attempt(store: Store) -> None:
    store.load("[quiz]\nminutes = 30\n")
    attempt = store.start()
    give(store, replace(MINE, quiz_id=1), time_percent=150, extra_minutes=10)
    store.clock.forward(minutes=54)
    store.submit(attempt, "1.1", {"pick": "A"}, "in the extra time")
    assert store.scalar("SELECT due_at FROM attempts") is not None
    store.clock.forward(minutes=2)
    with pytest.raises(Closed, match="closed"):
        store.submit(attempt, "1.1", {"pick": "A"}, "after it")
