"""What is done with many rows at once is what would be done with one after the other."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from app.db import table
from app.db.many import Lookup, among, inserting, keeping, listed, next_ids, updating
from app.ledger.tables import AnswerMeaning
from app.people.tables import Course, User
from tests.app.store import NOON, Store

USERS, COURSES, MEANINGS = table(User), table(Course), table(AnswerMeaning)
NEW = {"password_hash": '"x" \\ é', "admin": True, "created_at": NOON, "disabled_at": None}


def test_rows_are_stored_as_their_types_say(store: Store) -> None:
    add = inserting(USERS, [column.name for column in USERS.c])

    def work(c):  # type: ignore[no-untyped-def]
        ids = next_ids(c, USERS, 3)
        rows = [{"id": id, "name": f"New {id}", "name_key": f"new {id}", **NEW} for id in ids]
        add.run(c, rows)
        return rows

    rows = store.db.write(work)
    with store.db.read() as c:
        found = c.execute(select(USERS).where(USERS.c.id.in_([row["id"] for row in rows])).order_by(USERS.c.id))
        assert [row._asdict() for row in found] == rows


def test_one_that_is_there_already_is_an_error_that_tells_nothing(store: Store) -> None:
    add = inserting(COURSES, ("id", "slug", "title"))
    rows = [{"id": 100, "slug": "fine", "title": "x"}, {"id": 1, "slug": "the secret answer", "title": "x"}]
    with pytest.raises(IntegrityError) as failed:
        store.db.write(lambda c: add.run(c, rows))
    assert "the secret answer" not in str(failed.value)
    assert store.scalar("SELECT count(*) FROM courses WHERE slug = 'fine'") == 0


def test_what_is_kept_stays_as_it_was_first(store: Store) -> None:
    attempt = store.start()
    store.submit(attempt, "1.1", "A", "one")
    answer = store.scalar("SELECT id FROM answers")
    store.run("DELETE FROM answer_meanings")
    for label in ("first", "second"):
        rows = [{"answer_id": answer, "label": label, "worth": "[]"}]
        store.db.write(lambda c, rows=rows: keeping(MEANINGS).run(c, rows))
    assert store.scalar("SELECT label FROM answer_meanings") == "first"


def test_each_row_gets_its_own_values(store: Store) -> None:
    rename = updating(USERS, ("name",))
    store.db.write(lambda c: rename.run(c, [{"id": 2, "name": "Two"}, {"id": 1, "name": "One"}]))
    with store.db.read() as c:
        named = dict(c.execute(select(USERS.c.id, USERS.c.name)).all())
    assert (named[1], named[2]) == ("One", "Two")
    assert list(named.values()).count("One") == 1


def test_values_come_in_the_order_in_which_they_are_asked_for(store: Store) -> None:
    found = Lookup(
        lambda key: select(func.max(USERS.c.name)).where(USERS.c.id == key[0]).scalar_subquery(), (USERS.c.id,)
    )
    with store.db.read() as c:
        names = dict(c.execute(select(USERS.c.id, USERS.c.name)).all())
        asked = [2, 1, 2, 10**6]
        assert found.values(c, [[id] for id in asked]) == [names.get(id) for id in asked]
        assert set(
            c.execute(select(USERS.c.id).where(among(USERS.c.id, "ids")), {"ids": listed([1, 2])}).scalars()
        ) == {
            1,
            2,
        }
