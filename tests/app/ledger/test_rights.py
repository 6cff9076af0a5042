"""The role of the service on PostgreSQL, with the rights that docs/secure.md gives it, cannot pass triggers by."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import ProgrammingError

import app
from app.db import Database
from app.ledger import service as ledger
from app.ledger.rules import APPEND_ONLY, UNDER_ATTEMPTS
from app.taking import service as taking
from tests.app.store import KEYS, ON_POSTGRESQL, Store
from tests.databases import POSTGRES, administer

SECURE = Path(app.__file__).parent.parent / "docs" / "secure.md"
KEPT = (*APPEND_ONLY, "attempts")
FORBIDDEN = (
    "SET session_replication_role = replica",
    *(f"ALTER TABLE {table} DISABLE TRIGGER ALL" for table in KEPT),
    *(f"ALTER TABLE {table} DISABLE TRIGGER {table}_kept" for table in KEPT),
    *(f"DROP TRIGGER {table}_kept ON {table}" for table in KEPT),
    *(f"TRUNCATE {table} CASCADE" for table in (*KEPT, *UNDER_ATTEMPTS)),
    *(f"DELETE FROM {table}" for table in (*KEPT, *UNDER_ATTEMPTS)),
    *(f"UPDATE {table} SET {keys[0][0]} = {keys[0][0]}" for table, keys in APPEND_ONLY.items()),
    *(f"DROP TABLE {table} CASCADE" for table in KEPT),
    "CREATE OR REPLACE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
    "ALTER TABLE grade_events DROP CONSTRAINT fk_grade_events_answer_id",
)


@pytest.fixture
def service(store: Store) -> Iterator[Database]:
    """The same database, as the service's role sees it."""
    role = f"chainrule_service_{uuid.uuid4().hex[:8]}"
    found = re.search(r"```sql\n(.*?)```", SECURE.read_text(encoding="utf-8"), re.DOTALL)
    assert found
    for statement in found[1].replace("chainrule_service", role).strip().rstrip(";").split(";\n"):
        store.run(statement)
    db = Database(store.db.url.set(username=role).render_as_string(hide_password=False), KEYS, store.clock)
    yield db
    db.close()
    store.run(f"DROP OWNED BY {role}")
    administer(f"DROP ROLE {role}")


@ON_POSTGRESQL
def test_the_role_of_the_service_can_work_and_cannot_pass_triggers_by(store: Store, service: Database) -> None:
    assert POSTGRES
    attempt = taking.start_or_resume(service, store.student, "small")
    taking.submit(service, store.student, attempt, "1.1", "A", key="k" * 16)
    taking.hand_in(service, store.student, attempt)
    for statement in FORBIDDEN:
        with service.engine.connect() as c, pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
            c.exec_driver_sql(statement)
    assert list(ledger.verify(service)) == []


@ON_POSTGRESQL
@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("ALTER TABLE items DISABLE TRIGGER items_kept", "items_kept"),
        ("ALTER TABLE items ENABLE REPLICA TRIGGER items_kept", "items_kept"),
        ("DROP TRIGGER answers_checked ON answers", "answers_checked"),
        ("CREATE OR REPLACE TRIGGER items_kept BEFORE UPDATE ON items EXECUTE FUNCTION ledger_refuse()", "items_kept"),
        (
            "CREATE OR REPLACE FUNCTION answers_insert() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
            "answers_checked",
        ),
    ],
)
def test_what_the_owner_does_with_triggers_shows(store: Store, statement: str, named: str) -> None:
    assert list(ledger.verify(store.db)) == []
    store.run(statement)
    assert [str(one) for one in ledger.verify(store.db)] == [f"the trigger {named} is gone or altered"]
