"""`chainrule user add` and `chainrule token`."""

from __future__ import annotations

import argparse
import sys

from app.commands.common import open_database, say
from app.people import service
from app.people.passwords import new_password
from app.people.views import Role
from app.refusals import Refused


def add_users(args: argparse.Namespace) -> int:
    """Make accounts; without given passwords each is made and printed once."""
    given = _given_passwords(len(args.names)) if args.password_stdin else None
    passwords = given or [new_password() for _ in args.names]
    admin = args.role == "admin"
    role = None if admin else Role(args.role)
    people = list(zip(args.names, passwords, strict=True))
    service.add_users(open_database(migrate=True), people, role=role, course=args.course, admin=admin)
    for name, password in people:
        say(name if given else f"{name}\t{password}")
    return 0


def token(args: argparse.Namespace) -> int:
    """A bearer token for each name, in order."""
    db = open_database()
    for name in args.names:
        say(service.issue_token(db, name))
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
