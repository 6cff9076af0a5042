"""Saving drafts: many go in together, and none takes the place of one that its writer has not seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.db import Database
from app.ledger import service as ledger
from app.ledger.values import encoded
from app.quizzes import service as quizzes
from app.refusals import Closed, Conflict, StaleDraft
from app.taking import saving
from app.taking import service as taking
from tests.app.store import Store

TIMED = '[quiz]\nmode = "homework"\nminutes = 30\ntries = 2\n'


def ready(store: Store, attempt: int, slug: str, answer: Any, seq: int) -> saving._Ready:
    asked = saving._Asked(store.db, slug, answer, encoded(answer), seq)
    with store.db.read() as c:
        found = saving._examined(c, asked, ledger.attempt(c, attempt))
    assert isinstance(found, saving._Ready)
    return found


def drafts(store: Store, attempt: int) -> Sequence[tuple[str, object, int]]:
    return [(one.question, one.answer, one.seq) for one in taking.answers(store.db, store.student, attempt)]


def test_drafts_that_wait_go_in_together(store: Store) -> None:
    attempt = store.start()
    taking.save_draft(store.db, store.student, attempt, "1.1", "A", 1)
    waiting = [ready(store, attempt, "1.1", "B", 2), ready(store, attempt, "1.2", {"why": "C"}, 1)]
    rows = store.db.write(lambda c: saving._store_all(c, waiting))
    assert [(row.seq, row.answer) for row in rows] == [(2, '"B"'), (1, '{"why":"C"}')]
    assert drafts(store, attempt) == [("1.1", "B", 2), ("1.2", {"why": "C"}, 1)]


def test_of_two_that_wait_for_one_place_none_is_stored_unseen(store: Store) -> None:
    attempt = store.start()
    waiting = [ready(store, attempt, "1.1", text, 1) for text in "AB"]
    with pytest.raises(StaleDraft):
        store.db.write(lambda c: saving._store_all(c, waiting))
    assert drafts(store, attempt) == []


def test_of_windows_that_save_at_once_one_is_first_and_the_others_are_told(store: Store) -> None:
    attempt = store.start()

    def save(text: str) -> str:
        try:
            return str(taking.save_draft(store.db, store.student, attempt, "1.1", text, 1).answer)
        except StaleDraft as refused:
            return f"told of {refused.stored.answer}"  # type: ignore[attr-defined]

    with ThreadPoolExecutor(8) as pool:
        said = Counter(pool.map(save, "ABCDEFGH"))
    ((_, kept, seq),) = drafts(store, attempt)
    assert (seq, said) == (1, {kept: 1, f"told of {kept}": 7})


def test_a_class_that_types_at_once_loses_nothing(store: Store) -> None:
    attempts = {person: store.start(person) for person in (store.student, store.other)}

    def type_on(person: Any, slug: str, field: str) -> None:
        for seq in range(1, 11):
            taking.save_draft(store.db, person, attempts[person], slug, {field: f"{slug} {seq}"}, seq)

    places = [(person, *place) for person in attempts for place in (("1.1", "pick"), ("1.2", "why"))]
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda place: type_on(*place), places))
    for person, attempt in attempts.items():
        found = [(one.answer, one.seq) for one in taking.answers(store.db, person, attempt)]
        assert found == [({"pick": "1.1 10"}, 10), ({"why": "1.2 10"}, 10)]


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda store, attempt: taking.finish(store.db, store.student, attempt),
        lambda store, attempt: store.clock.forward(minutes=31),
    ],
    ids=["it is handed in", "time is up"],
)
def test_nothing_is_saved_after_the_end_even_if_it_was_looked_at_before(
    store: Store, meanwhile: Callable[[Store, int], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    store.load(TIMED, name="timed")
    attempt = store.start(name="timed")
    together = Database.together

    def later(db: Database, work: Any, asked: Any) -> Any:
        monkeypatch.undo()
        meanwhile(store, attempt)
        return together(db, work, asked)

    monkeypatch.setattr(Database, "together", later)
    with pytest.raises(Closed):
        taking.save_draft(store.db, store.student, attempt, "1.1", "A", 1)
    assert store.scalar("SELECT count(*) FROM drafts") == 0


def test_time_that_was_given_later_counts(store: Store) -> None:
    store.load(TIMED, name="timed")
    attempt = store.start(name="timed")
    store.clock.forward(minutes=31)
    quizzes.change_settings(store.db, store.instructor, store.quiz("timed").id, {"minutes": 60})
    assert taking.save_draft(store.db, store.student, attempt, "1.1", "A", 1).seq == 1
    assert list(ledger.verify(store.db)) == []


def test_a_refusal_is_a_conflict_with_what_is_stored(store: Store) -> None:
    attempt = store.start()
    with pytest.raises(Conflict) as refused:
        taking.save_draft(store.db, store.student, attempt, "1.1", "A", 2)
    assert isinstance(refused.value, StaleDraft)
    assert refused.value.stored is None
