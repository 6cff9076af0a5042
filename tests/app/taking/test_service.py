"""The student's hour, as the services tell it."""

from __future__ import annotations

import pytest

from app.people import service as people
from app.people.tables import Accommodation
from app.quizzes import service as quizzes
from app.refusals import Closed, NotThere, StaleDraft, Unreadable
from app.taking import service
from app.taking.views import QuizCard
from tests.app.store import HOMEWORK, NOON, Store


def card(store: Store, name: str = "small") -> QuizCard:
    """The quiz on the student's home."""
    (entry,) = people.memberships(store.db, store.student)
    cards = service.course_home(store.db, store.student, entry.course)
    return next(card for card in cards if card.quiz.slug == name)


def test_starting_again_goes_on(store: Store) -> None:
    assert store.start() == store.start()
    assert store.start() != store.start(store.other)


def test_a_quiz_of_another_course_is_not_there(store: Store) -> None:
    with pytest.raises(NotThere):
        store.start(name="elsewhere")


def test_a_quiz_opens_and_ends(store: Store) -> None:
    head = "[quiz]\nopens_at = 2030-05-01T13:00:00Z\ndue_at = 2030-05-01T14:00:00Z\n"
    store.load(head=head, name="window")
    assert card(store, "window").state == "not-open"
    with pytest.raises(Closed):
        store.start(name="window")
    store.clock.forward(hours=1)
    assert card(store, "window").state == "open"
    attempt = store.start(name="window")
    assert service.attempt(store.db, store.student, attempt).due_at == store.quiz("window").due_at
    store.clock.forward(hours=1, seconds=1)
    assert card(store, "window").state == "over"
    with pytest.raises(Closed):
        store.start(store.other, name="window")


def test_an_accommodation_gives_more_time(store: Store) -> None:
    store.load(head="[quiz]\nminutes = 30\n", name="timed")
    row = Accommodation.__table__.insert().values(enrolment_id=1, quiz_id=None, time_percent=150)
    store.db.write(lambda c: c.execute(row) and None)
    assert card(store, "timed").minutes == 45
    due = service.attempt(store.db, store.student, store.start(name="timed")).due_at
    assert due is not None
    assert (due - NOON).total_seconds() == 45 * 60


def test_progress_is_told(store: Store) -> None:
    assert (card(store).state, card(store).points, card(store).extra_points) == ("open", 6000, 1000)
    attempt = store.start()
    store.submit(attempt, "1.1", "A", "first")
    service.save_draft(store.db, store.student, attempt, "1.2", {"why": "Be"}, 1)
    view = service.attempt(store.db, store.student, attempt)
    assert [section.key for section in view.sections] == ["1", "2"]
    cards = [card for section in view.sections for card in section.questions]
    assert [(one.slug, one.state, one.outcome, one.earned) for one in cards] == [
        ("1.1", "submitted", "correct", 2000),
        ("1.2", "draft", None, None),
        ("2.1", "empty", None, None),
    ]
    assert (card(store).answered, card(store).earned, card(store).state) == (1, 2000, "running")


def test_extra_credit_adds_to_the_score_and_not_to_the_maximum(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "2.1", "A", "first")
    view = service.attempt(store.db, store.student, attempt)
    assert (view.earned, view.points, view.extra_points) == (1000, 6000, 1000)


