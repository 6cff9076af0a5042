"""Accounts, courses and roles; one transaction a function.

A function that takes a connection, here and in the other rooms, is part of its caller's transaction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select, update

from app.db import Database
from app.people.accommodations import (
    accommodate,
    accommodations,
    allowance,
    allowance_parts,
    allowances,
    allowed,
)
from app.people.auditing import audit, audit_entries, audited, record
from app.people.importing import carry_out, plan
from app.people.labels import bearers, labels_in, labels_of
from app.people.passwords import check_name, hash_passwords, name_key
from app.people.roster import (
    checked_labels,
    disable,
    may_manage,
    member,
    replace_password,
    roster,
    set_labels,
    set_role,
)
from app.people.signing import issue_token, person_of_token, sign_in, sign_out
from app.people.tables import Course, Enrolment, SignIn, User
from app.people.viewing import session, stop_viewing, view_as
from app.people.views import CourseView, Membership, Person, Role
from app.refusals import NotThere, Refused

__all__ = [
    "accommodate",
    "accommodations",
    "add_user",
    "add_users",
    "allowance",
    "allowance_parts",
    "allowances",
    "allowed",
    "audit",
    "audit_entries",
    "audited",
    "bearers",
    "carry_out",
    "checked_labels",
    "course_named",
    "disable",
    "has_user",
    "issue_token",
    "labels_in",
    "labels_of",
    "may_manage",
    "member",
    "memberships",
    "memberships_within",
    "names_of",
    "person_of_token",
    "plan",
    "record",
    "replace_password",
    "role_in",
    "roster",
    "session",
    "set_labels",
    "set_passwords",
    "set_role",
    "sign_in",
    "sign_out",
    "stop_viewing",
    "students",
    "view_as",
]


def add_user(
    db: Database, name: str, password: str, *, role: Role | None = None, course: str | None = None, admin: bool = False
) -> Person:
    """Make an account and enrol it; raises Refused when the name is taken or a course is needed and not clear."""
    (person,) = add_users(db, [(name, password)], role=role, course=course, admin=admin)
    return person


def add_users(
    db: Database,
    people: Sequence[tuple[str, str]],
    *,
    role: Role | None = None,
    course: str | None = None,
    admin: bool = False,
) -> Sequence[Person]:
    """Make accounts of names and passwords, all or none. Those who share a password share its hash, too."""
    shown = [check_name(name) for name, _ in people]
    hashes = hash_passwords({password for _, password in people})

    def work(c: Connection) -> Sequence[Person]:
        course_id = None if role is None and course is None else _clear_course(c, course)
        made = []
        for name, (_, password) in zip(shown, people, strict=True):
            person = _add_account(c, name, hashes[password], admin, db.now())
            if role is not None:
                enrolment = {"user_id": person.id, "course_id": course_id, "role": role, "created_at": db.now()}
                c.execute(insert(Enrolment).values(enrolment))
            made.append(person)
            audit(c, db.now(), None, course_id, "add account", person.name, role="admin" if admin else role)
        return made

    return db.write(work)


def _add_account(c: Connection, name: str, password_hash: str, admin: bool, now: datetime) -> Person:
    key = name_key(name)
    if c.execute(select(User.id).where(User.name_key == key)).first():
        raise Refused(f"There is an account named {name!r} already.")
    values = {"name": name, "name_key": key, "password_hash": password_hash, "admin": admin, "created_at": now}
    return Person(c.execute(insert(User).values(values).returning(User.id)).scalar_one(), name, admin)


def has_user(db: Database, name: str) -> bool:
    """Whether there is an account with this name."""
    with db.read() as c:
        return c.execute(select(User.id).where(User.name_key == name_key(name))).first() is not None


def _clear_course(c: Connection, slug: str | None) -> int:
    courses = {row.slug: row.id for row in c.execute(select(Course.id, Course.slug).order_by(Course.slug))}
    if slug is None and len(courses) == 1:
        (slug,) = courses
    if slug in courses:
        return int(courses[slug])
    known = ", ".join(courses) or "none; load a bank first"
    wrong = "Say which course" if slug is None else f"There is no course {slug!r}"
    raise Refused(f"{wrong}. There are: {known}.")


def set_passwords(db: Database, people: Sequence[tuple[str, str]]) -> None:
    """Give accounts, by their names, other passwords and end their sign-ins, all or none; raises NotThere."""
    hashes = hash_passwords({password for _, password in people})

    def work(c: Connection) -> None:
        for name, password in people:
            user_id = c.execute(select(User.id).where(User.name_key == name_key(name))).scalar_one_or_none()
            if user_id is None:
                raise NotThere(f"There is no account named {name!r}.")
            c.execute(update(User).where(User.id == user_id).values(password_hash=hashes[password]))
            c.execute(delete(SignIn).where(SignIn.user_id == user_id))
            audit(c, db.now(), None, None, "reset password", name)

    db.write(work)


def course_named(c: Connection, slug: str) -> int:
    """The id of a course, made when there is none yet."""
    found = c.execute(select(Course.id).where(Course.slug == slug)).scalar_one_or_none()
    if found is not None:
        return found
    title = slug.replace("-", " ").capitalize()
    return c.execute(insert(Course).values(slug=slug, title=title).returning(Course.id)).scalar_one()


def memberships(db: Database, person: Person) -> Sequence[Membership]:
    """The courses one may enter, with one's role; an admin may enter all."""
    with db.read() as c:
        return memberships_within(c, person)


def memberships_within(c: Connection, person: Person) -> Sequence[Membership]:
    """The same within a transaction."""
    courses = select(Course.id, Course.slug, Course.title).order_by(Course.title)
    if person.admin:
        return [Membership(CourseView(*row), Role.INSTRUCTOR) for row in c.execute(courses)]
    own = courses.add_columns(Enrolment.role).join(Enrolment, Enrolment.course_id == Course.id)
    if person.course_id is not None:
        own = own.where(Course.id == person.course_id)
    rows = c.execute(own.where(Enrolment.user_id == person.id))
    return [Membership(CourseView(row.id, row.slug, row.title), Role(row.role)) for row in rows]


def role_in(db: Database, person: Person, course_id: int) -> Role | None:
    """One's role in a course; an admin is instructor everywhere."""
    if person.admin:
        return Role.INSTRUCTOR
    query = select(Enrolment.role).where(Enrolment.user_id == person.id, Enrolment.course_id == course_id)
    with db.read() as c:
        role = c.execute(query).scalar_one_or_none()
    return Role(role) if role else None


def students(c: Connection, course_id: int) -> Sequence[Person]:
    """The students of a course, by name."""
    query = (
        select(User.id, User.name, User.admin)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(Enrolment.course_id == course_id, Enrolment.role == Role.STUDENT)
        .order_by(User.name_key)
    )
    return [Person(*row) for row in c.execute(query)]


def names_of(c: Connection, ids: Sequence[int]) -> Mapping[int, str]:
    """The names of accounts."""
    return {row.id: row.name for row in c.execute(select(User.id, User.name).where(User.id.in_(ids)))}
