"""The made-up class: complete, sealed, the same every time, and all or nothing."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from app.demonstration import rehearsal
from app.demonstration.pupils import AWAY, STUDENTS
from app.ledger import service as ledger
from app.people import service as people
from questions.loading import load_bank
from tests.app.store import NOON, Store

QUESTIONS = """
[[question]]
id = "1"
title = "Value"
symbols = {x = "scalar"}
[[question.field]]
name = "value"
kind = "number"
derivative_of = "x^2"
wrt = "x"
at = {x = 1}
[[question.field.example]]
answer = "2"
score = 1.0
[[question.field.example]]
answer = "3"
score = 0.0
[[question.field.example]]
answer = "two"
score = 0.0
outcome = "invalid"

[[question]]
id = "2"
title = "Why"
[[question.field]]
name = "why"
kind = "text"
rubric = [{key = "1", points = 1, text = "names the cause"}]
[[question.field.example]]
answer = "It is so because of the cause. And the effect follows from it."
score = 0.0
outcome = "ungraded"
"""


@pytest.fixture
def course(store: Store) -> Store:
    """A quiz with a right, a wrong and an unreadable answer to draw, and a text."""
    store.load(questions=QUESTIONS, name="drawn")
    return store


def rehearse(store: Store) -> None:
    rehearsal.rehearse(store.db, load_bank(store.folder / "bank").quizzes["drawn"])


def answers(store: Store) -> list[tuple[str, str, str]]:
    """Who answered what, and when."""
    with store.db.read() as c:
        found = c.exec_driver_sql(
            "SELECT u.name, s.answer, s.received_at FROM submissions s JOIN attempts a ON a.id = s.attempt_id"
            " JOIN users u ON u.id = a.user_id ORDER BY s.id"
        )
        return [(name, answer, str(at)) for name, answer, at in found]


def outcomes(store: Store) -> Counter[str]:
    with store.db.read() as c:
        return Counter(c.exec_driver_sql("SELECT outcome FROM grade_events WHERE source = 'engine'").scalars())


def test_the_class_answers_in_every_way_and_the_ledger_holds(course: Store) -> None:
    rehearse(course)
    found = outcomes(course)
    assert {"correct", "wrong", "invalid", "ungraded"} <= set(found)
    assert found["invalid"] < min(found["wrong"], found["correct"])
    assert list(ledger.verify(course.db)) == []
    quiz = course.quiz("drawn")
    with course.db.read() as c:
        assert len(people.students(c, quiz.course_id)) == STUDENTS + 2
        heads = ledger.attempt_heads(c, quiz.id)
    assert len(heads) == STUDENTS - AWAY
    assert {head.finished_at is None for head in heads} == {True, False}
    assert min(head.started_at for head in heads) < NOON - timedelta(days=2)
    assert max(head.started_at for head in heads) < NOON
    assert course.scalar("SELECT count(*) FROM drafts") > 0
    graded = course.scalar("SELECT count(*) FROM grade_events WHERE source = 'person'")
    assert 0 < graded < found["ungraded"]
    assert course.scalar("SELECT count(*) FROM audit_log WHERE action = 'grade'") == graded


def test_it_is_the_same_class_every_time(course: Store, furnished, tmp_path_factory) -> None:
    from tests.app.store import enter
    from tests.databases import copied

    rehearse(course)
    place = tmp_path_factory.mktemp("again")
    with copied(furnished, place) as url:
        again = enter(url, place)
        again.load(questions=QUESTIONS, name="drawn")
        rehearse(again)
        assert answers(again) == answers(course)
        again.db.close()


def test_a_class_that_fails_half_way_leaves_nothing(course: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("the light went out")

    monkeypatch.setattr(rehearsal, "grade_texts", broken)
    with pytest.raises(RuntimeError):
        rehearse(course)
    assert answers(course) == []
    assert not people.has_user(course.db, "Toni Marsh")