def test_a_question_half_answered_is_not_correct(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.2", {"pick": "B"}, "first")
    (section, _) = service.attempt(store.db, store.student, attempt).sections
    assert section.questions[1].outcome == "partial"


def test_a_question_shows_its_history(store: Store) -> None:
    attempt = store.start()
    for number, answer in enumerate("BAQ"):
        store.clock.forward(minutes=1)
        store.submit(attempt, "1.1", answer, f"try {number}")
    view = service.question(store.db, store.student, attempt, "1.1")
    (field,) = view.fields
    assert [(result.value, result.outcome, result.counts) for result in field.results] == [
        ("Q", "invalid", False),
        ("A", "correct", True),
        ("B", "wrong", False),
    ]
    assert (field.value, field.tries_left, view.seq, view.previous, view.next) == ("Q", 1, 4, None, "1.2")


def test_each_view_of_a_form_has_a_key_of_its_own(store: Store) -> None:
    attempt = store.start()
    keys = {service.question(store.db, store.student, attempt, "1.1").key for _ in range(3)}
    assert len(keys) == 3
    assert all(16 <= len(key) <= 64 for key in keys)


def test_a_solution_waits_for_the_due_time(store: Store) -> None:
    store.load(head=HOMEWORK + "due_at = 2030-05-01T14:00:00Z\n", name="dated")
    attempt = store.start(name="dated")
    assert service.question(store.db, store.student, attempt, "1.1").fields[0].solution is None
    store.clock.forward(hours=3)
    assert service.question(store.db, store.student, attempt, "1.1").fields[0].solution


def test_a_draft_is_kept_and_shown_until_something_is_submitted(store: Store) -> None:
    attempt = store.start()
    assert service.save_draft(store.db, store.student, attempt, "1.2", {"why": "Be"}, 1).seq == 1
    store.clock.forward(seconds=1)
    service.save_draft(store.db, store.student, attempt, "1.2", {"why": "Because"}, 2)
    view = service.question(store.db, store.student, attempt, "1.2")
    assert [(field.has_value, field.value) for field in view.fields] == [(True, "Because"), (False, None)]
    assert view.draft_seq == 2
    store.clock.forward(seconds=1)
    store.submit(attempt, "1.2", {"pick": "B"}, "first")
    view = service.question(store.db, store.student, attempt, "1.2")
    assert [(field.has_value, field.value) for field in view.fields] == [(False, None), (True, "B")]


def test_a_stale_draft_gets_the_newer_one(store: Store) -> None:
    attempt = store.start()
    service.save_draft(store.db, store.student, attempt, "1.1", "A", 1)
    assert service.save_draft(store.db, store.student, attempt, "1.1", "A", 1).seq == 1  # the same once more
    for seq in (1, 3, 0, -1):
        with pytest.raises(StaleDraft) as refused:
            service.save_draft(store.db, store.student, attempt, "1.1", "B", seq)
        assert refused.value.stored == service.answers(store.db, store.student, attempt)[0]


def test_a_draft_of_something_else_is_refused(store: Store) -> None:
    with pytest.raises(Unreadable):
        service.save_draft(store.db, store.student, store.start(), "1.1", {"pick": "A", "other": 1}, 1)


def test_the_answers_are_the_newest_there_are(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.2", {"pick": "A"}, "first")
    store.clock.forward(seconds=1)
    service.save_draft(store.db, store.student, attempt, "1.1", "B", 1)
    found = service.answers(store.db, store.student, attempt)
    assert [(one.question, one.answer, one.seq) for one in found] == [("1.1", "B", 1), ("1.2", {"pick": "A"}, 0)]


def test_handing_in_submits_drafts_and_closes(store: Store) -> None:
    attempt = store.start()
    service.save_draft(store.db, store.student, attempt, "1.1", "A", 1)
    assert service.finish(store.db, store.student, attempt).state == "finished"
    assert service.finish(store.db, store.student, attempt).earned == 2000
    with pytest.raises(Closed):
        service.save_draft(store.db, store.student, attempt, "1.1", "B", 2)
    assert store.start() == attempt


def test_a_preview_never_judges(store: Store) -> None:
    attempt = store.start()
    for value in ("A", "B", "Q", None):
        found = service.preview(store.db, store.student, attempt, "1.1", "pick", value)
        assert set(found) == {"reading", "shape", "problems"}
    with pytest.raises(Unreadable):
        service.preview(store.db, store.student, attempt, "1.1", "other", "A")


def test_an_attempt_keeps_the_questions_it_began_with(store: Store) -> None:
    attempt = store.start()
    before = service.question(store.db, store.student, attempt, "1.1")
    store.load(questions=QUESTION_WITH_MORE)
    after = service.question(store.db, store.student, attempt, "1.1")
    assert (after.title, after.points) == (before.title, before.points)
    assert card(store).questions == 3
    begun_now = service.question(store.db, store.other, store.start(store.other), "1.1")
    assert (begun_now.title, begun_now.points) == ("Changed", 9000)
    assert store.submit(attempt, "2.1", "A", "first").result["score"] == 1  # withdrawn, but not from this attempt


QUESTION_WITH_MORE = """
[[question]]
id = "1.1"
title = "Changed"
[[question.field]]
name = "pick"
kind = "choice"
points = 9
key = ["B"]
options = {A = "this", B = "that"}
"""


def test_released_results_are_shown(store: Store) -> None:
    head = '[quiz]\nshow_score = "release"\nshow_reason = "release"\n'
    quiz = store.load(head=head, name="later")
    attempt = store.start(name="later")
    store.submit(attempt, "1.1", "A", "first")
    assert service.attempt(store.db, store.student, attempt).earned is None
    quizzes.release(store.db, store.instructor, quiz.id)
    assert service.attempt(store.db, store.student, attempt).earned == 2000
