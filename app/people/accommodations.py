"""More time for some: what is set for a person or for a label, for a quiz or the whole course, and what comes out.

Each part (share of the minutes, extra minutes, due time) is inherited by itself, from the first of these that sets it:
the person in the quiz, the person in the course, their labels in the quiz, their labels in the course. Of several
labels the most generous one counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, literal, null, select, union_all, update

from app.db import table
from app.people.auditing import audit
from app.people.tables import Accommodation, Course, Enrolment, Label, LabelAccommodation, User
from app.people.views import Allowance, Extra, Granted, Part, Person, Target
from app.refusals import NotThere, Unreadable

MOST_PERCENT, MOST_MINUTES = 1000, 1440
PARTS = ("time_percent", "extra_minutes", "due_at")

_ENROLMENTS, _LABELS, _USERS = table(Enrolment), table(Label), table(User)
_OWN, _BY_LABEL = table(Accommodation), table(LabelAccommodation)


def _parts(rows: Table) -> list[Any]:
    return [rows.c.quiz_id, *(rows.c[name] for name in PARTS)]


_GRANTED = union_all(
    select(_ENROLMENTS.c.user_id, null().label("label"), *_parts(_OWN))
    .join(_ENROLMENTS, _ENROLMENTS.c.id == _OWN.c.enrolment_id)
    .where(_ENROLMENTS.c.course_id == bindparam("course"))
    .where(_ENROLMENTS.c.user_id.in_(bindparam("users", expanding=True)))
    .where(_OWN.c.quiz_id.is_(None) | (_OWN.c.quiz_id == bindparam("quiz"))),
    select(_ENROLMENTS.c.user_id, _LABELS.c.label, *_parts(_BY_LABEL))
    .join(_LABELS, _LABELS.c.label == _BY_LABEL.c.label)
    .join(_ENROLMENTS, _ENROLMENTS.c.id == _LABELS.c.enrolment_id)
    .where(_ENROLMENTS.c.course_id == bindparam("course"), _BY_LABEL.c.course_id == bindparam("course"))
    .where(_ENROLMENTS.c.user_id.in_(bindparam("users", expanding=True)))
    .where(_BY_LABEL.c.quiz_id.is_(None) | (_BY_LABEL.c.quiz_id == bindparam("quiz"))),
)


def allowance(c: Connection, user_id: int, course_id: int, quiz_id: int) -> Allowance:
    """What a student has beyond the others in a quiz."""
    return allowances(c, [user_id], course_id, quiz_id)[user_id]


def allowances(c: Connection, users: Sequence[int], course_id: int, quiz_id: int) -> Mapping[int, Allowance]:
    """The same for many."""
    return {user: allowed(parts) for user, parts in allowance_parts(c, users, course_id, quiz_id).items()}


def allowance_parts(c: Connection, users: Sequence[int], course_id: int, quiz_id: int) -> Mapping[int, Sequence[Part]]:
    """What each student has beyond the others in a quiz, and where each part of it comes from."""
    granted: dict[int, list[Granted]] = {user: [] for user in users}
    for row in c.execute(_GRANTED, {"users": users, "course": course_id, "quiz": quiz_id}):
        extra = Extra(row.time_percent, row.extra_minutes, row.due_at)
        granted[row.user_id].append(Granted(row.label, row.quiz_id is None, extra))
    return {user: _chosen(found) for user, found in granted.items()}


def allowed(parts: Iterable[Part]) -> Allowance:
    """What the parts come to."""
    found = {part.name: part.value for part in parts}
    return Allowance(found.get("time_percent", 100), found.get("due_at"), found.get("extra_minutes", 0))


def _chosen(granted: Sequence[Granted]) -> Sequence[Part]:
    parts = []
    for name in PARTS:
        setting = [(one, getattr(one.extra, name)) for one in granted if getattr(one.extra, name) is not None]
        if setting:
            nearest = min(one.distance for one, _ in setting)
            one, value = max((pair for pair in setting if pair[0].distance == nearest), key=lambda pair: pair[1])
            parts.append(Part(name, value, one.label, one.whole_course))
    return parts


def accommodate(c: Connection, at: datetime, actor: Person, target: Target, extra: Extra) -> None:
    """Set what somebody, or all with a label, have beyond the others; parts that are None are inherited. Audited.

    Raises NotThere for who is not in the course, Unreadable for what is no more time.
    """
    _refuse_nonsense(target, extra)
    rows, key = _place(c, target)
    here = [rows.c[name] == value if value is not None else rows.c[name].is_(None) for name, value in key.items()]
    found = c.execute(select(*(rows.c[name] for name in PARTS)).where(*here)).first()
    before = Extra(*found) if found else Extra()
    if extra == Extra():
        c.execute(delete(rows).where(*here))
    elif found:
        c.execute(update(rows).where(*here).values(asdict(extra)))
    else:
        c.execute(insert(rows).values(**key, **asdict(extra)))
    changed = {name: [getattr(before, name), getattr(extra, name)] for name in PARTS}
    changed = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    if changed:
        audit(c, at, actor, target.course_id, "accommodate", _told(c, target), **changed)


def _refuse_nonsense(target: Target, extra: Extra) -> None:
    if extra.time_percent is not None and not 100 <= extra.time_percent <= MOST_PERCENT:
        raise Unreadable(f"A share of the minutes is between 100 and {MOST_PERCENT} percent.")
    if extra.extra_minutes is not None and not 0 <= extra.extra_minutes <= MOST_MINUTES:
        raise Unreadable(f"Extra minutes are between 0 and {MOST_MINUTES}.")
    if extra.due_at is not None and target.quiz_id is None:
        raise Unreadable("A later due time is for one quiz: choose which.")


def _place(c: Connection, target: Target) -> tuple[Table, dict[str, Any]]:
    """Where the row is, or goes; whoever sets something for the same people waits until this is done."""
    if target.user_id is None:
        c.execute(select(Course.id).where(Course.id == target.course_id).with_for_update())
        bearers = select(Label.label).join(Enrolment).where(Enrolment.course_id == target.course_id)
        if not c.execute(bearers.where(Label.label == target.label).limit(1)).first():
            raise NotThere(f"Nobody in this course has the label {target.label!r}.")
        return _BY_LABEL, {"course_id": target.course_id, "label": target.label, "quiz_id": target.quiz_id}
    own = select(Enrolment.id).where(Enrolment.course_id == target.course_id, Enrolment.user_id == target.user_id)
    enrolment = c.execute(own.with_for_update()).scalar_one_or_none()
    if enrolment is None:
        raise NotThere
    return _OWN, {"enrolment_id": enrolment, "quiz_id": target.quiz_id}


def _told(c: Connection, target: Target) -> str:
    who = f"label {target.label}"
    if target.user_id is not None:
        who = c.execute(select(User.name).where(User.id == target.user_id)).scalar_one()
    return f"{target.quiz or 'whole course'}: {who}"


def accommodations(c: Connection, course_id: int) -> Sequence[tuple[Target, str, Extra]]:
    """Everything that is set in a course: for whom, their name or label, and what."""
    own = (
        select(_ENROLMENTS.c.user_id, _USERS.c.name, literal(True).label("person"), *_parts(_OWN))
        .join(_ENROLMENTS, _ENROLMENTS.c.id == _OWN.c.enrolment_id)
        .join(_USERS, _USERS.c.id == _ENROLMENTS.c.user_id)
        .where(_ENROLMENTS.c.course_id == course_id)
        .order_by(_USERS.c.name_key, _OWN.c.quiz_id)
    )
    labels = (
        select(null().label("user_id"), _BY_LABEL.c.label.label("name"), literal(False).label("person"))
        .add_columns(*_parts(_BY_LABEL))
        .where(_BY_LABEL.c.course_id == course_id)
        .order_by(_BY_LABEL.c.label, _BY_LABEL.c.quiz_id)
    )
    found = []
    for row in [*c.execute(labels), *c.execute(own)]:
        target = Target(course_id, row.user_id, None if row.person else row.name, row.quiz_id)
        found.append((target, row.name, Extra(row.time_percent, row.extra_minutes, row.due_at)))
    return found
