"""`chainrule verify`, `backup`, `restore`: keeping what happened."""

from __future__ import annotations

import argparse

from app import (
    config,
    schema,  # noqa: F401 (so that the tables of all rooms are verified)
)
from app.commands.common import complain, make_room, open_database, say
from app.db import Database
from app.db.damaged import is_damaged
from app.ledger import service as ledger
from app.refusals import Refused, Unavailable


def verify(args: argparse.Namespace) -> int:
    """Every hash chain and every integrity check; 1 on any damage."""
    damages = 0
    try:
        for damage in ledger.verify(open_database()):
            say(str(damage))
            damages += 1
    except Unavailable as error:  # a damaged file SQLite does not even close; what was found in it is said
        if not damages or not is_damaged(error.__cause__):
            raise
    if not damages:
        say("Everything is as it was written.")
        return 0
    say(f"{damages} {'damage' if damages == 1 else 'damages'}.")
    return 1


def backup(args: argparse.Namespace) -> int:
    """A consistent snapshot, while others write."""
    from app import backups

    backups.backup(open_database(), args.file)
    say(f"{args.file}: {args.file.stat().st_size} bytes.")
    return 0


def restore(args: argparse.Namespace) -> int:
    """A snapshot into an empty place; 1 when what was restored is damaged."""
    from app import backups

    settings = config.read()
    db = Database(settings.database_url, settings.keys)
    make_room(db)
    backups.restore(db, args.file)
    try:
        damage = next(ledger.verify(db), None)
    except Refused as refused:
        raise Refused(f"Restored, but not verified: {refused.message}") from None
    if damage:
        complain(f"Restored, but damaged: {damage}. `chainrule verify` names everything.")
        return 1
    say(f"{args.file} was restored and verified.")
    return 0
