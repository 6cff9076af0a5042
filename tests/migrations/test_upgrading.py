"""A database of any earlier revision, with people at work in it, comes to this build's schema and loses nothing."""

from __future__ import annotations

from typing import Any

import pytest
from alembic.script import ScriptDirectory
from sqlalchemy import inspect, text

from app import upgrading
from app.ledger import service as ledger
from tests.app.store import Store
from tests.migrations.test_migrations import schema

EARLIER = [
    script.revision
    for script in ScriptDirectory(str(upgrading.DIRECTORY)).walk_revisions()
    if script.revision != upgrading.head()
]
Rows = dict[str, dict[str, list[Any]]]


def contents(store: Store) -> Rows:
    """Of each table each column, in the order of its rows."""
    found: Rows = {}
    with store.db.read() as c:
        for table in inspect(c).get_table_names():
            rows = c.execute(text(f'SELECT * FROM "{table}"')).mappings().all()
            columns = {name: sorted((row[name] for row in rows), key=repr) for name in (rows[0] if rows else ())}
            if table != "alembic_version":
                found[table] = columns
    return found


@pytest.mark.parametrize("revision", EARLIER)
def test_it_comes_from_every_earlier_revision_with_all_its_rows(store: Store, revision: str) -> None:
    attempt = store.start()
    store.submit(attempt, "1.1", "B", "first")
    store.submit(attempt, "1.1", "A", "second")
    store.submit(attempt, "1.2", {"why": "Because."}, "third")
    wanted = schema(store.db)
    upgrading.downgrade(store.db, revision)
    assert upgrading.revision(store.db) == revision
    assert not upgrading.is_current(store.db)
    stepped_down, before = schema(store.db), contents(store)
    assert len(before["submissions"]["id"]) == 3
    upgrading.upgrade(store.db)
    assert schema(store.db) == wanted
    after = contents(store)
    for table, columns in before.items():
        for name, values in columns.items():
            assert after[table][name] == values, (table, name)
    assert [str(damage) for damage in ledger.verify(store.db)] == []
    store.submit(attempt, "1.1", "A", "fourth")
    assert [str(damage) for damage in ledger.verify(store.db)] == []
    upgrading.downgrade(store.db, "base")
    upgrading.upgrade(store.db, revision)
    assert schema(store.db) == stepped_down  # so that the database above was as that build had made it
