"""Those who want the same written at the same time share a transaction on PostgreSQL, and nothing else."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from sqlalchemy import Connection, insert
from sqlalchemy.exc import IntegrityError

from app.db import Database
from app.people.tables import Course
from tests.app.store import ON_POSTGRESQL, Store

pytestmark = ON_POSTGRESQL


class Adding:
    """Courses are added; the first work waits until it is told to go on."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self.calls: list[list[str]] = []
        self.entered, self.go = threading.Event(), threading.Event()

    def work(self, c: Connection, slugs: Sequence[str]) -> Sequence[str]:
        """Add these at once."""
        self.calls.append(sorted(slugs))
        if not self.entered.is_set():
            self.entered.set()
            assert self.go.wait(10)
        c.execute(insert(Course), [{"slug": slug, "title": slug.upper()} for slug in slugs])
        return [f"added {slug}" for slug in slugs]

    def ask(self, *slugs: str) -> list[Future[str]]:
        """The first, and while that is being added all others."""
        work = self.work  # one and the same for all
        with ThreadPoolExecutor(len(slugs)) as pool:
            futures = [pool.submit(self.db.together, work, slugs[0])]
            assert self.entered.wait(10)
            futures += [pool.submit(self.db.together, work, slug) for slug in slugs[1:]]
            assert self.db._gathering is not None
            while len(self.db._gathering._groups[work]._waiting) < len(slugs) - 1:
                pass
            self.go.set()
        return futures


def test_those_who_come_meanwhile_are_done_at_once(store: Store) -> None:
    adding = Adding(store.db)
    told = adding.ask("a", "b", "c", "d")
    assert [one.result() for one in told] == ["added a", "added b", "added c", "added d"]
    assert adding.calls == [["a"], ["b", "c", "d"]]
    assert store.scalar("SELECT count(*) FROM courses WHERE slug IN ('a', 'b', 'c', 'd')") == 4


def test_where_one_fails_the_others_are_done_alone(store: Store) -> None:
    adding = Adding(store.db)
    told = adding.ask("a", "b", "a", "c")
    assert [told[place].result() for place in (0, 1, 3)] == ["added a", "added b", "added c"]
    assert isinstance(told[2].exception(), IntegrityError)
    assert adding.calls[:2] == [["a"], ["a", "b", "c"]]
    assert store.scalar("SELECT count(*) FROM courses WHERE slug IN ('a', 'b', 'c')") == 3


@pytest.mark.parametrize("held", ["1.1", "1.2"])
def test_nobody_waits_long_for_what_another_needs(store: Store, held: str) -> None:
    """Somebody keeps one student's attempt, as a regrade does; the other's submission is stored before that ends."""
    attempts = {"1.1": store.start(), "1.2": store.start(store.other)}
    kept, free = threading.Event(), threading.Event()

    def keep(c: Connection) -> None:
        c.exec_driver_sql(f"SELECT id FROM attempts WHERE id = {attempts[held]} FOR UPDATE")
        kept.set()
        assert free.wait(10)

    def touch(c: Connection, places: Sequence[int]) -> Sequence[int]:
        for place in sorted(places):
            c.exec_driver_sql(f"UPDATE attempts SET due_at = due_at WHERE id = {place}")
        return places

    with ThreadPoolExecutor(3) as pool:
        keeper = pool.submit(store.db.write, keep)
        assert kept.wait(10)
        asked = {slug: pool.submit(store.db.together, touch, attempt) for slug, attempt in attempts.items()}
        other = next(slug for slug in attempts if slug != held)
        assert asked[other].result(5) == attempts[other]
        assert not asked[held].done()
        free.set()
    assert keeper.exception() is None
    assert asked[held].result() == attempts[held]


def test_alone_one_is_done_at_once(store: Store) -> None:
    adding = Adding(store.db)
    adding.go.set()
    work = adding.work
    for slug in ("a", "b"):
        assert store.db.together(work, slug) == f"added {slug}"
    assert adding.calls == [["a"], ["b"]]


def test_whoever_is_done_does_not_wait_for_those_who_came_later(store: Store) -> None:
    late: list[bool] = []
    calls = []

    def work(c: Connection, asked: Sequence[int]) -> Sequence[int]:
        calls.append(c)
        c.exec_driver_sql("SELECT pg_sleep(0.01)")
        return [len(calls)] * len(asked)

    def ask_again_and_again(number: int) -> None:
        for _ in range(20):
            mine = store.db.together(work, number)
            late.append(len(calls) > mine + 1)  # another work is over, and the one after that was begun

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(ask_again_and_again, range(20)))
    assert sum(late) < len(late) / 10
