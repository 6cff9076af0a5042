"""What was written is handed in when the time is up: once, as received at that moment, whoever notices it first."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from app.db import Database
from app.ledger.tables import Submission
from app.quizzes import service as quizzes
from app.refusals import Closed
from app.taking import service as taking
from tests.app.store import KEYS, NOON, Store

TIMED = '[quiz]\nmode = "homework"\nminutes = 30\ntries = 2\n'


@pytest.fixture
def timed(store: Store) -> Store:
    store.load(TIMED, name="timed")
    return store


def received(store: Store) -> list[tuple[str, object]]:
    with store.db.read() as c:
        query = select(Submission.answer, Submission.received_at).order_by(Submission.id)
        return [(answer, at - NOON) for answer, at in c.execute(query)]


def save(store: Store, attempt: int, slug: str, answer: object, seq: int = 1) -> None:
    taking.save_draft(store.db, store.student, attempt, slug, answer, seq)


@pytest.mark.parametrize(
    "noticed",
    [
        lambda store, attempt: taking.hand_in_all_late(store.db),
        lambda store, attempt: taking.attempt(store.db, store.student, attempt),
        lambda store, attempt: taking.question(store.db, store.student, attempt, "1.1"),
        lambda store, attempt: taking.answers(store.db, store.student, attempt),
        lambda store, attempt: taking.finish(store.db, store.student, attempt),
    ],
    ids=["on a schedule", "the attempt is looked at", "a question is", "its answers are", "it is handed in too late"],
)
def test_when_the_time_is_up_drafts_become_submissions_once(
    timed: Store, noticed: Callable[[Store, int], object]
) -> None:
    attempt = timed.start(name="timed")
    save(timed, attempt, "1.1", {"pick": "A"})
    timed.clock.forward(minutes=30, seconds=1)
    for _ in range(3):
        noticed(timed, attempt)
    assert received(timed) == [('{"pick":"A"}', timedelta(minutes=30))]
    view = taking.attempt(timed.db, timed.student, attempt)
    assert (view.state, view.earned) == ("over", 2000)


def test_two_processes_hand_in_once(timed: Store) -> None:
    attempt = timed.start(name="timed")
    save(timed, attempt, "1.1", {"pick": "A"})
    save(timed, attempt, "2.1", {"pick": "B"})
    timed.clock.forward(hours=1)
    others = [Database(timed.db.url.render_as_string(False), KEYS, timed.clock) for _ in range(3)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(taking.hand_in_all_late, others))
    assert timed.counts() == (2, 2, 2)
    for other in others:
        other.close()


def test_a_draft_that_is_damaged_keeps_no_other_from_being_handed_in(timed: Store) -> None:
    damaged = timed.start(name="timed")
    save(timed, damaged, "1.1", {"pick": "A"})
    attempt = timed.start(timed.other, name="timed")
    taking.save_draft(timed.db, timed.other, attempt, "1.1", {"pick": "B"}, 1)
    timed.run(f"UPDATE drafts SET answer = 'no JSON' WHERE attempt_id = {damaged}")
    timed.clock.forward(hours=1)
    taking.hand_in_all_late(timed.db)
    assert [answer for answer, _ in received(timed)] == ['{"pick":"B"}']


def test_nothing_is_handed_in_before_the_time_is_up(timed: Store) -> None:
    attempt = timed.start(name="timed")
    save(timed, attempt, "1.1", {"pick": "A"})
    timed.clock.forward(minutes=30)
    assert taking.hand_in_all_late(timed.db) == 0
    assert timed.counts() == (0, 0, 0)


def test_what_was_submitted_since_or_has_no_try_left_is_not_handed_in_again(timed: Store) -> None:
    attempt = timed.start(name="timed")
    save(timed, attempt, "1.1", {"pick": "B"})
    timed.clock.forward(minutes=1)
    timed.submit(attempt, "1.1", {"pick": "A"}, "after the draft")
    timed.submit(attempt, "1.2", {"pick": "A"}, "one")
    timed.submit(attempt, "1.2", {"pick": "A"}, "two")
    timed.clock.forward(minutes=1)
    save(timed, attempt, "1.2", {"pick": "B", "why": "Because."})
    timed.clock.forward(hours=1)
    taking.hand_in_all_late(timed.db)
    assert [answer for answer, _ in received(timed)][3:] == ['{"why":"Because."}']


def test_a_draft_that_says_what_was_submitted_costs_no_try(timed: Store) -> None:
    attempt = timed.start(name="timed")
    timed.submit(attempt, "1.1", {"pick": "B"}, "first")
    timed.clock.forward(minutes=1)
    save(timed, attempt, "1.1", {"pick": "B"})
    taking.finish(timed.db, timed.student, attempt)
    assert timed.counts() == (1, 1, 1)


@pytest.mark.parametrize("late", [False, True], ids=["handed in", "when the time is up"])
def test_a_key_that_a_student_used_before_keeps_no_draft_from_being_handed_in(timed: Store, late: bool) -> None:
    mine, theirs = timed.start(name="timed"), timed.start(timed.other, "timed")
    save(timed, mine, "2.1", {"pick": "B"})
    taking.finish(timed.db, timed.student, mine)
    with timed.db.read() as c:
        used = c.scalar(select(Submission.idempotency_key))
    assert used
    guesses = [used.replace(f"-{mine}-", f"-{theirs}-"), used]
    for key in guesses:
        taking.submit(timed.db, timed.other, theirs, "1.1", {"pick": "no option"}, key=key)
    timed.clock.forward(minutes=1)
    taking.save_draft(timed.db, timed.other, theirs, "1.1", {"pick": "A"}, 1)
    if late:
        timed.clock.forward(hours=1)
        taking.hand_in_all_late(timed.db)
    else:
        taking.finish(timed.db, timed.other, theirs)
    assert taking.attempt(timed.db, timed.other, theirs).earned == 2000


def test_more_time_given_while_it_runs_is_picked_up(timed: Store) -> None:
    attempt = timed.start(name="timed")
    timed.clock.forward(minutes=29)
    quizzes.change_settings(timed.db, timed.instructor, timed.quiz("timed").id, {"minutes": 45})
    timed.clock.forward(minutes=10)
    assert taking.attempt(timed.db, timed.student, attempt).due_at == NOON + timedelta(minutes=45)
    save(timed, attempt, "1.1", {"pick": "A"})
    timed.submit(attempt, "2.1", {"pick": "A"}, "in the time given")
    taking.hand_in_all_late(timed.db)
    assert timed.counts() == (1, 1, 1)
    timed.clock.forward(minutes=7)
    with pytest.raises(Closed):
        timed.submit(attempt, "2.1", {"pick": "A"}, "after the time given")
    taking.hand_in_all_late(timed.db)
    assert received(timed)[-1] == ('{"pick":"A"}', timedelta(minutes=45))


def test_a_shorter_time_takes_nothing_from_those_who_began(timed: Store) -> None:
    attempt = timed.start(name="timed")
    quizzes.change_settings(timed.db, timed.instructor, timed.quiz("timed").id, {"minutes": 10})
    timed.clock.forward(minutes=30)
    timed.submit(attempt, "1.1", {"pick": "A"}, "in the last second")
    assert timed.counts() == (1, 1, 1)


def test_time_given_after_the_end_opens_it_again_and_keeps_what_was_handed_in(timed: Store) -> None:
    attempt = timed.start(name="timed")
    save(timed, attempt, "1.1", {"pick": "A"})
    timed.clock.forward(minutes=31)
    taking.hand_in_all_late(timed.db)
    quizzes.change_settings(timed.db, timed.instructor, timed.quiz("timed").id, {"minutes": 60})
    save(timed, attempt, "2.1", {"pick": "A"})
    timed.clock.forward(minutes=30)
    taking.hand_in_all_late(timed.db)
    assert received(timed) == [
        ('{"pick":"A"}', timedelta(minutes=30)),
        ('{"pick":"A"}', timedelta(minutes=60)),
    ]


@pytest.mark.parametrize(("percent", "minutes"), [(None, 30), (150, 45), (200, 60)])
@pytest.mark.parametrize(("late", "accepted"), [(-1, True), (0, True), (1, False)])
def test_the_last_second(timed: Store, percent: int | None, minutes: int, late: int, accepted: bool) -> None:
    if percent:
        timed.run(f"INSERT INTO accommodations (enrolment_id, time_percent) VALUES (1, {percent})")
    attempt = timed.start(name="timed")
    timed.clock.forward(minutes=minutes, seconds=late)
    if accepted:
        timed.submit(attempt, "1.1", {"pick": "A"}, "the last one")
    else:
        with pytest.raises(Closed):
            timed.submit(attempt, "1.1", {"pick": "A"}, "the last one")
        with pytest.raises(Closed):
            save(timed, attempt, "1.1", {"pick": "A"})
    assert timed.counts()[0] == int(accepted)


@pytest.mark.parametrize("shift", [-3600, 3600])
def test_a_clock_that_is_set_wrong_meanwhile_opens_nothing(timed: Store, shift: int) -> None:
    attempt = timed.start(name="timed")
    timed.clock.forward(minutes=20)
    timed.submit(attempt, "1.1", {"pick": "B"}, "before the shift")
    timed.clock.forward(seconds=shift)
    if shift > 0:
        with pytest.raises(Closed):
            timed.submit(attempt, "1.1", {"pick": "A"}, "after the shift")
    else:
        timed.submit(attempt, "1.1", {"pick": "A"}, "after the shift")
        assert received(timed)[-1][1] == timedelta(minutes=20)


def test_an_accommodation_given_meanwhile_is_shown_with_what_it_extends(timed: Store) -> None:
    attempt = timed.start(name="timed")
    before = taking.attempt(timed.db, timed.student, attempt).time
    assert (before.minutes, before.usual_due_at) == (30, None)
    timed.run("INSERT INTO accommodations (enrolment_id, time_percent) VALUES (1, 150)")
    now = taking.attempt(timed.db, timed.student, attempt)
    assert (now.time.minutes, now.time.usual_minutes) == (45, 30)
    assert (now.due_at, now.time.usual_due_at) == (NOON + timedelta(minutes=45), NOON + timedelta(minutes=30))


def test_practice_may_be_begun_again_when_it_is_over(store: Store) -> None:
    store.load('[quiz]\nmode = "practice"\n', name="practice")
    first = store.start(name="practice")
    assert taking.start_or_resume(store.db, store.student, "practice", again=True) == first
    taking.finish(store.db, store.student, first)
    assert store.start(name="practice") == first
    assert taking.start_or_resume(store.db, store.student, "practice", again=True) > first


def test_homework_is_not_begun_again(store: Store) -> None:
    attempt = store.start()
    taking.finish(store.db, store.student, attempt)
    assert taking.start_or_resume(store.db, store.student, "small", again=True) == attempt
