"""Databases for tests: a furnished one of each kind, copied for each test."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from app.db import Database
from tests.app.store import KEYS, Store, enter, furnish

POSTGRES = os.environ.get("CHAINRULE_TEST_POSTGRES")
KINDS = ["sqlite", "postgresql"] if POSTGRES else ["sqlite"]
NO_POSTGRES = "no PostgreSQL: set CHAINRULE_TEST_POSTGRES to a server on which tests may create databases"


# Without a server one test says so (`test_db`), not every one.
@pytest.fixture(scope="session", params=KINDS)
def furnished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A furnished database that nobody works in, on each kind of server."""
    folder = tmp_path_factory.mktemp("furnished")
    if request.param == "sqlite":
        url = f"sqlite:///{folder / 'store.db'}"
        fill(url, folder)
        yield url, folder
        return
    if not POSTGRES:
        pytest.skip(NO_POSTGRES)
    with emptied() as url:
        fill(url, folder)
        yield url, folder


@pytest.fixture
def store(furnished: tuple[str, Path], tmp_path: Path) -> Iterator[Store]:
    """A small quiz, two students and an instructor, on a database of their own."""
    with copied(furnished, tmp_path) as url:
        store = enter(url, tmp_path)
        yield store
        store.db.close()


@contextmanager
def emptied() -> Iterator[str]:
    """An empty database on the server for tests; its address."""
    name = f"chainrule_test_{uuid.uuid4().hex}"
    administer(f"CREATE DATABASE {name}")
    yield f"{POSTGRES}/{name}"
    administer(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def copied(furnished: tuple[str, Path], place: Path) -> Iterator[str]:
    """A copy of a furnished database and its files; its address."""
    url, folder = furnished
    shutil.copytree(folder, place, dirs_exist_ok=True)
    if url.startswith("sqlite"):
        yield f"sqlite:///{place / 'store.db'}"
        return
    copy = f"chainrule_test_{uuid.uuid4().hex}"
    administer(f"CREATE DATABASE {copy} TEMPLATE {url.rpartition('/')[2]}")
    yield f"{POSTGRES}/{copy}"
    administer(f"DROP DATABASE {copy} WITH (FORCE)")


def fill(url: str, folder: Path) -> None:
    """Furnish a database and let go of it."""
    db = Database(url, KEYS)
    furnish(db, folder)
    db.close()


def administer(statement: str) -> None:
    """Run a statement on the PostgreSQL server itself."""
    server = create_engine(f"{POSTGRES}/postgres".replace("postgresql://", "postgresql+psycopg://"))
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql(statement)
    server.dispose()
