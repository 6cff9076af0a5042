"""The audit log: what privileged people did."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from app.db import Database
from app.people.tables import AuditEntry, User
from app.people.views import AuditView, Person


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


def audit_entries(
    db: Database, course_id: int, before: datetime | None = None, limit: int = 100
) -> Sequence[AuditView]:
    """Privileged acts in a course, newest first."""
    query = (
        select(AuditEntry.at, User.name, AuditEntry.action, AuditEntry.subject, AuditEntry.detail)
        .join(User, User.id == AuditEntry.actor_id, isouter=True)
        .where(AuditEntry.course_id == course_id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(limit)
    )
    if before is not None:
        query = query.where(AuditEntry.at < before)
    with db.read() as c:
        return [AuditView(*row) for row in c.execute(query)]
