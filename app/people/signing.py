"""Signing in and out, sessions and tokens; one transaction a function."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from app.db import Database, table
from app.db.prepared import Prepared
from app.people import throttle
from app.people.auditing import audit
from app.people.passwords import id_hash, matches, name_key, new_id, renewed
from app.people.tables import Device, Enrolment, SignIn, Token, User
from app.people.views import Person, SignedIn
from app.refusals import NotThere, WrongSignIn

LIFETIME = timedelta(days=7)
REMEMBERED = timedelta(days=365)

# Asked with every request.
_USERS, _TOKENS = table(User), table(Token)
_PEOPLE = select(_USERS.c.id, _USERS.c.name, _USERS.c.admin).where(_USERS.c.disabled_at.is_(None))
_OF_TOKEN = Prepared(
    _PEOPLE.join(_TOKENS, _TOKENS.c.user_id == _USERS.c.id).where(
        _TOKENS.c.id_hash == bindparam("hash"), _TOKENS.c.revoked_at.is_(None)
    )
)


def sign_in(db: Database, name: str, password: str, address: str, device_id: str | None = None) -> SignedIn:
    """A fresh sign-in; raises WrongSignIn, the same for an unknown name, or Throttled.

    `device_id` is what an earlier sign-in of this browser was given.
    """
    key = name_key(name)
    user_id, stored, reserved = db.write(lambda c: _begin(c, key, address, device_id, db.now()))
    if not matches(stored, password) or stored is None:  # outside any transaction: this takes long
        raise WrongSignIn
    kept = renewed(stored, password)

    def complete(c: Connection) -> SignedIn:
        if kept != stored:
            same = (_USERS.c.id == user_id, _USERS.c.password_hash == stored)  # unless somebody gave another
            c.execute(update(_USERS).where(*same).values(password_hash=kept))
        return _complete(c, user_id, reserved, db.now())

    return db.write(complete)


def _begin(c: Connection, key: str, address: str, device_id: str | None, now: datetime) -> tuple[int, str | None, int]:
    user = c.execute(
        select(User.id, User.password_hash).where(User.name_key == key, User.disabled_at.is_(None))
    ).one_or_none()
    device = ""
    if user and device_id:
        known = select(Device.id_hash).where(Device.id_hash == id_hash(device_id), Device.user_id == user.id)
        device = c.execute(known).scalar_one_or_none() or ""
    reserved = throttle.reserve(c, key, address, device, now)
    return (user.id, user.password_hash, reserved) if user else (0, None, reserved)


def _complete(c: Connection, user_id: int, reserved: int, now: datetime) -> SignedIn:
    throttle.forgive(c, reserved)
    c.execute(delete(SignIn).where(SignIn.expires_at <= now))
    c.execute(delete(Device).where(Device.created_at <= now - REMEMBERED))
    session_id, device_id, expires_at = new_id(), new_id(), now + LIFETIME
    values = {"user_id": user_id, "created_at": now}
    c.execute(insert(SignIn).values(id_hash=id_hash(session_id), expires_at=expires_at, **values))
    c.execute(insert(Device).values(id_hash=id_hash(device_id), **values))
    person = c.execute(select(User.id, User.name, User.admin).where(User.id == user_id)).one()
    return SignedIn(Person(*person), session_id, device_id, expires_at)


def sign_out(db: Database, session_id: str) -> None:
    """End a sign-in; its cookie is dead from now on."""
    db.write(lambda c: c.execute(delete(SignIn).where(SignIn.id_hash == id_hash(session_id))))


def issue_token(db: Database, name: str) -> str:
    """A new bearer token; raises NotThere."""
    token = new_id()

    def work(c: Connection) -> None:
        user_id = c.execute(select(User.id).where(User.name_key == name_key(name))).scalar_one_or_none()
        if user_id is None:
            raise NotThere(f"There is no account named {name!r}.")
        c.execute(insert(Token).values(id_hash=id_hash(token), user_id=user_id, created_at=db.now()))
        courses = select(Enrolment.course_id).where(Enrolment.user_id == user_id)
        found: list[int | None] = [*c.execute(courses).scalars()]
        for course_id in found or [None]:
            audit(c, db.now(), None, course_id, "issue token", name)

    db.write(work)
    return token


def person_of_token(db: Database, token: str) -> Person | None:
    """Whose token this is."""
    with db.read() as c:
        row = _OF_TOKEN.row(c, hash=id_hash(token))
    return Person(*row) if row else None
