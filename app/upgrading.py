"""Bringing a database to the schema of this build, and refusing one that is newer."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.script.revision import RevisionError
from alembic.util import CommandError
from sqlalchemy import Connection

import migrations
from app.db import Database
from app.refusals import Refused

DIRECTORY = Path(migrations.__file__).parent


class NewerSchema(Refused):
    """The database was made by a newer build."""


@cache
def head() -> str:
    """The revision that this build wants."""
    return str(ScriptDirectory(str(DIRECTORY)).get_current_head())


def revision(db: Database) -> str | None:
    """The revision that the database has; None for an empty one."""
    with db.read() as connection:
        return _revision(connection)


def is_current(db: Database) -> bool:
    """Whether there is nothing to migrate; raises NewerSchema."""
    return refuse_newer(db) == head()


def refuse_newer(db: Database) -> str | None:
    """The revision that the database has; raises NewerSchema when this build does not know it."""
    found = revision(db)
    _refuse_newer(found)
    return found


def upgrade(db: Database, to: str = "head") -> None:
    """Migrate forward, all or nothing; raises NewerSchema. Several processes may do so at once."""

    def work(connection: Connection) -> None:
        _alone(connection)
        _refuse_newer(_revision(connection))
        command.upgrade(_config(connection), to)

    db.write(work)


def downgrade(db: Database, to: str) -> None:
    """Migrate back, all or nothing; `base` is the empty database."""
    db.write(lambda connection: command.downgrade(_config(connection), to))


def _alone(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":  # SQLite's writers are alone anyway
        connection.exec_driver_sql("SET LOCAL lock_timeout = 0")  # another machine may migrate for long
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7426371)")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(found: str | None) -> None:
    if found in (None, head()):
        return
    try:
        ScriptDirectory(str(DIRECTORY)).get_revision(found)
    except (CommandError, RevisionError) as error:
        raise NewerSchema(f"The database is of a newer version of Chainrule (its schema is {found}).") from error


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(DIRECTORY))
    config.attributes["connection"] = connection
    return config
