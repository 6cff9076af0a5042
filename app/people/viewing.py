"""Looking at the pages as a student sees them: a mark on one's own sign-in, and nothing can be done meanwhile."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from app.db import Database, table
from app.db.prepared import Prepared
from app.people.auditing import audit
from app.people.passwords import id_hash
from app.people.roster import member
from app.people.tables import Enrolment, SignIn, User
from app.people.views import Person, Role, Session
from app.refusals import Refused

_USERS, _SIGN_INS = table(User), table(SignIn)
_OF_SESSION = Prepared(  # asked with every request
    select(_USERS.c.id, _USERS.c.name, _USERS.c.admin, _SIGN_INS.c.viewing)
    .join(_SIGN_INS, _SIGN_INS.c.user_id == _USERS.c.id)
    .where(_SIGN_INS.c.id_hash == bindparam("hash"), _SIGN_INS.c.expires_at > bindparam("now"))
    .where(_USERS.c.disabled_at.is_(None))
)


def session(db: Database, session_id: str) -> Session | None:
    """Who is signed in with this cookie, and as whom they look, as long as they are instructors of that course."""
    with db.read() as c:
        row = _OF_SESSION.row(c, hash=id_hash(session_id), now=db.now())
        if row is None:
            return None
        id, name, admin, viewing = row
        person = Person(id, name, admin)
        return Session(person, _viewed(c, person, viewing) if viewing is not None else None)


def view_as(c: Connection, at: datetime, actor: Person, course_id: int, user_id: int, session_id: str) -> None:
    """Look as a student of a course, audited; raises NotThere, Refused for who is no student there."""
    who = member(c, course_id, user_id)
    if who.role is not Role.STUDENT:
        raise Refused("Only students can be looked as.")
    c.execute(update(SignIn).where(SignIn.id_hash == id_hash(session_id)).values(viewing=who.enrolment_id))
    audit(c, at, actor, course_id, "view as student", who.person.name)


def stop_viewing(db: Database, session_id: str) -> None:
    """Be oneself again, audited."""
    found = session(db, session_id)
    if found is None:
        return

    def work(c: Connection) -> None:
        c.execute(update(SignIn).where(SignIn.id_hash == id_hash(session_id)).values(viewing=None))
        if viewed := found.viewed:
            audit(c, db.now(), found.person, viewed.course_id, "end view as student", viewed.name)

    db.write(work)


def _viewed(c: Connection, viewer: Person, enrolment_id: int) -> Person | None:
    query = (
        select(User.id, User.name, Enrolment.course_id)
        .join(Enrolment, Enrolment.user_id == User.id)
        .where(Enrolment.id == enrolment_id, Enrolment.role == Role.STUDENT)
    )
    row = c.execute(query).one_or_none()
    if row is None:
        return None
    own = select(Enrolment.id).where(Enrolment.user_id == viewer.id, Enrolment.course_id == row.course_id)
    if not viewer.admin and c.execute(own.where(Enrolment.role == Role.INSTRUCTOR)).first() is None:
        return None
    return Person(row.id, row.name, False, row.course_id)
