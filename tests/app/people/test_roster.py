"""Who is in a course."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from app.people import service
from tests.app.store import NOON, Store


def test_of_those_who_label_somebody_at_once_the_last_is_heard(store: Store) -> None:
    def label(place: int) -> None:
        words = [f"L{place % 3}", "always", f"M{place}"]
        store.db.write(lambda c: service.set_labels(c, NOON, store.instructor, 1, store.student.id, words))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(label, range(32)))
    with store.db.read() as c:
        (who,) = [one for one in service.roster(c, 1) if one.person.id == store.student.id]
    assert len(who.labels) == 3
    assert "always" in who.labels
