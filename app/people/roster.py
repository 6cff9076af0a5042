"""Who is in a course: roles, labels, accounts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from app.people.auditing import audit
from app.people.labels import check_label
from app.people.tables import Enrolment, Label, SignIn, User
from app.people.views import Member, Person, Role
from app.refusals import NotThere, Refused, Unreadable

MOST_LABELS = 20


def roster(c: Connection, course_id: int) -> Sequence[Member]:
    """Everybody in a course, by name."""
    return _members(c, _enrolled(course_id))


def member(c: Connection, course_id: int, user_id: int) -> Member:
    """Somebody in a course; raises NotThere."""
    found = _members(c, _enrolled(course_id).where(User.id == user_id))
    if not found:
        raise NotThere
    return found[0]


def _enrolled(course_id: int) -> Select[Enrolment]:
    names = (Enrolment.id.label("enrolment"), User.id, User.name, User.admin, User.disabled_at, Enrolment.role)
    rows = select(*names).join(User, User.id == Enrolment.user_id).where(Enrolment.course_id == course_id)
    return rows.order_by(User.name_key)  # type: ignore[return-value]


def _members(c: Connection, query: Select[Enrolment]) -> Sequence[Member]:
    rows = c.execute(query).all()
    labels: dict[int, list[str]] = {row.enrolment: [] for row in rows}
    borne = select(Label.enrolment_id, Label.label).join(Enrolment, Enrolment.id == Label.enrolment_id)
    enrolled = query.with_only_columns(Enrolment.id).order_by(None)
    for id, label in c.execute(borne.where(Label.enrolment_id.in_(enrolled)).order_by(Label.label)):
        labels[id].append(label)
    return [
        Member(
            row.enrolment, Person(row.id, row.name, row.admin), Role(row.role), labels[row.enrolment], row.disabled_at
        )
        for row in rows
    ]


def set_role(c: Connection, at: datetime, actor: Person, course_id: int, user_id: int, role: Role) -> None:
    """Change somebody's role, audited; raises NotThere, Refused for one's own, so that nobody locks themselves out."""
    who = member(c, course_id, user_id)
    if who.role is role:
        return
    if who.person.id == actor.id:
        raise Refused("Your own role is for another instructor to change.")
    c.execute(update(Enrolment).where(Enrolment.id == who.enrolment_id).values(role=role))
    audit(c, at, actor, course_id, "change role", who.person.name, role=[who.role, role])


def set_labels(
    c: Connection, at: datetime, actor: Person, course_id: int, user_id: int, words: Collection[str]
) -> None:
    """Give somebody these labels and no others, audited; raises NotThere, Unreadable."""
    _hold(c, _enrolled(course_id).where(User.id == user_id))
    who = member(c, course_id, user_id)
    after = checked_labels(words)
    if after == list(who.labels):
        return
    put_labels(c, {who.enrolment_id: after})
    audit(c, at, actor, course_id, "label", who.person.name, labels=[who.labels, after])


def checked_labels(words: Collection[str]) -> list[str]:
    """Labels as they are kept, in order, each once; raises Unreadable."""
    labels = sorted({check_label(word) for word in words})
    if len(labels) > MOST_LABELS:
        raise Unreadable(f"Somebody has at most {MOST_LABELS} labels.")
    return labels


def put_labels(c: Connection, labels: Mapping[int, Collection[str]]) -> None:
    """Replace the labels of enrolments."""
    if not labels:
        return
    _hold(c, select(Enrolment.id).where(Enrolment.id.in_(list(labels))))
    c.execute(delete(Label).where(Label.enrolment_id.in_(list(labels))))
    rows = [{"enrolment_id": enrolment, "label": label} for enrolment, own in labels.items() for label in own]
    if rows:
        c.execute(insert(Label), rows)


def _hold(c: Connection, enrolments: Select[Any]) -> None:
    """Where writers run side by side, let nobody else replace what belongs to these until the transaction ends."""
    c.execute(enrolments.order_by(None).order_by(Enrolment.id).with_for_update(of=Enrolment))


def may_manage(c: Connection, actor: Person, user_id: int) -> bool:
    """Whether somebody may disable an account or reset its password: an admin, or an instructor of all courses that
    it is in, where it is no instructor; nobody does so to themselves."""
    admin = c.execute(select(User.admin).where(User.id == user_id)).scalar_one()
    if actor.id == user_id or (admin and not actor.admin):
        return False
    if actor.admin:
        return True
    own = select(Enrolment.course_id).where(Enrolment.user_id == actor.id, Enrolment.role == Role.INSTRUCTOR)
    beyond = select(Enrolment.id).where(Enrolment.user_id == user_id)
    beyond = beyond.where(Enrolment.course_id.not_in(own) | (Enrolment.role == Role.INSTRUCTOR))
    return c.execute(beyond.limit(1)).first() is None


def disable(c: Connection, at: datetime, actor: Person, course_id: int, user_id: int, off: bool) -> None:
    """Close an account or open it again, audited; a closed one is signed out everywhere. Raises NotThere, Refused."""
    who = _managed(c, actor, course_id, user_id)
    if (who.disabled_at is not None) is off:
        return
    c.execute(update(User).where(User.id == user_id).values(disabled_at=at if off else None))
    if off:
        c.execute(delete(SignIn).where(SignIn.user_id == user_id))
    audit(c, at, actor, course_id, "disable account" if off else "enable account", who.person.name)


def replace_password(
    c: Connection, at: datetime, actor: Person, course_id: int, user_id: int, password_hash: str
) -> None:
    """Give an account another password and end its sign-ins, audited; raises NotThere, Refused."""
    who = _managed(c, actor, course_id, user_id)
    c.execute(update(User).where(User.id == user_id).values(password_hash=password_hash))
    c.execute(delete(SignIn).where(SignIn.user_id == user_id))
    audit(c, at, actor, course_id, "reset password", who.person.name)


def _managed(c: Connection, actor: Person, course_id: int, user_id: int) -> Member:
    who = member(c, course_id, user_id)
    if not may_manage(c, actor, user_id):
        raise Refused("This account is in a course of somebody else too, or is an instructor's: an admin can do that.")
    return who
