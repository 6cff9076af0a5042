"""What commands share: the database, and saying something."""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING

from app import config
from app.refusals import Refused

if TYPE_CHECKING:  # the commands without a database start without SQLAlchemy
    from app.db import Database


def say(text: str) -> None:
    """A line on standard output, at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """A line on standard error."""
    sys.stderr.write(text + "\n")


def open_database(migrate: bool = False) -> Database:
    """The database of the settings; migrated first where asked, else it must have this build's schema."""
    from app import upgrading
    from app.db import Database

    settings = config.read()
    db = Database(settings.database_url, settings.keys)
    if migrate:
        make_room(db)
        if not upgrading.is_current(db):
            upgrading.upgrade(db)
    elif not exists(db):
        raise Refused(f"There is no database at {db.url.render_as_string()}. `chainrule load` makes one.")
    elif not upgrading.is_current(db):
        raise Refused("The database has an older schema. `chainrule serve` and `chainrule load` migrate it.")
    return db


def exists(db: Database) -> bool:
    """Whether there is anything at the place of the database."""
    path = db.sqlite_file
    return path is None or path.exists()


def make_room(db: Database) -> None:
    """Make the directory of an SQLite file."""
    if path := db.sqlite_file:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


def the_cluster() -> ModuleType:
    """What spreads work over the workers of Dask; raises Refused where its extra is not installed."""
    try:
        return importlib.import_module("questions.cluster")
    except ModuleNotFoundError as error:
        if error.name not in ("dask", "distributed"):
            raise
        raise Refused("--cluster needs Dask, which is not installed: pip install 'chainrule[cluster]'.") from None
