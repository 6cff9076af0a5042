"""Prepared statements find and store what SQLAlchemy itself would."""

from __future__ import annotations

import pytest
from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from app.db import table
from app.db.prepared import Prepared
from app.people.tables import Course, User
from tests.app.store import NOON, Store

USERS, COURSES = table(User), table(Course)


def test_rows_are_those_of_sqlalchemy(store: Store) -> None:
    query = select(USERS).where(USERS.c.id <= bindparam("last"), USERS.c.disabled_at.is_(None)).order_by(USERS.c.id)
    with store.db.read() as c:
        found = Prepared(query).rows(c, last=2)
        assert [tuple(row) for row in found] == [tuple(row) for row in c.execute(query, {"last": 2})]
    assert found[0][-2] == NOON


def test_what_is_not_there_is_none(store: Store) -> None:
    with store.db.read() as c:
        assert Prepared(select(USERS.c.id).where(USERS.c.name == bindparam("name"))).row(c, name="nobody") is None


def test_an_update_returns_nothing(store: Store) -> None:
    rename = Prepared(update(COURSES).where(COURSES.c.slug == bindparam("which")).values(title=bindparam("name")))
    assert store.db.write(lambda c: rename.rows(c, which="course", name="Renamed")) == []
    assert store.scalar("SELECT title FROM courses") == "Renamed"


def test_an_error_is_sqlalchemys_and_tells_nothing(store: Store) -> None:
    values = {name: bindparam(f"new_{name}") for name in ("id", "slug", "title")}
    add = Prepared(insert(COURSES).values(values))
    with pytest.raises(IntegrityError) as failed:
        store.db.write(lambda c: add.rows(c, new_id=1, new_slug="the secret answer", new_title="x"))
    assert "the secret answer" not in str(failed.value)
