"""What a roster file would change, and changing it; nothing changes before that is confirmed.

Who is in the course already gets the role and exactly the labels that the file gives; who is not named stays.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from app.people.auditing import audit
from app.people.passwords import name_key
from app.people.roster import put_labels, roster
from app.people.rosters import Row, alike, read
from app.people.tables import Course, Enrolment, User
from app.people.views import Member, Person, Role
from app.refusals import Conflict, Refused

MOST_NEW = 200  # accounts made at once: each costs the time of a password hash


@dataclass(frozen=True, slots=True)
class Change:
    """What a line does: makes an account (`new`), enrols one that there is (`enrols`), or changes somebody."""

    name: str
    new: bool
    enrols: bool
    role: tuple[Role | None, Role]
    labels: tuple[Sequence[str], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a file would do. Nothing can be done while there are `faults`; `seen` names the roster it was made for."""

    changes: Sequence[Change] = ()
    unchanged: int = 0
    unnamed: int = 0
    faults: Sequence[str] = ()
    remarks: Sequence[str] = ()
    seen: str = ""

    @property
    def new(self) -> Sequence[str]:
        """The names of the accounts that it makes."""
        return [change.name for change in self.changes if change.new]


def plan(c: Connection, actor: Person, course_id: int, text: str) -> Plan:
    """What a file would change in a course; raises Unreadable when it cannot be read as a whole."""
    found = read(text)
    members = {name_key(one.person.name): one for one in roster(c, course_id)}
    keys = [name_key(row.name) for row in found.rows]
    accounts = {row.name_key: row for row in c.execute(select(User.name_key, User.name).where(User.name_key.in_(keys)))}
    changes = []
    for row in found.rows:
        key = name_key(row.name)
        if (change := _change(row, members.get(key), known=key in accounts)) is not None:
            changes.append(change)
            if change.name == actor.name and change.role[0] is not change.role[1]:
                found.faults.append(f"Line {row.line}: your own role is for another instructor to change.")
    found.remarks.extend(alike(found.rows, [one.person.name for one in members.values()]))
    made = sum(change.new for change in changes)
    if made > MOST_NEW:
        found.faults.append(f"This makes {made} accounts; a file makes at most {MOST_NEW}. Import it in parts.")
    unnamed = len(members.keys() - set(keys))
    unchanged = len(found.rows) - len(changes)
    return Plan(changes, unchanged, unnamed, found.faults, found.remarks, _seen(members.values()))


def carry_out(
    c: Connection, at: datetime, actor: Person, course_id: int, text: str, seen: str, hashes: Mapping[str, str]
) -> Plan:
    """Do what a plan said, audited; `hashes` are the password hashes of the accounts that it makes.

    Raises Conflict when the roster is not the one it was made for any more, Refused where it has faults.
    """
    c.execute(select(Course.id).where(Course.id == course_id).with_for_update())
    now = plan(c, actor, course_id, text)
    if now.seen != seen or set(now.new) != set(hashes):
        raise Conflict("The roster has changed since this preview was made. Look at the new one, then confirm that.")
    if now.faults:
        raise Refused("Mend the lines named below first.")
    for change in now.changes:
        if change.new:
            values = {"name": change.name, "name_key": name_key(change.name), "password_hash": hashes[change.name]}
            c.execute(insert(User).values(**values, admin=False, created_at=at))
        key = name_key(change.name)
        if change.new or change.enrols:
            user = select(User.id).where(User.name_key == key).scalar_subquery()
            enrolment = {"user_id": user, "course_id": course_id, "role": change.role[1], "created_at": at}
            c.execute(insert(Enrolment).values(enrolment))
    enrolments = {name_key(one.person.name): one for one in roster(c, course_id)}
    for change in now.changes:
        enrolled = enrolments[name_key(change.name)]
        if enrolled.role is not change.role[1]:
            _set_role(c, enrolled, change.role[1])
    put_labels(c, {enrolments[name_key(change.name)].enrolment_id: change.labels[1] for change in now.changes})
    said = {change.name: _told(change) for change in now.changes}
    audit(c, at, actor, course_id, "import roster", f"{len(now.changes)} people", people=said)
    return now


def _set_role(c: Connection, enrolled: Member, role: Role) -> None:
    c.execute(update(Enrolment).where(Enrolment.id == enrolled.enrolment_id).values(role=role))


def _told(change: Change) -> str:
    done = "new account" if change.new else "enrolled" if change.enrols else "changed"
    return f"{done}, {change.role[1]}, labels {', '.join(change.labels[1]) or 'none'}"


def _change(row: Row, member: Member | None, known: bool) -> Change | None:
    if member is None:
        labels = row.labels or ()
        return Change(row.name, not known, known, (None, row.role or Role.STUDENT), ((), labels))
    role, labels = row.role or member.role, member.labels if row.labels is None else row.labels
    if role is member.role and list(labels) == list(member.labels):
        return None
    return Change(member.person.name, False, False, (member.role, role), (member.labels, labels))


def _seen(members: Iterable[Member]) -> str:
    state = sorted((one.person.name, one.role, list(one.labels)) for one in members)
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:16]
