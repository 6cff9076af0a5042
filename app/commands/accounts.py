"""`chainrule user` and `chainrule token`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from app.commands.common import open_database, say
from app.people import service
from app.people.passwords import new_password
from app.people.views import Role
from app.refusals import Refused


def add_users(args: argparse.Namespace) -> int:
    """Make accounts; without given passwords each is made and printed once."""
    people, admin = _with_passwords(args), args.role == "admin"
    role = None if admin else Role(args.role)
    service.add_users(open_database(migrate=True), people, role=role, course=args.course, admin=admin)
    return _told(args, people)


def set_passwords(args: argparse.Namespace) -> int:
    """Give accounts other passwords, made and printed once unless given."""
    people = _with_passwords(args)
    service.set_passwords(open_database(), people)
    return _told(args, people)


def token(args: argparse.Namespace) -> int:
    """A bearer token for each name, in order."""
    db = open_database()
    for name in args.names:
        say(service.issue_token(db, name))
    return 0


def _with_passwords(args: argparse.Namespace) -> Sequence[tuple[str, str]]:
    made = _given_passwords(len(args.names)) if args.password_stdin else [new_password() for _ in args.names]
    return list(zip(args.names, made, strict=True))


def _told(args: argparse.Namespace, people: Sequence[tuple[str, str]]) -> int:
    for name, password in people:
        say(name if args.password_stdin else f"{name}\t{password}")
    return 0


def _given_passwords(names: int) -> list[str]:
    """One line a name, or one for all."""
    try:
        lines = sys.stdin.read().splitlines()
    except UnicodeDecodeError:
        raise Refused("Passwords are read as UTF-8, and these are not.") from None
    if len(lines) == 1:
        return lines * names
    if len(lines) != names:
        raise Refused(f"Give one password for all, or one line for each of the {names} names, not {len(lines)} lines.")
    return lines
