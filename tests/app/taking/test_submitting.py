"""Submitting: stored before graded, exactly once, in time, within the tries."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.db import Database
from app.ledger import service as ledger
from app.quizzes import service as quizzes
from app.refusals import Closed, Conflict, NoTriesLeft, NotThere, Unreadable
from app.taking import service
from tests.app.store import HOMEWORK, KEYS, Store

EXAM = '[quiz]\nmode = "exam"\nshow_score = "release"\nshow_reason = "release"\nshow_reading = "release"\n'


def test_it_grades_and_says_so(store: Store) -> None:
    receipt = store.submit(store.start(), "1.1", {"pick": "A"}, "first")
    assert not receipt.repeated
    assert receipt.result["score"] == 1
    assert receipt.result["outcome"] == "correct"
    assert set(receipt.result["fields"]["pick"]) == {
        "outcome", "score", "tag", "feedback", "reading", "shape", "witness", "first_wrong_step",
    }  # fmt: skip


def test_a_bare_value_stands_for_the_only_field(store: Store) -> None:
    assert store.submit(store.start(), "1.1", "B", "first").result["outcome"] == "wrong"
    assert store.scalar("SELECT answer FROM submissions") == '"B"'


def test_a_repeated_request_changes_nothing(store: Store) -> None:
    attempt = store.start()
    first = store.submit(attempt, "1.1", {"pick": "B"}, "first")
    before = store.counts()
    store.clock.forward(minutes=1)
    again = store.submit(attempt, "1.1", {"pick": "B"}, "first")
    assert again.repeated
    assert (again.submission, again.result, again.received_at) == (first.submission, first.result, first.received_at)
    assert store.counts() == before


def test_a_repetition_is_answered_after_the_end_too(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.1", "B", "first")
    service.finish(store.db, store.student, attempt)
    assert store.submit(attempt, "1.1", "B", "first").repeated


def test_a_key_that_belongs_to_another_answer_is_a_conflict(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.1", "B", "first")
    with pytest.raises(Conflict):
        store.submit(attempt, "1.1", "A", "first")
    assert store.counts() == (1, 1, 1)


def test_a_key_belongs_to_its_question_and_attempt(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.1", "A", "first")
    assert not store.submit(attempt, "2.1", "A", "first").repeated
    other = store.start(store.other)
    assert not service.submit(store.db, store.other, other, "1.1", "A", key="first".ljust(16, ".")).repeated


@pytest.mark.parametrize("key", ["", "short", "x" * 65, "sixteen\ncharacters", "nul\0nul\0nul\0nul\0"])
def test_a_key_that_is_none_is_refused(store: Store, key: str) -> None:
    with pytest.raises(Unreadable):
        service.submit(store.db, store.student, store.start(), "1.1", "A", key=key)


def test_a_form_whose_place_is_taken_is_a_conflict(store: Store) -> None:
    attempt = store.start()
    view = service.question(store.db, store.student, attempt, "1.1")
    store.submit(attempt, "1.1", "A", view.key[:16], seq=view.seq)
    with pytest.raises(Conflict, match="another window"):
        store.submit(attempt, "1.1", "B", "other window", seq=view.seq)
    assert store.counts() == (1, 1, 1)


def test_two_browsers_submitting_the_same_try_make_one_submission(store: Store) -> None:
    attempt = store.start()
    url = store.db.url.render_as_string(hide_password=False)
    browsers = [Database(url, KEYS, store.clock) for _ in range(8)]

    def send(number: int) -> str:
        key = f"browser {number}".ljust(16)
        try:
            service.submit(browsers[number], store.student, attempt, "1.1", "A", key=key, seq=1)
        except Conflict:
            return "conflict"
        return "stored"

    with ThreadPoolExecutor(8) as pool:
        outcomes = sorted(pool.map(send, range(8)))
    for browser in browsers:
        browser.close()
    assert outcomes == ["conflict"] * 7 + ["stored"]
    assert store.counts() == (1, 1, 1)


def test_the_same_request_sent_many_times_at_once_makes_one_submission(store: Store) -> None:
    attempt = store.start()

    def send(_: int) -> tuple[int, Any]:
        receipt = store.submit(attempt, "1.2", {"why": "Because.", "pick": "B"}, "double click")
        return receipt.submission, receipt.result

    with ThreadPoolExecutor(8) as pool:
        receipts = list(pool.map(send, range(16)))
    assert all(receipt == receipts[0] for receipt in receipts)
    assert store.counts() == (1, 2, 2)
    assert list(ledger.verify(store.db)) == []


def test_many_submit_at_once_and_the_tries_still_hold(store: Store) -> None:
    attempt = store.start()

    def send(number: int) -> bool:
        try:
            store.submit(attempt, "1.1", "B", f"try {number}")
        except NoTriesLeft:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(send, range(12))) == 3
    assert list(ledger.verify(store.db)) == []


def test_no_more_tries_than_there_are(store: Store) -> None:
    attempt = store.start()
    for number in range(3):
        store.submit(attempt, "1.1", "B", f"try {number}")
    with pytest.raises(NoTriesLeft):
        store.submit(attempt, "1.1", "A", "try 4")


def test_an_unreadable_answer_costs_no_try(store: Store) -> None:
    attempt = store.start()
    for number in range(5):
        assert store.submit(attempt, "1.1", "Q", f"try {number}").result["outcome"] == "invalid"
    for number in range(5, 8):
        store.submit(attempt, "1.1", "B", f"try {number}")
    with pytest.raises(NoTriesLeft):
        store.submit(attempt, "1.1", "Q", "try 9")


def test_a_question_may_have_its_own_tries(store: Store) -> None:
    store.load(questions='[[question]]\nid = "1"\ntries = 1\n[[question.field]]\nname = "pick"\nkind = "choice"\n'
               'key = ["A"]\noptions = {A = "this", B = "that"}\n', name="once")  # fmt: skip
    attempt = store.start(name="once")
    store.submit(attempt, "1", "B", "first")
    with pytest.raises(NoTriesLeft):
        store.submit(attempt, "1", "A", "second")


def test_tries_are_counted_field_by_field(store: Store) -> None:
    attempt = store.start()
    for number in range(3):
        store.submit(attempt, "1.2", {"pick": "A"}, f"try {number}")
    assert store.submit(attempt, "1.2", {"why": "Because."}, "text").result["outcome"] == "ungraded"
    with pytest.raises(NoTriesLeft):
        store.submit(attempt, "1.2", {"pick": "B", "why": "Since."}, "both")


@pytest.mark.parametrize(("seconds", "accepted"), [(-1, True), (0, True), (1, False)])
def test_the_due_time_decides(store: Store, seconds: int, accepted: bool) -> None:
    store.load(head="[quiz]\nminutes = 30\n", name="timed")
    attempt = store.start(name="timed")
    store.clock.forward(minutes=30, seconds=seconds)
    if accepted:
        store.submit(attempt, "1.1", "A", "first")
        return
    with pytest.raises(Closed):
        store.submit(attempt, "1.1", "A", "first")
    assert store.counts() == (0, 0, 0)


def test_a_clock_that_went_back_opens_nothing(store: Store) -> None:
    store.load(head="[quiz]\nminutes = 30\n", name="timed")
    attempt = store.start(name="timed")
    store.clock.forward(hours=1)
    late = store.start(store.other, name="timed")
    service.submit(store.db, store.other, late, "1.1", "A", key="k" * 16)
    store.clock.forward(hours=-1)
    with pytest.raises(Closed):
        store.submit(attempt, "1.1", "A", "first")
    assert service.attempt(store.db, store.student, attempt).state == "over"


def test_nothing_is_submitted_after_handing_in(store: Store) -> None:
    attempt = store.start()
    service.finish(store.db, store.student, attempt)
    with pytest.raises(Closed):
        store.submit(attempt, "1.1", "A", "first")


def test_what_is_not_yours_is_not_there(store: Store) -> None:
    attempt = store.start(store.other)
    for call in (
        lambda: store.submit(attempt, "1.1", "A", "first"),
        lambda: store.submit(999, "1.1", "A", "first"),
        lambda: store.submit(store.start(), "9.9", "A", "first"),
        lambda: service.question(store.db, store.student, attempt, "1.1"),
        lambda: service.attempt(store.db, store.student, attempt),
        lambda: service.finish(store.db, store.student, attempt),
        lambda: service.save_draft(store.db, store.student, attempt, "1.1", "A", 1),
        lambda: service.preview(store.db, store.student, attempt, "1.1", "pick", "A"),
    ):
        with pytest.raises(NotThere):
            call()


@pytest.mark.parametrize(
    "answer",
    [{}, {"pick": "A", "unknown": 1}, {"pick": float("nan")}, "x" * 70_000, {"pick": 10**5000}],
    ids=["empty", "unknown field", "not a number", "too long", "a number with 5000 digits"],
)
def test_what_is_no_answer_is_refused(store: Store, answer: Any) -> None:
    attempt = store.start()
    with pytest.raises(Unreadable):
        store.submit(attempt, "1.1", answer, "first")
    assert store.counts() == (0, 0, 0)


@pytest.mark.parametrize("answer", [None, 7, [], {"pick": None}, "\ud800", "nul \0", "é ✓ 𝔸"])
def test_odd_values_are_stored_as_they_came(store: Store, answer: Any) -> None:
    attempt = store.start()
    assert store.submit(attempt, "1.1", answer, "first").result["outcome"] == "invalid"
    value = service.question(store.db, store.student, attempt, "1.1").fields[0].value
    assert value == (answer["pick"] if isinstance(answer, dict) else answer)
    assert list(ledger.verify(store.db)) == []


def test_an_exam_shows_nothing_before_its_release(store: Store) -> None:
    store.load(head=EXAM, name="exam")
    attempt = store.start(name="exam")
    assert store.submit(attempt, "1.1", "A", "first").result == {"fields": {"pick": {}}}
    unreadable = store.submit(attempt, "1.1", "Q", "second").result
    assert unreadable["outcome"] == "invalid"
    assert unreadable["fields"]["pick"]["feedback"]


def test_the_last_try_counts_in_an_exam_and_the_best_elsewhere(store: Store) -> None:
    exam = store.load(head=HOMEWORK.replace("homework", "exam"), name="exam")
    quizzes.release(store.db, store.instructor, exam.id)
    for name, earned in (("small", 2000), ("exam", 0)):
        attempt = store.start(name=name)
        for number, answer in enumerate("ABQ"):
            store.submit(attempt, "1.1", answer, f"try {number}")
        assert service.attempt(store.db, store.student, attempt).earned == earned
