"""Accounts, sign-in and roles; one transaction a function."""

from __future__ import annotations

from collections.abc import Sequence

from app.db import Database
from app.people.views import AuditView, Membership, Person, Role, SignedIn


def add_user(
    db: Database, name: str, password: str, *, role: Role | None = None, course: str | None = None, admin: bool = False
) -> Person:
    """Make an account and enrol it; raises Refused when the name is taken or a course is needed and not clear."""
    raise NotImplementedError


def set_password(db: Database, name: str, password: str) -> None:
    """Replace a password and end all sign-ins of its account."""
    raise NotImplementedError


def sign_in(db: Database, name: str, password: str, address: str) -> SignedIn:
    """A fresh sign-in; raises WrongSignIn, the same for an unknown name, or Throttled."""
    raise NotImplementedError


def sign_out(db: Database, session_id: str) -> None:
    """End a sign-in; its cookie is dead from now on."""
    raise NotImplementedError


def person_of_session(db: Database, session_id: str) -> Person | None:
    """Who is signed in with this cookie."""
    raise NotImplementedError


def issue_token(db: Database, name: str) -> str:
    """A new bearer token; raises NotThere."""
    raise NotImplementedError


def person_of_token(db: Database, token: str) -> Person | None:
    """Whose token this is."""
    raise NotImplementedError


def memberships(db: Database, person: Person) -> Sequence[Membership]:
    """The courses one may enter, with one's role; an admin may enter all."""
    raise NotImplementedError


def role_in(db: Database, person: Person, course_id: int) -> Role | None:
    """One's role in a course; an admin is instructor everywhere."""
    raise NotImplementedError


def audit_entries(db: Database, course_id: int, before: int | None = None, limit: int = 100) -> Sequence[AuditView]:
    """Privileged acts in a course, newest first."""
    raise NotImplementedError
