"""`chainrule doctor`: what is set, what is there, and what to worry about."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from sqlalchemy import text

from app import config, upgrading
from app.commands.common import exists, say
from app.db import Database
from app.db.durability import refuse_forgetful
from app.ledger import service as ledger
from app.refusals import Refused, Unavailable

SAFE_SQLITE = (3, 51, 3)  # before it, a reset of the write-ahead log could lose a commit in a rare race
PACKAGES = ("chainrule", "flask", "sqlalchemy", "alembic", "numpy", "python-flint", "gunicorn")
SERVER = ("fsync", "synchronous_commit", "full_page_writes")
LITTLE_ROOM = 1 << 30  # bytes on the disk of the database
PRAGMAS = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")


def doctor(args: argparse.Namespace) -> int:
    """Say everything; 1 when the service could not run like this."""
    worries: list[str] = []
    say("Settings")
    for setting in config.SETTINGS:
        say(f"  {setting.name:<14} {_shown(setting)}")
    say("Versions")
    say(f"  {'python':<14} {platform.python_version()}")
    for name in PACKAGES:
        say(f"  {name:<14} {version(name)}")
    say("Database")
    try:
        settings = config.read()
        db = Database(settings.database_url, settings.keys)
        for name, value in _database(db):
            say(f"  {name:<14} {value}")
        worries += _worries(db)
        refuse_forgetful(db)
        if upgrading.is_current(db):
            ledger.refuse_other_key(db)
        fatal = None
    except (Refused, Unavailable) as error:
        fatal = str(error)
        say(f"  {fatal}")
    for worry in worries:
        say(f"Warning: {worry}")
    return 1 if fatal else 0


def _shown(setting: config.Setting) -> str:
    if setting.name in config.KEY_NAMES:
        if os.environ.get(setting.name):
            return "set"
        if given := os.environ.get(f"{setting.name}_FILE"):
            return f"from {given}"
        path = config.key_file(setting.name)
        return f"from {path}" if path.exists() else "not set"
    value = os.environ.get(setting.name)
    if value is None:
        return f"{setting.default} (default)"
    return "set" if setting.secret else value


def _database(db: Database) -> Iterator[tuple[str, str]]:
    yield "address", db.url.render_as_string()
    if not exists(db):
        raise Refused("There is no database yet: `chainrule serve` makes one.")
    with db.read() as c:
        if db.dialect == "sqlite":
            yield "sqlite", sqlite3.sqlite_version
            for name in PRAGMAS:
                yield name, str(c.exec_driver_sql(f"PRAGMA {name}").scalar())
        else:
            yield "server", str(c.execute(text("SHOW server_version")).scalar())
            for name in SERVER:
                yield name, str(c.execute(text(f"SHOW {name}")).scalar())
    found = upgrading.refuse_newer(db)
    state = "current" if found == upgrading.head() else f"this build wants {upgrading.head()}"
    yield "schema", f"{found or 'empty'}, {state}"


def _worries(db: Database) -> Iterator[str]:
    yield from _worries_of_file(db.sqlite_file) if db.sqlite_file else _worries_of_server(db)
    for name in config.KEY_NAMES:
        given = os.environ.get(f"{name}_FILE")
        path = Path(given) if given else config.key_file(name)
        if path.exists() and path.stat().st_mode & 0o077:
            yield f"{path} can be read by others: chmod 600 {path}"
    if os.environ.get("ALLOW_HTTP") == "1":
        yield "ALLOW_HTTP=1: where no proxy does https, passwords and cookies travel readable."
    else:
        yield "Over plain http, which `serve` offers on loopback only, the cookie is `session`, not `__Host-session`."
    if not os.environ.get("TRUSTED_HOSTS"):
        yield "TRUSTED_HOSTS is not set: under any name but localhost the service answers 400."


def _worries_of_file(path: Path) -> Iterator[str]:
    if sqlite3.sqlite_version_info < SAFE_SQLITE:
        wanted = ".".join(map(str, SAFE_SQLITE))
        yield f"SQLite {sqlite3.sqlite_version}: {wanted} mends a rare fault of the write-ahead log."
    if path.stat().st_mode & 0o077:
        yield f"{path} can be read by others: chmod 600 {path}"
    if (room := shutil.disk_usage(path.parent).free) < LITTLE_ROOM:
        yield f"Only {room >> 20} MiB are free where the database is; when none are, nothing more is stored."


def _worries_of_server(db: Database) -> Iterator[str]:
    with db.read() as c:
        off = [name for name in SERVER if c.execute(text(f"SHOW {name}")).scalar() == "off"]
    for name in off:
        yield f"{name} is off: a power cut may lose what was acknowledged. Turn it on in postgresql.conf."
