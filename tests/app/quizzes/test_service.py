"""Settings, their changes, and finding a quiz."""

from __future__ import annotations

import pytest

from app.people import service as people
from app.people.views import Person
from app.quizzes import service
from app.refusals import Conflict, NotThere, Unreadable
from tests.app.store import Store


def test_settings_change_and_the_change_is_audited(store: Store) -> None:
    quiz = service.change_settings(
        store.db, store.instructor, store.quiz().id, {"minutes": "45", "due_at": "2030-06-01T12:00:00+02:00"}
    )
    assert quiz.minutes == 45
    assert quiz.due_at is not None
    assert quiz.due_at.isoformat() == "2030-06-01T10:00:00+00:00"
    entry = people.audit_entries(store.db, 1)[0]
    assert (entry.actor, entry.action, entry.subject) == ("instructor", "change settings", "small")
    assert '"minutes": [null, 45]' in entry.detail


@pytest.mark.parametrize(
    "change",
    [
        {"mode": "party"},
        {"show_score": "sometimes"},
        {"minutes": 0},
        {"tries": -1},
        {"due_at": "tomorrow"},
        {"due_at": "2030-06-01T12:00:00"},
        {"slug": "other"},
        {"released_at": "2030-06-01T12:00:00Z"},
        {"course_id": 2},
    ],
)
def test_a_setting_that_cannot_be_is_refused(store: Store, change: dict[str, object]) -> None:
    before = store.quiz()
    with pytest.raises(Unreadable):
        service.change_settings(store.db, store.instructor, before.id, change)
    assert store.quiz() == before


def test_a_quiz_is_found_by_who_may_enter_its_course(store: Store) -> None:
    assert service.find_quiz(store.db, store.student, "small").slug == "small"
    assert service.find_quiz(store.db, Person(99, "admin", True), "small").slug == "small"
    for person, slug in ((Person(99, "stranger", False), "small"), (store.student, "none")):
        with pytest.raises(NotThere):
            service.find_quiz(store.db, person, slug)


def test_a_release_happens_once(store: Store) -> None:
    service.release(store.db, store.instructor, store.quiz().id)
    at = store.quiz().released_at
    store.clock.forward(hours=1)
    service.release(store.db, store.instructor, store.quiz().id)
    assert store.quiz().released_at == at


def test_a_release_to_a_label_reaches_who_bears_it(store: Store) -> None:
    store.load('[quiz]\nmode = "exam"\n')
    store.run("INSERT INTO labels (enrolment_id, label) VALUES (1, 'early')")
    for _ in range(2):
        service.release(store.db, store.instructor, store.quiz().id, "early")
    with store.db.read() as c:
        assert service.as_released_to(c, store.quiz(), store.student.id).released_at == store.clock.at
        assert service.as_released_to(c, store.quiz(), store.other.id).released_at is None
    service.take_back(store.db, store.instructor, store.quiz().id, "early")
    service.take_back(store.db, store.instructor, store.quiz().id)
    with store.db.read() as c:
        assert service.as_released_to(c, store.quiz(), store.student.id).released_at is None
        assert service.releases(c, store.quiz().id) == {}
    assert [entry.action for entry in people.audit_entries(store.db, 1)][:2] == ["take back release", "release"]


def test_a_release_is_taken_back_and_given_again(store: Store) -> None:
    for act in (service.release, service.take_back, service.release):
        act(store.db, store.instructor, store.quiz().id)
    assert store.quiz().released_at is not None


def test_changing_to_what_is_there_is_not_audited(store: Store) -> None:
    service.change_settings(store.db, store.instructor, store.quiz().id, {"tries": 3})
    assert "change settings" not in [entry.action for entry in people.audit_entries(store.db, 1)]


def test_settings_that_somebody_else_changed_are_not_overwritten(store: Store) -> None:
    seen = service.settings_seen(store.quiz())
    service.change_settings(store.db, store.instructor, store.quiz().id, {"tries": 5}, seen)
    with pytest.raises(Conflict):
        service.change_settings(store.db, store.instructor, store.quiz().id, {"tries": 7}, seen)
    assert store.quiz().tries == 5
