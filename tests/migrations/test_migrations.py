"""The migrations make the schema that the code wants, and go up, down and up again with data in the tables."""

from __future__ import annotations

import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from app import upgrading
from app.db import Database
from app.schema import METADATA
from tests.app.store import KEYS, Store

Schema = dict[tuple[str, str], list[str]]


def sqlite_schema(path: Path) -> Schema:
    """Every statement of `sqlite_master`, the lines of each in no order, without Alembic's own table, and without the
    quotes that a table is given when it is renamed."""
    connection = sqlite3.connect(path)
    rows = connection.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE tbl_name <> 'alembic_version'"
    ).fetchall()
    connection.close()
    return {
        (kind, name): sorted(line.strip(" ,").replace('"', "") for line in (sql or "").splitlines())
        for kind, name, sql in rows
    }


def postgresql_schema(engine: Engine) -> Schema:
    """Columns, constraints, indexes, triggers, functions and views, as the server writes them."""
    queries = {
        "column": """SELECT table_name || '.' || column_name, data_type || ' ' || is_nullable
            FROM information_schema.columns WHERE table_schema = 'public'""",
        "constraint": """SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace""",
        "index": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "trigger": "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
        "function": "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        "view": "SELECT viewname, definition FROM pg_views WHERE schemaname = 'public'",
    }
    found: Schema = {}
    with engine.connect() as connection:
        for kind, query in queries.items():
            for name, definition in connection.exec_driver_sql(query):
                if "alembic" not in name:
                    found[(kind, name)] = [definition]
    return found


def schema(db: Database) -> Schema:
    """The schema of a database."""
    if db.sqlite_file is not None:
        return sqlite_schema(db.sqlite_file)
    return postgresql_schema(db.engine)


@pytest.fixture
def migrated(store: Store) -> Database:
    """A database that migrations made."""
    return store.db


@pytest.fixture
def created(store: Store, tmp_path: Path) -> Database:
    """One that the models made."""
    if store.db.dialect == "sqlite":
        db = Database(f"sqlite:///{tmp_path / 'created.db'}", KEYS)
    else:
        store.run("DROP SCHEMA public CASCADE")
        store.run("CREATE SCHEMA public")
        db = store.db
    db.write(METADATA.create_all)
    return db


def test_the_schema_equals_the_models(migrated: Database, request: pytest.FixtureRequest) -> None:
    wanted = schema(migrated)
    created: Database = request.getfixturevalue("created")
    assert schema(created) == wanted
    kinds = {kind for kind, _ in wanted}
    assert {"index", "trigger", "view"} <= kinds
    created.close()


def test_every_constraint_has_a_name() -> None:
    unnamed = [
        (table.name, constraint)
        for table in METADATA.sorted_tables
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert unnamed == []


def test_it_goes_down_and_up_with_data(store: Store, tmp_path: Path) -> None:
    store.submit(store.start(), "1.1", "A", "first")
    before = schema(store.db)
    upgrading.downgrade(store.db, "base")
    assert not [name for kind, name in schema(store.db) if kind in ("table", "column", "trigger", "function", "view")]
    assert upgrading.revision(store.db) is None
    upgrading.upgrade(store.db)
    assert schema(store.db) == before
    assert upgrading.is_current(store.db)


def test_going_up_twice_changes_nothing(store: Store) -> None:
    store.submit(store.start(), "1.1", "A", "first")
    upgrading.upgrade(store.db)
    assert store.scalar("SELECT count(*) FROM submissions") == 1


def test_a_newer_schema_is_refused(store: Store) -> None:
    store.run("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(upgrading.NewerSchema, match="newer version"):
        upgrading.is_current(store.db)
    with pytest.raises(upgrading.NewerSchema, match="newer version"):
        upgrading.upgrade(store.db)


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scripts = tmp_path / "migrations"
    shutil.copytree(upgrading.DIRECTORY, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    broken = scripts / "sql" / "0001.sqlite.sql"
    broken.write_text(broken.read_text().rstrip() + "\n\nCREATE NONSENSE\n")
    monkeypatch.setattr(upgrading, "DIRECTORY", scripts)
    db = Database(f"sqlite:///{tmp_path / 'broken.db'}", KEYS)
    with pytest.raises(Exception, match="NONSENSE"):
        upgrading.upgrade(db)
    assert sqlite_schema(tmp_path / "broken.db") == {}
    db.close()


def test_two_processes_may_migrate_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'both.db'}"
    databases = [Database(url, KEYS), Database(url, KEYS)]
    with ThreadPoolExecutor() as pool:
        list(pool.map(upgrading.upgrade, databases))
    assert all(upgrading.is_current(db) for db in databases)
    for db in databases:
        db.close()
