"""A running quiz: who is where, who rests, who is stuck, and minutes on top."""

from __future__ import annotations

import pytest

from app.insight.extending import give_minutes
from app.insight.live import Live, live
from app.people import service as people
from app.refusals import NotThere, Unreadable
from app.taking import service as taking
from tests.app.store import HOMEWORK, NOON, OTHER, Store, counting

TIMED = HOMEWORK + "minutes = 30\n"


def now(store: Store) -> Live:
    return live(store.db, store.quiz())


def test_it_counts_who_is_away_at_work_and_done(store: Store) -> None:
    assert (now(store).away, now(store).at_work) == (2, [])
    mine, other = store.start(), store.start(store.other)
    store.submit(mine, "1.1", "A", "first")
    found = now(store)
    assert (found.away, found.finished, len(found.at_work)) == (0, 0, 2)
    assert found.places == {"1.1": 1}
    taking.finish(store.db, store.other, other)
    found = now(store)
    assert (found.finished, [one.name for one in found.at_work]) == (1, ["student"])
    assert found.at_work[0].answered == 1


def test_a_draft_says_where_somebody_is(store: Store) -> None:
    mine = store.start()
    store.submit(mine, "1.1", "A", "first")
    store.clock.forward(minutes=1)
    taking.save_draft(store.db, store.student, mine, "1.2", {"why": "Bec"}, seq=1)
    (one,) = now(store).at_work
    assert (one.question, one.seen_at, one.tries) == ("1.2", store.clock.at, 0)


def test_ten_minutes_without_a_sign_are_idle(store: Store) -> None:
    store.start()
    store.clock.forward(minutes=9)
    assert now(store).idle == 0
    store.clock.forward(minutes=1)
    found = now(store)
    assert (found.idle, found.at_work[0].question) == (1, None)


def test_two_tries_without_success_are_stuck_and_stand_first(store: Store) -> None:
    mine, other = store.start(), store.start(store.other)
    taking.submit(store.db, OTHER, other, "1.1", "A", key="o" * 16)
    store.submit(mine, "1.1", "B", "first")
    assert now(store).stuck == []
    store.submit(mine, "1.1", "B", "second")
    found = now(store)
    assert found.stuck == [("1.1", "pick", 1)]
    assert [(one.name, list(one.stuck)) for one in found.at_work] == [("student", ["pick"]), ("other", [])]
    store.clock.forward(minutes=59)
    assert len(now(store).stuck) == 1
    store.clock.forward(minutes=1)
    assert now(store).stuck == []
    store.submit(mine, "1.1", "A", "third")
    assert now(store).stuck == []


def test_minutes_for_everybody_reach_a_running_attempt(store: Store) -> None:
    store.load(head=TIMED)
    mine = store.start()
    assert now(store).at_work[0].ends_at == taking.attempt(store.db, store.student, mine).due_at
    before = now(store).at_work[0].ends_at
    give_minutes(store.db, store.instructor, store.quiz(), 10)
    after = now(store).at_work[0].ends_at
    assert before is not None
    assert after is not None
    assert (after - before).total_seconds() == 600
    assert taking.attempt(store.db, store.student, mine).due_at == after
    store.clock.forward(minutes=41)
    assert (now(store).over, now(store).at_work) == (1, [])


def test_minutes_for_one_add_up_and_are_audited(store: Store) -> None:
    store.load(head=TIMED)
    store.start()
    store.start(store.other)
    for _ in range(2):
        give_minutes(store.db, store.instructor, store.quiz(), 10, store.student.id)
    ends = {one.name: one.ends_at for one in now(store).at_work}
    assert ends["student"] is not None
    assert ends["other"] is not None
    assert (ends["student"] - ends["other"]).total_seconds() == 1200
    entries = people.audit_entries(store.db, store.quiz().course_id)
    assert [entry.action for entry in entries if entry.actor == "instructor"] == ["accommodate", "accommodate"]


def test_a_due_time_moves_along(store: Store) -> None:
    store.load(head=HOMEWORK + "due_at = 2030-05-01T13:00:00Z\n")
    store.start()
    give_minutes(store.db, store.instructor, store.quiz(), 15, store.student.id)
    ends_at = now(store).at_work[0].ends_at
    assert ends_at is not None
    assert (ends_at - NOON).total_seconds() == 75 * 60


@pytest.mark.parametrize("minutes", [0, -5, 241])
def test_what_is_no_more_time_is_refused(store: Store, minutes: int) -> None:
    store.load(head=TIMED)
    with pytest.raises(Unreadable):
        give_minutes(store.db, store.instructor, store.quiz(), minutes)


def test_without_a_limit_and_for_strangers_nothing_is_given(store: Store) -> None:
    with pytest.raises(Unreadable, match="no time limit"):
        give_minutes(store.db, store.instructor, store.quiz(), 10)
    store.load(head=TIMED)
    with pytest.raises(NotThere):
        give_minutes(store.db, store.instructor, store.quiz(), 10, 999)


def test_queries_do_not_grow_with_those_at_work(store: Store) -> None:
    store.start()
    now(store)
    with counting(store) as few:
        now(store)
    store.start(store.other)
    now(store)
    with counting(store) as many:
        now(store)
    assert len(few) == len(many) < 20
