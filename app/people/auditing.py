"""The audit log: what privileged people did."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, insert, or_, select

from app.db import Database
from app.people.tables import AuditEntry, User
from app.people.views import AuditView, Person, Wanted

EVERYTHING = Wanted()


def audit(
    c: Connection, at: datetime, actor: Person | None, course_id: int | None, action: str, subject: str, **detail: Any
) -> None:
    """Record a privileged act, in the transaction that does it. `detail` says [before, after] of what was changed."""
    c.execute(
        insert(AuditEntry).values(
            at=at,
            actor_id=actor.id if actor else None,
            course_id=course_id,
            action=action,
            subject=subject,
            detail=json.dumps(detail, default=str),
        )
    )


def record(db: Database, actor: Person | None, course_id: int | None, action: str, subject: str, **detail: Any) -> None:
    """Record an act that changes nothing here, such as taking data home, before it is done."""
    db.write(lambda c: audit(c, db.now(), actor, course_id, action, subject, **detail))


def audit_entries(
    db: Database,
    course_id: int,
    before: datetime | None = None,
    limit: int | None = 100,
    offset: int = 0,
    wanted: Wanted = EVERYTHING,
) -> Sequence[AuditView]:
    """Privileged acts in a course, newest first; those wanted, all without a `limit`."""
    query = (
        select(AuditEntry.at, User.name, AuditEntry.action, AuditEntry.subject, AuditEntry.detail)
        .join(User, User.id == AuditEntry.actor_id, isouter=True)
        .where(AuditEntry.course_id == course_id, *_only(wanted))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(limit)
        .offset(offset)
    )
    if before is not None:
        query = query.where(AuditEntry.at < before)
    with db.read() as c:
        return [AuditView(*row) for row in c.execute(query)]


def audited(db: Database, course_id: int) -> tuple[Sequence[str], Sequence[str]]:
    """Who acted in a course, and what kinds of acts there were."""
    here = AuditEntry.course_id == course_id
    actors = select(User.name).join(AuditEntry, AuditEntry.actor_id == User.id).where(here).distinct()
    actions = select(AuditEntry.action).where(here).distinct()
    with db.read() as c:
        return sorted(c.execute(actors).scalars()), sorted(c.execute(actions).scalars())


def _only(wanted: Wanted) -> list[ColumnElement[bool]]:
    parts: list[ColumnElement[bool]] = []
    if wanted.actor:
        parts.append(User.name == wanted.actor)
    if wanted.action:
        parts.append(AuditEntry.action == wanted.action)
    if wanted.quiz:  # a subject is a quiz, or begins with it: "small/1.1 why", "small: somebody"
        begins = [AuditEntry.subject.startswith(wanted.quiz + mark, autoescape=True) for mark in ("/", ":", " ")]
        parts.append(or_(AuditEntry.subject == wanted.quiz, *begins))
    return parts
