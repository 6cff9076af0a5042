"""Courses, roles, allowances and the audit log."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.people import service
from app.people.tables import Accommodation
from app.people.views import Allowance, Person, Role
from app.refusals import Refused
from tests.app.store import NOON, Store


def test_a_role_belongs_to_a_course(store: Store) -> None:
    assert service.role_in(store.db, store.student, 1) is Role.STUDENT
    assert service.role_in(store.db, store.instructor, 1) is Role.INSTRUCTOR
    assert service.role_in(store.db, store.instructor, 2) is None
    assert service.role_in(store.db, Person(99, "admin", True), 2) is Role.INSTRUCTOR


def test_an_admin_may_enter_every_course(store: Store) -> None:
    (own,) = service.memberships(store.db, store.student)
    assert (own.course.slug, own.role) == ("course", Role.STUDENT)
    (all_of_them,) = service.memberships(store.db, Person(99, "admin", True))
    assert all_of_them.role is Role.INSTRUCTOR


def test_the_only_course_is_the_default(store: Store) -> None:
    service.add_user(store.db, "Bob", "a long password", role=Role.ASSISTANT)
    store.db.write(lambda c: service.course_named(c, "second"))
    with pytest.raises(Refused, match="course, second"):
        service.add_user(store.db, "Eve", "a long password", role=Role.STUDENT)
    service.add_user(store.db, "Eve", "a long password", role=Role.STUDENT, course="second")
    with pytest.raises(Refused, match="course, second"):
        service.add_user(store.db, "Joe", "a long password", role=Role.STUDENT, course="third")


def test_what_a_quiz_does_not_set_is_inherited(store: Store) -> None:
    later = NOON + timedelta(days=1)

    def allow(**values: object) -> None:
        row = Accommodation.__table__.insert().values(enrolment_id=1, **values)
        store.db.write(lambda c: c.execute(row) and None)

    def found(user: int = 1) -> Allowance:
        with store.db.read() as c:
            return service.allowance(c, user, 1, 1)

    assert found() == Allowance()
    allow(quiz_id=None, time_percent=125, due_at=later)
    assert found() == Allowance(125, later)
    allow(quiz_id=1, time_percent=200)
    assert found() == Allowance(200, later)
    assert found(user=2) == Allowance()


def test_privileged_acts_are_kept_newest_first(store: Store) -> None:
    for minutes, action in ((0, "release"), (1, "grade")):
        at = NOON + timedelta(minutes=minutes)
        store.db.write(lambda c, at=at, action=action: service.audit(c, at, store.instructor, 1, action, "small", x=1))
    entries = service.audit_entries(store.db, 1)[:2]
    assert [(entry.actor, entry.action) for entry in entries] == [("instructor", "grade"), ("instructor", "release")]
    assert service.audit_entries(store.db, 1, before=entries[0].at)[0].action == "release"
